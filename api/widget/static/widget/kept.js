import { icon, unseen } from "./dom.js";
import { h } from "./elements.js";

/** As many as the server writes on one list. */
const LONGEST = 30;

/** The offers a family wants to take along; tells each change by the event `change`. */
export class Kept extends EventTarget {
  #memory;

  constructor(memory) {
    super();
    this.#memory = memory;
  }

  /** Their ids in the order they were kept. */
  get all() {
    return this.#memory.plan;
  }

  set all(ids) {
    this.#memory.plan = ids;
    this.dispatchEvent(new Event("change"));
  }

  has(id) {
    return this.all.includes(id);
  }

  /** Keeps it, or no longer; false where the list is full. */
  toggle(id) {
    const others = this.all.filter((other) => other !== id);
    const isNew = others.length === this.all.length;
    if (isNew && others.length === LONGEST) return false;
    this.all = isNew ? [...others, id] : others;
    return true;
  }

  /** “Merkliste (3)” */
  title(strings) {
    return `${strings.text("plan.list")} (${this.all.length})`;
  }

  /** Calls `show` now and with every change. */
  follow(show) {
    this.addEventListener("change", show);
    show();
  }

  /** The button of one card; the context brings tell(text). */
  button({ offer }, strings, about, { tell }) {
    const press = () =>
      tell(
        this.toggle(offer.id) ? this.title(strings) : strings.text("plan.full", { number: LONGEST }),
      );
    const button = h(
      "button",
      { type: "button", class: "button toggle", onclick: press },
      icon("wish"),
      strings.text("plan.keep"),
      about,
    );
    this.follow(() => button.setAttribute("aria-pressed", String(this.has(offer.id))));
    return button;
  }

  /** The way to the list as a page of `origin`, as long as there is something on it. */
  opener(strings, origin) {
    const label = h("span");
    const link = h(
      "a",
      { class: "tool", target: "_blank", rel: "noopener noreferrer" },
      icon("wish"),
      label,
      unseen(` ${strings.text("card.new_tab")}`),
    );
    this.follow(() => {
      const ids = this.all.join();
      link.hidden = !ids;
      link.href = `${origin}/plan?offers=${ids}&language=${strings.language}`;
      label.textContent = this.title(strings);
    });
    return link;
  }
}

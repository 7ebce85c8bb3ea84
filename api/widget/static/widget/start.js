import { icon } from "./dom.js";
import { h } from "./elements.js";
import { reveal } from "./reveal.js";

/**
 * What stands below the greeting until the conversation runs: write, choose a topic or a phase of
 * childhood, or ask for a person. `choose({title, payload})` sends a choice, `write()` goes to the field.
 */
export class Start {
  #strings;
  #actions;
  #toggles = [];

  constructor(strings, actions) {
    this.#strings = strings;
    this.#actions = actions;
    this.element = h("section", { class: "start", part: "start", "aria-labelledby": "start-title", hidden: true });
  }

  useChoices({ topics, groups, phases }) {
    const { choose, write } = this.#actions;
    const label = (id) => topics.find((topic) => topic.id === id).label;
    this.#toggles = [];
    this.element.replaceChildren(
      h("h3", { id: "start-title" }, this.#strings.text("ways.label")),
      this.#way("edit", "write", { onclick: write }),
      ...this.#disclosure(
        "need",
        "topic",
        groups.flatMap((group) => [
          h("h4", {}, group.label),
          listOf(group.topics.map((id) => this.#option({ title: label(id), payload: `topic:${id}` }))),
        ]),
      ),
      ...this.#disclosure(
        "child",
        "phase",
        listOf(phases.map((each) => this.#option({ title: each.label, payload: `phase:${each.id}` }, each.ages))),
      ),
      this.#way("phone", "human", {
        onclick: () => choose({ title: this.#strings.text("ways.human"), payload: "human" }),
      }),
    );
  }

  /** Whether a list was open to be closed. */
  escape() {
    const open = this.#toggles.find((toggle) => toggle.getAttribute("aria-expanded") === "true");
    open?.click();
    open?.focus();
    return Boolean(open);
  }

  #way(picture, key, properties) {
    const label = this.#strings.text(`ways.${key}`);
    return h("button", { type: "button", class: "way", ...properties }, icon(picture), label);
  }

  /** One list at a time: what is below stays near. */
  #disclosure(picture, key, content) {
    const id = `start-${key}`;
    const lists = h("div", { id, class: "way-list", hidden: true }, content);
    const toggle = this.#way(picture, key, {
      "aria-expanded": "false",
      "aria-controls": id,
      onclick: () => {
        const opens = lists.hidden;
        if (opens) this.escape();
        lists.hidden = !opens;
        toggle.setAttribute("aria-expanded", String(opens));
        if (opens) reveal(toggle);
        else toggle.scrollIntoView({ block: "nearest" });
        toggle.focus();
      },
    });
    this.#toggles.push(toggle);
    return [toggle, lists];
  }

  #option(option, note) {
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "reply", onclick: () => this.#actions.choose(option) },
        option.title,
        " ",
        note ? h("small", {}, note) : null,
      ),
    );
  }
}

function listOf(items) {
  return h("ul", {}, items);
}

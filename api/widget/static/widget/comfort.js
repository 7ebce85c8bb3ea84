import { layerAbove } from "./confirmation.js";
import { h } from "./elements.js";
import { Memory } from "./memory.js";

const SIZES = [100, 125, 150, 200]; // percent
// Firefox before 126 would divide the lengths of the window and enlarge nothing.
const CAN_ZOOM = CSS.supports("zoom", "2");

/**
 * How the chat looks to who needs it larger, clearer or calmer. It follows the system until something
 * is chosen by hand, which then holds for all chats of the tab.
 */
export class Comfort {
  #frame;
  #memory = new Memory();
  #contrast = window.matchMedia("(prefers-contrast: more)");
  #still = window.matchMedia("(prefers-reduced-motion: reduce)");

  constructor(frame) {
    this.#frame = frame;
    for (const wish of [this.#contrast, this.#still]) {
      wish.addEventListener?.("change", () => this.#show());
    }
    this.#show();
  }

  get values() {
    return {
      size: SIZES[0],
      contrast: this.#contrast.matches,
      still: this.#still.matches,
      ...this.#memory.comfort,
    };
  }

  /** Any of {size (percent), contrast, still}. */
  change(values) {
    this.#memory.comfort = { ...this.#memory.comfort, ...values };
    this.#show();
  }

  #show() {
    const { size, contrast, still } = this.values;
    this.#frame.style.setProperty("--_zoom", CAN_ZOOM ? size / 100 : 1);
    this.#frame.toggleAttribute("data-contrast", contrast);
    this.#frame.toggleAttribute("data-still", still);
  }
}

/** The layer that changes it. `keepPlace(change)` makes a change while what is read stays in sight. */
export class ComfortSettings {
  #comfort;
  #keepPlace;

  constructor(comfort, strings, keepPlace) {
    this.#comfort = comfort;
    this.#keepPlace = keepPlace;
    const percent = new Intl.NumberFormat(strings.language, { style: "percent" });
    this.element = layerAbove(
      "comfort",
      strings,
      { class: "confirmation comfort" },
      h(
        "fieldset",
        { class: "actions", hidden: !CAN_ZOOM },
        h("legend", {}, strings.text("comfort.size")),
        SIZES.map((size) => this.#choice("radio", "size", size, percent.format(size / 100))),
      ),
      this.#choice("checkbox", "contrast", "true", strings.text("comfort.contrast")),
      this.#choice("checkbox", "still", "true", strings.text("comfort.still")),
      h(
        "button",
        { type: "button", class: "button primary", onclick: () => this.element.close() },
        strings.text("comfort.done"),
      ),
    );
  }

  open() {
    const values = this.#comfort.values;
    for (const input of this.element.querySelectorAll("input")) {
      input.checked = String(values[input.name]) === input.value;
    }
    this.element.showModal();
  }

  #choice(type, name, value, label) {
    const input = h("input", {
      type,
      name,
      value,
      onchange: () => {
        const chosen = type === "radio" ? value : input.checked;
        this.#keepPlace(() => this.#comfort.change({ [name]: chosen }));
      },
    });
    return h("label", { class: "button" }, input, label);
  }
}

import { textButton } from "./dom.js";
import { h } from "./elements.js";

/** What lies above the chat until it is closed. `key` names it; its title is the text key.title. */
export function layerAbove(key, strings, properties, ...content) {
  const id = `${key}-title`;
  return h(
    "dialog",
    {
      class: "confirmation",
      "aria-labelledby": id,
      // Escape closes this layer, not the chat behind it.
      onkeydown: (event) => event.stopPropagation(),
      ...properties,
    },
    h("h2", { id }, strings.text(`${key}.title`)),
    ...content,
  );
}

/** Asks before something is lost. `key` names the texts: title, text, confirm. */
export class Confirmation {
  constructor(key, strings, onConfirm) {
    this.element = layerAbove(
      key,
      strings,
      { role: "alertdialog", "aria-describedby": `${key}-text` },
      h("p", { id: `${key}-text` }, strings.text(`${key}.text`)),
      h(
        "div",
        { class: "actions" },
        textButton(strings.text("cancel"), () => this.element.close()),
        textButton(strings.text(`${key}.confirm`), () => this.#confirm(onConfirm), "danger"),
      ),
    );
  }

  /** Says one thing more before the buttons. */
  warn(element) {
    this.element.lastElementChild.before(element);
    this.element.setAttribute("aria-describedby", `${this.element.getAttribute("aria-describedby")} ${element.id}`);
  }

  ask() {
    this.element.showModal();
  }

  #confirm(onConfirm) {
    this.element.close();
    onConfirm();
  }
}

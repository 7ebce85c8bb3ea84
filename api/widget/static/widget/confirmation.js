import { h } from "./dom.js";

/** Asks before something is lost. `key` names the texts: title, text, confirm. */
export class Confirmation {
  constructor(key, strings, onConfirm) {
    const id = `${key}-title`;
    this.element = h(
      "dialog",
      {
        class: "confirmation",
        role: "alertdialog",
        "aria-labelledby": id,
        "aria-describedby": `${key}-text`,
        // Escape closes this question, not the chat behind it.
        onkeydown: (event) => event.stopPropagation(),
      },
      h("h2", { id }, strings.text(`${key}.title`)),
      h("p", { id: `${key}-text` }, strings.text(`${key}.text`)),
      h(
        "div",
        { class: "actions" },
        button("button", strings.text("cancel"), () => this.element.close()),
        button("button danger", strings.text(`${key}.confirm`), () => this.#confirm(onConfirm)),
      ),
    );
  }

  ask() {
    this.element.showModal();
  }

  #confirm(onConfirm) {
    this.element.close();
    onConfirm();
  }
}

function button(style, label, onclick) {
  return h("button", { type: "button", class: style, onclick }, label);
}

import { icon } from "./dom.js";
import { h } from "./elements.js";

const KINDS = ["fits", "does_not_fit", "out_of_date"];

/** What a family thinks of offers: each answer is given once for an offer. */
export class Feedback {
  #send;
  #given = new Set();

  /** `send(id, kind)` resolves once the server has counted it. */
  constructor(send) {
    this.#send = send;
  }

  /** A new conversation may say it again. */
  clear() {
    this.#given.clear();
  }

  /** The question on one card; the context brings tell(text) and attempt(work). */
  buttons({ id }, strings, context) {
    return h(
      "fieldset",
      { class: "feedback" },
      h("legend", {}, strings.text("card.feedback.question")),
      KINDS.map((kind) => this.#button(id, kind, strings, context)),
    );
  }

  #button(id, kind, strings, { tell, attempt }) {
    const key = `${id} ${kind}`;
    const thanks = strings.text("card.feedback.thanks");
    const give = () => {
      if (this.#given.has(key)) return;
      attempt(async () => {
        this.#given.add(key); // before the answer: pressed twice is counted once
        try {
          await this.#send(id, kind);
        } catch (error) {
          this.#given.delete(key);
          throw error;
        }
        thank();
        tell(thanks);
      });
    };
    const button = h(
      "button",
      { type: "button", class: "button", onclick: give },
      strings.text(`card.feedback.${kind}`),
    );
    // Not `disabled`: the button would lose the focus.
    const thank = () => {
      button.setAttribute("aria-disabled", "true");
      button.replaceChildren(icon("check"), thanks);
    };
    if (this.#given.has(key)) thank();
    return button;
  }
}

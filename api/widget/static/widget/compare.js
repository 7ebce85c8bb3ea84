import { showComparison } from "./comparison.js";
import { icon } from "./dom.js";
import { h } from "./elements.js";

/** The choice of two offers to see side by side: the second one opens the view. */
export class Comparison {
  #first = null;

  /** The button of one card; the context brings tell(text). */
  button(match, strings, about, { tell }) {
    const hint = h("p", { class: "card-hint", hidden: true }, strings.text("compare.hint"));
    const choose = () => {
      // The card of the first one may be gone with its conversation.
      const first = this.#first?.button.isConnected ? this.#first : null;
      first?.press(false);
      if (first?.match.offer.id === match.offer.id) return;
      if (first) {
        button.focus(); // where focus returns to; Safari gives it to no button that is clicked
        showComparison([first.match, match], strings, button.closest(".panel"));
        return;
      }
      press(true);
      tell(strings.text("compare.hint"));
    };
    const press = (pressed) => {
      this.#first = pressed ? { match, button, press } : null;
      button.setAttribute("aria-pressed", String(pressed));
      hint.hidden = !pressed;
    };
    const button = h(
      "button",
      { type: "button", class: "button toggle", "aria-pressed": "false", onclick: choose },
      icon("compare"),
      strings.text("compare.action"),
      about,
    );
    return [button, hint];
  }
}

import { draw, h } from "./elements.js";

const SPEECH_BUBBLE = ["M4 5.5h16v11H10.5L6 20v-3.5H4z", "M8 9.5h8", "M8 12.7h5"];

/**
 * The button that opens the chat. It stands in the page before anything else of the chat is loaded,
 * and says when that takes time or fails.
 */
export class Launcher {
  #inline;
  #words;
  #state = "launcher";
  #label = h("span");
  #button;
  #notice = h("p", { class: "notice", role: "status" });

  /**
   * `open()` when it is pressed, `prepare()` when that is likely to come. In the place of an inline
   * chat nobody has to press anything, unless it could not be loaded.
   */
  constructor({ inline, open, prepare }) {
    this.#inline = inline;
    this.#button = h(
      "button",
      {
        type: "button",
        class: "launcher",
        part: "launcher",
        "aria-haspopup": inline ? null : "dialog",
        onclick: open,
        onpointerenter: prepare,
        onfocus: prepare,
      },
      draw(SPEECH_BUBBLE),
      this.#label,
    );
    this.element = h("div", { class: "launch" }, this.#notice, this.#button);
  }

  /** Those of one language in launcher.json. */
  set words(words) {
    this.#words = words;
    this.#say();
  }

  /** "launcher" while it waits to be pressed, "loading", or "failed". */
  set state(state) {
    this.#state = state;
    this.#say();
  }

  focus() {
    this.#button.focus();
  }

  #say() {
    const { launcher, [this.#state]: notice } = this.#words;
    this.#label.textContent = launcher;
    this.#notice.textContent = this.#state === "launcher" ? "" : notice;
    this.#button.hidden = this.#inline && this.#state !== "failed";
  }
}

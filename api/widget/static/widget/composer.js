import { icon, unseen } from "./dom.js";
import { h } from "./elements.js";

const LIMIT = 1000;
const TELL_FROM = 100; // characters left

/** The field a family writes in. `send(text)` says whether the text was taken. */
export class Composer {
  #strings;
  #announce;
  #send;
  #told = false;

  constructor({ strings, announce, send }) {
    this.#strings = strings;
    this.#announce = announce;
    this.#send = send;
    this.input = h("textarea", {
      id: "input",
      class: "input",
      part: "input",
      rows: "1",
      dir: "auto",
      enterkeyhint: "send",
      placeholder: strings.text("input.placeholder"),
      "aria-describedby": "counter",
      oninput: () => this.#measure(),
      onkeydown: (event) => this.#onKey(event),
    });
    this.button = h(
      "button",
      { type: "submit", class: "send", part: "send" },
      icon("send"),
      unseen(strings.text("input.send")),
    );
    this.counter = h("p", { id: "counter", class: "counter", hidden: true });
    this.element = h(
      "form",
      { class: "composer", novalidate: true, onsubmit: (event) => this.#submit(event) },
      h("label", { for: "input", class: "visually-hidden" }, strings.text("input.label")),
      this.counter,
      h("div", { class: "composer-row" }, this.input, this.button),
    );
  }

  set pending(pending) {
    // Not `disabled`: the button would lose the focus.
    this.button.setAttribute("aria-disabled", String(pending));
  }

  #onKey(event) {
    // isComposing: Enter ends a word in Japanese or on some phone keyboards, it does not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (text === "") this.input.focus();
    else if (length(text) > LIMIT) this.#announce(this.counter.textContent);
    else if (this.#send(text)) this.text = "";
    else this.#announce(this.#strings.text("input.wait"));
  }

  set text(text) {
    this.input.value = text;
    this.#measure();
  }

  #measure() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`; // 2: its borders
    this.#count(LIMIT - length(this.input.value.trim()));
  }

  /** The counter shows every step, but is read aloud only when it appears and when it is passed. */
  #count(left) {
    const over = left < 0;
    const wasOver = this.input.getAttribute("aria-invalid") === "true";
    const telling = left <= TELL_FROM;
    const key = over ? "input.over" : "input.left";
    this.counter.hidden = !telling;
    this.counter.textContent = telling ? this.#strings.count(key, Math.abs(left)) : "";
    this.input.setAttribute("aria-invalid", String(over));
    if (telling && (!this.#told || over !== wasOver)) this.#announce(this.counter.textContent);
    this.#told = telling;
  }
}

/** As the server counts: characters, not UTF-16 units. */
function length(text) {
  return [...text].length;
}

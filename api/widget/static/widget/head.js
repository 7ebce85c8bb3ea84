import { icon } from "./dom.js";
import { h } from "./elements.js";

const SIMPLE = "de-simple";

/**
 * The head of the panel: name, menu, and a bar of what is always in reach. `entries` are the lines
 * of the menu, [picture, label, action], null between two groups; `speak(code)` changes the language,
 * `memory` keeps the former one. Without `close` there is no button for it.
 */
export class Head {
  #language;
  #memory;
  #speak;

  constructor({ strings, languages, memory, entries, speak, close, leave }) {
    this.#memory = memory;
    this.#language = strings.language;
    this.#speak = speak;
    this.menu = h(
      "div",
      { id: "menu", class: "menu", role: "group", "aria-label": strings.text("menu"), hidden: true },
      entries.map((entry) => (entry ? this.#entry(...entry) : h("hr"))),
      h(
        "div",
        { class: "menu-note" },
        h("strong", {}, strings.text("leave.action")),
        h("p", { id: "leave-hint" }, strings.text("leave.hint")),
      ),
    );
    this.menuButton = iconButton("menu", strings.text("menu"), () => this.#show(this.menu.hidden));
    this.menuButton.setAttribute("aria-expanded", "false");
    this.menuButton.setAttribute("aria-controls", "menu");
    this.languageSelect = this.#buildLanguageSelect(strings, languages);
    this.simpleSwitch = this.#buildSimpleSwitch(strings, languages);
    this.element = h(
      "header",
      { class: "header", part: "header" },
      h("span", { class: "sign" }, icon("compass")),
      h(
        "div",
        { class: "names" },
        h("h2", { id: "title" }, strings.text("name")),
        h("p", {}, strings.text("tagline")),
      ),
      this.menuButton,
      this.menu,
      close && iconButton("close", strings.text("close"), close),
    );
    this.tools = h(
      "div",
      { class: "tools", part: "tools" },
      this.languageSelect,
      this.simpleSwitch,
      h(
        "button",
        { type: "button", class: "tool leave", "aria-describedby": "leave-hint", onclick: leave },
        icon("leave"),
        strings.text("leave.action"),
      ),
    );
  }

  /** Each language is named by itself and marked, so that it is found and read aloud rightly. */
  #buildLanguageSelect(strings, languages) {
    const options = languages.map(({ code, name, direction }) =>
      h(
        "option",
        { value: code, lang: code, dir: direction, selected: code === this.#language },
        name,
      ),
    );
    const select = h(
      "select",
      {
        class: "tool language",
        part: "language",
        "aria-label": strings.text("language"),
        onchange: () => this.#change(select.value),
      },
      options,
    );
    return select;
  }

  /** On: Leichte Sprache. Off: back to what was spoken before. */
  #buildSimpleSwitch(strings, languages) {
    if (!languages.some(({ code }) => code === SIMPLE)) return null;
    const on = this.#language === SIMPLE;
    return h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-pressed": String(on),
        onclick: () => this.#change(on ? (this.#memory.former ?? "de") : SIMPLE),
      },
      icon(on ? "check" : "simple"),
      strings.text("comfort.simple"),
    );
  }

  #change(code) {
    if (code === SIMPLE) this.#memory.former = this.#language;
    this.#speak(code);
  }

  #entry(picture, label, action) {
    const choose = () => {
      this.escape(); // the focus returns to the button of the menu after what opens now
      action();
    };
    return h("button", { type: "button", onclick: choose }, icon(picture), label);
  }

  #show(shown) {
    this.menu.hidden = !shown;
    this.menuButton.setAttribute("aria-expanded", String(shown));
  }

  /** Whether the menu was open to be closed. */
  escape() {
    if (this.menu.hidden) return false;
    this.#show(false);
    this.menuButton.focus();
    return true;
  }

  /** What had the focus in the other head has it here; false if nothing had. */
  focusLike(other, focused) {
    const name = ["languageSelect", "simpleSwitch"].find((each) => other[each] === focused);
    if (name) this[name].focus();
    return Boolean(name);
  }
}

function iconButton(picture, label, onclick) {
  const attributes = { type: "button", class: "icon-button", "aria-label": label, title: label };
  return h("button", { ...attributes, onclick }, icon(picture));
}

import { loadJson } from "./languages.js";

/** The widget's texts in one language. */
export class Strings {
  #texts;

  constructor({ code, direction }, texts) {
    this.language = code;
    this.direction = direction;
    this.#texts = texts;
  }

  static async load(language) {
    return new Strings(language, await loadJson(`strings.${language.code}.json`));
  }

  /** The text of a dotted key, with {name} places filled in. */
  text(key, values = {}) {
    const text = this.#find(key);
    if (typeof text !== "string") throw new Error(`strings.${this.language}.json lacks ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /** In the plural form of the number: key.one, key.few, … key.other. */
  count(key, number) {
    const form = new Intl.PluralRules(this.language).select(number);
    const fitting = this.#find(`${key}.${form}`) === undefined ? "other" : form;
    return this.text(`${key}.${fitting}`, { number });
  }

  has(key) {
    return typeof this.#find(key) === "string";
  }

  /** The names of the texts below a key. */
  keys(key) {
    return Object.keys(this.#texts[key]);
  }

  list(parts) {
    return new Intl.ListFormat(this.language).format(parts);
  }

  languageName(code) {
    return new Intl.DisplayNames(this.language, { type: "language" }).of(code);
  }

  /** “in 12 seconds” */
  secondsFromNow(seconds) {
    return new Intl.RelativeTimeFormat(this.language).format(seconds, "second");
  }

  #find(key) {
    return key.split(".").reduce((part, name) => part?.[name], this.#texts);
  }
}

// A further language is a further file strings.<code>.json and its code here.
const LANGUAGES = ["de"];

/** The widget's texts: the asked language, or German. */
export class Strings {
  #texts;

  constructor(language, texts) {
    this.language = language;
    this.direction = texts.direction;
    this.#texts = texts;
  }

  static async load(asked) {
    const code = asked.slice(0, 2).toLowerCase();
    const language = LANGUAGES.includes(code) ? code : "de";
    const response = await fetch(new URL(`strings.${language}.json`, import.meta.url));
    return new Strings(language, await response.json());
  }

  /** The text of a dotted key, with {name} places filled in. */
  text(key, values = {}) {
    const text = this.#find(key);
    if (typeof text !== "string") throw new Error(`strings.${this.language}.json lacks ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /** One or many: key.one and key.other. */
  count(key, number) {
    const form = new Intl.PluralRules(this.language).select(number);
    const fitting = this.#find(`${key}.${form}`) === undefined ? "other" : form;
    return this.text(`${key}.${fitting}`, { number });
  }

  has(key) {
    return typeof this.#find(key) === "string";
  }

  #find(key) {
    return key.split(".").reduce((part, name) => part?.[name], this.#texts);
  }
}

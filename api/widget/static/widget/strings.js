/**
 * The languages of the widget, those a strings.<code>.json lies beside this module for:
 * [{code, name, direction}], the name as its speakers call it.
 */
export async function loadLanguages() {
  return (await fetch(new URL("languages.json", import.meta.url))).json();
}

/** The language that comes closest to a BCP 47 tag, else German. */
export function closest(languages, asked) {
  const tag = asked.toLowerCase();
  const exact = languages.find(({ code }) => code === tag);
  const german = languages.find(({ code }) => code === "de");
  return exact ?? languages.find(({ code }) => code === tag.split("-")[0]) ?? german;
}

/** The widget's texts in one language. */
export class Strings {
  #texts;

  constructor({ code, direction }, texts) {
    this.language = code;
    this.direction = direction;
    this.#texts = texts;
  }

  static async load(language) {
    const response = await fetch(new URL(`strings.${language.code}.json`, import.meta.url));
    return new Strings(language, await response.json());
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

  #find(key) {
    return key.split(".").reduce((part, name) => part?.[name], this.#texts);
  }
}

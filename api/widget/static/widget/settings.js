import { fromFields } from "./ages.js";

/** The form of what a page may write on the element, and an example. */
const FORMS = {
  lang: [/^[a-z]{2,3}(-\w+)*$/i, "de-simple"],
  api: [/^https?:\/\/[^/]+\/?$/, "https://lotse.example"],
  color: [/^#[\da-f]{6}$/i, "#7a1f4b"],
  position: [/^(start|end)$/, "start or end"],
  context: [/^[\w-]+(, *[\w-]+){0,4}$/, "childcare, money"],
  "context-age": [/^(unborn|1?\d|2[0-6]|[1-3]?\d?\dm)$/, "3, 8m or unborn"],
};

/** What the page has written on its element. What cannot be understood is told, and counts for nothing. */
export class Settings {
  #element;

  constructor(element) {
    this.#element = element;
    this.inline = element.hasAttribute("inline");
    for (const [name, [, example]] of Object.entries(FORMS)) {
      if (!element.hasAttribute(name) || this.get(name)) continue;
      console.warn(`family-guide: ${name}="${element.getAttribute(name)}": write ${example}`);
    }
  }

  /** The value of an attribute; null where there is none that can be understood. */
  get(name) {
    const value = this.#element.getAttribute(name);
    return FORMS[name]?.[0].test(value) === false ? null : value;
  }

  /** The patch of the profile that the page's context stands for, or null. */
  get opening() {
    const needs = this.get("context")?.split(/, */);
    const age = this.get("context-age");
    const unit = { m: "months", n: "unborn" }[age?.at(-1)] ?? "years"; // 8m, unborn, 3
    const children = age ? [fromFields({ unit, number: parseInt(age, 10) })] : undefined;
    return needs || children ? { needs, children } : null;
  }
}

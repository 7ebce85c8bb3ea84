/**
 * What one element keeps over a reload. sessionStorage ends with the tab: on a shared phone the next
 * person finds nothing. Where the browser forbids storage, the page's own memory has to do.
 */
export class Memory {
  #key;
  #fallback = {};

  /** `name` tells the elements of a page apart; what all share is kept under none. */
  constructor(name = "") {
    this.#key = name ? `family-guide:${name}` : "family-guide";
  }

  get conversation() {
    return this.#load().conversation ?? null;
  }
  set conversation(id) {
    this.#keep({ conversation: id });
  }
  get language() {
    return this.#load().language ?? null;
  }
  set language(code) {
    this.#keep({ language: code });
  }
  /** What was spoken before Leichte Sprache. */
  get former() {
    return this.#load().former ?? null;
  }
  set former(code) {
    this.#keep({ former: code });
  }
  /** What was written and not sent, while the page is hidden or loads anew. */
  get draft() {
    return this.#load().draft ?? null;
  }
  set draft(text) {
    this.#keep({ draft: text });
  }
  get open() {
    return this.#load().open ?? false;
  }
  set open(value) {
    this.#keep({ open: value });
  }

  #load() {
    const stored = storage()?.getItem(this.#key);
    return stored ? JSON.parse(stored) : this.#fallback;
  }

  #keep(values) {
    this.#fallback = { ...this.#load(), ...values };
    storage()?.setItem(this.#key, JSON.stringify(this.#fallback));
  }
}

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

const SHARED = "family-guide";

/**
 * What one element keeps over a reload. sessionStorage ends with the tab: on a shared phone the next
 * person finds nothing. Where the browser forbids storage, the page's own memory has to do.
 */
export class Memory {
  static #left = false;
  #key;
  #fallback = {};

  /** `name` tells the elements of a page apart; what all share is kept under none. */
  constructor(name = "") {
    this.#key = name ? `${SHARED}:${name}` : SHARED;
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
  /** What was chosen by hand of {size, contrast, still}. */
  get comfort() {
    return this.#load().comfort ?? {};
  }
  set comfort(values) {
    this.#keep({ comfort: values });
  }
  /** The ids of offers to take along. */
  get plan() {
    return this.#load().plan ?? [];
  }
  set plan(ids) {
    this.#keep({ plan: ids });
  }
  get open() {
    return this.#load().open ?? false;
  }
  set open(value) {
    this.#keep({ open: value });
  }

  /**
   * Forgets what every chat of this tab has kept, and keeps nothing any more: answers may still
   * come in. Gives the ids of their conversations.
   */
  forgetAll() {
    const store = storage();
    const stored = Object.keys(store ?? {}).filter((key) => key.startsWith(SHARED));
    const kept = [this.#load(), ...stored.map((key) => JSON.parse(store.getItem(key)))];
    for (const key of stored) store.removeItem(key);
    Memory.#left = true;
    return new Set(kept.map(({ conversation }) => conversation).filter(Boolean));
  }

  #load() {
    const stored = storage()?.getItem(this.#key);
    return stored ? JSON.parse(stored) : this.#fallback;
  }

  #keep(values) {
    if (Memory.#left) return;
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

const SHARED = "family-guide";

/** What is kept, and what it is before. */
const KEPT = {
  conversation: null,
  language: null,
  former: null, // what was spoken before Leichte Sprache
  draft: null, // what was written and not sent, while the page is hidden or loads anew
  comfort: {}, // what was chosen by hand of {size, contrast, still}
  plan: [], // the ids of offers to take along
  open: false,
};

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
    for (const [property, before] of Object.entries(KEPT)) {
      Object.defineProperty(this, property, {
        get: () => this.#load()[property] ?? before,
        set: (value) => this.#keep({ [property]: value }),
      });
    }
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

// What outlives a reload. sessionStorage ends with the tab: on a shared phone the next person
// finds nothing. Where the browser forbids storage, the page's own memory has to do.
const KEY = "family-guide";
let fallback = {};

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

function load() {
  const stored = storage()?.getItem(KEY);
  return stored ? JSON.parse(stored) : fallback;
}

function keep(values) {
  fallback = { ...load(), ...values };
  storage()?.setItem(KEY, JSON.stringify(fallback));
}

export const memory = {
  get conversation() {
    return load().conversation ?? null;
  },
  set conversation(id) {
    keep({ conversation: id });
  },
  get language() {
    return load().language ?? null;
  },
  set language(code) {
    keep({ language: code });
  },
  /** What was spoken before Leichte Sprache. */
  get former() {
    return load().former ?? null;
  },
  set former(code) {
    keep({ former: code });
  },
  get open() {
    return load().open ?? false;
  },
  set open(value) {
    keep({ open: value });
  },
};

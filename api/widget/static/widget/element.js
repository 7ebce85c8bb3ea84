import { h, loadStyles } from "./elements.js";
import languages from "./languages.json" with { type: "json" };
import { closest, loadJson } from "./languages.js";
import { Launcher } from "./launcher.js";
import words from "./launcher.json" with { type: "json" };
import { Memory } from "./memory.js";

/** <family-guide>: the launcher at once; the chat itself is loaded when it is first needed. */
export class FamilyGuide extends HTMLElement {
  static #names = new Set();
  #name;
  #memory;
  #built = null;
  #language;
  #frame = h("section");
  #launcher;
  #loading = null;
  #attempts = 0;
  #guide = null;
  #question = null;
  #unlisten = null;

  connectedCallback() {
    this.#name ??= this.#freeName();
    FamilyGuide.#names.add(this.#name);
    this.#memory ??= new Memory(this.#name);
    this.#unlisten = new AbortController();
    this.#guide?.listen(this.#unlisten.signal);
    this.#built ??= this.#build();
    if (this.#memory.open) this.show();
  }

  disconnectedCallback() {
    this.#unlisten.abort();
    FamilyGuide.#names.delete(this.#name);
  }

  get open() {
    return Boolean(this.#guide?.open);
  }

  /** Opens the chat and begins or resumes the conversation. Where it cannot be loaded, the launcher says so. */
  async show() {
    await this.#built;
    const guide = await this.#load();
    if (!guide) return;
    await guide.show();
    const question = this.#question;
    this.#question = null;
    if (question !== null) await guide.ask(question);
  }

  close() {
    this.#guide?.close();
  }

  /** Opens the chat and sends `text` as if the family had written it. */
  ask(text) {
    this.#question = text;
    return this.show();
  }

  /**
   * A reload has to find what this element kept: by its id, else by its place among those without.
   * The first has the empty name.
   */
  #freeName() {
    let name = this.id;
    for (let place = 2; FamilyGuide.#names.has(name); place += 1) name = `${this.id}${place}`;
    return name;
  }

  async #build() {
    const root = this.attachShadow({ mode: "open" });
    await loadStyles(address("launcher.css"), root);
    this.#launcher = new Launcher({ open: () => this.show(), prepare: () => this.#prepare() });
    this.#speak(closest(languages, this.#memory.language ?? this.getAttribute("lang") ?? "de"));
    this.#frame.append(this.#launcher.element);
    root.append(this.#frame);
  }

  #speak(language) {
    this.#language = language;
    this.#launcher.words = words[language.code];
    this.#frame.lang = language.code;
    this.#frame.dir = language.direction;
    this.#frame.setAttribute("aria-label", words[language.code].name);
  }

  /** The chat, or null where it could not be loaded. */
  async #load() {
    if (this.#guide) return this.#guide;
    this.#launcher.state = "loading";
    try {
      this.#guide = await this.#prepare();
      this.#launcher.state = "launcher";
    } catch (error) {
      this.#launcher.state = "failed";
      console.warn("family-guide:", error);
    }
    return this.#guide;
  }

  /** Loads the chat without showing it; again, when it failed before. */
  #prepare() {
    this.#loading ??= this.#import();
    this.#loading.catch(() => (this.#loading = null));
    return this.#loading;
  }

  async #import() {
    const [{ Guide }, texts] = await Promise.all([
      this.#importGuide(),
      loadJson(`strings.${this.#language.code}.json`),
      loadStyles(address("widget.css"), this.shadowRoot, this.#frame),
    ]);
    const page = {
      frame: this.#frame,
      origin: this.getAttribute("api") ?? new URL(import.meta.url).origin,
      memory: this.#memory,
      exit: () => this.getAttribute("exit"),
      languages,
      speak: (language) => this.#speak(language),
      shown: (open) => this.#onShown(open),
    };
    const guide = new Guide(page, this.#language, texts);
    guide.listen(this.#unlisten.signal);
    return guide;
  }

  /** Some browsers remember that a module could not be loaded: another address is another try. */
  #importGuide() {
    const again = this.#attempts ? `?again=${this.#attempts}` : "";
    this.#attempts += 1;
    return import(`./guide.js${again}`);
  }

  #onShown(open) {
    this.#launcher.element.hidden = open;
    this.#memory.open = open;
    if (!open) this.#launcher.focus();
    this.#tell(open ? "guide-open" : "guide-close");
  }

  #tell(name) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }
}

function address(name) {
  return new URL(name, import.meta.url).href;
}

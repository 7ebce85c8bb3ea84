import { h, loadStyles } from "./elements.js";
import allLanguages from "./languages.json" with { type: "json" };
import { closest, loadJson } from "./languages.js";
import { Launcher } from "./launcher.js";
import launcherWords from "./launcher.json" with { type: "json" };
import { Memory } from "./memory.js";

// The page comes first: only then the chat is fetched, unless it is asked for before.
const CALM_MS = 4000;
const whenIdle = window.requestIdleCallback ?? setTimeout;

/** <family-guide>: the launcher at once; the chat itself is loaded when it is first needed. */
export class FamilyGuide extends HTMLElement {
  /** The others are looked at when they are needed. */
  static observedAttributes = ["lang", "color", "start-text"];
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
  #colours = null;
  #unlisten = null;

  connectedCallback() {
    this.#name ??= this.#freeName();
    FamilyGuide.#names.add(this.#name);
    this.#memory ??= new Memory(this.#name);
    this.#unlisten = new AbortController();
    this.#guide?.listen(this.#unlisten.signal);
    this.#built ??= this.#build();
    if (this.#inline) this.#beginInSight();
    else if (this.#memory.open) this.show();
  }

  disconnectedCallback() {
    this.#unlisten.abort();
    FamilyGuide.#names.delete(this.#name);
  }

  async attributeChangedCallback(name, old, value) {
    if (old === value || !this.#built) return;
    await this.#built;
    if (name === "color") await this.#colour();
    else if (name === "start-text") this.#guide?.showStartText();
    else if (name === "lang" && value) this.#follow(closest(allLanguages, value));
  }

  get #inline() {
    return this.hasAttribute("inline");
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
    await Promise.all([
      loadStyles(besideThis("launcher.css"), root),
      this.#colour().catch(complain), // the launcher is of more use than its colour
    ]);
    const inline = this.#inline;
    this.#launcher = new Launcher({ inline, open: () => this.show(), prepare: () => this.#prepare() });
    this.#speak(closest(allLanguages, this.#memory.language ?? this.lang));
    this.#frame.classList.toggle("inline", inline);
    this.#frame.append(this.#launcher.element);
    root.append(this.#frame);
    this.#tell("guide-ready");
    if (!navigator.connection?.saveData) setTimeout(() => whenIdle(() => this.#prepare()), CALM_MS);
  }

  /** Made readable by the server. What the page has set by CSS counts for more. */
  async #colour() {
    const value = this.getAttribute("color");
    const [, digits] = /^#([\da-f]{6})$/.exec(value?.toLowerCase()) ?? [];
    const sheet = digits && (await loadStyles(besideThis(`colours-${digits}.css`), this.shadowRoot));
    if (value !== this.getAttribute("color")) return sheet?.remove(); // it was changed meanwhile
    this.#colours?.remove();
    this.#colours = sheet;
  }

  /** The server is asked for nothing before somebody can see the answer. */
  async #beginInSight() {
    await this.#built;
    const begin = async () => (await this.#load())?.begin();
    new IntersectionObserver((entries, sight) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      sight.disconnect();
      begin();
    }).observe(this);
  }

  #follow(language) {
    if (this.#guide) this.#guide.speak(language.code);
    else this.#speak(language);
    this.#memory.language = language.code;
  }

  /** `name` is that of the region; the chat has a better one than the launcher. */
  #speak({ code, direction }, name = launcherWords[code].launcher) {
    this.#language = code;
    this.#launcher.words = launcherWords[code];
    this.#frame.lang = code;
    this.#frame.dir = direction;
    this.#frame.setAttribute("aria-label", name);
  }

  /** The chat, or null where it could not be loaded. */
  async #load() {
    if (this.#guide) return this.#guide;
    this.#launcher.state = "loading";
    try {
      this.#guide = await this.#prepare();
      this.#launcher.state = "launcher";
      this.#launcher.element.hidden = this.#inline;
    } catch (error) {
      this.#launcher.state = "failed";
      complain(error);
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
      loadJson(`strings.${this.#language}.json`),
      loadStyles(besideThis("widget.css"), this.shadowRoot, this.#frame),
    ]);
    const page = {
      frame: this.#frame,
      element: this,
      origin: new URL(import.meta.url).origin,
      memory: this.#memory,
      exit: () => this.getAttribute("exit"),
      languages: allLanguages,
      speak: (language, name) => this.#speak(language, name),
      shown: (open) => this.#onShown(open),
      tell: (event, detail) => this.#tell(event, detail),
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

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

function complain(error) {
  console.warn("family-guide:", error);
}

function besideThis(name) {
  return new URL(name, import.meta.url).href;
}

import { Client } from "./client.js";
import { Conversation } from "./conversation.js";
import { h, icon } from "./dom.js";
import { memory } from "./memory.js";
import { Panel } from "./panel.js";
import { Strings, closest, loadLanguages } from "./strings.js";

// Where the page is too small for both, the chat takes all of it and the page behind it is inert.
const FULL_SCREEN = "(max-width: 40rem), (max-height: 32rem)";

export class FamilyGuide extends HTMLElement {
  #ready = null;
  #languages;
  #frame;
  #panel;
  #conversation;
  #launcher;
  #fullScreen = window.matchMedia(FULL_SCREEN);
  #unlisten = null;

  connectedCallback() {
    this.#ready ??= this.#build();
    this.#listen();
    if (memory.open) this.show();
  }

  disconnectedCallback() {
    this.#unlisten.abort();
  }

  get open() {
    return Boolean(this.#panel?.element.open);
  }

  /** Opens the panel and begins or resumes the conversation. */
  async show() {
    await this.#ready;
    if (this.open) return;
    this.#showDialog();
    this.#panel.focus();
    memory.open = true;
    this.#tell("guide-open");
    await this.#conversation.begin();
  }

  close() {
    if (this.open) this.#panel.element.close();
  }

  #onClosed() {
    if (this.open) return; // it was only shown in another way
    this.#launcher.hidden = false;
    this.#launcher.focus();
    memory.open = false;
    this.#tell("guide-close");
  }

  /** Opens the panel and sends `text` as if the family had written it. */
  async ask(text) {
    await this.show();
    await this.#conversation.idle;
    this.#conversation.say({ text }, text);
  }

  async #build() {
    const root = this.attachShadow({ mode: "open" });
    const [languages] = await Promise.all([loadLanguages(), loadStyles(root)]);
    this.#languages = languages;
    const language = memory.language ?? this.getAttribute("lang") ?? "de";
    const strings = await Strings.load(closest(languages, language));
    this.#panel = this.#buildPanel(strings);
    this.#launcher = this.#buildLauncher(strings);
    this.#frame = h("section", {}, this.#launcher, this.#panel.element);
    this.#speak(strings);
    root.append(this.#frame);
    const origin = this.getAttribute("api") ?? new URL(import.meta.url).origin;
    const client = new Client(origin, strings.language);
    this.#conversation = new Conversation(client, this.#panel, (code) => this.#follow(code));
  }

  #buildPanel(strings) {
    return new Panel(strings, this.#languages, {
      say: (turn, shown) => this.#conversation.say(turn, shown),
      correct: (patch) => this.#conversation.correct(patch),
      remove: () => this.#conversation.remove(),
      restart: () => this.#conversation.restart(),
      begin: () => this.#conversation.begin(),
      speak: (language) => this.#conversation.speak(language),
      close: () => this.close(),
      closed: () => this.#onClosed(),
    });
  }

  #speak(strings) {
    this.#frame.lang = strings.language;
    this.#frame.dir = strings.direction;
    this.#frame.setAttribute("aria-label", strings.text("name"));
  }

  /** The panel and the launcher in another language, in the place of the old ones. */
  async #follow(code) {
    const strings = await Strings.load(closest(this.#languages, code));
    const [oldPanel, oldLauncher] = [this.#panel, this.#launcher];
    const focused = this.shadowRoot.activeElement;
    this.#panel = this.#buildPanel(strings);
    this.#launcher = this.#buildLauncher(strings);
    this.#launcher.hidden = oldLauncher.hidden;
    oldLauncher.replaceWith(this.#launcher);
    this.#frame.append(this.#panel.element);
    this.#panel.takeOver(oldPanel);
    this.#speak(strings);
    if (oldPanel.element.open) this.#showDialog();
    this.#panel.focusLike(oldPanel, focused);
    oldPanel.element.remove();
    return this.#panel;
  }

  #buildLauncher(strings) {
    return h(
      "button",
      {
        type: "button",
        class: "launcher",
        part: "launcher",
        "aria-haspopup": "dialog",
        onclick: () => this.show(),
      },
      icon("chat"),
      h("span", {}, strings.text("launcher")),
    );
  }

  #showDialog() {
    if (this.#fullScreen.matches) this.#panel.element.showModal();
    else this.#panel.element.show();
    this.#launcher.hidden = true;
    this.#fit();
  }

  #listen() {
    this.#unlisten = new AbortController();
    const { signal } = this.#unlisten;
    document.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    this.#fullScreen.addEventListener("change", () => this.#onScreenChange(), { signal });
    window.visualViewport?.addEventListener("resize", () => this.#fit(), { signal });
    window.visualViewport?.addEventListener("scroll", () => this.#fit(), { signal });
  }

  /** Escape works from the page too: what has the focus there may lie under the panel. */
  #onKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !this.open) return;
    event.preventDefault();
    if (!this.#panel.escape()) this.close();
  }

  #onScreenChange() {
    if (!this.open) return;
    const focused = this.shadowRoot.activeElement;
    this.#panel.element.close();
    this.#showDialog();
    focused?.focus();
  }

  /** iOS lays its keyboard over the page without making it smaller: the panel has to give way. */
  #fit() {
    const viewport = window.visualViewport;
    if (!viewport || !this.open) return;
    const { style } = this.#panel.element;
    style.setProperty("--_visible-height", `${viewport.height}px`);
    style.setProperty("--_visible-top", `${viewport.offsetTop}px`);
  }

  #tell(name) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }
}

/** A linked sheet: strict Content-Security-Policies allow it, and phones of ten years know it. */
function loadStyles(root) {
  const href = new URL("widget.css", import.meta.url).href;
  const link = h("link", { rel: "stylesheet", href });
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", () => reject(new Error(`cannot load ${href}`)));
    root.append(link);
  });
}

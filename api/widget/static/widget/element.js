import { Client } from "./client.js";
import { Conversation } from "./conversation.js";
import { h, icon } from "./dom.js";
import { memory } from "./memory.js";
import { Panel } from "./panel.js";
import { Strings } from "./strings.js";

// Where the page is too small for both, the chat takes all of it and the page behind it is inert.
const FULL_SCREEN = "(max-width: 40rem), (max-height: 32rem)";

export class LotseChat extends HTMLElement {
  #ready = null;
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
    this.#tell("lotse-open");
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
    this.#tell("lotse-close");
  }

  /** Opens the panel and sends `text` as if the family had written it. */
  async ask(text) {
    await this.show();
    await this.#conversation.idle;
    this.#conversation.say({ text }, text);
  }

  async #build() {
    const root = this.attachShadow({ mode: "open" });
    const [strings] = await Promise.all([
      Strings.load(this.getAttribute("lang") ?? "de"),
      loadStyles(root),
    ]);
    this.#connect(strings);
    this.#launcher = this.#buildLauncher(strings);
    root.append(this.#frame(strings));
  }

  #connect(strings) {
    const origin = this.getAttribute("api") ?? new URL(import.meta.url).origin;
    this.#panel = new Panel(strings, {
      say: (turn, shown) => this.#conversation.say(turn, shown),
      correct: (patch) => this.#conversation.correct(patch),
      remove: () => this.#conversation.remove(),
      restart: () => this.#conversation.restart(),
      begin: () => this.#conversation.begin(),
      close: () => this.close(),
      closed: () => this.#onClosed(),
    });
    this.#conversation = new Conversation(new Client(origin, strings.language), this.#panel);
  }

  #frame(strings) {
    const attributes = {
      "aria-label": strings.text("name"),
      lang: strings.language,
      dir: strings.direction,
    };
    return h("section", attributes, this.#launcher, this.#panel.element);
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

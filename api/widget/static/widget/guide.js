import { Aloud } from "./aloud.js";
import { Client } from "./client.js";
import { Comfort } from "./comfort.js";
import { Conversation } from "./conversation.js";
import { Kept } from "./kept.js";
import { closest } from "./languages.js";
import { leaveFor, onThreeEscapes } from "./leave.js";
import { Panel } from "./panel.js";
import { Settings } from "./settings.js";
import { Strings } from "./strings.js";

// Where the page is too small for both, the chat takes all of it and the page behind it is inert.
const FULL_SCREEN = "(max-width: 40rem), (max-height: 32rem)";

// By these what somebody types would bubble to the page, as text or letter by letter.
const TYPING =
  "keydown keypress keyup beforeinput input copy cut paste compositionstart compositionupdate compositionend";

/**
 * The chat itself: a panel and its conversation, in the language that this has got. `page` is what
 * the element gives it: element, frame, origin, memory, languages, exit() (where to leave to); and what
 * it tells the element: speak(language, name), shown(open), tell(event, detail).
 */
export class Guide {
  #page;
  #looks; // outlives the panels
  #kept; // outlives them too
  #panel;
  #conversation;
  #begun = null;
  #answers = 0;
  #fullScreen = window.matchMedia(FULL_SCREEN);

  constructor(page, language, texts) {
    const found = closest(page.languages, language);
    const strings = new Strings(found, texts);
    page.speak(found, strings.text("name"));
    const settings = new Settings(page.element);
    this.#page = { ...page, settings };
    for (const type of TYPING.split(" ")) page.frame.addEventListener(type, keepInside);
    this.#looks = { comfort: new Comfort(page.frame), aloud: new Aloud(page.frame) };
    this.#kept = new Kept(page.memory);
    this.#panel = this.#buildPanel(strings);
    page.frame.append(this.#panel.element);
    const client = new Client(settings.get("api") ?? page.origin, strings.language);
    this.#conversation = new Conversation(client, page.memory, this.#panel, {
      settings,
      follow: (code) => this.#follow(code),
      answered: (answer) => this.#tellAnswer(answer),
      forgotten: () => page.tell("guide-deleted"),
    });
  }

  get #inline() {
    return this.#page.settings.inline;
  }

  get open() {
    return this.#inline || this.#panel.element.open;
  }

  /** Begins in the page, before anybody has asked for it: without a sound and without the focus. */
  begin() {
    if (!this.#begun) {
      this.#panel.isQuiet = true;
      this.#takeUpDraft();
      this.#begun = this.#conversation.begin().finally(() => (this.#panel.isQuiet = false));
    }
    return this.#begun;
  }

  async show() {
    if (this.#inline) {
      const begun = this.begin();
      this.#panel.isQuiet = false;
      this.#page.frame.scrollIntoView({ block: "nearest" });
      this.#panel.focus();
      return begun;
    }
    if (this.open) return;
    this.#showDialog();
    this.#panel.focus();
    this.#page.shown(true);
    this.#takeUpDraft();
    await this.#conversation.begin();
  }

  close() {
    if (this.open && !this.#inline) this.#panel.element.close();
  }

  showStartText() {
    this.#panel.showStartText();
  }

  /** Goes on in a language that the page has changed to. */
  speak(code) {
    this.#conversation.speak(code);
  }

  /** Sends `text` once nothing else is under way. */
  async ask(text) {
    await this.#conversation.idle;
    this.#conversation.say({ text }, text);
  }

  /** Takes the family off this page at once, and what was said in its chats with it. */
  leave() {
    this.#looks.aloud.stop();
    leaveFor(this.#page.exit(), () => this.#conversation.leave());
  }

  /** Follows keys, screen and keyboard of the page until `signal` is aborted. */
  listen(signal) {
    window.addEventListener("online", () => this.#onConnection(), { signal });
    window.addEventListener("offline", () => this.#onConnection(), { signal });
    window.addEventListener("pagehide", () => this.#keepDraft(true), { signal });
    document.addEventListener("visibilitychange", () => this.#keepDraft(document.hidden), { signal });
    document.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    signal.addEventListener("abort", () => this.#looks.aloud.stop());
    onThreeEscapes(() => this.open, () => this.leave(), signal);
    this.#fullScreen.addEventListener("change", () => this.#onScreenChange(), { signal });
    window.visualViewport?.addEventListener("resize", () => this.#fit(), { signal });
    window.visualViewport?.addEventListener("scroll", () => this.#fit(), { signal });
  }

  #buildPanel(strings) {
    return new Panel(strings, { ...this.#page, ...this.#looks, kept: this.#kept }, {
      say: (turn, shown) => this.#conversation.say(turn, shown),
      correct: (patch) => this.#conversation.correct(patch),
      rate: (offer, kind) => this.#conversation.rate(offer, kind),
      remove: () => this.#conversation.remove(),
      restart: () => this.#conversation.restart(),
      begin: () => this.#conversation.begin(),
      speak: (language) => this.#conversation.speak(language),
      close: () => this.close(),
      leave: () => this.leave(),
      closed: () => this.#onClosed(),
    });
  }

  #onConnection() {
    this.#panel.showConnection(navigator.onLine);
    if (navigator.onLine) this.#conversation.resume();
  }

  /** Nothing that was typed is lost with the page, and nothing of it is kept where it is not needed. */
  #keepDraft(hidden) {
    const { memory } = this.#page;
    const draft = (hidden && this.#panel.draft) || null;
    if (draft !== memory.draft) memory.draft = draft;
  }

  #takeUpDraft() {
    const { memory } = this.#page;
    if (memory.draft === null) return;
    this.#panel.composer.text = memory.draft;
    memory.draft = null;
  }

  /** Never what was said, and no sign of danger: the page may keep what it is told. */
  #tellAnswer({ messages, crisis }) {
    this.#answers += 1;
    const types = crisis ? ["text"] : messages.map(({ type }) => type);
    this.#page.tell("guide-turn", { number: this.#answers, types });
    const shown = crisis ? [] : messages.flatMap(({ results = [] }) => results);
    if (shown.length) this.#page.tell("guide-offers", { ids: shown.map(({ offer }) => offer.id) });
  }

  #onClosed() {
    if (this.open) return; // it was only shown in another way
    this.#looks.aloud.stop();
    this.#page.shown(false);
  }

  /** The panel in another language, in the place of the old one. */
  async #follow(code) {
    const language = closest(this.#page.languages, code);
    const strings = await Strings.load(language);
    const oldPanel = this.#panel;
    const focused = this.#focused;
    this.#panel = this.#buildPanel(strings);
    this.#page.frame.append(this.#panel.element);
    this.#panel.takeOver(oldPanel);
    this.#page.speak(language, strings.text("name"));
    if (oldPanel.element.open) this.#showDialog();
    this.#panel.focusLike(oldPanel, focused);
    oldPanel.element.remove();
    return this.#panel;
  }

  get #focused() {
    return this.#page.frame.getRootNode().activeElement;
  }

  #showDialog() {
    if (this.#fullScreen.matches) this.#panel.element.showModal();
    else this.#panel.element.show();
    this.#fit();
  }

  /**
   * Escape works from the page too: what has the focus there may lie under the panel. In another
   * chat of the page, and in the page around an inline one, it means something else.
   */
  #onKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !this.open) return;
    const { element } = this.#page;
    const around = event.composedPath().find(({ localName }) => localName === element.localName);
    if (around ? around !== element : this.#inline) return;
    const closed = this.#panel.escape();
    if (closed || !this.#inline) event.preventDefault();
    if (!closed) this.close();
  }

  #onScreenChange() {
    if (!this.open || this.#inline) return;
    const focused = this.#focused;
    this.#panel.element.close();
    this.#showDialog();
    focused?.focus();
  }

  /** iOS lays its keyboard over the page without making it smaller: the panel has to give way. */
  #fit() {
    const viewport = window.visualViewport;
    if (!viewport || !this.open || this.#inline) return;
    const { style } = this.#panel.element;
    style.setProperty("--_visible-height", `${viewport.height}px`);
    style.setProperty("--_visible-top", `${viewport.offsetTop}px`);
  }
}

/** Escape and Tab are of use to the page; what is typed is not its business. */
function keepInside(event) {
  if (event.key !== "Escape" && event.key !== "Tab") event.stopPropagation();
}

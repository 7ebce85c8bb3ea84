import { Chips } from "./chips.js";
import { Refused, Unreachable, isPassing, isTooMany } from "./client.js";
import { ComfortSettings } from "./comfort.js";
import { Comparison } from "./compare.js";
import { Composer } from "./composer.js";
import { Confirmation } from "./confirmation.js";
import { CrisisBanner } from "./crisis.js";
import { icon } from "./dom.js";
import { h } from "./elements.js";
import { Feedback } from "./feedback.js";
import { Head } from "./head.js";
import { botMessage, ownMessage, renderMessage, unsentMark } from "./messages.js";
import { reveal } from "./reveal.js";
import { Start } from "./start.js";

const SLOW_MS = 5000;
const DIALOGUE_AWAY = 503;

/**
 * The open chat: a dialog, or a part of the page where that has the attribute `inline`. It is the view
 * of a Conversation, which calls the show… methods, and passes on what the family does by `actions`:
 * say(turn, shown), correct(patch), rate(offer, kind), speak(language), remove(), restart(),
 * begin(), close(), closed(), leave().
 */
export class Panel {
  #strings;
  #languages;
  #actions;
  #aloud;
  #comparison = new Comparison();
  #feedback;
  #kept;
  #settings;
  #pending = false;
  #patience = null;
  #begun = false;
  #language;

  constructor(strings, { languages, memory, origin, kept, settings, comfort, aloud }, actions) {
    this.#strings = strings;
    this.#kept = kept;
    this.#settings = settings;
    this.#languages = languages;
    this.#language = strings.language;
    this.#actions = actions;
    this.#aloud = aloud;
    this.settings = new ComfortSettings(comfort, strings, (change) => this.#keepPlace(change));
    this.confirmations = {
      restart: new Confirmation("restart", strings, () => this.#lastingFocus(actions.restart)),
      delete: new Confirmation("delete", strings, () => this.#lastingFocus(actions.remove)),
    };
    this.confirmations.delete.warn(this.#lostPlan());
    this.#feedback = new Feedback(actions.rate);
    this.chips = new Chips({ strings, languages, save: (patch) => this.#correct(patch) });
    this.start = new Start(strings, {
      choose: (option) => this.#choose(option),
      write: () => this.composer.input.focus(),
    });
    this.head = new Head({
      strings,
      languages,
      memory,
      entries: this.#menu(),
      speak: actions.speak,
      close: settings.inline ? null : actions.close,
      leave: actions.leave,
    });
    this.head.tools.append(kept.opener(strings, origin));
    this.crisis = new CrisisBanner(strings);
    this.composer = new Composer({
      strings,
      announce: (text) => this.announce(text),
      send: (text) => actions.say({ text }, text),
    });
    this.#build();
  }

  #menu() {
    const question = (picture, key) => [
      picture,
      this.#strings.text(`${key}.action`),
      () => this.confirmations[key].ask(),
    ];
    const human = this.#strings.text("ways.human");
    return [
      ["phone", human, () => this.#choose({ title: human, payload: "human" })],
      ["display", this.#strings.text("comfort.action"), () => this.settings.open()],
      null,
      question("again", "restart"),
      question("bin", "delete"),
    ];
  }

  #build() {
    const actions = this.#actions;
    const text = (key) => this.#strings.text(key);
    // Live regions stand in the page before anything is written into them: else nobody hears it.
    this.log = h("div", {
      class: "log",
      part: "log",
      role: "log",
      "aria-live": "polite",
      "aria-label": text("log"),
    });
    this.typing = h("p", { class: "typing", "aria-hidden": "true", hidden: true }, dots());
    this.slow = h("p", { class: "slow", hidden: true }, text("network.slow"));
    this.offline = h("p", { class: "offline", hidden: navigator.onLine }, icon("info"), text("network.offline"));
    this.failure = h("div", { class: "failure", role: "alert" });
    this.status = h("p", { class: "visually-hidden", role: "status" });
    this.startText = h("p", { class: "start-text", part: "start-text", dir: "auto" });
    this.showStartText();
    this.scroller = h(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": text("history") },
      this.startText,
      h("p", { class: "intro" }, text("intro")),
      this.log,
      this.start.element,
      this.typing,
      this.slow,
    );
    const { inline } = this.#settings;
    const dialog = {
      "aria-labelledby": "title",
      oncancel: (event) => this.escape() && event.preventDefault(),
      onclose: () => actions.closed(),
    };
    this.element = h(
      inline ? "div" : "dialog",
      { class: "panel", part: "panel", ...(!inline && dialog) },
      h(
        "div",
        { class: "frame" },
        this.head.element,
        this.head.tools,
        this.crisis.element,
        this.chips.element,
        this.scroller,
        this.failure,
        this.offline,
        this.composer.element,
        this.status,
      ),
      Object.values(this.confirmations).map(({ element }) => element),
      this.settings.element,
    );
  }

  /** The page's own greeting, in the page's language. */
  showStartText() {
    const text = this.#settings.get("start-text");
    this.startText.textContent = text;
    this.startText.hidden = !text;
    this.startText.lang = document.documentElement.lang;
  }

  /** Closes the innermost thing that is open; false if there is none but the panel. */
  escape() {
    return this.head.escape() || this.chips.escape() || this.start.escape();
  }

  /** What is read now stays in sight while `change` makes it larger or smaller. */
  #keepPlace(change) {
    const top = this.scroller.getBoundingClientRect().top;
    const read = [...this.log.querySelectorAll("p, h3, li, dd")].find(
      (element) => element.getBoundingClientRect().bottom > top,
    );
    change();
    read?.scrollIntoView({ block: "start", behavior: "instant" });
  }

  /** Nothing is read aloud: what is loaded with a page must not talk into it. */
  get isQuiet() {
    return this.scroller.hasAttribute("data-quiet");
  }
  set isQuiet(quiet) {
    this.scroller.toggleAttribute("data-quiet", quiet);
  }

  announce(text) {
    this.status.textContent = text;
  }

  /** On a phone the keyboard would hide what was just said: there the conversation gets the focus. */
  focus() {
    const typesByHand = window.matchMedia("(hover: hover) and (pointer: fine)").matches;
    (typesByHand ? this.composer.input : this.scroller).focus({ preventScroll: true });
  }

  /** What stands in the log, in the field and under way goes on in this panel. */
  takeOver(other) {
    this.log.append(...other.log.childNodes);
    // What was shown before goes on speaking through these.
    for (const name of ["status", "failure"]) {
      this[name].replaceWith(other[name]);
      this[name] = other[name];
    }
    this.#comparison = other.#comparison;
    this.#feedback = other.#feedback;
    this.composer.input.value = other.composer.input.value;
    this.crisis.show(other.crisis.shown);
    this.#begun = other.#begun;
    clearTimeout(other.#patience);
    this.isQuiet = other.isQuiet;
    this.showPending(other.#pending);
  }

  /** What was written and has not reached the server; after danger nothing is told. */
  get draft() {
    if (this.crisis.shown) return "";
    const unsent = [...this.log.querySelectorAll(".failed > p")].map((text) => text.textContent);
    return [...unsent, this.composer.input.value].filter(Boolean).join("\n");
  }

  /** What had the focus in the other panel has it here. */
  focusLike(other, focused) {
    if (this.head.focusLike(other.head, focused)) return;
    if (focused === other.composer.input) this.composer.input.focus();
    else if (other.element.contains(focused)) this.focus();
  }

  useChoices(choices) {
    this.chips.useChoices(choices);
    this.start.useChoices(choices);
  }

  clear() {
    this.#aloud.stop();
    this.log.replaceChildren();
    this.failure.replaceChildren();
    this.#feedback.clear();
    this.#begun = false;
    this.start.element.hidden = true;
  }

  showOwn(text) {
    this.#begun = true;
    this.#dropQuickReplies();
    this.start.element.hidden = true;
    const message = ownMessage(text, this.#strings);
    this.#append([message]);
    return message;
  }

  /** An unsent message is on its way again, behind what was said since. */
  showSending(message) {
    message.classList.remove("failed");
    message.querySelector(".unsent").remove();
    this.#dropQuickReplies();
    this.#append([message]);
  }

  /** Restored messages were heard before: they are not read aloud again. */
  showMessages(messages, restored) {
    if (messages.length === 0) return;
    if (restored) this.log.setAttribute("aria-live", "off");
    this.#dropQuickReplies();
    const last = messages.at(-1);
    const shown = messages.filter((m) => m.type !== "quick_replies" || m === last);
    this.#append(shown.map((m) => this.#render(m)));
    this.#begun ||= messages.some(({ author }) => author === "user");
    this.start.element.hidden = this.#begun || !this.chips.element.hidden;
    if (restored) reveal(this.log.lastElementChild, "bottom");
  }

  #render(message) {
    const element = renderMessage(message, this.#strings, this.#context());
    if (message.author === "bot") this.#mark(element, message.language ?? this.#language);
    return element;
  }

  #context() {
    return {
      choose: (option) => this.#choose(option),
      tell: (text) => this.announce(text),
      attempt: (work) => this.#attempt(work),
      plan: this.#kept,
      compare: this.#comparison,
      feedback: this.#feedback,
    };
  }

  #lostPlan() {
    const warning = h("p", { id: "plan-lost" }, this.#strings.text("plan.lost"));
    this.#kept.follow(() => (warning.hidden = this.#kept.all.length === 0));
    return warning;
  }

  /** Does what belongs to no turn; where it fails, the family can have it tried again. */
  async #attempt(work) {
    try {
      await work();
    } catch (error) {
      this.showFailure(error, () => {
        this.failure.replaceChildren();
        this.#attempt(work);
      });
      console.warn("family-guide:", error);
    }
  }

  /** What is said keeps its language when the conversation goes on in another. */
  #mark(element, language) {
    element.lang = language;
    element.dir = this.#languages.find(({ code }) => code === language)?.direction ?? "auto";
  }

  showProfile(profile) {
    this.#language = profile.language;
    this.chips.show(profile);
  }

  /** Whom to call, for the rest of the conversation; null where there was no danger. */
  showCrisis(crisis) {
    this.crisis.show(crisis);
  }

  showPending(pending) {
    this.#pending = pending;
    this.typing.hidden = !pending;
    this.composer.pending = pending;
    if (pending) {
      this.failure.replaceChildren();
      this.log.setAttribute("aria-live", this.isQuiet ? "off" : "polite");
      if (!this.isQuiet) this.announce(this.#strings.text("typing"));
      reveal(this.typing, "bottom");
    } else if (["typing", "network.slow"].some((key) => this.status.textContent === this.#strings.text(key))) {
      this.announce("");
    }
    clearTimeout(this.#patience);
    this.slow.hidden = true;
    if (pending) this.#patience = setTimeout(() => this.#showSlow(), SLOW_MS);
  }

  #showSlow() {
    this.slow.hidden = false;
    reveal(this.slow, "bottom");
    if (!this.isQuiet) this.announce(this.slow.textContent);
  }

  /** Whether the device is connected. */
  showConnection(online) {
    if (this.offline.hidden === online) return;
    this.offline.hidden = online;
    this.announce(this.#strings.text(online ? "network.online" : "network.offline"));
  }

  /** `message` is the own one that was not sent, if it was one. */
  showFailure(error, retry, message = null) {
    // Of an unsent message the strip about the connection says it all.
    const isTold = message && !this.offline.hidden;
    this.failure.replaceChildren(...(isTold ? [] : [h("p", {}, this.#reason(error))]));
    const again = isPassing(error) ? retry : null;
    if (again && !message) this.failure.append(this.#retryButton(again));
    if (error.status === DIALOGUE_AWAY) this.failure.append(this.#humanButton());
    if (message) this.#markUnsent(message, again);
  }

  #markUnsent(message, retry) {
    const again = () => {
      if (this.element.isConnected) this.focus();
      else message.closest(".scroller").focus(); // it went on into the panel of another language
      retry();
    };
    message.classList.add("failed");
    message.append(unsentMark(this.#strings, retry && again));
    reveal(message, "bottom");
  }

  /** The server names a person even then. */
  #humanButton() {
    const label = this.#strings.text("ways.human");
    const choose = () => this.#choose({ title: label, payload: "human" });
    return h("button", { type: "button", class: "button", onclick: choose }, icon("phone"), label);
  }

  #retryButton(retry) {
    return h(
      "button",
      { type: "button", class: "button primary", onclick: () => this.#lastingFocus(retry) },
      icon("again"),
      this.#strings.text("failure.retry"),
    );
  }

  showCorrected() {
    this.announce(this.#strings.text("chips.saved"));
  }

  showExpired() {
    this.#append([botMessage(this.#strings.text("expired"), this.#strings)]);
  }

  showDeleted(isComplete) {
    this.clear();
    this.#kept.all = [];
    this.showCrisis(null);
    this.chips.show(NOTHING_UNDERSTOOD);
    this.composer.text = "";
    const again = () => this.#lastingFocus(this.#actions.begin);
    this.#append([
      botMessage(this.#strings.text(isComplete ? "delete.done" : "delete.follows"), this.#strings),
      h(
        "div",
        { class: "quick-replies" },
        h("button", { type: "button", class: "reply", onclick: again }, this.#strings.text("delete.again")),
      ),
    ]);
  }

  #reason(error) {
    if (isTooMany(error) && error.wait) {
      return this.#strings.text("network.busy", { time: this.#strings.secondsFromNow(error.wait) });
    }
    if (error instanceof Unreachable) return this.#strings.text("failure.unreachable");
    if (!(error instanceof Refused) || error.status >= 500) return this.#strings.text("failure.server");
    return error.detail ?? this.#strings.text("failure.refused");
  }

  #choose({ title, payload }) {
    if (payload === "restart") this.confirmations.restart.ask(); // the same as in the menu
    else if (payload === "delete:confirm") this.#lastingFocus(this.#actions.remove);
    else if (this.#pending) this.announce(this.#strings.text("input.wait"));
    else this.#lastingFocus(() => this.#actions.say({ payload }, title));
  }

  #correct(patch) {
    if (!this.#pending) return this.#actions.correct(patch);
    this.announce(this.#strings.text("input.wait"));
    return false;
  }

  /** The button that starts `action` vanishes by it: focus moves on before it is lost. */
  #lastingFocus(action) {
    this.focus();
    action();
  }

  #dropQuickReplies() {
    for (const old of this.log.querySelectorAll(".quick-replies")) old.remove();
  }

  #append(elements) {
    this.log.append(...elements);
    for (const element of elements) this.#aloud.offer(element, this.#strings);
    reveal(elements[0]); // the beginning of what is new: offers are longer than the screen
  }
}

const NOTHING_UNDERSTOOD = {
  children: [],
  needs: [],
  need_text: null,
  district: null,
  district_any: false,
  wishes: {},
};

function dots() {
  return [1, 2, 3].map(() => h("span", { class: "dot" }));
}

import { icon } from "./dom.js";
import { h } from "./elements.js";

const BLOCKS =
  "h3, p, li, dt, dd, strong, a";
const CALL = "a[href^='tel:']";
const UNSPOKEN =
  `button, .visually-hidden, [hidden], .button:not(${CALL})`;
const AFTER_ANNOUNCEMENT_MS = 1000;

/**
 * Reads messages and cards aloud, one at a time, by voices of the device alone: a voice of the network
 * would send the text away. Where the device has none for a language, nothing is offered.
 */
export class Aloud {
  #synthesis = window.speechSynthesis;
  #button = null;
  #utterances = []; // held, or Chromium forgets them before they have ended

  constructor(frame) {
    this.#synthesis?.addEventListener?.("voiceschanged", () => {
      for (const button of frame.querySelectorAll(".aloud")) {
        button.hidden = !this.#voice(languageOf(button));
      }
    });
    window.addEventListener("pagehide", () => this.stop());
  }

  /** Gives what the assistant says in `element` its buttons. */
  offer(element, strings) {
    const parts = element.matches(".bot, .crisis") ? [element] : element.querySelectorAll(".card");
    for (const part of parts) {
      (part.querySelector(".card-actions") ?? part).append(this.#buildButton(part, strings));
    }
  }

  stop() {
    if (!this.#button) return;
    this.#button.setAttribute("aria-pressed", "false");
    this.#button = null;
    this.#synthesis.cancel();
  }

  /** It comes after the log has been heard, and silently: its name would be read with the message. */
  #buildButton(part, strings) {
    const button = h(
      "button",
      {
        type: "button",
        class: "icon-button aloud",
        "aria-label": strings.text("aloud.read", { text: beginning(part) }),
        "aria-live": "off",
        "aria-pressed": "false",
        hidden: !this.#voice(languageOf(part)),
        onclick: () => (this.#button === button ? this.stop() : this.#read(part, button)),
      },
      icon("aloud"),
    );
    button.style.visibility = "hidden";
    setTimeout(() => (button.style.visibility = ""), AFTER_ANNOUNCEMENT_MS);
    return button;
  }

  #read(part, button) {
    this.stop();
    const voice = this.#voice(languageOf(part));
    if (!voice) return;
    const end = () => this.#button === button && this.stop();
    this.#utterances = spoken(part).map(({ text, language }) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = this.#voice(language) ?? voice;
      utterance.lang = utterance.voice.lang;
      utterance.onerror = end;
      return utterance;
    });
    this.#utterances.at(-1).onend = end;
    this.#button = button;
    button.setAttribute("aria-pressed", "true");
    for (const utterance of this.#utterances) this.#synthesis.speak(utterance);
  }

  #voice(language) {
    return this.#synthesis
      ?.getVoices()
      .find(({ lang, localService }) => localService && primary(lang) === primary(language));
  }
}

/**
 * What is read of a message or card: [{text, language}], one for each block and language. What may take
 * long comes last, numbers are read digit by digit.
 */
export function spoken(part) {
  const parts = [];
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement: parent } = walker.currentNode;
    if (parent.closest(UNSPOKEN)) continue;
    const [block, language] = [parent.closest(BLOCKS), languageOf(parent)];
    const last = parts.at(-1);
    if (last?.block === block && last.language === language) last.text += data;
    else parts.push({ block, language, text: data });
  }
  const isLong = ({ block }) => block.matches(".card-description");
  for (const each of parts) if (each.block.matches(CALL)) each.text = digits(each.text);
  return parts
    .filter(({ text }) => text.trim())
    .sort((one, other) => isLong(one) - isLong(other));
}

function digits(text) {
  return text.replace(/[-/()]/g, ", ").replace(/\d/g, "$& ");
}

function beginning(part) {
  const text = part.querySelector("h3, p").textContent;
  return part.matches(".card") || text.length < 30 ? text : `${text.slice(0, 25).trimEnd()} …`;
}

function languageOf(element) {
  return element.closest("[lang]").lang;
}

/** “de” of “de-simple”, “de-DE” and Android's “de_DE”. */
function primary(tag) {
  return tag.split(/[-_]/)[0].toLowerCase();
}

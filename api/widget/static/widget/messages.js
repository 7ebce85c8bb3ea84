import { offerCard } from "./card.js";
import { crisisContent } from "./crisis.js";
import { icon, safeUrl, unseen } from "./dom.js";
import { h } from "./elements.js";

/**
 * The element of one message of the contract. The context brings what its controls do:
 * choose(option) for a quick reply, and what cards need.
 */
export function renderMessage(message, strings, context) {
  if (message.author === "user") return ownMessage(message.text, strings);
  return RENDERERS[message.type](message, strings, context);
}

export function ownMessage(text, strings) {
  return bubble("own", strings.text("you"), text);
}

/** Beneath an own message that did not get through; `retry` is null where the same again cannot help. */
export function unsentMark(strings, retry) {
  const again = strings.text("failure.retry");
  return h(
    "div",
    { class: "unsent" },
    h("span", {}, icon("info"), strings.text("network.unsent")),
    retry ? h("button", { type: "button", class: "button", onclick: retry }, icon("again"), again) : null,
  );
}

/** `language` is given where the text is in another one than the page. */
export function botMessage(text, strings, language) {
  return bubble("bot", strings.text("bot"), text, language);
}

function bubble(kind, speaker, text, language) {
  return h(
    "div",
    { class: `message ${kind}`, part: "message" },
    unseen(`${speaker} `),
    h("p", { dir: "auto", lang: language }, text),
  );
}

const RENDERERS = {
  text: ({ text, language, url }, strings) =>
    botMessage(url ? sourceLink(text, url, strings) : text, strings, language),
  quick_replies: quickReplies,
  offers: ({ results }, strings, context) =>
    h("ul", { class: "offers" }, results.map((match) => offerCard(match, strings, context))),
  crisis: crisisMessage,
};

/** A text that names its source, as a link to it; the text alone when none may lead there. */
function sourceLink(text, address, strings) {
  const href = safeUrl(address);
  if (href === null) return text;
  return h(
    "a",
    { class: "source", href, target: "_blank", rel: "noopener noreferrer" },
    text,
    unseen(` ${strings.text("card.new_tab")}`),
  );
}

function quickReplies({ options }, strings, { choose }) {
  const buttons = options.map((option) =>
    h(
      "button",
      { type: "button", class: "reply", part: "quick-reply", onclick: () => choose(option) },
      option.title,
    ),
  );
  const label = strings.text("quick_replies");
  return h("div", { class: "quick-replies", role: "group", "aria-label": label }, buttons);
}

function crisisMessage(message, strings) {
  return h(
    "div",
    { class: "crisis", part: "crisis" },
    unseen(`${strings.text("bot")} `),
    crisisContent(message, strings),
  );
}

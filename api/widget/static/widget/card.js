import { icon, unseen } from "./dom.js";
import { h } from "./elements.js";
import { factOf, isOld, waysToReach } from "./facts.js";

const AT_A_GLANCE = ["cost", "registration", "place"];
const DETAILS = [
  "for_whom",
  "hours",
  "waiting_time",
  "languages",
  "barrier_free",
  "facts_as_of",
  "verified_at",
];
const LONGEST_TIMER_MS = 2 ** 31 - 1; // beyond it setTimeout fires at once

/**
 * One offer: at a glance what it is, whether it fits and the quickest way to reach it; everything
 * else behind „Mehr lesen“. The context brings what its controls do: tell(text) says it to the
 * family, attempt(work) lets it be tried again; plan, compare and feedback make theirs.
 */
export function offerCard(match, strings, context) {
  const { offer, reasons, misses, reach, alike } = match;
  const about = () => unseen(` ${strings.text("card.about", { name: offer.name })}`);
  const description = h(
    "p",
    { class: "card-description clamped", dir: "auto", lang: offer.description_language },
    offer.description,
  );
  const glance = factList(AT_A_GLANCE, offer, strings);
  const [first = null, ...others] = waysToReach(offer, strings, about);
  first?.classList.add("primary");
  const address = glance.querySelector(".address");
  if (address) others.push(copyButton(address, strings, about(), context));
  const details = h(
    "div",
    { class: "card-details", hidden: true },
    factList(DETAILS, offer, strings),
    others.length > 0 ? h("div", { class: "contacts" }, others) : null,
    context.feedback.buttons(offer, strings, context),
  );
  return h(
    "li",
    { class: "card", part: "card", "data-offer": offer.id, "data-topics": offer.topics.join(" ") },
    h("h3", { class: "card-name", lang: "de", dir: "auto" }, offer.name),
    organisation(offer),
    openingHint(reach),
    description,
    remarks("reasons", "check", reasons.filter(isNoHour), strings),
    alikeHint(alike, strings),
    glance,
    remarks("misses", "info", misses.filter(isNoCheckMark), strings),
    caution(offer, strings),
    first,
    h(
      "div",
      { class: "card-actions" },
      unfolding(description, details, strings, about()),
      context.plan.button(match, strings, about(), context),
      context.compare.button(match, strings, about(), context),
    ),
    details,
  );
}

/** Where nobody knows who offers it, its own name stands for them; once is enough. */
function organisation(offer) {
  if (offer.organisation === offer.name) return null;
  return h("p", { class: "card-organisation", lang: "de", dir: "auto" }, offer.organisation);
}

/** The card says by itself, beside the telephone, that facts are unconfirmed. */
function isNoCheckMark({ kind }) {
  return kind !== "needs_check";
}

/** The hint above says it, and only as long as it is true. */
function isNoHour({ kind }) {
  return kind !== "open_now";
}

/** „Jetzt geöffnet“ is true until it closes: neither a reload nor a long read may say it later. */
function openingHint(reach) {
  const left = Date.parse(reach?.closes_at ?? reach?.opens_at) - Date.now();
  if (!reach?.opening_text || !(left > 0)) return null;
  const hint = h("p", { class: "opening" }, icon("clock"), h("span", {}, reach.opening_text));
  setTimeout(() => hint.remove(), Math.min(left, LONGEST_TIMER_MS));
  return hint;
}

function alikeHint(alike, strings) {
  if (!alike) return null;
  return h("p", { class: "alike" }, strings.count("card.alike", alike));
}

function remarks(kind, picture, remarks, strings) {
  if (remarks.length === 0) return null;
  return h(
    "div",
    { class: kind },
    h("p", { class: "card-label" }, strings.text(`card.${kind}`)),
    h("ul", {}, remarks.map(({ text }) => h("li", {}, icon(picture), h("span", {}, text)))),
  );
}

function factList(keys, offer, strings) {
  const known = keys
    .map((key) => [key, factOf(key, offer, strings)])
    .filter(([, lines]) => lines.length > 0);
  return h(
    "dl",
    { class: "facts" },
    known.map(([key, lines]) =>
      h(
        "div",
        {},
        h("dt", {}, strings.text(`card.${key}`)),
        lines.map((line) => h("dd", { dir: "auto" }, line)),
      ),
    ),
  );
}

function caution(offer, strings) {
  const unconfirmed = offer.verification === "needs_check";
  if (!unconfirmed && !isOld(offer)) return null;
  const key = !unconfirmed ? "old" : offer.phone ? "needs_check" : "needs_check_no_phone";
  return h("p", { class: "needs-check" }, icon("info"), h("span", {}, strings.text(`card.${key}`)));
}

/** The button that unfolds the rest in place, and folds it again. */
function unfolding(description, details, strings, about) {
  const label = h("span", {}, strings.text("card.more"));
  const toggle = h(
    "button",
    { type: "button", class: "link-button", "aria-expanded": "false", onclick: unfold },
    label,
    about,
  );

  function unfold() {
    const folds = !details.hidden;
    details.hidden = folds;
    description.classList.toggle("clamped", folds);
    toggle.setAttribute("aria-expanded", String(!folds));
    label.textContent = strings.text(folds ? "card.more" : "card.less");
    toggle.scrollIntoView({ block: "nearest" }); // the description above has grown
  }

  return toggle;
}

/** The way there is for the map of the family's own choice: this server asks no other for one. */
function copyButton(address, strings, about, { tell }) {
  const label = h("span", {}, strings.text("card.copy"));

  async function copy() {
    let said = "card.copied";
    try {
      await navigator.clipboard.writeText(address.textContent);
      label.textContent = strings.text(said);
    } catch {
      // Refused, or no secure page: then the family copies what is selected.
      getSelection().selectAllChildren(address);
      address.scrollIntoView({ block: "nearest" });
      said = "card.selected";
    }
    tell(strings.text(said));
  }

  return h("button", { type: "button", class: "button", onclick: copy }, icon("copy"), label, about);
}

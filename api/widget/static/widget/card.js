import { h, hidden, icon, mailUrl, phoneUrl, safeUrl } from "./dom.js";

/**
 * One offer: at a glance what it is, whether it fits and whom to call; everything else behind
 * „Mehr lesen“.
 */
export function offerCard({ offer, reasons, misses, reach, alike }, strings) {
  const description = h(
    "p",
    { class: "card-description clamped", dir: "auto", lang: offer.description_language },
    offer.description,
  );
  const about = () => hidden(` ${strings.text("card.about", { name: offer.name })}`);
  const [first = null, ...others] = contacts(offer, strings, about);
  first?.classList.add("primary");
  const rest = h(
    "div",
    { class: "card-details", hidden: true },
    facts(restOfFacts(offer, strings)),
    others.length > 0 ? h("div", { class: "contacts" }, others) : null,
  );
  return h(
    "li",
    { class: "card", part: "card", "data-offer": offer.id, "data-topics": offer.topics.join(" ") },
    h("h3", { class: "card-name", dir: "auto" }, offer.name),
    organisation(offer),
    openingHint(reach),
    description,
    remarks("reasons", "check", reasons.filter(isNoHour), strings),
    alikeHint(alike, strings),
    facts(firstFacts(offer, strings)),
    remarks("misses", "info", misses.filter(isNoCheckMark), strings),
    needsCheck(offer, strings),
    first,
    h("div", { class: "card-actions" }, unfolding(description, rest, strings, about())),
    rest,
  );
}

/** Where nobody knows who offers it, its own name stands for them; once is enough. */
function organisation(offer) {
  if (offer.organisation === offer.name) return null;
  return h("p", { class: "card-organisation", dir: "auto" }, offer.organisation);
}

/** The card says by itself, beside the telephone, that facts are unconfirmed. */
function isNoCheckMark({ kind }) {
  return kind !== "needs_check";
}

/** The hint above says it, and only as long as it is true. */
function isNoHour({ kind }) {
  return kind !== "open_now";
}

/** „Jetzt geöffnet“ is true until it closes: a reloaded conversation must not say it later. */
function openingHint(reach) {
  const holdsUntil = Date.parse(reach?.closes_at ?? reach?.opens_at);
  if (!reach?.opening_text || !(Date.now() < holdsUntil)) return null;
  return h("p", { class: "opening" }, icon("clock"), h("span", {}, reach.opening_text));
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

/** The button that unfolds the rest in place, and folds it again. */
function unfolding(description, rest, strings, about) {
  const label = h("span", {}, strings.text("card.more"));
  const toggle = h(
    "button",
    { type: "button", class: "link-button", "aria-expanded": "false", onclick: unfold },
    label,
    about,
  );

  function unfold() {
    const folds = !rest.hidden;
    rest.hidden = folds;
    description.classList.toggle("clamped", folds);
    toggle.setAttribute("aria-expanded", String(!folds));
    label.textContent = strings.text(folds ? "card.more" : "card.less");
    toggle.scrollIntoView({ block: "nearest" }); // the description above has grown
  }

  return toggle;
}

function facts(rows) {
  const told = rows
    .map(([name, value]) => [name, [value].flat().filter(Boolean)])
    .filter(([, lines]) => lines.length > 0);
  return h(
    "dl",
    { class: "facts" },
    told.map(([name, lines]) =>
      h("div", {}, h("dt", {}, name), lines.map((line) => h("dd", { dir: "auto" }, line))),
    ),
  );
}

function firstFacts(offer, strings) {
  return [
    [strings.text("card.cost"), [offer.cost_text, german(offer.cost_note, strings)]],
    [strings.text("card.registration"), offer.registration_text],
    [strings.text("card.place"), place(offer)],
  ];
}

function restOfFacts(offer, strings) {
  const accessible = offer.barrier_free === "yes" && strings.text("card.barrier_free_yes");
  return [
    [strings.text("card.for_whom"), german(offer.for_whom, strings)],
    [strings.text("card.hours"), offer.opening_hours_text.split("; ")],
    [strings.text("card.waiting_time"), german(offer.waiting_time, strings)],
    [strings.text("card.languages"), languages(offer.languages, strings)],
    [strings.text("card.barrier_free"), accessible],
    [strings.text("card.facts_as_of"), german(offer.facts_as_of, strings)],
  ];
}

/** A text of the record, marked where the panel speaks another language. */
function german(text, strings) {
  if (!text || strings.language.startsWith("de")) return text;
  return h("span", { lang: "de", dir: "auto" }, text);
}

function languages(codes, strings) {
  const names = new Intl.DisplayNames(strings.language, { type: "language" });
  return codes.map((code) => names.of(code)).join(", ");
}

function place({ address, scope }) {
  // A helpline for the whole country has no place a family could go to.
  if (!address || (scope !== "city" && !address.street)) return null;
  const town = [address.postcode, address.district_name].filter(Boolean).join(" ");
  return [address.street, town].filter(Boolean).join(", ");
}

function needsCheck(offer, strings) {
  if (offer.verification !== "needs_check") return null;
  const key = offer.phone ? "card.needs_check" : "card.needs_check_no_phone";
  return h("p", { class: "needs-check" }, icon("info"), h("span", {}, strings.text(key)));
}

/** The ways to reach somebody there, the quickest first. */
function contacts({ phone, email, website }, strings, about) {
  return [
    phone && callLink(phone, strings, about()),
    email && mailLink(email, strings, about()),
    website && websiteLink(website, strings.text("card.website"), strings, about()),
  ].filter(Boolean);
}

function callLink(phone, strings, about) {
  const label = strings.text("card.call", { phone });
  return h("a", { class: "button", href: phoneUrl(phone) }, icon("phone"), label, about);
}

function mailLink(email, strings, about) {
  const label = strings.text("card.mail");
  return h("a", { class: "button", href: mailUrl(email) }, icon("mail"), label, about);
}

/** A link that leaves the page; null when the address is none a link may lead to. */
export function websiteLink(address, label, strings, about = null) {
  const href = safeUrl(address);
  if (href === null) return null;
  return h(
    "a",
    { class: "button", href, target: "_blank", rel: "noopener noreferrer" },
    icon("link"),
    label,
    about,
    hidden(` ${strings.text("card.new_tab")}`),
  );
}

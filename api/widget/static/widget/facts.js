import { icon, mailUrl, phoneUrl, safeUrl, unseen } from "./dom.js";
import { h } from "./elements.js";

const OLD_YEARS = 3;

/** What is known of an offer, in the lines of one fact; none where nothing is known. */
export function factOf(key, offer, strings) {
  return [TOLD[key](offer, strings)].flat().filter(Boolean);
}

const TOLD = {
  cost: (offer, strings) => [offer.cost_text, inGerman(offer.cost_note, strings)],
  registration: (offer) => offer.registration_text,
  place: placeOf,
  for_whom: (offer, strings) => inGerman(offer.for_whom, strings),
  age: (offer) => offer.age_text,
  hours: (offer) => offer.opening_hours_text.split("; "),
  waiting_time: (offer, strings) => inGerman(offer.waiting_time, strings),
  languages: (offer, strings) => strings.list(offer.languages.map((code) => strings.languageName(code))),
  barrier_free: (offer, strings) => strings.text(`card.known.${offer.barrier_free}`),
  facts_as_of: (offer, strings) => !offer.verified_at && dateInWords(offer.facts_as_of, strings),
  verified_at: (offer, strings) => offer.verified_at && dateInWords(offer.verified_at, strings),
};

/** A text of the record, marked where the panel speaks another language. */
function inGerman(text, strings) {
  if (!text || strings.language.startsWith("de")) return text;
  return h("span", { lang: "de", dir: "auto" }, text);
}

/** Only an address one can go to is one to copy; the quarter beside it is for who knows the city. */
function placeOf({ address, scope }) {
  // A helpline for the whole country has no place a family could go to.
  if (!address || (scope !== "city" && !address.street)) return null;
  const { street, postcode, district_name: quarter, town } = address;
  const where = (name) => [postcode, name].filter(Boolean).join(" ");
  if (!street) return where(quarter);
  const copied = h("span", { class: "address" }, `${street}, ${where(town || quarter)}`);
  return town && town !== quarter ? h("span", {}, copied, ` (${quarter})`) : copied;
}

/** “2023-01” is January 2023; what is more than a date stays the German note that it is. */
function dateInWords(text, strings) {
  const [, month, day] = /^\d{4}(?:-(\d\d)(?:-(\d\d)(?:T.+)?)?)?$/.exec(text) ?? [];
  if (!month || Number.isNaN(Date.parse(text))) return inGerman(text, strings);
  return new Date(text).toLocaleDateString(strings.language, {
    year: "numeric",
    month: "long",
    day: day && "numeric",
    timeZone: "UTC",
    numberingSystem: "latn",
  });
}

/** What the record says first is what most of its facts are from: “2012 (mail 2025)” is old. */
export function isOld({ verified_at: confirmed, facts_as_of: dated }) {
  const [year] = /\d{4}/.exec(confirmed ?? dated) ?? [];
  return new Date().getFullYear() - year >= OLD_YEARS;
}

/** The ways to reach somebody there, the quickest first. `about` makes what their names end in. */
export function waysToReach({ phone, email, website }, strings, about) {
  return [
    phone && contactLink(phoneUrl(phone), "phone", strings.text("card.call", { phone }), about()),
    email && contactLink(mailUrl(email), "mail", strings.text("card.mail"), about()),
    website && websiteLink(website, strings.text("card.website"), strings, about()),
  ].filter(Boolean);
}

function contactLink(href, picture, label, about) {
  return h("a", { class: "button", href }, icon(picture), label, about);
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
    unseen(` ${strings.text("card.new_tab")}`),
  );
}

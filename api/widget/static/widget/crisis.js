import { websiteLink } from "./facts.js";
import { icon, mailUrl, phoneUrl, unseen } from "./dom.js";
import { h } from "./elements.js";

/** What was said in danger, and whom to call: in the conversation and in the banner. */
export function crisisContent({ text, machine, contacts }, strings) {
  return [
    h("p", { dir: "auto" }, text),
    h("ul", {}, contacts.map((each) => contact(each, strings))),
    machine ? h("p", { class: "crisis-machine", dir: "auto" }, machine) : null,
  ];
}

/**
 * Keeps whom to call above the conversation. It can be folded away to one line with the first
 * number, and never closed. Not a live region: the message in the log is read aloud already.
 */
export class CrisisBanner {
  #strings;
  /** What it shows: a crisis of the contract, or null. */
  shown = null;

  constructor(strings) {
    this.#strings = strings;
    this.element = h("section", {
      class: "crisis-banner",
      part: "crisis-banner",
      "aria-labelledby": "crisis-title",
      hidden: true,
    });
  }

  show(crisis) {
    // The same again: what has the focus in it keeps it, what is unfolded stays so.
    if (JSON.stringify(crisis) === JSON.stringify(this.shown)) return;
    this.shown = crisis;
    this.element.hidden = !crisis;
    this.element.replaceChildren(...(crisis ? this.#parts(crisis) : []));
  }

  #parts(crisis) {
    const strings = this.#strings;
    const [first] = crisis.contacts;
    const all = h(
      "div",
      { id: "crisis-all", class: "crisis-all", hidden: true },
      crisisContent(crisis, strings),
    );
    const label = h("span", {}, strings.text("crisis.show"));
    const toggle = h(
      "button",
      {
        type: "button",
        class: "button crisis-toggle",
        "aria-expanded": "false",
        "aria-controls": "crisis-all",
        onclick: () => {
          all.hidden = !all.hidden;
          toggle.setAttribute("aria-expanded", String(!all.hidden));
          label.textContent = strings.text(all.hidden ? "crisis.show" : "crisis.hide");
        },
      },
      label,
    );
    return [
      h("h3", { id: "crisis-title" }, strings.text("crisis.title")),
      h(
        "div",
        { class: "crisis-line" },
        first?.phone ? callButton(first, strings, { named: true }) : null,
        toggle,
      ),
      all,
    ];
  }
}

function contact(each, strings) {
  const { name, phone, chat, mail, url } = each;
  const about = () => unseen(` ${name}`);
  return h(
    "li",
    {},
    h("strong", {}, h("bdi", {}, withoutNumber(name, phone))),
    phone ? callButton(each, strings) : null,
    crisisFacts(each, strings),
    chat ? websiteLink(chat, strings.text("crisis.chat"), strings, about()) : null,
    mail && mail !== chat ? mailLink(mail, strings, about()) : null,
    url ? websiteLink(url, strings.text("crisis.website"), strings, about()) : null,
  );
}

function crisisFacts({ hours, walk_in, languages, verified }, strings) {
  const rows = [
    ["hours", hours],
    ["walk_in", walk_in],
    ["languages", languages],
    ["checked", verified],
  ].filter(([, value]) => value);
  if (rows.length === 0) return null;
  return h(
    "dl",
    { class: "crisis-facts" },
    rows.flatMap(([key, value]) => [
      h("dt", {}, strings.text(`crisis.${key}`)),
      h("dd", {}, h("bdi", {}, value)),
    ]),
  );
}

/** Who answers is only heard where it can be read beside the button. */
function callButton({ name, phone }, strings, { named = false } = {}) {
  const who = h("bdi", {}, withoutNumber(name, phone));
  return h(
    "a",
    { class: "button crisis-call", href: phoneUrl(phone) },
    icon("phone"),
    h(
      "span",
      {},
      unseen(`${strings.text("crisis.call")}: `),
      named ? who : unseen(who),
      " ",
      h("bdi", { dir: "ltr" }, phone),
    ),
  );
}

/** “Police 110” is called “Police” beside its number. */
function withoutNumber(name, phone) {
  return phone && name.endsWith(phone) ? name.slice(0, -phone.length).trim() : name;
}

function mailLink(mail, strings, about) {
  if (mail.includes("://")) return websiteLink(mail, strings.text("crisis.mail"), strings, about);
  const label = h("span", {}, strings.text("crisis.mail"), about);
  return h("a", { class: "button", href: mailUrl(mail) }, icon("mail"), label);
}

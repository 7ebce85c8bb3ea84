import { icon, unseen } from "./dom.js";
import { h } from "./elements.js";
import { factOf, waysToReach } from "./facts.js";

const COMPARED = [
  "cost",
  "registration",
  "hours",
  "place",
  "waiting_time",
  "languages",
  "barrier_free",
  "age",
];

// Names of offers are German; the browser breaks them by the rules of their language.
const NAME = { scope: "col", lang: "de", dir: "auto" };

/** Two matches side by side, in a layer over the panel; closing gives the focus back. */
export function showComparison(matches, strings, panel) {
  const close = () => layer.close();
  const layer = h(
    "dialog",
    {
      class: "comparison",
      "aria-labelledby": "comparison-title",
      lang: strings.language,
      dir: strings.direction,
      // Escape closes this layer, not the chat behind it.
      onkeydown: (event) => event.stopPropagation(),
      onclose: () => {
        panel.removeEventListener("close", raise);
        layer.remove();
      },
    },
    h(
      "header",
      {},
      h("h2", { id: "comparison-title" }, strings.text("compare.title")),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": strings.text("close"), onclick: close },
        icon("close"),
      ),
    ),
    table(matches, strings),
    h("button", { type: "button", class: "button", onclick: close }, strings.text("close")),
  );
  const raise = () => {
    layer.remove();
    layer.open = false;
    panel.append(layer);
    layer.showModal();
  };
  // Who zooms in makes the panel close and open anew as all of the screen: over this layer.
  panel.addEventListener("close", raise);
  raise();
}

function table(matches, strings) {
  const offers = matches.map(({ offer }) => offer);
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, offers.map(({ name }) => h("th", NAME, name)))),
    row("reasons", matches.map(lastingReasons), strings),
    COMPARED.map((key) => factRow(key, offers, strings)),
    row("contact", offers.map((offer) => waysToReach(offer, strings, () => aboutOffer(offer, strings))), strings),
  );
}

/** Whether it is open now stands on the card, as long as it is true. */
function lastingReasons({ reasons }) {
  return reasons.filter(({ kind }) => kind !== "open_now").map(({ text }) => text);
}

function aboutOffer({ name }, strings) {
  return unseen(` ${strings.text("card.about", { name })}`);
}

/** Says whether they differ, where both are known; what is the same stands once. */
function factRow(key, offers, strings) {
  const cells = offers.map((offer) => factOf(key, offer, strings));
  const known = cells.every((lines, i) => lines.length > 0 && offers[i][key] !== "unknown");
  const [one, other] = cells.map(wordsOf);
  if (one === other) return row(key, cells.slice(1), strings, known && "same");
  return row(key, cells, strings, known && "differs");
}

function wordsOf(lines) {
  return lines.map((line) => line.textContent ?? line).join("; ");
}

function row(key, cells, strings, mark) {
  const width = String(3 - cells.length);
  return h(
    "tbody",
    {},
    h(
      "tr",
      {},
      h(
        "th",
        { scope: "rowgroup", colspan: "2" },
        strings.text(`card.${key}`),
        mark ? h("span", { class: mark }, ` ${strings.text(`compare.${mark}`)}`) : null,
      ),
    ),
    h("tr", {}, cells.map((lines) => h("td", { colspan: width }, paragraphs(lines, strings)))),
  );
}

function paragraphs(lines, strings) {
  const told = lines.length > 0 ? lines : [strings.text("card.known.unknown")];
  return told.map((line) => h("p", { dir: "auto" }, line));
}

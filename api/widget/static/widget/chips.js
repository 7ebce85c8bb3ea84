import { ageLabel } from "./ages.js";
import { icon, unseen } from "./dom.js";
import { h } from "./elements.js";
import { editorFor } from "./editors.js";

// The server takes no more of them.
const MOST = { children: 12, needs: 5 };

/** What was understood: one button each, which opens its small editor below. */
export class Chips {
  #strings;
  #languages;
  #save;
  #choices = { topics: [], districts: [] };
  #profile = null;

  /** `save(patch)` resolves to whether the server took the change; `languages` may be wished for. */
  constructor({ strings, languages, save }) {
    this.#strings = strings;
    this.#languages = languages;
    this.#save = save;
    const label = strings.text("chips.label");
    this.list = h("ul", { class: "chip-list" });
    this.drawer = h("div", { id: "chip-editor" });
    this.element = h(
      "section",
      {
        class: "chips",
        part: "chips",
        hidden: true,
        "aria-label": label,
      },
      h("p", { class: "chips-title", "aria-hidden": "true" }, label),
      this.list,
      this.drawer,
    );
  }

  useChoices(choices) {
    this.#choices = choices;
  }

  show(profile) {
    this.#profile = profile;
    this.#closeEditor();
    const chips = this.#understood();
    this.element.hidden = chips.length === 0;
    const add = { kind: "add", label: this.#strings.text("chips.add"), parts: this.#addable() };
    this.list.replaceChildren(...[...chips, add].map((chip) => this.#item(chip)));
  }

  #understood() {
    const { children, needs, need_text: words, district, district_any: anywhere } = this.#profile;
    return [
      ...children.map((child, index) => this.#childChip(child, index)),
      ...(district || anywhere ? [this.#districtChip(district)] : []),
      ...this.#wishChips(),
      ...needs.map((id) => ({ kind: "need", id, label: this.#topicLabel(id) })),
      ...(needs.length === 0 && words ? [{ kind: "need_text", label: this.#quoted(words) }] : []),
    ];
  }

  /** What can be added by hand: [name of the kind, chip without a value]. */
  #addable() {
    const { children, needs, district, district_any: anywhere } = this.#profile;
    return [
      children.length < MOST.children && ["child", { kind: "child", index: children.length }],
      needs.length < MOST.needs && ["need", { kind: "need" }],
      !district && !anywhere && ["district", { kind: "district", id: "" }],
      ["wishes", { kind: "wish" }],
    ].filter(Boolean);
  }

  /** A child whose need is not that of the others shows it. */
  #childChip(child, index) {
    const own = child.needs?.length > 0 ? this.#topicLabels(child.needs) : null;
    const need = own ?? (child.need_text && this.#quoted(child.need_text));
    const age = ageLabel(child, this.#strings);
    return { kind: "child", index, child, own: need, label: need ? `${age} · ${need}` : age };
  }

  #districtChip(district) {
    const label = district?.name ?? this.#strings.text("chips.district_any");
    return { kind: "district", id: district?.id ?? "", label };
  }

  #wishChips() {
    const { language: spoken, ...wishes } = this.#profile.wishes;
    const chips = Object.keys(wishes)
      .filter((id) => wishes[id] && this.#strings.has(`wishes.${id}`))
      .map((id) => ({ kind: "wish", id, label: this.#strings.text(`wishes.${id}`) }));
    if (spoken) chips.push({ kind: "wish", id: "language", label: this.#strings.languageName(spoken) });
    return chips;
  }

  /** Without the sentences that a name or a number was taken out of. */
  #quoted(text) {
    const sentences = text.match(/[^.!?\n]+[.!?]*/g) ?? [];
    const words = sentences.filter((each) => !/\bNN\b/.test(each)).join("").trim();
    return words ? this.#strings.text("chips.quoted", { words }) : this.#strings.text("chips.need_text");
  }

  #topicLabel(id) {
    return this.#choices.topics.find((topic) => topic.id === id)?.label ?? id;
  }

  #topicLabels(ids) {
    return this.#strings.list(ids.map((id) => this.#topicLabel(id)));
  }

  #item(chip) {
    const adds = chip.kind === "add"; // a plus says it in less room
    const about = adds ? [] : [`${this.#strings.text(`chips.${chip.kind}`)}: `, `, ${this.#strings.text("chips.change")}`];
    const [before, after] = about.map(unseen);
    const button = h(
      "button",
      {
        type: "button",
        class: "chip",
        part: "chip",
        "data-kind": chip.kind,
        title: adds ? chip.label : null,
        "aria-expanded": "false",
        "aria-controls": "chip-editor",
        onclick: () => this.#toggle(button, chip),
      },
      icon(PICTURES[chip.kind]),
      adds ? unseen(chip.label) : h("span", {}, before, h("bdi", {}, chip.label), after),
    );
    return h("li", {}, button);
  }

  #toggle(button, chip) {
    const wasOpen = button.getAttribute("aria-expanded") === "true";
    this.#closeEditor();
    if (wasOpen) return;
    button.setAttribute("aria-expanded", "true");
    this.#edit(chip, button);
  }

  #edit(chip, button) {
    const editor = editorFor(chip, {
      strings: this.#strings,
      languages: this.#languages,
      choices: this.#choices,
      profile: this.#profile,
      cancel: () => this.#closeEditor(button),
      save: (patch) => this.#saveAndReturn(patch),
      edit: (other) => this.#edit(other, button),
    });
    this.drawer.replaceChildren(editor);
    (editor.querySelector("[autofocus]") ?? editor.querySelector("input, select, button")).focus();
  }

  /** Whether an editor was open to be closed. */
  escape() {
    const chip = this.#openChip();
    this.#closeEditor(chip);
    return chip !== null;
  }

  #openChip() {
    return this.list.querySelector("[aria-expanded=true]");
  }

  #closeEditor(focusOn = null) {
    this.#openChip()?.setAttribute("aria-expanded", "false");
    this.drawer.replaceChildren();
    focusOn?.focus();
  }

  /** Once saved, the chips are new: focus goes to the one in the same place, or to what is left. */
  async #saveAndReturn(patch) {
    const chips = () => [...this.list.querySelectorAll(".chip")];
    const open = this.#openChip();
    // What was added stands somewhere before the chip that adds.
    const place = open.dataset.kind === "add" ? -1 : chips().indexOf(open);
    if (!(await this.#save(patch))) return;
    (chips().at(place) ?? chips().at(-1)).focus();
  }
}

const PICTURES = {
  add: "add",
  child: "child",
  need: "need",
  need_text: "need",
  district: "place",
  wish: "wish",
};

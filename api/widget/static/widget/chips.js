import { ageLabel } from "./ages.js";
import { h, hidden, icon } from "./dom.js";
import { editorFor } from "./editors.js";

/** What was understood: one button each, which opens its small editor below. */
export class Chips {
  #strings;
  #save;
  #choices = { topics: [], districts: [] };
  #profile = null;

  /** `save(patch)` resolves to whether the server took the change. */
  constructor({ strings, save }) {
    this.#strings = strings;
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
    this.list.replaceChildren(...chips.map((chip) => this.#item(chip)));
    this.element.hidden = chips.length === 0;
  }

  #understood() {
    const { children, needs, need_text: words, district, district_any: anywhere } = this.#profile;
    return [
      ...children.map((child, index) => this.#childChip(child, index)),
      ...(district || anywhere ? [this.#districtChip(district)] : []),
      ...this.#wishChips(),
      ...needs.map((id) => ({ kind: "need", id, label: this.#topicLabel(id) })),
      ...(needs.length === 0 && words ? [{ kind: "need_text", label: this.#strings.text("chips.quoted", { words }) }] : []),
    ];
  }

  #childChip(child, index) {
    return { kind: "child", index, child, label: ageLabel(child, this.#strings) };
  }

  #districtChip(district) {
    const label = district?.name ?? this.#strings.text("chips.district_any");
    return { kind: "district", id: district?.id ?? "", label };
  }

  #wishChips() {
    return Object.entries(this.#profile.wishes)
      .filter(([id, wished]) => wished && this.#strings.has(`wishes.${id}`))
      .map(([id]) => ({ kind: "wish", id, label: this.#strings.text(`wishes.${id}`) }));
  }

  #topicLabel(id) {
    return this.#choices.topics.find((topic) => topic.id === id)?.label ?? id;
  }

  #item(chip) {
    const button = h(
      "button",
      {
        type: "button",
        class: "chip",
        part: "chip",
        "data-kind": chip.kind,
        "aria-expanded": "false",
        "aria-controls": "chip-editor",
        onclick: () => this.#toggle(button, chip),
      },
      icon(PICTURES[chip.kind]),
      h(
        "span",
        {},
        hidden(`${this.#strings.text(`chips.${chip.kind}`)}: `),
        h("bdi", {}, chip.label),
        hidden(`, ${this.#strings.text("chips.change")}`),
      ),
    );
    return h("li", {}, button);
  }

  #toggle(button, chip) {
    const wasOpen = button.getAttribute("aria-expanded") === "true";
    this.#closeEditor();
    if (wasOpen) return;
    button.setAttribute("aria-expanded", "true");
    const editor = editorFor(chip, {
      strings: this.#strings,
      choices: this.#choices,
      profile: this.#profile,
      cancel: () => this.#closeEditor(button),
      save: (patch) => this.#saveAndReturn(patch),
    });
    this.drawer.replaceChildren(editor);
    editor.querySelector("input, select, button").focus();
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
    const place = chips().indexOf(this.#openChip());
    if (!(await this.#save(patch))) return;
    (chips()[place] ?? chips().at(-1))?.focus();
  }
}

const PICTURES = {
  child: "child",
  need: "need",
  need_text: "need",
  district: "place",
  wish: "wish",
};

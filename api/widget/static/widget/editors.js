import { LIMITS, fromFields, toFields } from "./ages.js";
import { textButton } from "./dom.js";
import { h } from "./elements.js";

/**
 * The form behind one chip, or for what is added: then the chip has no value. The context brings
 * `strings`, `languages`, `choices` {topics, districts}, the `profile`, `cancel()`, `save(patch)`
 * and `edit(chip)`.
 */
export function editorFor(chip, context) {
  return EDITORS[chip.kind](chip, context);
}

const EDITORS = {
  add: addEditor,
  child: childEditor,
  need: needEditor,
  need_text: needTextEditor,
  district: districtEditor,
  wish: wishEditor,
};

function addEditor({ parts }, { strings, edit, cancel }) {
  return h(
    "div",
    { class: "editor", role: "group", "aria-labelledby": "edit-title" },
    h("p", { id: "edit-title", class: "editor-title" }, strings.text("chips.add_question")),
    h(
      "div",
      { class: "actions" },
      parts.map(([name, chip]) => textButton(strings.text(`chips.${name}`), () => edit(chip))),
      textButton(strings.text("cancel"), cancel),
    ),
  );
}

function childEditor({ index, child, own }, context) {
  const { strings, profile, save, choices } = context;
  const current = child ? toFields(child) : { unit: "years", number: "", to: null };
  const age = numberInput("edit-age", current.number);
  const to = numberInput("edit-to", current.to ?? "");
  const unit = selectFrom(
    "edit-unit",
    ["years", "months", "unborn"].map((value) => [value, strings.text(`chips.${value}`)]),
    current.unit,
  );
  const ages = [labelled(strings.text("chips.age"), age), labelled(strings.text("chips.to"), to)];
  const need = own ? ownNeed(own, choices, strings) : null;
  const error = h("p", { id: "edit-error", class: "field-error", role: "alert" });
  const showAges = () => ages.forEach((each) => (each.hidden = unit.value === "unborn"));
  unit.addEventListener("change", showAges);
  showAges();

  function submit() {
    const fields = { unit: unit.value, number: age.valueAsNumber, to: to.value === "" ? null : to.valueAsNumber };
    const wrong = faulty(fields);
    for (const input of [age, to]) input.setAttribute("aria-invalid", String(input.id === wrong));
    error.textContent = wrong ? strings.text("chips.age_invalid", { max: LIMITS[fields.unit] }) : "";
    if (wrong) return (wrong === to.id ? to : age).focus();
    const changed = { ...fromFields(fields), ...need?.changes() };
    // Who is in their old place keeps name and needs; an added child makes all places new.
    save({ children: child ? profile.children.map((other, i) => (i === index ? changed : other)) : [...profile.children, changed] });
  }

  return editorForm("chips.child_age", context, {
    fields: [
      h("div", { class: "field-row" }, ages, labelled(strings.text("chips.unit"), unit)),
      error,
      need ? labelled(strings.text("chips.own"), need.control) : null,
    ],
    submit,
    remove: child && (() => save({ children: profile.children.filter((_, i) => i !== index) })),
  });
}

function numberInput(id, value) {
  return h("input", { id, type: "number", inputmode: "numeric", min: "0", value, "aria-describedby": "edit-error" });
}

/** The need of one child alone: it stays, is another, or that of all. */
function ownNeed(own, { topics }, strings) {
  const control = selectFrom(
    "edit-own",
    [["keep", own], ["", strings.text("chips.own_none")], ...topics.map(({ id, label }) => [id, label])],
    "keep",
  );
  return {
    control,
    changes() {
      if (control.value === "keep") return {};
      return { needs: control.value === "" ? [] : [control.value], need_text: null };
    },
  };
}

/** The id of the field of an age that cannot be, null if all can. */
function faulty({ unit, number, to }) {
  if (unit === "unborn") return null;
  if (!isAge(number, unit)) return "edit-age";
  return to === null || isAge(to, unit) ? null : "edit-to";
}

function isAge(number, unit) {
  return Number.isInteger(number) && number >= 0 && number <= LIMITS[unit];
}

function needEditor({ id }, context) {
  const { strings, choices, profile, save } = context;
  const others = choices.topics.filter((each) => each.id === id || !profile.needs.includes(each.id));
  const topic = selectFrom("edit-need", others.map((t) => [t.id, t.label]), id);
  const needs = () =>
    id ? profile.needs.map((need) => (need === id ? topic.value : need)) : [...profile.needs, topic.value];
  return editorForm("chips.need_question", context, {
    fields: [labelled(strings.text("chips.need"), topic)],
    submit: () => save({ needs: needs() }),
    remove: id && (() => save({ needs: profile.needs.filter((need) => need !== id) })),
  });
}

function needTextEditor(_chip, context) {
  const { strings, profile, save } = context;
  const words = h("input", { id: "edit-words", type: "text", maxlength: "300", value: profile.need_text });
  return editorForm("chips.need_text_question", context, {
    fields: [labelled(strings.text("chips.need_text"), words)],
    submit: () => save({ need_text: words.value.trim() }),
    remove: () => save({ need_text: "" }),
  });
}

function districtEditor({ id }, context) {
  const { strings, choices, save, profile } = context;
  const district = selectFrom("edit-district", [["", strings.text("chips.any")]], id);
  district.append(...groupsOf(choices.districts, id, strings));
  const choose = (value) =>
    save(value === "" ? { district: null, district_any: true } : { district: value, district_any: false });
  const isKnown = profile.district || profile.district_any;
  return editorForm("chips.district_question", context, {
    fields: [labelled(strings.text("chips.district"), district)],
    submit: () => choose(district.value),
    remove: isKnown && (() => save({ district: null, district_any: false })),
  });
}

/** The boroughs first, then each area of a borough with the quarters in it. */
function groupsOf(districts, chosen, strings) {
  const inside = (parent) =>
    districts
      .filter((each) => each.parent_id === parent)
      .sort((a, b) => a.name.localeCompare(b.name, strings.language));
  const group = (label, members) =>
    h("optgroup", { label }, members.map(({ id, name }) => optionOf(id, name, chosen)));
  const boroughs = districts.filter(({ level }) => level === "stadtbezirk");
  return [
    group(strings.text("chips.levels.stadtbezirk"), boroughs),
    ...boroughs.flatMap((borough) =>
      inside(borough.id).map((area) => group(`${borough.name}: ${area.name}`, [area, ...inside(area.id)])),
    ),
  ];
}

/** All wishes at once; „Entfernen“ takes back the one of the chip. */
function wishEditor({ id }, context) {
  const { strings, languages, profile, save } = context;
  const { language: spoken = "", ...wishes } = profile.wishes;
  const boxes = strings.keys("wishes").map((wish) =>
    h("input", { type: "checkbox", id: `edit-${wish}`, value: wish, checked: Boolean(wishes[wish]), autofocus: wish === id }),
  );
  const codes = new Set([...languages.map(({ code }) => code), spoken].filter((code) => !/^(de.*|)$/.test(code)));
  const language = selectFrom(
    "edit-language",
    [["", strings.text("chips.spoken_none")], ...[...codes].map((code) => [code, strings.languageName(code)])],
    spoken,
  );
  language.autofocus = id === "language";
  const checked = () => boxes.filter((box) => box.checked).map((box) => [box.value, true]);
  return editorForm("chips.wishes_question", context, {
    fields: [
      h("div", { class: "boxes" }, boxes.map((box) => h("label", {}, box, strings.text(`wishes.${box.value}`)))),
      labelled(strings.text("chips.spoken"), language),
    ],
    submit: () => save({ wishes: { ...Object.fromEntries(checked()), ...(language.value && { language: language.value }) } }),
    remove: id && (() => save({ wishes: { ...profile.wishes, [id]: id === "language" ? null : false } })),
  });
}

function editorForm(titleKey, { strings, cancel }, { fields, submit, remove }) {
  return h(
    "form",
    {
      class: "editor",
      novalidate: true,
      "aria-labelledby": "edit-title",
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    h("p", { id: "edit-title", class: "editor-title" }, strings.text(titleKey)),
    fields,
    h(
      "div",
      { class: "actions" },
      h("button", { type: "submit", class: "button primary" }, strings.text("chips.save")),
      remove ? textButton(strings.text("chips.remove"), remove) : null,
      textButton(strings.text("cancel"), cancel),
    ),
  );
}

function labelled(label, control) {
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control);
}

function selectFrom(id, options, chosen) {
  return h("select", { id }, options.map(([value, label]) => optionOf(value, label, chosen)));
}

function optionOf(value, label, chosen) {
  return h("option", { value, selected: value === chosen }, label);
}

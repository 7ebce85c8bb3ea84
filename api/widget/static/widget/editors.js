import { LIMITS, fromFields, toFields } from "./ages.js";
import { h } from "./dom.js";

const LEVELS = ["stadtbezirk", "sozialraum", "quartier"];

/**
 * The form behind one chip. The context brings `strings`, `choices` {topics, districts}, the
 * `profile`, `cancel()` and `save(patch)`.
 */
export function editorFor(chip, context) {
  return EDITORS[chip.kind](chip, context);
}

const EDITORS = {
  child: childEditor,
  need: needEditor,
  need_text: needTextEditor,
  district: districtEditor,
  wish: wishEditor,
};

function childEditor({ index, child }, context) {
  const { strings, profile, save } = context;
  const current = toFields(child);
  const age = h("input", {
    id: "edit-age",
    type: "number",
    inputmode: "numeric",
    min: "0",
    value: current.number,
    "aria-describedby": "edit-error",
  });
  const unit = select(
    "edit-unit",
    ["years", "months", "unborn"].map((value) => [value, strings.text(`chips.${value}`)]),
    current.unit,
  );
  const ageField = field(strings.text("chips.age"), age);
  const error = h("p", { id: "edit-error", class: "field-error", role: "alert" });
  const showAge = () => (ageField.hidden = unit.value === "unborn");
  unit.addEventListener("change", showAge);
  showAge();

  function replaced(changed) {
    return profile.children.map((other, i) => (i === index ? changed : other));
  }

  function submit() {
    const fields = { unit: unit.value, number: age.valueAsNumber };
    const valid = isAge(fields);
    age.setAttribute("aria-invalid", String(!valid));
    error.textContent = valid ? "" : strings.text("chips.age_invalid", { max: LIMITS[fields.unit] });
    if (valid) save({ children: replaced(fromFields(fields)) });
    else age.focus();
  }

  return editor("chips.child_age", context, {
    fields: [h("div", { class: "field-row" }, ageField, field(strings.text("chips.unit"), unit)), error],
    submit,
    remove: () => save({ children: profile.children.filter((_, i) => i !== index) }),
  });
}

function isAge({ unit, number }) {
  return unit === "unborn" || (Number.isInteger(number) && number >= 0 && number <= LIMITS[unit]);
}

function needEditor({ id }, context) {
  const { strings, choices, profile, save } = context;
  const topic = select("edit-need", choices.topics.map((t) => [t.id, t.label]), id);
  const withOther = () => profile.needs.map((need) => (need === id ? topic.value : need));
  return editor("chips.need_question", context, {
    fields: [field(strings.text("chips.need"), topic)],
    submit: () => save({ needs: [...new Set(withOther())] }),
    remove: () => save({ needs: profile.needs.filter((need) => need !== id) }),
  });
}

function needTextEditor(_chip, context) {
  const { strings, profile, save } = context;
  const words = h("input", { id: "edit-words", type: "text", maxlength: "300", value: profile.need_text });
  return editor("chips.need_text_question", context, {
    fields: [field(strings.text("chips.need_text"), words)],
    submit: () => save({ need_text: words.value.trim() }),
    remove: () => save({ need_text: "" }),
  });
}

function districtEditor({ id }, context) {
  const { strings, choices, save } = context;
  const district = select("edit-district", [["", strings.text("chips.any")]], id);
  district.append(...LEVELS.map((level) => districtsOf(level, choices.districts, id, strings)));
  const choose = (value) =>
    save(value === "" ? { district: null, district_any: true } : { district: value, district_any: false });
  return editor("chips.district_question", context, {
    fields: [field(strings.text("chips.district"), district)],
    submit: () => choose(district.value),
    remove: () => save({ district: null, district_any: false }),
  });
}

function districtsOf(level, districts, chosen, strings) {
  const named = districts
    .filter((district) => district.level === level)
    .sort((a, b) => a.name.localeCompare(b.name, strings.language))
    .map(({ id, name }) => option(id, name, chosen));
  return h("optgroup", { label: strings.text(`chips.levels.${level}`) }, named);
}

function wishEditor({ id, label }, context) {
  const { wishes } = context.profile;
  return editor("chips.wish_question", context, {
    values: { wish: label },
    fields: [],
    remove: () => context.save({ wishes: { ...wishes, [id]: false } }),
  });
}

function editor(titleKey, { strings, cancel }, { values, fields, submit, remove }) {
  return h(
    "form",
    {
      class: "editor",
      novalidate: true,
      "aria-labelledby": "edit-title",
      onsubmit: (event) => {
        event.preventDefault();
        submit?.();
      },
    },
    h("p", { id: "edit-title", class: "editor-title" }, strings.text(titleKey, values)),
    fields,
    h(
      "div",
      { class: "actions" },
      submit ? h("button", { type: "submit", class: "button primary" }, strings.text("chips.save")) : null,
      button(strings.text("chips.remove"), remove),
      button(strings.text("cancel"), cancel),
    ),
  );
}

function field(label, control) {
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control);
}

function select(id, options, chosen) {
  return h("select", { id }, options.map(([value, label]) => option(value, label, chosen)));
}

function option(value, label, chosen) {
  return h("option", { value, selected: value === chosen }, label);
}

function button(label, onclick) {
  return h("button", { type: "button", class: "button", onclick }, label);
}

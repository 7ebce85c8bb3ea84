// A child's age is an interval of months, both ends included; before birth it is -9..-1.
export const LIMITS = { years: 26, months: 36 };

/** What the editor shows for a child: {unit, number, to}; `to` is null where it is one number. */
export function toFields({ age_min_months: min, age_max_months: max }) {
  if (max < 0) return { unit: "unborn", number: 0, to: null };
  const wholeYears = min % 12 === 0 && max % 12 === 11;
  const unit = max < LIMITS.months && !wholeYears ? "months" : "years";
  const [number, to] = [min, max].map((age) => Math.max(0, unit === "years" ? Math.floor(age / 12) : age));
  return { unit, number, to: to > number ? to : null };
}

export function fromFields({ unit, number, to }) {
  if (unit === "unborn") return { age_min_months: -9, age_max_months: -1 };
  // Whichever of the two is typed first.
  const [first, last] = [number, to ?? number].sort((a, b) => a - b);
  if (unit === "months") return { age_min_months: first, age_max_months: last };
  return { age_min_months: first * 12, age_max_months: last * 12 + 11 };
}

export function ageLabel(child, strings) {
  if (child.label) return child.label;
  const { unit, number } = toFields(child);
  if (unit === "unborn") return strings.text("age_label.unborn");
  const last = Math.floor(child.age_max_months / 12);
  if (unit === "years" && last > number) {
    return strings.text("age_label.range", { from: number, to: last });
  }
  return strings.count(`age_label.${unit}`, number);
}

// OpenStreetMap opening_hours, as far as offers use it: days, times, open ends, nth weekdays, 24/7.
const DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)(?:\\[[\\d,]+\\])?";
const RULE = new RegExp(`^(${DAY}(?:[-,]${DAY})*)?\\s*(\\d[\\d:,+-]*)?$`);

/** One line a rule, for people; the text as it is where it says more than is understood here. */
export function openingHours(text, strings) {
  if (text.trim() === "24/7") return [strings.text("hours.always")];
  const rules = text.split(";").map((rule) => rule.trim().match(RULE));
  if (rules.includes(null)) return [text];
  return rules.map(([, days, times]) =>
    [days && readDays(days, strings), times && readTimes(times, strings)].filter(Boolean).join(" "),
  );
}

function readDays(days, strings) {
  return days
    .replace(/([A-Z][a-zH])(?:\[([\d,]+)\])?/g, (_, day, nth) => readDay(day, nth, strings))
    .replace(/,(?=\S)/g, ", ")
    .replace(/-/g, "–");
}

function readDay(code, nth, strings) {
  const day = strings.text(`hours.${code}`);
  if (!nth) return day;
  const ordinals = nth.split(",").map((number) => `${number}.`);
  return strings.text("hours.nth", { nth: ordinals.join(", "), day });
}

function readTimes(times, strings) {
  const spans = times.split(",").map((span) => {
    const time = span.replace(/\b0(?=\d:)/g, "").replace("-", "–");
    return time.endsWith("+") ? strings.text("hours.from", { time: time.slice(0, -1) }) : time;
  });
  return strings.text("hours.clock", { time: spans.join(", ") });
}

"""Ages that are counted from a birth: birth dates, birthdays ahead, pregnancies."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.understanding import dates
from bot.understanding.labels import Labels
from bot.understanding.points import PointOfTime
from bot.understanding.quantities import Quantity
from bot.understanding.rules import Spans
from bot.understanding.statements import Statement
from bot.understanding.tokens import Document

_NEAR = 6  # tokens between a date and the word that says it is a birth
_TERM_WEEKS = 40
_WEEKS_IN_A_MONTH = 365.25 / 12 / 7
_ANY_MONTH = (dates.FIRST_UNBORN, dates.LAST_UNBORN)
_LATE = (-2, -1)
_BEFORE_A_BIRTH = ("open", "comma", "vom", "von", "aus", "star", "dot", "colon", "sein", "am")
_UNITS = ("UNIT", "UNIT_ONE", "AGE_ADJECTIVE")
_BIRTHDAY = "geburtstag"
_TURNING_WITHIN = 6
_SOON = 4  # months: "wird bald 5"
_BETWEEN_TURNING = ("FILL", "PRON", "HEDGE_BELOW", "MONTH", "SEASON", "CHILD", "DET", "UNIT",
                    "CHILD_ADJECTIVE", "HEDGE_LATE", "HEDGE_EARLY", "HEDGE_MIDDLE",
                    "DAY_MONTH", "DATE")  # fmt: skip


def births_in(
    document: Document,
    found: Mapping[str, Spans],
    points: tuple[PointOfTime, ...],
    labels: Labels,
    today: date,
) -> Iterator[Statement]:
    """Birth dates: "geboren am 3.5.2021", "Jahrgang 2019", "Sohn vom Mai 2022"."""
    triggers = found.get("born", [])
    for point in points:
        trigger = _nearest(triggers, point)
        if trigger is None and not _stands_for_a_birth(document, point):
            continue
        if not point.has_year and document.lemma(point.end) == _BIRTHDAY:
            continue  # the day of a birthday, not of the birth
        months = dates.age_on(today, point.past)
        start = min(point.start, trigger[0]) if trigger else point.start
        end = max(point.end, trigger[1]) if trigger else point.end
        if months[1] < 0:
            yield Statement(dates.unborn(months), "", point.start, point.end, who="unborn")
        else:
            months = (max(months[0], 0), months[1])
            yield Statement(months, labels.of_months(*months), _after_child(document, start, end),
                            end)  # fmt: skip


def turning_in(
    document: Document,
    quantities: list[Quantity],
    points: tuple[PointOfTime, ...],
    labels: Labels,
    today: date,
) -> Iterator[Statement]:
    """Birthdays: "wird im Mai 5", "ist gestern drei geworden"."""
    for quantity in quantities:
        whole = quantity.value >= 1 and quantity.value == int(quantity.value)
        if (
            quantity.unit not in (None, "jahr")
            or quantity.top is not None
            or not whole
            or quantity.attributive
        ):
            continue
        verb = _verb_of_turning(document, quantity, points)
        if verb is None:
            continue
        point = _point_of(document, points, quantity)
        years = int(quantity.value)
        start, end = quantity.start, quantity.end
        if verb == "werden":
            months = _before_birthday(document, quantity, point, today)
            phrase = labels.phrase("turns", years)
        else:
            months = _since_birthday(document, quantity, point, today)
            phrase = labels.phrase("years", years)
        if point is not None:
            start, end = min(start, point.start), max(end, point.end)
        if document.lemma(end) == "wurde":
            end += 1
        yield Statement(months, phrase, start, end, value=quantity.value, turning=True)


def pregnancies_in(
    document: Document,
    found: Mapping[str, Spans],
    points: tuple[PointOfTime, ...],
    today: date,
) -> Iterator[Statement]:
    """At most one: the text speaks of a child that is expected."""
    if "not_pregnant" in found:
        return
    signs = [*found.get("pregnant", []), *found.get("due", []), *found.get("late_pregnant", [])]
    signs += [span for name in ("pregnancy_week", "until_birth") for span in found.get(name, [])]
    if not signs:
        return
    months, spans = _unborn_months(document, found, points, today)
    if months is None and not found.get("pregnant"):
        return
    first = min(start for start, _ in spans or signs)
    last = max(end for _, end in spans or signs)
    yield Statement(months or _ANY_MONTH, "", first, last, who="unborn")


def _unborn_months(
    document: Document,
    found: Mapping[str, Spans],
    points: tuple[PointOfTime, ...],
    today: date,
) -> tuple[tuple[int, int] | None, Spans]:
    for start, end in found.get("pregnancy_week", []):
        week = _number(document, start, end)
        if 1 <= week <= 42:
            return _weeks_left(week, week), [(start, end)]
    for start, end in found.get("until_birth", []):
        unit = next(token.lemma for token in document.tokens[start:end] if token.tag in _UNITS)
        count = _number(document, start, end) or 1
        weeks = count * (_WEEKS_IN_A_MONTH if unit == "monat" else 1)
        return _weeks_left(_TERM_WEEKS - weeks, _TERM_WEEKS - weeks), [(start, end)]
    for start, end in found.get("pregnancy_month", []):
        months = _month_or_week(document, start, end)
        if months is not None and document.tag(end) != "ALT":
            return months, [(start, end)]
    if "late_pregnant" in found:
        return _LATE, found["late_pregnant"]
    for point in points:
        months = dates.age_on(today, point.coming)
        if months[0] >= dates.FIRST_UNBORN - 1 and months[1] <= 1 and found.get("due"):
            return dates.unborn(months), [(point.start, point.end)]
    return None, []


def _month_or_week(document: Document, start: int, end: int) -> tuple[int, int] | None:
    units = [token.lemma for token in document.tokens[start:end] if token.tag in _UNITS]
    unit, number = units[-1] if units else "", _number(document, start, end)
    if unit == "monat" and 1 <= number <= 10:
        return _weeks_left(number * 4 - 3, number * 4)
    if unit == "woche" and 3 <= number <= 42:
        return _weeks_left(number, number)
    return None


def _weeks_left(first_week: float, last_week: float) -> tuple[int, int]:
    """Months to the birth from weeks of a pregnancy of forty; -5 is "between four and five"."""
    months = [
        int(-((_TERM_WEEKS - week) / _WEEKS_IN_A_MONTH) // 1) for week in (first_week, last_week)
    ]
    return dates.unborn((months[0], months[1]))


def _number(document: Document, start: int, end: int) -> float:
    values = (token.value for token in document.tokens[start:end] if token.value is not None)
    return next(values, 0.0)


def _nearest(triggers: Spans, point: PointOfTime) -> tuple[int, int] | None:
    near = [
        (start, end)
        for start, end in triggers
        if -_NEAR <= start - point.end <= _NEAR or -_NEAR <= point.start - end <= _NEAR
    ]
    return near[0] if near else None


def _stands_for_a_birth(document: Document, point: PointOfTime) -> bool:
    """ "Sohn vom Mai 2022", "Tochter (12.4.2019)", or a date that is the whole answer."""
    if not point.has_year:
        return False
    if len(document) - (point.end - point.start) <= 1 and document.tokens[point.start].tag != (
        "LONG_NUMBER"
    ):
        return True
    before = point.start - 1
    while document.lemma(before) in _BEFORE_A_BIRTH or document.tag(before) == "FILL":
        before -= 1
    return document.tag(before) in ("CHILD", "CHILD_ADJECTIVE")


def _after_child(document: Document, start: int, end: int) -> int:
    persons = [i for i in range(start, end) if document.tag(i) == "CHILD"]
    return persons[-1] + 1 if persons and persons[-1] + 1 < end else start


def _verb_of_turning(
    document: Document, quantity: Quantity, points: tuple[PointOfTime, ...]
) -> str | None:
    if document.lemma(quantity.end) in ("werden", "wurde"):
        return document.lemma(quantity.end)
    in_month = None  # "Tochter (im Mai 5)" says it without a verb
    for i, token in document.backwards(quantity.start):
        if token.lemma in ("werden", "wurde") and token.tag == "VERB":
            return token.lemma
        in_point = any(point.start <= i < point.end for point in points)
        known = in_point or token.tag in _BETWEEN_TURNING or token.lemma in _WORDS_BETWEEN_TURNING
        if not known or quantity.start - i > _TURNING_WITHIN:
            break
        if token.tag == "MONTH" and document.lemma(i - 1) == "im" and quantity.unit is None:
            in_month = "werden"
    return in_month


_WORDS_BETWEEN_TURNING = frozenset(
    ["am", "in", "naechsten", "naechste", "naechstes", "morgen", "uebermorgen", "dot",
     "letzten", "letzte", "gestern", "vor", "kommenden", "kommende", "integer", "gerade"]
)  # fmt: skip


def _point_of(
    document: Document, points: tuple[PointOfTime, ...], quantity: Quantity
) -> PointOfTime | None:
    """The point of time in the same clause as the number, the nearest first."""
    near = [
        point
        for point in points
        if (point.end <= quantity.start and not _clause_ends(document, point.end, quantity.start))
        or (point.start >= quantity.end and not _clause_ends(document, quantity.end, point.start))
    ]  # fmt: skip
    sentence = document.sentence[quantity.start]
    near = near or [
        point
        for point in points
        if document.sentence[point.start] == sentence and document.lemma(point.end) == _BIRTHDAY
    ]
    return min(near, key=lambda point: abs(point.start - quantity.start), default=None)


def _clause_ends(document: Document, start: int, end: int) -> bool:
    tokens = document.tokens[start:end]
    return end - start > _NEAR or any(
        token.lemma == "comma" or token.tag == "AND"
        or (token.lemma == "dot" and document.tag(start + i + 1) != "MONTH")
        for i, token in enumerate(tokens)
    )  # fmt: skip


def _before_birthday(
    document: Document, quantity: Quantity, point: PointOfTime | None, today: date
) -> tuple[int, int]:
    full = int(quantity.value) * 12
    if point is not None:
        low, high = dates.age_on(today, point.coming.years_earlier(int(quantity.value)))
        return max(low, full - 12), min(high, full)
    soon = any(
        document.tag(i) == "HEDGE_BELOW" or document.lemma(i) == "gleich"
        for i in range(max(0, quantity.start - _TURNING_WITHIN), quantity.start)
    )
    return (full - _SOON, full - 1) if soon else (full - 12, full - 1)


def _since_birthday(
    document: Document, quantity: Quantity, point: PointOfTime | None, today: date
) -> tuple[int, int]:
    full = int(quantity.value) * 12
    if point is not None:
        low, high = dates.age_on(today, point.past.years_earlier(int(quantity.value)))
        return max(low, full), max(high, full)
    just = document.tag(quantity.start - 1) == "HEDGE_JUST" or (
        document.tag(quantity.start - 2) == "HEDGE_JUST"
        and document.tag(quantity.start - 1) in ("FILL", "VERB")
    )
    return (full, full + 2) if just else (full, full + 11)

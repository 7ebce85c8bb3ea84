"""Numbers with their units: "3 Jahre", "zweieinhalb", "8 und 10 Monate", "3 bis 5"."""

from collections.abc import Container
from dataclasses import dataclass, replace
from enum import Enum

from bot.understanding.dates import of_days
from bot.understanding.tokens import Document

_DAYS_IN_A_WEEK = 7
_LONGEST_ANSWER = 5  # tokens
_HALF_A_YEAR = "6-monat"
_SMALL = ("FILL", "DET")
_UNITS = ("UNIT", "UNIT_ONE", "AGE_UNIT", "AGE_ADJECTIVE")
_AMOUNTS = ("AMOUNT", "AGED")


class Join(Enum):
    """How a quantity hangs on the one before it."""

    NONE = "none"
    LIST = "list"
    RANGE = "range"


@dataclass(frozen=True)
class Quantity:
    """`months` is an interval; `unit` is None for a bare number, which then counts years.

    `start` and `end` are token positions, `end` beyond the last.
    """

    value: float
    unit: str | None
    start: int
    end: int
    months: tuple[int, int]
    attributive: bool = False
    old: bool = False
    join: Join = Join.NONE
    top: float | None = None  # the upper end of a range


def months_of(value: float, unit: str | None) -> tuple[int, int]:
    if unit == "monat":
        return int(value), int(value)
    if unit == "woche":
        return (of_days(value * _DAYS_IN_A_WEEK),) * 2
    if unit == "tag":
        return (of_days(value),) * 2
    if value == int(value):
        return int(value) * 12, int(value) * 12 + 11
    return (round(value * 12),) * 2


def quantities_in(document: Document, taken: Container[int]) -> list[Quantity]:
    """All quantities outside the `taken` positions, in order, with lists and ranges joined."""
    found: list[Quantity] = []
    position = 0
    while position < len(document):
        quantity = None if position in taken else _quantity_at(document, position)
        if quantity is None:
            position += 1
            continue
        found.append(quantity)
        position = quantity.end
    return _ranges(document, _joined(document, found))


def _quantity_at(document: Document, start: int) -> Quantity | None:
    number = _number_at(document, start)
    if number is None:
        return None
    value, end = number
    unit, unit_end = _unit_at(document, end)
    adjective = document.at(unit_end - 1) if unit_end > start else None
    if document.tag(start) == "AGE_ADJECTIVE":
        unit, unit_end, adjective = document.lemma(start), start + 1, document.at(start)
    if document.tag(start) in _AMOUNTS:
        unit, unit_end = document.lemma(start).partition("-")[2], end
    if unit is None and document.lemma(end) == "und" and document.lemma(end + 1) == _HALF_A_YEAR:
        value, unit, unit_end = value + 0.5, "jahr", end + 2  # "dwa i pół roku"
    if unit is None and document.tag(start) in ("DET", "FRACTION"):
        return None  # "ein", "halb" alone
    quantity = Quantity(value, unit, start, unit_end, months_of(value, unit))
    quantity = _with_half_a_year(document, quantity)
    if document.tag(start) == "AGED":
        return replace(quantity, attributive=True, old=True)  # "годовалый"
    if document.tag(unit_end - 1) == "AGE_UNIT":
        quantity = replace(quantity, old=True)
    if unit and document.tag(start - 1) == "DET" and document.tag(unit_end) == "CHILD":
        return replace(quantity, attributive=True)  # "mein 3 J. Sohn"
    if unit and document.inflected and _stands_before_its_child(document, quantity):
        quantity = replace(quantity, attributive=True)
    if adjective is not None and adjective.tag == "AGE_ADJECTIVE":
        ending = not adjective.folded.endswith("ig")
        return replace(quantity, attributive=ending, old=True)
    return _with_old(document, _with_months(document, quantity))


def _number_at(document: Document, start: int) -> tuple[float, int] | None:
    token = document.tokens[start]
    if token.tag == "AGE_ADJECTIVE" and token.value is not None:
        return token.value, start + 1
    if token.tag == "NUM" and token.value is not None:
        return _with_fraction(document, token.value, start + 1)
    if token.tag == "FRACTION" and token.value is not None:
        return token.value, start + 1
    if token.tag in _AMOUNTS:
        return float(token.lemma.partition("-")[0]), start + 1
    if (
        token.tag == "UNIT_ONE"
        and token.lemma in ("jahr", "monat")
        and (_says_an_age(document, start - 1) or _is_an_answer(document, start))
    ):
        return 1.0, start
    if token.lemma == "ein":
        fraction = document.at(start + 1)
        if fraction is not None and fraction.tag == "FRACTION" and fraction.value is not None:
            return fraction.value, start + 2
        return 1.0, start + 1
    return None


def _with_fraction(document: Document, value: float, end: int) -> tuple[float, int]:
    """ "zwei einhalb", "2 und ein halbes", "drei dreiviertel"."""
    position = end
    if document.lemma(position) == "und":
        position += 1
    if document.lemma(position) == "ein":
        position += 1
    fraction = document.at(position)
    if fraction is None or fraction.tag != "FRACTION" or fraction.value is None:
        return value, end
    return value + fraction.value, position + 1


def _is_an_answer(document: Document, position: int) -> bool:
    """ "год", "سنة ونصف" and nothing else."""
    if len(document) > _LONGEST_ANSWER:
        return False
    rest = document.tokens[:position] + document.tokens[position + 1 :]
    return all(token.tag in ("AND", "DET", "FRACTION", "FILL", "SIGN") for token in rest)


def _says_an_age(document: Document, position: int) -> bool:
    """ "ей год", "ma rok": before a unit that stands for one of it."""
    while document.tag(position) in ("FILL", "HEDGE_BELOW", "HEDGE_ABOUT", "HEDGE_JUST"):
        position -= 1
    return document.tag(position) in ("PRON", "AGE", "CHILD", "VERB", "CHILD_ADJECTIVE")


def _unit_at(document: Document, position: int) -> tuple[str | None, int]:
    if document.lemma(position) == "dash":
        unit, end = _unit_at(document, position + 1)
        return (unit, end) if unit else (None, position)
    start, token = position, document.at(position)
    if token is not None and document.inflected and token.tag in ("DET", "FILL"):
        position, token = position + 1, document.at(position + 1)  # "half a year", "20 de ani"
    if token is None or token.tag not in _UNITS or token.value is not None:
        return None, start
    if token.tag == "UNIT_ONE" and document.tag(position + 1) in ("LAST", "NEXT"):
        return None, start  # "a împlinit 4 săptămâna trecută"
    short = len(token.folded) <= 3
    return token.lemma, position + 1 + (short and document.lemma(position + 1) == "dot")


def _with_months(document: Document, years: Quantity) -> Quantity:
    """ "ein Jahr und vier Monate", "1 Jahr 4 Monate"."""
    if years.unit != "jahr" or years.value != int(years.value):
        return years
    position = years.end
    while document.lemma(position) in ("und", "comma"):
        position += 1
    months = document.at(position)
    if months is not None and months.tag == "AMOUNT":
        count, _, unit = months.lemma.partition("-")
        return _years_and_months(years, float(count), position + 1) if unit == "monat" else years
    if document.lemma(position + 1) != "monat" or months is None or position - years.end > 1:
        return years
    value = 1.0 if months.lemma == "ein" else months.value
    if value is None or value >= 12 or months.tag not in ("NUM", "DET"):
        return years
    return _years_and_months(years, value, position + 2)


def _years_and_months(years: Quantity, months: float, end: int) -> Quantity:
    exact = int(years.value * 12 + months)
    return replace(years, value=exact, unit="monat", end=end, months=(exact, exact))


def _with_half_a_year(document: Document, years: Quantity) -> Quantity:
    """ "two years and a half", "سنة ونصف"."""
    if years.unit != "jahr" or years.value != int(years.value) or not document.inflected:
        return years
    value, end = _with_fraction(document, years.value, years.end)
    if end == years.end or _unit_at(document, end)[0]:
        return years
    return replace(years, value=value, end=end, months=months_of(value, years.unit))


def _stands_for_its_child(document: Document, quantity: Quantity) -> bool:
    """ "my 3 year old bites"."""
    if not document.inflected:
        return False
    determined = document.tag(quantity.start - 1) in ("DET", "CHILD_ADJECTIVE")
    return determined or _stands_before_its_child(document, quantity)


def _stands_before_its_child(document: Document, quantity: Quantity) -> bool:
    """ "3 yaşında bir kızım", "a 3 year old daughter", not "my son is 3 years old"."""
    if document.tag(quantity.start - 1) in ("CHILD", "VERB", "PRON", "AGE"):
        return False
    position = quantity.end
    while document.tag(position) in ("DET", "CHILD_ADJECTIVE"):
        position += 1
    return document.tag(position) == "CHILD"


def _with_old(document: Document, quantity: Quantity) -> Quantity:
    end = quantity.end
    if document.inflected and document.lemma(end) == "dash":
        end += 1
    token = document.at(end)
    if token is None or token.tag != "ALT":
        return quantity
    whole = replace(quantity, end=end + 1, old=True)
    attributive = token.lemma == "alte" or _stands_for_its_child(document, whole)
    if attributive and quantity.unit is None:
        return quantity
    return replace(whole, attributive=attributive)


def _joined(document: Document, quantities: list[Quantity]) -> list[Quantity]:
    """Members of a list or range share the unit that stands behind the last."""
    joined: list[Quantity] = []
    for quantity in quantities:
        join = _join(document, joined[-1], quantity) if joined else Join.NONE
        joined.append(replace(quantity, join=join))
    for i in range(len(joined) - 1, 0, -1):
        before, member = joined[i - 1], joined[i]
        if member.join is not Join.NONE and before.unit is None and member.unit is not None:
            joined[i - 1] = replace(
                before,
                unit=member.unit,
                months=months_of(before.value, member.unit),
                attributive=member.attributive,
                old=member.old,
            )
    return joined


def _join(document: Document, before: Quantity, quantity: Quantity) -> Join:
    between = document.tokens[before.end : quantity.start]
    lemmas = [token.lemma for token in between if token.tag != "FILL"]
    if lemmas in (["bis"], ["range"], ["dash"], ["bis", "zu"], ["dash", "bis"]):
        return Join.RANGE
    if document.lemma(before.start - 1) == "zwischen" and lemmas == ["und"]:
        return Join.RANGE
    if document.tag(quantity.end) == "RANGE_BEHIND":
        return Join.RANGE
    links = ("comma", "slash", "dash", "dot")
    if document.inflected and quantity.unit and all(token.tag in _SMALL for token in between):
        return Join.NONE  # "I'm 18 with a three month old"
    if between and len(between) <= 3 and all(
        token.tag in ("AND", "FILL", "DET") or token.lemma in links
        for token in between
    ):  # fmt: skip
        return Join.NONE if lemmas == ["dot"] else Join.LIST
    return Join.NONE


def _ranges(document: Document, quantities: list[Quantity]) -> list[Quantity]:
    whole: list[Quantity] = []
    for quantity in quantities:
        if quantity.join is Join.RANGE and whole and whole[-1].top is None:
            low = whole[-1]
            behind = document.tag(quantity.end) == "RANGE_BEHIND"
            if low.months[0] < quantity.months[1]:
                between = document.lemma(low.start - 1) == "zwischen"
                whole[-1] = replace(
                    low,
                    unit=quantity.unit or ("jahr" if behind else None),
                    start=low.start - between,
                    end=quantity.end + behind,
                    months=(low.months[0], quantity.months[1]),
                    attributive=quantity.attributive,
                    old=quantity.old,
                    top=quantity.value,
                )
                continue
        whole.append(quantity)
    return whole

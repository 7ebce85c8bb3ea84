"""What the words before a number make of it: "fast vier", "unter drei", "Mitte drei"."""

from bot.understanding.labels import Labels
from bot.understanding.quantities import Join, Quantity
from bot.understanding.rules import Spans
from bot.understanding.statements import Statement
from bot.understanding.tokens import Document

_ALMOST = 4  # months: "fast vier" is three and eight months or more
_BEHIND = {"BELOW_BEHIND": "HEDGE_BELOW", "UNDER_BEHIND": "HEDGE_UNDER", "UP_TO_BEHIND": "UP_TO"}
_PHRASES = {"jahr": "years", "monat": "months", "woche": "weeks", "tag": "days", None: "years"}


def stated(document: Document, quantity: Quantity, not_quite: Spans, labels: Labels) -> Statement:
    hedge, start = _hedge(document, quantity.start, not_quite)
    end = quantity.end
    if document.tag(end) in _BEHIND:
        hedge, end = _BEHIND[document.tag(end)], end + 1
    months, phrase = _plain(quantity, labels)
    full = int(quantity.value) * 12
    if quantity.unit in (None, "jahr") and full and quantity.top is None:
        months, phrase = {
            "HEDGE_BELOW": ((full - _ALMOST, full - 1), labels.phrase("below", quantity.value)),
            "HEDGE_UNDER": ((0, full - 1), labels.phrase("under", m=quantity.value)),
            "HEDGE_ABOVE": ((full, full + 5), phrase),
            "HEDGE_EARLY": ((full, full + 3), phrase),
            "HEDGE_MIDDLE": ((full + 4, full + 8), labels.phrase("middle", quantity.value)),
            "HEDGE_LATE": ((full + 8, full + 11), phrase),
            "UP_TO": ((0, full + 11), labels.phrase("up_to", m=quantity.value)),
        }.get(hedge, (months, phrase))
    return Statement(
        months,
        phrase,
        start,
        end,
        bare=quantity.unit is None and not quantity.old and end == quantity.end,
        attributive=quantity.attributive,
        old=quantity.old,
        listed=quantity.join is Join.LIST,
        value=quantity.value,
    )


def _hedge(document: Document, position: int, not_quite: Spans) -> tuple[str, int]:
    for start, end in not_quite:
        if end == position:
            return "HEDGE_BELOW", start
    before = position - 1
    while document.tag(before) in ("FILL", "DET"):
        before -= 1
    token = document.at(before)
    if token is None:
        return "", position
    if token.tag.startswith("HEDGE_"):
        return token.tag, before
    if token.lemma == "bis" or (token.lemma == "zu" and document.lemma(before - 1) == "bis"):
        return "UP_TO", before - (token.lemma == "zu")
    return "", position


def _plain(quantity: Quantity, labels: Labels) -> tuple[tuple[int, int], str]:
    if quantity.top is not None:
        name = "month_range" if quantity.unit == "monat" else "year_range"
        low = quantity.months[0] if name == "month_range" else quantity.months[0] / 12
        return quantity.months, labels.phrase(name, low, quantity.top)
    if quantity.unit == "monat" and quantity.value >= 24 and quantity.value % 12:
        return quantity.months, labels.phrase("months", quantity.value)
    return quantity.months, labels.phrase(_PHRASES[quantity.unit], quantity.value)

"""Points of time in a text: "im Mai", "nächsten Monat", "3.5.2021", "in 2 Wochen"."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.understanding import dates
from bot.understanding.dates import Window
from bot.understanding.rules import Spans
from bot.understanding.tokens import Document, Token

_FIRST_BIRTH_YEAR = 1990
_SPAN_DAYS = {"tag": 1, "woche": 7, "monat": 30, "jahr": 365}


@dataclass(frozen=True)
class PointOfTime:
    """Token positions, and the days meant if it lies ahead or behind."""

    start: int
    end: int
    coming: Window
    past: Window
    has_year: bool = False


def points_in(
    document: Document, found: Mapping[str, Spans], today: date
) -> tuple[PointOfTime, ...]:
    points = [*_relative(document, found, today), *_named(document, today)]
    return tuple(sorted(points, key=lambda point: (point.start, -point.end)))


def _named(document: Document, today: date) -> Iterator[PointOfTime]:
    for position, token in enumerate(document.tokens):
        if token.tag in ("DATE", "ISO", "MONTH_YEAR"):
            window = dates.written_date(token.text, today)
            if window is not None:
                yield PointOfTime(position, position + 1, window, window, has_year=True)
        elif token.tag == "DAY_MONTH":
            yield from _day_and_month(position, token, today)
        elif token.tag == "MONTH":
            yield _month(document, position, token, today)
        elif token.tag == "LONG_NUMBER" and _is_birth_year(token, today):
            year = int(token.text)
            window = Window(date(year, 1, 1), date(year, 12, 31))
            if document.tag(position - 1) != "MONTH":
                yield PointOfTime(position, position + 1, window, window, has_year=True)
        elif token.tag == "SEASON":
            first, last = map(int, token.lemma.split("-"))
            season = dates.season_window(first, last, today)
            yield PointOfTime(position, position + 1, season, season.years_earlier(1))


def _day_and_month(position: int, token: Token, today: date) -> Iterator[PointOfTime]:
    day, month = (int(part) for part in token.text.replace(" ", "").split(".")[:2])
    ahead = dates.next_day_named(day, month, today) if 1 <= month <= 12 else None
    if ahead is not None:
        window = Window(ahead, ahead)
        yield PointOfTime(position, position + 1, window, window.years_earlier(1))


def _month(document: Document, position: int, token: Token, today: date) -> PointOfTime:
    month = int(token.value or 1)
    start, end, day = _with_day(document, position)
    at = end
    while document.lemma(at) in ("dot", "comma") or document.tag(at) == "FILL":
        at += 1
    year = document.at(at)
    if year is not None and year.tag == "LONG_NUMBER" and _is_birth_year(year, today):
        window = dates.month_window(int(year.text), month)
        return PointOfTime(start, at + 1, *_narrowed(day, window, window), has_year=True)
    coming, past = dates.next_month_named(month, today), dates.last_month_named(month, today)
    return PointOfTime(start, end, *_narrowed(day, coming, past))


def _with_day(document: Document, month: int) -> tuple[int, int, int]:
    """Start and end of a month with its day ("3. Mai", "3rd of May", "May 3"), and the day or 0."""
    before = month - 1
    while document.tag(before) == "FILL" or document.lemma(before) == "dot":
        before -= 1
    number = document.at(before)
    spaced = document.lemma(month - 1) == "dot" or document.inflected
    if spaced and number is not None and number.lemma in ("integer", "ord"):
        return month if not document.inflected else before, month + 1, int(number.value or 0)
    number = document.at(month + 1)
    is_day = number is not None and (
        number.lemma == "ord" or (number.lemma == "integer" and _year_follows(document, month + 2))
    )
    if document.inflected and number is not None and is_day:
        return month, month + 2, int(number.value or 0)
    return month, month + 1, 0


def _year_follows(document: Document, position: int) -> bool:
    return "LONG_NUMBER" in (document.tag(position), document.tag(position + 1))


def _narrowed(day: int, coming: Window, past: Window) -> tuple[Window, Window]:
    """A day of the month narrows the windows to it."""
    return (_on_day(coming, day), _on_day(past, day)) if day else (coming, past)


def _on_day(window: Window, day: int) -> Window:
    exact = dates.valid_date(window.first.year, window.first.month, day)
    return Window(exact, exact) if exact else window


def _is_birth_year(token: Token, today: date) -> bool:
    return len(token.text) == 4 and _FIRST_BIRTH_YEAR <= int(token.text) <= today.year + 1


def _relative(document: Document, found: Mapping[str, Spans], today: date) -> Iterator[PointOfTime]:
    for name, window_of in _WINDOWS.items():
        for start, end in found.get(name, ()):
            window = window_of(document, start, end, today)
            if window is not None:
                yield PointOfTime(start, end, window, window)


def _today(document: Document, start: int, end: int, today: date) -> Window:  # noqa: ARG001
    return Window(today, today)


def _tomorrow(document: Document, start: int, end: int, today: date) -> Window:  # noqa: ARG001
    return dates.in_days(today, 1, 2)


def _yesterday(document: Document, start: int, end: int, today: date) -> Window:  # noqa: ARG001
    return dates.in_days(today, -2, -1)


def _next(document: Document, start: int, end: int, today: date) -> Window:
    """The next week, month or year, or what is left of the one that is running."""
    unit, running = document.lemma(end - 1), document.lemma(start) == "dies"
    if unit == "jahr":
        year = today.year + (not running)
        return Window(max(today, date(year, 1, 1)), date(year, 12, 31))
    if unit == "monat":
        ahead = (today.replace(day=28) + timedelta(days=4)) if not running else today
        window = dates.month_window(ahead.year, ahead.month)
        return Window(max(today, window.first), window.last)
    return dates.in_days(today, 0 if running else 1, 7 if running else 14)


def _last(document: Document, start: int, end: int, today: date) -> Window:  # noqa: ARG001
    unit = document.lemma(end - 1)
    if unit == "jahr":
        return Window(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    if unit == "monat":
        before = today.replace(day=1) - timedelta(days=1)
        return Window(before.replace(day=1), before)
    return dates.in_days(today, -14, -1)


def _after(
    document: Document, start: int, end: int, today: date, direction: int = 1
) -> Window | None:
    numbers = [
        1.0 if token.tag == "DET" else token.value or 0.0
        for token in document.tokens[start:end]
        if token.tag in ("NUM", "DET")
    ]
    unit = document.tokens[end - 1].lemma
    if unit not in _SPAN_DAYS or not numbers or max(numbers) > 100:
        return None
    days = direction * numbers[-1] * _SPAN_DAYS[unit]
    slack = _SPAN_DAYS[unit] // 2
    return dates.in_days(today, round(days) - slack, round(days) + slack)


def _ago(document: Document, start: int, end: int, today: date) -> Window | None:
    return _after(document, start, end, today, direction=-1)


_WINDOWS: dict[str, Callable[[Document, int, int, date], Window | None]] = {
    "today": _today,
    "tomorrow": _tomorrow,
    "yesterday": _yesterday,
    "next_week": _next,
    "last_span": _last,
    "in_span": _after,
    "ago": _ago,
}

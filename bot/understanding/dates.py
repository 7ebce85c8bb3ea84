"""Birth dates and birthdays as ages in months on a given day."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

LAST_UNBORN, FIRST_UNBORN = -1, -9
_DAYS_IN_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Window:
    """The days on which something may fall, both ends inclusive."""

    first: date
    last: date

    def years_earlier(self, years: int) -> "Window":
        return Window(_moved(self.first, -12 * years), _moved(self.last, -12 * years))


def months_old(born: date, today: date) -> int:
    """Completed months; negative before the birth, -1 in the last month."""
    months = (today.year - born.year) * 12 + today.month - born.month
    return months - (today.day < born.day)


def age_on(today: date, born: Window) -> tuple[int, int]:
    return months_old(born.last, today), months_old(born.first, today)


def unborn(months: tuple[int, int]) -> tuple[int, int]:
    """Months before a birth, kept within a pregnancy."""
    low, high = (min(max(month, FIRST_UNBORN), LAST_UNBORN) for month in months)
    return low, high


def of_days(days: float) -> int:
    """Completed months in a number of days."""
    return int(days // _DAYS_IN_A_MONTH)


def month_window(year: int, month: int) -> Window:
    return Window(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def next_month_named(month: int, today: date) -> Window:
    """This month or the next of that name."""
    return month_window(today.year + (month < today.month), month)


def last_month_named(month: int, today: date) -> Window:
    """This month, as far as it has passed, or the last of that name."""
    window = month_window(today.year - (month > today.month), month)
    return Window(window.first, min(window.last, today))


def next_day_named(day: int, month: int, today: date) -> date | None:
    candidate = valid_date(today.year, month, day)
    if candidate is not None and candidate < today:
        candidate = valid_date(today.year + 1, month, day)
    return candidate


def season_window(first_month: int, last_month: int, today: date) -> Window:
    """The season that is running or comes next; winter goes over the turn of the year."""
    year = today.year + (last_month >= first_month and last_month < today.month)
    end_year = year + (last_month < first_month)
    return Window(max(today, date(year, first_month, 1)), month_window(end_year, last_month).last)


def in_days(today: date, first: int, last: int) -> Window:
    return Window(today + timedelta(days=first), today + timedelta(days=last))


def valid_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(digits: str, today: date) -> int:
    """ "21" -> 2021: the last year that ends so and is not beyond next year."""
    year = int(digits)
    if len(digits) == 4:
        return year
    century = today.year // 100 * 100
    return century + year - (100 if century + year > today.year + 1 else 0)


def written_date(text: str, today: date) -> Window | None:
    """ "3.5.2021", "3/5/2021", "2021-05-03" or "05/2021"; None if there is no such day."""
    numbers = text.replace(" ", "").replace("/", ".").replace("-", ".").split(".")
    if len(numbers) == 2:
        month, year = int(numbers[0]), int(numbers[1])
        return month_window(year, month) if 1 <= month <= 12 and 1900 < year < 2200 else None
    if len(numbers[0]) == 4:
        numbers.reverse()
    year = full_year(numbers[2], today)
    day = valid_date(year, int(numbers[1]), int(numbers[0])) if 1900 < year < 2200 else None
    return Window(day, day) if day else None


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))

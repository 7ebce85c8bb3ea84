"""Ages in months, said in words."""

from __future__ import annotations

from bot.texts.catalogue import Catalogue

MONTHS_IN_A_YEAR = 12
SAID_IN_MONTHS_BELOW = 24


def age_in_words(months: int, texts: Catalogue, *, dative: bool = False) -> str:
    """Say an age: months below two years, then years and half years."""
    case = "_dative" if dative else ""
    if months % MONTHS_IN_A_YEAR and months < SAID_IN_MONTHS_BELOW:
        return texts.plural(f"age.months{case}", months)
    years, rest = divmod(months, MONTHS_IN_A_YEAR)
    if rest == 0:
        return texts.plural(f"age.years{case}", years)
    half = MONTHS_IN_A_YEAR // 2
    shown = f"{years} ½" if rest == half else str(years)
    return texts.text(f"age.years{case}.other", count=shown)


def interval_in_words(min_months: int, max_months: int, texts: Catalogue) -> str:
    """Say a child's age, known to lie in an interval (months, both ends included)."""
    if max_months < 0:
        return texts.text("age.unborn")
    if min_months == max_months:
        return age_in_words(min_months, texts)
    whole_years = min_months % MONTHS_IN_A_YEAR == 0 and (max_months + 1) % MONTHS_IN_A_YEAR == 0
    if not whole_years:
        return texts.text("age.range_months", min=max(min_months, 0), max=max_months)
    first, last = min_months // MONTHS_IN_A_YEAR, max_months // MONTHS_IN_A_YEAR
    if first == last:
        return texts.plural("age.years", first)
    return texts.text("age.range_years", min=first, max=last)

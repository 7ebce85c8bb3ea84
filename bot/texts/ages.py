"""Ages in months, said in words."""

from __future__ import annotations

from bot.texts.catalogue import Catalogue

MONTHS_IN_A_YEAR = 12
SAID_IN_MONTHS_BELOW = 24


def age_in_words(months: int, texts: Catalogue, *, after_preposition: bool = False) -> str:
    """Say an age: months below two years, then years and half years.

    Many languages have another form after “from” and “up to”.
    """
    form = "_after_preposition" if after_preposition else ""
    if months % MONTHS_IN_A_YEAR and months < SAID_IN_MONTHS_BELOW:
        return texts.plural(f"age.months{form}", months)
    years, rest = divmod(months, MONTHS_IN_A_YEAR)
    if rest == MONTHS_IN_A_YEAR // 2:
        return texts.plural(f"age.years{form}", years + 0.5, count=f"{years} ½")
    return texts.plural(f"age.years{form}", years)


def interval_in_words(min_months: int, max_months: int, texts: Catalogue) -> str:
    """Say a child's age, known to lie in an interval (months, both ends included)."""
    if max_months < 0:
        return texts.text("age.unborn")
    if min_months == max_months:
        return age_in_words(min_months, texts)
    whole_years = min_months % MONTHS_IN_A_YEAR == 0 and (max_months + 1) % MONTHS_IN_A_YEAR == 0
    if not whole_years:
        return texts.plural("age.range_months", max_months, min=max(min_months, 0))
    first, last = min_months // MONTHS_IN_A_YEAR, max_months // MONTHS_IN_A_YEAR
    if first == last:
        return texts.plural("age.years", first) if first else texts.text("age.under_one_year")
    return texts.plural("age.range_years", last, min=first)

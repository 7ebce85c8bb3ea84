"""What is typed behind `lotse search`, as a query of the HTTP contract."""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import typer
from pydantic import ValidationError

from api.chat.schemas import AgeInterval
from api.offers.schemas import Wish
from api.search.schemas import SearchQuery
from bot.texts import catalogue
from bot.texts.ages import interval_in_words
from index.city import City

WISHES: tuple[str, ...] = get_args(Wish)
UNBORN = {"unborn": (-9, -1), "ungeboren": (-9, -1)}

_YEARS = re.compile(r"(\d{1,2})([.,]5)?")
_MONTHS = re.compile(r"(\d{1,3}) ?m")


def search_query(
    text: str,
    city: City,
    *,
    ages: Sequence[str],
    needs: Sequence[str],
    district: str | None,
    wishes: Sequence[str],
    limit: int,
) -> SearchQuery:
    """Raises typer.BadParameter, which names the option and what it takes."""
    given: dict[str, Any] = {
        "query": text,
        "needs": [_topic_id(need, city) for need in needs],
        "wishes": {_wish(wish): True for wish in wishes},
        "limit": limit,
    }
    # What is not given is read from the text: it must not be set, not even to nothing.
    if ages:
        given["children"] = [_age(age) for age in ages]
    if district is not None:
        given["district"] = _district_id(district, city)
    try:
        return SearchQuery(**given)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise typer.BadParameter(f"{fault['loc'][0]}: {fault['msg']}.") from None


def _age(given: str) -> AgeInterval:
    lowest, highest = _months(given.strip().lower())
    try:
        return AgeInterval(
            age_min_months=lowest,
            age_max_months=highest,
            label=interval_in_words(lowest, highest, catalogue("de")),
        )
    except ValidationError:
        raise _no_age(given) from None


def _months(given: str) -> tuple[int, int]:
    if given in UNBORN:
        return UNBORN[given]
    if months := _MONTHS.fullmatch(given):
        return int(months[1]), int(months[1])
    if years := _YEARS.fullmatch(given):
        first = int(years[1]) * 12
        return (first + 6, first + 6) if years[2] else (first, first + 11)
    raise _no_age(given)


def _no_age(given: str) -> typer.BadParameter:
    return typer.BadParameter(
        f"“{given}” is no child's age; years are written 3 or 2.5, months 8m, before birth unborn.",
        param_hint="--age",
    )


def _topic_id(given: str, city: City) -> str:
    names = {topic.id: topic.id for topic in city.topics.values()}
    names |= {topic.label("de"): topic.id for topic in city.topics.values()}
    return _named(given, names, "--need")


def _district_id(given: str, city: City) -> str:
    names: dict[str, str] = {}
    for district in city.districts.values():  # from the widest down: a shared name is the wider's
        for name in (district.name, district.id, *district.spellings):
            names.setdefault(name, district.id)
    return _named(given, names, "--district")


def _wish(given: str) -> str:
    return _named(given, {wish: wish for wish in WISHES}, "--wish")


def _named(given: str, names: Mapping[str, str], option: str) -> str:
    """What has the name, whatever its case; else the error names what is written alike."""
    folded: dict[str, str] = {}
    first_names: dict[str, str] = {}
    for name, meant in names.items():
        folded.setdefault(name.casefold(), meant)
        first_names.setdefault(meant, name)
    wanted = given.strip().casefold()
    if wanted in folded:
        return folded[wanted]
    alike = difflib.get_close_matches(wanted, folded, n=5) or list(folded)
    known = ", ".join(first_names[meant] for meant in dict.fromkeys(map(folded.__getitem__, alike)))
    raise typer.BadParameter(f"“{given}” is not known; there is {known}.", param_hint=option)

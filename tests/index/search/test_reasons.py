"""No reason and no miss that record, request and hour do not bear out, and none left unsaid.

Ten thousand random pairs of offer and request are judged anew here, by other means than the
search's own: a hand-drawn map of the Sozialräume, a list of holidays, the clock by hand.
"""

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from index.city import City, load_city
from index.offers.record import Offer
from index.reach import Reach, reach_of
from index.search import AgeRange, Reason, SearchRequest
from index.search.reasons import misses, reasons
from index.search.request import WISHES, Sex
from tests.index.cast import CITY, offer

PAIRS = 10_000
ZONE = ZoneInfo("Europe/Berlin")
OBERHAUSEN = load_city(CITY)
DISTRICTS = sorted(OBERHAUSEN.districts)
TOPICS = sorted(OBERHAUSEN.topics)[:6]
POSTCODES = OBERHAUSEN.districts["oberhausen"].postcodes

BESIDE = {
    "sr-mitte-styrum": {"sr-oberhausen-ost", "sr-alstaden-lirich"},
    "sr-oberhausen-ost": {
        "sr-mitte-styrum",
        "sr-alstaden-lirich",
        "sr-sterkrade-mitte",
        "sr-osterfeld",
    },
    "sr-alstaden-lirich": {"sr-mitte-styrum", "sr-oberhausen-ost", "sr-sterkrade-mitte"},
    "sr-sterkrade-mitte": {
        "sr-alstaden-lirich",
        "sr-oberhausen-ost",
        "sr-osterfeld",
        "sr-sterkrade-nord",
    },
    "sr-sterkrade-nord": {"sr-sterkrade-mitte"},
    "sr-osterfeld": {"sr-oberhausen-ost", "sr-sterkrade-mitte"},
}
IN_STADTBEZIRK = {
    "alt-oberhausen": {"sr-mitte-styrum", "sr-oberhausen-ost", "sr-alstaden-lirich"},
    "sterkrade": {"sr-sterkrade-mitte", "sr-sterkrade-nord"},
    "osterfeld": {"sr-osterfeld"},
    "oberhausen": set(BESIDE),
}
HOLIDAYS_2026 = {
    (1, 1),
    (4, 3),
    (4, 6),
    (5, 1),
    (5, 14),
    (5, 25),
    (6, 4),
    (10, 3),
    (11, 1),
    (12, 25),
    (12, 26),
}
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
KINDS = {
    "topic",
    "age",
    "serves_area",
    "whole_city",
    "distance",
    "district",
    "sozialraum",
    "neighbouring",
    "speaks",
    "barrier_free",
    "free",
    "no_registration",
    "always_open",
    "open_now",
    "phone",
    "online",
    "at_home",
    "language_unknown",
    "not_barrier_free",
    "barrier_free_unknown",
    "cost_unknown",
    "registration",
    "waiting",
    "costs",
    "far",
    "needs_check",
    "afternoon",
    "weekend",
    "girls",
    "boys",
    "childcare",
    "secular",
    "not_afternoon",
    "not_weekend",
    "hours_unknown",
    "not_at_home",
    "at_home_unknown",
    "girls_only",
    "boys_only",
    "women_only",
    "men_only",
    "girls_and_women_only",
    "boys_and_men_only",
    "not_girls_only",
    "not_boys_only",
    "no_childcare",
    "childcare_unknown",
    "faith_based",
    "faith_based_unknown",
}
VISITED = {"place", "counselling", "course", "group", "medical"}
COMBINED = (("girls", "women"), ("boys", "men"), ("girls", "boys"))

Told = tuple[str, tuple[tuple[str, object], ...]]


def told(kind: str, **params: object) -> Told:
    return kind, tuple(sorted(params.items()))


def as_told(reason: Reason) -> Told:
    return told(reason.kind, **reason.params)


# ---- random pairs


def random_offer(random: Random) -> Offer:
    def some(*values: object) -> Any:
        return random.choice(values)

    ages = sorted(random.choices(range(-9, 220), k=2))
    has_place = random.random() < 0.7
    drawn = offer(
        topics=tuple(random.sample(TOPICS, random.randrange(4))),
        min_age_months=some(None, ages[0]),
        max_age_months=some(None, ages[1]),
        life_phase=some(
            (), ("pregnancy",), ("0-3", "parents"), ("pregnancy", "0-3"), ("18+", "parents")
        ),
        format=some(*VISITED, "phone", "online", "outreach", "financial"),
        cost=some("free", "paid", "income-based", "mixed", "unknown"),
        registration=some("none", "phone", "online", "unknown"),
        waiting_time=some("", "sechs Wochen"),
        languages=some((), ("de",), ("de", "tr"), ("ar",)),
        barrier_free=some("yes", "no", "unknown"),
        opening_hours=some("", "24/7", "nach Vereinbarung", weekly_hours(random)),
        district_id=random.choice(DISTRICTS),
        service_area_postcodes=tuple(random.sample(POSTCODES, some(0, 0, 0, 2))),
        confidential_address=random.random() < 0.1,
        lat=random.uniform(51.45, 51.56) if has_place else None,
        lon=random.uniform(6.78, 6.91) if has_place else None,
        geo_certainty=some("source", "approx", "district-centroid", "coarse-centroid", None),
        scope=some("city", "city", "city", "nrw", "national"),
        verification=some("recent", "needs_check"),
        verified_at=some(None, "2026-01-01T00:00:00Z"),
        for_gender=some((), (), ("girls",), ("boys",), ("women",), ("men",), *COMBINED),
        childcare=some("yes", "no", "unknown"),
        faith_based=some("yes", "no", "unknown"),
    )
    return drawn.public("oberhausen")


def weekly_hours(random: Random) -> str:
    days = sorted(random.sample(range(7), random.randint(1, 4)))
    opens = random.randint(7, 15)
    end = random.choice((f"-{opens + 3:02}:30", "+"))
    return f"{','.join(DAYS[day] for day in days)} {opens:02}:00{end}"


def random_request(random: Random, given: Offer) -> SearchRequest:
    limits = [age for age in (given.min_age_months, given.max_age_months) if age is not None]
    starts = [random.choice([*limits, 40]) + random.randint(-6, 6) for _ in range(2)]
    sexes: list[Sex | None] = [None, None, "girl", "boy"]
    children = [
        AgeRange(start, start + random.choice((0, 2, 11)), random.choice(sexes)) for start in starts
    ]
    return SearchRequest(
        children=tuple(children[: random.randrange(3)]),
        needs=tuple(random.sample(TOPICS, random.randrange(3))),
        district_id=random.choice([None, *DISTRICTS]),
        postcodes=tuple(random.sample(POSTCODES, random.choice((0, 0, 1)))),
        wishes=frozenset(random.sample(sorted(WISHES), random.randrange(4))),
        spoken=random.choice((None, None, "tr", "de")),
    )


def random_hour(random: Random) -> datetime:
    return datetime(2026, 1, 1, tzinfo=ZONE) + timedelta(minutes=random.randrange(360 * 24 * 60))


def pairs() -> Iterator[tuple[Offer, SearchRequest, datetime]]:
    random = Random(3)
    for _ in range(PAIRS):
        drawn = random_offer(random)
        yield drawn, random_request(random, drawn), random_hour(random)


# ---- what is true of them, found out anew


def sozialraeume(district_id: str) -> set[str]:
    if district_id in IN_STADTBEZIRK:
        return IN_STADTBEZIRK[district_id]
    if district_id in BESIDE:
        return {district_id}
    return {str(OBERHAUSEN.districts[district_id].parent_id)}


def household_postcodes(request: SearchRequest) -> set[str]:
    if request.postcodes or request.district_id in {None, "oberhausen"}:
        return set(request.postcodes)
    return set(OBERHAUSEN.districts[str(request.district_id)].postcodes)


def is_served(given: Offer, request: SearchRequest) -> bool:
    home, area = household_postcodes(request), set(given.service_area_postcodes)
    return not area or (bool(home) and home <= area)


def lowest_age(given: Offer) -> int | None:
    """From birth on means the unborn too, where the offer names pregnancy among its phases.

    Where parents come themselves the lowest age is that of adults.
    """
    from_birth = given.min_age_months is not None and given.min_age_months >= 0
    if from_birth and "pregnancy" in given.life_phase:
        return -9
    adults = given.max_age_months is None and {"18+", "parents"} <= set(given.life_phase)
    return None if adults else given.min_age_months


def true_ages(given: Offer, request: SearchRequest) -> tuple[list[Told], list[Told]]:
    low, high = lowest_age(given), given.max_age_months
    limits = {"min_months": low, "max_months": high}
    said = {name: age for name, age in limits.items() if age is not None}
    if not request.children or not said:
        return [], []
    too_young = [
        low - c.max_months for c in request.children if low is not None and c.max_months < low
    ]
    too_old = [
        c.min_months - high for c in request.children if high is not None and c.min_months > high
    ]
    if len(too_young) + len(too_old) < len(request.children):
        return [told("age", **said)], []
    if min(too_young, default=999) < min(too_old, default=999):
        return [], [told("age", min_months=low)]
    if min(too_old, default=999) < min(too_young, default=999):
        return [], [told("age", max_months=high)]
    nearest_is_young = any(
        low is not None and low - c.max_months == min(too_young) for c in request.children[:1]
    )
    limit = {"min_months": low} if nearest_is_young else {"max_months": high}
    return [], [told("age", **limit)]


def true_way(given: Offer, request: SearchRequest) -> int | None:
    """Metres by the spherical law of cosines, where the place is known well enough."""
    steps = {"source": (100, 500), "approx": (500, 1000)}.get(str(given.geo_certainty))
    home = middle_of_home(request)
    place_known = given.lat is not None and given.lon is not None
    if given.confidential_address or not (steps and home and place_known):
        return None
    (a, b), (c, d) = home, (math.radians(given.lat or 0), math.radians(given.lon or 0))
    angle = math.acos(math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d))
    metres = angle * 6371000 * 1.3
    step = steps[0] if metres < 3000 else steps[1]
    return max(step, int(metres / step + 0.5) * step)


def middle_of_home(request: SearchRequest) -> tuple[float, float] | None:
    home = OBERHAUSEN.districts[request.district_id or "oberhausen"]
    points = [home] if home.id != "oberhausen" else []
    if request.postcodes and set(request.postcodes) < set(home.postcodes):
        inside = [
            quarter
            for quarter in OBERHAUSEN.districts.values()
            if quarter.level == "quartier"
            and home.id in {quarter.id, *OBERHAUSEN.ancestors(quarter.id)}
            and set(quarter.postcodes) & set(request.postcodes)
        ]
        points = inside or points
    if not points:
        return None
    lat = sum(point.lat for point in points) / len(points)
    lon = sum(point.lon for point in points) / len(points)
    return math.radians(lat), math.radians(lon)


def true_place(given: Offer, request: SearchRequest) -> tuple[list[Told], list[Told]]:
    home, place = request.district_id, given.district_id
    general = []
    if given.service_area_postcodes and household_postcodes(request):
        general.append(told("serves_area"))
    if place == "oberhausen" and given.scope == "city":
        general.append(told("whole_city"))
    located = given.format in VISITED and given.scope == "city" and place != "oberhausen"
    if given.confidential_address or not located or home in {None, "oberhausen"}:
        return general, []
    way, own = true_way(given, request), sozialraeume(str(home))
    beside = set().union(*(BESIDE[area] for area in own))
    if way is not None and way <= 3000:
        return [*general, told("distance", metres=way, district=place)], []
    if home in {place, *OBERHAUSEN.ancestors(place)}:
        return [*general, told("district", district=place)], []
    if sozialraeume(place) <= own:
        return [*general, told("sozialraum", district=place)], []
    if sozialraeume(place) <= own | beside:
        return [*general, told("neighbouring", district=place)], []
    return general, [told("far", district=place)]


def closing_time(given: Offer, now: datetime) -> datetime | None:
    """Of hours like “Mo,We 09:00-12:30” at an hour at which they hold."""
    days, _, times = given.opening_hours.partition(" ")
    if given.format in {"course", "group"} or "-" not in times or given.confidential_address:
        return None
    is_holiday = (now.month, now.day) in HOLIDAYS_2026
    if is_holiday or DAYS[now.weekday()] not in days.split(","):
        return None
    opens, closes = (
        now.replace(hour=int(time[:2]), minute=int(time[3:])) for time in times.split("-")
    )
    return closes.replace(second=0) if opens <= now < closes else None


def true_times(given: Offer) -> dict[str, bool | None]:
    """Of hours like “Mo,Sa 09:00-12:30” or “Mo 15:00+”; no such hours last beyond 19 o'clock."""
    if given.opening_hours == "24/7":
        return {"afternoon": True, "weekend": True}
    days, _, times = given.opening_hours.partition(" ")
    if "-" not in times and "+" not in times:
        return {"afternoon": None, "weekend": None}
    weekend = not {"Sa", "Su"}.isdisjoint(days.split(","))
    opens = int(times[:2])
    if times.endswith("+"):
        return {"afternoon": True if opens >= 14 else None, "weekend": weekend}
    closes = int(times[6:8]) + int(times[9:]) / 60
    return {"afternoon": closes >= 15 and opens <= 17, "weekend": weekend}


def sought_for(request: SearchRequest) -> set[str]:
    sexes = {child.sex for child in request.children}
    return {
        wish
        for wish, sex in (("girls", "girl"), ("boys", "boy"))
        if wish in request.wishes or sex in sexes
    }


def true_wish_misses(given: Offer, request: SearchRequest) -> set[str]:
    """Of the wishes that are told as a reason only if they were wished."""
    said = {
        ("afternoon", True): "",
        ("afternoon", False): "not_afternoon",
        ("afternoon", None): "hours_unknown",
        ("weekend", True): "",
        ("weekend", False): "not_weekend",
        ("weekend", None): "hours_unknown",
        ("childcare", "no"): "no_childcare",
        ("childcare", "unknown"): "childcare_unknown",
        ("secular", "yes"): "faith_based",
        ("secular", "unknown"): "faith_based_unknown",
        ("at_home", "counselling"): "at_home_unknown",
        ("at_home", "medical"): "at_home_unknown",
        ("at_home", "place"): "not_at_home",
        ("at_home", "course"): "not_at_home",
        ("at_home", "group"): "not_at_home",
    }
    known = {
        **true_times(given),
        "childcare": given.childcare if given.format in VISITED else None,
        "secular": given.faith_based,
        "at_home": given.format,
    }
    return {said.get((wish, known.get(wish)), "") for wish in request.wishes} - {""}


def true_gender_misses(given: Offer, request: SearchRequest) -> set[str]:
    sought, served = sought_for(request), set(given.for_gender)
    if not served:
        return {f"not_{wish}_only" for wish in request.wishes & {"girls", "boys"}}
    if served & sought or served == {"girls", "boys"}:
        return set()
    in_order = [each for each in ("girls", "boys", "women", "men") if each in served]
    return {"_and_".join(in_order) + "_only"}


def true_reasons(given: Offer, request: SearchRequest, now: datetime) -> list[Told]:
    closes = closing_time(given, now)
    simple = {
        "free": given.cost == "free",
        "no_registration": given.registration == "none",
        "always_open": given.opening_hours == "24/7",
        "phone": given.format == "phone",
        "online": given.format == "online",
        "at_home": given.format == "outreach",
        "barrier_free": given.barrier_free == "yes" and "barrier_free" in request.wishes,
        "afternoon": "afternoon" in request.wishes and true_times(given)["afternoon"] is True,
        "weekend": "weekend" in request.wishes and true_times(given)["weekend"] is True,
        "girls": "girls" in given.for_gender and "girls" in sought_for(request),
        "boys": "boys" in given.for_gender and "boys" in sought_for(request),
        "childcare": "childcare" in request.wishes and given.childcare == "yes",
        "secular": "secular" in request.wishes and given.faith_based == "no",
    }
    return [
        *(told("topic", topic=need) for need in request.needs if need in given.topics),
        *true_ages(given, request)[0],
        *true_place(given, request)[0],
        *([told("speaks", language=request.spoken)] if request.spoken in given.languages else []),
        *([told("open_now", until=closes.isoformat())] if closes else []),
        *(told(kind) for kind, holds in simple.items() if holds),
    ]


def true_misses(given: Offer, request: SearchRequest) -> list[Told]:
    asks_for_access = "barrier_free" in request.wishes and given.format in VISITED
    simple = {
        "costs": given.cost in {"paid", "income-based"},
        "needs_check": given.verification == "needs_check" and given.verified_at is None,
        "not_barrier_free": asks_for_access and given.barrier_free == "no",
        "barrier_free_unknown": asks_for_access and given.barrier_free == "unknown",
        "cost_unknown": "free" in request.wishes and given.cost == "unknown",
        "registration": "drop_in" in request.wishes and given.registration in {"phone", "online"},
    }
    language = request.spoken
    unspoken = language is not None and language not in given.languages
    return [
        *true_ages(given, request)[1],
        *true_place(given, request)[1],
        *([told("language_unknown", language=language)] if unspoken else []),
        *(told(kind) for kind in true_wish_misses(given, request)),
        *(told(kind) for kind in true_gender_misses(given, request)),
        *([told("waiting", text=given.waiting_time)] if given.waiting_time else []),
        *(told(kind) for kind, holds in simple.items() if holds),
    ]


def test_every_reason_and_every_miss_is_true_and_none_is_missing() -> None:
    kinds: set[str] = set()
    for given, request, now in pairs():
        if not is_served(given, request):
            continue
        reach = reach_of(given, request.district_id, request.postcodes, OBERHAUSEN, now)

        today = now.date()
        why = [
            as_told(reason)
            for reason in reasons(given, request, request.needs, reach, OBERHAUSEN, today=today)
        ]
        why_not = [as_told(miss) for miss in misses(given, request, reach, OBERHAUSEN, today=today)]

        assert sorted(why) == sorted(true_reasons(given, request, now)), (given, request, now)
        assert sorted(why_not) == sorted(true_misses(given, request)), (given, request, now)
        kinds |= {kind for kind, _ in (*why, *why_not)}
    assert kinds == KINDS  # else some kind was never put to the test


# ---- single ones

WEDNESDAY = date(2026, 3, 4)


def at_noon(given: Offer, request: SearchRequest, city: City) -> Reach | None:
    noon = datetime.combine(WEDNESDAY, time(12), ZONE)
    return reach_of(given, request.district_id, request.postcodes, city, noon)


def reasons_of(given: Offer, request: SearchRequest, city: City) -> tuple[Reason, ...]:
    return reasons(given, request, (), at_noon(given, request, city), city, today=WEDNESDAY)


def misses_of(given: Offer, request: SearchRequest, city: City) -> tuple[Reason, ...]:
    return misses(given, request, at_noon(given, request, city), city, today=WEDNESDAY)


@pytest.mark.parametrize(
    ("changes", "request_", "expected"),
    [
        ({}, {"children": (AgeRange(8, 8),)}, Reason("age", {"min_months": 0, "max_months": 36})),
        (
            {"min_age_months": None},
            {"children": (AgeRange(8, 8),)},
            Reason("age", {"max_months": 36}),
        ),
        (
            {"life_phase": ("pregnancy",)},
            {"children": (AgeRange(-5, -4),)},
            Reason("age", {"min_months": -9, "max_months": 36}),
        ),
        (
            {"geo_certainty": "district-centroid"},
            {"district_id": "sterkrade"},
            Reason("district", {"district": "sterkrade-mitte"}),
        ),
        (
            {"geo_certainty": None},
            {"district_id": "alsfeld"},
            Reason("sozialraum", {"district": "sterkrade-mitte"}),
        ),
        (
            {"geo_certainty": None},
            {"district_id": "holten"},
            Reason("neighbouring", {"district": "sterkrade-mitte"}),
        ),
        (
            {"geo_certainty": "source"},
            {"district_id": "alsfeld"},
            Reason("distance", {"metres": 1800, "district": "sterkrade-mitte"}),
        ),
        (
            {"service_area_postcodes": ("46145",)},
            {"postcodes": ("46145",)},
            Reason("serves_area", {}),
        ),
        ({"district_id": "oberhausen"}, {}, Reason("whole_city", {})),
        ({"format": "outreach"}, {}, Reason("at_home", {})),
        ({"languages": ("de", "tr")}, {"spoken": "tr"}, Reason("speaks", {"language": "tr"})),
        (
            {"format": "place", "opening_hours": "We 09:00-12:30"},
            {},
            Reason("open_now", {"until": "2026-03-04T12:30:00+01:00"}),
        ),
    ],
)
def test_a_reason_is_given(
    city: City, changes: dict[str, Any], request_: dict[str, Any], expected: Reason
) -> None:
    assert expected in reasons_of(offer(**changes), SearchRequest(**request_), city)


@pytest.mark.parametrize(
    ("changes", "request_", "expected"),
    [
        ({}, {"district_id": "styrum"}, Reason("far", {"district": "sterkrade-mitte"})),
        ({"waiting_time": "sechs Wochen"}, {}, Reason("waiting", {"text": "sechs Wochen"})),
        ({"cost": "paid"}, {}, Reason("costs", {})),
        ({"verification": "needs_check"}, {}, Reason("needs_check", {})),
        ({}, {"children": (AgeRange(38, 39),)}, Reason("age", {"max_months": 36})),
        ({}, {"children": (AgeRange(-2, -1),)}, Reason("age", {"min_months": 0})),
        ({}, {"spoken": "tr"}, Reason("language_unknown", {"language": "tr"})),
        ({}, {"wishes": frozenset({"barrier_free"})}, Reason("barrier_free_unknown", {})),
    ],
)
def test_a_miss_is_told(
    city: City, changes: dict[str, Any], request_: dict[str, Any], expected: Reason
) -> None:
    assert expected in misses_of(offer(**changes), SearchRequest(**request_), city)


def test_nothing_is_said_against_an_offer_without_fault(city: City) -> None:
    assert misses_of(offer(), SearchRequest(district_id="sterkrade"), city) == ()


def test_home_anywhere_in_the_city_makes_nothing_near_or_far(city: City) -> None:
    request = SearchRequest(district_id="oberhausen")

    said = {reason.kind for reason in reasons_of(offer(), request, city)}

    assert said.isdisjoint({"district", "distance", "sozialraum", "neighbouring"})
    assert misses_of(offer(), request, city) == ()

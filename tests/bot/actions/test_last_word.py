"""Whatever a family says in whatever order: what it said last is what is known."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from bot.actions.profile import Profile
from bot.actions.wishes import INSTEAD_OF
from bot.understanding import ChildMention, PlaceMention, Reading
from tests.bot.actions.family import aged, said

PERSONS = st.sampled_from(["son", "daughter", "foster"])
YEARS = st.integers(0, 17)
WISHES = st.sampled_from(["free", "online", "near", "at_home", "girls", "boys", "weekend"])
DISTRICTS = st.sampled_from(["sterkrade", "osterfeld"])
TOPICS = st.sampled_from(["debts", "sports", "childcare"])


@dataclass
class Said:
    """What a family said last of each thing."""

    profile: Profile = field(default_factory=Profile)
    years: dict[str, int] = field(default_factory=dict)
    wishes: set[str] = field(default_factory=set)
    district: str | None = None

    def say(self, reading: Reading) -> None:
        self.profile, _ = said(self.profile, **vars(reading))

    def age(self, who: str, years: int, *, again: bool) -> None:
        self.say(Reading(children=(aged(years, who),), correction=again and who in self.years))
        self.years[who] = years

    def wrong_age(self, who: str, years: int) -> None:
        self.say(Reading(rejected_children=(aged(years, who),), correction=True))
        if self.years.get(who) == years:
            del self.years[who]

    def wish(self, wish: str) -> None:
        self.say(Reading(wishes=frozenset({wish})))
        self.wishes = (self.wishes - INSTEAD_OF.get(wish, frozenset())) | {wish}

    def drop(self, wish: str) -> None:
        self.say(Reading(wishes_dropped=frozenset({wish})))
        self.wishes.discard(wish)

    def move(self, district: str | None) -> None:
        place = PlaceMention(district, district, 0, 1) if district else None
        self.say(Reading(district=place, district_any=place is None))
        self.district = district

    def wrong_district(self, district: str) -> None:
        self.say(Reading(rejected_districts=(PlaceMention(district, district, 0, 1),)))
        if self.district == district:
            self.district = None

    def need(self, who: str | None, topic: str) -> None:
        mentions = () if who is None else (ChildMention(who, 1, 0, 1),)
        self.say(Reading(unaged_children=mentions, topics=(topic,), need_text=topic))

    def no_need(self, topic: str) -> None:
        self.say(Reading(rejected_topics=(topic,)))
        assert all(topic not in search.need.topics for search in self.profile.searches)


STEPS = st.one_of(
    st.tuples(st.just("age"), PERSONS, YEARS, st.booleans()),
    st.tuples(st.just("wrong_age"), PERSONS, YEARS),
    st.tuples(st.just("wish"), WISHES),
    st.tuples(st.just("drop"), WISHES),
    st.tuples(st.just("move"), st.none() | DISTRICTS),
    st.tuples(st.just("wrong_district"), DISTRICTS),
    st.tuples(st.just("need"), st.none() | PERSONS, TOPICS),
    st.tuples(st.just("no_need"), TOPICS),
)


@given(st.lists(STEPS, max_size=12))
def test_what_was_said_last_is_what_is_known(steps: list[tuple[object, ...]]) -> None:
    family = Said()
    for name, *values in steps:
        if name == "age":
            who, years, again = values
            family.age(str(who), int(str(years)), again=bool(again))
        else:
            getattr(family, str(name))(*values)
        profile = family.profile
        assert {c.who: c.age_min_months // 12 for c in profile.children} == family.years
        assert profile.wishes == family.wishes
        assert profile.district_id == family.district
        assert profile.focus is None or profile.focus < len(profile.children) >= 2

"""One message after the other: what the profile becomes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.actions.profile import Child, Profile
from bot.actions.taking_in import Message, patched, taken_in
from bot.texts import catalogue
from bot.understanding import ChildAge, NumberMention, PlaceMention, Reading
from index.city import City, load_city

TEXTS = catalogue("de")
SON_4 = ChildAge(48, 59, "Sohn, 4 Jahre", "son", 0, 4)
DAUGHTER_7 = ChildAge(84, 95, "Tochter, 7 Jahre", "daughter", 0, 4)
STERKRADE = PlaceMention("sterkrade", "Sterkrade", 0, 9)
OSTERFELD = PlaceMention("osterfeld", "Osterfeld", 0, 9)


@pytest.fixture(scope="module")
def city() -> City:
    return load_city(Path(__file__).parents[3] / "data" / "oberhausen")


def age(years: int, who: str | None = None) -> ChildAge:
    return ChildAge(years * 12, years * 12 + 11, f"{years} Jahre", who, 0, 1)


def number(years: int) -> NumberMention:
    return NumberMention(years, years * 12, years * 12 + 11, 0, 1)


def after(city: City, *readings: Reading, asked: str | None = None) -> Profile:
    profile = Profile()
    for reading in readings:
        profile = taken(profile, reading, city, asked)
    return profile


def taken(profile: Profile, reading: Reading, city: City, asked: str | None = None) -> Profile:
    message = Message(reading, text="", recognise=lambda _part: (), asked=asked)
    return taken_in(profile, message, city, TEXTS)[0]


def bounds(profile: Profile) -> list[tuple[int, int]]:
    return [(child.age_min_months, child.age_max_months) for child in profile.children]


def test_children_named_one_after_the_other_are_all_kept(city: City) -> None:
    profile = after(city, Reading(children=(SON_4,)), Reading(children=(DAUGHTER_7,)))
    assert bounds(profile) == [(48, 59), (84, 95)]


def test_the_same_child_named_again_is_no_second_child(city: City) -> None:
    profile = after(city, Reading(children=(SON_4,)), Reading(children=(age(4),)))
    assert bounds(profile) == [(48, 59)]


def test_a_sharper_age_takes_the_place_of_the_wide_one(city: City) -> None:
    wide = ChildAge(36, 71, "Kindergartenkind", None, 0, 1)
    profile = after(city, Reading(children=(wide,)), Reading(children=(SON_4,)))
    assert bounds(profile) == [(48, 59)]
    assert profile.children[0].who == "son"


def test_correcting_the_only_child_replaces_its_age(city: City) -> None:
    profile = after(
        city, Reading(children=(age(3, "son"),)), Reading(numbers=(number(4),), correction=True)
    )
    assert bounds(profile) == [(48, 59)]
    assert profile.children[0].who == "son"


def test_a_corrected_age_keeps_the_name_on_the_chip(city: City) -> None:
    told = Reading(children=(replace(DAUGHTER_7, label="Tochter, 7 Jahre"),))
    corrected = after(city, told, Reading(numbers=(number(8),), correction=True))
    assert corrected.children == (Child(96, 107, "Tochter, 8 Jahre", "daughter"),)


def test_not_three_but_four_takes_the_three_back(city: City) -> None:
    correction = Reading(children=(age(4),), rejected_children=(age(3),), correction=True)
    assert bounds(after(city, Reading(children=(age(3),)), correction)) == [(48, 59)]


def test_taking_back_an_age_that_was_misheard_replaces_the_only_child(city: City) -> None:
    correction = Reading(children=(age(6),), rejected_children=(age(5),), correction=True)
    assert bounds(after(city, Reading(children=(age(3),)), correction)) == [(72, 83)]


def test_correcting_one_of_two_leaves_the_other(city: City) -> None:
    profile = after(
        city,
        Reading(children=(SON_4, DAUGHTER_7)),
        Reading(children=(age(5, "son"),), correction=True),
    )
    assert bounds(profile) == [(60, 71), (84, 95)]


def test_a_correction_without_a_name_is_about_the_child_named_last(city: City) -> None:
    profile = after(
        city, Reading(children=(SON_4, DAUGHTER_7)), Reading(children=(age(8),), correction=True)
    )
    assert bounds(profile) == [(48, 59), (96, 107)]


def test_a_bare_number_is_an_age_only_where_the_age_was_asked_for(city: City) -> None:
    reading = Reading(numbers=(number(4), number(7)))
    assert bounds(after(city, reading)) == []
    assert bounds(after(city, reading, asked="children")) == [(48, 59), (84, 95)]


def test_a_postcode_is_the_only_one_served(city: City) -> None:
    profile = after(city, Reading(district=STERKRADE, postcode="46147"))
    assert (profile.district_id, profile.postcodes) == ("sterkrade", ("46147",))


def test_a_district_without_postcode_stands_for_all_its_postcodes(city: City) -> None:
    assert after(city, Reading(district=STERKRADE)).postcodes == ("46145", "46147", "46149")


def test_the_new_district_takes_the_place_of_the_old(city: City) -> None:
    moved = Reading(district=STERKRADE, rejected_districts=(OSTERFELD,), correction=True)
    assert after(city, Reading(district=OSTERFELD), moved).district_id == "sterkrade"


def test_a_district_taken_back_is_forgotten(city: City) -> None:
    profile = after(city, Reading(district=OSTERFELD), Reading(rejected_districts=(OSTERFELD,)))
    assert not profile.has_district


def test_anywhere_forgets_the_district(city: City) -> None:
    profile = after(city, Reading(district=OSTERFELD), Reading(district_any=True))
    assert (profile.district_id, profile.district_any) == (None, True)


def test_a_place_outside_is_no_district(city: City) -> None:
    assert not after(city, Reading(outside="Duisburg")).has_district


def test_the_need_is_kept_word_for_word(city: City) -> None:
    assert after(city, Reading(need_text="er spricht kaum")).need_text == "er spricht kaum"


def test_an_answer_to_another_question_leaves_the_need_alone(city: City) -> None:
    profile = after(city, Reading(need_text="spricht kaum", topics=("development",)))
    answer = Reading(children=(SON_4,), need_text="er ist 4 und geht in die Kita")
    profile = taken(profile, answer, city, asked="children")
    assert profile.need_text == "spricht kaum"
    assert bounds(profile) == [(48, 59)]


def test_a_new_need_takes_the_place_of_the_old(city: City) -> None:
    old, new = Reading(need_text="Schwimmkurs"), Reading(need_text="Schulden", topics=("debts",))
    assert after(city, old, new) == replace(Profile(), need_text="Schulden", needs=("debts",))


def test_a_topic_chosen_by_button_replaces_the_words(city: City) -> None:
    profile = after(city, Reading(need_text="irgendwas"), Reading(topics=("debts",)))
    assert (profile.needs, profile.need_text) == (("debts",), None)


def test_a_patch_changes_only_what_it_names(city: City) -> None:
    profile = after(city, Reading(children=(SON_4,), district=OSTERFELD, need_text="Schulden"))
    moved = patched(profile, {"district": "sterkrade"}, city, TEXTS)
    assert moved == profile.with_district("sterkrade", city)


def test_a_patch_can_remove_everything(city: City) -> None:
    profile = after(city, Reading(children=(SON_4,), district=OSTERFELD, need_text="Schulden"))
    nothing: dict[str, object] = {"children": [], "needs": [], "district": None, "wishes": {}}
    assert patched(profile, nothing, city, TEXTS) == Profile()


def test_a_patched_child_is_labelled_with_its_age(city: City) -> None:
    patch = {"children": [{"age_min_months": 36, "age_max_months": 47}]}
    assert patched(Profile(), patch, city, TEXTS).children == (Child(36, 47, "3 Jahre"),)


def test_the_profile_survives_its_way_through_the_slot(city: City) -> None:
    profile = after(
        city,
        Reading(
            children=(SON_4,),
            district=STERKRADE,
            postcode="46145",
            need_text="Kita",
            topics=("childcare",),
            wishes=frozenset({"free"}),
        ),
    )
    assert Profile.from_slot(profile.to_slot(city)) == profile


@pytest.mark.parametrize(
    ("profile", "searchable"),
    [
        (Profile(), False),
        (Profile(district_id="sterkrade"), False),
        (Profile(needs=("debts",)), True),
        (Profile(children=(Child(0, 11, "Baby"),)), True),
    ],
)
def test_an_age_or_a_need_is_enough_to_search(profile: Profile, searchable: bool) -> None:
    assert profile.is_searchable is searchable

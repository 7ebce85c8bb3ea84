"""What was understood can be seen and corrected by hand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat import Chat
from tests.browser.conftest import PHONE
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser


@pytest.fixture
def chips(chat: Chat) -> Chat:
    return chat.open().find_offers()


def age(chips: Chat) -> Locator:
    return chips.page.get_by_label("Alter", exact=True)


def last_age(chips: Chat) -> Locator:
    return chips.page.get_by_label("bis (freiwillig)")


def save(chips: Chat) -> None:
    chips.page.get_by_role("button", name="Speichern").click()


def saved(city: FakeCity) -> dict[str, object]:
    """What the only correction changes."""
    (patch,) = city.patches
    return patch.model_dump(exclude_unset=True)


def know(chips: Chat, city: FakeCity, **known: object) -> None:
    """The conversation goes on with something else understood."""
    (conversation,) = city.conversations.values()
    profile = conversation.profile.model_dump() | known
    conversation.profile = type(conversation.profile).model_validate(profile)
    chips.page.reload()


def test_show_child_district_wish_and_need(chips: Chat) -> None:
    expect(chips.understood.get_by_role("button")).to_have_text(
        [
            "Kind: 3 Jahre, ändern",
            "Wohnort: Sterkrade, ändern",
            "Wunsch: kostenlos, ändern",
            "Thema: Entwicklung und Frühförderung, ändern",
            "Hinzufügen",
        ]
    )


def test_leave_most_of_a_phone_to_the_conversation(visit: Callable[..., Chat]) -> None:
    """Head and chips together, with a child, a district, a wish and a long topic understood."""
    chat: Chat = visit(PHONE).open().find_offers()
    room = chat.understood.bounding_box()
    assert room is not None
    assert room["y"] + room["height"] < PHONE[1] / 3


def test_correct_the_age_of_a_child(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    expect(age(chips)).to_be_focused()
    expect(age(chips)).to_have_value("3")
    expect(last_age(chips)).to_have_value("")
    age(chips).fill("4")
    age(chips).press("Enter")
    expect(chips.chip("4 Jahre")).to_be_focused()
    expect(chips.status).to_have_text("Geändert.")
    expect(chips.log).to_contain_text("Gut, ich habe das geändert.")
    (patch,) = city.patches
    assert patch.model_dump(exclude_unset=True) == {
        "children": [{"age_min_months": 48, "age_max_months": 59}]
    }


def test_correct_the_age_in_months(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    chips.page.get_by_label("Einheit").select_option("Monate")
    age(chips).fill("8")
    chips.page.get_by_role("button", name="Speichern").click()
    expect(chips.status).to_have_text("Geändert.")
    (patch,) = city.patches
    assert (patch.children[0].age_min_months, patch.children[0].age_max_months) == (8, 8)


def test_correct_to_a_child_not_yet_born(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    chips.page.get_by_label("Einheit").select_option("noch nicht geboren")
    expect(age(chips)).to_be_hidden()
    chips.page.get_by_role("button", name="Speichern").click()
    expect(chips.status).to_have_text("Geändert.")
    (patch,) = city.patches
    assert (patch.children[0].age_min_months, patch.children[0].age_max_months) == (-9, -1)


def test_an_impossible_age_is_explained(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    age(chips).fill("40")
    age(chips).press("Enter")
    expect(age(chips)).to_be_focused()
    expect(age(chips)).to_have_accessible_description("Bitte geben Sie ein Alter von 0 bis 26 ein.")
    assert city.patches == []


def test_remove_a_child(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    chips.page.get_by_role("button", name="Entfernen").click()
    expect(chips.chip("3 Jahre")).to_have_count(0)
    expect(chips.chip("Sterkrade")).to_be_focused()
    (patch,) = city.patches
    assert patch.model_dump(exclude_unset=True) == {"children": []}


def test_choose_another_need(chips: Chat, city: FakeCity) -> None:
    chips.chip("Entwicklung").click()
    chips.page.get_by_label("Thema").select_option("Geld und Leistungen")
    chips.page.get_by_role("button", name="Speichern").click()
    expect(chips.chip("Geld und Leistungen")).to_be_focused()
    (patch,) = city.patches
    assert patch.model_dump(exclude_unset=True) == {"needs": ["money"]}


def test_choose_another_district(chips: Chat, city: FakeCity) -> None:
    chips.chip("Sterkrade").click()
    district = chips.page.get_by_label("Wohnort")
    expect(district).to_have_value("sterkrade")
    district.select_option("Holten")
    chips.page.get_by_role("button", name="Speichern").click()
    expect(chips.chip("Holten")).to_be_focused()
    (patch,) = city.patches
    assert patch.model_dump(exclude_unset=True) == {"district": "holten", "district_any": False}


def test_say_that_the_district_does_not_matter(chips: Chat, city: FakeCity) -> None:
    chips.chip("Sterkrade").click()
    chips.page.get_by_label("Wohnort").select_option("egal, ganze Stadt")
    chips.page.get_by_role("button", name="Speichern").click()
    expect(chips.chip("Ort egal")).to_be_focused()
    (patch,) = city.patches
    assert patch.model_dump(exclude_unset=True) == {"district": None, "district_any": True}


def test_take_back_a_wish(chips: Chat, city: FakeCity) -> None:
    chips.chip("kostenlos").click()
    chips.page.get_by_role("button", name="Entfernen").click()
    expect(chips.chip("kostenlos")).to_have_count(0)
    (patch,) = city.patches
    assert patch.model_dump(exclude_unset=True) == {"wishes": {"free": False}}


def test_escape_closes_the_editor_and_returns_to_its_chip(chips: Chat, city: FakeCity) -> None:
    chip = chips.chip("3 Jahre")
    chip.click()
    expect(chip).to_have_attribute("aria-expanded", "true")
    chips.page.keyboard.press("Escape")
    expect(chip).to_be_focused()
    expect(chip).to_have_attribute("aria-expanded", "false")
    expect(chips.dialog).to_be_visible()
    assert city.patches == []


def test_a_failed_correction_keeps_what_was_entered(chips: Chat, city: FakeCity) -> None:
    chips.page.route("**/profile", lambda route: route.abort())
    chips.chip("3 Jahre").click()
    age(chips).fill("5")
    chips.page.get_by_role("button", name="Speichern").click()
    expect(chips.retry).to_be_visible()
    expect(age(chips)).to_have_value("5")
    chips.page.unroute("**/profile")
    chips.retry.click()
    expect(chips.chip("5 Jahre")).to_be_visible()
    assert len(city.patches) == 1


def test_say_that_the_age_lies_in_between(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    last_age(chips).fill("5")
    save(chips)
    expect(chips.status).to_have_text("Geändert.")
    assert saved(city) == {"children": [{"age_min_months": 36, "age_max_months": 71}]}


def test_ages_may_be_given_in_any_order(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    last_age(chips).fill("1")
    save(chips)
    expect(chips.status).to_have_text("Geändert.")
    assert saved(city) == {"children": [{"age_min_months": 12, "age_max_months": 47}]}


def test_an_impossible_last_age_is_explained(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    last_age(chips).fill("40")
    save(chips)
    expect(last_age(chips)).to_be_focused()
    expect(last_age(chips)).to_have_accessible_description(
        "Bitte geben Sie ein Alter von 0 bis 26 ein."
    )
    expect(age(chips)).to_have_attribute("aria-invalid", "false")
    assert city.patches == []


def test_an_age_in_between_is_shown_as_it_is(chips: Chat, city: FakeCity) -> None:
    between = {"age_min_months": 4, "age_max_months": 8, "label": "4 bis 8 Monate"}
    know(chips, city, children=[between])
    chips.chip("4 bis 8 Monate").click()
    expect(age(chips)).to_have_value("4")
    expect(last_age(chips)).to_have_value("8")
    expect(chips.page.get_by_label("Einheit")).to_have_value("months")


def test_a_child_with_a_need_of_its_own_shows_it(chips: Chat, city: FakeCity) -> None:
    child = {"age_min_months": 36, "age_max_months": 47, "label": "3 Jahre"}
    know(chips, city, children=[child | {"needs": ["childcare", "money"]}, child])
    chips.chip("3 Jahre · Kita und Tagespflege und Geld und Leistungen").click()
    own = chips.page.get_by_label("Eigenes Thema")
    expect(own).to_have_value("keep")
    own.select_option("Entwicklung und Frühförderung")
    save(chips)
    expect(chips.status).to_have_text("Geändert.")
    first = saved(city)["children"][0]  # type: ignore[index]
    assert (first["needs"], first["need_text"]) == (["development"], None)


def test_the_need_of_one_child_becomes_that_of_all(chips: Chat, city: FakeCity) -> None:
    child = {"age_min_months": 36, "age_max_months": 47, "label": "3 Jahre"}
    know(chips, city, children=[child | {"needs": ["childcare"]}])
    chips.chip("3 Jahre").click()
    chips.page.get_by_label("Eigenes Thema").select_option("dasselbe wie für alle")
    save(chips)
    expect(chips.status).to_have_text("Geändert.")
    assert saved(city)["children"][0]["needs"] == []  # type: ignore[index]


def test_own_words_leave_out_what_was_masked(chips: Chat, city: FakeCity) -> None:
    words = "Ich heiße NN. Mein Sohn schläft nicht! Tel. NN"
    know(chips, city, needs=[], need_text=words)
    expect(chips.chip("Ihr Anliegen: „Mein Sohn schläft nicht! Tel.“")).to_be_visible()
    know(chips, city, needs=[], need_text="Wir sind Familie NN")
    expect(chips.chip("Ihr Anliegen: Ihr Anliegen")).to_be_visible()


def test_districts_stand_in_the_part_of_the_city_they_belong_to(chips: Chat) -> None:
    chips.chip("Sterkrade").click()
    groups = chips.page.get_by_label("Wohnort").locator("optgroup")
    labels = groups.evaluate_all("groups => groups.map((group) => group.label)")
    assert labels == ["Stadtbezirke", "Sterkrade: Sterkrade-Nord"]
    expect(groups.nth(0).locator("option")).to_have_text(["Sterkrade"])
    expect(groups.nth(1).locator("option")).to_have_text(["Sterkrade-Nord", "Holten"])


def test_all_wishes_are_chosen_at_once(chips: Chat, city: FakeCity) -> None:
    chips.chip("kostenlos").click()
    free = chips.page.get_by_label("kostenlos", exact=True)
    expect(free).to_be_focused()
    expect(free).to_be_checked()
    free.uncheck()
    chips.page.get_by_label("in der Nähe").check()
    chips.page.get_by_label("Sprache", exact=True).last.select_option("Türkisch")
    save(chips)
    expect(chips.chip("in der Nähe")).to_be_focused()
    expect(chips.chip("Türkisch")).to_be_visible()
    assert saved(city) == {"wishes": {"near": True, "language": "tr"}}


def test_the_spoken_language_is_taken_back(chips: Chat, city: FakeCity) -> None:
    know(chips, city, wishes={"free": True, "language": "ku"})
    chips.chip("Kurdisch").click()
    expect(chips.page.get_by_label("Sprache", exact=True).last).to_be_focused()
    chips.page.get_by_role("button", name="Entfernen").click()
    expect(chips.chip("Kurdisch")).to_have_count(0)
    assert saved(city) == {"wishes": {"free": True, "language": None}}


def add(chips: Chat, what: str) -> None:
    chips.chip("Hinzufügen").click()
    question = chips.page.get_by_role("group", name="Was möchten Sie hinzufügen?")
    question.get_by_role("button", name=what, exact=True).click()


def test_add_a_child_by_hand(chips: Chat, city: FakeCity) -> None:
    add(chips, "Kind")
    expect(age(chips)).to_be_focused()
    age(chips).fill("7")
    save(chips)
    expect(chips.chip("7 Jahre")).to_be_visible()
    expect(chips.chip("Hinzufügen")).to_be_focused()
    (patch,) = city.patches
    assert [child.age_min_months for child in patch.children] == [36, 84]


def test_add_a_topic_that_is_not_known_yet(chips: Chat, city: FakeCity) -> None:
    add(chips, "Thema")
    topic = chips.page.get_by_label("Thema", exact=True)
    expect(topic.locator("option")).to_have_text(["Kita und Tagespflege", "Geld und Leistungen"])
    topic.select_option("Geld und Leistungen")
    save(chips)
    expect(chips.chip("Geld und Leistungen")).to_be_visible()
    assert saved(city) == {"needs": ["development", "money"]}


def test_add_a_district_where_none_is_known(chips: Chat, city: FakeCity) -> None:
    chips.chip("Hinzufügen").click()
    offered = chips.page.get_by_role("group", name="Was möchten Sie hinzufügen?")
    expect(offered.get_by_role("button")).to_have_text(["Kind", "Thema", "Wünsche", "Abbrechen"])
    know(chips, city, district=None)
    add(chips, "Wohnort")
    chips.page.get_by_label("Wohnort").select_option("Holten")
    save(chips)
    expect(chips.chip("Holten")).to_be_visible()
    assert saved(city) == {"district": "holten", "district_any": False}


def test_no_more_is_offered_than_the_server_takes(chips: Chat, city: FakeCity) -> None:
    child = {"age_min_months": 36, "age_max_months": 47, "label": "3 Jahre"}
    know(chips, city, children=[child] * 12, needs=["money"] * 5)
    chips.chip("Hinzufügen").click()
    offered = chips.page.get_by_role("group", name="Was möchten Sie hinzufügen?")
    expect(offered.get_by_role("button")).to_have_text(["Wünsche", "Abbrechen"])


def test_what_is_added_by_mistake_is_left_by_escape(chips: Chat) -> None:
    add(chips, "Kind")
    chips.page.keyboard.press("Escape")
    expect(chips.chip("Hinzufügen")).to_be_focused()
    expect(age(chips)).to_have_count(0)
    expect(chips.dialog).to_be_visible()

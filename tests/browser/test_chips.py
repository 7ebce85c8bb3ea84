"""What was understood can be seen and corrected by hand."""

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.fake_city import FakeCity

pytestmark = pytest.mark.browser


@pytest.fixture
def chips(chat: Chat) -> Chat:
    return chat.open().find_offers()


def test_show_child_district_wish_and_need(chips: Chat) -> None:
    expect(chips.understood.get_by_role("button")).to_have_text(
        [
            "Kind: 3 Jahre, ändern",
            "Wohnort: Sterkrade, ändern",
            "Wunsch: kostenlos, ändern",
            "Thema: Entwicklung und Frühförderung, ändern",
        ]
    )


def test_correct_the_age_of_a_child(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    age = chips.page.get_by_label("Alter")
    expect(age).to_be_focused()
    expect(age).to_have_value("3")
    age.fill("4")
    age.press("Enter")
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
    chips.page.get_by_label("Alter").fill("8")
    chips.page.get_by_role("button", name="Speichern").click()
    expect(chips.status).to_have_text("Geändert.")
    (patch,) = city.patches
    assert (patch.children[0].age_min_months, patch.children[0].age_max_months) == (8, 8)


def test_correct_to_a_child_not_yet_born(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    chips.page.get_by_label("Einheit").select_option("noch nicht geboren")
    expect(chips.page.get_by_label("Alter")).to_be_hidden()
    chips.page.get_by_role("button", name="Speichern").click()
    expect(chips.status).to_have_text("Geändert.")
    (patch,) = city.patches
    assert (patch.children[0].age_min_months, patch.children[0].age_max_months) == (-9, -1)


def test_an_impossible_age_is_explained(chips: Chat, city: FakeCity) -> None:
    chips.chip("3 Jahre").click()
    age = chips.page.get_by_label("Alter")
    age.fill("40")
    age.press("Enter")
    expect(age).to_be_focused()
    expect(age).to_have_accessible_description("Bitte geben Sie ein Alter von 0 bis 26 ein.")
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
    chips.page.context.set_offline(True)
    chips.chip("3 Jahre").click()
    chips.page.get_by_label("Alter").fill("5")
    chips.page.get_by_role("button", name="Speichern").click()
    expect(chips.retry).to_be_visible()
    expect(chips.page.get_by_label("Alter")).to_have_value("5")
    chips.page.context.set_offline(False)
    chips.retry.click()
    expect(chips.chip("5 Jahre")).to_be_visible()
    assert len(city.patches) == 1

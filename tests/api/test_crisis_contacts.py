"""The records of whom to call in danger, tested as data."""

import re
from datetime import date
from pathlib import Path

import pytest

from api.chat.crisis_contacts import (
    FILE,
    OTHER,
    CrisisContact,
    read_contacts,
)
from bot.languages import LANGUAGES
from bot.safety.kinds import KINDS, Reader
from bot.texts import catalogue
from bot.texts.hours import hours_in_words
from index.city import City, CityRejected
from index.offers.record import Offer
from tests.api.conftest import CITY

READERS: tuple[Reader, ...] = ("adult", "child")
CONTACTS = read_contacts(CITY)
# As it is written in Germany: the numbers all know, 116 xxx, and an area code before a number.
PHONE = re.compile(r"11[02]|116 \d{3}|0\d{2,4} \d[\d -]{3,}\d")


@pytest.fixture
def by_id(offers: list[Offer]) -> dict[str, Offer]:
    return {offer.id: offer for offer in offers}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", KINDS)
def test_somebody_can_be_called_at_all_hours(kind: str, reader: Reader) -> None:
    assert any(contact.answers_always for contact in CONTACTS.of(kind, reader))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_can_be_called_and_few_follow(kind: str, reader: Reader) -> None:
    first, *others = CONTACTS.of(kind, reader)
    assert first.answers_always
    assert len(others) <= 3


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind not in {"poisoning", "medical-emergency"}]
)
def test_a_child_can_always_reach_the_line_for_children(kind: str) -> None:
    assert "116 111" in [contact.phone for contact in CONTACTS.of(kind, "child")]


@pytest.mark.parametrize("contact", CONTACTS.all, ids=lambda contact: contact.id)
def test_a_contact_can_be_reached_and_is_told_rightly(contact: CrisisContact) -> None:
    assert contact.phone or contact.chat or contact.website
    assert contact.phone is None or PHONE.fullmatch(contact.phone)
    if contact.hours:
        assert hours_in_words(contact.hours, catalogue("de")) != contact.hours
    assert "de" in contact.languages
    assert contact.adult or contact.child
    translated = {code for code in LANGUAGES if LANGUAGES[code].written != "de"}
    assert set(contact.names) == translated


@pytest.mark.parametrize("contact", CONTACTS.all, ids=lambda contact: contact.id)
def test_a_contact_agrees_with_the_record_of_the_offer(
    contact: CrisisContact, by_id: dict[str, Offer], city: City
) -> None:
    offer = by_id[contact.offer_id]
    assert offer.status == "published"
    assert offer.audience == "families"
    assert offer.valid_until is None or offer.valid_until >= city.today()
    assert contact.phone == offer.phone
    assert contact.hours == offer.opening_hours
    assert contact.languages == offer.languages
    assert contact.source == offer.source_url
    assert {contact.chat, contact.mail, contact.website} <= {offer.website, offer.email, None}
    assert contact.verified is None or contact.verified == offer.facts_as_of
    assert contact.walk_in is None or contact.walk_in.startswith(offer.street)


def test_no_refuge_is_given_away(by_id: dict[str, Offer]) -> None:
    refuges = [each for each in CONTACTS.all if by_id[each.offer_id].confidential_address]
    assert [refuge.id for refuge in refuges] == ["frauenhaus-oberhausen"]
    assert all(refuge.walk_in is None for refuge in refuges)


def test_a_danger_that_has_no_contacts_for_children_has_those_of_all() -> None:
    assert CONTACTS.of("perpetrator", "child") == CONTACTS.of(OTHER, "child")
    assert CONTACTS.of("suicide", "child") != CONTACTS.of(OTHER, "child")


@pytest.mark.parametrize(
    ("verified", "is_old"),
    [(None, True), ("2025-05", True), ("2025-06-30", False), ("2026-06", False)],
)
def test_facts_are_old_after_a_year(verified: str | None, is_old: bool) -> None:
    contact = CrisisContact(id="x", name="X", offer_id="x", verified=verified)
    assert contact.is_old(date(2026, 6, 1)) is is_old


def edited(folder: Path, old: str, new: str) -> Path:
    text = (CITY / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("birth-now 1", "birth 1", "line 2, adult: .* expected kinds of danger"),
        ("birth-now 1", "birth-now", "expected kinds of danger, each with its place"),
        ("poisoning 2", "poisoning 1", "adult: found “poisoning 1”, expected one that no other"),
        ("0228 19240", "Giftzentrale", "line 4, phone: found “Giftzentrale”"),
        (",24/7,", ",Mo-Fr 09:00-17:00,", "nobody who can be called at all hours for .*birth-now"),
        ("2023-06", "Juni 2023", "verified: found “Juni 2023”, expected a month or a day"),
        ("notruf-110,Polizei", "notruf-112,Polizei", "id: found “notruf-112”"),
        ("name_ar", "name_xx", "name_ar"),
        ("Rettungsdienst 112,", ",", "line 2, name"),
    ],
)
def test_a_faulty_file_stops_the_start(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(CityRejected, match=complaint):
        read_contacts(edited(tmp_path, old, new))


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(CityRejected, match="a file that can be read"):
        read_contacts(tmp_path)

"""What a family says of itself reaches neither Rasa nor the store; it is told so once."""

from pathlib import Path

import httpx
import pytest

from api.settings import Settings
from bot.languages import LANGUAGES
from bot.safety.personal_data import PersonalData
from bot.texts import catalogue
from bot.understanding.lexicon import Lexicon, lexicon_languages
from tests.api.conftest import FakeIndex
from tests.api.fake_rasa import FakeRasa
from tests.api.test_deletion import files_hold

pytestmark = pytest.mark.anyio

WRITTEN = "Ich heiße Fatma Yılmaz, Tel. 0176 12345678, mein Sohn Mehmet ist am 3.5.2021 geboren"
KEPT = "Ich heiße NN, Tel. NN, mein Sohn NN ist am 05.2021 geboren"
PERSONAL = ("Fatma", "Yılmaz", "12345678", "Mehmet", "3.5.")


def holds_any(directory: Path) -> list[str]:
    return [words for words in PERSONAL if files_hold(directory, words)]


def notices(turn: httpx.Response) -> int:
    said = {catalogue(language).text("privacy.masked") for language in LANGUAGES}
    return sum(message.get("text") in said for message in turn.json()["messages"])


async def test_only_the_masked_message_goes_on(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, settings: Settings
) -> None:
    turn = await client.post(f"{conversation}/messages", json={"text": WRITTEN})
    assert turn.status_code == 200
    assert rasa.texts[-1] == KEPT
    kept = (await client.get(conversation)).json()["messages"]
    assert KEPT in [message.get("text") for message in kept]
    assert holds_any(settings.data_dir) == []


async def test_the_family_is_told_once_in_its_language(
    client: httpx.AsyncClient, conversation: str
) -> None:
    first = await client.post(f"{conversation}/messages", json={"text": WRITTEN})
    assert first.json()["messages"][0]["text"] == catalogue("de").text("privacy.masked")
    again = "Benim adım Fatma, oğlum Mehmet 4 yaşında ve hiç konuşmuyor, ne yapabilirim"
    later = await client.post(f"{conversation}/messages", json={"text": again})
    assert (notices(first), notices(later)) == (1, 0)
    other = await client.post("/api/conversations", json={"language": "tr"})
    turn = await client.post(
        f"/api/conversations/{other.json()['id']}/messages", json={"text": again}
    )
    assert turn.json()["messages"][0]["text"] == catalogue("tr").text("privacy.masked")


async def test_nothing_is_said_where_nothing_was_taken_out(
    client: httpx.AsyncClient, conversation: str
) -> None:
    turn = await client.post(f"{conversation}/messages", json={"text": "mein Sohn ist 4"})
    assert notices(turn) == 0


async def test_corrections_by_hand_are_masked_too(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, settings: Settings
) -> None:
    age = {"age_min_months": 36, "age_max_months": 47}
    children = [
        {**age, "who": "Mehmet", "label": "Mehmet, 3 Jahre", "need_text": WRITTEN},
        {**age, "who": "big_boy", "label": "der Große"},
    ]
    patch = {"children": children, "need_text": WRITTEN}
    turn = await client.patch(f"{conversation}/profile", json=patch)
    assert turn.status_code == 200
    assert notices(turn) == 1
    assert not any(words in rasa.texts[-1] for words in PERSONAL)
    assert "der Große" in rasa.texts[-1]
    assert holds_any(settings.data_dir) == []


async def test_a_query_is_searched_without_it(client: httpx.AsyncClient, index: FakeIndex) -> None:
    found = await client.post("/api/search", json={"query": WRITTEN})
    assert found.status_code == 200
    assert index.asked[-1].query == KEPT


async def test_every_label_the_dialogue_makes_is_left_alone(personal_data: PersonalData) -> None:
    for language in lexicon_languages():
        people = Lexicon.load(language).people
        for name in (*people, *(person.label for person in people.values())):
            assert not personal_data.is_a_name(name), (language, name)

"""The language of a turn: written, chosen by hand, or not offered at all."""

import httpx
import pytest

from api.chat.store import ConversationStore
from bot.languages import LANGUAGES
from tests.api.fake_rasa import FakeRasa, answer, text_message

pytestmark = pytest.mark.anyio

TURKISH = "Kızım dört yaşında ve okula gidiyor"
BULGARIAN = "Здравейте, търся детска градина за сина ми"


async def begin(client: httpx.AsyncClient, language: str = "de") -> str:
    begun = await client.post("/api/conversations", json={"language": language})
    return str(begun.json()["id"])


async def say(client: httpx.AsyncClient, conversation: str, **said: str) -> httpx.Response:
    return await client.post(f"/api/conversations/{conversation}/messages", json=said)


async def correct(client: httpx.AsyncClient, conversation: str, **patch: str) -> httpx.Response:
    return await client.patch(f"/api/conversations/{conversation}/profile", json=patch)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_can_be_begun_in(client: httpx.AsyncClient, language: str) -> None:
    begun = await client.post("/api/conversations", json={"language": language})
    assert begun.json()["language"] == language


async def test_the_browser_s_language_is_the_first_one(client: httpx.AsyncClient) -> None:
    begun = await client.post("/api/conversations", headers={"Accept-Language": "fr, ro;q=0.5"})
    assert begun.json()["language"] == "ro"


async def test_rasa_is_told_the_language_that_was_written(
    client: httpx.AsyncClient, rasa: FakeRasa
) -> None:
    conversation = await begin(client)
    await say(client, conversation, text=TURKISH)
    assert [turn["metadata"]["language"] for turn in rasa.turns] == ["de", "tr"]


async def test_the_conversation_goes_on_in_the_language_of_the_answer(
    client: httpx.AsyncClient, rasa: FakeRasa, store: ConversationStore
) -> None:
    conversation = await begin(client)
    rasa.answers.append(answer(text_message("Peki."), language="tr"))
    await say(client, conversation, text=TURKISH)
    assert store.get(conversation).language == "tr"
    await say(client, conversation, text="Sterkrade")
    assert rasa.turns[-1]["metadata"]["language"] == "tr"


async def test_a_button_chooses_a_language(client: httpx.AsyncClient, rasa: FakeRasa) -> None:
    conversation = await begin(client)
    await say(client, conversation, payload="language:uk")
    assert rasa.turns[-1]["metadata"]["language"] == "uk"
    assert rasa.turns[-1]["text"] == '/change_language{"requested_language": "uk"}'


@pytest.mark.parametrize("payload", ["language:fr", "language:", "language:de\n", "language:DE"])
async def test_a_button_for_a_language_that_is_not_offered_is_refused(
    client: httpx.AsyncClient, payload: str
) -> None:
    conversation = await begin(client)
    assert (await say(client, conversation, payload=payload)).status_code == 422


async def test_a_language_chosen_by_hand_is_confirmed(
    client: httpx.AsyncClient, rasa: FakeRasa
) -> None:
    conversation = await begin(client)
    assert (await correct(client, conversation, language="ar")).status_code == 200
    assert rasa.turns[-1]["metadata"]["language"] == "ar"
    assert rasa.turns[-1]["text"] == '/change_language{"requested_language": "ar"}'


async def test_a_language_beside_another_correction_needs_no_confirmation(
    client: httpx.AsyncClient, rasa: FakeRasa
) -> None:
    conversation = await begin(client)
    await correct(client, conversation, language="ar", district="sterkrade")
    assert rasa.turns[-1]["metadata"]["language"] == "ar"
    assert rasa.turns[-1]["text"].startswith("/correct_profile")


async def test_no_other_language_can_be_chosen(client: httpx.AsyncClient) -> None:
    conversation = await begin(client)
    refused = await correct(client, conversation, language="tlh")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "language"


async def test_who_is_in_danger_is_answered_in_the_language_written(
    client: httpx.AsyncClient, rasa: FakeRasa
) -> None:
    conversation = await begin(client, "uk")
    answered = await say(client, conversation, text="Mein Mann schlägt mich und die Kinder")
    assert answered.json()["messages"][0]["type"] == "crisis"
    assert rasa.turns[-1]["metadata"]["language"] == "de"


async def test_a_language_that_is_not_offered_is_told_once(
    client: httpx.AsyncClient, rasa: FakeRasa
) -> None:
    conversation = await begin(client)
    first = (await say(client, conversation, text=BULGARIAN)).json()["messages"]
    assert "Bulgarisch" in first[0]["text"]
    assert all(language.name in first[0]["text"] for language in LANGUAGES.values())
    assert first[1]["text"] == f"Antwort auf {BULGARIAN}"
    assert rasa.turns[-1]["metadata"]["language"] == "de"
    second = (await say(client, conversation, text=BULGARIAN)).json()["messages"]
    assert [message["text"] for message in second] == [f"Antwort auf {BULGARIAN}"]


async def test_topics_are_named_in_each_language(client: httpx.AsyncClient) -> None:
    for language, label in (("ru", "Долги"), ("de-simple", "Schulden"), ("en", "Debts")):
        topics = await client.get("/api/topics", params={"language": language})
        assert topics.json()["language"] == language
        assert label in {topic["label"] for topic in topics.json()["topics"]}

"""Danger comes before everything else, and needs nothing but the contacts' own records."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
import yaml
from starlette.responses import JSONResponse

import api.chat.crisis
from api.chat.crisis import GO_ON, CrisisHelp
from api.chat.crisis_contacts import read_contacts
from api.chat.store import ConversationStore
from bot.languages import LANGUAGES
from bot.safety import KINDS, Danger, DangerRecogniser, Reader
from bot.texts import catalogue
from index.city import City
from index.search import SearchRequest
from tests.api.conftest import CITY, Clock, FakeIndex
from tests.api.fake_rasa import FakeRasa, answer, profile, text_message

DANGER = "Mein Mann schlägt mich"
BY_A_CHILD = "mein papa haut mich immer"
CONTACTS = [
    {
        "name": "Polizei 110",
        "phone": "110",
        "chat": None,
        "mail": None,
        "walk_in": None,
        "url": None,
        "hours": "rund um die Uhr",
        "languages": "Deutsch",
        "verified": None,
    },
    {
        "name": "Hilfetelefon Gewalt gegen Frauen",
        "phone": "116 016",
        "chat": None,
        "mail": None,
        "walk_in": None,
        "url": "https://www.hilfetelefon.de",
        "hours": "rund um die Uhr",
        "languages": "Deutsch, Englisch, Polnisch, Russisch und Ukrainisch",
        "verified": "Juni 2023",
    },
    {
        "name": "Frauenhaus Oberhausen",
        "phone": None,
        "chat": None,
        "mail": None,
        "walk_in": None,
        "url": "https://frauenhelfenfrauen-oberhausen.de",
        "hours": None,
        "languages": "Deutsch",
        "verified": "März 2023",
    },
]
CHILD_KINDS = [
    key.removeprefix("crisis.child.") for key in catalogue("de") if key.startswith("crisis.child.")
]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.anyio
async def test_danger_is_answered_with_whom_to_call(
    client: httpx.AsyncClient, conversation: str
) -> None:
    said = (await client.post(f"{conversation}/messages", json={"text": DANGER})).json()
    crisis, going_on = said["messages"]
    assert plain(crisis.pop("text")) == catalogue("de").text("crisis.partner-violence")
    assert crisis == {
        "id": 3,
        "author": "bot",
        "type": "crisis",
        "machine": catalogue("de").text("crisis.machine.adult"),
        "contacts": CONTACTS,
        "reader": "adult",
    }
    assert going_on["options"] == [
        {"title": "Hilfe dazu suchen", "payload": "topic:violence"},
        {"title": "Weiter wie bisher", "payload": GO_ON},
    ]


@pytest.mark.anyio
async def test_a_child_is_answered_in_simpler_words(
    client: httpx.AsyncClient, conversation: str
) -> None:
    said = (await client.post(f"{conversation}/messages", json={"text": BY_A_CHILD})).json()
    crisis = said["crisis"]
    assert plain(crisis["text"]) == catalogue("de").text("crisis.child.child-hurt")
    assert crisis["machine"] == catalogue("de").text("crisis.machine.child")
    assert "116 111" in [contact["phone"] for contact in crisis["contacts"]]


@pytest.mark.anyio
async def test_no_word_of_it_is_kept_or_passed_on(
    client: httpx.AsyncClient,
    conversation: str,
    rasa: FakeRasa,
    store: ConversationStore,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await client.post(f"{conversation}/messages", json={"text": DANGER})
    await client.patch(f"{conversation}/profile", json={"need_text": DANGER})
    kept = (await client.get(conversation)).json()
    assert kept["messages"][1]["text"] == catalogue("de").text("crisis.placeholder")
    remains = [kept, rasa.turns, store.messages(conversation.rpartition("/")[2]), caplog.text]
    assert "schlägt" not in json.dumps(remains, ensure_ascii=False, default=str)


@pytest.mark.anyio
async def test_the_dialogue_learns_that_there_was_danger_and_what_helps_the_search(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    text = f"{DANGER}, meine Tochter ist 3, wir wohnen in Sterkrade"
    await client.post(f"{conversation}/messages", json={"text": text})
    await client.post(f"{conversation}/messages", json={"text": "Wir suchen eine Kita"})
    told, next_turn = rasa.turns[-2:]
    assert told["metadata"]["danger"] is True
    intent, values = told["text"].split("{", 1)
    assert intent == "/correct_profile"
    assert json.loads(json.loads(f"{{{values}")["profile_patch"]) == {
        "children": [{"age_min_months": 36, "age_max_months": 47, "who": "daughter"}],
        "district": "sterkrade",
    }
    assert "danger" not in next_turn["metadata"]
    assert next_turn["text"] == "Wir suchen eine Kita"


@pytest.mark.anyio
async def test_what_is_known_already_stays(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    child = {"age_min_months": 60, "age_max_months": 71, "label": "5 Jahre"}
    rasa.answers.append(answer(text_message("Gern."), children=[child], district_any=True))
    await client.post(f"{conversation}/messages", json={"text": "Sport für meinen Sohn, 5"})
    text = f"{DANGER}, ich bin mit dem Kleinen, 3 Jahre, in Sterkrade"
    await client.post(f"{conversation}/messages", json={"text": text})
    assert rasa.turns[-1]["text"] == '/correct_profile{"profile_patch": "{}"}'


@pytest.mark.anyio
async def test_nothing_that_the_dialogue_says_comes_beside_it(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    rasa.answers.append(answer(text_message("Wie alt ist Ihr Kind?"), district_any=True))
    said = (await client.post(f"{conversation}/messages", json={"text": DANGER})).json()
    assert [message["type"] for message in said["messages"]] == ["crisis", "quick_replies"]
    assert said["profile"] == profile(district_any=True)


@pytest.mark.anyio
async def test_a_dialogue_that_says_nothing_to_it_is_well(
    client: httpx.AsyncClient,
    conversation: str,
    rasa: FakeRasa,
    caplog: pytest.LogCaptureFixture,
) -> None:
    rasa.answers.append(answer(district_any=True))
    said = (await client.post(f"{conversation}/messages", json={"text": DANGER})).json()
    assert said["profile"] == profile(district_any=True)
    assert "without Rasa" not in caplog.text


@pytest.mark.anyio
async def test_it_is_said_although_the_dialogue_fails(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    rasa.answers.append(JSONResponse({"error": "turn failed"}, 500))
    said = await client.post(f"{conversation}/messages", json={"text": DANGER})
    assert said.status_code == 200
    assert said.json()["messages"][0]["type"] == "crisis"
    assert said.json()["profile"] == profile()


@pytest.mark.anyio
async def test_it_is_said_although_the_dialogue_answers_nonsense(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    rasa.answers.append(JSONResponse({"profile": {"language": 7}}))
    said = await client.post(f"{conversation}/messages", json={"text": DANGER})
    assert said.json()["messages"][0]["type"] == "crisis"


@pytest.mark.anyio
async def test_it_is_said_although_the_dialogue_is_away(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    rasa.up = False
    said = await client.post(f"{conversation}/messages", json={"text": DANGER})
    assert said.status_code == 200
    kept = (await client.get(conversation)).json()["messages"]
    assert [(message["author"], message["type"]) for message in kept[1:]] == [
        ("user", "text"),
        ("bot", "crisis"),
        ("bot", "quick_replies"),
    ]
    assert kept[2] == said.json()["messages"][0]


@pytest.mark.anyio
async def test_it_does_not_wait_for_a_dialogue_that_hangs(
    client: httpx.AsyncClient,
    conversation: str,
    rasa: FakeRasa,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("api.chat.conversations.SECONDS_FOR_RASA_IN_DANGER", 0.1)
    rasa.may_answer.clear()
    said = await client.post(f"{conversation}/messages", json={"text": DANGER})
    assert said.json()["messages"][0]["type"] == "crisis"


@pytest.mark.anyio
async def test_it_is_said_although_nothing_can_be_searched(
    client: httpx.AsyncClient,
    conversation: str,
    index: FakeIndex,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: SearchRequest) -> None:
        raise RuntimeError("no search")

    monkeypatch.setattr(index, "search", broken)
    said = await client.post(f"{conversation}/messages", json={"text": DANGER})
    assert said.json()["messages"][0]["type"] == "crisis"


@pytest.mark.anyio
@pytest.mark.parametrize(
    "patch",
    [
        {"need_text": DANGER, "district": "osterfeld"},
        {
            "children": [{"age_min_months": 36, "age_max_months": 47, "need_text": DANGER}],
            "district": "osterfeld",
        },
    ],
    ids=["of all", "of a child"],
)
async def test_danger_in_a_need_corrected_by_hand_is_heard(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa, patch: dict[str, object]
) -> None:
    said = await client.patch(f"{conversation}/profile", json=patch)
    assert said.json()["messages"][0]["type"] == "crisis"
    assert "osterfeld" in rasa.turns[-1]["text"]
    assert "schl" not in rasa.turns[-1]["text"]


@pytest.mark.anyio
async def test_without_danger_the_dialogue_answers_alone(
    client: httpx.AsyncClient, conversation: str
) -> None:
    said = await client.post(f"{conversation}/messages", json={"text": "Kita"})
    assert [message["type"] for message in said.json()["messages"]] == ["text"]
    assert said.json()["crisis"] is None
    assert (await client.get(conversation)).json()["crisis"] is None


@pytest.mark.anyio
async def test_it_stays_for_the_rest_of_the_conversation(
    client: httpx.AsyncClient, conversation: str, clock: Clock
) -> None:
    first = (await client.post(f"{conversation}/messages", json={"text": DANGER})).json()["crisis"]
    assert first["contacts"] == CONTACTS
    clock.pass_hours(1)
    for turn in ({"text": "Wir suchen eine Kita"}, {"payload": "topic:violence"}):
        said = await client.post(f"{conversation}/messages", json=turn)
        assert said.json()["crisis"] == first
    assert (await client.get(conversation)).json()["crisis"] == first
    patched = await client.patch(f"{conversation}/profile", json={"district": "osterfeld"})
    assert patched.json()["crisis"] == first


@pytest.mark.anyio
async def test_it_follows_into_another_language(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    await client.post(f"{conversation}/messages", json={"text": BY_A_CHILD})
    rasa.answers.append(answer(text_message("Memnuniyetle."), language="tr"))
    said = await client.patch(f"{conversation}/profile", json={"language": "tr"})
    crisis = said.json()["crisis"]
    assert plain(crisis["text"]) == catalogue("tr").text("crisis.child.child-hurt")
    assert crisis["contacts"][0]["name"] == "Polis 110"
    assert (await client.get(conversation)).json()["crisis"] == crisis


@pytest.mark.anyio
async def test_who_goes_on_is_asked_what_for(
    client: httpx.AsyncClient, conversation: str, rasa: FakeRasa
) -> None:
    await client.post(f"{conversation}/messages", json={"text": DANGER})
    turns = len(rasa.turns)
    said = (await client.post(f"{conversation}/messages", json={"payload": GO_ON})).json()
    assert [message["text"] for message in said["messages"]] == [
        catalogue("de").text("crisis.go_on.adult")
    ]
    assert said["crisis"] is not None
    assert len(rasa.turns) == turns
    assert (await client.get(conversation)).json()["messages"][-2]["text"] == "Weiter wie bisher"


@pytest.mark.anyio
async def test_nobody_goes_on_from_where_nothing_was(
    client: httpx.AsyncClient, conversation: str
) -> None:
    said = await client.post(f"{conversation}/messages", json={"payload": GO_ON})
    assert said.status_code == 422


MISUNDERSTOOD = {
    "de": "Sie haben mich falsch verstanden",
    "en": "you misunderstood me",
    "tr": "beni yanlis anladiniz",
    "ar": "فهمتني غلط",
    "uk": "ви мене неправильно зрозуміли",
    "ru": "вы меня не так поняли",
    "pl": "zle mnie zrozumieliscie",
    "ro": "m-ati inteles gresit",
}


@pytest.mark.anyio
@pytest.mark.parametrize("language", MISUNDERSTOOD)
async def test_who_was_misunderstood_is_believed_and_the_numbers_stay(
    client: httpx.AsyncClient, language: str, rasa: FakeRasa
) -> None:
    begun = await client.post("/api/conversations", json={"language": language})
    conversation = f"/api/conversations/{begun.json()['id']}"
    rasa.answers.append(answer(language=language))
    first = await client.post(f"{conversation}/messages", json={"text": DANGER})
    assert first.json()["crisis"] is not None
    turns = len(rasa.turns)
    await client.patch(f"{conversation}/profile", json={"language": language})
    said = await client.post(f"{conversation}/messages", json={"text": MISUNDERSTOOD[language]})
    told = {catalogue(code).text("crisis.stays.adult") for code in (language, "de")}
    (message,) = said.json()["messages"]
    assert message["text"] in told
    assert said.json()["crisis"] is not None
    assert len(rasa.turns) == turns + 1


@pytest.mark.anyio
async def test_what_they_look_for_instead_is_answered_at_once(
    client: httpx.AsyncClient, conversation: str
) -> None:
    await client.post(f"{conversation}/messages", json={"text": DANGER})
    text = "Das war ein Missverständnis, wir suchen eine Kita in Sterkrade"
    said = (await client.post(f"{conversation}/messages", json={"text": text})).json()
    assert [message["text"] for message in said["messages"]] == [
        catalogue("de").text("crisis.stays.adult"),
        f"Antwort auf {text}",
    ]


@pytest.mark.anyio
async def test_words_that_repeat_the_danger_are_not_kept_either(
    client: httpx.AsyncClient, conversation: str
) -> None:
    await client.post(f"{conversation}/messages", json={"text": DANGER})
    text = f"Sie haben mich falsch verstanden. {DANGER} in der Küche"
    said = (await client.post(f"{conversation}/messages", json={"text": text})).json()
    assert [message["text"] for message in said["messages"]] == [
        catalogue("de").text("crisis.stays.adult")
    ]
    assert "Küche" not in (await client.get(conversation)).text


@pytest.mark.parametrize(
    "text",
    [
        "das ist kein Missverständnis",
        "that is not a misunderstanding",
        "bu şaka değildi, yanlış anlaşılma değil",
        "ليس سوء فهم",
        "це не непорозуміння",
        "это не недоразумение",
        "to nie żart, to nie nieporozumienie",
        "nu e o neînțelegere",
        "er versteht mich nicht",
    ],
)
def test_who_insists_is_not_taken_for_misunderstood(text: str, crisis: CrisisHelp) -> None:
    assert not crisis.is_misunderstood(text)


@pytest.mark.parametrize(
    "text",
    [
        "nein nein, Sie haben mich falsch verstanden!",
        "so war das nicht. Missverständnis",
        "no, you misunderstood",
        "hayır yanlış anladınız",
        "لا، فهمتوني غلط",
        "ні, ви не так зрозуміли",
        "нет вы меня не поняли",
        "nie, źle mnie zrozumieliście",
        "nu, ați înțeles greșit",
    ],
)
def test_who_says_no_is_misunderstood_all_the_same(text: str, crisis: CrisisHelp) -> None:
    assert crisis.is_misunderstood(text)


@pytest.mark.anyio
async def test_another_danger_is_told_even_by_who_was_misunderstood(
    client: httpx.AsyncClient, conversation: str
) -> None:
    await client.post(f"{conversation}/messages", json={"text": DANGER})
    text = "Sie haben mich falsch verstanden, ich will nicht mehr leben"
    said = (await client.post(f"{conversation}/messages", json={"text": text})).json()
    assert plain(said["crisis"]["text"]) == catalogue("de").text("crisis.suicide")


@pytest.mark.anyio
async def test_before_a_danger_nobody_is_misunderstood(
    client: httpx.AsyncClient, conversation: str
) -> None:
    text = MISUNDERSTOOD["de"]
    said = (await client.post(f"{conversation}/messages", json={"text": text})).json()
    assert said["messages"][0]["text"] == f"Antwort auf {text}"


@pytest.mark.anyio
async def test_what_was_written_before_helps_to_tell_who_writes(
    client: httpx.AsyncClient, conversation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[list[str]] = []
    danger = DangerRecogniser.danger

    def remembered(
        self: DangerRecogniser, text: str, language: str, earlier: Sequence[str] = ()
    ) -> Danger | None:
        read.append([*earlier, text])
        return danger(self, text, language, earlier)

    monkeypatch.setattr(DangerRecogniser, "danger", remembered)
    for text in ("Kita für meine Tochter", DANGER, "in Sterkrade"):
        await client.post(f"{conversation}/messages", json={"text": text})
    assert read == [
        ["Kita für meine Tochter"],
        ["Kita für meine Tochter", DANGER],
        ["Kita für meine Tochter", "in Sterkrade"],
    ]


@pytest.mark.anyio
async def test_a_search_in_danger_finds_offers_and_says_whom_to_call(
    client: httpx.AsyncClient,
) -> None:
    found = (await client.post("/api/search", json={"query": DANGER, "language": "tr"})).json()
    assert found["results"]
    assert plain(found["crisis"]["text"]) == catalogue("tr").text("crisis.partner-violence")
    quiet = (await client.post("/api/search", json={"query": "Kita"})).json()
    assert quiet["crisis"] is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "reader"),
    [(kind, "adult") for kind in KINDS] + [(kind, "child") for kind in CHILD_KINDS],
)
def test_every_number_that_is_named_is_among_the_contacts(
    kind: str, reader: Reader, language: str
) -> None:
    key = f"crisis.{kind}" if reader == "adult" else f"crisis.child.{kind}"
    text = catalogue(language).text(key)
    phones = {contact.phone for contact in read_contacts(CITY).of(kind, reader)}
    assert set(re.findall(r"\d[\d ]*\d", text)) <= phones
    assert len(text) <= 450, "short enough to be read in danger"


def test_every_danger_has_words_and_no_other() -> None:
    texts = catalogue("de")
    said = {key.removeprefix("crisis.") for key in texts if key.startswith("crisis.")}
    assert set(KINDS) <= said
    assert set(CHILD_KINDS) <= {*KINDS, "other"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_tell_which_danger_they_are_for(language: str) -> None:
    texts = [
        text
        for key in catalogue(language)
        if re.fullmatch(r"crisis\.(child\.)?[a-z-]+", key)
        for text in catalogue(language).wordings(key)
    ]
    assert len(set(texts)) == len(texts)


def test_every_danger_has_a_topic_to_search_for(city: City) -> None:
    path = Path(api.chat.crisis.__file__).parent / "crisis_topics.yml"
    topics = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert sorted(topics) == sorted(KINDS)
    assert set(topics.values()) <= set(city.topics)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_is_never_torn_apart(language: str, crisis: CrisisHelp) -> None:
    alarm = crisis.alarm(BY_A_CHILD, language)
    assert alarm is not None
    assert "116\u00a0111" in alarm.crisis.text

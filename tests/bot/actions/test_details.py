import pytest
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.details import OfferDetails
from bot.actions.offers import OFFERS_AT_ONCE, ShowOffers
from bot.actions.profile import Profile
from bot.actions.telling import ASPECTS, Told, everything, say_lines
from bot.texts import Catalogue, catalogue
from index.offers.bare import bare_offer
from tests.bot.actions.stage import Outcome, Stage, real_city, real_offers

GERMAN_ENTRIES = {key: catalogue("de").wordings(key) for key in catalogue("de")}


def shown_debts(stage: Stage) -> Stage:
    stage.knows(Profile(needs=("debts",)))
    stage.slots |= stage.play(ShowOffers(stage.services)).slots
    return stage


def detailed(stage: Stage, entity: str, value: object) -> str:
    entities = [{"entity": entity, "value": value}]
    outcome = stage.play(OfferDetails(stage.services), "offer_details", entities=entities)
    return outcome.texts[0]


def test_the_second_one_is_the_second_of_the_list(stage: Stage) -> None:
    second = stage.index.offers[1]
    assert second.phone
    assert second.phone in detailed(shown_debts(stage), "ordinal", 2)
    assert second.phone in detailed(stage, "position", "2")


def test_the_last_one_is_the_last_of_the_list(stage: Stage) -> None:
    last = stage.index.offers[OFFERS_AT_ONCE - 1]
    assert last.name in detailed(shown_debts(stage), "ordinal", -1)


def test_an_offer_is_found_by_its_name(stage: Stage) -> None:
    shown_debts(stage)
    text = "Was macht das Elterntelefon genau?"
    outcome = stage.play(OfferDetails(stage.services), "offer_details", text=text)
    assert outcome.texts[0].startswith("Elterntelefon")


def test_where_it_is_not_clear_which_one_it_asks(stage: Stage) -> None:
    shown_debts(stage)
    outcome = stage.play(OfferDetails(stage.services), "offer_details", text="Erzählen Sie mehr")
    assert outcome.payloads == [f"offer:{offer_id}" for offer_id in stage.slots["listed"]]


def test_a_number_beyond_the_list_asks_too(stage: Stage) -> None:
    assert detailed(shown_debts(stage), "ordinal", 9) == "Welches Angebot meinen Sie?"


def test_a_confidential_address_is_said_to_be_so(stage: Stage) -> None:
    stage.slots["listed"] = ["frauenhaus-oberhausen"]
    text = detailed(stage, "ordinal", 1)
    assert "Die Adresse ist zum Schutz geheim" in text
    assert "Ort:" not in text


def test_unconfirmed_facts_are_marked(stage: Stage) -> None:
    offer = next(o for o in stage.index.offers if o.verification == "needs_check")
    stage.slots["listed"] = [offer.id]
    assert "noch nicht bestätigt" in detailed(stage, "ordinal", 1)


def test_of_an_offer_of_few_facts_only_those_are_told(stage: Stage) -> None:
    stage.index.offers = [bare_offer("naehen", "Nähtreff", "Wir nähen Kleider.", stage.city)]
    stage.slots["listed"] = ["naehen"]
    text = detailed(stage, "position", "1")
    assert text.splitlines()[:2] == ["Nähtreff", "Wir nähen Kleider."]
    assert "kostenlos" not in text
    assert not any(line.endswith(": ") for line in text.splitlines())


def asked(stage: Stage, text: str, *aspects: str, ordinals: tuple[int, ...] = ()) -> Outcome:
    said: list[tuple[str, str | int]] = [("aspect", aspect) for aspect in aspects]
    said += [("ordinal", place) for place in ordinals]
    entities = [{"entity": name, "value": value} for name, value in said]
    outcome = stage.play(OfferDetails(stage.services), "offer_details", entities, text)
    stage.slots |= outcome.slots
    return outcome


@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_aspect_is_answered_and_no_more_than_that(stage: Stage, aspect: str) -> None:
    outcome = asked(shown_debts(stage), "", aspect, ordinals=(1,))
    assert len(outcome.texts) == 1
    assert stage.index.offers[0].description_de not in outcome.texts[0]
    assert "offer:kim-willkommensbesuch" in outcome.payloads


def test_what_is_not_known_is_said_to_be_so_with_a_way_to_ask(stage: Stage) -> None:
    text = asked(shown_debts(stage), "", "barrier_free", ordinals=(1,)).texts[0]
    assert "weiß ich nicht" in text
    assert str(stage.index.offers[0].email) in text


def test_a_question_without_a_name_is_about_the_offer_spoken_of_last(stage: Stage) -> None:
    asked(shown_debts(stage), "mehr zum zweiten", ordinals=(2,))
    assert "Elterntelefon" in asked(stage, "und die Telefonnummer?", "phone").texts[0]


@pytest.mark.parametrize("text", ["das Elterntelefon", "elterntelefonn", "die Nummer gegen Kummer"])
def test_a_name_may_be_misspelt_or_that_of_who_offers_it(stage: Stage, text: str) -> None:
    assert "Elterntelefon" in asked(shown_debts(stage), text, "phone").texts[0]


def test_an_offer_shown_earlier_is_found_again(stage: Stage) -> None:
    stage.slots |= {"listed": ["notruf-110"], "seen": ["elterntelefon", "notruf-110"]}
    assert asked(stage, "Wann ist das Elterntelefon da?", "hours").slots["spoken_of"] == (
        "elterntelefon"
    )


def test_a_whole_name_outweighs_words_of_the_last_list(stage: Stage) -> None:
    stage.index.offers = real_offers("hallenbad-sterkrade", "bibliothek-sterkrade")
    stage.slots |= {"listed": ["hallenbad-sterkrade"], "seen": ["bibliothek-sterkrade"]}
    outcome = asked(stage, "Telefon der Stadtteilbibliothek Sterkrade", "phone")
    assert outcome.slots["spoken_of"] == "bibliothek-sterkrade"


def test_an_offer_that_was_never_shown_is_found_by_its_name(stage: Stage) -> None:
    assert asked(stage, "Was ist das Frauenhaus Oberhausen?").slots["spoken_of"] == (
        "frauenhaus-oberhausen"
    )


def test_two_places_are_two_answers(stage: Stage) -> None:
    texts = asked(shown_debts(stage), "1 und 2", ordinals=(1, 2)).texts
    assert [text.partition(" ")[0] for text in texts] == ["KiM", "Elterntelefon"]


def test_places_count_the_buttons_of_the_question_before(stage: Stage) -> None:
    shown_debts(stage)
    buttons = [{"title": "x", "payload": f"offer:{i}"} for i in ("notruf-112", "elterntelefon")]
    answered = {"event": "bot", "data": {"custom": {"type": "quick_replies", "options": buttons}}}
    entities = [{"entity": "ordinal", "value": 1}]
    outcome = stage.play(
        OfferDetails(stage.services),
        "offer_details",
        entities,
        events=({"event": "user"}, answered, {"event": "user"}),
    )
    assert outcome.slots["spoken_of"] == "notruf-112"


def test_places_count_the_list_where_a_button_only_leads_on_from_one_offer(stage: Stage) -> None:
    shown_debts(stage)
    button = [{"title": "x", "payload": "offer:elterntelefon"}]
    told = {"event": "bot", "data": {"custom": {"type": "quick_replies", "options": button}}}
    entities = [{"entity": "ordinal", "value": place} for place in (1, 2)]
    outcome = stage.play(
        OfferDetails(stage.services),
        "offer_details",
        entities,
        events=({"event": "user"}, told, {"event": "user"}),
    )
    assert len(outcome.texts) >= 2


def test_asked_again_which_one_is_asked_in_other_words(stage: Stage) -> None:
    first = asked(shown_debts(stage), "Erzählen Sie mehr")
    assert asked(stage, "Erzählen Sie mehr").texts != first.texts


def test_german_facts_are_marked_in_another_language() -> None:
    city = real_city()
    offer = real_offers("kim-willkommensbesuch")[0]
    told = Told(offer, Profile(language="en"), Catalogue("en", GERMAN_ENTRIES), city)
    dispatcher = CollectingDispatcher()
    say_lines(dispatcher, everything(told), told.texts)
    own, german = [sent["custom"] for sent in dispatcher.messages]
    assert "language" not in own
    assert offer.description_de not in own["text"]
    assert german["language"] == "de"
    assert offer.description_de in german["text"]


def test_what_to_bring_is_told_where_the_record_says_so(stage: Stage) -> None:
    stage.index.offers = real_offers("kjgd-oberhausen")
    stage.slots["listed"] = ["kjgd-oberhausen"]
    assert "Impfpass mitbringen" in asked(stage, "was muss ich mitbringen", "bring").texts[0]


def test_no_word_tells_a_confidential_address(stage: Stage) -> None:
    """The index gives offers without it; what is said does not rely on that alone."""
    (refuge,) = real_offers("frauenhaus-oberhausen")
    secret = {"street": "Geheimweg 7", "postcode": "46119", "district_id": "osterfeld"}
    stage.index.offers = [refuge.model_copy(update=secret)]
    stage.slots |= {"listed": [refuge.id], "seen": [refuge.id], "spoken_of": refuge.id}
    stage.knows(Profile(district_id="osterfeld"))
    for aspect in ("address", "route", "hours", None):
        entities = [{"entity": "aspect", "value": aspect}] if aspect else []
        told = stage.play(OfferDetails(stage.services), "offer_details", entities)
        said = str(told.messages)
        assert "Frauenhaus" in said or "geheim" in said
        assert not [trace for trace in ("Geheimweg", "46119", "Osterfeld") if trace in said], said

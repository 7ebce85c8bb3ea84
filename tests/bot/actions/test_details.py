from bot.actions.details import OfferDetails
from bot.actions.offers import OFFERS_AT_ONCE, ShowOffers
from bot.actions.profile import Profile
from index.offers.bare import bare_offer
from tests.bot.actions.stage import Stage


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
    assert outcome.payloads == [f"details:{n}" for n in range(1, OFFERS_AT_ONCE + 1)]


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

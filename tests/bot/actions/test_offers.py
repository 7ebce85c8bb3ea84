from bot.actions.offers import OFFERS_AT_ONCE, MoreOffers, OfferDetails, ShowOffers
from bot.actions.profile import Profile
from index.offers.bare import bare_offer
from tests.bot.actions.stage import Stage


def shown_debts(stage: Stage) -> Stage:
    stage.knows(Profile(needs=("debts",)))
    stage.slots |= stage.play(ShowOffers(stage.services)).slots
    return stage


def test_the_first_offers_are_shown_and_more_is_offered(stage: Stage) -> None:
    outcome = stage.knows(Profile(needs=("debts",))).play(ShowOffers(stage.services))
    assert outcome.shown == [offer.id for offer in stage.index.offers[:OFFERS_AT_ONCE]]
    assert outcome.payloads == ["more", "human", "restart"]


def test_an_unchanged_search_is_said_not_repeated(stage: Stage) -> None:
    outcome = shown_debts(stage).play(ShowOffers(stage.services))
    assert outcome.shown == []
    assert outcome.texts


def test_nothing_found_is_said(stage: Stage) -> None:
    stage.index.offers = []
    outcome = stage.knows(Profile(needs=("debts",))).play(ShowOffers(stage.services))
    assert outcome.texts[0].startswith("Dazu habe ich leider nichts Passendes gefunden")


def test_more_shows_others_until_there_are_none(stage: Stage) -> None:
    first = shown_debts(stage).slots["shown"]
    more = stage.play(MoreOffers(stage.services), intent="more_offers")
    assert more.shown == [offer.id for offer in stage.index.offers[OFFERS_AT_ONCE:]]
    assert more.slots["shown"] == first + more.shown
    stage.slots |= more.slots
    end = stage.play(MoreOffers(stage.services), intent="more_offers")
    assert end.shown == []
    assert "human" in end.payloads


def test_more_of_nothing_asks_what_it_is_about(stage: Stage) -> None:
    outcome = stage.play(MoreOffers(stage.services), intent="more_offers")
    assert outcome.texts[0].startswith("Noch habe ich nichts gezeigt")
    assert stage.index.requests == []


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


def test_what_was_let_go_is_said_once_before_the_offers(stage: Stage) -> None:
    stage.index.relaxed = ("sozialraum", "city")
    outcome = stage.knows(Profile(needs=("debts",))).play(ShowOffers(stage.services))
    said = [text for text in outcome.texts if "In Ihrer Nähe ist dazu nichts dabei" in text]
    assert len(said) == 1
    assert [m["type"] for m in outcome.messages][:3] == ["text", "text", "offers"]


def test_the_wish_for_the_telephone_is_a_search(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",), wishes=frozenset({"phone", "near"})))
    assert stage.play(ShowOffers(stage.services)).shown

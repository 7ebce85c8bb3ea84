from bot.actions.offers import OFFERS_AT_ONCE, MoreOffers, ShowOffers
from bot.actions.profile import Profile
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


def test_what_was_let_go_is_said_once_before_the_offers(stage: Stage) -> None:
    stage.index.relaxed = ("sozialraum", "city")
    outcome = stage.knows(Profile(needs=("debts",))).play(ShowOffers(stage.services))
    said = [text for text in outcome.texts if "In Ihrer Nähe ist dazu nichts dabei" in text]
    assert len(said) == 1
    assert [m["type"] for m in outcome.messages][:3] == ["text", "text", "offers"]


def test_the_wish_for_the_telephone_is_a_search(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",), wishes=frozenset({"phone", "near"})))
    assert stage.play(ShowOffers(stage.services)).shown

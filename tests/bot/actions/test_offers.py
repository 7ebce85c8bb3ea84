from dataclasses import replace

import pytest

from bot.actions.form import AskQuestion
from bot.actions.offers import OFFERS_AT_ONCE, OFFERS_FOR_EACH, MoreOffers, ShowOffers
from bot.actions.profile import Child, Profile
from bot.actions.remarks import remark
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


def test_each_wish_that_is_let_go_is_said_before_the_offers(stage: Stage) -> None:
    stage.index.relaxed = ("sozialraum", "weekend", "language")
    stage.knows(Profile(needs=("debts",), wishes=frozenset({"weekend"}), spoken="ar"))
    said = " ".join(stage.play(ShowOffers(stage.services)).texts)
    assert "Ihre Sprache gesprochen wird" in said
    assert "dass es am Wochenende geht" in said
    assert "benachbarten" in said


def test_the_wish_for_the_telephone_is_a_search(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",), wishes=frozenset({"phone", "near"})))
    assert stage.play(ShowOffers(stage.services)).shown


TWO_NEEDS = Profile(
    children=(
        Child(108, 119, "Großer, 9 Jahre", "big_boy", ("learning-support",)),
        Child(48, 59, "Kleine, 4 Jahre", "little_girl", ("parent-child-group",)),
    )
)


def test_children_with_different_needs_are_answered_one_by_one(stage: Stage) -> None:
    outcome = stage.knows(TWO_NEEDS).play(ShowOffers(stage.services))
    assert [m["type"] for m in outcome.messages[:4]] == ["text", "offers", "text", "offers"]
    assert outcome.texts[:2] == [
        "Für Ihr Kind (Großer, 9 Jahre):",
        "Für Ihr Kind (Kleine, 4 Jahre):",
    ]
    sizes = [len(m["results"]) for m in outcome.messages if m["type"] == "offers"]
    assert sizes == [OFFERS_FOR_EACH, OFFERS_FOR_EACH]
    assert outcome.slots["listed"] == outcome.shown
    assert len(set(outcome.shown)) == len(outcome.shown)
    assert [request.needs for request in stage.index.requests] == [
        ("learning-support",),
        ("parent-child-group",),
    ]


def test_in_focus_is_one_child_with_its_need(stage: Stage) -> None:
    stage.knows(replace(TWO_NEEDS, focus=1)).play(ShowOffers(stage.services))
    (request,) = stage.index.requests
    assert request.needs == ("parent-child-group",)
    assert [age.min_months for age in request.children] == [48]


def test_what_is_now_searched_for_is_said_in_place_of_the_intro(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",), wishes=frozenset({"free"})))
    stage.slots["remarks"] = [remark("wished.free")]
    texts = stage.play(ShowOffers(stage.services)).texts
    assert texts[0] == "Ich zeige jetzt zuerst, was nichts kostet."
    assert "Das könnte Ihnen helfen." not in texts


def test_a_wish_that_nothing_meets_is_said_and_kept(stage: Stage) -> None:
    stage.index.relaxed = ("free",)
    stage.knows(Profile(needs=("debts",), wishes=frozenset({"free"})))
    outcome = stage.play(ShowOffers(stage.services))
    assert any("nichts, das sicher kostenlos ist" in text for text in outcome.texts)
    assert stage.index.requests[0].wishes == {"free"}


def test_wishes_the_index_does_not_know_stay_in_the_profile(stage: Stage) -> None:
    stage.knows(Profile(needs=("debts",), wishes=frozenset({"free", "weekend"}), spoken="tr"))
    stage.play(ShowOffers(stage.services))
    (request,) = stage.index.requests
    assert request.wishes <= {"free", "weekend"}
    assert request.spoken == "tr"


def test_what_was_passed_over_is_not_shown(stage: Stage) -> None:
    shown_debts(stage)
    stage.slots["passed_over"] = stage.slots["listed"]
    outcome = stage.play(ShowOffers(stage.services))
    assert outcome.shown == [offer.id for offer in stage.index.offers[OFFERS_AT_ONCE:]]


@pytest.mark.parametrize(
    ("kind", "payload"),
    [("time", "wish:weekend"), ("which_child", "child:2"), ("spoken", "spoken:tr")],
)
def test_a_question_back_takes_the_place_of_every_other(
    stage: Stage, kind: str, payload: str
) -> None:
    stage.knows(TWO_NEEDS)
    stage.slots["question_back"] = {"kind": kind, "who": None, "about": kind}
    for action in (ShowOffers(stage.services), AskQuestion(stage.services, "district")):
        outcome = stage.play(action)
        assert payload in outcome.payloads
        assert not any(p.startswith("district:") or p == "more" for p in outcome.payloads)
        assert outcome.slots["asked"] == {kind: 1}

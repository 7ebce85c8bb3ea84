from collections.abc import Iterable

import pytest

from bot.actions.compare import CompareOffers
from bot.actions.profile import Profile
from bot.understanding import NumberMention, Reading
from tests.bot.actions.stage import Outcome, Stage, real_offers

IDS = ("musikschule-oberhausen", "hallenbad-sterkrade", "olga-park", "elterntelefon")


@pytest.fixture
def listing(stage: Stage) -> Stage:
    """Four offers are listed."""
    stage.index.offers = real_offers(*IDS)
    stage.slots |= {"listed": list(IDS), "shown": list(IDS)}
    return stage


def compared(
    stage: Stage,
    text: str = "",
    *,
    ordinals: Iterable[int] = (),
    said: Iterable[tuple[str, str]] = (),
) -> Outcome:
    read: list[tuple[str, str | int]] = [("ordinal", place) for place in ordinals]
    entities = [{"entity": name, "value": value} for name, value in [*read, *said]]
    return stage.play(CompareOffers(stage.services), "compare_offers", entities, text)


def details_offered(outcome: Outcome) -> list[str]:
    return [p.partition(":")[2] for p in outcome.payloads if p.startswith("offer:")]


@pytest.mark.parametrize(("ordinals", "places"), [((1, 3), (0, 2)), ((-2, -1), (2, 3))])
def test_offers_are_named_by_their_places(
    listing: Stage, ordinals: tuple[int, ...], places: tuple[int, ...]
) -> None:
    outcome = compared(listing, ordinals=ordinals)
    assert details_offered(outcome) == [IDS[place] for place in places]


def test_bare_numbers_are_places_too(listing: Stage) -> None:
    mentions = [NumberMention(n, 12 * n, 12 * n + 11, 0, 1) for n in (1, 3)]
    numbers = Reading(numbers=tuple(mentions)).to_entities()
    outcome = listing.play(CompareOffers(listing.services), "compare_offers", numbers, "1 oder 3")
    assert details_offered(outcome) == [IDS[0], IDS[2]]


def test_offers_are_named_by_their_names(listing: Stage) -> None:
    outcome = compared(listing, "Was ist besser, das Hallenbad oder die Musikschule?")
    assert set(details_offered(outcome)) == set(IDS[:2])


def test_a_respect_they_differ_in_has_one_line(listing: Stage) -> None:
    lines = compared(listing, ordinals=(2, 3)).texts[0].splitlines()
    costs = [line for line in lines if line.startswith("Kosten")]
    assert len(costs) == 1
    assert "kostet etwas" in costs[0]
    assert "kostenlos" in costs[0]


def test_what_is_asked_is_said_first(listing: Stage) -> None:
    outcome = compared(listing, ordinals=(2, 3), said=[("aspect", "cost")])
    assert outcome.texts[0].startswith("Am wenigsten kostet „OLGA-Park Osterfeld“")
    assert outcome.texts[1].startswith("Kosten")
    assert outcome.slots["spoken_of"] == "olga-park"


def test_a_question_on_one_respect_is_answered_for_the_whole_list(listing: Stage) -> None:
    listing.knows(Profile().with_district("sterkrade", listing.city))
    outcome = compared(listing, "welches ist näher", said=[("wish", "near")])
    assert outcome.texts[-1].count(";") == len(IDS) - 1


def test_where_not_all_is_known_none_is_called_better(listing: Stage) -> None:
    fee = next(offer for offer in listing.index.offers if offer.id == "hallenbad-sterkrade")
    unknown = fee.model_copy(update={"id": "unknown", "cost": "unknown"})
    listing.index.offers.append(unknown)
    outcome = compared(listing, said=[("compared", f"{fee.id},unknown"), ("aspect", "cost")])
    assert outcome.texts[0].startswith("Das kann ich nicht sicher sagen")
    assert "nicht bekannt" in outcome.texts[1]


def test_less_than_two_are_asked_for_one_after_the_other(listing: Stage) -> None:
    first = compared(listing, "vergleichen Sie bitte")
    assert first.payloads == [f"compare:{offer_id}" for offer_id in IDS]
    second = compared(listing, said=[("compared", IDS[0])])
    assert second.payloads == [f"compare:{IDS[0]},{offer_id}" for offer_id in IDS[1:]]
    third = compared(listing, said=[("compared", ",".join(IDS[:2]))])
    assert details_offered(third) == list(IDS[:2])


def test_the_only_two_of_a_list_need_no_names(listing: Stage) -> None:
    listing.slots["listed"] = list(IDS[:2])
    assert details_offered(compared(listing, "welches ist besser")) == list(IDS[:2])


def test_nothing_to_compare_leaves_something_to_do(stage: Stage) -> None:
    assert compared(stage).payloads

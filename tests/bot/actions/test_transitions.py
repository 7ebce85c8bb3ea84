import pytest

from bot.actions.offers import ShowOffers
from bot.actions.profile import Child, Profile
from bot.actions.transitions import transitions
from bot.texts import catalogue
from tests.bot.actions.stage import Stage, real_city


def aged(years: int) -> Child:
    return Child(years * 12, years * 12 + 11, f"{years} Jahre")


def offered(stage: Stage, *children: Child, needs: tuple[str, ...] = ("debts",)) -> list[str]:
    stage.knows(Profile(children=children, needs=needs))
    outcome = stage.play(ShowOffers(stage.services))
    stage.slots |= outcome.slots
    return [payload for payload in outcome.payloads if payload.startswith("also:")]


@pytest.mark.parametrize(
    ("years", "topic"),
    [(2, "childcare"), (5, "school"), (9, "school"), (16, "training-work")],
)
def test_what_is_coming_up_is_offered_beside_another_need(
    stage: Stage, years: int, topic: str
) -> None:
    assert offered(stage, aged(years)) == [f"also:{topic}"]


@pytest.mark.parametrize("years", [0, 7, 12])
def test_between_two_transitions_nothing_is_offered(stage: Stage, years: int) -> None:
    assert offered(stage, aged(years)) == []


def test_whoever_looks_for_it_is_not_offered_it(stage: Stage) -> None:
    assert offered(stage, aged(5), needs=("school",)) == []


def test_beside_a_hard_need_nothing_is_offered(stage: Stage) -> None:
    assert offered(stage, aged(5), needs=("grief-illness",)) == []


def test_it_is_offered_once(stage: Stage) -> None:
    assert offered(stage, aged(5))
    assert offered(stage, aged(5), aged(16)) == []


def test_it_is_not_offered_after_danger(stage: Stage) -> None:
    stage.slots["danger_seen"] = True
    assert offered(stage, aged(5)) == []


def test_every_transition_has_a_text_and_a_topic_of_the_city() -> None:
    topics = real_city().topics
    for transition in transitions().ahead:
        assert transition.topic in topics
        assert f"transition.{transition.name}" in catalogue("de")
    assert transitions().never_beside <= set(topics)

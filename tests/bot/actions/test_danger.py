"""In danger the api says whom to call: the dialogue only takes note."""

import json

from rasa_sdk import Action

from bot.actions.form import AskQuestion
from bot.actions.offers import ShowOffers
from bot.actions.profile import Profile
from bot.actions.understand import Understand
from tests.bot.actions.stage import Outcome, Stage

AGE = {"children": [{"age_min_months": 36, "age_max_months": 47, "who": None}]}


def take_note(stage: Stage, patch: object = AGE) -> Outcome:
    stage.in_danger = True
    noted = stage.play(
        Understand(stage.services),
        "correct_profile",
        [{"entity": "profile_patch", "value": json.dumps(patch)}],
        text="/correct_profile",
    )
    stage.slots |= noted.slots
    stage.in_danger = False
    return noted


def test_nothing_is_said_and_nothing_counts_as_said(stage: Stage) -> None:
    take_note(stage)
    stage.in_danger = True
    actions: list[Action] = [AskQuestion(stage.services, "need"), ShowOffers(stage.services)]
    for action in actions:
        outcome = stage.play(action, "correct_profile")
        assert (outcome.messages, outcome.events) == ([], [])
    assert stage.index.requests == []


def test_what_helps_the_search_is_known_and_the_danger_is_noted(stage: Stage) -> None:
    noted = take_note(stage)
    assert noted.slots["danger_seen"] is True
    (child,) = noted.slots["profile"]["children"]
    assert (child["age_min_months"], child["age_max_months"]) == (36, 47)


def test_offers_that_nobody_asked_for_do_not_come_afterwards(stage: Stage) -> None:
    take_note(stage)
    thanked = stage.play(AskQuestion(stage.services, "need"), "thank")
    assert thanked.shown == []


def test_what_is_asked_for_afterwards_is_searched(stage: Stage) -> None:
    take_note(stage)
    stage.knows(Profile(needs=("violence",)))
    assert stage.play(AskQuestion(stage.services, "district")).shown

"""What `make stress` does for a quarter of an hour, for some seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from tests.stack import Stack
from tests.stress.attacking import Attack, leaks
from tests.stress.hostile import hostile_messages
from tests.stress.killing import API, RASA, talk_while_dying
from tests.stress.talking import check, talk_at_once

pytestmark = pytest.mark.stack

SEED = 5
MESSAGES = 400
FAMILIES = 20
SECONDS = 15.0

Result = TypeVar("Result")


def _run(talk: Coroutine[Any, Any, Result]) -> Result:
    """In a thread of its own: Playwright leaves a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, talk).result()


def test_hostile_messages_neither_break_nor_leak_anything(stack: Stack) -> None:
    attack = Attack()
    _run(attack.run(stack.url, SEED, MESSAGES))
    assert attack.messages == MESSAGES
    assert attack.faults == []
    assert leaks(stack.logs, list(hostile_messages(SEED, MESSAGES))) == []


def test_families_who_talk_at_once_are_not_mixed_up(stack_url: str) -> None:
    talked = _run(talk_at_once(stack_url, FAMILIES, SECONDS))
    _run(check(stack_url, talked))
    assert [fault for family in talked for fault in family.faults] == []


def test_sudden_deaths_lose_no_turn_that_was_acknowledged(stack: Stack) -> None:
    talked = _run(talk_while_dying(stack, 4, (RASA, API, RASA), 75.0))
    assert [fault for family in talked for fault in family.faults] == []
    assert sum(family.turns for family in talked) > 0

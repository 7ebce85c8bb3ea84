"""Random turns, in any order, in all languages: no error, no silence, no contradiction."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.e2e.expectations import Answer, Memory

pytestmark = pytest.mark.stack

SEQUENCES = 2000
TURNS = (2, 4)
AT_ONCE = 4
PRESSES_A_BUTTON = 0.3
SEED = 2026
SHOWN_FAULTS = 10

Json = dict[str, Any]

SAYINGS: list[Json] = yaml.safe_load(
    (Path(__file__).parent / "fuzz.yml").read_text(encoding="utf-8")
)["says"]
PRESSED: Json = {"forgets": True}
"""A button may change whatever was said before."""


@dataclass
class Sequence:
    """One conversation: what was done in it, and what is wrong with the answers."""

    chance: random.Random
    done: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    lives_in: dict[str, str] = field(default_factory=dict)

    def play(self, client: httpx.Client) -> Sequence:
        path = f"/api/conversations/{client.post('/api/conversations', json={}).json()['id']}"
        buttons: list[str] = []
        for _ in range(self.chance.randint(*TURNS)):
            said, body = self._next(buttons)
            self.done.append(str(body))
            response = client.post(f"{path}/messages", json=body)
            if response.status_code != httpx.codes.OK:
                self.faults.append(f"{response.status_code}: {response.text}")
                break
            answer = Answer(**response.json())
            if said.get("restarts") or body.get("payload") == "restart":
                self.memory = (
                    Memory()
                )  # after a new start the questions may be the first ones again
            self.faults += self._faults(answer, said)
            self.memory.keep(answer)
            buttons = answer.payloads
            if body.get("payload") == "delete:confirm":
                break
        return self

    def _next(self, buttons: list[str]) -> tuple[Json, Json]:
        if buttons and self.chance.random() < PRESSES_A_BUTTON:
            return PRESSED, {"payload": self.chance.choice(buttons)}
        said = self.chance.choice(SAYINGS)
        return said, {"text": said["text"]}

    def _faults(self, answer: Answer, said: Mapping[str, Any]) -> Iterator[str]:
        if not answer.messages or not all(text.strip() for text in answer.texts):
            yield "an empty answer"
        before = self.memory.asked.get(answer.asked or "")
        if before is not None and answer.texts[-1] == before:
            yield f"asked again in the same words: {before}"
        is_read = answer.profile["language"].startswith(said.get("in", ""))
        if said.get("forgets") or not is_read:
            self.lives_in = {}
        states = said.get("states", {}) if is_read else {}
        self.lives_in = {"district": states["district"]} if "district" in states else self.lives_in
        yield from _contradictions(self.lives_in | states, answer.profile)


def _contradictions(states: Mapping[str, Any], profile: Json) -> Iterator[str]:
    children = [[c["age_min_months"], c["age_max_months"]] for c in profile["children"]]
    if "child" in states and states["child"] not in children:
        yield f"the child {states['child']} is not among {children}"
    district = profile["district"] and profile["district"]["id"]
    if "district" in states and states["district"] != district:
        yield f"lives in {states['district']}, not in {district}"
    if "wish" in states and not profile["wishes"].get(states["wish"]):
        yield f"wishes {states['wish']}, not only {profile['wishes']}"
    if "no_wish" in states and profile["wishes"].get(states["no_wish"]):
        yield f"does not wish {states['no_wish']} any more"


def test_whatever_is_said_gets_a_fitting_answer(stack_url: str) -> None:
    with (
        httpx.Client(base_url=stack_url, timeout=120) as client,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        sequences = [Sequence(random.Random(SEED + number)) for number in range(SEQUENCES)]
        played = list(pool.map(lambda sequence: sequence.play(client), sequences))
    faulty = [sequence for sequence in played if sequence.faults]
    shown = "\n".join(f"{each.done}: {each.faults}" for each in faulty[:SHOWN_FAULTS])
    assert not faulty, f"{len(faulty)} of {SEQUENCES} sequences went wrong\n{shown}"

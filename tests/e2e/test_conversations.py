"""Plays every conversation of conversations/ against the running stack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from bot.languages import LANGUAGES
from tests.e2e.expectations import Answer, Memory, faults

FILES = sorted((Path(__file__).parent / "conversations").glob("*.yml"))

Json = dict[str, Any]


def conversations() -> Iterator[Json]:
    for file in FILES:
        yield from yaml.safe_load(file.read_text(encoding="utf-8"))["conversations"]


ALL = list(conversations())


def test_there_are_at_least_150_and_no_two_share_a_name() -> None:
    names = [conversation["name"] for conversation in ALL]
    assert len(names) == len(set(names)) >= 150


def test_every_language_is_answered_in() -> None:
    expected = {turn["expect"].get("language") for each in ALL for turn in each["turns"]}
    assert set(LANGUAGES) <= expected


@pytest.mark.stack
@pytest.mark.parametrize("conversation", ALL, ids=[c["name"] for c in ALL])
def test_conversation(conversation: Json, stack_url: str) -> None:
    with httpx.Client(base_url=stack_url, timeout=60) as client:
        begun = {"language": conversation["language"]} if "language" in conversation else {}
        opened = client.post("/api/conversations", json=begun).raise_for_status().json()
        memory = Memory()
        for turn in conversation["turns"]:
            answer = take(client, f"/api/conversations/{opened['id']}", turn)
            wrong = faults(answer, turn["expect"], memory)
            assert not wrong, f"{turn}\n" + "\n".join([*wrong, *answer.texts])
            memory.keep(answer)


def take(client: httpx.Client, path: str, turn: Json) -> Answer:
    if "patch" in turn:
        response = client.patch(f"{path}/profile", json=turn["patch"])
    elif "payload" in turn:
        response = client.post(f"{path}/messages", json={"payload": turn["payload"]})
    else:
        response = client.post(f"{path}/messages", json={"text": turn["user"]})
    assert response.status_code == httpx.codes.OK, response.text
    return Answer(**response.json())

"""What a family must not notice: a dialogue that dies, a long talk, a reload. And a deletion."""

from __future__ import annotations

import os
import signal
from typing import Any

import httpx
import pytest

from tests.stack import Stack

pytestmark = pytest.mark.stack

Json = dict[str, Any]


def open_conversation(client: httpx.Client) -> str:
    return f"/api/conversations/{client.post('/api/conversations', json={}).json()['id']}"


def say(client: httpx.Client, path: str, text: str) -> Json:
    response = client.post(f"{path}/messages", json={"text": text})
    assert response.status_code == httpx.codes.OK, response.text
    answer: Json = response.json()
    return answer


def test_a_killed_dialogue_loses_neither_turn_nor_profile(stack: Stack) -> None:
    with httpx.Client(base_url=stack.url, timeout=60) as client:
        path = open_conversation(client)
        say(client, path, "Meine Tochter ist 3 und spricht kaum")
        killed = stack.rasa
        os.kill(killed.pid, signal.SIGKILL)
        answer = say(client, path, "wir wohnen in Sterkrade")
        assert stack.rasa.pid != killed.pid
    profile = answer["profile"]
    assert profile["children"][0]["age_min_months"] == 36
    assert profile["district"]["id"] == "sterkrade"
    assert profile["needs"] == ["development"]
    assert any(message["type"] == "offers" for message in answer["messages"])


def test_a_long_conversation_keeps_what_was_said_first(stack_url: str) -> None:
    with httpx.Client(base_url=stack_url, timeout=60) as client:
        path = open_conversation(client)
        say(client, path, "Meine Tochter ist 3 und spricht kaum, wir wohnen in Sterkrade")
        for _ in range(12):
            say(client, path, "Was speichern Sie?")
        profile = say(client, path, "mehr davon bitte")["profile"]
    assert [child["age_min_months"] for child in profile["children"]] == [36]
    assert profile["district"]["id"] == "sterkrade"


def test_a_reloaded_page_finds_everything_again(stack_url: str) -> None:
    with httpx.Client(base_url=stack_url, timeout=60) as client:
        path = open_conversation(client)
        answer = say(client, path, "Mein Sohn ist 8 und hat Angst vor der Schule")
        again = client.get(path).json()
    assert again["profile"] == answer["profile"]
    assert again["messages"][-len(answer["messages"]) :] == answer["messages"]
    said = [m["text"] for m in again["messages"] if m["author"] == "user"]
    assert said == ["Mein Sohn ist 8 und hat Angst vor der Schule"]


def test_deleting_leaves_not_a_byte(stack: Stack) -> None:
    secret = "Quittengelee"
    with httpx.Client(base_url=stack.url, timeout=60) as client:
        path = open_conversation(client)
        say(client, path, f"Mein Sohn ist 8 und isst nur noch {secret}")
        assert client.delete(path).status_code == httpx.codes.NO_CONTENT
        assert client.get(path).status_code == httpx.codes.NOT_FOUND
    files = [file for file in stack.data_dir.iterdir() if file.is_file()]
    files += (stack.data_dir / "log").iterdir()
    assert not [file.name for file in files if secret.encode() in file.read_bytes()]


def test_a_command_typed_by_hand_is_only_words(stack_url: str) -> None:
    with httpx.Client(base_url=stack_url, timeout=60) as client:
        path = open_conversation(client)
        say(client, path, "/confirm_delete")
        patch = '/correct_profile{"profile_patch": "{\\"district\\": \\"holten\\"}"}'
        assert say(client, path, patch)["messages"]
        assert client.get(path).status_code == httpx.codes.OK

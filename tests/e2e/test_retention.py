"""What 200 families write of themselves is nowhere on disk, and after the end no word of theirs."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.stack import Stack

pytestmark = pytest.mark.stack

FAMILIES = 200
AT_ONCE = 8
LONG_AGO = 0.0  # seconds since the epoch
FORGOTTEN_WITHIN_S = 120.0

# Names, numbers, addresses; {word} is what nobody else writes.
MESSAGES = {
    "de": "Ich heiße {name}, {street}, {phone}. Mein Sohn {child}, geb. {born}, isst nur {word}",
    "en": "my name is {name}, call me {phone} or {mail}. my son {child} is 4 and eats only {word}",
    "tr": "benim adım {name}, numaram {phone}, oğlum {child} 4 yaşında, {word} yiyor, IBAN {iban}",
    "pl": "Nazywam się {name}, telefon {phone}, syn {child} ma 4 lata, ur. {born}, je tylko {word}",
    "ro": "Mă numesc {name}, {phone}, {mail}, fiul meu {child} are 4 ani, mănâncă doar {word}",
    "ru": "Меня зовут {name}, живу {street}, телефон {phone}, сын {child} ест только {word}",
    "uk": "Мене звати {name}, {mail}, телефон {phone}, син {child} їсть лише {word}, IBAN {iban}",
    "ar": "اسمي {name} ورقمي {phone} و ابني {child} عمره 4 سنوات ويأكل {word}, Nr. {insurance}",
}
IN_DANGER = "Ich bringe mich um. {name}, {phone}, {street}, {word}"
DANGER_EVERY = 40
LATIN, CYRILLIC, ARABIC = "bdfgklmnprstvz", "бвгдзклмнпрст", "بتجدرسفكلمن"
VOWELS = {LATIN: "aeiou", CYRILLIC: "аеиоу", ARABIC: "اوي"}
LETTERS = {"ru": CYRILLIC, "uk": CYRILLIC, "ar": ARABIC}


@dataclass(frozen=True)
class Family:
    """`personal` must never be on disk, `word` no longer than the conversation."""

    language: str
    message: str
    personal: tuple[str, ...]
    word: str


def family(number: int) -> Family:
    chance = random.Random(number)
    language = list(MESSAGES)[number % len(MESSAGES)]
    letters = LETTERS.get(language, LATIN)
    names = [invented(chance, letters, 4).capitalize() for _ in range(3)]
    said = {
        "name": f"{names[0]} {names[1]}",
        "child": names[2],
        "phone": f"0176 {chance.randrange(10**7, 10**8)}",
        "mail": f"{invented(chance, LATIN, 4)}.{number}@{invented(chance, LATIN, 3)}.example",
        "street": f"{invented(chance, LATIN, 4).capitalize()}straße {chance.randrange(1, 200)}",
        "born": f"{chance.randrange(10, 29)}.0{chance.randrange(1, 10)}.2021",
        "iban": f"DE{chance.randrange(10**19, 10**20)}",
        "insurance": f"K{chance.randrange(10**8, 10**9)}",
    }
    template = IN_DANGER if number % DANGER_EVERY == 0 else MESSAGES[language]
    word = invented(chance, LATIN, 5)
    used = {key: value for key, value in said.items() if f"{{{key}}}" in template}
    personal = [
        part for key in used for part in (used[key].split() if key == "name" else [used[key]])
    ]
    return Family(language, template.format(**used, word=word), tuple(personal), word)


def invented(chance: random.Random, letters: str, syllables: int) -> str:
    """A word of no language: found on disk, it came from here."""
    parts = (chance.choice(letters) + chance.choice(VOWELS[letters]) for _ in range(syllables))
    return "".join(parts) + chance.choice(letters)


def found_on_disk(directory: Path, words: Iterable[str]) -> set[str]:
    """Which of the words are in any file, as text or as JSON may spell them."""
    spelled = {
        spelling.encode(): word for word in words for spelling in (word, json.dumps(word)[1:-1])
    }
    files = [
        file for file in directory.rglob("*") if file.is_file() and not is_built(file, directory)
    ]
    assert {"familienlotse.sqlite", "rasa.sqlite"} <= {file.name for file in files}
    contents = [file.read_bytes() for file in files]
    return {
        word for spelling, word in spelled.items() if any(spelling in text for text in contents)
    }


def is_built(file: Path, directory: Path) -> bool:
    """The model and the dialogue are shared with everybody and older than the conversations."""
    return file.relative_to(directory).parts[0] in {"model", "dialogue"}


def converse(client: httpx.Client, who: Family) -> tuple[str, bool]:
    """The path of the conversation, and whether danger was heard in it."""
    begun = client.post("/api/conversations", json={"language": who.language})
    path = f"/api/conversations/{begun.json()['id']}"
    answered = client.post(f"{path}/messages", json={"text": who.message})
    assert answered.status_code == httpx.codes.OK, answered.text
    return path, answered.json()["crisis"] is not None


def test_nothing_personal_is_kept_and_nothing_at_all_in_the_end(stack: Stack) -> None:
    families = [family(number) for number in range(FAMILIES)]
    personal = {words for each in families for words in each.personal}
    own_words = {each.word for each in families}
    with (
        httpx.Client(base_url=stack.url, timeout=120) as client,
        ThreadPoolExecutor(AT_ONCE) as at_once,
    ):
        conversations = list(at_once.map(lambda who: converse(client, who), families))
        paths = [path for path, _ in conversations]
        kept = {
            each.word
            for each, (_, in_danger) in zip(families, conversations, strict=True)
            if not in_danger
        }
        assert own_words - kept
        assert found_on_disk(stack.data_dir, personal) == set()
        assert found_on_disk(stack.data_dir, own_words) == kept

        deleted, expiring = paths[: FAMILIES // 2], paths[FAMILIES // 2 :]
        assert {client.delete(path).status_code for path in deleted} == {httpx.codes.NO_CONTENT}
        gone = {each.word for each in families[: FAMILIES // 2]}
        assert found_on_disk(stack.data_dir, gone) == set()

        let_expire(stack.data_dir, [path.rsplit("/", 1)[1] for path in expiring])
        wait_until_forgotten(stack.data_dir)
        assert found_on_disk(stack.data_dir, own_words) == set()
        ids = [path.rsplit("/", 1)[1] for path in paths]
        assert found_on_disk(stack.data_dir, ids) == set()
    assert not any(words in stack.output() for words in personal | own_words)


def let_expire(data_dir: Path, ids: list[str]) -> None:
    """As if the last turn had been long ago."""
    with sqlite3.connect(data_dir / "familienlotse.sqlite", timeout=30) as database:
        database.executemany(
            "UPDATE conversations SET last_turn_at = ? WHERE id = ?",
            [(LONG_AGO, id_) for id_ in ids],
        )
    database.close()


def wait_until_forgotten(data_dir: Path) -> None:
    """The running server looks for old conversations by itself."""
    deadline = time.monotonic() + FORGOTTEN_WITHIN_S
    database = sqlite3.connect(data_dir / "familienlotse.sqlite", timeout=30)
    left = (
        "SELECT (SELECT count(*) FROM conversations WHERE last_turn_at = ?)"
        " + (SELECT count(*) FROM pending_deletions)"
    )
    while database.execute(left, (LONG_AGO,)).fetchone() != (0,):
        assert time.monotonic() < deadline, "the server forgot nothing"
        time.sleep(0.5)
    database.close()

"""Sentences and their intents, read from Rasa's NLU files."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("de", "en", "tr", "ar", "uk", "ru", "pl", "ro")
"""Those that are written; Leichte Sprache is German."""


@dataclass(frozen=True)
class Sentence:
    text: str
    intent: str


def training_sentences(language: str) -> list[Sentence]:
    return read_sentences(sorted((ROOT / "nlu_data" / "nlu" / language).glob("*.yml")))


def held_out_files(language: str) -> list[Path]:
    """In German two: difficult sentences, and those that nothing was steered by."""
    return sorted((ROOT / "tests" / "nlu").glob(f"{language}*.yml"))


def held_out_sentences(language: str) -> list[Sentence]:
    return read_sentences(held_out_files(language))


def read_sentences(paths: Iterable[Path]) -> list[Sentence]:
    return [
        Sentence(line.removeprefix("- ").strip(), block["intent"])
        for path in paths
        for block in read_yaml(path)["nlu"]
        for line in block["examples"].splitlines()
    ]


def read_yaml(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def intents_said_by_people() -> list[str]:
    """The intents of the domain but for those that only the api makes."""
    domain = read_yaml(ROOT / "bot" / "domain.yml")
    made_by_the_api = {"open_conversation", "correct_profile", "confirm_delete"}
    return [name for intent in domain["intents"] for name in intent if name not in made_by_the_api]

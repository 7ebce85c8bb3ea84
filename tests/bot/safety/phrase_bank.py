"""Phrases of families in danger, and of those who only sound so.

The visible part, which rules and model learn from, stands in `nlu_data/danger`; the test part in
`bank`. Whoever writes what is tested reads only the first. In `strangers` stands what people wrote
who had seen none of both: dangers in the midst of ordinary requests, and ordinary requests.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.languages import WRITTEN

VISIBLE = Path(__file__).parents[3] / "nlu_data" / "danger"
TEST = Path(__file__).parent / "bank"
STRANGERS = Path(__file__).parent / "strangers"
MEASURED = (TEST, STRANGERS)

Phrase = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
Quiet = Literal["negation", "past", "quoted", "idiom", "prevention", "everyday"]
Strict = ConfigDict(extra="forbid", strict=True)


class Phrasings(BaseModel):
    model_config = Strict

    explicit: list[Phrase]
    indirect: list[Phrase]


class Bank(BaseModel):
    """One language of one part. `dangers` are by kind; what is `quiet` is no danger."""

    model_config = Strict

    dangers: Mapping[str, Phrasings]
    child_writes: list[Phrase]
    adult_writes: list[Phrase]
    quiet: Mapping[Quiet, list[Phrase]]

    def in_danger(self) -> Iterator[Phrase]:
        for phrasings in self.dangers.values():
            yield from phrasings.explicit
            yield from phrasings.indirect

    def phrases(self) -> Iterator[Phrase]:
        yield from self.in_danger()
        yield from self.child_writes
        yield from self.adult_writes
        for quiet in self.quiet.values():
            yield from quiet


@cache
def banks(part: Path) -> Mapping[str, Bank]:
    """By language, as far as a part has them. Raises pydantic's ValidationError on another form."""
    paths = {language: part / f"{language}.yml" for language in WRITTEN}
    return {
        language: Bank.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        for language, path in paths.items()
        if path.exists()
    }

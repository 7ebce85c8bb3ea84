"""What families write who need something, as sentences that Rasa learns intents from."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from index.situations import Situation, read_situations

ONE_IN = 2
"""So many needs are there that all of them would make any message a need."""


def write_taught_needs(path: Path) -> None:
    """Write an NLU file of Rasa: needs are `inform`, what no offer answers is `out_of_scope`."""
    blocks = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in taught_needs().items()
    ]
    content = {"version": "3.1", "nlu": blocks}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def taught_needs() -> dict[str, list[str]]:
    """The sentences of each intent, in the order of the files."""
    situations = [situation for situation in read_situations() if not situation.says_no_need]
    needs = list(_texts(situations, with_topics=True))
    return {
        "inform": needs[::ONE_IN],
        "out_of_scope": list(_texts(situations, with_topics=False)),
    }


def _texts(situations: list[Situation], *, with_topics: bool) -> Iterator[str]:
    for situation in situations:
        if bool(situation.topics) == with_topics:
            yield from (" ".join(text.split()) for text in situation.taught)

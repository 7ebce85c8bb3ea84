"""How much danger is recognised, counted over a part of the phrase bank.

`python -m tests.bot.safety.figures` prints the tables of what is measured, by rules and model and
by rules alone; `--visible` those of what both learn from, `--write` puts them into docs/safety.md.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Self

from bot.safety import Danger, DangerRecogniser, Reader
from index.embedding import Encoder
from index.embedding.danger import DangerModel
from tests.bot.safety.phrase_bank import MEASURED, VISIBLE, Bank, banks
from tests.stack import BUILT

DOCS = Path(__file__).parents[3] / "docs" / "safety.md"
START, END = "<!-- figures -->\n", "<!-- end of figures -->\n"


@dataclass
class Share:
    """So many of so many."""

    right: int = 0
    of: int = 0

    def count(self, is_right: bool) -> None:
        self.right += is_right
        self.of += 1

    @property
    def value(self) -> float:
        return self.right / self.of if self.of else float("nan")

    def __add__(self, other: Self) -> "Share":
        return Share(self.right + other.right, self.of + other.of)


@dataclass
class Figures:
    """`explicit` and `indirect` were recognised as a danger of whatever kind, `kind` as theirs.

    `everyday` and `near` raised a false alarm.
    """

    explicit: Share = field(default_factory=Share)
    indirect: Share = field(default_factory=Share)
    kind: Share = field(default_factory=Share)
    reader: Share = field(default_factory=Share)
    everyday: Share = field(default_factory=Share)
    near: Share = field(default_factory=Share)

    def __add__(self, other: Self) -> "Figures":
        return Figures(**{name: share + getattr(other, name) for name, share in vars(self).items()})


HEADINGS: Mapping[str, str] = {
    "explicit": "said openly",
    "indirect": "hinted at",
    "kind": "of the right kind",
    "reader": "right reader",
    "everyday": "everyday, alarm",
    "near": "sounds like it, alarm",
}


def measure(part: Path, recogniser: DangerRecogniser) -> dict[str, Figures]:
    """By language; each phrase is written in a conversation of its language."""
    return {
        language: _figures(
            bank,
            partial(recogniser.danger, language=language),
            recogniser.reader,
        )
        for language, bank in banks(part).items()
    }


def _figures(
    bank: Bank, recognised: Callable[[str], Danger | None], reader: Callable[[str], Reader]
) -> Figures:
    figures = Figures()
    for kind, phrasings in bank.dangers.items():
        for share, texts in (
            (figures.explicit, phrasings.explicit),
            (figures.indirect, phrasings.indirect),
        ):
            for text in texts:
                danger = recognised(text)
                share.count(danger is not None)
                if danger is not None:
                    figures.kind.count(danger.kind == kind)
    for text in bank.child_writes:
        figures.reader.count(reader(text) == "child")
    for text in bank.adult_writes:
        figures.reader.count(reader(text) == "adult")
    for name, texts in bank.quiet.items():
        share = figures.everyday if name == "everyday" else figures.near
        for text in texts:
            share.count(recognised(text) is not None)
    return figures


def total(figures: Iterable[Figures]) -> Figures:
    return sum(figures, Figures())


def table(figures: Mapping[str, Figures]) -> str:
    rows = {**figures, "all": total(figures.values())}
    lines = [
        f"| | {' | '.join(HEADINGS.values())} |",
        f"|---|{'---|' * len(HEADINGS)}",
        *(
            f"| {name} | {' | '.join(_shown(getattr(row, column)) for column in HEADINGS)} |"
            for name, row in rows.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def _shown(share: Share) -> str:
    return f"{share.value:.3f}".lstrip("0") + f" ({share.of})"


def open_recogniser(data_dir: Path) -> DangerRecogniser:
    """The rules with the danger model that is built there."""
    model_dir = data_dir / "model"
    return DangerRecogniser.load(DangerModel(model_dir, Encoder(model_dir)))


def tables(parts: Iterable[Path], data_dir: Path) -> str:
    recognisers = {
        "Rules and model": open_recogniser(data_dir),
        "Rules alone": DangerRecogniser.load(),
    }
    return "\n".join(
        f"{name}, `{part.name}`:\n\n{table(measure(part, recogniser))}"
        for part in parts
        for name, recogniser in recognisers.items()
    )


def write(shown: str) -> None:
    before, _, rest = DOCS.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    DOCS.write_text(f"{before}{START}\n{shown}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    found = tables([VISIBLE] if "--visible" in sys.argv else MEASURED, BUILT)
    print(found)
    if "--write" in sys.argv:
        write(found)

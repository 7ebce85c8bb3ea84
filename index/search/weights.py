"""What each part of the ranking counts, on the scale of a cosine; weights.yml has the figures."""

from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

import yaml

from index.errors import IndexFailure

WEIGHTS = Path(__file__).with_name("weights.yml")


class WeightsRejected(IndexFailure):
    """The file of weights is missing or faulty."""


@dataclass(frozen=True)
class Weights:
    """A part with the weight 0 is switched off. The cosine of query and offer itself counts 1.

    helping: an offer that surely helps with what was asked (helping.py)
    guessed: the same of an offer that nobody graded yet
    topic: being on a topic that the family chose itself
    letters: groups of letters in common, for misspellings and compounds
    words: words in common, for names and long texts
    named: being called by its name
    place: lying where the family lives
    age, phase: being made for the child's age, and for its phase of life
    fresh: facts that were confirmed
    wish: share of the relevance that a wish adds if it is met, and takes if facts speak against it
    worth_showing: part of the best relevance below which an offer is left out
    """

    helping: float
    guessed: float
    topic: float
    letters: float
    words: float
    named: float
    place: float
    age: float
    phase: float
    fresh: float
    wish: float
    worth_showing: float


@cache
def read_weights(path: Path = WEIGHTS) -> Weights:
    """Raises WeightsRejected."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Weights(**{name: float(weight) for name, weight in content.items()})
    except OSError as error:
        raise WeightsRejected(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, AttributeError, TypeError, ValueError) as error:
        names = ", ".join(field.name for field in fields(Weights))
        raise WeightsRejected(f"{path} must give a number for each of {names}: {error}") from error


def write_weights(weights: Weights, path: Path = WEIGHTS) -> None:
    head = "# What each part of the ranking counts; weights.py explains, `lotse fit` chooses.\n"
    path.write_text(head + yaml.safe_dump(asdict(weights), sort_keys=False), encoding="utf-8")

"""Everything that states an age, before it is known whose age it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """Months and words of an age at token positions `start` to before `end`.

    A `bare` number is an age only where the sentence says so. `attributive` looks ahead for its
    noun ("acht Monate altes Baby"). `who` is set where the words name the child themselves.
    """

    months: tuple[int, int]
    phrase: str
    start: int
    end: int
    bare: bool = False
    attributive: bool = False
    old: bool = False
    listed: bool = False
    value: float = 0
    who: str | None = None
    turning: bool = False

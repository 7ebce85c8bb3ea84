"""What of a text is no danger: ways of speaking, and what is past, told or asked about."""

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import chain
from typing import Any

from bot.safety.folding import SENTENCE_END
from bot.safety.phrases import Phrase, Phrasebook, PhraseIndex

_TAKEN_OUT = " - "
_WORDS_IN_A_FRAME = 8


class Quiet:
    """`harmless`, `frames` and `still` of a rule file; see bot/safety/rules.py."""

    def __init__(self, content: Mapping[str, Any], book: Phrasebook) -> None:
        self._harmless = PhraseIndex(map(book.phrase, content["harmless"]))
        frames = chain.from_iterable((content.get("frames") or {}).values())
        self._frames = PhraseIndex(map(book.phrase, frames))
        self._still = PhraseIndex(map(book.phrase, content.get("still") or ()))

    def phrases(self) -> Iterable[Phrase]:
        return chain(self._harmless, self._frames, self._still)

    def without(self, folded: str, keys: Set[str]) -> str:
        """The text without it; `keys` are those of the phrasebook for the text."""
        for _, phrase in self._harmless.candidates(keys):
            folded = phrase.regex.sub(_TAKEN_OUT, folded)
        frames = [phrase for _, phrase in self._frames.candidates(keys) if phrase.is_in(folded)]
        if not frames:
            return folded
        still = [phrase for _, phrase in self._still.candidates(keys)]
        end = f" {SENTENCE_END}"
        return end.join(_without(frames, still, part) for part in folded.split(end))


def _without(frames: Sequence[Phrase], still: Sequence[Phrase], sentence: str) -> str:
    closed = f"{sentence} "
    if any(phrase.is_in(closed) for phrase in still):
        return sentence
    for phrase in frames:
        framed = phrase.regex.search(closed)
        if framed:
            before = closed[: framed.start()].split()[:-_WORDS_IN_A_FRAME]
            after = closed[framed.end() :].split()[_WORDS_IN_A_FRAME:]
            closed = f" {' '.join([*before, _TAKEN_OUT.strip(), *after])} "
    return closed.rstrip()

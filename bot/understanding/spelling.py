"""Words that were probably meant, found without comparing with every known word."""

from collections.abc import Iterable, Mapping

_LONGEST = 24  # no known word is longer, and deletions grow with the square of the length


def edits_allowed(word: str) -> int:
    """One slip from six letters on, two from nine: shorter words have too many neighbours."""
    if len(word) >= 9:
        return 2
    return 1 if len(word) >= 6 else 0


def distance(left: str, right: str) -> int:
    """Optimal string alignment: insertions, deletions, substitutions, swapped neighbours."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, char in enumerate(left, start=1):
        older, before, row = before, row, [i]
        for j, other in enumerate(right, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and left[i - 2] == other:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


class SpellingIndex:
    """Symmetric delete index: a slip and its word share a form once letters are taken away.

    `meanings` are those of words that mean the same: between these there is no tie.
    """

    def __init__(self, words: Iterable[str], meanings: Mapping[str, str] | None = None) -> None:
        self._meanings = meanings or {}
        self._by_form: dict[str, tuple[str, ...]] = {}
        for word in dict.fromkeys(words):
            for form in _without_letters(word, edits_allowed(word)):
                self._by_form[form] = (*self._by_form.get(form, ()), word)

    def nearest(self, word: str) -> str | None:
        """The one known word within the allowed edits, or None if there is none or a tie."""
        allowed = edits_allowed(word)
        if not allowed or len(word) > _LONGEST:
            return None
        candidates = {
            known
            for form in _without_letters(word, allowed)
            for known in self._by_form.get(form, ())
        }
        ranked = sorted(
            (distance(word, known), known)
            for known in candidates
            if known[0] == word[0]  # slips at the first letter are rare, other words are not
        )
        ranked = [pair for pair in ranked if pair[0] <= min(allowed, edits_allowed(pair[1]))]
        nearest = [known for edits, known in ranked if edits == ranked[0][0]]
        meanings = {self._meanings.get(known, known) for known in nearest}
        return nearest[0] if len(meanings) == 1 else None


def _without_letters(word: str, count: int) -> set[str]:
    forms = {word}
    newest = forms
    for _ in range(count):
        newest = {form[:i] + form[i + 1 :] for form in newest for i in range(len(form))}
        forms = forms | newest
    return forms

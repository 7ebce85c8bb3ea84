"""Where a family lives: district, postcode, anywhere, or outside the city."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.understanding.corrections import takes_back
from bot.understanding.folding import fold
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.reading import PlaceMention
from bot.understanding.rules import Spans
from bot.understanding.spelling import SpellingIndex, edits_allowed
from bot.understanding.tokens import Document, Token

_PLACE, _INHABITED, _CITY = "place:", "inhabited:", "city:"
_UNKNOWN = "·"
_SKIPPED_SIGNS = ("dash", "slash")
_INHABITANT_ENDINGS = ("er", "r", "ers", "rs", "erin", "s")  # Osterfelder, Sterkrader
_SURE_LENGTH = 8  # letters from which a slip is told from another word without a cue
_SHORTEST_STEM = 6
_FAR = 5  # tokens from "wohnen" to the place
_POSTCODE_DIGITS = 5
_SHORTEST_INFLECTED = 4
_LISTS = ("cues", "between", "city_cues", "homes", "elsewhere", "past", "now", "streets",
          "ordinary", "ordinary_verbs", "ordinary_cities", "no_names", "endings",
          "clitics")  # fmt: skip


@dataclass(frozen=True)
class Places:
    """`used` are the token positions that places took up."""

    district: PlaceMention | None
    rejected: tuple[PlaceMention, ...]
    anywhere: bool
    postcode: str | None
    outside: str | None
    used: frozenset[int]


@dataclass(frozen=True)
class _Hit:
    """A name at token positions; `guessed` if a slip or an ending was taken away."""

    key: str
    start: int
    end: int
    guessed: bool

    @property
    def is_city(self) -> bool:
        return self.key.startswith(_CITY)

    @property
    def name(self) -> str:
        return self.key.split(":", 1)[1]


class PlaceReader:
    def __init__(
        self,
        gazetteer: Gazetteer,
        words: Mapping[str, Any],
        *,
        language: str,
        fillers: frozenset[str],
        ordinary_words: frozenset[str],
    ) -> None:
        self._gazetteer = gazetteer
        self._language = language
        self._words = {
            name: frozenset(self._fold(entry) for entry in words.get(name, ())) for name in _LISTS
        }
        self._endings = sorted(self._words["endings"], key=len, reverse=True)
        self._clitics = sorted(self._words["clitics"], key=len, reverse=True)
        self._stems = {name: tuple(sorted(entries)) for name, entries in self._words.items()}
        self._fillers = fillers
        self._ordinary_words = ordinary_words
        self._names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._known: set[str] = set()
        self._add_names(_cities(gazetteer, words))
        names = self._single_names()
        self._slips = SpellingIndex(names, names)

    def _fold(self, word: str) -> str:
        return fold(word, self._language)

    def _add_names(self, cities: Mapping[str, list[str]]) -> None:
        phrases: dict[tuple[str, ...], str] = {}
        for language in dict.fromkeys((self._language, "de")):  # "Konigshardt", "Koenigshardt"
            for words, place in self._gazetteer.spelled(language).items():
                if " ".join(words) not in self._words["no_names"]:
                    phrases.setdefault(words, _PLACE + place)
        for city, names in cities.items():
            for name in names:
                phrases.setdefault(tuple(self._fold(name).replace("-", " ").split()), _CITY + city)
        for (first, *rest), key in list(phrases.items()):
            if key.startswith(_PLACE) and len(first) >= _SHORTEST_STEM:
                for ending in _INHABITANT_ENDINGS:
                    phrases.setdefault((first + ending, *rest), key.replace(_PLACE, _INHABITED))
            if rest and first.endswith(("e", "er")):  # "in der Neuen Mitte", "am Kleinen Markt"
                phrases.setdefault((first.rstrip("r") + "n", *rest), key)
        for words, key in phrases.items():
            self._known.update(words)
            self._names.setdefault(words[0], []).append((words, key))

    def _single_names(self) -> dict[str, str]:
        """Names of one word that a slip may be meant for, to what they name."""
        names = {self._fold(city): _CITY + city for city in self._gazetteer.neighbours}
        for place in self._gazetteer.places.values():
            for name in (place.name.split(" (")[0], *place.transliterated(self._language)):
                names[self._fold(name)] = place.id
        return {
            name: meaning
            for name, meaning in sorted(names.items())
            if edits_allowed(name) and name.isalpha() and name not in self._words["ordinary"]
        }

    def read(self, document: Document, found: Mapping[str, Spans], *, correcting: bool) -> Places:
        hits = list(self._hits(document))
        outside = self._outside(document, hits)
        local = [
            hit for hit in hits if not hit.is_city and not self._beside_a_city(document, hit, hits)
        ]
        denied = [hit for hit in local if takes_back(document, found, hit.start, hit.end)]
        asserted = [hit for hit in local if hit not in denied]
        district = self._chosen(document, asserted, correcting=correcting)
        postcode, foreign, digits = self._postcode(document)
        mention = self._mention(document, district) if district else None
        if postcode and (mention is None or mention.id == self._gazetteer.city.id):
            mention = self._of_postcode(document, postcode, digits) or mention
        home = mention is not None or postcode is not None
        used = {position for hit in hits for position in range(hit.start, hit.end)} | set(digits)
        return Places(
            district=mention,
            rejected=tuple(self._mention(document, hit) for hit in denied),
            anywhere=self._anywhere(document, found, used, mention),
            postcode=postcode,
            outside=None if home else outside or foreign,
            used=frozenset(used),
        )

    def _hits(self, document: Document) -> Iterator[_Hit]:
        positions = [
            i for i, token in enumerate(document.tokens) if token.lemma not in _SKIPPED_SIGNS
        ]
        if not positions:
            return
        words = [self._name_word(document, i) for i in positions]
        taken: set[int] = set()
        for name, first, last in self._matches([word for word, _ in words]):
            start, end = positions[first], positions[last - 1] + 1
            guessed = any(guess for _, guess in words[first:last]) or name.startswith(_INHABITED)
            hit = _Hit(name, start, end, guessed)
            if taken.isdisjoint(range(start, end)) and self._meant(document, hit):
                taken.update(range(start, end))
                yield hit

    def _matches(self, words: list[str]) -> list[tuple[str, int, int]]:
        """Names with their start and end, the longest first."""
        matches = [
            (key, start, start + len(name))
            for start, word in enumerate(words)
            for name, key in self._names.get(word, ())
            if tuple(words[start : start + len(name)]) == name
        ]
        return sorted(matches, key=lambda match: (match[1] - match[2], match[1]))

    def _name_word(self, document: Document, position: int) -> tuple[str, bool]:
        token = document.tokens[position]
        if token.folded in self._known:
            return token.folded, False
        if token.tag not in ("WORD", "STREET") or token.folded in self._ordinary_words:
            return _UNKNOWN, False
        inflected = self._inflected(token.folded)
        if inflected is not None:
            return inflected
        slip = self._slips.nearest(token.folded)
        return (slip, True) if slip else (_UNKNOWN, False)

    def _inflected(self, word: str) -> tuple[str, bool] | None:
        """ "Osterfeldde", "Остерфельда", "بأوسترفيلد": the name without what stands at its ends."""
        bare = [word[len(clitic) :] for clitic in self._clitics if word.startswith(clitic)]
        stems = [
            form[: -len(ending)]
            for form in (word, *bare)
            for ending in self._endings
            if form.endswith(ending)
        ]
        for form in (*bare, *stems):
            if len(form) >= _SHORTEST_INFLECTED and form in self._known:
                return form, False
        for form in stems:
            slip = self._slips.nearest(form) if len(form) >= _SURE_LENGTH else None
            if slip:
                return slip, True
        return None

    def _meant(self, document: Document, hit: _Hit) -> bool:
        """Whether the word is the place here, or an ordinary word that looks like it."""
        after = document.at(hit.end)
        if after is not None and after.folded in self._words["streets"] and hit.guessed:
            return False
        phrase = " ".join(
            token.folded
            for token in document.tokens[hit.start : hit.end]
            if token.lemma not in _SKIPPED_SIGNS
        )
        if hit.is_city:
            return self._city_meant(document, hit, phrase)
        if phrase in self._words["ordinary"]:
            return self._ordinary_word_meant(document, hit, phrase)
        if hit.guessed and len(phrase) < _SURE_LENGTH:
            return self._has_cue(document, hit.start, "cues") or self._is_whole_answer(
                document, hit
            )
        return True

    def _ordinary_word_meant(self, document: Document, hit: _Hit, phrase: str) -> bool:
        capital = document.tokens[hit.start].capital and hit.start > 0
        if capital and (
            phrase in self._words["ordinary_verbs"]  # a verb has no capital within a sentence
            or document.lemma(hit.start - 1) in ("comma", *_SKIPPED_SIGNS)
        ):
            return True
        subject = any(token.tag == "PRON" for token in document.tokens)
        return self._has_cue(document, hit.start, "cues") or (
            not subject and self._is_whole_answer(document, hit)
        )

    def _city_meant(self, document: Document, hit: _Hit, phrase: str) -> bool:
        capital = document.tokens[hit.start].capital
        if phrase in self._words["ordinary_cities"]:
            cue = self._has_cue(document, hit.start, "city_cues", skip=False)
            joined = capital and self._joined_to_a_place(document, hit)
            alone = capital and self._is_whole_answer(document, hit)
            return (cue and (capital or self._ends_a_clause(document, hit))) or joined or alone
        return (
            capital
            or (document.inflected and not hit.guessed)
            or self._has_cue(document, hit.start, "cues")
            or (self._is_whole_answer(document, hit))
        )

    def _joined_to_a_place(self, document: Document, hit: _Hit) -> bool:
        """ "Essen-Borbeck", "Essen Borbeck", "Borbeck (Essen)"."""
        near = [hit.end, hit.end + 1] if document.lemma(hit.end) == "dash" else [hit.end]
        near += [hit.start - 2] if document.lemma(hit.start - 1) in ("open", "slash") else []
        return any(
            token.folded in self._known
            for i in near
            if (token := document.at(i)) is not None and token.tag == "WORD"
        )

    def _ends_a_clause(self, document: Document, hit: _Hit) -> bool:
        after = document.at(hit.end)
        return after is None or after.tag == "AND" or after.lemma in ("comma", "dot")

    def _has_cue(self, document: Document, position: int, cues: str, *, skip: bool = True) -> bool:
        for i, token in document.backwards(position):
            if token.folded in self._words[cues]:
                return True
            between = (
                token.tag in ("FILL", "LONG_NUMBER", "CHILD_ADJECTIVE")
                or (token.tag == "DET" and token.lemma != "ein")
                or token.lemma in _SKIPPED_SIGNS
                or token.folded in self._words["between"]
            )
            if not skip or not between or position - i > _FAR:
                return False
        return False

    def _is_whole_answer(self, document: Document, hit: _Hit) -> bool:
        return not any(
            self._says_something(token)
            for i, token in enumerate(document.tokens)
            if not hit.start <= i < hit.end
        )

    def _says_something(self, token: Token) -> bool:
        return token.tag in ("WORD", "STREET", "CHILD", "ADULT") and (
            token.folded not in self._fillers or token.tag in ("CHILD", "ADULT")
        )

    def _beside_a_city(self, document: Document, hit: _Hit, hits: list[_Hit]) -> bool:
        """ "Mülheim-Styrum" and "Borbeck (Essen)" are not ours."""
        cities = [other for other in hits if other.is_city]
        return any(
            _only_signs(document, other.end, hit.start)
            or _only_signs(document, hit.end, other.start)
            or (other.start - hit.end == 1 and document.tokens[hit.end].folded in ("in", "bei"))
            for other in cities
        )

    def _outside(self, document: Document, hits: list[_Hit]) -> str | None:
        for hit in hits:
            if hit.is_city and not self._near(document, hit.start, "elsewhere"):
                return hit.name
        return None

    def _near(self, document: Document, position: int, stems: str) -> bool:
        """A word with one of the stems in the sentence, shortly before or behind the place."""
        sentence = document.sentence[position]
        around = range(max(0, position - _FAR), min(len(document), position + 4))
        return any(
            document.tokens[i].folded.startswith(self._stems[stems])
            for i in around
            if document.sentence[i] == sentence
        )

    def _chosen(self, document: Document, hits: list[_Hit], *, correcting: bool) -> _Hit | None:
        city = self._gazetteer.city.id
        hits = sorted(hits, key=lambda hit: hit.start)
        narrow = [hit for hit in hits if hit.name != city] or hits
        present = [hit for hit in narrow if not self._is_past(document, hit)] or narrow
        if not present:
            return None
        if correcting:
            return present[-1]
        homes = [hit for hit in present if self._is_home(document, hit)] or present
        return self._narrowest(homes)

    def _narrowest(self, hits: list[_Hit]) -> _Hit:
        """Of the first named and those that lie in it, the innermost: "Sterkrade, in Holten"."""
        best = hits[0]
        for hit in hits[1:]:
            if best.name in self._gazetteer.within(hit.name):
                best = hit
        return best

    def _is_home(self, document: Document, hit: _Hit) -> bool:
        before = range(max(0, hit.start - _FAR), hit.start)
        return any(
            document.tokens[i].folded.startswith(self._stems["homes"])
            for i in before
            if document.sentence[i] == document.sentence[hit.start]
        )

    def _is_past(self, document: Document, hit: _Hit) -> bool:
        """ "früher Osterfeld", "von Osterfeld nach Styrum"."""
        for i in range(hit.start - 1, max(-1, hit.start - 4), -1):
            token = document.tokens[i]
            if token.folded in self._words["now"] or token.lemma == "comma":
                return False
            if token.folded in self._words["past"]:
                return True
        return document.lemma(hit.start - 1) == "von" and document.lemma(hit.end) == "nach"

    def _postcode(self, document: Document) -> tuple[str | None, str | None, list[int]]:
        foreign = None
        for i, token in enumerate(document.tokens):
            if token.tag != "LONG_NUMBER" or len(token.text) != _POSTCODE_DIGITS:
                continue
            if self._gazetteer.knows_postcode(token.text):
                return token.text, None, [i]
            if document.tag(i + 1) != "MEASURE" and self._is_postcode(document, i):
                foreign = token.text
        return None, foreign, []

    def _is_postcode(self, document: Document, position: int) -> bool:
        token, after = document.tokens[position], document.at(position + 1)
        return (
            self._has_cue(document, position, "cues")
            or document.tag(position - 1) == "NUMBERED"
            or (after is not None and after.tag == "WORD" and after.capital)
            or self._is_whole_answer(document, _Hit("", position, position + 1, guessed=False))
        ) and token.text.isascii()

    def _of_postcode(
        self, document: Document, postcode: str, digits: list[int]
    ) -> PlaceMention | None:
        place = self._gazetteer.of_postcode(postcode)
        if place is None:
            return None
        token = document.tokens[digits[0]]
        return PlaceMention(place.id, place.name, token.start, token.end)

    def _mention(self, document: Document, hit: _Hit) -> PlaceMention:
        place = self._gazetteer.places[hit.name]
        tokens = document.tokens
        return PlaceMention(place.id, place.name, tokens[hit.start].start, tokens[hit.end - 1].end)

    def _anywhere(
        self,
        document: Document,
        found: Mapping[str, Spans],
        used: set[int],
        district: PlaceMention | None,
    ) -> bool:
        if district is not None:
            return district.id == self._gazetteer.city.id
        if "any_place" in found:
            return True
        return "any_place_short" in found and not any(
            self._says_something(token) for i, token in enumerate(document.tokens) if i not in used
        )


def _cities(gazetteer: Gazetteer, words: Mapping[str, Any]) -> dict[str, list[str]]:
    """Cities around with their names in the language; the table is a list where they are German."""
    table = words.get("cities", {})
    cities = {city: [city] for city in (*gazetteer.neighbours, *table)}
    if isinstance(table, Mapping):
        for city, names in table.items():
            cities[city].extend(names)
    return cities


def _only_signs(document: Document, start: int, end: int) -> bool:
    """Whether one name follows the other with nothing but a sign between."""
    between = document.tokens[max(start, 0) : max(end, 0)]
    return end - start in (0, 1) and all(
        token.lemma in (*_SKIPPED_SIGNS, "open", "comma") for token in between
    )

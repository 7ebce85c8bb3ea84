"""Words of the other languages in their roles: stems, phrases, clitics, slips.

Everything a language needs is in its lexicon; here is no word of any language.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.folding import fold
from bot.understanding.lexicon import Lexicon, Phrase, Word
from bot.understanding.spelling import SpellingIndex
from bot.understanding.tokens import PIECES, UNKNOWN, Token, Tokenizer, as_known

_SHORTEST_CHECKED = 7  # letters: shorter words have neighbours that mean something else
_SHORTEST_AFTER_CLITIC = 2
_LONGEST_WITH_CLITICS = 20
_ADJECTIVE = "AGE_ADJECTIVE"
_CHECKED = ("CHILD", "UNIT", "UNIT_ONE", "AGE_ADJECTIVE", "AGE", "MONTH", "PREGNANT", "BORN")
_PLAIN_SIGNS = str.maketrans("٫٬،؟؛’‘ʼ`´", ".,,?;'''''")
_APOSTROPHE = "'"
_ENDING_OF_A_FIGURE = re.compile(r"(?<=\d)'(?P<ending>[^\W\d_]+)")
_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670])*"
    r"(?:'(?:[^\W\d_]|[\u0300-\u036f])+)*"
)


class InflectedTokenizer(Tokenizer):
    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        clitics = lexicon.tables.get("clitics") or {}
        self._before: dict[str, str | None] = {
            fold(form, lexicon.language): tag for form, tag in clitics.get("before", {}).items()
        }
        self._apostrophe = clitics.get("apostrophe", "inside")
        self._ordinal_endings = frozenset(
            fold(ending, lexicon.language) for ending in clitics.get("ordinal", ())
        )
        self._case_endings = frozenset(
            fold(ending, lexicon.language) for ending in clitics.get("case", ())
        )
        self._fillers = frozenset(
            fold(word, lexicon.language) for word in lexicon.tables["fillers"]["words"]
        )
        self._ordinary = self._fillers | {
            fold(word, lexicon.language) for word in lexicon.tables["fillers"].get("ordinary", ())
        }
        self._slips = SpellingIndex(
            form
            for form, word in lexicon.words.items()
            if len(form) >= _SHORTEST_CHECKED and word.tag in _CHECKED
        )
        self._number_slips = SpellingIndex(
            form for form in lexicon.numbers.cardinals if len(form) >= _SHORTEST_CHECKED
        )

    def tokens(self, text: str) -> tuple[Token, ...]:
        bare = list(self._bare(_plain(text)))
        tokens: list[Token] = []
        position = 0
        while position < len(bare):
            length, word = self._phrase(bare, position)
            if word is not None:
                pieces = bare[position : position + length]
                parts = tuple(piece.folded for piece in pieces if piece.lemma != "dash")
                whole = replace(bare[position], end=pieces[-1].end, parts=parts)
                tokens.append(as_known(whole, word))
                position += length
                continue
            tokens.extend(self._read(bare[position], tokens[-1] if tokens else None))
            position += 1
        return tuple(_with_endings(_composed(tokens), self._ordinal_endings, self._case_endings))

    def _bare(self, text: str) -> Iterator[Token]:
        position = 0
        while position < len(text):
            piece = PIECES.search(text, position)
            if piece is None:
                return
            position = piece.end()
            if piece.lastgroup == "WORD":
                word = _WORD.match(text, piece.start())
                position = word.end() if word else position
                yield from self._words(text[piece.start() : position], piece.start())
            else:
                token = self._piece(piece.lastgroup or "SIGN", piece.group(), piece.start())
                if _is_no_count(token, text):
                    token = replace(token, tag="CODE", lemma=UNKNOWN, value=None)
                ending = _ENDING_OF_A_FIGURE.match(text, position)
                if ending:
                    token = replace(token, ending=fold(ending["ending"], self._lexicon.language))
                    position = ending.end()
                yield token

    def _words(self, text: str, start: int) -> Iterator[Token]:
        """One word, or two where an apostrophe parts them: "she's"."""
        head, _, tail = text.partition(_APOSTROPHE)
        if not tail or self._apostrophe == "inside":
            yield self._piece("WORD", text, start)
        elif self._apostrophe == "before an ending":
            ending = fold(tail, self._lexicon.language)
            yield replace(self._piece("WORD", head, start), ending=ending)
        else:
            yield self._piece("WORD", head, start)
            yield self._piece("WORD", tail, start + len(head) + 1)

    def _phrase(self, bare: list[Token], position: int) -> tuple[int, Word | None]:
        if bare[position].tag not in ("WORD", "SIGN"):
            return 0, None
        for phrase, word in self._lexicon.phrases.get(bare[position].folded, ()):
            length = _length_of(phrase, bare, position)
            if length:
                return length, word
        return 0, None

    def _read(self, bare: Token, before: Token | None) -> Iterator[Token]:
        if bare.tag != "WORD":
            yield bare
            return
        after_number = before is not None and before.tag == "NUM"
        if after_number and bare.folded in self._lexicon.short_units:
            yield replace(bare, tag="UNIT", lemma=self._lexicon.short_units[bare.folded])
            return
        known = self._known(bare)
        if known is not None:
            yield known
            return
        yield from self._after_a_clitic(bare) or [self._slip(bare) or self._unknown(bare)]

    def _known(self, bare: Token) -> Token | None:
        word = self._lexicon.exactly(bare.text, bare.folded)
        if word is not None:
            return as_known(bare, word)
        number = self._number_word(bare) or self._glued(bare)
        if number is not None:
            return number
        word = self._lexicon.known(bare.folded)
        return as_known(bare, word) if word is not None else None

    def _glued(self, bare: Token) -> Token | None:
        """ "пятилетний": a number before a stem that makes it an adjective of age."""
        for length in range(len(bare.folded) - 2, 1, -1):
            value = self._lexicon.numbers.glued.get(bare.folded[:length])
            if value is None:
                continue
            word = self._lexicon.known(bare.folded[length:])
            if word is not None and word.tag == _ADJECTIVE:
                return replace(bare, tag=_ADJECTIVE, lemma=word.lemma, value=value)
        return None

    def _after_a_clitic(self, bare: Token) -> list[Token]:
        """ "وعمرها" is "و" and "عمرها"; nothing where the rest has no role."""
        if len(bare.folded) > _LONGEST_WITH_CLITICS:
            return []
        for clitic, tag in self._before.items():
            rest = bare.folded[len(clitic) :]
            if not bare.folded.startswith(clitic) or len(rest) < _SHORTEST_AFTER_CLITIC:
                continue
            cut = len(clitic)
            whole = replace(bare, folded=rest, text=bare.text[cut:] or bare.text)
            known = self._known(whole)
            if known is None and rest in self._fillers:
                known = self._unknown(whole)
            parts = [known] if known is not None else self._after_a_clitic(whole)
            if not parts:
                continue
            if tag is None:
                return parts
            split = bare.start + min(cut, len(bare.text) - 1)
            link = Token(clitic, clitic, bare.start, split, tag, "und")
            return [link, replace(parts[0], start=split), *parts[1:]]
        return []

    def _slip(self, bare: Token) -> Token | None:
        if bare.folded in self._ordinary:
            return None
        meant = self._slips.nearest(bare.folded)
        if meant is not None:
            return as_known(bare, self._lexicon.words[meant])
        number = self._number_slips.nearest(bare.folded)
        if number is not None:
            value = self._lexicon.numbers.cardinals[number]
            return replace(bare, tag="NUM", lemma="word", value=value)
        return None

    def _unknown(self, bare: Token) -> Token:
        return replace(bare, lemma=bare.folded, noun=bare.folded not in self._fillers)


def _plain(text: str) -> str:
    """ASCII digits and signs, character for character."""
    signs = text.translate(_PLAIN_SIGNS)
    if signs.isascii():
        return signs
    return "".join(
        str(int(char)) if char.isdecimal() and not char.isascii() else char for char in signs
    )


def _length_of(phrase: Phrase, bare: list[Token], position: int) -> int:
    """Tokens the phrase takes here; hyphens between its words count, 0 if it is not here."""
    at = position
    for word in phrase:
        if at > position and at < len(bare) and _is_between(bare[at], word):
            at += 1
        if at >= len(bare) or not _is_like(bare[at].folded, word):
            return 0
        at += 1
    return at - position


def _is_between(sign: Token, word: str) -> bool:
    """The hyphen of "mother-in-law", the dot of "г.р."."""
    return sign.lemma == "dash" or (sign.lemma == "dot" and len(word) == 1)


def _is_like(folded: str, wanted: str) -> bool:
    return folded.startswith(wanted[:-1]) if wanted.endswith("*") else folded == wanted


def _is_no_count(token: Token, text: str) -> bool:
    """ "B2", "5.30": a figure right behind a letter, a time of day."""
    if token.tag != "NUM":
        return False
    behind_a_letter = token.start > 0 and text[token.start - 1].isalpha()
    hours, _, minutes = token.text.replace(",", ".").partition(".")
    return behind_a_letter or (len(minutes) == 2 and int(minutes) < 60 and int(hours) < 24)


def _composed(tokens: list[Token]) -> Iterator[Token]:
    """ "twenty one", "on iki", "ثلاثة عشر", "واحد وعشرون" are one number each."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        for length in (2, 3):
            sum_of = _sum(tokens[position : position + length])
            if sum_of is not None:
                last = tokens[position + length - 1]
                token = replace(last, start=token.start, value=sum_of)
                position += length - 1
                break
        yield token
        position += 1


def _sum(tokens: list[Token]) -> float | None:
    first, last = tokens[0], tokens[-1]
    if last.tag == "ORD" and len(tokens) == 2 and first.value in _TENS and last.lemma == "ord":
        whole = (first.value or 0.0) + (last.value or 0.0)
        return whole if _is_word_for_a_number(first) and (last.value or 10) < 10 else None
    if not _is_word_for_a_number(first) or not _is_word_for_a_number(last):
        return None
    a, b = first.value or 0.0, last.value or 0.0
    if len(tokens) == 3 and not (tokens[1].tag == "AND" and a < 10 and b in _TENS[1:]):
        return None
    if len(tokens) not in (2, 3):
        return None
    tens_first = a in _TENS and 1 <= b < 10 and len(tokens) == 2
    ten_behind = 1 <= a < 10 and (b == 10 or len(tokens) == 3)
    return a + b if tens_first or ten_behind else None


_TENS = tuple(map(float, range(10, 100, 10)))


def _is_word_for_a_number(token: Token) -> bool:
    return token.tag == "NUM" and token.lemma == "word" and token.value == int(token.value or 0)


def _with_endings(
    tokens: Iterator[Token], endings: frozenset[str], cases: frozenset[str]
) -> Iterator[Token]:
    """ "2nd", "2-й", "2'nci" are ordinals, "3-х" is a plain number."""
    row = list(tokens)
    position = 0
    while position < len(row):
        token, length = row[position], 1
        if token.tag == "NUM" and token.lemma == "integer":
            if end := _end_of(row, position, endings):
                token = replace(token, tag="ORD", lemma="ord", end=row[end].end)
                length = end - position + 1
            elif case := _end_of(row, position, cases):
                length = case - position + 1
            elif token.ending in endings:
                token = replace(token, tag="ORD", lemma="ord")
        yield token
        position += length


def _end_of(row: list[Token], position: int, endings: frozenset[str]) -> int:
    """Position of the ending that belongs to the figure, 0 if there is none."""
    for at in (position + 1, position + 2):
        if at >= len(row) or row[at].start - row[at - 1].end > 0:
            return 0
        if row[at].folded in endings:
            return at
        if row[at].lemma != "dash":
            return 0
    return 0

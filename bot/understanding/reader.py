"""Text in, reading out."""

from datetime import date
from functools import cache

import spacy
from spacy.vocab import Vocab

from bot.languages import GERMAN
from bot.understanding.ages import AgeReader
from bot.understanding.corrections import is_correction
from bot.understanding.folding import fold
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.german import GermanTokenizer
from bot.understanding.inflected import InflectedTokenizer
from bot.understanding.lexicon import Lexicon
from bot.understanding.needs import says_a_need
from bot.understanding.ordinals import ordinal_in
from bot.understanding.places import PlaceReader
from bot.understanding.reading import Reading, TopicMention, normalised, normalised_span
from bot.understanding.remainder import remainder
from bot.understanding.requests import RequestReader
from bot.understanding.rules import Rules, words_in
from bot.understanding.tokens import Document, Tokenizer
from bot.understanding.topics import TopicLabels, TopicReader, ranked

_SAID_BY_AGES = frozenset(["pregnancy"])  # "ich bin schwanger" answers how old the child is


@cache
def _vocab() -> Vocab:
    """One for all readers: it holds roles and the words of rules, nothing of a language."""
    vocab: Vocab = spacy.blank("xx").vocab
    return vocab


class Reader:
    """Reads the messages of one language; keeps nothing of them."""

    def __init__(self, places: Gazetteer, topics: TopicLabels, language: str = "de") -> None:
        lexicon = Lexicon.load(language)
        tables = lexicon.tables
        self._inflected = language != GERMAN.code
        self._vocab = _vocab()
        self._visible = frozenset(words_in(tables["rules"]))
        self._tokenizer: Tokenizer = (
            InflectedTokenizer(lexicon)
            if self._inflected
            else GermanTokenizer(lexicon, self._visible)
        )
        self._rules = Rules(self._vocab, tables["rules"])
        self._fillers = frozenset(fold(word, language) for word in tables["fillers"]["words"])
        spellings = tables.get("spellings", {})
        ordinary = self._fillers | frozenset(map(fold, spellings.get("ordinary", ())))
        self._cues = frozenset(fold(word, language) for word in tables["places"].get("cues", ()))
        self._ages = AgeReader(lexicon)
        self._requests = RequestReader(tables.get("phrases", {}), language)
        self._places = PlaceReader(
            places,
            tables["places"],
            language=language,
            fillers=self._fillers,
            ordinary_words=ordinary,
        )
        self._topics = TopicReader(
            topics,
            tables.get("topics", {}),
            language=language,
            nouns=frozenset(map(fold, spellings.get("nouns", ()))),
            ordinary_words=ordinary,
        )

    def read(self, text: str, today: date) -> Reading:
        """What the message says; `today` is the day ages are counted on."""
        document = Document(
            self._tokenizer.tokens(text), self._vocab, self._visible, inflected=self._inflected
        )
        if not document.tokens:
            return Reading()
        found = self._rules.find(document.matchable)
        correcting = is_correction(document, found)
        places = self._places.read(document, found, correcting=correcting)
        mentions = self._topics.mentions(document)
        named = [
            TopicMention(each.topic, *document.span(each.start, each.end)) for each in mentions
        ]
        requests = self._requests.read(text, [(each.id, each.start, each.end) for each in named])
        ordinal = ordinal_in(document, found)
        counting = document.positions(requests.counting) | (
            ordinal.used if ordinal else frozenset()
        )
        ages = self._ages.read(
            document, found, today, correcting=correcting, taken=places.used | counting
        )
        asked = document.positions(requests.used)
        stated = places.used | asked | counting | ages.used
        topics = tuple(t for t in ranked(mentions) if t not in requests.rejected_topics)
        needed = (
            says_a_need(document, stated, self._fillers)
            or bool(set(topics) - _SAID_BY_AGES)
            or ("says_something" in found and not requests.rejected_topics)
        )
        cut = places.used | document.positions((child.start, child.end) for child in ages.children)
        parts = remainder(document, stated, cut, fillers=self._fillers, cues=self._cues)
        taken_back = bool(ages.rejected or places.rejected)
        corrected = bool(ages.children or ages.numbers or places.district or places.anywhere)
        return Reading(
            children=ages.children,
            unaged_children=ages.unaged,
            rejected_children=ages.rejected,
            numbers=ages.numbers,
            district=places.district,
            rejected_districts=places.rejected,
            district_any=places.anywhere,
            postcode=places.postcode,
            outside=places.outside,
            wishes=requests.wishes,
            wishes_dropped=requests.wishes_dropped,
            spoken=requests.spoken,
            complaints=requests.complaints,
            aspects=requests.aspects,
            ordinals=requests.ordinals or ((ordinal.place,) if ordinal else ()),
            correction=taken_back or (correcting and corrected),
            requested_language=requests.requested_language,
            adds_need=requests.adds_need,
            rejected_topics=requests.rejected_topics,
            need_text=normalised(text) if needed else None,
            need_spans=tuple(normalised_span(text, *part) for part in parts if needed),
            topics=topics,
            topic_mentions=tuple(each for each in named if each.id in topics),
            all_children=requests.all_children,
        )

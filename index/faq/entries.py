"""What is answered: faq/entries.yml says where from, faq/<language>.yml says it in words."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from index.city import City
from index.errors import IndexFailure
from index.fields import Name, Slug, WebAddress

FACTS_FILE = "entries.yml"
DEFAULT_LANGUAGE = "de"
PARAMETERS = frozenset({"city", "hours", "operator"})
"""What an answer may leave open, for example {city}."""

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2]))?$")]
Intent = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
Content = TypeVar("Content")


class FaqRejected(IndexFailure):
    """A file of questions and answers is missing or faulty."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Strict):
    """Who says so; without `url` it is what this service keeps itself."""

    name: Name
    url: WebAddress | None = None


class Wording(_Strict):
    """`short` is said instead of `answer` where the question comes again."""

    questions: Annotated[tuple[Name, ...], Field(min_length=1)]
    answer: Name
    short: Name


class Facts(_Strict):
    """`as_of` is a year or a month, 2025 or 2025-12.

    `about_service`: on this service itself rather than on city and law. `intent`: the one of a
    message that is answered with this where its words are like those of no entry.
    """

    source: Source
    as_of: Month
    about_service: bool = False
    intent: Intent | None = None
    topics: tuple[Slug, ...] = ()
    offers: tuple[Slug, ...] = ()


class Entry(Facts):
    """`wordings` are by language; there is a German one."""

    id: str
    wordings: Mapping[str, Wording]

    def language(self, wanted: str) -> str:
        """The language to answer in: German where there is no such wording."""
        return wanted if wanted in self.wordings else DEFAULT_LANGUAGE


def read_entries(folder: Path, city: City) -> tuple[Entry, ...]:
    """In the order of entries.yml, none where the city has no such folder; raises FaqRejected."""
    if not folder.is_dir():
        return ()
    facts_path = folder / FACTS_FILE
    facts = _content(facts_path, dict[Slug, Facts])
    texts = {
        path.stem: _content(path, dict[Slug, Wording])
        for path in sorted(folder.glob("*.yml"))
        if path != facts_path
    }
    faults = [
        *_faults_of_facts(facts, city),
        *_faults_of_ids(facts, texts),
        *_faults_of_questions(texts),
        *_faults_of_answers(texts),
    ]
    if faults:
        raise FaqRejected("\n".join(f"{folder}: {fault}" for fault in faults))
    return tuple(
        Entry(
            id=entry_id,
            wordings={code: texts[code][entry_id] for code in texts if entry_id in texts[code]},
            **dict(entry),
        )
        for entry_id, entry in facts.items()
    )


def _faults_of_facts(facts: Mapping[str, Facts], city: City) -> Iterator[str]:
    taken: dict[str, str] = {}
    for entry_id, entry in facts.items():
        for topic in entry.topics:
            if topic not in city.topics:
                yield f"{FACTS_FILE}, {entry_id}: topics.csv has no topic “{topic}”."
        if not entry.about_service and entry.source.url is None and not entry.offers:
            yield f"{FACTS_FILE}, {entry_id}: a source with a url or an offer is needed."
        if entry.intent and taken.setdefault(entry.intent, entry_id) != entry_id:
            yield f"{FACTS_FILE}, {entry_id}: {taken[entry.intent]} has the intent {entry.intent}."


def _faults_of_ids(
    facts: Mapping[str, Facts], texts: Mapping[str, Mapping[str, Wording]]
) -> Iterator[str]:
    for code, wordings in texts.items():
        for entry_id in wordings.keys() - facts.keys():
            yield f"{code}.yml, {entry_id}: {FACTS_FILE} has no such entry."
    for entry_id in facts.keys() - texts.get(DEFAULT_LANGUAGE, {}).keys():
        yield f"{DEFAULT_LANGUAGE}.yml: the entry {entry_id} is missing."


def _faults_of_questions(texts: Mapping[str, Mapping[str, Wording]]) -> Iterator[str]:
    for code, wordings in texts.items():
        asked: dict[str, str] = {}
        for entry_id, wording in wordings.items():
            for question in wording.questions:
                if asked.setdefault(question.casefold(), entry_id) != entry_id:
                    other = asked[question.casefold()]
                    yield f"{code}.yml, {entry_id}: {other} has the question “{question}” too."


def _faults_of_answers(texts: Mapping[str, Mapping[str, Wording]]) -> Iterator[str]:
    for code, wordings in texts.items():
        for entry_id, wording in wordings.items():
            for text in (wording.answer, wording.short):
                for parameter in _parameters(text) - PARAMETERS:
                    known = ", ".join(f"{{{name}}}" for name in sorted(PARAMETERS))
                    yield f"{code}.yml, {entry_id}: {{{parameter}}} is none of {known}."


def _parameters(text: str) -> frozenset[str]:
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:  # a brace that is not closed
        return frozenset({text})


def _content(path: Path, kind: type[Content]) -> Content:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FaqRejected(f"{path} cannot be read: {error}") from error
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        faults = [
            f"{path}: {'.'.join(map(str, fault['loc'])) or 'the file'}: {fault['msg']}."
            for fault in error.errors(include_url=False)
        ]
        raise FaqRejected("\n".join(faults)) from error


def questions_of(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    """Each question in each language, with the number of its entry."""
    for number, entry in enumerate(entries):
        for wording in entry.wordings.values():
            for question in wording.questions:
                yield number, question

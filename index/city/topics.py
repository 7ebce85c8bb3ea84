from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from index.city.labelled import Labelled, labels_of, read_labelled
from index.tables import Fault, Row, TableRejected, split_list


@dataclass(frozen=True)
class Topic(Labelled):
    """A need a family may have."""

    scope_note: str
    example_phrases: tuple[str, ...]


@dataclass(frozen=True)
class TopicGroup(Labelled):
    """Topics that stand together where all of them are shown."""

    topics: tuple[str, ...]


def read_topics(path: Path) -> dict[str, Topic]:
    return read_labelled(path, ("scope_note", "example_phrases"), _topic)


def read_topic_groups(path: Path, topics: Collection[str]) -> dict[str, TopicGroup]:
    """Each of the topics is in one group."""

    def faults_of(row: Row) -> list[Fault]:
        return faults_in_topics(row, "topics", topics)

    groups = read_labelled(path, ("topics",), _group, faults_of)
    counts = Counter(topic for group in groups.values() for topic in group.topics)
    not_once = [topic for topic in topics if counts[topic] != 1]
    if not_once:
        message = "each topic of topics.csv in one group"
        raise TableRejected(path, [Fault(1, "topics", ";".join(not_once), message)])
    return groups


def faults_in_topics(row: Row, column: str, topics: Collection[str]) -> list[Fault]:
    unknown = [topic for topic in split_list(row.cells[column]) if topic not in topics]
    return [Fault(row.line, column, topic, "an id of topics.csv") for topic in unknown]


def _topic(row: Row) -> Topic:
    return Topic(
        id=row.cells["id"],
        labels=labels_of(row),
        scope_note=row.cells["scope_note"],
        example_phrases=split_list(row.cells["example_phrases"]),
    )


def _group(row: Row) -> TopicGroup:
    return TopicGroup(row.cells["id"], labels_of(row), split_list(row.cells["topics"]))

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.city import City
from index.search.needs import (
    BESIDE_THE_CHOSEN,
    FILE_NAME,
    MOST_NEEDS,
    KnownNeeds,
    NeedRecogniser,
    Reading,
    sure_topics,
)
from index.search.space import Space
from tests.index.cast import CITY, LetterEncoder, situation

SEIZED = situation(
    "debts/account-seized",
    topics=("debts", "money", "of-another-city"),
    passages=("Wir klären Pfändungen.", "Schutz für das Konto."),
    train={"de": ("mein Konto wurde gepfändet", "Kontopfändung"), "tr": ("hesabıma haciz geldi",)},
)
SWIMMING = situation(
    "sports/swimming",
    passages=("Schwimmkurse im Becken.",),
    train={"de": ("wo lernt er schwimmen", "Seepferdchen")},
)
HELD_OUT = situation(
    "sports/judo",
    passages=("Judo für Kinder.",),
    test={"de": ("Kampfsport mit Gürtelprüfung",)},
)
WEATHER = situation("none/weather", topics=(), train={"de": ("wie wird das Wetter", "Regen?")})
HELLO = situation(
    "none/hello", topics=(), says_no_need=True, train={"de": ("guten Morgen", "grüß Gott")}
)
KNOWN = KnownNeeds(
    (SEIZED, SWIMMING, HELD_OUT, WEATHER, HELLO),
    {
        SEIZED.key: {"advice": 3, "benefits": 2, "club": 1},
        SWIMMING.key: {"pool": 3},
        HELD_OUT.key: {"dojo": 3},
    },
)


def opened(
    city: City, folder: Path, known: KnownNeeds = KNOWN, encoder: LetterEncoder | None = None
) -> NeedRecogniser:
    return NeedRecogniser.open(Space(encoder or LetterEncoder()), city, known, folder)


@pytest.fixture(scope="module")
def kept(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which what was learnt is kept already."""
    folder = tmp_path_factory.mktemp("needs")
    opened(city, folder)
    return folder


@pytest.fixture(scope="module")
def recogniser(city: City, kept: Path) -> NeedRecogniser:
    return opened(city, kept)


def read(recogniser: NeedRecogniser, text: str) -> Reading:
    return recogniser.read(Space(LetterEncoder()).query(text))


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("das Konto wurde uns gepfändet", SEIZED.passages),
        ("haciz geldi", SEIZED.passages),
        ("schwimmen lernt er wo", SWIMMING.passages),
    ],
)
def test_what_was_learnt_is_recognised_in_other_words(
    recogniser: NeedRecogniser, text: str, passages: tuple[str, ...]
) -> None:
    likeliest = read(recogniser, text).needs[0]

    assert likeliest.need.passages == passages
    assert likeliest.passages.shape == (len(passages), LetterEncoder.dim)


def test_each_need_has_the_vectors_of_its_own_passages(recogniser: NeedRecogniser) -> None:
    likeliest = read(recogniser, "Seepferdchen").needs[0]

    expected = Space(LetterEncoder()).wholes(SWIMMING.passages)
    assert np.allclose(likeliest.passages, expected)


def test_the_likeliest_come_first_and_not_all(recogniser: NeedRecogniser) -> None:
    probabilities = [likely.probability for likely in read(recogniser, "Hilfe").needs]

    assert probabilities == sorted(probabilities, reverse=True)
    assert 0 < len(probabilities) <= MOST_NEEDS


def test_a_topic_is_as_likely_as_its_needs_together(city: City, tmp_path: Path) -> None:
    only_debts = replace(city, topics={"debts": city.topics["debts"]})
    known = KnownNeeds((situation("debts/x", train={"de": ("Mahnung",)}), WEATHER, HELLO))
    recogniser = opened(only_debts, tmp_path, known)

    for text in ("Mahnung", "wie wird das Wetter", "guten Morgen", "xyz"):
        found = read(recogniser, text)
        assert found.topics["debts"] + found.beyond + found.silent == pytest.approx(1, abs=1e-5)
        assert sum(likely.probability for likely in found.needs) == pytest.approx(1, abs=0.05)


def test_what_no_offer_answers_and_what_says_no_need_are_told_apart(
    recogniser: NeedRecogniser,
) -> None:
    weather, hello, seized = (
        read(recogniser, text) for text in ("wie wird das Wetter", "guten Morgen", "Kontopfändung")
    )

    assert weather.beyond > max(weather.silent, *weather.topics.values())
    assert hello.silent > max(hello.beyond, *hello.topics.values())
    assert max(seized.beyond, seized.silent) < 0.1
    assert sure_topics(weather.topics) == sure_topics(hello.topics) == {}


def test_topics_that_the_city_does_not_have_are_left_out(
    recogniser: NeedRecogniser, city: City
) -> None:
    found = read(recogniser, "Kontopfändung")

    assert found.needs[0].need.topics == ("debts", "money")
    assert set(found.topics) == set(city.topics)


def test_the_wordings_of_the_citys_topics_are_known_without_situations(
    city: City, tmp_path: Path
) -> None:
    recogniser = opened(city, tmp_path, KnownNeeds())

    likeliest = read(recogniser, city.topics["midwife"].label("tr")).needs[0]
    assert likeliest.need.topic == "midwife"
    assert recogniser.graded == frozenset()


def test_held_out_situations_are_neither_learnt_nor_graded_with(city: City, tmp_path: Path) -> None:
    encoder = LetterEncoder()
    recogniser = opened(city, tmp_path, encoder=encoder)

    assert set(encoder.encoded).isdisjoint({*HELD_OUT.test["de"], *HELD_OUT.passages})
    assert recogniser.graded == {"advice", "benefits", "club", "pool"}
    for likely in read(recogniser, "Kampfsport mit Gürtelprüfung").needs:
        assert "dojo" not in likely.need.helping


def test_the_better_grades_count_by_far_the_most(recogniser: NeedRecogniser) -> None:
    helping = read(recogniser, "Kontopfändung").needs[0].need.helping

    assert helping["advice"] == 1
    assert helping["advice"] > 2 * helping["benefits"] > 4 * helping["club"] > 0


def test_what_was_learnt_is_kept(city: City, kept: Path, recogniser: NeedRecogniser) -> None:
    encoder = LetterEncoder()
    again = opened(city, kept, encoder=encoder)

    assert encoder.encoded == []
    assert read(again, "Kontopfändung").topics == read(recogniser, "Kontopfändung").topics


def test_new_grades_count_without_learning_anew(city: City, kept: Path) -> None:
    encoder = LetterEncoder()
    graded = replace(KNOWN, grades={SEIZED.key: {"new": 3}})
    recogniser = opened(city, kept, graded, encoder)

    assert encoder.encoded == []
    assert recogniser.graded == {"new"}


@pytest.mark.parametrize("damage", [b"", b"LOTSE-1\n", b"not what was learnt"])
def test_a_damaged_file_is_learnt_anew(
    city: City, tmp_path: Path, recogniser: NeedRecogniser, damage: bytes
) -> None:
    (tmp_path / FILE_NAME).write_bytes(damage)
    encoder = LetterEncoder()
    anew = opened(city, tmp_path, encoder=encoder)

    assert "Kontopfändung" in encoder.encoded
    assert read(anew, "Kontopfändung").topics == read(recogniser, "Kontopfändung").topics
    assert opened(city, tmp_path).graded == recogniser.graded


def test_what_another_model_or_other_sentences_gave_is_learnt_anew(
    city: City, kept: Path, tmp_path: Path
) -> None:
    content = (kept / FILE_NAME).read_bytes()
    other_sentence = situation(SWIMMING.key, train={"de": ("Bahnen ziehen",)})
    for encoder, known in (
        (LetterEncoder("another model"), KNOWN),
        (LetterEncoder(), KnownNeeds((SEIZED, other_sentence, WEATHER, HELLO), KNOWN.grades)),
    ):
        (tmp_path / FILE_NAME).write_bytes(content)
        opened(city, tmp_path, known, encoder)
        assert "Kontopfändung" in encoder.encoded


def test_a_chosen_topic_leaves_other_needs_less_likely(recogniser: NeedRecogniser) -> None:
    found = read(recogniser, "Kontopfändung, und wo lernt er schwimmen")
    favoured = found.favouring(("sports", "grief-illness"))

    for before, after in zip(found.needs, favoured.needs, strict=True):
        beside = {"sports", "grief-illness"}.isdisjoint(before.need.topics)
        share = BESIDE_THE_CHOSEN if beside else 1
        assert after.probability == pytest.approx(before.probability * share)
    assert found.favouring(()) is found


def test_a_chosen_topic_looks_like_what_is_asked_about_it(
    recogniser: NeedRecogniser, city: City
) -> None:
    space = Space(LetterEncoder())
    debts = recogniser.topics_vector(("debts",))
    midwife = recogniser.topics_vector(("midwife",))
    both = recogniser.topics_vector(("debts", "midwife"))

    assert np.linalg.norm(debts) == pytest.approx(1, abs=1e-5)
    labels = space.queries([topic.label("de") for topic in city.topics.values()])
    assert list(city.topics)[int(np.argmax(labels @ debts))] == "debts"
    assert debts @ midwife < min(debts @ both, midwife @ both)


@pytest.mark.parametrize(
    ("topics", "sure"),
    [
        ({"a": 0.5, "b": 0.6, "c": 0.29}, ["b", "a"]),
        ({"a": 0.4, "b": 0.6}, ["b"]),
        ({"a": 0.6, "b": 0.65, "c": 0.7, "d": 0.68}, ["c", "d", "b"]),
        ({"a": 0.2, "b": 0.1}, []),
        ({}, []),
    ],
)
def test_at_most_three_topics_are_sure_the_best_first(
    topics: dict[str, float], sure: list[str]
) -> None:
    assert list(sure_topics(topics)) == sure
    assert sure_topics(topics).items() <= topics.items()


def test_a_city_need_not_have_graded_its_offers(tmp_path: Path) -> None:
    ungraded = KnownNeeds.of_city(tmp_path)

    assert ungraded.grades == {}
    assert ungraded.situations == KnownNeeds.of_city(CITY).situations

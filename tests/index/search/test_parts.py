"""Letters, names, places, kinds and vectors, each by itself."""

import numpy as np
import pytest

from index.city import City
from index.search.letters import LetterIndex
from index.search.names import NameIndex
from index.search.picking import Candidate, pick, same_kind
from index.search.places import ELSEWHERE, PlaceNames, place_fit
from index.search.vectors import OfferVectors
from index.search.words import WordIndex
from tests.index.cast import offer

TEXTS = ["Logopädie für Kinder", "Schuldnerberatung der Caritas", "Kinderturnen im Verein"]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("Logopädin gesucht", 0),
        ("Schulden", 1),
        ("turnen", 2),
        ("SCHULDNERBERATUNG", 1),
        ("Logopedie", 0),
    ],
)
def test_letters_find_parts_of_words_and_misspellings(query: str, best: int) -> None:
    assert int(np.argmax(LetterIndex.of(TEXTS).cosines(query))) == best


def test_letters_of_no_text_are_alike_to_none() -> None:
    assert not LetterIndex.of(TEXTS).cosines("xyz").any()
    assert not LetterIndex.of(TEXTS).cosines("").any()
    assert LetterIndex.of([]).cosines("abc").shape == (0,)


def test_the_same_text_has_a_cosine_of_one() -> None:
    assert LetterIndex.of(TEXTS).cosines(TEXTS[1])[1] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("size", [3, 1200])
def test_changing_letters_is_as_good_as_building_them(size: int) -> None:
    texts = [f"{TEXTS[number % 3]} {number}" for number in range(size)]
    changes = {1: "Hebamme", size: "Tafel", 2: ""}

    changed = LetterIndex.of(texts)
    for number, text in changes.items():
        changed = changed.changed([text], np.array([number]))
    assert changed.cosines("Hebamme")[1] == pytest.approx(1, abs=0.2)

    anew = LetterIndex.of([changes.get(number, text) for number, text in enumerate([*texts, ""])])
    for query in (*TEXTS, "Hebamme", "Tafel 17", "turnen"):
        assert np.allclose(changed.merged().cosines(query), anew.cosines(query), atol=1e-5)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("beraten uns die Schuldnerberatungen?", 1),
        ("mit einem Kind", 0),
        ("VEREINE", 2),
    ],
)
def test_words_are_found_whatever_their_ending(query: str, best: int) -> None:
    assert int(np.argmax(WordIndex.of(TEXTS).scores(query))) == best


def test_words_score_the_share_of_the_query_they_meet() -> None:
    words = WordIndex.of(TEXTS)

    whole, half, none = (
        float(words.scores(query).max())
        for query in ("Schuldnerberatung Caritas", "Schuldnerberatung Elefant", "xyz")
    )

    assert 1 > whole > half > none == 0
    assert WordIndex.of([]).scores("Kind").shape == (0,)
    assert not words.scores("").any()


def test_a_rare_word_counts_more_than_a_frequent_one() -> None:
    words = WordIndex.of(["Kind Hebamme", "Kind Tafel", "Kind Schule", "Kind Kita"])

    assert words.scores("Kind Hebamme Tafel")[0] > words.scores("Kind Hebamme Tafel")[2]


def test_changing_words_is_as_good_as_building_them() -> None:
    changed = WordIndex.of(TEXTS).changed(["Hebamme für Kinder", "Tafel", ""], np.array([1, 3, 2]))
    anew = WordIndex.of([TEXTS[0], "Hebamme für Kinder", "", "Tafel"])

    for query in ("Hebamme", "Kind", "Tafel", "Verein"):
        assert np.allclose(changed.merged().scores(query), anew.scores(query))
        assert (changed.scores(query) > 0).tolist() == (anew.scores(query) > 0).tolist()


def test_terms_in_too_many_texts_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.search.postings.MOST_SPREAD", 5)
    monkeypatch.setattr("index.search.postings.TEXTS_AT_ONCE", 2)
    texts = [f"Kind{'' if number % 3 else ' Hebamme'}" for number in range(12)]

    words = WordIndex.of(texts).changed(["Kind Tafel"], np.array([0]))

    assert not words.scores("Kind").any()
    assert np.flatnonzero(words.scores("Kind Hebamme")).tolist() == [3, 6, 9]
    assert np.flatnonzero(words.merged().scores("Kind Tafel")).tolist() == [0]


NAMES = [
    "Oberhausener Tafel – Ausgabe Sterkrade",
    "KiM – Kinder im Mittelpunkt (Willkommensbesuch)",
    "Kommunales Integrationsmanagement (KIM) – Begleitung",
    "BIS – Mütter und Kinder stärken",
    "pro familia Beratungsstelle",
    "Kindergeld",
]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("Tafel", {0}),
        ("Wo ist die Tafel?", {0}),
        ("oberhausener tafel", {0}),
        ("KiM", {1, 2}),
        ("Was macht KiM bei uns zu Hause?", {1}),
        ("Was macht KIM bei uns zu Hause?", {2}),
        ("bis wann muss ich mich melden", set()),
        ("Kommt BIS auch zu uns nach Hause?", {3}),
        ("pro familia", {4}),
        ("Wie beantrage ich denn eigentlich Kindergeld?", {5}),
        ("Mein Kind spricht kaum", set()),
        ("", set()),
    ],
)
def test_an_offer_is_known_by_its_name(query: str, named: set[int]) -> None:
    names = NameIndex.of([offer(name=name) for name in NAMES])

    assert set(names.named(query)) == named


def test_the_very_name_counts_more_than_its_words() -> None:
    named = NameIndex.of([offer(name=name) for name in NAMES]).named("KiM")

    assert named[1] > named[2]


def test_a_changed_name_is_known_and_the_old_one_forgotten() -> None:
    old, new = offer(name="Nähkurs"), offer(name="Kochkurs")

    names = NameIndex.of([old]).changed({0: (old, new), 1: (None, old)})

    assert set(names.named("Kochkurs")) == {0}
    assert set(names.named("Nähkurs")) == {1}
    assert names.changed({1: (old, None)}).named("Nähkurs") == {}


def test_the_nearer_place_fits_better(city: City) -> None:
    places = ["holten", "schmachtendorf", "biefang", "lirich", "alstaden"]

    fits = [place_fit(city, "holten", place) for place in places]

    assert fits == sorted(fits, reverse=True)
    assert fits[0] == 1
    assert fits[3] < ELSEWHERE


def test_a_place_in_the_district_of_the_household_is_at_home(city: City) -> None:
    assert place_fit(city, "sterkrade", "holten") == 1
    assert place_fit(city, "holten", "sterkrade") < 1
    assert place_fit(city, "holten", "oberhausen") == place_fit(city, "lirich", "oberhausen")


def test_kinds_are_told_by_topic_and_text() -> None:
    first = offer(description_de="Die Kita ist Treff für Eltern in Lirich und berät alle.")
    second = offer(description_de="Die Kita ist Treff für Eltern in Holten und berät alle.")

    assert same_kind(first, second)
    assert not same_kind(first, offer(description_de="Schwimmen im Hallenbad für Kinder."))
    assert not same_kind(first, second.model_copy(update={"topics": ("parenting",)}))


def test_offers_of_unknown_topic_are_of_no_kind() -> None:
    text = "Die Kita ist Treff für Eltern und berät alle."
    assert not same_kind(
        offer(id="a", topics=(), description_de=text), offer(id="b", topics=(), description_de=text)
    )


def test_variety_puts_another_topic_before_the_same_again() -> None:
    def candidate(name: str, topic: str, score: float) -> Candidate:
        return Candidate(offer(id=name, topics=(topic,), description_de=name), score, 0.0, 0.0)

    candidates = [
        candidate("a", "debts", 0.50),
        candidate("b", "debts", 0.49),
        candidate("c", "sports", 0.48),
        candidate("d", "school", 0.40),
    ]

    varied = [candidate.offer.id for candidate in pick(candidates, 3, varied=True)]
    plain = [candidate.offer.id for candidate in pick(candidates, 3, varied=False)]

    assert varied == ["a", "c", "b"]
    assert plain == ["a", "b", "c"]


def test_vectors_are_replaced_and_not_doubled() -> None:
    east, north = np.eye(2, dtype=np.float32)
    first = OfferVectors.of({7: east[None]}, 2)

    second = first.changed({7: north[None]})

    allowed = np.ones(8, np.bool_)
    assert len(second) == 1
    assert second.search(north, allowed, 5)[1].tolist() == [1]
    assert first.search(east, allowed, 5)[1].tolist() == [1]  # the old one did not change


@pytest.mark.parametrize("most", [1, 3, 99])
def test_the_best_of_an_offers_vectors_counts(most: int) -> None:
    generator = np.random.default_rng(0)
    parts = {
        number: generator.normal(size=(1 + number % 4, 8)).astype(np.float32)
        for number in range(40)
    }
    others = {number: generator.normal(size=(3, 8)).astype(np.float32) for number in (3, 17, 40)}
    parts_now = parts | others | {5: np.empty((0, 8), np.float32)}
    query = generator.normal(size=8).astype(np.float32)
    best = {number: float((part @ query).max()) for number, part in parts_now.items() if len(part)}
    expected = sorted(best, key=best.__getitem__, reverse=True)[:most]

    changed = OfferVectors.of(parts, 8).changed(others).changed({5: np.empty((0, 8), np.float32)})

    for vectors in (changed, changed.merged()):
        numbers, cosines = vectors.search(query, np.ones(41, np.bool_), most)
        assert numbers.tolist() == expected
        assert np.allclose(cosines, [best[number] for number in expected], atol=1e-5)
        assert np.allclose(vectors.products(query[None, :], numbers)[0], cosines, atol=1e-5)


def test_vectors_that_are_not_allowed_are_not_found() -> None:
    generator = np.random.default_rng(0)
    vectors = generator.normal(size=(50, 8)).astype(np.float32)
    index = OfferVectors.of({number: vectors[[number]] for number in range(50)}, 8)
    allowed = generator.random(50) < 0.3

    found, cosines = index.search(vectors[0], allowed, 99)

    assert set(found.tolist()) == set(np.flatnonzero(allowed).tolist())
    assert np.allclose(cosines, vectors[found] @ vectors[0], atol=1e-5)
    assert index.search(vectors[0], np.zeros(50, np.bool_), 99)[0].size == 0


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Kita, wir wohnen in Sterkrade", "Kita, wir wohnen in"),
        ("spricht kaum (OB-Osterfeld)", "spricht kaum ( )"),
        ("Familienzentrum am Centro", "Familienzentrum am"),
        ("Sterkrader Kirmes im Osten", "Sterkrader Kirmes im Osten"),
        ("", ""),
    ],
)
def test_names_of_districts_are_left_out_of_a_question(city: City, text: str, rest: str) -> None:
    assert PlaceNames(city).without(text) == rest

import numpy as np

from index.evaluation.collections import Collection, Query, alike_as_one, each_its_own
from index.evaluation.names import CollectionName
from tests.index.cast import offer

CENTRE = "Treffpunkt für Familien mit Beratung, Kursen und Frühstück im Quartier"
OFFERS = (
    offer(id="centre-north", description_de=f"{CENTRE} Nord."),
    offer(id="swimming", description_de="Schwimmen lernen."),
    offer(id="centre-south", description_de=f"{CENTRE} Süd."),
)


def collection(grades: dict[str, int]) -> Collection:
    query = Query("a", "de", "indirect", "wohin?", grades)
    return Collection(CollectionName.CITY, "A test.", OFFERS, (query,), alike_as_one(OFFERS))


def test_offers_that_are_alike_count_as_one_document() -> None:
    assert alike_as_one(OFFERS) in {(0, 1, 0), (1, 0, 1)}


def test_offers_are_alike_also_by_way_of_a_third() -> None:
    one = offer(id="one", description_de="a b c d e")
    two = offer(id="two", description_de="d e f g h a b")
    three = offer(id="three", description_de="f g h i d e")
    assert len(set(alike_as_one([one, three]))) == 2
    for order in ([one, three, two], [one, two, three], [two, one, three]):
        assert len(set(alike_as_one(order))) == 1


def test_each_its_own_numbers_them_all() -> None:
    assert each_its_own(OFFERS) == (0, 1, 2)


def test_a_document_has_the_score_and_the_grade_of_its_best_offer() -> None:
    tiny = collection({"centre-north": 1, "centre-south": 3})
    centre, swimming = tiny.kinds[0], tiny.kinds[1]

    scores = tiny.documents(np.array([[0.2, 0.4, 0.9], [-np.inf, 0.1, -np.inf]]))
    grades = tiny.grades(tiny.queries[0])

    assert scores[:, centre].tolist() == [0.9, -np.inf]
    assert scores[:, swimming].tolist() == [0.4, 0.1]
    assert (grades[centre], grades[swimming]) == (3, 0)

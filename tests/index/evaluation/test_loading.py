import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from index.city import City
from index.evaluation.loading import (
    load_graded,
    load_needs,
    load_omos_qa,
    load_retrieval,
    load_unanswerable,
)
from index.evaluation.tables import CollectionRejected
from tests.index.cast import CITY, OFFERS

SITUATION = """
- id: account-seized
  topics: [debts]
  passages: ["Wir klären Ihre Schulden."]
  train: {de: ["mein Konto ist gesperrt"]}
  test: {de: ["ich komme nicht mehr an mein Geld"], tr: ["param yok"]}
- id: held-out
  topics: [debts]
  passages: ["Wir beraten."]
  train: {}
  test: {de: ["überall Mahnungen"]}
- id: parking
  topics: []
  passages: []
  train: {}
  test: {de: ["Strafzettel"]}
"""
GRADES = (
    "account-seized: {schuldnerberatung-caritas: 3}\nheld-out: {schuldnerberatung-caritas: 2}\n"
)
HEADING = "id\tlanguage\tkind\tquery\toffers\n"


@pytest.fixture
def retrieval(tmp_path: Path) -> Path:
    write(tmp_path / "offers.tsv", "o1\tNähen\tWir nähen.\no2\tKochen\tWir kochen.\n")
    write(tmp_path / "queries.tsv", "de\tshort\tnähen\to1:3 o2:1\ntr\tx\tyemek\to2:3\n")
    return tmp_path


@pytest.fixture
def omos_qa(tmp_path: Path) -> Path:
    for part, number in (("train", 7), ("dev", 8)):
        page = {"page_id": number, "city": "anderswo", "text": f"Seite {number}\nText dazu."}
        write(tmp_path / f"{part}.pages.jsonl", json.dumps(page) + "\n")
    question = {"id": 1, "page_id": 8, "question": {"de": "Wo?", "en": "Where?"}}
    write(tmp_path / "dev.questions.jsonl", json.dumps(question) + "\n")
    return tmp_path


@pytest.fixture
def city_dir(tmp_path: Path) -> Path:
    shutil.copy(OFFERS, tmp_path)
    (tmp_path / "situations").mkdir()
    (tmp_path / "needs").mkdir()
    write(tmp_path / "situations" / "debts.yml", GRADES)
    write(tmp_path / "needs" / "debts.yml", SITUATION)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def test_reads_offers_and_graded_queries_without_heading(retrieval: Path, city: City) -> None:
    collection = load_retrieval(retrieval, city)
    assert [offer.name for offer in collection.offers] == ["Nähen", "Kochen"]
    first, second = collection.queries
    assert (first.language, first.kind, first.text) == ("de", "short", "nähen")
    assert first.grades == {"o1": 3, "o2": 1}
    assert second.kind == "other language"


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("queries.tsv", "de\tshort\tnähen\n", "line 1: found “3 cells”, expected 4 cells"),
        ("queries.tsv", "de\tshort\t \to1:3\n", "line 1, query: found “ ”, expected a value"),
        ("queries.tsv", "de\tshort\tnähen\to1\n", "“o1”, expected an offer's id, a colon"),
        ("queries.tsv", "de\tshort\tnähen\to1:4\n", "“o1:4”, expected an offer's id, a colon"),
        ("queries.tsv", "\nde\tshort\tnähen\to9:3\n", "line 2, offers: found “o9:3”"),
        ("queries.tsv", "de\tshort\tnähen\to1:3 o1:2\n", "expected each offer once"),
        ("queries.tsv", "", "expected at least one row"),
        ("offers.tsv", "o1\tNähen\n", "found “2 cells”, expected 3 cells"),
    ],
)
def test_says_where_a_file_is_faulty(
    retrieval: Path, city: City, file: str, content: str, said: str
) -> None:
    write(retrieval / file, content)
    with pytest.raises(CollectionRejected) as rejected:
        load_retrieval(retrieval, city)
    assert said in str(rejected.value)
    assert file in str(rejected.value)


def test_a_file_that_cannot_be_read_is_named(retrieval: Path, city: City) -> None:
    (retrieval / "queries.tsv").write_bytes(b"de\tshort\t\xff\to1:3\n")
    with pytest.raises(CollectionRejected, match=r"queries\.tsv.*expected a file that can be read"):
        load_retrieval(retrieval, city)


def test_every_page_is_an_offer_and_each_language_asks(omos_qa: Path, city: City) -> None:
    collection = load_omos_qa(omos_qa, city)
    assert [(offer.id, offer.name) for offer in collection.offers] == [
        ("page-7", "Seite 7"),
        ("page-8", "Seite 8"),
    ]
    assert collection.offers[0].description_de == "Text dazu."
    assert [(query.language, query.text) for query in collection.queries] == [
        ("de", "Wo?"),
        ("en", "Where?"),
    ]
    assert {query.need for query in collection.queries} == {"1"}
    assert collection.queries[0].grades == {"page-8": 3}


def test_a_faulty_line_of_json_is_named(omos_qa: Path, city: City) -> None:
    write(omos_qa / "dev.pages.jsonl", '{"page_id": 8, "city": "anderswo"}\n')
    with pytest.raises(CollectionRejected, match="line 1, text: expected Field required"):
        load_omos_qa(omos_qa, city)


def test_reads_a_citys_graded_queries(city_dir: Path, city: City) -> None:
    row = "q1\tde\tparallel\tÜberall Mahnungen\tschuldnerberatung-caritas:3\n"
    write(city_dir / "graded_queries.tsv", HEADING + row)
    (query,) = load_graded(city_dir, city).queries
    assert (query.need, query.kind) == ("q1", "parallel")


def test_an_offer_that_may_not_be_shown_has_no_grade(city_dir: Path, city: City) -> None:
    row = "q1\tde\tshort\tElterncafé\tcafe-kinderwagen-emek:3\n"  # ended in 2024
    write(city_dir / "graded_queries.tsv", HEADING + row)
    with pytest.raises(CollectionRejected, match="line 2, offers: found “cafe-kinderwagen-emek:3”"):
        load_graded(city_dir, city)


def test_other_column_names_are_a_fault(city_dir: Path, city: City) -> None:
    write(city_dir / "graded_queries.tsv", "id\tquery\nq1\tGeld\n")
    with pytest.raises(CollectionRejected, match="expected the column names id, language, kind"):
        load_graded(city_dir, city)


def test_needs_are_the_held_out_sentences_of_situations_that_offers_answer(
    city_dir: Path, city: City
) -> None:
    queries = load_needs(city_dir, city, city_dir / "needs").queries
    assert [(query.need, query.language, query.kind) for query in queries] == [
        ("debts/account-seized", "de", "phrasing"),
        ("debts/account-seized", "tr", "phrasing"),
        ("debts/held-out", "de", "situation"),
    ]
    assert queries[2].grades == {"schuldnerberatung-caritas": 2}


@pytest.mark.parametrize(
    ("grades", "said"),
    [
        ("account-seized: {schuldnerberatung-caritas: 3}", "found “debts/held-out”"),
        (GRADES.replace("-caritas", "-nowhere"), "found “schuldnerberatung-nowhere”"),
    ],
)
def test_a_situation_without_good_grades_is_a_fault(
    city_dir: Path, city: City, grades: str, said: str
) -> None:
    write(city_dir / "situations" / "debts.yml", grades)
    with pytest.raises(CollectionRejected, match=said):
        load_needs(city_dir, city, city_dir / "needs")


def test_the_citys_own_collections_have_no_faults(city: City) -> None:
    kinds = Counter(query.kind for query in load_graded(CITY, city).queries)
    assert kinds["parallel"] == 8 * 45
    assert {"phrasing", "situation"} == {query.kind for query in load_needs(CITY, city).queries}
    assert {query.language for query in load_unanswerable(CITY)} >= {"de", "tr", "ar", "uk"}

import json
import shutil
from pathlib import Path

import pytest

from index.city import City
from index.evaluation.names import CollectionName
from index.evaluation.report import Report
from index.evaluation.run import Sources, evaluate
from index.evaluation.systems import BM25, PRODUCT, UNTUNED, Systems
from index.evaluation.writing import summary, write_report
from index.search import KnownNeeds
from tests.index.cast import OFFERS, LetterEncoder

GRADED = "\n".join(
    (
        "id\tlanguage\tkind\tquery\toffers",
        "q1\tde\tparallel\tCaritas\tschuldnerberatung-caritas:3",
        "q1\ten\tparallel\tadvice on debts, Caritas\tschuldnerberatung-caritas:3",
        "q2\tde\tparallel\tFamilienzentrum\tfamilienzentrum-lirich:3",
        "q2\ten\tparallel\txyzzy\tfamilienzentrum-lirich:3",
        "q3\tde\tshort\tHebamme\thebammensprechstunde-fruehe-hilfen:3",
    )
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city with graded queries, and beside it one shared set of two."""
    folder = tmp_path_factory.mktemp("sources")
    shutil.copy(OFFERS, folder)
    (folder / "graded_queries.tsv").write_text(GRADED, encoding="utf-8")
    unanswerable = "language\tquery\nde\tqqqq\nde\tCaritas\nen\txxxx\n"
    (folder / "unanswerable_queries.tsv").write_text(unanswerable, encoding="utf-8")
    (folder / "retrieval").mkdir()
    offers = "o1\tNähen\tWir nähen Kleider.\no2\tKochen\tSuppen und Eintöpfe.\n"
    (folder / "retrieval" / "offers.tsv").write_text(offers, encoding="utf-8")
    queries = "de\tshort\tnähen\to1:3\nde\tshort\tEintöpfe\to2:3\n"
    (folder / "retrieval" / "queries.tsv").write_text(queries, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def report(folder: Path, city: City) -> Report:
    return run(folder, city)


def run(folder: Path, city: City, *only: CollectionName, ablation: bool = True) -> Report:
    sources = Sources(city, folder, folder)
    systems = Systems(city, KnownNeeds(), LetterEncoder(), LetterEncoder())
    return evaluate(sources, systems, only=only, ablation=ablation)


def test_measures_every_system_on_what_is_there(report: Report) -> None:
    assert [collection.name for collection in report.collections] == ["retrieval", "city"]
    for collection in report.collections:
        assert list(collection.whole.figures) == [BM25, UNTUNED, PRODUCT]
    assert report.collections[0].whole.figures[BM25]["nDCG@10"].mean == 1


def test_what_is_not_there_is_named(report: Report, folder: Path) -> None:
    assert report.skipped == {
        "omos-qa": f"{folder / 'omos-qa'} is not there; --shared names the folder that holds it.",
        "needs": f"{folder / 'situations'} is not there.",
    }


def test_queries_are_cut_by_language_and_by_kind(report: Report) -> None:
    cuts = [(part.by, part.value, part.queries) for part in report.collections[1].slices]
    assert cuts == [
        ("", "", 5),
        ("language", "de", 3),
        ("language", "en", 2),
        ("kind", "parallel", 4),
        ("kind", "short", 1),
    ]


def test_a_language_loses_what_it_finds_less_of_the_same_needs(report: Report) -> None:
    (loss,) = report.collections[1].losses
    assert (loss.language, loss.needs) == ("en", 2)
    # BM25 finds both in German, and in English only the one that names the offer
    german = report.collections[1].slices[3].figures[BM25]["nDCG@10"].mean
    assert 0 < german < 1
    assert 0 < loss.figures[BM25].mean < 1


def test_alike_offers_count_as_one(report: Report) -> None:
    city = report.collections[1]
    assert city.documents < city.offers - 20


def test_it_is_counted_to_what_nothing_is_shown(report: Report) -> None:
    shares = {
        (silence.queries_of, silence.language): silence.figures[BM25].mean
        for silence in report.silences
    }
    assert shares[(CollectionName.UNANSWERABLE, "")] == pytest.approx(2 / 3)
    assert shares[(CollectionName.UNANSWERABLE, "de")] == 0.5
    assert shares[(CollectionName.CITY, "en")] == 0.5


def test_each_part_of_the_ranking_is_switched_off_once(report: Report) -> None:
    parts = {ablation.part: ablation for ablation in report.ablations}
    assert {"topic", "letters", "named"} <= parts.keys()
    assert list(parts["letters"].figures) == ["retrieval", "city"]


def test_only_some_may_be_measured(folder: Path, city: City) -> None:
    report = run(folder, city, CollectionName.RETRIEVAL, ablation=False)
    assert [collection.name for collection in report.collections] == ["retrieval"]
    assert (report.silences, report.ablations, report.skipped) == ((), (), {})


def test_the_same_run_gives_the_same_files(
    report: Report, folder: Path, city: City, tmp_path: Path
) -> None:
    write_report(report, tmp_path / "first")
    write_report(run(folder, city), tmp_path / "second")
    for name in ("report.json", "report.md", "plot.svg"):
        first = (tmp_path / "first" / name).read_bytes()
        assert first == (tmp_path / "second" / name).read_bytes(), name


def test_the_files_say_what_was_measured(report: Report, tmp_path: Path) -> None:
    write_report(report, tmp_path)
    content = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    mean = content["collections"][0]["slices"][0]["figures"][PRODUCT]["nDCG@10"]["mean"]
    page = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert f"| {PRODUCT} |" in page
    assert f"{mean:.3f} (" in page
    assert "- omos-qa: " in page
    assert "plot.svg" in page
    assert f"{mean:.3f}" in summary(report)
    assert "skipped  omos-qa" in summary(report)


def test_a_report_without_collections_has_no_plot(folder: Path, city: City, tmp_path: Path) -> None:
    write_report(run(folder, city, CollectionName.UNANSWERABLE, ablation=False), tmp_path)
    assert not (tmp_path / "plot.svg").exists()
    assert "Nothing shown" in (tmp_path / "report.md").read_text(encoding="utf-8")

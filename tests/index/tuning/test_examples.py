from pathlib import Path

import pytest

from index.situations import Situation
from index.tuning.examples import (
    Page,
    Passage,
    SourceMissing,
    fingerprint,
    of_pages,
    of_retrieval,
    of_situations,
    read_pages,
    read_questions,
)


def situation(key: str, **changes: object) -> Situation:
    plain: dict[str, object] = {
        "key": key,
        "topics": ["money"],
        "passages": [f"Hilfe bei {key}."],
        "train": {"de": ["kein Geld", "alles so teuer"], "tr": ["param yok"]},
        "test": {"de": ["nur gemessen"]},
    }
    return Situation.model_validate(plain | changes)


def test_a_situation_finds_its_own_passages_and_the_offers_that_fit() -> None:
    grades = {"money/debts": {"advice": 3, "benefits": 2, "ended": 3}}
    (group,) = of_situations(
        [situation("money/debts")], grades, {"advice": "Beratung", "benefits": "Leistungen"}
    )
    assert group.ways == (("kein Geld",), ("alles so teuer",), ("param yok",))
    assert group.passages == (
        Passage("money/debts#0", "Hilfe bei money/debts."),
        Passage("advice", "Beratung"),
    )


def test_what_helps_somewhat_or_helps_a_like_situation_is_not_held_against_a_query() -> None:
    grades = {"a/x": {"advice": 3, "benefits": 1}, "b/y": {"advice": 3}, "c/z": {"other": 3}}
    group, *_ = of_situations(
        [situation("a/x"), situation("b/y"), situation("c/z")], grades, {"advice": "", "other": ""}
    )
    assert {"benefits", "b/y#0"} <= group.related
    assert "c/z#0" not in group.related


@pytest.mark.parametrize("kept_out", [{"train": {}}, {"topics": []}])
def test_what_is_only_measured_with_stays_out(kept_out: dict[str, object]) -> None:
    assert not list(of_situations([situation("a/x", **kept_out)], {}, {}))


def test_reads_descriptions_with_their_queries(tmp_path: Path) -> None:
    file = tmp_path / "train.txt"
    file.write_text("# Thema\nD Hebammen\nQ Nachsorge\nX midwife\n# \nD Ohne\nD Kita\nQ Platz\n")
    groups = list(of_retrieval(file))
    assert [group.ways for group in groups] == [(("Nachsorge",), ("midwife",)), (("Platz",),)]
    assert [group.passages[0].text for group in groups] == ["Hebammen", "Kita"]


def test_a_question_finds_the_window_that_answers_it_and_spares_the_rest_of_its_page() -> None:
    pages = {"7": Page(("vorne", "hinten"), (("Wo?", "Where?"), ("Wann?", "When?")))}
    first, second = of_pages(pages, {"7": [1, 0]})
    assert first.passages[0].text == "vorne"
    assert first.ways == (("Wann?", "When?"),)
    assert second.passages[0].text == "hinten"
    assert first.related == {"page/7#0", "page/7#1"}


def test_reads_pages_and_questions(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"page_id": 7, "question": {"de": "Wo?", "en": "Where?"}, "text": "Hier"}\n')
    assert read_questions(file) == {"7": [("Wo?", "Where?")]}
    assert read_pages(file) == {"7": "Hier"}


def test_says_which_folder_was_expected_where_a_source_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="--shared"):
        list(of_retrieval(tmp_path / "train.txt"))


def test_the_fingerprint_changes_with_every_text() -> None:
    groups = list(of_situations([situation("a/x")], {}, {}))
    others = list(of_situations([situation("a/x", passages=["Anderes"])], {}, {}))
    assert fingerprint(groups) == fingerprint(list(groups))
    assert fingerprint(groups) != fingerprint(others)

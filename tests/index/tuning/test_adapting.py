import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.embedding import adapter
from index.tuning import adapting
from index.tuning.examples import SourceMissing
from index.tuning.lora import Recipe
from tests.index.cast import CITY

RECIPE = Recipe(rank=4, epochs=1, pieces_per_batch=4, query_length=24, passage_length=24)

NEEDS = """
- id: account-seized
  topics: [debts]
  passages: ["Wir klären Ihre Schulden."]
  train: {de: ["mein Konto ist gesperrt"], tr: ["hesabım bloke"]}
  test: {de: ["ich komme nicht mehr an mein Geld"]}
- id: held-out
  topics: [debts]
  passages: ["Wir beraten."]
  train: {}
  test: {de: ["überall Mahnungen"]}
"""
GRADES = "account-seized: {schuldnerberatung-caritas: 3}\n"
LONG_PAGE = " ".join(f"Absatz {number} der Seite." for number in range(200))


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Oberhausen with two situations."""
    city = tmp_path / "city"
    shutil.copytree(CITY, city, ignore=shutil.ignore_patterns("situations"))
    for folder, content in ((tmp_path / "needs", NEEDS), (city / "situations", GRADES)):
        folder.mkdir()
        (folder / "debts.yml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(adapting, "NEEDS", tmp_path / "needs")
    return city


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    shared = tmp_path / "shared"
    (shared / "retrieval").mkdir(parents=True)
    (shared / "retrieval" / "train.txt").write_text("D Hebammen\nQ Nachsorge\n", encoding="utf-8")
    (shared / "omos-qa").mkdir()
    question = {"page_id": 7, "question": {"de": "Wo steht es?", "en": "Where is it?"}}
    page = {"page_id": 7, "text": LONG_PAGE}
    for name, row in (("questions", question), ("pages", page)):
        path = shared / "omos-qa" / f"train.{name}.jsonl"
        path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return shared


@pytest.fixture(autouse=True)
def _tiny(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tiny model in place of the bundled weights."""
    from sentence_transformers import SentenceTransformer

    def load(_: Path) -> Any:
        model = SentenceTransformer(str(tiny_model), device="cpu", local_files_only=True)
        # the tiny one was saved after use, which leaves its tokenizer truncating; the bundled never
        model.tokenizer.backend_tokenizer.no_truncation()
        return model

    monkeypatch.setattr(adapting, "_untuned", load)


def test_an_adapter_is_made_from_needs_descriptions_and_pages(
    city: Path, shared: Path, tmp_path: Path
) -> None:
    steps: list[str] = []
    tuned = adapting.tune_adapter(city, shared, tmp_path / "adapter", steps.append, RECIPE)

    assert [group.source for group in tuned.groups] == ["situations", "retrieval", "pages", "pages"]
    assert [passage.id for passage in tuned.groups[0].passages] == [
        "debts/account-seized#0",
        "schuldnerberatung-caritas",
    ]
    assert adapter.fingerprint(tmp_path / "adapter")
    assert steps[-1].startswith("step 1 of 1, loss ")


def test_nothing_held_out_is_learnt_from(city: Path, shared: Path, tmp_path: Path) -> None:
    tuned = adapting.tune_adapter(city, shared, tmp_path / "adapter", lambda _: None, RECIPE)

    texts = {
        text
        for group in tuned.groups
        for text in (*(q for ways in group.ways for q in ways), *(p.text for p in group.passages))
    }
    assert texts.isdisjoint({"ich komme nicht mehr an mein Geld", "überall Mahnungen"})
    assert "Wir beraten." not in texts


def test_a_long_page_is_learnt_from_in_windows(city: Path, shared: Path, tmp_path: Path) -> None:
    tuned = adapting.tune_adapter(city, shared, tmp_path / "adapter", lambda _: None, RECIPE)
    page = tuned.groups[-1]

    (window,) = page.passages
    assert window.text in LONG_PAGE
    assert len(window.text) < len(LONG_PAGE) / 2
    assert len(page.related) > 2
    assert page.ways == (("Wo steht es?", "Where is it?"),)


def test_the_same_texts_give_the_same_adapter(city: Path, shared: Path, tmp_path: Path) -> None:
    for name, recipe in (("one", RECIPE), ("two", RECIPE), ("three", replace(RECIPE, seed=1))):
        adapting.tune_adapter(city, shared, tmp_path / name, lambda _: None, recipe)

    one, two, three = (adapter.fingerprint(tmp_path / name) for name in ("one", "two", "three"))
    assert one == two != three


def test_says_where_missing_texts_were_looked_for(city: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="--shared names the folder"):
        adapting.tune_adapter(city, tmp_path / "empty", tmp_path / "adapter", print, RECIPE)

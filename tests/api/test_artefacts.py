"""What is built is built once, anew when it is stale, and never half."""

import os
import sys
from pathlib import Path

import pytest

from api import artefacts
from api.artefacts import BuildError, dialogue_model, ensure_dialogue, run_logged
from api.settings import Settings
from index.embedding import danger
from index.embedding.build import adapter_of
from index.embedding.manifest import FORMAT_VERSION, Manifest

MODEL_FILES = ("model.onnx", "model.onnx.data", "tokenizer.json")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data directory with a model that looks whole, and something to learn from."""
    monkeypatch.setattr(artefacts, "PROJECT_ROOT", tmp_path)
    monkeypatch.setattr(artefacts, "RASA_LOCK", tmp_path / "rasa.lock")
    monkeypatch.setattr(artefacts, "LEARNT_FROM", ("config.yml", "nlu_data"))
    (tmp_path / "rasa.lock").write_text("rasa", encoding="utf-8")
    (tmp_path / "config.yml").write_text("pipeline: []", encoding="utf-8")
    (tmp_path / "nlu_data").mkdir()
    (tmp_path / "nlu_data" / "greet.yml").write_text("nlu: []", encoding="utf-8")
    found = Settings(data_dir=tmp_path / "var")
    write_model(found.model_dir, "one")
    return found


def write_model(folder: Path, fingerprint: str, source: str = "bundled") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in MODEL_FILES:
        (folder / name).write_text("x", encoding="utf-8")
    (folder / danger.GRAPH_FILE).write_text("x", encoding="utf-8")
    (folder / danger.STAMP_FILE).write_text(danger.fingerprint(), encoding="utf-8")
    Manifest(FORMAT_VERSION, source, adapter_of(source), fingerprint, 3, 8, 0, "", "").write(folder)


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    done: list[Path] = []

    def train(_settings: Settings, model: Path, _say: artefacts.Say) -> None:
        model.write_text("trained", encoding="utf-8")
        done.append(model)

    monkeypatch.setattr(artefacts, "_train", train)
    return done


def quiet(_text: str) -> None:
    """Say nothing."""


def test_the_dialogue_is_trained_once(settings: Settings, trainings: list[Path]) -> None:
    ensure_dialogue(settings, quiet)
    ensure_dialogue(settings, quiet)
    assert trainings == [dialogue_model(settings)]


def test_it_is_trained_again_when_a_sentence_changed(
    settings: Settings, trainings: list[Path], tmp_path: Path
) -> None:
    ensure_dialogue(settings, quiet)
    (tmp_path / "nlu_data" / "greet.yml").write_text("nlu: [hallo]", encoding="utf-8")
    ensure_dialogue(settings, quiet)
    assert len(trainings) == 2


def test_it_is_trained_again_with_another_embedding_model(
    settings: Settings, trainings: list[Path]
) -> None:
    ensure_dialogue(settings, quiet)
    write_model(settings.model_dir, "two")
    ensure_dialogue(settings, quiet)
    assert len(trainings) == 2


def test_a_training_that_failed_is_tried_again(
    settings: Settings, trainings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise BuildError("no")

    with monkeypatch.context() as failing:
        failing.setattr(artefacts, "_train", fail)
        with pytest.raises(BuildError):
            ensure_dialogue(settings, quiet)
    ensure_dialogue(settings, quiet)
    assert len(trainings) == 1


def test_the_embedding_model_is_built_where_it_is_missing_broken_or_of_another_source(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    monkeypatch.setattr(artefacts, "build_model", lambda source, *_rest: built.append(source))
    artefacts.ensure_embedding_model(settings, quiet)
    assert built == []
    write_model(settings.model_dir, "one", source="another")
    artefacts.ensure_embedding_model(settings, quiet)
    assert built == ["bundled"]
    write_model(settings.model_dir, "one")
    (settings.model_dir / "model.onnx.data").unlink()
    artefacts.ensure_embedding_model(settings, quiet)
    assert built == ["bundled", "bundled"]
    write_model(settings.model_dir, "one")
    (settings.model_dir / danger.STAMP_FILE).write_text("another adapter", encoding="utf-8")
    artefacts.ensure_embedding_model(settings, quiet)
    assert built == ["bundled"] * 3


def test_a_model_of_ones_own_is_built_again_when_its_folder_changed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    monkeypatch.setattr(artefacts, "build_model", lambda source, *_rest: built.append(source))
    own = tmp_path / "own-model"
    own.mkdir()
    weights = own / "model.safetensors"
    weights.write_text("one", encoding="utf-8")
    write_model(settings.model_dir, "one", source=str(own))
    chosen = settings.model_copy(update={"model": str(own)})
    artefacts.ensure_embedding_model(chosen, quiet)
    assert built == []
    later = (settings.model_dir / "model.json").stat().st_mtime + 10
    os.utime(weights, (later, later))
    artefacts.ensure_embedding_model(chosen, quiet)
    assert built == [str(own)]


def test_a_failing_step_shows_its_last_lines(settings: Settings) -> None:
    log = settings.log_dir / "step.log"
    command = [sys.executable, "-c", "print('rules contradict'); raise SystemExit(3)"]
    with pytest.raises(BuildError, match="rules contradict"):
        run_logged(command, dict(os.environ), log, quiet)


def test_a_missing_environment_says_how_to_get_it(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="make run"):
        run_logged([str(tmp_path / "python")], {}, settings.log_dir / "step.log", quiet)


def test_an_empty_domain_is_no_valid_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def validate(_command: object, _environment: object, log: Path, _say: object) -> None:
        log.parent.mkdir(parents=True)
        log.write_text("Using empty domain.", encoding="utf-8")

    monkeypatch.setattr(artefacts, "run_logged", validate)
    with pytest.raises(BuildError, match="domain"):
        artefacts.validate_dialogue(settings, quiet)

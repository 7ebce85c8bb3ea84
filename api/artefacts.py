"""What is built before the server can start: the embedding model and the trained dialogue.

Each carries a stamp of what it was made from; it is built anew when that changed.
"""

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from api.settings import PROJECT_ROOT, Settings
from api.taught_needs import write_taught_needs
from index.embedding.build import BUNDLED, adapter_of, build_model
from index.embedding.danger import is_fresh
from index.embedding.manifest import MANIFEST_FILE, read_manifest
from index.errors import ModelError

Say = Callable[[str], None]

RASA_PYTHON = PROJECT_ROOT / "bot" / ".venv" / "bin" / "python"
TAUGHT = ("nlu_data/nlu", "nlu_data/rules")
NEEDS = "nlu_data/needs"
LEARNT_FROM = ("bot/config.yml", "bot/domain.yml", *TAUGHT, NEEDS, "bot/components")
RASA_LOCK = PROJECT_ROOT / "requirements" / "rasa.lock"
PROGRESS_EVERY_S = 15.0
LAST_LINES = 8
# Rasa goes on with an empty domain where it cannot read the real one, and calls that valid.
EMPTY_DOMAIN = "Using empty domain"

# TensorFlow and SQLAlchemy 1.4 would fill the log with hints that nobody can act on.
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "2", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}


class BuildError(Exception):
    """Something could not be built; the message says why and what to do."""


def dialogue_model(settings: Settings) -> Path:
    return settings.data_dir / "dialogue" / "model.tar.gz"


def ensure_embedding_model(settings: Settings, say: Say, *, anew: bool = False) -> None:
    """Build the embedding model unless a whole one from the same source is there.

    Raises:
        ModelError: It cannot be built.
    """
    if not anew and is_model_fresh(settings):
        return
    say("Building the embedding model (about half a minute).")
    build_model(settings.model, settings.model_dir, lambda step: say(f"  {step} …"))


def is_model_fresh(settings: Settings) -> bool:
    """Whether a whole embedding model is there, built from LOTSE_MODEL as it is now."""
    try:
        manifest = read_manifest(settings.model_dir)
    except ModelError:
        return False
    built_at = (settings.model_dir / MANIFEST_FILE).stat().st_mtime
    changed = (path.stat().st_mtime for path in Path(settings.model).rglob("*"))
    same = manifest.source == settings.model and manifest.adapter == adapter_of(settings.model)
    if manifest.source == BUNDLED and not is_fresh(settings.model_dir):
        return False
    return same and max(changed, default=0.0) <= built_at


def ensure_dialogue(settings: Settings, say: Say, *, anew: bool = False) -> None:
    """Train Rasa unless it already learnt from the same files with the same embedding model.

    Raises:
        BuildError: The training failed.
    """
    if not anew and is_dialogue_fresh(settings):
        return
    model = dialogue_model(settings)
    wanted = learnt_fingerprint(settings)
    say("Teaching the dialogue (about three minutes).")
    model.parent.mkdir(parents=True, exist_ok=True)
    _train(settings, model, say)
    _stamp_of(model).write_text(wanted, encoding="utf-8")


def is_dialogue_fresh(settings: Settings) -> bool:
    """Whether the dialogue is trained, and from what lies there now."""
    model = dialogue_model(settings)
    return model.is_file() and _text_of(_stamp_of(model)) == learnt_fingerprint(settings)


def _stamp_of(model: Path) -> Path:
    return model.with_suffix(".stamp")


def learnt_fingerprint(settings: Settings) -> str:
    """Return a digest of everything that decides what the training learns."""
    digest = hashlib.sha256(read_manifest(settings.model_dir).fingerprint.encode())
    for path in _learning_files():
        digest.update(str(path.relative_to(PROJECT_ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _learning_files() -> Iterator[Path]:
    yield RASA_LOCK
    for name in LEARNT_FROM:
        path = PROJECT_ROOT / name
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in found if file.suffix in {".yml", ".py"})


def rasa_environment(settings: Settings) -> dict[str, str]:
    """Return the environment variables that Rasa's components read."""
    return {
        **os.environ,
        **QUIET,
        "LOTSE_CITY": str(settings.city),
        "LOTSE_MODEL_DIR": str(settings.model_dir),
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(PROJECT_ROOT),
        # glibc would keep an arena of freed memory for every thread.
        "MALLOC_ARENA_MAX": "2",
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
    }


def _train(settings: Settings, model: Path, say: Say) -> None:
    unfinished = model.parent / "training"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    needs = unfinished / "needs.yml"
    write_taught_needs(needs)
    # fmt: off
    command = [
        str(RASA_PYTHON), "-m", "rasa", "train",
        "--config", "bot/config.yml", "--domain", "bot/domain.yml", "--data", *TAUGHT, str(needs),
        "--out", str(unfinished), "--fixed-model-name", "model",
        # Rasa's cache knows nothing of the encoder: it would teach vectors of the last one
        "--force",
        # reads all data once more; `lotse validate` does so in every check
        "--skip-validation",
    ]
    # fmt: on
    run_logged(command, rasa_environment(settings), settings.log_dir / "training.log", say)
    (unfinished / model.name).replace(model)
    shutil.rmtree(unfinished, ignore_errors=True)


def validate_dialogue(settings: Settings, say: Say) -> None:
    """Have Rasa check domain, rules and training data.

    Raises:
        BuildError: They contradict each other, or Rasa did not get to see them.
    """
    log = settings.log_dir / "validation.log"
    # fmt: off
    command = [
        str(RASA_PYTHON), "-m", "rasa", "data", "validate",
        "--config", "bot/config.yml", "--domain", "bot/domain.yml", "--data", *TAUGHT,
    ]
    # fmt: on
    run_logged(command, rasa_environment(settings), log, say)
    if EMPTY_DOMAIN in _text_of(log):
        raise BuildError(f"Rasa could not read bot/domain.yml and used an empty one; see {log}.")


def run_logged(command: list[str], environment: dict[str, str], log: Path, say: Say) -> None:
    """Run a long step with its output in a log, saying now and then that it goes on.

    Raises:
        BuildError: It failed; the message holds its last lines.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("w", encoding="utf-8") as output:
        try:
            process = subprocess.Popen(
                command, cwd=PROJECT_ROOT, env=environment, stdout=output, stderr=output
            )
        except FileNotFoundError:
            raise BuildError(
                f"{command[0]} is missing. Run “make run” or “make test”: they set it up."
            ) from None
        with process:
            try:
                while process.poll() is None:
                    try:
                        process.wait(PROGRESS_EVERY_S)
                    except subprocess.TimeoutExpired:
                        say(f"  … {time.monotonic() - started:.0f} s")
            except BaseException:
                process.terminate()
                raise
    if process.returncode != 0:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        last = "\n  ".join(lines[-LAST_LINES:])
        raise BuildError(f"The step failed; its whole output is in {log}. It ends with:\n  {last}")


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""

"""Set-up on a machine that lacks something: one clear sentence each."""

import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.scripts.loading import loaded

SCRIPT = Path(__file__).parents[2] / "scripts" / "setup.py"
HERE = sys.version_info[:2]


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, working in a directory of its own."""
    module = loaded(SCRIPT, monkeypatch)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "LOGS", tmp_path / "log")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "small.lock").write_text("# nothing\n", encoding="utf-8")
    return module


@pytest.fixture
def environment(setup: ModuleType, tmp_path: Path) -> Callable[..., object]:
    def make(versions: tuple[tuple[int, ...], ...] = (HERE,), needs_gb: float = 0.0) -> object:
        return setup.Environment(
            "small", tmp_path / "venv", versions, ("small.lock",), needs_gb, False
        )

    return make


def executable(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_shim_that_does_not_run_is_no_interpreter(setup: ModuleType, tmp_path: Path) -> None:
    shim = executable(tmp_path / "python3.10", "echo 'command not found' >&2; exit 127")
    assert setup.version_of(shim) is None
    assert setup.version_of(tmp_path / "nowhere") is None
    assert setup.version_of(Path(sys.executable)) == HERE


def test_an_interpreter_under_pyenv_is_found_behind_a_broken_shim(
    setup: ModuleType,
    environment: Callable[..., object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = "python{}.{}".format(*HERE)
    shim = executable(tmp_path / "shims" / name, "exit 127")
    real = tmp_path / "pyenv" / "versions" / "{}.{}.99".format(*HERE) / "bin" / name
    executable(real, f'exec {sys.executable} "$@"')
    monkeypatch.setenv("PATH", str(shim.parent))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setattr(setup, "candidates", lambda _versions: [shim, real])
    assert setup.find_python(environment()) == real


def test_a_missing_interpreter_is_named_with_what_was_found_and_what_to_do(
    setup: ModuleType,
    environment: Callable[..., object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shim = executable(tmp_path / "python3.10", "exit 127")
    monkeypatch.setattr(setup, "candidates", lambda _versions: [shim])
    with pytest.raises(setup.SetupError) as error:
        setup.find_python(environment(versions=((3, 10),)))
    message = str(error.value)
    assert "needs Python 3.10" in message
    assert f"{shim} (does not run)" in message
    assert "apt-get install python3.10" in message
    assert "LOTSE_PYTHON310" in message


def test_the_pattern_of_pyenv_is_among_the_candidates(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    managed = executable(tmp_path / "versions" / "3.10.13" / "bin" / "python3.10", "exit 0")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert managed in list(setup.candidates([(3, 10)]))


def test_a_full_disk_is_told_before_anything_is_installed(
    setup: ModuleType, environment: Callable[..., object]
) -> None:
    with pytest.raises(setup.SetupError, match="disk is almost full"):
        setup.require_space(environment(needs_gb=10.0**9))


def test_a_failing_step_shows_its_last_lines(
    setup: ModuleType, environment: Callable[..., object]
) -> None:
    command = [sys.executable, "-c", "print('no such package: x'); raise SystemExit(1)"]
    with pytest.raises(setup.SetupError, match="no such package: x"):
        setup.run(command, environment(), "installing")


def test_an_environment_is_built_once_and_again_when_its_lock_changed(
    setup: ModuleType,
    environment: Callable[..., object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    def pretend(_command: list[str], _environment: object, doing: str) -> None:
        done.append(doing)
        executable(tmp_path / "venv" / "bin" / "python", f'exec {sys.executable} "$@"')

    monkeypatch.setattr(setup, "run", pretend)
    monkeypatch.setattr(setup, "find_python", lambda _environment: Path(sys.executable))
    setup.prepare(environment())
    assert done == ["creating it", "installing small.lock"]
    setup.prepare(environment())
    assert len(done) == 2
    (tmp_path / "requirements" / "small.lock").write_text("# other\n", encoding="utf-8")
    setup.prepare(environment())
    assert done[2:] == ["installing small.lock"]
    shutil.rmtree(tmp_path / "venv")
    setup.prepare(environment())
    assert done[3:] == ["creating it", "installing small.lock"]

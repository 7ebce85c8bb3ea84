"""A child that is kept running. Small programs stand for Rasa, and the fake Rasa does."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from api.chat.rasa_client import RasaClient
from api.chat.schemas import Text
from api.ports import free_port
from api.rasa_process import (
    ChildFailedError,
    ChildProcess,
    ChildProgram,
    Patience,
    RasaMissingError,
    rasa_program,
    without_texts,
)
from api.settings import PROJECT_ROOT, Settings
from tests.api.fake_rasa import SECRET

pytestmark = pytest.mark.anyio

IMPATIENT = Patience(sound=0.0, first_pause=0.01, longest_pause=0.05, stop=0.5)
NEVER_SOUND = Patience(sound=60.0, first_pause=0.01, longest_pause=0.05, stop=0.5)


def program(directory: Path, code: str, *arguments: str) -> ChildProgram:
    command = (sys.executable, "-c", code, *arguments)
    return ChildProgram("Rasa", command, directory, dict(os.environ), directory / "rasa.log")


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.02)


def is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


SERVE_FAKE_RASA = "import runpy; runpy.run_module('tests.api.fake_rasa', run_name='__main__')"


async def test_a_killed_dialogue_answers_the_next_turn(tmp_path: Path) -> None:
    port = free_port(5005, is_fixed=False, variable="LOTSE_RASA_PORT")
    served = program(tmp_path, SERVE_FAKE_RASA, str(port))
    child = ChildProcess(replace(served, directory=PROJECT_ROOT), IMPATIENT)
    await child.start()
    rasa = RasaClient.connect(port, SECRET)
    async with asyncio.timeout(30):
        first = await rasa.turn("abc", "eins", language="de", mode="family")
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        second = await rasa.turn("abc", "zwei", language="de", mode="family")
    await rasa.close()
    await child.stop()
    assert first.contents == [Text(text="Antwort auf eins")]
    assert second.contents == [Text(text="Antwort auf zwei")]


async def test_a_child_that_ends_is_started_again(tmp_path: Path) -> None:
    child = ChildProcess(program(tmp_path, "import time; time.sleep(60)"), IMPATIENT)
    await child.start()
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    await until(lambda: child.pid not in {None, first})
    child.check()
    await child.stop()
    assert child.pid is None


async def test_a_child_that_ends_again_and_again_is_told_with_its_last_words(
    tmp_path: Path,
) -> None:
    code = "import sys; print('no model found'); sys.exit(3)"
    child = ChildProcess(program(tmp_path, code), NEVER_SOUND)
    await child.start()

    def has_failed() -> bool:
        try:
            child.check()
        except ChildFailedError:
            return True
        return False

    await until(has_failed)
    with pytest.raises(ChildFailedError) as failed:
        child.check()
    assert str(failed.value).startswith(
        "Rasa ends right after its start, 3 times in a row. It said last: no model found"
    )
    assert str(tmp_path / "rasa.log") in str(failed.value)
    await child.stop()


async def test_a_child_that_ignores_the_request_to_end_is_killed(tmp_path: Path) -> None:
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('ready', flush=True); time.sleep(60)"
    )
    child = ChildProcess(program(tmp_path, code), IMPATIENT)
    await child.start()
    pid = child.pid
    assert pid is not None
    await until(lambda: "ready" in (tmp_path / "rasa.log").read_text())
    await child.stop()
    assert not is_alive(pid)


async def test_a_child_of_the_child_is_ended_too(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time;"
        "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print('inner', inner.pid, flush=True); time.sleep(60)"
    )
    child = ChildProcess(program(tmp_path, code), IMPATIENT)
    await child.start()
    await until(lambda: "inner" in (tmp_path / "rasa.log").read_text())
    inner = int((tmp_path / "rasa.log").read_text().split()[1])
    await child.stop()
    await until(lambda: not is_alive(inner))


KILLED_PARENT = """
import asyncio, os, signal, sys
from pathlib import Path
from api.rasa_process import ChildProcess, ChildProgram

async def main() -> None:
    command = (sys.executable, "-c", "import time; time.sleep(60)")
    directory = Path(sys.argv[1])
    program = ChildProgram("Rasa", command, directory, dict(os.environ), directory / "rasa.log")
    child = ChildProcess(program)
    await child.start()
    await asyncio.sleep(0.5)
    print(child.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED_PARENT, str(tmp_path)],
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
    await until(lambda: not is_alive(child))


async def test_a_line_of_any_length_is_survived(tmp_path: Path) -> None:
    code = "import time; print('x' * 3_000_000); print('after', flush=True); time.sleep(60)"
    child = ChildProcess(program(tmp_path, code), IMPATIENT)
    await child.start()
    await until(lambda: "after" in (tmp_path / "rasa.log").read_text())
    await child.stop()
    assert (tmp_path / "rasa.log").stat().st_size < 2_000_000


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Rasa server is up and running.", "Rasa server is up and running."),
        (
            '{"text": "wir wohnen in", "event": "rest.failure", "level": "error"}',
            "error: rest.failure",
        ),
        (
            '{"event": "failed", "exception": [{"exc_type": "KeyError", "exc_value": "geheim", '
            '"frames": [{"locals": {"text": "geheim"}}]}]}',
            "info: failed KeyError",
        ),
        ("[1, 2]", "[1, 2]"),
        ("", ""),
    ],
)
def test_the_log_keeps_no_words_of_families(line: str, kept: str) -> None:
    assert without_texts(line) == kept


def test_pauses_grow_and_a_sound_child_needs_none() -> None:
    assert [Patience().pause(failures) for failures in (0, 1, 2, 3, 9)] == [0, 1, 2, 4, 30]


def test_a_rasa_that_was_never_trained_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "python").touch()
    monkeypatch.setattr("api.rasa_process.RASA_PYTHON", tmp_path / "python")
    with pytest.raises(RasaMissingError, match=r"model\.tar\.gz is missing"):
        rasa_program(settings, 5005, SECRET)


def test_rasa_is_private_and_knows_the_way_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("python", "model.tar.gz"):
        (tmp_path / name).touch()
    monkeypatch.setattr("api.rasa_process.RASA_PYTHON", tmp_path / "python")
    monkeypatch.setattr("api.rasa_process.dialogue_model", lambda _: tmp_path / "model.tar.gz")
    rasa = rasa_program(settings, 5006, SECRET)
    assert rasa.command[rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert rasa.command[rasa.command.index("--port") + 1] == "5006"
    assert "--enable-api" not in rasa.command
    assert SECRET not in rasa.command
    assert rasa.environment["LOTSE_SECRET"] == SECRET
    assert rasa.environment["LOTSE_ACTIONS_URL"] == "http://127.0.0.1:8000/internal/actions"
    assert rasa.environment["RASA_TELEMETRY_ENABLED"] == "false"

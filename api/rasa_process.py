"""Rasa as a child of the server: started, watched, restarted, ended."""

import asyncio
import json
import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from api import end_with_parent
from api.artefacts import RASA_PYTHON, dialogue_model, rasa_environment
from api.ports import own_address
from api.settings import PROJECT_ROOT, Settings
from api.start_error import StartError
from index.printable import printable

LOG_BYTES = 1_000_000
LOG_FILES = 3
LAST_LINES = 8
LONGEST_LINE_BYTES = 1_000_000

# This many ends in a row, none after a sound run, are reported.
FAILURES_REPORTED = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ChildProgram:
    name: str
    command: tuple[str, ...]
    directory: Path
    environment: Mapping[str, str]
    log: Path


@dataclass(frozen=True)
class Patience:
    """A child that ran for `sound` seconds was well and is started again at once.

    Otherwise the pause doubles from `first_pause` to `longest_pause`. `stop` is the time it has to
    end by itself.
    """

    sound: float = 20.0
    first_pause: float = 1.0
    longest_pause: float = 30.0
    stop: float = 3.0

    def pause(self, failures: int) -> float:
        if failures == 0:
            return 0.0
        return min(self.first_pause * 2.0 ** (failures - 1), self.longest_pause)


class RasaMissingError(StartError):
    """Rasa's environment or its trained model is not there."""

    def __init__(self, missing: Path) -> None:
        super().__init__(f"{missing} is missing. Build it with `make build`.")


class ChildFailedError(StartError):
    """The child ends again and again."""

    def __init__(self, program: ChildProgram, last_lines: list[str]) -> None:
        said = "; ".join(last_lines) or "nothing"
        super().__init__(
            f"{program.name} ends right after its start, {FAILURES_REPORTED} times in a row. "
            f"It said last: {said}. All of it is in {program.log}."
        )


def rasa_program(settings: Settings, port: int, secret: str) -> ChildProgram:
    """Raises RasaMissingError."""
    model = dialogue_model(settings)
    for needed in (RASA_PYTHON, model):
        if not needed.exists():
            raise RasaMissingError(needed)
    # fmt: off
    command = (
        str(RASA_PYTHON), "-m", "rasa", "run",
        "--interface", "127.0.0.1",
        "--port", str(port),
        "--model", str(model),
        "--endpoints", "bot/endpoints.yml",
        "--credentials", "bot/credentials.yml",
    )
    # fmt: on
    environment = {
        **rasa_environment(settings),
        "LOTSE_ACTIONS_URL": f"http://{own_address(settings.host)}:{settings.port}/internal/actions",
        "LOTSE_SECRET": secret,
        "LOTSE_TRACKER_URL": f"sqlite:///{settings.data_dir / 'rasa.sqlite'}",
    }
    return ChildProgram("Rasa", command, PROJECT_ROOT, environment, settings.log_dir / "rasa.log")


class ChildProcess:
    """Keeps one child running from `start` to `stop`.

    It is in a process group of its own: Ctrl-C reaches the server alone, which then ends the group.
    """

    def __init__(self, program: ChildProgram, patience: Patience | None = None) -> None:
        self._program = program
        self._patience = patience or Patience()
        self._log = _log_to(program.log)
        self._last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._failures = 0

    @property
    def pid(self) -> int | None:
        """The process that runs now, if one does."""
        if self._process is None or self._process.returncode is not None:
            return None
        return self._process.pid

    async def start(self) -> None:
        self._process = await self._spawn()
        self._watch = asyncio.create_task(self._keep_running(self._process))

    def check(self) -> None:
        """Raises ChildFailedError while the child cannot be kept running."""
        if self._failures >= FAILURES_REPORTED:
            raise ChildFailedError(self._program, list(self._last_lines))

    async def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        if self._process is not None:
            await self._end(self._process)
        self._log.close()

    async def _spawn(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(end_with_parent.__file__),
            str(os.getpid()),
            *self._program.command,
            cwd=self._program.directory,
            env=dict(self._program.environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=LONGEST_LINE_BYTES,
        )

    async def _keep_running(self, process: asyncio.subprocess.Process) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            begun = clock()
            await self._copy_output(process)
            status = await process.wait()
            was_sound = clock() - begun >= self._patience.sound
            self._failures = 0 if was_sound else self._failures + 1
            self._report(status)
            await asyncio.sleep(self._patience.pause(self._failures))
            self._process = process = await self._spawn()

    async def _copy_output(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:  # longer than the limit; the stream goes on behind it
                line = b"(a line too long to be kept)\n"
            if not line:
                return
            self._note(without_texts(line.decode(errors="replace").rstrip()))

    def _note(self, line: str) -> None:
        if line:
            line = printable(line)
            self._last_lines.append(line)
            self._log.emit(logging.makeLogRecord({"msg": line}))

    def _report(self, status: int) -> None:
        logger.warning("%s ended with status %d and is started again.", self._program.name, status)
        if self._failures == FAILURES_REPORTED:
            logger.error("%s", ChildFailedError(self._program, list(self._last_lines)))

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        if process.returncode is not None:
            return
        _signal_group(process.pid, signal.SIGTERM)
        # Nobody reads the pipe any more: draining it lets the child end.
        ending = asyncio.ensure_future(process.communicate())
        done, _ = await asyncio.wait([ending], timeout=self._patience.stop)
        if not done:
            _signal_group(process.pid, signal.SIGKILL)
        await ending


def without_texts(line: str) -> str:
    """A line of Rasa's log without what families wrote.

    Rasa writes structured lines as JSON, with the text and whole stack frames among the members:
    of those only the event, its level and the types of errors are kept.
    """
    try:
        event = json.loads(line)
    except ValueError:
        return line
    if not isinstance(event, dict):
        return line
    errors = [str(error.get("exc_type")) for error in event.get("exception") or []]
    return " ".join([f"{event.get('level', 'info')}: {event.get('event', '')}", *errors])


def _log_to(path: Path) -> RotatingFileHandler:
    path.parent.mkdir(parents=True, exist_ok=True)
    return RotatingFileHandler(
        path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8"
    )


def _signal_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, number)

"""The whole product as a process of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "var"
NEEDED = ("model", "dialogue")
VECTORS = "index"
START_TIMEOUT_S = 300.0
CHILD_ENDS_S = 30.0


class Stack:
    """Runs `lotse serve` with a data directory of its own; what was built is shared."""

    def __init__(self, data_dir: Path, built: Path) -> None:
        self.data_dir = data_dir
        for name in NEEDED:
            (data_dir / name).symlink_to(built / name)
        if (built / VECTORS).exists():  # two minutes of encoding that some server did already
            shutil.copytree(built / VECTORS, data_dir / VECTORS)
        self.port, self._rasa_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = (data_dir / "serve.log").open("w+", encoding="utf-8")
        self.start()

    def start(self) -> None:
        """Once more after `kill`, with what the first one left."""
        self.process = subprocess.Popen(
            [Path(sys.executable).parent / "lotse", "serve"],
            cwd=ROOT,
            env=self.environment(),
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def rasa(self) -> psutil.Process:
        """Raises LookupError while the api has not started it."""
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                if "rasa" in child.cmdline():
                    return child
        raise LookupError("the api has not started Rasa")

    def kill(self) -> None:
        """End the api without a warning; its children end with it."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait()
        psutil.wait_procs(children, timeout=CHILD_ENDS_S)

    def kill_rasa(self) -> None:
        """End Rasa without a warning, as soon as there is one; the api starts another."""
        self._repeat_until(self._has_killed_rasa, "there is no Rasa")

    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")}
        return {
            **own,
            "LOTSE_DATA_DIR": str(self.data_dir),
            "LOTSE_PORT": str(self.port),
            "LOTSE_RASA_PORT": str(self._rasa_port),
            "OMP_NUM_THREADS": "1",
            # all the families of the tests have one address
            "LOTSE_ADDRESS_LIMIT": "0",
            "LOTSE_CONVERSATION_LIMIT": "0",
        }

    def wait_until_ready(self) -> None:
        self._repeat_until(self._is_ready, "the stack is not ready")

    def _is_ready(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"the stack ended:\n{self.output()}")
        try:
            return httpx.get(f"{self.url}/health/ready").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _has_killed_rasa(self) -> bool:
        try:
            self.rasa.kill()
        except (LookupError, psutil.NoSuchProcess):
            return False
        return True

    def _repeat_until(self, is_done: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while not is_done():
            if time.monotonic() > deadline:
                raise AssertionError(f"{otherwise} after {START_TIMEOUT_S} s:\n{self.output()}")
            time.sleep(0.2)

    @property
    def logs(self) -> list[Path]:
        return [self.data_dir / "serve.log", *(self.data_dir / "log").iterdir()]

    def output(self) -> str:
        return (self.data_dir / "serve.log").read_text(encoding="utf-8")

    def stop(self) -> int:
        """End it as Ctrl-C does and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=60)
        finally:
            self.process.kill()
            self._log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

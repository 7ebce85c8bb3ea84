"""What tests share: the built model, and the running stack."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "var"
NEEDED = ("model", "dialogue")
START_TIMEOUT_S = 120.0


def missing(what: str) -> None:
    """Skip where a developer lacks something; under CI=true it is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def built_data() -> Path:
    """The data directory with the embedding model and the trained dialogue."""
    for name in NEEDED:
        if not (BUILT / name).exists():
            missing(f"var/{name} is not built; run “make test”, which builds it")
    return BUILT


class Stack:
    """The whole product as a process of its own, with a data directory of its own."""

    def __init__(self, data_dir: Path, built: Path) -> None:
        self.data_dir = data_dir
        for name in NEEDED:
            (data_dir / name).symlink_to(built / name)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = (data_dir / "serve.log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [Path(sys.executable).parent / "lotse", "serve"],
            cwd=ROOT,
            env=self.environment(),
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")}
        return {
            **own,
            "LOTSE_DATA_DIR": str(self.data_dir),
            "LOTSE_PORT": str(self.port),
            "LOTSE_RASA_PORT": str(free_port()),
            "OMP_NUM_THREADS": "1",
        }

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the stack ended:\n{self.output()}")
            try:
                if httpx.get(f"{self.url}/health/ready").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"the stack is not ready after {START_TIMEOUT_S} s:\n{self.output()}")

    def output(self) -> str:
        return (self.data_dir / "serve.log").read_text(encoding="utf-8")

    def stop(self) -> int:
        """End it as Ctrl-C does and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=60)
        self._log.close()
        return code


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, built_data: Path) -> Iterator[Stack]:
    """The running stack, started once for the session."""
    running = Stack(tmp_path_factory.mktemp("stack"), built_data)
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()
        shutil.rmtree(running.data_dir, ignore_errors=True)


@pytest.fixture(scope="session")
def stack_url(stack: Stack) -> str:
    return stack.url


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

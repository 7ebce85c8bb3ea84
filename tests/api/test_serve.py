"""The start and the end of the whole server, with a fake Rasa as its child."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from api.settings import PROJECT_ROOT

SERVE_WITH_FAKE_RASA = """
import os, sys
import api.serve
from api.rasa_process import ChildProgram
from api.settings import PROJECT_ROOT, read_settings
from api.start_error import StartError

def fake_rasa(settings, port, secret):
    command = (sys.executable, "-m", "tests.api.fake_rasa", str(port))
    environment = {**os.environ, "LOTSE_SECRET": secret}
    return ChildProgram("Rasa", command, PROJECT_ROOT, environment, settings.log_dir / "rasa.log")

api.serve.rasa_program = fake_rasa
try:
    api.serve.run(read_settings())
except StartError as error:
    sys.exit(str(error))
"""


@contextmanager
def server(port: int, data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    settings = {"LOTSE_PORT": str(port), "LOTSE_DATA_DIR": str(data_dir)}
    with subprocess.Popen(
        [sys.executable, "-c", SERVE_WITH_FAKE_RASA],
        cwd=PROJECT_ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def data_dir(tmp_path: Path, built_data: Path) -> Path:
    (tmp_path / "model").symlink_to(built_data / "model")
    if (built_data / "index").is_dir():
        shutil.copytree(built_data / "index", tmp_path / "index")
    return tmp_path


@pytest.mark.model
def test_a_server_prints_its_address_and_ends_with_its_child(free: int, data_dir: Path) -> None:
    with server(free, data_dir) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"http://127.0.0.1:{free}/\n"
        ready = httpx.get(f"http://127.0.0.1:{free}/health/ready", trust_env=False)
        assert ready.json()["parts"] == dict.fromkeys(["database", "index", "model", "rasa"], "ok")
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) == 1
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=30)
        assert (process.returncode, rest) == (0, "")
        assert not children[0].is_running()


def test_a_taken_port_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with server(port, tmp_path) as process:
            _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said == (
        f"Port {port} is taken by another program. Stop it or set LOTSE_PORT to another port.\n"
    )


def test_a_missing_model_stops_the_start_with_one_sentence(free: int, tmp_path: Path) -> None:
    with server(free, tmp_path) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    last = said.splitlines()[-1]
    assert "model" in last
    assert "Traceback" not in said

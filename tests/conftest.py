"""What tests share: the built model, and the running stack."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stack import BUILT, NEEDED, Stack


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

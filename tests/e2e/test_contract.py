"""The running stack keeps to what /openapi.json says of it, whatever is sent."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.stack

# What a schema cannot say: which topics and districts a city has, that a correction changes
# something, that there is either a text or a button.
# That a conversation is gone after POST …/leave, too: a page that goes can send no DELETE.
BEYOND_THE_SCHEMA = "positive_data_acceptance,ensure_resource_availability"


def test_no_request_breaks_the_contract(stack_url: str, tmp_path: Path) -> None:
    # fmt: off
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "run", f"{stack_url}/openapi.json",
        "--seed", "1", "--generation-database", "none", "--max-examples", "20", "--no-color",
        "--exclude-checks", BEYOND_THE_SCHEMA,
    ]
    # fmt: on
    attacked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert attacked.returncode == 0, attacked.stdout[-5000:] + attacked.stderr[-1000:]

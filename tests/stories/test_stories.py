"""Plays the stories through Rasa's rules: which action follows what a person means.

No action runs here. Those that end the turn although a question is open say so themselves, with an
event that stories cannot hold: tests/e2e/conversations has them.
"""

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from api.artefacts import EMPTY_DOMAIN, RASA_PYTHON, rasa_environment
from api.settings import Settings
from tests.conftest import missing

STORIES = Path(__file__).parent
ROOT = STORIES.parents[1]


def test_there_are_enough_and_no_two_share_a_name() -> None:
    names = [
        story["story"]
        for file in STORIES.glob("*.yml")
        for story in yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]
    ]
    assert len(names) == len(set(names)) >= 25


@pytest.mark.stack
def test_every_story_is_told_as_it_is_written(built_data: Path, tmp_path: Path) -> None:
    if not RASA_PYTHON.exists():
        missing(f"{RASA_PYTHON} is missing; run “make test”, which sets it up")
    # fmt: off
    command = [
        str(RASA_PYTHON), "-m", "rasa", "test", "core",
        "--model", str(built_data / "dialogue" / "model.tar.gz"), "--stories", str(STORIES),
        "--out", str(tmp_path), "--fail-on-prediction-errors", "--no-plot",
    ]
    # fmt: on
    environment = os.environ | rasa_environment(Settings(data_dir=built_data))
    told = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    output = told.stdout + told.stderr
    assert told.returncode == 0, output[-3000:]
    assert EMPTY_DOMAIN not in output

"""`make check` finds what looks like a secret."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import missing

SCRIPT = Path(__file__).parents[2] / "scripts" / "secrets.sh"
HOOK = Path(sys.executable).parent / "detect-secrets-hook"
# Put together here, so that it is found in no file of this project.
KEY = "AKIA" + "IOSFODNN7EXAMPLA"
SETTING = "database_pass" + "word: 'hunter2hunter2'"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    if not HOOK.exists():
        missing("detect-secrets is not installed; run “make test”, which installs it")
    (tmp_path / "scripts").mkdir()
    shutil.copy(SCRIPT, tmp_path / "scripts")
    (tmp_path / ".venv").symlink_to(HOOK.parent.parent)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    return tmp_path


def look_through(project: Path, **files: str) -> subprocess.CompletedProcess[str]:
    for name, text in files.items():
        (project / f"{name}.yml").write_text(text, encoding="utf-8")
    subprocess.run(["git", "-C", project, "add", "*.yml"], check=True)
    return subprocess.run(
        [project / "scripts" / "secrets.sh"], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("secret", [KEY, SETTING], ids=["key", "password"])
def test_a_secret_is_named_with_its_place(project: Path, secret: str) -> None:
    found = look_through(project, harmless="port: 8000\n", deploy=f"host: example\n{secret}\n")
    assert found.returncode != 0
    assert "deploy.yml:2" in found.stdout
    assert "harmless" not in found.stdout


def test_where_there_is_none_nothing_is_said(project: Path) -> None:
    found = look_through(project, harmless="port: 8000\nsecret: ${LOTSE_SECRET}\n")
    assert (found.returncode, found.stdout) == (0, "")

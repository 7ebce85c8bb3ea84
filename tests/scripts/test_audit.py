"""The audit of pinned packages: what is not known is never taken for harmless."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.scripts.loading import loaded

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "audit.py"

LOCK = "# a comment\naiohttp==3.9.5\nRuamel.YAML==0.17.21\n"
AIOHTTP = {"name": "aiohttp", "version": "3.9.5", "vulns": []}
RUAMEL = {"name": "ruamel-yaml", "version": "0.17.21", "vulns": []}
WEAK_YAML = {
    "name": "pyyaml",
    "version": "5.3",
    "vulns": [{"id": "PYSEC-2021-142", "fix_versions": ["5.4"], "aliases": ["CVE-2020-14343"]}],
}
SMUGGLED = {
    "id": "PYSEC-2024-1",
    "fix_versions": ["3.10.11"],
    "aliases": ["CVE-2024-52304", "GHSA-8495-4g3g-x7pr"],
}
SKIPPED = {"name": "aiohttp", "skip_reason": "Dependency not found on PyPI"}

PAGE = "| `aiohttp` | 3.9.5 | CVE-2024-52304 | requests to a server | it has none |\n"


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, at work in a project of its own with three equal locks."""
    module = loaded(SCRIPT, monkeypatch)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    for folder in ("requirements", "docs"):
        (tmp_path / folder).mkdir()
    for name in module.LOCKS:
        (tmp_path / "requirements" / name).write_text(LOCK, encoding="utf-8")
    (tmp_path / "docs" / "old-pins.md").write_text(PAGE, encoding="utf-8")
    return module


Answering = Callable[..., None]


@pytest.fixture
def answering(audit: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Lets pip-audit say of the known weak version, and of one lock or all, what a test wants."""

    def answer(*packages: dict[str, Any], weak: dict[str, Any] = WEAK_YAML, lock: str = "") -> None:
        def ask(asked: Path) -> str:
            if asked.name == "known-weak.txt":
                told = [weak]
            else:
                told = list(packages) if lock in {"", asked.name} else [AIOHTTP, RUAMEL]
            return json.dumps({"dependencies": told, "fixes": []})

        monkeypatch.setattr(audit, "ask", ask)

    return answer


Said = Callable[[int], str]


@pytest.fixture
def ends_with(audit: ModuleType, capsys: pytest.CaptureFixture[str]) -> Said:
    def end(status: int) -> str:
        assert audit.main() == status
        return "".join(capsys.readouterr())

    return end


def test_no_weakness_is_said_only_when_all_were_asked(
    answering: Answering, ends_with: Said
) -> None:
    answering(AIOHTTP, RUAMEL)
    assert ends_with(0) == "No weakness is known but 0 that docs/old-pins.md names.\n"


def test_a_skipped_package_fails(answering: Answering, ends_with: Said) -> None:
    answering(SKIPPED, RUAMEL)
    said = ends_with(1)
    assert "1 packages were skipped: aiohttp (Dependency not found on PyPI)" in said
    assert "Run `make audit` where PyPI's advisories can be reached." in said


def test_a_package_that_was_left_out_fails(answering: Answering, ends_with: Said) -> None:
    answering(RUAMEL)
    assert "Of api.lock, nothing was said about aiohttp 3.9.5." in ends_with(1)


def test_a_mirror_without_advisories_fails(answering: Answering, ends_with: Said) -> None:
    answering(AIOHTTP, RUAMEL, weak={**WEAK_YAML, "vulns": []})
    assert "nothing is known against pyyaml==5.3" in ends_with(1)


@pytest.mark.parametrize("lock", ["api.lock", "dev.lock"])
def test_only_rasa_s_old_pins_are_excused(lock: str, answering: Answering, ends_with: Said) -> None:
    answering({**AIOHTTP, "vulns": [SMUGGLED]}, RUAMEL, lock=lock)
    said = ends_with(1)
    assert f"{lock}: aiohttp 3.9.5: CVE-2024-52304, GHSA-8495-4g3g-x7pr, PYSEC-2024-1" in said
    assert "mended in 3.10.11" in said


def test_a_weakness_with_a_row_passes_by_any_of_its_names(
    answering: Answering, ends_with: Said
) -> None:
    answering({**AIOHTTP, "vulns": [SMUGGLED]}, RUAMEL, lock="rasa.lock")
    assert "but 1 that" in ends_with(0)


def test_another_weakness_of_the_same_pin_fails(answering: Answering, ends_with: Said) -> None:
    other = {"id": "CVE-2030-1", "fix_versions": [], "aliases": []}
    answering({**AIOHTTP, "vulns": [SMUGGLED, other]}, RUAMEL, lock="rasa.lock")
    said = ends_with(1)
    assert "rasa.lock: aiohttp 3.9.5: CVE-2030-1; mended in no version" in said
    assert "CVE-2024-52304" not in said


@pytest.mark.parametrize("answer", ["", "[]", '{"fixes": []}', "Internal Server Error"])
def test_an_answer_that_is_none_fails(
    audit: ModuleType, ends_with: Said, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(audit, "ask", lambda _lock: answer)
    assert "What pip-audit wrote about known-weak.txt cannot be read." in ends_with(1)


def test_a_service_that_cannot_be_reached_fails(
    audit: ModuleType, ends_with: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pip-audit"
    program.write_text("#!/bin/sh\necho 'ERROR: Name or service not known' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(audit, "PIP_AUDIT", program)
    said = ends_with(1)
    assert "gave no answer about known-weak.txt" in said
    assert "Name or service not known" in said


def test_pip_audit_is_asked_strictly_for_the_lock_alone(
    audit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pip-audit"
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(audit, "PIP_AUDIT", program)
    asked = audit.ask(tmp_path / "api.lock").split()
    assert {"--strict", "--no-deps", "--disable-pip"} <= set(asked)
    assert asked[-1] == str(tmp_path / "api.lock")


def test_every_row_of_the_page_is_about_a_pin_that_stays(audit: ModuleType) -> None:
    rows = audit.old_pins(ROOT / "docs" / "old-pins.md")
    assert len(rows) >= 9
    assert set(rows) <= set(audit.pins_of(ROOT / "requirements" / "rasa.lock"))
    assert all(rows.values())


def test_the_locks_of_the_project_are_read_whole(audit: ModuleType) -> None:
    for name in audit.LOCKS:
        pins = audit.pins_of(ROOT / "requirements" / name)
        assert len(pins) > 50
        assert all(pin.version[0].isdigit() for pin in pins)

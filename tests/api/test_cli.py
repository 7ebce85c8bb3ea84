"""The command line as an operator types it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app, main
from api.search.schemas import SearchAnswer
from api.settings import PROJECT_ROOT

OFFERS = PROJECT_ROOT / "data" / "oberhausen" / "offers.csv"


@pytest.fixture
def lotse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("LOTSE_DATA_DIR", str(tmp_path / "var"))
    return CliRunner()


def test_offers_are_imported_and_exported_again(lotse: CliRunner, tmp_path: Path) -> None:
    first = lotse.invoke(app, ["offers", "import", str(OFFERS)])
    assert first.exit_code == 0
    assert "184 offers added" in first.stderr
    copy = tmp_path / "copy.csv"
    assert lotse.invoke(app, ["offers", "export", str(copy)]).exit_code == 0
    again = lotse.invoke(app, ["offers", "import", str(copy)])
    assert "0 offers added, 0 changed, 184 unchanged" in again.stderr


def test_other_users_of_the_machine_may_read_nothing(lotse: CliRunner, tmp_path: Path) -> None:
    assert lotse  # sets the data directory, for a process of its own, too
    run_main = [sys.executable, "-c", "from api.cli import main; main()", "offers", "import"]
    subprocess.run([*run_main, OFFERS], cwd=PROJECT_ROOT, check=True, capture_output=True)
    written = [path for path in (tmp_path / "var").rglob("*") if path.is_file()]
    assert "familienlotse.sqlite" in {path.name for path in written}
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_a_dry_run_changes_nothing(lotse: CliRunner) -> None:
    dry = lotse.invoke(app, ["offers", "import", str(OFFERS), "--dry-run"])
    assert "184 offers would be added" in dry.stderr
    assert "184 offers added" in lotse.invoke(app, ["offers", "import", str(OFFERS)]).stderr


def test_every_fault_of_a_file_is_listed_and_nothing_imported(
    lotse: CliRunner, tmp_path: Path
) -> None:
    faulty = tmp_path / "faulty.csv"
    text = OFFERS.read_text(encoding="utf-8")
    faulty.write_text(text.replace(",published,", ",publisht,", 2), encoding="utf-8")
    result = lotse.invoke(app, ["offers", "import", str(faulty)])
    assert result.exit_code == 1
    assert "line 2, status" in result.stderr
    assert "line 3, status" in result.stderr
    assert "2 faults" in result.stderr
    assert "184 offers added" in lotse.invoke(app, ["offers", "import", str(OFFERS)]).stderr


def test_only_a_known_collection_can_be_measured(lotse: CliRunner) -> None:
    result = lotse.invoke(app, ["eval", "--only", "retrival"])
    assert result.exit_code == 2
    assert "'retrieval', 'omos-qa', 'city', 'needs', 'unanswerable'" in " ".join(
        result.stderr.replace("│", " ").split()
    )


def test_the_doctor_names_what_is_missing_and_ends_with_an_error(lotse: CliRunner) -> None:
    result = lotse.invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "MISSING  embedding model" in result.stdout
    assert "lotse model build" in result.stdout
    assert "ok       city: Oberhausen" in result.stdout


def test_the_doctor_warns_of_old_facts_of_crisis_contacts(lotse: CliRunner) -> None:
    told = lotse.invoke(app, ["doctor"]).stdout
    (line,) = [line for line in told.splitlines() if "crisis contacts:" in line]
    assert line.startswith("ok")
    assert "WARNING" in line
    assert "notruf-112 (no date)" in line
    assert "jugendamt-regionalteam-mitte (2015-05)" in line


def test_a_wrong_setting_is_one_clear_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOTSE_PORT", "achtzig")
    monkeypatch.setattr("sys.argv", ["lotse", "doctor"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert 'LOTSE_PORT is "achtzig"' in capsys.readouterr().err


@pytest.mark.model
def test_a_search_reads_well_and_as_json(
    lotse: CliRunner, built_data: Path, tmp_path: Path
) -> None:
    shutil.copytree(built_data / "model", tmp_path / "var" / "model")
    story = "Hebamme in Sterkrade, meine Tochter ist 8 Monate alt"
    plain = lotse.invoke(app, ["search", story])
    assert plain.exit_code == 0
    assert plain.stdout.startswith("Verstanden: Tochter, 8 Monate; Sterkrade")
    assert "Hebammensprechstunde" in plain.stdout
    as_json = lotse.invoke(app, ["search", story, "--json", "--limit", "1"])
    answer = SearchAnswer.model_validate_json(as_json.stdout)
    assert len(answer.results) == 1
    assert answer.understood.district is not None


@pytest.mark.model
def test_offers_of_few_facts_are_found(lotse: CliRunner, built_data: Path, tmp_path: Path) -> None:
    shutil.copytree(built_data / "model", tmp_path / "var" / "model")
    bare = tmp_path / "bare.csv"
    bare.write_text("id,name,description_de\n5580318,Nähtreff,Wir nähen Kinderkleidung.\n")
    assert "1 offers added" in lotse.invoke(app, ["offers", "import", str(bare)]).stderr
    found = lotse.invoke(app, ["search", "Kleidung für mein Kind selbst nähen"])
    assert "1. Nähtreff\n" in found.stdout
    assert "kostenlos" not in found.stdout

from pathlib import Path

import pytest

from index.situations import SituationsRejected, read_grades, read_situations

DEBTS = """
- id: account-seized
  topics: [debts, money]
  passages: ["Wir klären Ihre Schulden."]
  train:
    de: ["mein Konto ist gesperrt", "gepfändet"]
    tr: ["hesabım bloke edildi"]
  test:
    de: ["ich komme nicht mehr an mein Geld"]
"""


def test_reads_situations_with_a_key_of_file_and_id(tmp_path: Path) -> None:
    (tmp_path / "debts.yml").write_text(DEBTS, encoding="utf-8")
    (situation,) = read_situations(tmp_path)
    assert situation.key == "debts/account-seized"
    assert situation.topics == ("debts", "money")
    assert situation.train["de"] == ("mein Konto ist gesperrt", "gepfändet")
    assert situation.test == {"de": ("ich komme nicht mehr an mein Geld",)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- id: [", "cannot be read"),
        ("- topics: [debts]", "needs an id"),
        (DEBTS.replace("topics", "topic"), "topics"),
        (DEBTS + DEBTS, "each id once"),
        ("debts: 3", "list"),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "debts.yml").write_text(content, encoding="utf-8")
    with pytest.raises(SituationsRejected, match=said):
        read_situations(tmp_path)


def test_a_folder_without_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SituationsRejected, match="holds no files"):
        read_situations(tmp_path / "missing")


def test_reads_which_offers_help_in_a_situation(tmp_path: Path) -> None:
    content = "account-seized: {advice: 3, benefits: 1}"
    (tmp_path / "debts.yml").write_text(content, encoding="utf-8")
    assert read_grades(tmp_path) == {"debts/account-seized": {"advice": 3, "benefits": 1}}


def test_a_grade_is_one_to_three(tmp_path: Path) -> None:
    (tmp_path / "debts.yml").write_text("account-seized: {advice: 4}", encoding="utf-8")
    with pytest.raises(SituationsRejected, match="less than or equal to 3"):
        read_grades(tmp_path)

"""Which words are no names because they are written every day."""

from pathlib import Path

from bot.safety.personal_data import read_vocabulary
from bot.safety.personal_data.vocabulary import LEAST_LINES


def test_words_of_messages_count_only_where_several_people_write_them(tmp_path: Path) -> None:
    (tmp_path / "written").mkdir()
    (tmp_path / "told").mkdir()
    (tmp_path / "written" / "a.yml").write_text("- eine Pfütze\n", encoding="utf-8")
    told = "- Kaluza weint, Kaluza schreit\n" + "- er schreit\n" * (LEAST_LINES - 1)
    (tmp_path / "told" / "a.yml").write_text(told, encoding="utf-8")
    vocabulary = read_vocabulary([tmp_path / "written"], told=[tmp_path / "told"])
    assert "schreit" in vocabulary
    assert "kaluza" not in vocabulary

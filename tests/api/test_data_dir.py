import errno
import os
from pathlib import Path

import pytest

from api.data_dir import DataDirError, prepare_data_dir


def test_the_directory_is_made_and_left_empty(tmp_path: Path) -> None:
    prepare_data_dir(tmp_path / "var" / "lotse")
    assert list((tmp_path / "var" / "lotse").iterdir()) == []


def test_a_full_disk_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", no_room)
    with pytest.raises(DataDirError, match="No space left on device") as error:
        prepare_data_dir(tmp_path)
    assert "LOTSE_DATA_DIR" in str(error.value)


def test_a_file_in_its_place_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(DataDirError, match="File exists"):
        prepare_data_dir(tmp_path / "var")

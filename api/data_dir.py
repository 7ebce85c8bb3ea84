"""The directory that holds everything the server writes."""

import os
import tempfile
from pathlib import Path

from api.start_error import StartError

# A conversation is small; this is room for a day of them and for the logs.
NEEDED_BYTES = 64 * 1024 * 1024


class DataDirError(StartError):
    """The data directory cannot be used."""

    def __init__(self, directory: Path, reason: str) -> None:
        super().__init__(
            f"Nothing can be written to the data directory {directory}: {reason}. "
            "Make room or give the right to write, or set LOTSE_DATA_DIR to another directory."
        )


def prepare_data_dir(directory: Path) -> None:
    """Makes the directory and proves that there is room in it; raises DataDirError."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory) as probe:
            os.posix_fallocate(probe.fileno(), 0, NEEDED_BYTES)
    except OSError as error:
        raise DataDirError(directory, error.strerror or type(error).__name__) from error

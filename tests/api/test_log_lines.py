import logging
import sys

import pytest

from api.security.log_lines import LogLines

FORMAT = "%(levelname)s %(name)s: %(message)s"


def line_of(message: str, *arguments: object) -> str:
    record = logging.LogRecord("api", logging.INFO, __file__, 1, message, arguments, None)
    return LogLines(FORMAT).format(record)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_a_logged_value_begins_no_record(end: str) -> None:
    forged = f"abc{end}ERROR api: everything is deleted"
    first, *others = line_of("A turn failed: %s", forged).splitlines()
    assert first.startswith("INFO api: A turn failed: abc")
    assert all(line.startswith("    | ") for line in others)


def test_a_logged_value_gives_a_terminal_no_orders() -> None:
    logged = line_of("%s", "\x1b[2J\x1b]0;title\x07\u202eevil")
    assert logged.isprintable()
    assert r"\x1b[2J" in logged


def test_the_words_of_an_error_begin_no_record_either() -> None:
    try:
        raise ValueError("broken\nERROR api: forged")
    except ValueError:
        record = logging.LogRecord("api", logging.ERROR, __file__, 1, "Why", (), sys.exc_info())
    lines = LogLines(FORMAT).format(record).splitlines()
    assert lines[0] == "ERROR api: Why"
    assert all(line.startswith("    | ") for line in lines[1:])
    assert lines[-1] == "    | ERROR api: forged"

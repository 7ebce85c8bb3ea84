import pytest

from index.printable import is_printable, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("one\rtwo", r"one\rtwo"),
        ("one\x85two\u2028three", r"one\x85two\u2028three"),
        ("gro.\u202eelpmaxe", r"gro.\u202eelpmaxe"),
        ("\x9b31m", r"\x9b31m"),
    ],
)
def test_what_cannot_be_printed_is_written_in_code(text: str, shown: str) -> None:
    assert not is_printable(text)
    assert printable(text) == shown
    assert is_printable(shown)


@pytest.mark.parametrize(
    "text", ["zwei\nZeilen\tTab", "مرحبا\u200f \u2067أهلا\u2069", "👩‍👧", "“äß”"]
)
def test_what_people_write_stays(text: str) -> None:
    assert is_printable(text)
    assert printable(text) == text

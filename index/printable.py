"""Text that changes nothing but what it says: not the line, the colour or the order of letters."""

import re

# Control characters but line breaks and tabs, other ends of lines, and what turns the direction of
# writing round (Trojan Source, CVE-2021-42574). Marks and isolates, which Arabic needs, may stay.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]")


def is_printable(text: str) -> bool:
    return not _UNPRINTABLE.search(text)


def printable(text: str) -> str:
    r"""The text with what cannot be printed as it is written in code, such as \x1b."""
    return _UNPRINTABLE.sub(lambda found: _in_code(found[0]), text)


def _in_code(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")

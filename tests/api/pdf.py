"""Reads what a PDF of fpdf2 says: its glyphs, turned into letters by the fonts' own maps."""

import re
import zlib

_TOKEN = re.compile(
    rb"/F(?P<font>\d+) [\d.]+ Tf|\((?P<glyphs>(?:\\.|[^\\)])*)\) Tj|(?P<end>ET Q)", re.DOTALL
)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_BREAKS = {b"r": b"\r", b"n": b"\n"}


def pages(pdf: bytes) -> list[str]:
    """The lines of each page, in the order of their letters on the paper."""
    fonts = [_letters(stream) for stream in _streams(pdf) if b"begincmap" in stream]
    return [_text(stream, fonts) for stream in _streams(pdf) if b" Tf ET" in stream]


def text(pdf: bytes) -> str:
    return "\n".join(pages(pdf))


def forms_of(letter: str, pdf: bytes) -> int:
    """How many shapes of a letter the fonts have; a joined script needs several."""
    fonts = [_letters(stream) for stream in _streams(pdf) if b"begincmap" in stream]
    return max(list(font.values()).count(letter) for font in fonts)


def _streams(pdf: bytes) -> list[bytes]:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return [_inflated(stream) for stream in found]


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _letters(stream: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <((?:[0-9A-F]{4})+)>\n", stream)
    return {
        int(glyph, 16): bytes.fromhex(code.decode()).decode("utf-16-be", "replace")
        for glyph, code in pairs
    }


def _text(stream: bytes, fonts: list[dict[int, str]]) -> str:
    font: dict[int, str] = {}
    said = ""
    for token in _TOKEN.finditer(stream):
        if token["font"]:
            font = fonts[int(token["font"]) - 1]
        elif token["end"]:
            said += "\n"
        else:
            glyphs = _ESCAPED.sub(lambda m: _BREAKS.get(m[1], m[1]), token["glyphs"])
            codes = zip(glyphs[::2], glyphs[1::2], strict=True)
            said += "".join(font.get(high * 256 + low, "\ufffd") for high, low in codes)
    return said

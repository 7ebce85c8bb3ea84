"""Which of the languages on offer a caller reads best."""

from collections.abc import Collection

FALLBACK_LANGUAGE = "de"


def preferred(accept_language: str, offered: Collection[str]) -> str:
    """The best offered language for an Accept-Language header (RFC 9110, 12.5.4)."""
    for tag in _by_weight(accept_language):
        language = tag.split("-")[0]
        if tag in offered:
            return tag
        if language in offered:
            return language
    return FALLBACK_LANGUAGE


def _by_weight(accept_language: str) -> list[str]:
    weighted = [_weighted(part) for part in accept_language.lower().split(",") if part.strip()]
    return [tag for weight, tag in sorted(weighted, key=lambda item: -item[0]) if weight > 0]


def _weighted(part: str) -> tuple[float, str]:
    tag, _, quality = part.strip().partition(";q=")
    try:
        return (float(quality) if quality else 1.0), tag.strip()
    except ValueError:
        return 0.0, tag.strip()

"""Wishes about how an offer should be: free of charge, online, step-free, near and so on."""

from collections.abc import Mapping

from bot.understanding.rules import Spans

_RULES = {
    "wish_free": "free",
    "wish_online": "online",
    "wish_phone": "phone",
    "wish_barrier_free": "barrier_free",
    "wish_drop_in": "drop_in",
    "wish_near": "near",
}


def wishes_in(found: Mapping[str, Spans]) -> frozenset[str]:
    """A wish counts unless a denial stands right before it: "nicht online"."""
    denied = {end for _, end in found.get("not_wanted", ())}
    return frozenset(
        wish
        for rule, wish in _RULES.items()
        if any(start not in denied for start, _ in found.get(rule, ()))
    )


def wish_words(found: Mapping[str, Spans]) -> frozenset[int]:
    """Token positions that speak of a wish, granted or denied."""
    return frozenset(
        position
        for rule in _RULES
        for start, end in found.get(rule, ())
        for position in range(start, end)
    )

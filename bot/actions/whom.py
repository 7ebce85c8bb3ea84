"""Which of the known children a family speaks of: “der Große”, “meine Tochter”, “das Baby”."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions.profile import BOYS, GIRLS, NO_NAME, Child

_BABIES = frozenset({"baby", "newborn", "infant", "unborn"})
_RANKS = ("big", "middle", "little")
_KINSHIP = frozenset({"foster", "grandchild"})
NAMES_OF_ONE = GIRLS | BOYS | _KINSHIP | {"big_child", "little_child"}
"""What names one child of a family, unlike “Kind” and stages of life."""


def rank_of(who: str | None) -> str | None:
    """Return big, middle or little for a child named by its place among the others."""
    rank = (who or "").partition("_")[0]
    return rank if rank in _RANKS else None


def may_be(known: str | None, said: str | None) -> bool:
    """Whether a child known by one name may be called by the other."""
    if known == "self" or said == "self":
        return known == said
    if known == "unborn" or said == "unborn":
        return {known, said} <= _BABIES | set(NO_NAME)
    if {known, said} & _KINSHIP and known != said:
        return known in NO_NAME or said in NO_NAME
    return not ((known in GIRLS and said in BOYS) or (known in BOYS and said in GIRLS))


def candidates(who: str, children: Sequence[Child]) -> list[int]:
    """Return the places of the children that may be meant; those called just so go first."""
    same = [place for place, child in enumerate(children) if child.who == who]
    return same or [place for place, child in enumerate(children) if may_be(child.who, who)]


def meant(who: str, children: Sequence[Child]) -> int | None:
    """Return the place of the child that is meant, None where that is not certain."""
    places = candidates(who, children)
    rank = rank_of(who)
    if rank is None or (len(places) == 1 and children[places[0]].who == who):
        return places[0] if len(places) == 1 else None
    return _ranked(rank, places, children)


def _ranked(rank: str, places: Sequence[int], children: Sequence[Child]) -> int | None:
    if rank == "middle":
        by_age = sorted(range(len(children)), key=lambda place: _middle(children[place]))
        middle = by_age[len(by_age) // 2] if len(by_age) % 2 and len(by_age) > 1 else None
        return middle if middle in places else None
    sign = 1 if rank == "big" else -1
    by_rank = sorted(places, key=lambda place: -sign * _middle(children[place]))
    if not by_rank:
        return None
    first, *others = by_rank
    if others:
        return first if _middle(children[first]) != _middle(children[others[0]]) else None
    return None if _is_the_other_end(sign, first, children) else first


def _is_the_other_end(sign: int, place: int, children: Sequence[Child]) -> bool:
    """“der Große” is nobody where the only boy is the youngest of all."""
    age = sign * _middle(children[place])
    rest = [sign * _middle(child) for i, child in enumerate(children) if i != place]
    return bool(rest) and age < min(rest)


def _middle(child: Child) -> float:
    return (child.age_min_months + child.age_max_months) / 2

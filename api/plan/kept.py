"""The list itself: nothing but ids in an address; what they mean is looked up each time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.errors import ProblemError
from index.offers.record import Offer

MOST_OFFERS = 30
VERSION = "v1"
"""Of what stands behind the # in a link."""


@dataclass(frozen=True)
class Plan:
    """`gone` counts ids of offers that families may not see, or not any more."""

    offers: tuple[Offer, ...]
    gone: int
    language: str

    @property
    def ids(self) -> str:
        return ",".join(offer.id for offer in self.offers)

    def without(self, offer: Offer) -> "Plan":
        """What is left when a family takes it off the list."""
        left = tuple(other for other in self.offers if other.id != offer.id)
        return Plan(left, self.gone, self.language)

    def link(self, origin: str) -> str:
        """Opens the list on any device; a browser keeps what follows the # to itself."""
        return f"{origin}/plan#{VERSION},{self.language},{self.ids}"


def read_plan(ids: str, language: str, get: Callable[[str], Offer | None]) -> Plan:
    """The offers of ids between commas, each once, in their order.

    Raises:
        ProblemError: There are more than MOST_OFFERS.
    """
    wanted = list(dict.fromkeys(part.strip() for part in ids.split(",") if part.strip()))
    if len(wanted) > MOST_OFFERS:
        raise ProblemError(422, "plan_too_long", params={"limit": MOST_OFFERS})
    found = tuple(offer for offer in map(get, wanted) if offer is not None)
    return Plan(found, len(wanted) - len(found), language)


def names(offers: Sequence[Offer]) -> list[str]:
    return [offer.name for offer in offers]

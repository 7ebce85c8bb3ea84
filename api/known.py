"""Topics and districts that a caller names must be those of the city."""

from collections.abc import Sequence

from fastapi.exceptions import RequestValidationError

from index.city import City

Location = tuple[str | int, ...]


def require_known(
    city: City,
    needs: Sequence[str],
    district: str | None,
    *,
    needs_of_children: Sequence[Sequence[str]] = (),
) -> None:
    """Raises RequestValidationError, as any other faulty field does."""
    named: dict[Location, Sequence[str]] = {("body", "needs"): needs}
    for child, own in enumerate(needs_of_children):
        named["body", "children", child, "needs"] = own
    faults: list[dict[str, str | Location]] = [
        {"type": "unknown_topic", "loc": (*location, position)}
        for location, topics in named.items()
        for position, topic in enumerate(topics)
        if topic not in city.topics
    ]
    if district is not None and district not in city.districts:
        faults.append({"type": "unknown_district", "loc": ("body", "district")})
    if faults:
        raise RequestValidationError(faults)

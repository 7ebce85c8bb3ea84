"""Topics and districts that a caller names must be those of the city."""

from collections.abc import Sequence

from fastapi.exceptions import RequestValidationError

from index.city import City


def require_known(city: City, needs: Sequence[str], district: str | None) -> None:
    """Raises RequestValidationError, as any other faulty field does."""
    faults = [
        {"type": "unknown_topic", "loc": ("body", "needs", position)}
        for position, need in enumerate(needs)
        if need not in city.topics
    ]
    if district is not None and district not in city.districts:
        faults.append({"type": "unknown_district", "loc": ("body", "district")})
    if faults:
        raise RequestValidationError(faults)

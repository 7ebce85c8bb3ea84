"""Personal data is recognised with what the city and the dialogue know at the start."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from api.settings import PROJECT_ROOT
from bot.safety.personal_data import NEUTRAL_LABEL, PersonalData, read_vocabulary
from bot.understanding.gazetteer import Gazetteer
from index.city import City
from index.offers.record import Offer

_WRITTEN_ABOUT = (
    "nlu_data/needs",
    "nlu_data/nlu",
    "nlu_data/rules",
    "bot/understanding/lexicon",
    "bot/texts",
)
"""Their words are everyday words. Names are rare in them; common first names are known anyway."""
_TOLD = PROJECT_ROOT / "nlu_data" / "danger"
"""Messages in which people are named."""


def open_personal_data(
    directory: Path,
    city: City,
    offers: Iterable[Offer],
    today: Callable[[], date] | None = None,
) -> PersonalData:
    """`directory` holds the city's files; takes a second and 10 MB."""
    places = Gazetteer.from_csv(directory / "districts.csv", city.neighbours).places.values()
    contacts = [(offer.phone, offer.email) for offer in offers]
    return PersonalData(
        vocabulary=read_vocabulary(
            [directory, *(PROJECT_ROOT / name for name in _WRITTEN_ABOUT)], told=[_TOLD]
        ),
        places=[
            name
            for place in places
            for name in (place.name, *place.spellings, *place.transliterations)
        ],
        public=[address for contact in contacts for address in contact if address],
        today=today or city.today,
    )


def name_no_child(child: dict[str, Any], personal_data: PersonalData) -> None:
    """Takes a name off a child of a patch: "der Große" may stay, "Mehmet" is a child."""
    if child.get("who") and personal_data.is_a_name(child["who"]):
        child["who"] = NEUTRAL_LABEL
    if child.get("label") and personal_data.is_a_name(child["label"]):
        child["label"] = None  # it is made of the age

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from index.city.districts import District, read_districts
from index.city.profile import CityProfile, CityRejected, read_profile
from index.city.topics import Topic, read_topics
from index.errors import UnknownDistrict
from index.tables import TableRejected

EARTH_RADIUS_KM = 6371.0
DEFAULT_LANGUAGE = "de"


@dataclass(frozen=True)
class City:
    profile: CityProfile
    topics: Mapping[str, Topic]
    districts: Mapping[str, District]

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def human_contact_offer(self) -> str:
        return self.profile.human_contact_offer

    @property
    def neighbours(self) -> tuple[str, ...]:
        return self.profile.neighbours

    def about(self, language: str) -> str:
        """Who runs this, German where there is no such language."""
        return self.profile.about.get(language, self.profile.about[DEFAULT_LANGUAGE])

    @cached_property
    def root_id(self) -> str:
        """The district that is the whole city."""
        return next(d.id for d in self.districts.values() if d.parent_id is None)

    def today(self) -> date:
        return datetime.now(self.profile.zone).date()

    def district(self, district_id: str) -> District:
        try:
            return self.districts[district_id]
        except KeyError:
            raise UnknownDistrict(district_id) from None

    def ancestors(self, district_id: str) -> tuple[str, ...]:
        """From the parent up to the whole city."""
        parent_id = self.district(district_id).parent_id
        return () if parent_id is None else (parent_id, *self.ancestors(parent_id))

    def contains(self, outer_id: str, inner_id: str) -> bool:
        """Whether the inner district is the outer one or lies in it."""
        return outer_id == inner_id or outer_id in self.ancestors(inner_id)

    def distance_km(self, a_id: str, b_id: str) -> float:
        """As the crow flies between the approximate centres (haversine formula)."""
        a, b = self.district(a_id), self.district(b_id)
        phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
        h = (
            math.sin((phi_b - phi_a) / 2) ** 2
            + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
        )
        return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(h))


def load_city(path: Path) -> City:
    """Reads the directory of a city; raises CityRejected with every fault of the first bad file."""
    try:
        return City(
            profile=read_profile(path / "city.yml"),
            topics=read_topics(path / "topics.csv"),
            districts=read_districts(path / "districts.csv"),
        )
    except TableRejected as rejected:
        raise CityRejected(str(rejected)) from rejected

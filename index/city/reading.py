import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from index.city.adjacency import Point, adjacent_areas
from index.city.districts import District, Level, read_districts
from index.city.phases import Phase, read_phases
from index.city.profile import CityProfile, CityRejected, read_profile
from index.city.topics import Topic, TopicGroup, read_topic_groups, read_topics
from index.errors import UnknownDistrict
from index.tables import TableRejected

EARTH_RADIUS_KM = 6371.0
DEFAULT_LANGUAGE = "de"
AREA_LEVEL: Level = "sozialraum"
"""The parts of the city that its services follow."""


@dataclass(frozen=True)
class City:
    profile: CityProfile
    topics: Mapping[str, Topic]
    topic_groups: Mapping[str, TopicGroup]
    phases: Mapping[str, Phase]
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

    def now(self) -> datetime:
        return datetime.now(self.profile.zone)

    def today(self) -> date:
        return self.now().date()

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

    def areas(self, district_id: str) -> frozenset[str]:
        """The Sozialräume it lies in or consists of; itself where there are none."""
        return self._areas[self.district(district_id).id]

    @cached_property
    def adjacent_areas(self) -> Mapping[str, frozenset[str]]:
        """For each Sozialraum those beside it."""
        parents = {district.parent_id for district in self.districts.values()}
        quarters = [d for d in self.districts.values() if d.id not in parents]
        return adjacent_areas(
            {quarter.id: (quarter.lat, quarter.lon) for quarter in quarters},
            {quarter.id: next(iter(self.areas(quarter.id))) for quarter in quarters},
        )

    def distance_km(self, a_id: str, b_id: str) -> float:
        """As the crow flies between the approximate centres."""
        a, b = self.district(a_id), self.district(b_id)
        return distance_km((a.lat, a.lon), (b.lat, b.lon))

    @cached_property
    def _areas(self) -> dict[str, frozenset[str]]:
        return {district_id: self._areas_of(district_id) for district_id in self.districts}

    def _areas_of(self, district_id: str) -> frozenset[str]:
        related = [
            district.id
            for district in self.districts.values()
            if district.level == AREA_LEVEL
            and (self.contains(district.id, district_id) or self.contains(district_id, district.id))
        ]
        return frozenset(related or [district_id])


def distance_km(a: Point, b: Point) -> float:
    """As the crow flies (haversine formula)."""
    phi_a, phi_b = math.radians(a[0]), math.radians(b[0])
    h = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(h))


def load_city(path: Path) -> City:
    """Reads the directory of a city; raises CityRejected with every fault of the first bad file."""
    try:
        topics = read_topics(path / "topics.csv")
        return City(
            profile=read_profile(path / "city.yml"),
            topics=topics,
            topic_groups=read_topic_groups(path / "topic_groups.csv", topics),
            phases=read_phases(path / "phases.csv", topics),
            districts=read_districts(path / "districts.csv"),
        )
    except TableRejected as rejected:
        raise CityRejected(str(rejected)) from rejected

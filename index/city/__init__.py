"""The city as data: its topics, its districts and what it says about itself."""

from index.city.districts import District
from index.city.phases import Phase
from index.city.profile import CityProfile, CityRejected
from index.city.reading import City, load_city
from index.city.topics import Topic, TopicGroup

__all__ = [
    "City",
    "CityProfile",
    "CityRejected",
    "District",
    "Phase",
    "Topic",
    "TopicGroup",
    "load_city",
]

"""Everything that is said in Leichte Sprache keeps to its rules."""

from api.leichte_sprache import faults_in_leichte_sprache
from api.settings import PROJECT_ROOT
from index.city import load_city

CITY = PROJECT_ROOT / "data" / "oberhausen"


def test_every_text_in_leichte_sprache_keeps_to_its_rules() -> None:
    assert faults_in_leichte_sprache(load_city(CITY), CITY) == []

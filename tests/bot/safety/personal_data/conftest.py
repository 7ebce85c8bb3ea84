from __future__ import annotations

from datetime import date

import pytest

from api.chat.personal_data import open_personal_data
from api.settings import PROJECT_ROOT
from bot.safety.personal_data import PersonalData
from index.city import load_city
from index.offers.importing import read_offers

CITY = PROJECT_ROOT / "data" / "oberhausen"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def personal_data() -> PersonalData:
    city = load_city(CITY)
    return open_personal_data(CITY, city, read_offers(CITY / "offers.csv", city), lambda: TODAY)

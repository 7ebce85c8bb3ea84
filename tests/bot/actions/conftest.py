import pytest

from tests.bot.actions.stage import FewOffers, Stage, real_city, real_offers

OFFER_IDS = (
    "kim-willkommensbesuch",
    "elterntelefon",
    "notruf-110",
    "notruf-112",
    "frauenhaus-oberhausen",
    "bereich-chancengleichheit",
)


@pytest.fixture
def stage() -> Stage:
    return Stage(city=real_city(), index=FewOffers(real_offers(*OFFER_IDS)))

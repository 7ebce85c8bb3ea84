"""Opening offers and answers for whoever looks in them: the server and the command line."""

from collections.abc import Callable

from api.settings import Settings
from index.city import City
from index.embedding import Encoder
from index.faq import Faq, read_entries
from index.offers.importing import import_offers
from index.offers.store import OfferStore
from index.search import KnownNeeds, OfferIndex


def open_store(settings: Settings) -> OfferStore:
    """The offers in a database that is up to date."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = OfferStore(settings.database_url)
    store.migrate()
    return store


def open_index(
    settings: Settings, city: City, say: Callable[[str], None]
) -> tuple[Encoder, OfferIndex]:
    """The index over the store; an empty store first gets the city's own offers."""
    encoder = Encoder(settings.model_dir)
    store = open_store(settings)
    if store.count() == 0:
        say("Importing the city's offers.")
        import_offers(settings.city / "offers.csv", city, store)
    known = KnownNeeds.of_city(settings.city)
    return encoder, OfferIndex.open(store, encoder, city, settings.index_dir, known=known)


def open_faq(settings: Settings, city: City, encoder: Encoder) -> Faq:
    """The city's answers to questions; a city without any answers none."""
    return Faq.open(read_entries(settings.city / "faq", city), encoder, settings.index_dir)

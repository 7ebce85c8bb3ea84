"""A process that is killed while it changes offers leaves an index that is whole again at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.city import City
from index.offers.store import OfferStore
from index.search import OfferIndex, SearchRequest
from tests.index.cast import LetterEncoder

CHANGING = """
import itertools, sys
from pathlib import Path
from index.city import load_city
from index.offers.store import OfferStore
from index.search import OfferIndex
from tests.index.cast import CITY, LetterEncoder, offer

store = OfferStore(f"sqlite:///{sys.argv[1]}/offers.db")
index = OfferIndex.open(store, LetterEncoder(), load_city(CITY), Path(sys.argv[1]))
for number in itertools.count():
    index.put(offer(id=f"offer-{number % 30}", name=f"Nummer {number}", topics=()))
    index.remove(f"offer-{number % 7}")
    print(number, flush=True)
"""


@pytest.mark.parametrize("changes", [8, 17, 40])
def test_what_a_killed_process_stored_is_found(
    store: OfferStore, city: City, tmp_path: Path, changes: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", CHANGING, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(changes):
        process.stdout.readline()
    process.kill()
    process.communicate()

    index = OfferIndex.open(store, LetterEncoder(), city, tmp_path)

    stored = {offer.id: offer for offer in store.all()}
    assert stored
    assert len(index._snapshot.vectors) == len(stored)
    for offer_id, offer in stored.items():
        found = index.search(SearchRequest(offer.name, limit=50)).matches
        assert found[0].offer.id == offer_id

"""The index follows the store: one offer at a time, after a restart, and under load."""

import threading
from pathlib import Path

import pytest

from index.city import City
from index.errors import UnknownDistrict, UnknownTopic, VectorsError
from index.offers.store import OfferStore
from index.search import OfferIndex, SearchRequest
from index.search.snapshot import passage
from tests.index.cast import LetterEncoder, offer

FILE = "offers.vectors"


def open_index(
    store: OfferStore, city: City, directory: Path, encoder: LetterEncoder | None = None
) -> OfferIndex:
    return OfferIndex.open(store, encoder or LetterEncoder(), city, directory)


def ids(index: OfferIndex, query: str = "") -> set[str]:
    return {match.offer.id for match in index.search(SearchRequest(query, limit=99)).matches}


def test_a_new_offer_is_found_and_kept(index: OfferIndex, store: OfferStore) -> None:
    index.put(offer())

    assert ids(index) == {"krabbelgruppe"}
    assert store.get("krabbelgruppe") == offer()


def test_a_changed_offer_is_found_by_its_new_words_once(index: OfferIndex) -> None:
    index.put(offer())
    index.put(offer(name="Nähkurs", description_de="Stoffe, Fäden und Muster."))

    (match,) = index.search(SearchRequest("Nähkurs")).matches

    assert match.offer.name == "Nähkurs"
    assert len(index._snapshot.vectors) == 1


def test_a_removed_offer_is_gone(index: OfferIndex, store: OfferStore) -> None:
    index.put(offer())

    assert index.remove("krabbelgruppe")
    assert not index.remove("krabbelgruppe")
    assert ids(index) == ids(index, "Krabbelgruppe am Markt") == set()
    assert index.get("krabbelgruppe") is None
    assert store.count() == len(index._snapshot.vectors) == 0


def test_a_free_number_is_used_again(index: OfferIndex) -> None:
    for name in "abc":
        index.put(offer(id=name, topics=("debts",), description_de=f"{name} {name}{name}"))
    index.remove("b")
    index.put(offer(id="d"))

    assert {key: entry.number for key, entry in index._snapshot.entries.items()} == {
        "a": 0,
        "d": 1,
        "c": 2,
    }
    assert ids(index) == {"a", "c", "d"}


def test_an_offer_the_city_does_not_know_is_refused(index: OfferIndex, store: OfferStore) -> None:
    with pytest.raises(UnknownTopic):
        index.put(offer(topics=("gardening",)))
    with pytest.raises(UnknownDistrict):
        index.put(offer(district_id="atlantis"))

    assert store.count() == 0


def test_a_restart_embeds_nothing_anew(
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path
) -> None:
    index.put(offer())
    index.put(offer(id="b", description_de="Anders."))
    encoder = LetterEncoder()

    again = open_index(store, city, tmp_path, encoder)

    assert encoder.encoded == []
    assert ids(again) == {"krabbelgruppe", "b"}


def test_a_restart_embeds_only_what_others_changed(
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path
) -> None:
    for name in "abc":
        index.put(offer(id=name, description_de=f"Text {name}", topics=("debts",)))
    changed = offer(id="b", description_de="Neuer Text")
    store.put(changed)
    store.remove("c")
    encoder = LetterEncoder()

    again = open_index(store, city, tmp_path, encoder)

    assert encoder.encoded == [passage(changed, city)]
    assert ids(again) == {"a", "b"}
    assert len(again._snapshot.vectors) == 2


def test_a_change_that_is_not_embedded_costs_no_embedding(index: OfferIndex) -> None:
    index.put(offer())
    encoded = index._space._encoder.encoded  # type: ignore[attr-defined]
    encoded.clear()

    index.put(offer(phone="112"))

    assert encoded == []
    assert index.search(SearchRequest()).matches[0].offer.phone == "112"


def test_refresh_takes_up_what_others_changed(index: OfferIndex, store: OfferStore) -> None:
    store.put(offer())
    assert ids(index) == set()

    index.refresh()

    assert ids(index) == {"krabbelgruppe"}


def test_another_model_rebuilds_everything(
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path
) -> None:
    index.put(offer())
    encoder = LetterEncoder(fingerprint="another")

    again = open_index(store, city, tmp_path, encoder)

    assert passage(offer(), city) in encoder.encoded
    assert ids(again) == {"krabbelgruppe"}


@pytest.mark.parametrize("part", [0, 7, 40, 200, -1])
@pytest.mark.parametrize("name", [FILE, "topics.vectors"])
def test_a_half_written_file_is_made_anew(  # noqa: PLR0917
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path, name: str, part: int
) -> None:
    index.put(offer())
    path = tmp_path / name
    whole = path.read_bytes()
    path.write_bytes(whole[:part])

    again = open_index(store, city, tmp_path)

    assert ids(again, "Krabbelgruppe") == {"krabbelgruppe"}
    assert path.read_bytes() == whole


def test_a_flipped_bit_is_noticed(
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path
) -> None:
    index.put(offer())
    path = tmp_path / FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:-3] + bytes([whole[-3] ^ 1]) + whole[-2:])

    open_index(store, city, tmp_path)

    assert path.read_bytes() == whole


def test_a_crash_while_writing_leaves_the_old_file(
    index: OfferIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.put(offer())
    whole = (tmp_path / FILE).read_bytes()

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(VectorsError, match="No space left on device"):
        index.put(offer(id="b", description_de="Anders."))

    assert (tmp_path / FILE).read_bytes() == whole
    assert ids(index) == {"krabbelgruppe"}


def test_searches_go_on_undisturbed_while_offers_change(index: OfferIndex) -> None:
    for number in range(20):
        index.put(
            offer(
                id=f"stays-{number}",
                name=f"Nummer {number}",
                description_de=f"{number} " * 5,
                topics=("debts",),
            )
        )
    stays = {f"stays-{number}" for number in range(20)}
    done = threading.Event()
    seen: list[set[str]] = []
    errors: list[BaseException] = []

    def read() -> None:
        try:
            while not done.is_set():
                seen.append(ids(index, "Nummer"))
                seen.append(ids(index))
        except BaseException as error:  # noqa: BLE001  # a thread would swallow it
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for round_ in range(15):
        index.put(offer(id="comes", description_de=f"Kommt {round_}", name=f"Nummer {round_}x"))
        index.put(offer(id="stays-3", name="Nummer 3", description_de=f"Neu {round_}"))
        index.remove("comes")
    done.set()
    for reader in readers:
        reader.join()

    assert errors == []
    assert seen
    assert all(stays <= found <= stays | {"comes"} for found in seen)

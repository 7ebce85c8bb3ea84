"""The index follows the store: one offer at a time, after a restart, and under load."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest

from index.city import City
from index.errors import UnknownDistrict, UnknownTopic, VectorsError
from index.offers.store import OfferStore
from index.search import OfferIndex, SearchRequest
from index.search.passages import passage
from tests.index.cast import LetterEncoder, offer


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

    assert index._snapshot.numbers == {"a": 0, "d": 1, "c": 2}
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


def files(directory: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in directory.rglob("*.vectors*")}


@pytest.mark.parametrize("part", [0, 7, 40, 200, -1])
def test_half_written_files_are_made_anew(
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path, part: int
) -> None:
    index.put(offer())
    whole = files(tmp_path)
    for path, content in whole.items():
        path.write_bytes(content[:part])

    again = open_index(store, city, tmp_path)

    assert ids(again, "Krabbelgruppe") == {"krabbelgruppe"}
    assert sorted(files(tmp_path).values()) == sorted(whole.values())


def test_a_flipped_bit_is_noticed(
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path
) -> None:
    index.put(offer())
    whole = files(tmp_path)
    for path, content in whole.items():
        path.write_bytes(content[:-3] + bytes([content[-3] ^ 1]) + content[-2:])

    open_index(store, city, tmp_path)

    assert sorted(files(tmp_path).values()) == sorted(whole.values())


def test_a_crash_while_writing_leaves_everything_as_it_was(
    index: OfferIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.put(offer())
    whole = files(tmp_path)

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(VectorsError, match="No space left on device"):
        index.put(offer(id="b", description_de="Anders."))

    assert files(tmp_path).items() >= whole.items()
    assert ids(index) == {"krabbelgruppe"}


def test_what_could_not_be_taken_up_is_with_the_next_refresh(
    index: OfferIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full_disk)
        with pytest.raises(VectorsError):
            index.put(offer())
        with pytest.raises(VectorsError):
            index.refresh()

    index.refresh()

    assert ids(index) == {"krabbelgruppe"}


def test_two_processes_may_share_a_directory(
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path
) -> None:
    other = open_index(store, city, tmp_path)
    index.put(offer())
    other.put(offer(id="b", description_de="Anders."))
    index.refresh()
    other.refresh()
    encoder = LetterEncoder()

    again = open_index(store, city, tmp_path, encoder)

    assert encoder.encoded == []
    assert ids(index) == ids(other) == ids(again) == {"krabbelgruppe", "b"}


def test_many_changes_leave_few_files(index: OfferIndex, tmp_path: Path) -> None:
    for number in range(70):
        index.put(offer(description_de=f"Text {number}"))

    assert len(files(tmp_path / "passages")) < 20


def test_vectors_nobody_needs_any_more_are_deleted(
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path
) -> None:
    for number in range(5):
        index.put(offer(description_de=f"Text {number}"))

    open_index(store, city, tmp_path)

    assert len(files(tmp_path / "passages")) == 1
    encoder = LetterEncoder()
    open_index(store, city, tmp_path, encoder)
    assert encoder.encoded == []


def test_files_a_killed_process_left_unfinished_are_deleted_in_time(
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path
) -> None:
    index.put(offer())
    old, new = (tmp_path / "passages" / f"{name}.vectors.tmp" for name in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))

    open_index(store, city, tmp_path)

    assert new.exists()
    assert not old.exists()


def test_a_long_text_is_found_by_its_last_words(index: OfferIndex) -> None:
    chatter = "Wir freuen uns auf alle, die kommen und etwas mitbringen. " * 350
    index.put(offer(id="lang", description_de=f"{chatter} Nähkurs mit Quiltstoffen"))
    index.put(offer(id="ohne", description_de=chatter))

    numbers = np.array([index._snapshot.numbers[name] for name in ("lang", "ohne")])
    query = index._space.query("Nähkurs mit Quiltstoffen")
    long, without = index._snapshot.vectors.products(query[None, :], numbers)[0].tolist()

    assert len(index._snapshot.vectors) > 200
    assert long > without + 0.05
    assert index.search(SearchRequest("Nähkurs mit Quiltstoffen")).matches[0].offer.id == "lang"


def test_a_change_is_as_good_as_opening_anew(
    index: OfferIndex, store: OfferStore, city: City, tmp_path: Path
) -> None:
    """Any order of changes leads to the same answers as the store they end in."""
    random = np.random.default_rng(1)
    words = ["Nähen", "Kochen", "Schulden", "Kita", "Turnen", "Lesen", "Hebamme", "Tafel"]
    for step in range(120):
        name = f"offer-{random.integers(25)}"
        if random.random() < 0.25:
            index.remove(name)
        else:
            text = " ".join(random.choice(words, 1 + int(random.integers(60))))
            index.put(offer(id=name, name=f"{random.choice(words)} {step}", description_de=text))
    index._snapshot = index._snapshot.merged()
    again = open_index(store, city, tmp_path)

    for query in (*words, "Nähkurs", "Hebame", "Essen für Kinder"):
        request = SearchRequest(query, limit=30)
        found, expected = index.search(request), again.search(request)
        assert {m.offer.id: pytest.approx(m.score, abs=1e-4) for m in found.matches} == {
            match.offer.id: match.score for match in expected.matches
        }
        assert found.total == expected.total


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

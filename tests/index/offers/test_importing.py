from collections.abc import Iterator
from pathlib import Path

import pytest

from index.city import City
from index.offers.exporting import export_offers, offers_as_csv
from index.offers.importing import Fault, ImportRejected, ImportSummary, import_offers, read_offers
from index.offers.record import Offer
from index.offers.store import OfferStore
from tests.index.cast import OFFERS, offer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three good offers: on line 2, on lines 3 to 5, and on line 6."""
    path = tmp_path / "offers.csv"
    offers = [offer(id="a"), offer(id="b", notes="one\ntwo\nthree"), offer(id="c")]
    export_offers(offers, path)
    return path


def replace(path: Path, old: str, new: str, times: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def rejected(path: Path, city: City) -> list[Fault]:
    with pytest.raises(ImportRejected) as raised:
        read_offers(path, city)
    return raised.value.faults


def test_the_offers_of_the_city_are_read(city: City) -> None:
    offers = {offer.id: offer for offer in read_offers(OFFERS, city)}

    assert len(offers) == 184
    assert offers["tafel-sterkrade"].service_area_postcodes == ("46145", "46147", "46149")
    assert offers["frauenhaus-oberhausen"].confidential_address
    assert offers["kinderschutzhotline"].audience == "professionals"


def test_all_faults_are_reported_with_their_line(file: Path, city: City) -> None:
    replace(file, "families", "everyone", 3)
    replace(file, "\nc,", "\nC!,")

    faults = rejected(file, city)

    assert [(fault.line, fault.column, fault.value) for fault in faults] == [
        (2, "audience", "everyone"),
        (3, "audience", "everyone"),
        (6, "id", "C!"),
        (6, "audience", "everyone"),
    ]
    assert faults[0].expected == "'families' or 'professionals'"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "parent-child-group",
            "krabbeln",
            Fault(2, "topics", "krabbeln", "topics of topics.csv"),
        ),
        (
            "sterkrade-mitte",
            "atlantis",
            Fault(2, "district_id", "atlantis", "a district of districts.csv"),
        ),
        (",0,36,", ",0,drei,", Fault(2, "max_age_months", "drei", "a whole number of months")),
        (
            ",0,36,",
            ",40,36,",
            Fault(2, "max_age_months", "36", "an age of at least min_age_months, which is 40"),
        ),
        (",no,51.513", ",nein,51.513", Fault(2, "confidential_address", "nein", "yes or no")),
        (",no,51.513", ",,51.513", Fault(2, "confidential_address", "", "yes or no")),
        ("51.513", "51.5.13", Fault(2, "lat", "51.5.13", "a number like 51.4716")),
        ("gruppe@example.org", "gruppe", Fault(2, "email", "gruppe", "an e-mail address")),
        (",recent,", ",soon,", Fault(2, "verification", "soon", "'recent' or 'needs_check'")),
    ],
)
def test_a_fault_says_what_was_expected(
    file: Path, city: City, old: str, new: str, fault: Fault
) -> None:
    replace(file, old, new)

    assert rejected(file, city) == [fault]


def test_an_id_that_comes_twice_names_the_first_line(file: Path, city: City) -> None:
    replace(file, "\nc,", "\na,")

    (fault,) = rejected(file, city)

    assert (fault.line, fault.column) == (6, "id")
    assert "line 2 has this one" in fault.expected


def test_one_fault_keeps_everything_out(file: Path, city: City, store: OfferStore) -> None:
    replace(file, "\nc,", "\nC!,")

    with pytest.raises(ImportRejected):
        import_offers(file, city, store)

    assert store.count() == 0


def test_the_message_names_file_and_line(file: Path, city: City) -> None:
    replace(file, "\nc,", "\nC!,")

    with pytest.raises(ImportRejected, match=r"offers\.csv: line 6, id: found “C!”"):
        read_offers(file, city)


def test_importing_again_changes_nothing(file: Path, city: City, store: OfferStore) -> None:
    assert import_offers(file, city, store) == ImportSummary(added=3, changed=0, unchanged=0)
    assert import_offers(file, city, store) == ImportSummary(added=0, changed=0, unchanged=3)


def test_a_dry_run_only_tells(file: Path, city: City, store: OfferStore) -> None:
    store.put(offer(id="a", name="Alt"))

    summary = import_offers(file, city, store, dry_run=True)

    assert summary == ImportSummary(added=2, changed=1, unchanged=0)
    assert [offer.name for offer in store.all()] == ["Alt"]


def test_a_confirmation_outlives_an_import_of_the_same_facts(
    file: Path, city: City, store: OfferStore
) -> None:
    store.put(offer(id="a", verified_at="2026-01-01T00:00:00Z"))
    store.put(offer(id="c", phone="110", verified_at="2026-01-01T00:00:00Z"))

    import_offers(file, city, store)

    confirmed = {offer.id for offer in store.all() if offer.verified_at}
    assert confirmed == {"a"}


def test_the_city_survives_export_and_import(city: City, tmp_path: Path) -> None:
    offers = read_offers(OFFERS, city)

    export_offers(offers, tmp_path / "offers.csv")

    assert read_offers(tmp_path / "offers.csv", city) == offers


@pytest.mark.parametrize("name", ["=1+1", "+49 verboten", "-", "@SUM(A1)", "'=1", "'normal"])
def test_a_formula_in_a_text_is_harmless_in_the_file_and_whole_after(
    name: str, city: City, tmp_path: Path
) -> None:
    path = tmp_path / "offers.csv"

    export_offers([offer(name=name)], path)

    assert not any(cell.startswith(tuple("=+-@")) for cell in path.read_text().split(","))
    assert read_offers(path, city)[0].name == name


def test_the_exported_columns_are_those_of_the_city_file() -> None:
    header = OFFERS.read_text(encoding="utf-8").splitlines()[0]

    assert offers_as_csv([]).splitlines() == [header]


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    path.write_text("old")

    def breaking() -> Iterator[Offer]:
        yield offer()
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        export_offers(breaking(), path)

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]

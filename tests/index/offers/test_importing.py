import bz2
import gzip
import lzma
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.city import City
from index.offers.bare import bare_offer
from index.offers.columns import COLUMNS
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


BARE = "id,name,description_de\n"


def bare(tmp_path: Path, rows: str, header: str = BARE) -> Path:
    path = tmp_path / "bare.csv"
    path.write_text(header + rows, encoding="utf-8", newline="")
    return path


def test_name_and_description_are_enough(tmp_path: Path, city: City) -> None:
    path = bare(tmp_path, "5580318,Nähen,Wir nähen Kleider.\nO-01,Kochen,Suppen.\n")

    assert read_offers(path, city) == [
        bare_offer("5580318", "Nähen", "Wir nähen Kleider.", city),
        bare_offer("O-01", "Kochen", "Suppen.", city),
    ]


def test_an_empty_cell_is_as_good_as_a_missing_column(tmp_path: Path, city: City) -> None:
    cells = {"id": "naehen", "name": "Nähen", "description_de": "Wir nähen Kleider."}
    row = ",".join(cells.get(column, "") for column in COLUMNS)
    path = bare(tmp_path, row, header=",".join(COLUMNS) + "\n")

    assert read_offers(path, city) == [bare_offer("naehen", "Nähen", "Wir nähen Kleider.", city)]


def test_what_is_told_counts_and_only_the_rest_is_unknown(tmp_path: Path, city: City) -> None:
    path = bare(
        tmp_path, "naehen,Nähen,Wir nähen.,paid,sterkrade\n", f"{BARE[:-1]},cost,district_id\n"
    )

    expected = bare_offer("naehen", "Nähen", "Wir nähen.", city)
    assert read_offers(path, city) == [
        expected.model_copy(update={"cost": "paid", "district_id": "sterkrade"})
    ]


@pytest.mark.parametrize(
    ("content", "column", "expected"),
    [
        ("id,name,description\na,b,c\n", "description", "one of the known columns"),
        ("id,name,description_de,phase\na,b,c,d\n", "phase", "one of the known columns"),
        ("name,description_de\nb,c\n", "id", "this column, which is missing"),
        ("id,name,description_de\na b,c,d\n", "id", "letters a-z or A-Z and digits"),
        ("id,name,description_de\n,c,d\n", "id", "letters a-z or A-Z and digits"),
        ("id,name,description_de\na,,d\n", "name", "a text on one line"),
        ("id,name,description_de\na,b,\n", "description_de", "a text"),
        ("id,name,description_de,cost\na,b,c,10 Euro\n", "cost", "'free', 'paid'"),
        ("id,name,description_de,for_gender\na,b,c,Mädchen\n", "for_gender", "'girls', 'boys'"),
        ("id,name,description_de,childcare\na,b,c,ja\n", "childcare", "'yes', 'no'"),
    ],
)
def test_a_bare_file_with_a_fault_names_its_column(
    tmp_path: Path, city: City, content: str, column: str, expected: str
) -> None:
    faults = rejected(bare(tmp_path, content, header=""), city)

    assert any(fault.column == column and expected in fault.expected for fault in faults)
    assert "organisation" not in {fault.column for fault in faults}


def test_long_descriptions_with_line_breaks_come_back_whole(
    tmp_path: Path, city: City, store: OfferStore
) -> None:
    description = "Wir nähen.\r\n\r\n" + "Kleider, „Hosen“ und Röcke. " * 1000
    rows = "".join(f'{number},Nähen {number},"{description}"\r\n' for number in range(3))
    path = bare(tmp_path, rows)

    assert import_offers(path, city, store).added == 3
    export_offers(store.all(), tmp_path / "full.csv")

    assert (tmp_path / "full.csv").read_text().startswith(",".join(COLUMNS))
    assert read_offers(tmp_path / "full.csv", city) == store.all()
    assert import_offers(tmp_path / "full.csv", city, store).unchanged == 3
    assert store.all()[0].description_de == description.replace("\r\n", "\n").strip()


def test_a_lone_carriage_return_breaks_no_exported_row(tmp_path: Path, city: City) -> None:
    export_offers([offer(description_de="eins\rzwei")], tmp_path / "offers.csv")

    assert read_offers(tmp_path / "offers.csv", city)[0].description_de == "eins\nzwei"


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


# Sign of a formula, end of a cell or of a line somewhere, and what spreadsheets skip before a sign.
MEANT_AS_FORMULA = st.text(st.sampled_from("=+-@＝;\t\n '\"ä1")).filter(str.strip)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(description=MEANT_AS_FORMULA, notes=MEANT_AS_FORMULA)
def test_no_cell_begins_a_formula_wherever_a_spreadsheet_divides(
    description: str, notes: str, city: City, tmp_path: Path
) -> None:
    path = tmp_path / "offers.csv"
    hostile = offer(description_de=description, descriptions={"tr": notes}, notes=notes)

    export_offers([hostile], path)

    cells = re.split(r"[;\t\n]", path.read_text(encoding="utf-8"))
    assert not [cell for cell in cells if cell.lstrip(' "').startswith(tuple("=+-@＝"))]
    assert read_offers(path, city) == [hostile]


@pytest.mark.parametrize("email", ["=1+1@example.org", "-a@example.org", "a?bcc=b@example.org"])
def test_an_address_of_mail_is_neither_formula_nor_letter(
    email: str, city: City, file: Path
) -> None:
    replace(file, "gruppe@example.org", email)

    assert rejected(file, city) == [Fault(2, "email", email, "an e-mail address")]


def test_orders_to_a_terminal_and_turned_letters_are_refused_and_shown(
    tmp_path: Path, city: City
) -> None:
    (name, description) = rejected(bare(tmp_path, "a,\x1b[2JNähen,nepo\u202e\n"), city)

    assert str(name) == (
        r"line 2, name: found “\x1b[2JNähen”, "
        "expected a text without control characters; type it anew"
    )
    assert r"nepo\u202e" in str(description)


def test_arabic_with_marks_and_isolates_is_kept(tmp_path: Path, city: City) -> None:
    arabic = "دورة \u2068Yoga\u2069 للأمهات\u200f (مجانية)"
    path = bare(tmp_path, f"a,b,c,{arabic}\n", f"{BARE[:-1]},description_ar\n")

    assert read_offers(path, city)[0].descriptions == {"ar": arabic}


@pytest.mark.parametrize(
    ("column", "longest"), [("name", 5_000), ("notes", 5_000), ("phone", 40), ("website", 2_000)]
)
def test_a_huge_cell_is_a_fault(column: str, longest: int, tmp_path: Path, city: City) -> None:
    names = ["id", "name", "description_de", "notes", "phone", "website"]
    cells = ["a" if name != column else "1" * 900_000 for name in names]
    cells[4:] = ["1" * 900_000 if name == column else "" for name in names[4:]]
    path = bare(tmp_path, ",".join(cells) + "\n", ",".join(names) + "\n")

    (fault,) = rejected(path, city)

    assert (fault.column, fault.expected) == (column, f"at most {longest} letters")


def test_a_file_full_of_faults_is_not_told_to_the_end(tmp_path: Path, city: City) -> None:
    faults = rejected(bare(tmp_path, "A!,b,c\n" * 3_000), city)

    assert len(faults) == 1_001
    assert "to be mended first" in faults[-1].expected


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_what_is_compressed_is_not_unpacked(
    compress: Callable[[bytes], bytes], tmp_path: Path, city: City
) -> None:
    path = tmp_path / "offers.csv"
    path.write_bytes(compress(b"id,name,description_de\n" + b"a,b,c\n" * 1_000_000))

    (fault,) = rejected(path, city)

    assert fault.expected == "text encoded as UTF-8"


def test_translations_have_columns_of_their_own(city: City, tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    offers = [
        offer(id="a", descriptions={"tr": "Bebekler emekliyor.", "de-simple": "Für Babys."}),
        offer(id="b"),
        offer(id="c", descriptions={"ar": "=للأطفال"}),
    ]

    export_offers(offers, path)

    header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert header[-3:] == ["description_ar", "description_de-simple", "description_tr"]
    assert read_offers(path, city) == offers


@pytest.mark.parametrize("heading", ["description_Türkisch", "description_", "description_t"])
def test_a_translation_names_its_language_by_a_tag(
    heading: str, tmp_path: Path, city: City
) -> None:
    (fault,) = rejected(bare(tmp_path, "a,b,c,d\n", f"{BARE[:-1]},{heading}\n"), city)

    assert fault.column == heading
    assert "description_<language>" in fault.expected


def test_a_faulty_translation_names_its_column(tmp_path: Path, city: City) -> None:
    path = bare(tmp_path, f"a,b,c,{'d' * 100_001}\n", f"{BARE[:-1]},description_tr\n")

    (fault,) = rejected(path, city)

    assert (fault.column, fault.expected) == ("description_tr", "at most 100000 letters")


def test_for_whom_alone_an_offer_is_and_who_runs_it_come_back(city: City, tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    own = offer(for_gender=("girls", "women"), childcare="yes", faith_based="no")

    export_offers([own], path)

    assert read_offers(path, city) == [own]


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

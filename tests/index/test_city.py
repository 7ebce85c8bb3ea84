import shutil
from pathlib import Path

import pytest

from index.city import City, CityRejected, load_city
from index.city.labelled import LABEL_COLUMNS
from index.errors import UnknownDistrict
from tests.index.cast import CITY


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CITY, tmp_path / "city"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_oberhausen_is_whole(city: City) -> None:
    assert city.name == "Oberhausen"
    assert len(city.topics) == 36
    assert len(city.districts) == 42
    assert city.root_id == "oberhausen"
    assert "Duisburg" in city.neighbours
    assert city.human_contact_offer == "bereich-chancengleichheit"


def test_ancestors_lead_up_to_the_whole_city(city: City) -> None:
    assert city.ancestors("holten") == ("sr-sterkrade-nord", "sterkrade", "oberhausen")
    assert city.ancestors("oberhausen") == ()


@pytest.mark.parametrize(
    ("outer", "inner", "contained"),
    [
        ("sterkrade", "holten", True),
        ("holten", "holten", True),
        ("oberhausen", "holten", True),
        ("holten", "sterkrade", False),
        ("osterfeld", "holten", False),
    ],
)
def test_contains(city: City, outer: str, inner: str, contained: bool) -> None:
    assert city.contains(outer, inner) is contained


def test_distance_is_that_of_the_map(city: City) -> None:
    assert city.distance_km("holten", "holten") == 0
    assert city.distance_km("holten", "innenstadt") == pytest.approx(7.5, abs=0.2)
    assert city.distance_km("innenstadt", "holten") == city.distance_km("holten", "innenstadt")


def test_an_unknown_district_is_named(city: City) -> None:
    with pytest.raises(UnknownDistrict, match="atlantis"):
        city.ancestors("atlantis")


def test_a_label_falls_back_to_german(city: City) -> None:
    assert city.topics["debts"].label("tr") == "Borçlar"
    assert city.topics["debts"].label("ru") == "Долги"
    assert city.topics["childcare"].label("de-simple") == "Kita und Tagesmutter"
    assert city.topics["debts"].label("fr") == "Schulden"


def test_oberhausen_names_topics_and_itself_in_every_language(city: City) -> None:
    for language in LABEL_COLUMNS:
        assert city.profile.about[language]
        for named in (city.topics, city.topic_groups, city.phases):
            assert all(each.labels.get(language) for each in named.values())


def test_phases_lead_from_pregnancy_to_the_first_job(city: City) -> None:
    phases = list(city.phases.values())
    assert (phases[0].age_min_months, phases[0].age_max_months) == (-9, -1)
    assert phases[-1].needs == ("training-work",)
    starts = [phase.age_min_months for phase in phases]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("topics.csv", "label_simple_de", "simple", "topics.csv: line 1, label_simple_de"),
        ("topics.csv", "\npregnancy,", "\norientation,", "line 3, id: found “orientation”"),
        ("topics.csv", "debts,Schulden,", "debts,,", "label_de: expected a text"),
        ("topic_groups.csv", "childcare;", "kita;", "line 2, topics: found “kita”, expected an id"),
        ("topic_groups.csv", "childcare;", "", "found “childcare”, expected each topic"),
        ("topic_groups.csv", "childcare;", "debts;childcare;", "found “debts”, expected each"),
        ("phases.csv", "baby,0", "baby,birth", "line 3, age_min_months: found “birth”"),
        ("phases.csv", "baby,0", "baby,30", "line 3, age_max_months: found “11”, expected an age"),
        ("phases.csv", "training-work", "work", "line 9, needs: found “work”, expected an id"),
        ("districts.csv", "51.4969", "north", "line 2, lat: found “north”, expected a number"),
        ("districts.csv", "51.4969", "151", "line 2, lat: found “151”"),
        ("districts.csv", ",46145,51.513", ",4614,51.513", "postcode of five digits"),
        ("districts.csv", "sr-sterkrade-nord,quartier", "nirgends,quartier", "id of a district"),
        ("districts.csv", "oberhausen,stadtbezirk", "holten,stadtbezirk", "larger than"),
        ("districts.csv", ",oberhausen,stadtbezirk", ",,stadtbezirk", "this one lies in"),
        ("districts.csv", "stadtbezirk", "borough", "level: found “borough”"),
        ("city.yml", "Europe/Berlin", "Europe/Atlantis", "city.yml: timezone"),
        ("city.yml", "name: Oberhausen", "nom: Oberhausen", "city.yml: name"),
        ("city.yml", "neighbours:", "neighbours: [", "city.yml is not valid YAML"),
    ],
)
def test_bad_data_is_named_with_file_and_place(
    copy: Path, name: str, old: str, new: str, message: str
) -> None:
    edit(copy / name, old, new)

    with pytest.raises(CityRejected) as rejected:
        load_city(copy)

    assert message in str(rejected.value)


@pytest.mark.parametrize(
    "name", ["topics.csv", "topic_groups.csv", "phases.csv", "districts.csv", "city.yml"]
)
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()

    with pytest.raises(CityRejected, match=name):
        load_city(copy)

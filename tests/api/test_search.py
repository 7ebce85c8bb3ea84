"""What a search takes from the words of its query."""

from typing import Any

import httpx
import pytest

from api.search.understanding import QueryReader
from index.city import City
from index.search import AgeRange
from tests.api.conftest import FakeIndex

STORY = "meine Tochter ist 3 und spricht kaum, wir wohnen in Sterkrade"


def ages(reader: QueryReader, query: str) -> list[tuple[int, int]]:
    read = reader.read(query)
    return [(child.age_min_months, child.age_max_months) for child in read.children]


@pytest.mark.anyio
async def test_ages_and_district_are_read_from_the_query(
    client: httpx.AsyncClient, index: FakeIndex, city: City
) -> None:
    found = await client.post("/api/search", json={"query": STORY})

    postcodes = city.districts["sterkrade"].postcodes
    assert found.json()["understood"] == {
        "children": [{"age_min_months": 36, "age_max_months": 47, "label": "Tochter, 3 Jahre"}],
        "district": {"id": "sterkrade", "name": "Sterkrade", "postcodes": list(postcodes)},
    }
    (asked,) = index.asked
    assert asked.query == STORY
    assert asked.children == (AgeRange(36, 47),)
    assert (asked.district_id, asked.postcodes) == ("sterkrade", postcodes)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("given", "children", "district"),
    [
        (
            {"children": [{"age_min_months": 60, "age_max_months": 71}]},
            (AgeRange(60, 71),),
            "sterkrade",
        ),
        ({"district": "osterfeld"}, (AgeRange(36, 47),), "osterfeld"),
        ({"children": [], "district": None}, (), None),
    ],
)
async def test_what_is_given_wins(
    client: httpx.AsyncClient,
    index: FakeIndex,
    *,
    given: dict[str, Any],
    children: tuple[AgeRange, ...],
    district: str | None,
) -> None:
    found = await client.post("/api/search", json={"query": STORY, **given})

    (asked,) = index.asked
    assert (asked.children, asked.district_id) == (children, district)
    understood = found.json()["understood"]
    assert not ("children" in given and understood["children"])
    assert not ("district" in given and understood["district"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("unsere Kinder sind 5 und 7", [(60, 71), (84, 95)]),
        ("ich bin schwanger", [(-9, -1)]),
        ("Baby, 8 Wochen, schreit", [(1, 1)]),
        ("Schwimmkurs 7", []),
        ("wir warten seit 3 Monaten", []),
        ("Kühlschrank leer, bis zum Ersten noch neun Tage", []),
        ("ich bin 34 und suche Arbeit", []),
        ("my baby is 8 weeks old and screams", [(1, 1)]),
        ("Çocukların (5 ve 7 yaş) montları küçük geldi", [(60, 71), (84, 95)]),
        ("", []),
    ],
)
def test_only_ages_that_are_asserted_count(
    reader: QueryReader, query: str, expected: list[tuple[int, int]]
) -> None:
    assert ages(reader, query) == expected


@pytest.mark.parametrize(
    ("query", "district", "postcodes"),
    [
        ("Krabbelgruppe in Osterfeld", "osterfeld", ["46117", "46119", "46145"]),
        ("we live in Sterkrade", "sterkrade", ["46145", "46147", "46149"]),
        ("Wir wohnen in 46117", "sr-osterfeld", ["46117"]),
        ("wir wohnen in Duisburg", None, None),
        ("Hebamme", None, None),
    ],
)
def test_districts_are_read_in_any_language(
    reader: QueryReader, query: str, district: str | None, postcodes: list[str] | None
) -> None:
    home = reader.read(query).district

    assert (home and home.id, home and home.postcodes) == (district, postcodes)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("query", "asked_for"),
    [
        ("   \n\t ", ""),
        ("\u202eHebamme\u202c\x07", "Hebamme"),
        ("Heb\u00adamme\u200b", "Hebamme"),
        ("Mu\u0308tter", "M\u00fctter"),
        ("/restart Hebamme", "/restart Hebamme"),
        ("\u0642\u0627\u0628\u0644\u0629", "\u0642\u0627\u0628\u0644\u0629"),
    ],
)
async def test_what_hides_or_reorders_letters_is_left_out(
    client: httpx.AsyncClient, index: FakeIndex, query: str, asked_for: str
) -> None:
    found = await client.post("/api/search", json={"query": query})

    assert found.status_code == 200
    assert index.asked[0].query == asked_for


@pytest.mark.anyio
@pytest.mark.parametrize("body", [b'{"query": "\\ud800"}', b'{"query": null}', b'{"query": 3}'])
async def test_what_is_no_text_is_refused(
    client: httpx.AsyncClient, index: FakeIndex, body: bytes
) -> None:
    refused = await client.post(
        "/api/search", content=body, headers={"Content-Type": "application/json"}
    )

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "query"
    assert index.asked == []

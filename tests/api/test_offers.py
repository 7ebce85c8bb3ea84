"""Search, offers, topics and districts."""

import json

import httpx
import pytest

from bot.texts import render
from index.city import City
from index.offers.record import Offer
from index.search import AgeRange, SearchRequest
from tests.api.conftest import FakeIndex

pytestmark = pytest.mark.anyio


async def test_a_search_passes_everything_on_to_the_index(
    client: httpx.AsyncClient, index: FakeIndex, city: City
) -> None:
    found = await client.post(
        "/api/search",
        json={
            "query": "spricht kaum",
            "children": [{"age_min_months": 36, "age_max_months": 47}],
            "needs": ["development"],
            "district": "sterkrade",
            "wishes": {"free": True, "near": True, "online": False},
            "spoken": "tr",
            "limit": 2,
        },
    )
    assert found.status_code == 200
    assert index.asked == [
        SearchRequest(
            query="spricht kaum",
            children=(AgeRange(36, 47),),
            needs=("development",),
            district_id="sterkrade",
            postcodes=city.districts["sterkrade"].postcodes,
            limit=2,
            wishes=frozenset({"free", "near"}),
            spoken="tr",
        )
    ]


async def test_a_search_answers_with_matches(
    client: httpx.AsyncClient, index: FakeIndex, city: City
) -> None:
    found = await client.post("/api/search", json={"query": "Hilfe", "limit": 3})
    matches = index.search(SearchRequest(limit=3)).matches
    assert found.json() == {
        "results": [render.render_match(match, "de", city) for match in matches],
        "relaxed": ["city"],
        "needs": ["development"],
        "understood": {"children": [], "district": None},
        "more": True,
        "crisis": None,
    }


async def test_a_search_needs_nothing(client: httpx.AsyncClient, index: FakeIndex) -> None:
    assert (await client.post("/api/search", json={})).status_code == 200
    assert index.asked == [SearchRequest()]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"query": "x" * 1001}, "query"),
        ({"needs": ["dragons"]}, "needs.0"),
        ({"district": "duisburg"}, "district"),
        ({"limit": 51}, "limit"),
        ({"limit": "5"}, "limit"),
        ({"wishes": {"free": "yes"}}, "wishes.free"),
        ({"spoken": "Türkisch"}, "spoken"),
        ({"children": [{"age_min_months": 5}]}, "children.0.age_max_months"),
        ({"audience": "professionals"}, "audience"),
    ],
)
async def test_a_faulty_search_is_refused_and_names_the_field(
    client: httpx.AsyncClient, index: FakeIndex, query: object, field: str
) -> None:
    refused = await client.post("/api/search", json=query)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field
    assert index.asked == []


async def test_one_offer_is_shown_as_in_a_match(
    client: httpx.AsyncClient, offers: list[Offer], city: City
) -> None:
    shown = await client.get(f"/api/offers/{offers[0].id}")
    assert shown.json() == render.public_offer(offers[0], "de", city)


async def test_every_offer_fits_the_contract(
    client: httpx.AsyncClient, offers: list[Offer]
) -> None:
    for offer in offers:
        shown = await client.get(f"/api/offers/{offer.id}")
        assert shown.status_code == 200, offer.id
        assert not (offer.confidential_address and shown.json()["address"])


async def test_no_answer_tells_a_confidential_address_even_if_the_index_does(
    client: httpx.AsyncClient, index: FakeIndex, caplog: pytest.LogCaptureFixture
) -> None:
    secret = {"street": "Geheimweg 7", "postcode": "46119", "lat": 51.4987, "lon": 6.8123}
    index.offers = [
        offer.model_copy(update={**secret, "district_id": "osterfeld", "geo_certainty": "source"})
        for offer in index.offers
        if offer.confidential_address
    ]
    (refuge,) = index.offers
    with caplog.at_level("DEBUG"):
        answers = [
            await client.get(f"/api/offers/{refuge.id}"),
            await client.post("/api/search", json={"query": "Frauenhaus", "district": "osterfeld"}),
        ]
    assert answers[0].json()["address"] is None
    assert answers[0].json()["location"] is None
    (match,) = answers[1].json()["results"]
    assert match["offer"]["address"] is None
    said = " ".join(json.dumps(each) for each in (answers[0].json(), match)) + caplog.text
    for trace in ("Geheimweg", "46119", "51.4987", "6.8123", "sterfeld"):
        assert trace not in said


async def test_an_unknown_offer_is_not_found(client: httpx.AsyncClient) -> None:
    missing = await client.get("/api/offers/nothing")
    assert missing.status_code == 404
    assert missing.json()["type"] == "urn:familienlotse:problem:offer-not-found"


async def test_topics_have_german_labels(client: httpx.AsyncClient, city: City) -> None:
    answer = (await client.get("/api/topics")).json()
    assert answer["language"] == "de"
    assert [topic["id"] for topic in answer["topics"]] == list(city.topics)
    assert answer["topics"][1]["label"] == "Schwangerschaft und Geburt"


@pytest.mark.parametrize(
    ("query", "header", "label"),
    [
        ("?language=tr", "", "Gebelik ve doğum"),
        ("", "tr-TR,tr;q=0.9,en;q=0.8", "Gebelik ve doğum"),
        ("?language=en", "tr", "Pregnancy and birth"),
        ("?language=tlh", "tr", "Schwangerschaft und Geburt"),
    ],
)
async def test_topics_speak_the_language_asked_for(
    client: httpx.AsyncClient, query: str, header: str, label: str
) -> None:
    answer = await client.get(f"/api/topics{query}", headers={"Accept-Language": header})
    assert answer.json()["topics"][1]["label"] == label


async def test_districts_are_listed(client: httpx.AsyncClient, city: City) -> None:
    listed = (await client.get("/api/districts")).json()["districts"]
    assert len(listed) == len(city.districts)
    assert {
        "id": "sterkrade",
        "name": "Sterkrade",
        "parent_id": "oberhausen",
        "level": "stadtbezirk",
        "postcodes": ["46145", "46147", "46149"],
    } in listed

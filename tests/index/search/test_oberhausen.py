"""What parents of Oberhausen find, with the real offers and the real model."""

import pytest

from index.search import AgeRange, OfferIndex, SearchRequest
from index.search.request import SearchResult

pytestmark = pytest.mark.model

THREE = AgeRange(36, 47)


def years(first: int, last: int | None = None) -> tuple[AgeRange]:
    return (AgeRange(first * 12, (last or first) * 12 + 11),)


def ids(result: SearchResult) -> list[str]:
    return [match.offer.id for match in result.matches]


SENTENCES: list[tuple[str, tuple[AgeRange, ...], str | None, set[str]]] = [
    (
        "Mein Sohn hört überhaupt nicht auf mich und schlägt andere Kinder",
        years(5),
        "osterfeld",
        {"caritas-erziehungsberatung", "psychologische-beratungsstelle-stadt"},
    ),
    (
        "Ich finde keine Hebamme",
        (AgeRange(-9, -1),),
        "alstaden",
        {"hebammensprechstunde-fruehe-hilfen", "familienhebammen-gfb"},
    ),
    (
        "wir haben kein geld mehr am ende vom monat",
        years(8),
        None,
        {"kinderzuschlag", "buergergeld", "wohngeld"},
    ),
    ("Uns wurde die Wohnung gekündigt", (), "lirich", {"endlich-ein-zuhause"}),
    (
        "Mein Mann schlägt mich",
        (),
        None,
        {"hilfetelefon-gewalt-frauen", "frauenberatungsstelle", "frauenhaus-oberhausen"},
    ),
    ("mein kind will nicht in die schule", years(9), "styrum", {"schulpsychologie-oberhausen"}),
    (
        "Wir brauchen einen Kitaplatz",
        years(2),
        "holten",
        {"kibeo-kita-anmeldung", "little-bird-elternportal"},
    ),
    ("Mein Baby schreit die ganze Nacht", (AgeRange(2, 2),), None, {"wellcome-oberhausen"}),
    ("Wo kann mein Kind schwimmen lernen", years(6), None, {"hallenbad-sterkrade", "aquapark"}),
    ("Nachhilfe in Mathe", years(12), None, {"but-stadt", "but-jobcenter"}),
    (
        "mein Sohn raucht Gras",
        years(15),
        None,
        {"elternkreis-drogen", "suchtberatung-stadt"},
    ),
    ("Mein Sohn sitzt nur noch am Handy", years(13), None, {"schau-hin"}),
    ("Ich bin alleinerziehend", years(1), "innenstadt", {"wegweiser-alleinerziehende"}),
    ("wir trennen uns gerade", years(7), None, {"caritas-efl"}),
    ("Mein Kind hat Autismus", years(6), None, {"lebenshilfe-autismus"}),
    (
        "Mein Kind hat hohes Fieber und es ist Sonntag",
        years(2),
        None,
        {"kinder-notfallpraxis-eko", "bereitschaftsdienst-116117"},
    ),
    ("Winterjacke für meinen Sohn", years(5), None, {"kinderschutzbund-kleiderkammer"}),
    (
        "Meine Tochter sucht eine Ausbildung",
        years(16),
        None,
        {"berufsberatung-agentur", "jugendbuendnishaus"},
    ),
    ("Mein Papa ist gestorben und mein Kind ist traurig", years(8), None, {"moewennest"}),
    ("Ferienbetreuung", years(8), None, {"ferienspiele"}),
    ("Bekomme ich Geld für die Klassenfahrt", years(9), None, {"but-stadt", "but-jobcenter"}),
    ("My daughter is 3 and hardly speaks", (THREE,), None, {"lebenshilfe-fruehfoerderung"}),
    ("Boşanmak istiyoruz", (), None, {"caritas-efl"}),
    ("Моя дитина боїться школи", years(7), None, {"schulpsychologie-oberhausen"}),
]


@pytest.mark.parametrize(("query", "children", "district", "helpful"), SENTENCES)
def test_a_parent_finds_what_helps(
    oberhausen: OfferIndex,
    query: str,
    children: tuple[AgeRange, ...],
    district: str | None,
    helpful: set[str],
) -> None:
    result = oberhausen.search(SearchRequest(query, children, district_id=district))

    assert helpful <= set(ids(result))


def test_a_child_of_three_who_hardly_speaks(oberhausen: OfferIndex) -> None:
    request = SearchRequest(
        "Meine Tochter ist 3 und spricht kaum", (THREE,), district_id="sterkrade"
    )

    result = oberhausen.search(request)

    assert result.needs == ("development",)
    assert set(ids(result)[:2]) == {"eko-spz", "lebenshilfe-fruehfoerderung"}
    assert all("development" in match.offer.topics for match in result.matches[:3])
    assert all(match.reasons[0].kind == "topic" for match in result.matches[:3])


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("pro familia", "pro-familia-oberhausen"),
        ("KiM", "kim-willkommensbesuch"),
        ("KIM", "kim-case-management"),
        ("Wo ist das Familienzentrum Lirich?", "familienzentrum-lirich"),
        ("Kindergeld beantragen", "kindergeld"),
        ("Frauenhaus", "frauenhaus-oberhausen"),
        ("SPZ", "eko-spz"),
    ],
)
def test_what_is_named_comes_first(oberhausen: OfferIndex, query: str, first: str) -> None:
    assert ids(oberhausen.search(SearchRequest(query)))[0] == first


def test_the_tafel_of_the_north_is_for_the_north(oberhausen: OfferIndex) -> None:
    north = oberhausen.search(SearchRequest("Tafel", district_id="sterkrade"))
    south = oberhausen.search(SearchRequest("Tafel", district_id="lirich"))

    assert "tafel-sterkrade" in ids(north)
    assert "tafel-sterkrade" not in ids(south)
    assert ids(south)[0] == "tafel-gustavstrasse"


@pytest.mark.parametrize(
    ("district", "nearest"),
    [
        ("sterkrade-mitte", "jugendamt-regionalteam-sterkrade"),
        ("osterfeld", "jugendamt-regionalteam-osterfeld"),
        ("duempten", "jugendamt-regionalteam-ost"),
        ("styrum", "jugendamt-regionalteam-mitte"),
    ],
)
def test_one_team_of_the_jugendamt_is_shown_the_nearest(
    oberhausen: OfferIndex, district: str, nearest: str
) -> None:
    found = ids(oberhausen.search(SearchRequest("Jugendamt", district_id=district)))

    assert [offer_id for offer_id in found if "regionalteam" in offer_id] == [nearest]


@pytest.mark.parametrize(
    "request_",
    [
        SearchRequest("Familienzentrum", (THREE,), district_id="sterkrade", limit=10),
        SearchRequest(children=(THREE,), limit=10),
        SearchRequest(needs=("parent-child-group",), limit=10),
        SearchRequest(needs=("school",), limit=10),
    ],
)
def test_near_duplicates_do_not_fill_the_list(
    oberhausen: OfferIndex, request_: SearchRequest
) -> None:
    found = ids(oberhausen.search(request_))

    assert sum(offer_id.startswith("familienzentrum-") for offer_id in found) <= 1
    assert sum(offer_id.startswith("fgz-") for offer_id in found) <= 1


@pytest.mark.parametrize("age", [AgeRange(-5, -4), AgeRange(0, 2), THREE, *years(8), *years(15)])
def test_an_age_alone_gives_offers_for_it_on_several_topics(
    oberhausen: OfferIndex, age: AgeRange
) -> None:
    result = oberhausen.search(SearchRequest(children=(age,)))

    assert len(result.matches) == 5
    assert len({match.offer.topics[0] for match in result.matches}) >= 3
    assert any(reason.kind == "age" for reason in result.matches[0].reasons)


@pytest.mark.parametrize(
    "query",
    [
        "Welche Farbe passt zu einem grauen Sofa?",
        "bitcoin price today",
        "mercimek çorbası nasıl yapılır",
        "كم سعر الذهب اليوم",
    ],
)
def test_what_no_offer_could_answer_gives_nothing(oberhausen: OfferIndex, query: str) -> None:
    result = oberhausen.search(SearchRequest(query))

    assert (result.matches, result.total, result.needs) == ((), 0, ())


@pytest.mark.parametrize("greeting", ["Hallo", "Dzień dobry", "Hallo, meine Tochter ist 3"])
def test_a_greeting_with_an_age_gives_what_the_age_alone_gives(
    oberhausen: OfferIndex, greeting: str
) -> None:
    greeted = oberhausen.search(SearchRequest(greeting, (THREE,)))

    assert ids(greeted) == ids(oberhausen.search(SearchRequest(children=(THREE,))))
    assert any(reason.kind == "age" for reason in greeted.matches[0].reasons)


@pytest.mark.parametrize("topic", ["debts", "midwife", "grief-illness", "sports", "arrival"])
def test_a_need_alone_gives_offers_on_it(oberhausen: OfferIndex, topic: str) -> None:
    result = oberhausen.search(SearchRequest(needs=(topic,), limit=2))

    assert result.needs == (topic,)
    assert all(topic in match.offer.topics for match in result.matches)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Mein Sohn hört nicht auf mich", ("parenting",)),
        ("Wir haben Schulden", ("debts",)),
        ("I need a place in kindergarten", ("childcare",)),
        ("ابنتي عمرها ثلاث سنوات ولا تتكلم", ("development",)),
        ("Kızım üç yaşında, daha iki kelime bile söylemiyor", ("development",)),
        ("Dziecko ma gorączkę", ("child-health",)),
        ("Hallo", ()),
        ("Ja bitte", ()),
        ("asdfgh", ()),
        ("Danke schön", ()),
        ("Wir wohnen in Sterkrade", ()),
        ("  ", ()),
    ],
)
def test_topics_are_recognised_and_silence_is_kept(
    oberhausen: OfferIndex, text: str, topics: tuple[str, ...]
) -> None:
    assert oberhausen.recognise_topics(text) == topics


def test_no_search_shows_what_must_not_be_shown(oberhausen: OfferIndex) -> None:
    everything = oberhausen.search(SearchRequest(limit=999, district_id="sterkrade"))
    found = set(ids(everything))

    assert everything.total == 181
    assert found.isdisjoint(
        {"cafe-kinderwagen-emek", "zaq-du-wirst-ich-bin", "kinderschutzhotline"}
    )
    assert all(oberhausen.get(offer_id) is not None for offer_id in found)

import pytest

from index.errors import UnknownDistrict, UnknownTopic
from index.search import AgeRange, OfferIndex, SearchRequest
from index.search.request import Match
from tests.index.cast import offer


def search(index: OfferIndex, request: SearchRequest) -> list[str]:
    return [match.offer.id for match in index.search(request).matches]


def kinds(match: Match) -> list[str]:
    return [reason.kind for reason in match.reasons]


@pytest.fixture
def filled(index: OfferIndex) -> OfferIndex:
    index.put(offer())
    index.put(
        offer(
            id="schuldnerberatung",
            name="Schuldnerberatung",
            description_de="Hilfe bei Raten, Mahnungen und Pfändung.",
            topics=("debts", "money"),
            life_phase=("parents",),
            min_age_months=None,
            max_age_months=None,
            format="counselling",
            district_id="innenstadt",
            waiting_time="sechs Wochen",
        )
    )
    index.put(
        offer(
            id="schwimmbad",
            name="Hallenbad",
            description_de="Becken zum Planschen und für Schwimmkurse.",
            topics=("sports",),
            life_phase=("3-6", "6-10"),
            min_age_months=None,
            max_age_months=None,
            format="place",
            cost="paid",
            district_id="lirich",
            verification="needs_check",
        )
    )
    return index


def test_an_empty_index_finds_nothing(index: OfferIndex) -> None:
    result = index.search(SearchRequest(query="Hilfe"))

    assert (result.matches, result.total, result.relaxed) == ((), 0, ())


def test_words_lead_to_the_offer_that_has_them(filled: OfferIndex) -> None:
    request = SearchRequest(query="Wir bekommen Mahnungen wegen der Raten")

    assert search(filled, request)[0] == "schuldnerberatung"


def test_a_need_alone_is_a_search(filled: OfferIndex) -> None:
    result = filled.search(SearchRequest(needs=("sports",)))

    assert result.matches[0].offer.id == "schwimmbad"
    assert result.needs == ("sports",)
    assert kinds(result.matches[0])[0] == "topic"


def test_a_child_alone_is_a_search(filled: OfferIndex) -> None:
    request = SearchRequest(children=(AgeRange(8, 8),))

    assert search(filled, request) == ["krabbelgruppe", "schuldnerberatung", "schwimmbad"]


def test_nothing_asked_gives_everything(filled: OfferIndex) -> None:
    assert filled.search(SearchRequest()).total == 3


def test_a_name_comes_first(filled: OfferIndex) -> None:
    request = SearchRequest(query="Wo ist das Hallenbad?", needs=("debts",))

    assert search(filled, request)[0] == "schwimmbad"


def test_the_limit_is_kept_and_the_total_told(filled: OfferIndex) -> None:
    result = filled.search(SearchRequest(limit=2))

    assert len(result.matches) == 2
    assert result.total == 3


def test_scores_fall(filled: OfferIndex) -> None:
    scores = [match.score for match in filled.search(SearchRequest(query="Becken")).matches]

    assert scores == sorted(scores, reverse=True)


def test_a_wish_lifts_and_excludes_nothing(filled: OfferIndex) -> None:
    filled.put(
        offer(id="teuer", cost="paid", description_de="Ein anderer Text.", topics=("culture",))
    )

    wished = search(filled, SearchRequest(wishes=frozenset({"free"})))

    assert set(wished) == {"krabbelgruppe", "schuldnerberatung", "schwimmbad", "teuer"}
    assert set(wished[:2]) == {"krabbelgruppe", "schuldnerberatung"}


def test_near_comes_before_far(filled: OfferIndex) -> None:
    filled.put(
        offer(id="fern", district_id="alstaden", topics=("culture",), description_de="Fern.")
    )

    ids = search(filled, SearchRequest(district_id="sterkrade-mitte"))

    assert ids.index("krabbelgruppe") < ids.index("fern")


def test_of_one_kind_only_the_nearest_is_shown(index: OfferIndex) -> None:
    for district in ("lirich", "holten", "alstaden"):
        index.put(offer(id=f"familienzentrum-{district}", district_id=district))

    result = index.search(SearchRequest(query="Kaffee mit Babys", district_id="holten"))

    assert [match.offer.id for match in result.matches] == ["familienzentrum-holten"]
    assert result.total == 3


def test_of_one_kind_the_named_one_is_shown(index: OfferIndex) -> None:
    for district in ("Lirich", "Holten"):
        index.put(
            offer(
                id=district.lower(),
                name=f"Familienzentrum {district}",
                district_id=district.lower(),
            )
        )

    request = SearchRequest(query="Familienzentrum Lirich", district_id="holten")

    assert search(index, request) == ["lirich"]


def test_where_the_household_lives_names_no_offer(filled: OfferIndex) -> None:
    filled.put(
        offer(id="a", name="Nähen in Sterkrade", description_de="Nähen.", topics=("culture",))
    )

    lives = SearchRequest("Mahnungen, wir wohnen in Sterkrade", district_id="sterkrade")
    asks = SearchRequest("Nähen in Sterkrade", district_id="holten")

    assert search(filled, lives)[0] == "schuldnerberatung"
    assert search(filled, asks)[0] == "a"


def test_a_place_alone_is_no_question(filled: OfferIndex) -> None:
    place = filled.search(SearchRequest("Sterkrade", district_id="sterkrade"))

    assert place == filled.search(SearchRequest(district_id="sterkrade"))


def test_unfulfilled_wishes_for_place_and_need_are_told(index: OfferIndex) -> None:
    index.put(offer(district_id="alstaden"))

    result = index.search(SearchRequest(needs=("debts",), district_id="schmachtendorf"))

    assert result.relaxed == ("sozialraum", "city", "needs")


def test_unknown_topics_and_districts_are_errors(index: OfferIndex) -> None:
    with pytest.raises(UnknownTopic, match="gardening"):
        index.search(SearchRequest(needs=("gardening",)))
    with pytest.raises(UnknownDistrict, match="atlantis"):
        index.search(SearchRequest(district_id="atlantis"))


def test_requests_without_sense_are_errors() -> None:
    with pytest.raises(ValueError, match="no age range"):
        AgeRange(3, 2)
    with pytest.raises(ValueError, match="no offers"):
        SearchRequest(limit=0)
    with pytest.raises(ValueError, match="cheap"):
        SearchRequest(wishes=frozenset({"cheap"}))


@pytest.mark.parametrize(
    "query", ["   ", "\n", "😀", "a" * 5000, "\u200f", "\x00", "'; DROP TABLE"]
)
def test_odd_questions_are_answered(filled: OfferIndex, query: str) -> None:
    assert filled.search(SearchRequest(query=query)).total >= 1

import pytest

from api.languages import preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "de"),
        ("de", "de"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("fr, en;q=0.5", "en"),
        ("en;q=0.2, tr;q=0.8", "tr"),
        ("en;q=0, tr;q=0.1", "tr"),
        ("fr", "de"),
        ("*", "de"),
        ("en;q=abc", "de"),
        (",,;q=1,", "de"),
    ],
)
def test_the_best_language_on_offer_is_chosen(header: str, language: str) -> None:
    assert preferred(header, {"de", "en", "tr"}) == language

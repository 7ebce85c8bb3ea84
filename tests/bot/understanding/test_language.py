import pytest

from bot.understanding.language import is_likely


@pytest.mark.parametrize(
    ("text", "is_german"),
    [
        ("Mein Sohn ist zwölf und hat vor allem Angst", True),
        ("Hömma, wo krich ich den Kurzen zum Kicken unter, der is acht", True),
        ("kids in year 4 laugh at my daughter", False),
        ("Dzieci (5 i 7 lat) wyrosły z kurtek, a na nowe nas nie stać", False),
        ("Діти виросли із зимових курток, а на нові немає грошей", False),
        ("Krabbelgruppe", True),
        ("", True),
    ],
)
def test_german_is_told_from_other_languages(text: str, is_german: bool) -> None:
    assert is_likely("de", text) is is_german


def test_a_text_without_common_words_may_be_in_any_language() -> None:
    assert is_likely("de", "Hebamme Sterkrade")
    assert is_likely("tr", "Hebamme Sterkrade")

import pytest

from api.chat.gate import MAX_CHARACTERS, admit_payload, admit_text
from api.errors import ProblemError
from bot.actions.payloads import to_rasa
from index.city import City


@pytest.mark.parametrize(
    ("typed", "admitted"),
    [
        ("  Guten Tag \n", "Guten Tag"),
        ("Erste Zeile\r\nzweite\u2028dritte", "Erste Zeile\nzweite\ndritte"),
        ("Mu\u0308ller", "Müller"),
        ("Hal\u200blo\ufeff, ge\u00adht\u202e es", "Hallo, geht es"),
        ("a\x00b\x1bc\td", "abc d"),
        ("👨\u200d👩\u200d👧 und می\u200cخواهم", "👨\u200d👩\u200d👧 und می\u200cخواهم"),
        ("?", "?"),
        ("👍", "👍"),
    ],
)
def test_a_text_is_cleaned_and_keeps_its_words(typed: str, admitted: str) -> None:
    assert admit_text(typed) == admitted


@pytest.mark.parametrize(
    "typed",
    [
        '/inform{"district": "x"}',
        '  /inform{"district": "x"}',
        '//inform{"district": "x"}',
        '/ / /inform{"district": "x"}',
        '\u200b/inform{"district": "x"}',
        '\u200d/inform{"district": "x"}',
        '\ufeff\n/inform{"district": "x"}',
        '\u00a0/inform{"district": "x"}',
        '\x00/inform{"district": "x"}',
        '\uff0finform{"district": "x"}',
        '\u2215\u2044/inform{"district": "x"}',
    ],
)
def test_a_payload_typed_by_hand_is_mere_words(typed: str) -> None:
    assert admit_text(typed) == 'inform{"district": "x"}'


def test_a_slash_inside_a_text_stays() -> None:
    assert admit_text("Mo/Di und 3/4 Jahre") == "Mo/Di und 3/4 Jahre"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\n\t\r",
        "\u200b\u200b",
        "\ufeff",
        "\u3164",
        "\u2800",
        "\u200d",
        "/",
        " // ",
        "\x00",
    ],
)
def test_a_text_without_anything_to_see_is_refused(typed: str) -> None:
    with pytest.raises(ProblemError) as refused:
        admit_text(typed)
    assert (refused.value.status, refused.value.kind) == (422, "text_blank")


def test_the_longest_text_passes() -> None:
    assert len(admit_text(f"  {'ü' * MAX_CHARACTERS}  ")) == MAX_CHARACTERS


def test_length_counts_composed_characters() -> None:
    assert len(admit_text("u\u0308" * MAX_CHARACTERS)) == MAX_CHARACTERS


def test_a_longer_text_is_refused_with_its_length() -> None:
    with pytest.raises(ProblemError) as refused:
        admit_text("x" * (MAX_CHARACTERS + 1))
    assert refused.value.kind == "text_too_long"
    assert refused.value.params == {"limit": 1000, "length": 1001}


@pytest.mark.parametrize(
    "payload",
    [
        "more",
        "human",
        "restart",
        "delete",
        "delete:confirm",
        "topics",
        "help",
        "skip",
        "topic:development",
        "district:sterkrade",
        "district:any",
        "age:36-47",
        "age:-9--1",
        "details:2",
    ],
)
def test_a_known_payload_becomes_what_rasa_reads(payload: str, city: City) -> None:
    assert admit_payload(payload, city) == to_rasa(payload)


@pytest.mark.parametrize(
    "payload",
    [
        *("", " more", 'topic:x"}'),
        *["less", "/restart", "topic:", "topic", "topic:dragons", "district:", "district:duisburg"],
        *["age:x", "details:0", "more:1", "MORE"],
    ],
)
def test_any_other_payload_is_refused(payload: str, city: City) -> None:
    with pytest.raises(ProblemError) as refused:
        admit_payload(payload, city)
    assert (refused.value.status, refused.value.kind) == (422, "unknown_payload")

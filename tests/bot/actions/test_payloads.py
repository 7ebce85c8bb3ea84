import pytest

from bot.actions.payloads import UnknownPayload, patch_to_rasa, read_age, to_rasa


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ("more", "/more_offers"),
        ("delete:confirm", "/confirm_delete"),
        ("district:any", '/inform{"district_any": "yes"}'),
        ("district:sterkrade-mitte", '/inform{"district_id": "sterkrade-mitte"}'),
        ("topic:child-health", '/inform{"need_topic": "child-health"}'),
        ("age:36-71", '/inform{"age": "36-71"}'),
        ("age:-9--1", '/inform{"age": "-9--1"}'),
        ("details:2", '/offer_details{"position": "2"}'),
        ("offer:olga-park", '/offer_details{"offer_id": "olga-park"}'),
        ("compare:a,b-2", '/compare_offers{"compared": "a,b-2"}'),
        ("complaint:too_far", '/not_helpful{"complaint": "too_far"}'),
        ("also:school", '/inform{"need_topic": "school", "need_added": "yes"}'),
    ],
)
def test_a_button_becomes_a_message_for_rasa(payload: str, message: str) -> None:
    assert to_rasa(payload) == message


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "/more_offers",
        "more ",
        "topic:",
        'topic:x"}',
        "topic:X",
        "district:../etc",
        "age:3",
        "age:36-71-99",
        "details:0",
        "details:-1",
        "details:999",
        "offer:",
        "compare:a,b,c,d",
        "compare:a,",
        "complaint:ugly",
        "inform",
        "delete:now",
    ],
)
def test_anything_else_is_refused(payload: str) -> None:
    with pytest.raises(UnknownPayload):
        to_rasa(payload)


def test_a_patch_travels_as_one_string() -> None:
    assert patch_to_rasa({"needs": []}) == '/correct_profile{"profile_patch": "{\\"needs\\": []}"}'


@pytest.mark.parametrize(("value", "bounds"), [("36-71", (36, 71)), ("-9--1", (-9, -1))])
def test_an_age_is_read_back(value: str, bounds: tuple[int, int]) -> None:
    assert read_age(value) == bounds

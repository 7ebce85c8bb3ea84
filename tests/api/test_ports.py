import socket
from collections.abc import Iterator

import pytest

from api.ports import AddressError, PortTakenError, free_port, listen, own_address


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_told_in_one_sentence(taken: int) -> None:
    with pytest.raises(PortTakenError) as error:
        listen("127.0.0.1", taken, "LOTSE_PORT")
    assert str(error.value) == (
        f"Port {taken} is taken by another program. Stop it or set LOTSE_PORT to another port."
    )


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(AddressError, match="LOTSE_HOST"):
        listen("192.0.2.1", 0, "LOTSE_PORT")


def test_a_suggested_port_that_is_taken_is_replaced(taken: int) -> None:
    chosen = free_port(taken, is_fixed=False, variable="LOTSE_RASA_PORT")
    assert chosen != taken
    listen("127.0.0.1", chosen, "LOTSE_RASA_PORT").close()


def test_a_fixed_port_that_is_taken_is_an_error(taken: int) -> None:
    with pytest.raises(PortTakenError, match="LOTSE_RASA_PORT"):
        free_port(taken, is_fixed=True, variable="LOTSE_RASA_PORT")


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("lotse", "lotse")],
)
def test_the_server_finds_itself(host: str, address: str) -> None:
    assert own_address(host) == address

"""Rasa can be reached by nobody but the api, whatever is tried: its libraries are old."""

import httpx
import psutil
import pytest

from tests.stack import Stack

pytestmark = pytest.mark.stack

FORBIDDEN, NOT_FOUND, NOT_ALLOWED = 403, 404, 405
TURN = {"text": "Hallo", "sender": "nobody"}
# Rasa's own API and channels, as its documentation has them.
RASA_S_OWN = (
    ("GET", "/conversations/nobody/tracker"),
    ("POST", "/conversations/nobody/messages"),
    ("POST", "/model/parse"),
    ("PUT", "/model"),
    ("POST", "/model/train"),
    ("GET", "/domain"),
    ("POST", "/webhooks/rest/webhook"),
    ("POST", "/webhooks/callback/webhook"),
)


@pytest.fixture(scope="module")
def listening(stack: Stack) -> set[tuple[str, int]]:
    """Every address and port that the product's processes listen on."""
    server = psutil.Process(stack.process.pid)
    return {
        (connection.laddr.ip, connection.laddr.port)
        for process in (server, *server.children(recursive=True))
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    }


@pytest.fixture(scope="module")
def rasa(stack: Stack, listening: set[tuple[str, int]]) -> str:
    (port,) = {port for _, port in listening} - {stack.port}
    return f"http://127.0.0.1:{port}"


def test_both_processes_listen_on_this_machine_alone(listening: set[tuple[str, int]]) -> None:
    assert [host for host, _ in listening] == ["127.0.0.1", "127.0.0.1"]


@pytest.mark.parametrize("headers", [{}, {"X-Lotse-Secret": ""}, {"X-Lotse-Secret": "guessed"}])
def test_without_the_secret_there_is_no_turn(rasa: str, headers: dict[str, str]) -> None:
    said = httpx.post(f"{rasa}/webhooks/lotse/turns", json=TURN, headers=headers)
    assert said.status_code == FORBIDDEN
    deleted = httpx.delete(f"{rasa}/webhooks/lotse/conversations/nobody", headers=headers)
    assert deleted.status_code == FORBIDDEN


@pytest.mark.parametrize(("method", "path"), RASA_S_OWN)
def test_nothing_of_rasa_s_own_is_open(rasa: str, method: str, path: str) -> None:
    answer = httpx.request(method, f"{rasa}{path}", json={})
    assert answer.status_code in {NOT_FOUND, NOT_ALLOWED}

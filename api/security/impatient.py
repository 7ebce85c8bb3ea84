"""Connections that keep a place without using it are ended: others need it."""

import asyncio
import ipaddress
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 20.0
"""A whole request, its body too, comes in so long even over a very bad line."""
MOST_CONNECTIONS_OF_ONE = 256
"""A school class behind one address has six for each browser."""
HEADERS_BYTES = 16 * 1024


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 that waits for a request only so long, and lets one address have only so many.

    What uvicorn's own timeout covers is the pause between two requests alone. Proxies that are
    trusted to name their clients may have any number of connections.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self._has_too_many():
            transport.abort()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state in {h11.IDLE, h11.SEND_BODY}:
            if self._giving_up is None:
                self._wait()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._giving_up = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None

    def _has_too_many(self) -> bool:
        if self.client is None or self._is_proxy(self.client[0]):
            return False
        hosts = [
            other.client[0]
            for other in self.connections
            if isinstance(other, H11Protocol) and other.client
        ]
        return hosts.count(self.client[0]) > MOST_CONNECTIONS_OF_ONE

    def _is_proxy(self, host: str) -> bool:
        address = ipaddress.ip_address(host)
        return any(
            address in ipaddress.ip_network(trusted) for trusted in self.config.forwarded_allow_ips
        )

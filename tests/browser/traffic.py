"""What a page asks for and how much comes back, from the browser's own log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page


@dataclass
class Transfer:
    """One request. Bytes are those on the line: gzipped, headers of HTTP/1.1 as they are."""

    url: str
    body_bytes: int = 0
    header_bytes: int = 0
    from_cache: bool = False

    @property
    def origin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


@dataclass
class Traffic:
    """Follows `page` by the DevTools protocol (domain Network): hinted and failed requests, too."""

    page: Page
    transfers: dict[str, Transfer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.session: CDPSession = self.page.context.new_cdp_session(self.page)
        listeners: dict[str, Callable[[dict[str, Any]], None]] = {
            "requestWillBeSent": self._on_request,
            "requestServedFromCache": self._on_cached,
            "responseReceived": self._on_response,
            "loadingFinished": self._on_finished,
            "webSocketCreated": self._on_socket,
        }
        for name, listener in listeners.items():
            self.session.on(f"Network.{name}", listener)
        self.session.send("Network.enable")

    @property
    def sent(self) -> list[Transfer]:
        """Those that left the browser, data in addresses and copies in its cache left out."""
        return [
            transfer
            for transfer in self.transfers.values()
            if not transfer.from_cache and not transfer.url.startswith(("data:", "blob:"))
        ]

    @property
    def of_widget(self) -> list[Transfer]:
        return [transfer for transfer in self.sent if transfer.path.startswith("/widget")]

    @property
    def origins(self) -> set[str]:
        return {transfer.origin for transfer in self.sent}

    def _on_request(self, event: dict[str, Any]) -> None:
        # A redirected request keeps its id: each address counts.
        key = event["requestId"] + event["request"]["url"]
        self.transfers[key] = Transfer(event["request"]["url"])

    def _on_socket(self, event: dict[str, Any]) -> None:
        self.transfers[event["requestId"]] = Transfer(event["url"])

    def _on_cached(self, event: dict[str, Any]) -> None:
        self._last(event).from_cache = True

    def _on_response(self, event: dict[str, Any]) -> None:
        transfer, response = self._last(event), event["response"]
        transfer.header_bytes = int(response["encodedDataLength"])
        transfer.from_cache |= bool(response.get("fromDiskCache"))

    def _on_finished(self, event: dict[str, Any]) -> None:
        transfer = self._last(event)
        transfer.body_bytes = int(event["encodedDataLength"]) - transfer.header_bytes

    def _last(self, event: dict[str, Any]) -> Transfer:
        fitting = [t for key, t in self.transfers.items() if key.startswith(event["requestId"])]
        return fitting[-1] if fitting else Transfer("")

"""How many requests one address, and how many turns one conversation, may send a minute."""

import hashlib
import ipaddress
import math
import re
import secrets
import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import ProblemError, problem_response

LIMITED = ("/api/", "/plan", "/suche")
KEY_BYTES = 16
# Whoever has one IPv6 address has at least this many bits of them.
IPV6_NETWORK_BITS = 64

_TURN = re.compile(r"/api/conversations/([^/]+)/(?:messages|profile)")


class RateLimit:
    """Answers 429 beyond the limits, counted over a sliding minute; 0 is no limit.

    Only hashes of addresses are kept, with a key that ends with the process, and for two minutes.
    """

    def __init__(
        self, app: ASGIApp, a_minute_by_address: int, a_minute_by_conversation: int
    ) -> None:
        self._app = app
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._key = secrets.token_bytes(KEY_BYTES)
        self._by_address = _limit(a_minute_by_address)
        self._by_conversation = _limit(a_minute_by_conversation)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(LIMITED):
            await self._app(scope, receive, send)
            return
        seconds = await self._seconds_to_wait(scope)
        if seconds is None:
            await self._app(scope, receive, send)
            return
        problem = ProblemError(
            429,
            "too_many_requests",
            members={"retry": True},
            headers={"Retry-After": str(seconds)},
        )
        await problem_response(Request(scope), problem)(scope, receive, send)

    async def _seconds_to_wait(self, scope: Scope) -> int | None:
        """None where the request may pass; then it is counted."""
        turn = _TURN.fullmatch(scope["path"])
        counted = [(self._by_address, "address", _network(scope["client"]))]
        if turn is not None and scope["method"] in {"POST", "PATCH"}:
            counted.append((self._by_conversation, "conversation", turn.group(1)))
        for limit, kind, name in counted:
            if limit is None:
                continue
            key = hashlib.blake2b(name.encode(), key=self._key, digest_size=KEY_BYTES).hexdigest()
            if not await self._limiter.hit(limit, kind, key):
                window = await self._limiter.get_window_stats(limit, kind, key)
                return max(1, math.ceil(window.reset_time - time.time()))
        return None


def _limit(a_minute: int) -> RateLimitItemPerMinute | None:
    return RateLimitItemPerMinute(a_minute) if a_minute else None


def _network(client: tuple[str, int] | None) -> str:
    """The address, of IPv6 the network of one household; empty on a Unix socket."""
    host = client[0] if client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 4:
        return host
    return str(ipaddress.ip_network((address, IPV6_NETWORK_BITS), strict=False))

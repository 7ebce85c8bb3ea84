from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS_A_DAY = 24 * 3600

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    # Of requests by script from other sites CORS decides; this is about all others.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def content_security_policy(framing_sites: Sequence[str]) -> str:
    """Nothing from elsewhere, nothing inline, no text ever made into markup.

    Only pages of `framing_sites`, which are origins, and of this server may show one in a frame.
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
            " ".join(("frame-ancestors 'self'", *framing_sites)),
        )
    )


class SecurityHeaders:
    """Adds the headers every answer has; conversations are never to be kept by a cache.

    `https_days`: so long a browser that came by HTTPS insists on it (RFC 6797); 0: it is not told.
    """

    def __init__(
        self, app: ASGIApp, framing_sites: Sequence[str] = (), https_days: int = 0
    ) -> None:
        self._app = app
        self._headers = HEADERS | {
            "Content-Security-Policy": content_security_policy(framing_sites)
        }
        self._https_seconds = https_days * SECONDS_A_DAY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
                # Over plain HTTP anybody on the way could have written it.
                if self._https_seconds and scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = f"max-age={self._https_seconds}"
            await send(message)

        await self._app(scope, receive, send_with_headers)

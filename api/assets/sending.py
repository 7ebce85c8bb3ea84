"""Sends a packed file as the browser wants it (RFC 9110), or says that it has it already."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Request, Response

from api.assets.packing import Packed

ASK_EACH_TIME = "no-cache"
KEEP = "public, max-age=31536000, immutable"


def send(
    request: Request,
    packed: Packed,
    headers: Mapping[str, str] = MappingProxyType({}),
    cache_control: str = ASK_EACH_TIME,
) -> Response:
    gzipped = accepts_gzip(",".join(request.headers.getlist("accept-encoding")))
    # Two representations, two tags: a cache must not complete one with the other (8.8.3.3).
    etag = f'"{packed.digest}-gzip"' if gzipped else f'"{packed.digest}"'
    all_headers = {
        **headers,
        "Cache-Control": cache_control,
        "ETag": etag,
        "Vary": "Accept-Encoding",
    }
    if _holds(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=all_headers)
    if gzipped:
        all_headers["Content-Encoding"] = "gzip"
    content = packed.gzipped if gzipped else packed.plain
    return Response(content, media_type=packed.media_type, headers=all_headers)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether gzip has a weight above 0, by its name or else by `*` (12.5.3)."""
    weights = dict(_coding(item) for item in accept_encoding.lower().split(","))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _coding(item: str) -> tuple[str, float]:
    name, _, weight = (part.strip() for part in item.partition(";"))
    try:
        return name, float(weight.removeprefix("q=")) if weight else 1.0
    except ValueError:
        return name, 0.0  # who writes no weight that can be read gets what everybody can


def _holds(if_none_match: str, etag: str) -> bool:
    """Weak comparison (13.1.2): proxies that compress mark the tag as weak."""
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in known or "*" in known

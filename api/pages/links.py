"""Where a link may lead, and texts that stay in order; the same as the widget's dom.js."""

import re
from urllib.parse import quote, urlsplit

from markupsafe import Markup

SAFE_SCHEMES = frozenset({"http", "https"})

# They turn round what stands beside them, too: “moc.elgoog” may be shown for another address.
_TURNS_DIRECTION = re.compile("[\u202a-\u202e]")
_NOT_DIALLED = re.compile(r"[^\d+]")


def straight(value: object) -> object:
    """A text without what turns the direction of writing; anything else as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _TURNS_DIRECTION.sub("", value)
    return value


def website_url(address: str | None) -> str | None:
    """The address if a link may lead there."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    return address if parts.scheme in SAFE_SCHEMES and parts.netloc else None


def phone_url(phone: str) -> str:
    return f"tel:{_NOT_DIALLED.sub('', phone)}"


def unbroken(phone: str) -> str:
    """The number with nothing in it at which a line may end."""
    return phone.replace(" ", "\u00a0").replace("-", "-\u2060")


def mail_url(address: str) -> str:
    """Nothing in the address becomes a copy to others, a subject or a text (RFC 6068)."""
    return f"mailto:{quote(address, safe='@')}"

"""Where a meeting may be: https addresses of hosts that the installation allows; pure."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

# No user part, no backslash, nothing but what RFC 3986 lets stand in an address
ADDRESS: Final = re.compile(
    r"https://(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(?P<port>[0-9]{1,5}))?"
    r"(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?",
    re.IGNORECASE,
)
USUAL_PORT: Final = "443"


class Fault(StrEnum):
    NOT_HTTPS = "not_https"
    MALFORMED = "malformed"
    HOST = "host"  #: not one of those allowed


def fault(address: str, hosts: Sequence[str]) -> Fault | None:
    """`hosts` are names like zoom.us, *.zoom.us for all below one, or bbb.example.org:8443."""
    if not address.lower().startswith("https://"):
        return Fault.NOT_HTTPS
    found = ADDRESS.fullmatch(address)
    if found is None:
        return Fault.MALFORMED
    return None if any(_matches(_place(found), allowed.lower()) for allowed in hosts) else Fault.HOST


def host(address: str) -> str:
    """For words to people; of an address without a fault."""
    found = ADDRESS.fullmatch(address)
    return _place(found) if found else ""


def form_targets(address: str, hosts: Sequence[str]) -> list[str]:
    """Sources for a page whose form leads there.

    All allowed hosts and not only the first, since Chromium asks about each redirect on the way: zoom.us leads on to
    us02web.zoom.us.
    """
    return list(dict.fromkeys(f"https://{name.lower()}" for name in (host(address), *hosts) if name))


def _place(found: re.Match[str]) -> str:
    name, port = found["host"].lower(), found["port"]
    return name if port in {None, USUAL_PORT} else f"{name}:{port}"


def _matches(place: str, allowed: str) -> bool:
    return place.endswith(allowed[1:]) if allowed.startswith("*.") else place == allowed

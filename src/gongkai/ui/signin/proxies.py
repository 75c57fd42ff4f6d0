"""Whose word counts for the address of a visitor.

X-Forwarded-For, -Proto and -Host are believed from the proxies named in GONGKAI_TRUSTED_PROXIES only, and
of a chain of addresses only the part that trusted proxies wrote. From anybody else they are removed before
any other code sees them, so rate limits, lock-out and the https decision cannot be talked into anything.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.ui.middleware import GetResponse

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def trusted_proxies(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        meta = request.META
        peer = meta.get("REMOTE_ADDR", "")
        if _is_trusted(peer, settings.TRUSTED_PROXIES):
            meta["REMOTE_ADDR"] = visitor(peer, meta.get("HTTP_X_FORWARDED_FOR", ""), settings.TRUSTED_PROXIES)
        else:
            for header in _FORWARDED:
                meta.pop(header, None)
        return get_response(request)

    return middleware


def visitor(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The last address in the chain that no trusted proxy vouches for (the whole chain trusted: its first)."""
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    address = peer
    while chain and _is_trusted(address, trusted):
        written = _address(chain.pop())
        if written is None:
            break
        address = str(written)
    return address


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    found = _address(address)
    return found is not None and any(found in network for network in trusted)


def _address(text: str) -> Address | None:
    """An address with or without a port; an IPv4 address in IPv6 clothes counts as itself."""
    bare = text.removeprefix("[").split("]")[0] if text.startswith("[") else text
    bare = bare.split(":")[0] if bare.count(":") == 1 else bare
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found

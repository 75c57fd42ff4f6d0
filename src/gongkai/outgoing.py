"""Asking other servers, at addresses that somebody typed or a document holds.

``ask(url, …) -> Answer`` resolves the name once and connects to just that address, so that it cannot be another
a moment later. Addresses inside (this machine, private networks, link-local, whatever is not the public internet)
are refused, unless the name stands in ``inside``. Redirects are not followed: they are an answer like any other.
Size and time are bounded. Only the standard library.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

TIMEOUT = 15.0
MOST = 5 * 2**20
_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:=&?~#+!$,;'@()*[]"
# Addresses of IPv6 that carry one of IPv4: NAT64.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_AGENT = "Gongkai"


class NotReached(Exception):
    """No answer, with the reason in words for a person. Nothing that the other side said is in it."""


class Inside(NotReached):
    """The address lies inside; nobody was asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` holds at most what was asked for; ``whole`` says whether that was all of it."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    whole: bool = True


def ask(
    url: str,
    *,
    method: str = "GET",
    data: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    most: int = MOST,
    inside: Collection[str] = (),
) -> Answer:
    """NotReached when there is no answer within ``timeout`` seconds in all; Inside where nobody may be asked."""
    until = time.monotonic() + timeout
    address = urlsplit(url)
    host = address.hostname or ""
    if address.scheme not in _PORTS or not host:
        raise NotReached("不是完整的网址，应当以 http:// 或者 https:// 开头")
    port = _port(url)
    found = _resolved(host, port, allowed=host in inside)
    server = (_Sealed if address.scheme == "https" else _Plain)(host, port, found, timeout)
    query = f"?{quote(address.query, safe=_SAFE)}" if address.query else ""
    target = quote(address.path or "/", safe=_SAFE) + query
    try:
        server.request(method, target, data, {"User-Agent": _AGENT, **(headers or {})})
        answer = server.getresponse()
        body, whole = (b"", True) if method == "HEAD" else _read(answer, most, until)
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body, whole)
    except ssl.SSLError as error:
        raise NotReached("对方的证书无效") from error
    except TimeoutError as error:
        raise NotReached("对方没有及时回答") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotReached(f"连接中断（{type(error).__name__}）") from error
    finally:
        server.close()


def _port(url: str) -> int:
    address = urlsplit(url)
    try:
        return address.port or _PORTS[address.scheme]
    except ValueError as error:
        raise NotReached("网址里的端口不对") from error


def _resolved(host: str, port: int, *, allowed: bool) -> str:
    """The first address of the name; all of them must be outside."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NotReached("找不到这个网站") from error
    if not allowed and any(not public(one) for one in found):
        raise Inside("地址在内部网络里，没有访问")
    return found[0]


def public(address: str) -> bool:
    """Is this an address of the public internet, also where it stands within another."""
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        within = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if within is None and one in _NAT64:
            within = ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)
        if within is not None:
            return within.is_global and not within.is_multicast
    return one.is_global and not one.is_multicast


class _Plain(http.client.HTTPConnection):
    """To the address that was found, under the name that was asked for."""

    def __init__(self, host: str, port: int, found: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._found = found

    def connect(self) -> None:
        self.sock = socket.create_connection((self._found, self.port), self.timeout)


class _Sealed(_Plain):
    """The same over TLS; the certificate must be that of the name."""

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _read(answer: http.client.HTTPResponse, most: int, until: float) -> tuple[bytes, bool]:
    parts, size = [], 0
    while size <= most and (part := answer.read1(65536)):
        parts.append(part)
        size += len(part)
        if time.monotonic() > until:
            raise TimeoutError
    body = b"".join(parts)
    return body[:most], size <= most

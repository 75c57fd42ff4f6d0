"""Asking other servers, at addresses that somebody typed or a document holds.

``ask(url, …) -> Answer`` resolves the name once and connects to just that address, so that it cannot be another
a moment later. Addresses inside (this machine, private networks, link-local, whatever is not the public internet)
are refused, unless the name stands in ``inside``. Redirects are not followed: they are an answer like any other.
Size and time are bounded: whoever drips a byte now and then, in the handshake, the head or the body, is cut off
when the time is over. No proxy of the environment is used, no cookie sent. Only the standard library.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlsplit

TIMEOUT: Final = 15.0
MOST: Final = 5 * 2**20
PORTS: Final = {"http": 80, "https": 443}
_SAFE: Final = "/%:=&?~#+!$,;'@()*[]"
# Addresses of IPv6 that carry one of IPv4: NAT64.
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
# All that was ever given out for the public internet; the rest of IPv6 is old ways to the inside, or nobody's.
_GIVEN_OUT: Final = ipaddress.ip_network("2000::/3")
_AGENT: Final = "Gongkai"
Resolve = Callable[[str, int], list[str]]


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


def resolved(host: str, port: int) -> list[str]:
    """Every address of a name, once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def ask(
    url: str,
    *,
    method: str = "GET",
    data: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    most: int = MOST,
    inside: Collection[str] = (),
    resolve: Resolve = resolved,
) -> Answer:
    """NotReached when there is no answer within ``timeout`` seconds in all; Inside where nobody may be asked.
    ``most`` 0: of the answer only its head is read."""
    until = time.monotonic() + timeout
    scheme, host, port, target = _parts(url)
    found = _address(host, port, resolve, allowed=host in inside)
    server = (_Sealed if scheme == "https" else _Plain)(host, port, found, until - time.monotonic())
    clock = threading.Timer(max(until - time.monotonic(), 0), server.cut)
    clock.start()
    try:
        server.request(method, target, data, {"User-Agent": _AGENT, "Connection": "close", **(headers or {})})
        answer = server.getresponse()
        body, whole = _read(answer, most) if most else (b"", False)
        if server.was_cut:
            raise TimeoutError
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body, whole)
    except ssl.SSLCertVerificationError as error:
        raise NotReached("对方的证书无效") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = server.was_cut or isinstance(error, TimeoutError)
        raise NotReached("对方没有及时回答" if late else f"连接失败（{type(error).__name__}）") from error
    finally:
        clock.cancel()
        server.close()


def _parts(url: str) -> tuple[str, str, int, str]:
    """Scheme, name, port, and what is asked for there."""
    try:
        address = urlsplit(url)
        host, port = (address.hostname or "").encode("idna").decode(), address.port
    except ValueError as error:
        raise NotReached("网址写法不对") from error
    if address.scheme not in PORTS or not host:
        raise NotReached("不是完整的网址，应当以 http:// 或者 https:// 开头")
    query = f"?{quote(address.query, safe=_SAFE)}" if address.query else ""
    return address.scheme, host, port or PORTS[address.scheme], quote(address.path or "/", safe=_SAFE) + query


def _address(host: str, port: int, resolve: Resolve, *, allowed: bool) -> str:
    """The first address of the name; all of them must be outside."""
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise NotReached("域名无法解析") from error
    if not found or not (allowed or all(map(public, found))):
        raise Inside("地址在内部网络里，没有访问")
    return found[0]


def public(address: str) -> bool:
    """Is this an address of the public internet; False for what is none in the usual form. One that carries
    another within it is what that other is; of tunnels nobody knows where they end."""
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        if one.sixtofour or one.teredo:
            return False
        within = one.ipv4_mapped or (ipaddress.IPv4Address(int(one) & 0xFFFFFFFF) if one in _NAT64 else None)
        if within is not None:
            return within.is_global and not within.is_multicast
        if one not in _GIVEN_OUT:
            return False
    return one.is_global and not one.is_multicast


class _Plain(http.client.HTTPConnection):
    """To the address that was found, under the name that was asked for."""

    def __init__(self, host: str, port: int, found: str, timeout: float) -> None:
        super().__init__(host, port, timeout=max(timeout, 0.001))
        self._found = found
        # Ours to cut: the connection lets go of it once the head of an answer is there.
        self._line: socket.socket | None = None
        self.was_cut = False

    def connect(self) -> None:
        self.sock = self._line = socket.create_connection((self._found, self.port), self.timeout)

    def cut(self) -> None:
        """The time is over, whatever it is doing."""
        self.was_cut = True
        with suppress(OSError):
            if self._line is not None:
                self._line.shutdown(socket.SHUT_RDWR)


class _Sealed(_Plain):
    """The same over TLS; the certificate must be that of the name."""

    def connect(self) -> None:
        super().connect()
        # The handshake apart, so that it can be cut, too.
        sealed = ssl.create_default_context().wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock = self._line = sealed
        sealed.do_handshake()


def _read(answer: http.client.HTTPResponse, most: int) -> tuple[bytes, bool]:
    parts, size = [], 0
    while size <= most and (part := answer.read1(65536)):
        parts.append(part)
        size += len(part)
    body = b"".join(parts)
    return body[:most], size <= most

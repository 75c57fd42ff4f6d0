"""Asking whether an address outside answers, without ever asking inside the network.

refusal(url) -> str               why we do not ask for it, by its words alone; "" where we do
ask(url) -> Answer                asks; follows redirects, each looked at anew

The name is resolved once, every address it has must be a public one, and the connection goes to that very address:
a name that answers otherwise the second time gains nothing. No proxy of the environment is used, no cookie and no
referrer is sent, and of the answer only its head is read, however big it is.
"""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

SECONDS: Final = 10.0
REDIRECTS: Final = 5
_PORTS: Final = {"http": 80, "https": 443}
_ALLOWED: Final = frozenset({80, 443, 8080, 8443})
_AGENT: Final = "gongkai-link-check"
_SAFE: Final = "/:?#[]@!$&'()*+,;=%~"
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
# The other side says that it is not there; anything else may be a bad day.
GONE: Final = frozenset({404, 410})
# It is there, and does not want to be asked by a machine.
_SHY: Final = frozenset({401, 403, 405, 406, 429, 451})
_LOCAL: Final = (".local", ".localhost", ".internal", ".lan", ".home", ".corp", ".intranet", ".arpa")

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """``alive`` None: it could not be told today. ``refused``: not asked for, or led inside."""

    alive: bool | None
    status: int | None = None
    problem: str = ""
    refused: bool = False


class _Refused(Exception):
    """Leads where we do not go."""


def fingerprint(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "")[:255]


def refusal(url: str) -> str:
    """Of what can be told without asking anybody: its scheme, its port, a host that is nobody else's to reach."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "网址写法不对"
    if parts.scheme not in _PORTS or not host:
        return "不是网页地址"
    if parts.username is not None or parts.password is not None:
        return "网址中含有用户名或者密码"
    if port is not None and port not in _ALLOWED:
        return f"使用了{port}端口，公众可能打不开"
    return "是内部网络的地址，公众打不开" if _is_inside(host) else ""


def _is_inside(host: str) -> bool:
    bare = host.rstrip(".").lower()
    if _is_number(bare):
        return not _is_public(bare)
    return bare == "localhost" or "." not in bare or bare.endswith(_LOCAL)


def _is_number(host: str) -> bool:
    """An address in figures, also in the old forms (127.1, 0x7f000001, 2130706433) that systems resolve."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rsplit(".", 1)[-1]
        return last.isdigit() or last.startswith("0x")
    return True


def _is_public(address: str) -> bool:
    """False for what is no address in the usual form, too."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.sixtofour or found.teredo:
            return False
        mapped = found.ipv4_mapped
        # NAT64 stands for an address of the old kind, which may be an inside one.
        if mapped is None and found in ipaddress.ip_network("64:ff9b::/96"):
            mapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if mapped is not None:
            return mapped.is_global and not mapped.is_multicast
    return found.is_global and not found.is_multicast


def resolved(host: str, port: int) -> list[str]:
    """Every address of a name, once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def ask(url: str, *, resolve: Resolve = resolved, seconds: float = SECONDS) -> Answer:
    """Never raises for what the other side does."""
    until = time.monotonic() + seconds
    try:
        return _ask(url, resolve, until)
    except _Refused as refused:
        return Answer(False, problem=str(refused), refused=True)
    except ssl.SSLCertVerificationError:
        return Answer(None, problem="证书无效")
    except socket.gaierror:
        return Answer(None, problem="域名无法解析")
    except TimeoutError:
        return Answer(None, problem="没有应答")
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        return Answer(None, problem=f"连接失败（{type(error).__name__}）")


def _ask(url: str, resolve: Resolve, until: float) -> Answer:
    for _ in range(REDIRECTS + 1):
        status, where = _once(url, resolve, until)
        if status not in _MOVED or not where:
            return _told(status)
        url = urljoin(url, where)
    return Answer(None, problem="转来转去，没有终点")


def _told(status: int) -> Answer:
    if status < 400 or status in _SHY:
        return Answer(True, status)
    return Answer(False if status in GONE else None, status, f"回答{status}")


def _once(url: str, resolve: Resolve, until: float) -> tuple[int, str]:
    """Status, and where it leads."""
    if why := refusal(url):
        raise _Refused(why)
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    port = parts.port or _PORTS[parts.scheme]
    connection = _connected(parts.scheme, host, port, resolve, until)
    # A timeout is of one silence; whoever drips a byte now and then is cut off by this.
    clock = threading.Timer(max(until - time.monotonic(), 0), _cut, [connection.sock])
    clock.start()
    try:
        target = quote(parts.path or "/", safe=_SAFE) + (
            f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
        )
        connection.request("GET", target, headers={"User-Agent": _AGENT, "Accept": "*/*", "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        clock.cancel()
        connection.close()


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _connected(scheme: str, host: str, port: int, resolve: Resolve, until: float) -> http.client.HTTPConnection:
    """To an address that was looked at, whatever the name says next time."""
    addresses = resolve(host, port)
    if not addresses or not all(map(_is_public, addresses)):
        raise _Refused("指向内部网络，公众打不开")
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    plain = socket.create_connection((addresses[0], port), timeout=left)
    connection = http.client.HTTPConnection(host, port, timeout=left)
    if scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=left, context=context)
        plain = context.wrap_socket(plain, server_hostname=host)
    connection.sock = plain
    return connection

"""Asking whether an address outside answers (``gongkai.outgoing``), without ever asking inside the network.

refusal(url) -> str               why we do not ask for it, by its words alone; "" where we do
ask(url) -> Answer                asks; follows redirects, each looked at anew
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from gongkai import outgoing
from gongkai.outgoing import Inside, NotReached, Resolve

SECONDS: Final = 10.0
REDIRECTS: Final = 5
_ALLOWED: Final = frozenset({80, 443, 8080, 8443})
_AGENT: Final = "gongkai-link-check"
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
# The other side says that it is not there; anything else may be a bad day.
GONE: Final = frozenset({404, 410})
# It is there, and does not want to be asked by a machine.
_SHY: Final = frozenset({401, 403, 405, 406, 429, 451})
_LOCAL: Final = (".local", ".localhost", ".internal", ".lan", ".home", ".corp", ".intranet", ".arpa")


@dataclass(frozen=True, slots=True)
class Answer:
    """``alive`` None: it could not be told today. ``refused``: not asked for, or led inside."""

    alive: bool | None
    status: int | None = None
    problem: str = ""
    refused: bool = False


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
    if parts.scheme not in outgoing.PORTS or not host:
        return "不是网页地址"
    if parts.username is not None or parts.password is not None:
        return "网址中含有用户名或者密码"
    if port is not None and port not in _ALLOWED:
        return f"使用了{port}端口，公众可能打不开"
    return "是内部网络的地址，公众打不开" if _is_inside(host) else ""


def _is_inside(host: str) -> bool:
    bare = host.rstrip(".").lower()
    if _is_number(bare):
        return not outgoing.public(bare)
    return bare == "localhost" or "." not in bare or bare.endswith(_LOCAL)


def _is_number(host: str) -> bool:
    """An address in figures, also in the old forms (127.1, 0x7f000001, 2130706433) that systems resolve."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rsplit(".", 1)[-1]
        return last.isdigit() or last.startswith("0x")
    return True


def ask(url: str, *, resolve: Resolve = outgoing.resolved, seconds: float = SECONDS) -> Answer:
    """Never raises for what the other side does. Of the answer only its head is read, however big it is."""
    until = time.monotonic() + seconds
    for _ in range(REDIRECTS + 1):
        if why := refusal(url):
            return Answer(False, problem=why, refused=True)
        try:
            found = outgoing.ask(
                url, headers={"User-Agent": _AGENT}, timeout=until - time.monotonic(), most=0, resolve=resolve
            )
        except Inside:
            return Answer(False, problem="指向内部网络，公众打不开", refused=True)
        except NotReached as problem:
            return Answer(None, problem=str(problem))
        where = found.headers.get("location", "")
        if found.status not in _MOVED or not where:
            return _told(found.status)
        try:
            url = urljoin(url, where)
        except ValueError:
            return Answer(None, found.status, "转到的网址写法不对")
    return Answer(None, problem="转来转去，没有终点")


def _told(status: int) -> Answer:
    if status < 400 or status in _SHY:
        return Answer(True, status)
    return Answer(False if status in GONE else None, status, f"回答{status}")

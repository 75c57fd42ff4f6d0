"""How often one visitor may do what costs us something, before the database is asked.

check(request, "begin" | "ask" | "upload" | "lookup") -> Challenge?     counts this one; None: go on
failed(request, "lookup")     it was a wrong number or code
gate                          middleware: refuses whoever is far above, at once

A page that gets a challenge shows its form again, nothing lost, with ``{% include "ui/challenge.html" %}`` and
``challenge`` in its context; the answer comes back with the form. Who answers none of ten questions is refused,
and far above the limit (ten times) an answer does not help: TooOften, and then the gate. Addresses are those that
trusted proxies vouch for (``ui.signin.proxies``); of IPv6 the network counts, since each visitor has all of one.
"""

from __future__ import annotations

import ipaddress
import math
import time
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Final, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.errors import Refused
from gongkai.ui.limits import questions
from gongkai.ui.limits.counts import Counts
from gongkai.ui.limits.questions import Challenge
from gongkai.ui.middleware import GetResponse

__all__ = ["Challenge", "Kind", "TooOften", "check", "failed", "gate", "passed"]

Kind = Literal["begin", "ask", "upload", "lookup"]
# So many times the limit are refused outright, and so many questions without a right answer.
FAR = 10
UNANSWERED = 10
# When so many look-ups a minute fail over all visitors together, everybody is asked the question.
ALARM = 300
_HOUR, _TEN_MINUTES, _MINUTE = 3600, 600, 60
_PATHS: Final = ("/appraisals/", "/ask/", "/follow/", "/doors/", "/search/save/", "/verify/")


class TooOften(Refused):
    """Far above the limit; ``wait`` seconds until the next window."""

    code = "refused.too-often"

    def __init__(self, wait: int) -> None:
        super().__init__(
            f"来自您所在网络的请求过于频繁，请{math.ceil(wait / 60)}分钟后再试；也可以当面或者邮寄办理。"
        )
        self.wait = wait


@dataclass(frozen=True)
class _Bound:
    """``setting`` names the limit for one window of ``seconds``; 0 is none. ``far``: where it is refused."""

    setting: str
    seconds: int

    @property
    def limit(self) -> float:
        return int(getattr(settings, self.setting)) or math.inf

    @property
    def far(self) -> float:
        return FAR * self.limit

    def wait(self) -> int:
        return self.seconds - int(time.time()) % self.seconds


@dataclass(frozen=True)
class _Fixed(_Bound):
    """Of no setting: refused at ``most``."""

    most: int = 0

    @property
    def far(self) -> float:
        return self.most


_BOUNDS: Final = {
    "begin": _Bound("GONGKAI_ASK_RATE", _HOUR),
    "ask": _Bound("GONGKAI_ASK_RATE", _HOUR),
    "upload": _Bound("GONGKAI_UPLOAD_RATE", _HOUR),
    "lookup": _Bound("GONGKAI_LOOKUP_RATE", _TEN_MINUTES),
    "failed": _Bound("GONGKAI_LOOKUP_FAILURES", _TEN_MINUTES),
    "unanswered": _Fixed("", _TEN_MINUTES, UNANSWERED),
}


def check(request: HttpRequest, kind: Kind) -> Challenge | None:
    """Counts this request. None: go on. A challenge: show it with the form; nothing was done. TooOften far above
    the limit."""
    who = address_of(request)
    if bound := _far(who):
        raise TooOften(bound.wait())
    often = _add(kind, who)
    if not (often > _BOUNDS[kind].limit or (kind == "lookup" and _suspect(who))) or passed(request):
        return None
    _add("unanswered", who)
    return questions.ask(wrong="answer" in request.POST)


def failed(request: HttpRequest, kind: Literal["lookup"]) -> None:
    """Number and code did not fit: further tries of this visitor are asked a question sooner."""
    _add("failed", address_of(request))
    _counts().add("failed:everybody", _MINUTE, time.time())


def passed(request: HttpRequest) -> bool:
    """Whether this request brings the right answer to a question of ours, for the first time."""
    token, answer = request.POST.get("challenge", ""), request.POST.get("answer", "")
    return bool(token and answer) and questions.answered(token, answer)


def gate(get_response: GetResponse) -> GetResponse:
    """Stands before sessions and database: who is far above costs next to nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_PATHS) and (bound := _far(address_of(request))):
            return _refusal(bound.wait())
        return get_response(request)

    return middleware


def address_of(request: HttpRequest) -> str:
    """The visitor, cleaned by ``ui.signin.proxies``; of IPv6 its network of 64 bits. IPv4 in the clothes of IPv6
    (a server that listens on both) counts as itself: all of it is in one such network."""
    given = str(request.META.get("REMOTE_ADDR", ""))
    try:
        found = ipaddress.ip_address(given)
    except ValueError:
        return given
    plain = getattr(found, "ipv4_mapped", None) or found
    return str(plain) if plain.version == 4 else str(ipaddress.ip_network((plain, 64), strict=False))


def _suspect(who: str) -> bool:
    """Too many failures of this visitor, or of everybody together."""
    if _counts().count("failed:everybody", _MINUTE, time.time()) > ALARM:
        return True
    return _count("failed", who) >= _BOUNDS["failed"].limit


def _far(who: str) -> _Bound | None:
    far = (bound for kind, bound in _BOUNDS.items() if _count(kind, who) >= bound.far)
    return next(far, None)


def _count(kind: str, who: str) -> int:
    return _counts().count(f"{kind}:{who}", _BOUNDS[kind].seconds, time.time())


def _add(kind: str, who: str) -> int:
    return _counts().add(f"{kind}:{who}", _BOUNDS[kind].seconds, time.time())


@cache
def _counts() -> Counts:
    return Counts(settings.HOME / "counts", settings.SECRET_KEY)


def _refusal(wait: int) -> HttpResponse:
    """No template, no session: as few bytes and steps as say it."""
    words = str(TooOften(wait))
    page = (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>请求过于频繁</title>'
        f"<h1>请求过于频繁</h1><p>{words}</p></html>"
    ).encode()
    head = {"Retry-After": str(wait), "Cache-Control": "no-store", "Content-Length": str(len(page))}
    response = HttpResponse(page, status=HTTPStatus.TOO_MANY_REQUESTS, headers=head)
    # Django would write a line about each of a thousand a second; the first ones were told by the page itself.
    setattr(response, "_has_been_logged", True)  # noqa: B010 - Django's own mark, unknown to its types
    return response

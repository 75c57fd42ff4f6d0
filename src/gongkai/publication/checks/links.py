"""Links that lead nowhere. Ours are looked up, others were asked for by the job of ``link_checking``; nothing is
asked for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from gongkai.publication import queries
from gongkai.publication.checks import fetching
from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models import Link, LinkUse
from gongkai.publication.models.checks import Kind, Severity

EDITION: Final = "1"
_HREF: Final = re.compile(r'<a\b[^>]*?\shref="([^"]*)"', re.IGNORECASE)
_BARE: Final = re.compile(r"https?://[^\s<>\"'，。；、）)》】\u4e00-\u9fff]{4,}")
_ITEM: Final = re.compile(r"/items/(\d{1,18})/")
_LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Linked:
    """An address that a text links to; ``inside``: its path, where it is one of ours."""

    url: str
    inside: str = ""


def look(subject: Subject) -> Iterator[Found]:
    linked = addresses(subject)
    dead = _dead([one.url for one in linked if not one.inside])
    for one in linked:
        problem = _inside(one.inside) if one.inside else fetching.refusal(one.url) or dead.get(one.url, "")
        if problem:
            yield _found(subject, one.url, problem)


def addresses(subject: Subject) -> list[Linked]:
    """Each once, in the order of the text; of other schemes than the web's, none."""
    found = [unescape(url).strip() for url in _HREF.findall(subject.version.body)]
    found += [url.rstrip(".,;:!?") for url in _BARE.findall(subject.texts["body"])]
    return [
        Linked(url, _own(url, subject.own_address))
        for url in dict.fromkeys(found)
        if len(url) <= _LONGEST and (url.startswith("/") or urlsplit_or_none(url))
    ]


def urlsplit_or_none(url: str) -> bool:
    """Whether it is an address of the web that can be taken apart."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _own(url: str, own_address: str) -> str:
    if url.startswith("/") and not url.startswith("//"):
        return urlsplit(url).path
    same = own_address and urlsplit(url).netloc == urlsplit(own_address).netloc
    return (urlsplit(url).path or "/") if same else ""


def _inside(path: str) -> str:
    """What is wrong with one of our own addresses, without asking for it."""
    item = _ITEM.match(path)
    if item:
        return "" if queries.shown().filter(pk=int(item[1])).exists() else "链接的信息没有公开或者已经撤回"
    try:
        resolve(path)
    except Resolver404:
        return "本站没有这个网址"
    return ""


def _dead(urls: list[str]) -> dict[str, str]:
    by_print = {fetching.fingerprint(url): url for url in urls}
    rows = Link.objects.filter(sha256__in=by_print, alive=False)
    return {by_print[row.sha256]: f"打不开（{row.problem or row.status}）" for row in rows}


def _found(subject: Subject, url: str, problem: str) -> Found:
    message = f"链接 {url[:200]} {problem}。"
    at = subject.texts["body"].find(url)
    if at >= 0:
        return subject.at(Kind.LINKS, "dead", Severity.DECIDE, message, "body", at, at + len(url))
    return Found(Kind.LINKS, "dead", Severity.DECIDE, message, "body", excerpt=url[:240], words=url)


def remember(subject: Subject, at: datetime) -> None:
    """Which addresses outside this version links to, so that the job asks for them; in the caller's
    transaction."""
    urls = {
        fetching.fingerprint(one.url): one.url
        for one in addresses(subject)
        if not one.inside and not fetching.refusal(one.url)
    }
    known = set(Link.objects.filter(sha256__in=urls).values_list("sha256", flat=True))
    Link.objects.bulk_create(
        [_link(print_, url, at) for print_, url in urls.items() if print_ not in known], ignore_conflicts=True
    )
    LinkUse.objects.filter(version=subject.version).exclude(link__sha256__in=urls).delete()
    links = Link.objects.filter(sha256__in=urls)
    LinkUse.objects.bulk_create(
        [LinkUse(link=link, version=subject.version) for link in links], ignore_conflicts=True
    )


def _link(print_: str, url: str, at: datetime) -> Link:
    return Link(url=url, sha256=print_, host=fetching.host_of(url), next_at=at)

"""Searches that visitors want to be told of by mail: nothing before the address is confirmed, gone with one link.

ask(asked, *, address, at) -> SavedSearch    one mail with a link to confirm; Refused for no address
find(token) -> SavedSearch?                  by the word in the links of the mails
confirm(saved, *, at), end(saved, *, at)
tell(at) -> int                              the daily job: what is new to each of them; how many mails

Addresses are encrypted and never enter the audit chain, where visitors stand as ``visitor``. ``asked`` holds the
words of the address of the search page (``q``, ``agency`` …), so that a mail leads to what its reader once saw.
Nothing that somebody typed stands in the mail to confirm: else strangers would be written to in our name. What
left the public is struck out of the mails that still wait.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.agencies.who import day
from gongkai.audit.actions import record
from gongkai.errors import CannotSearch, Refused
from gongkai.fields import fingerprint, fingerprints, register_hashes
from gongkai.jobs.registry import Periodic, register
from gongkai.notices import outbox
from gongkai.notices.models import Notice
from gongkai.publication.changing import on_change
from gongkai.publication.mail_address import mail_address
from gongkai.publication.models import Item, SavedSearch
from gongkai.publication.newest import newest
from gongkai.publication.searching import Asked

ACTOR: Final = "visitor"
MOST: Final = 20
"""Searches that one address may have at a time."""
LISTED: Final = 20
"""Items that one mail names; the link shows all."""
WAITS: Final = timedelta(days=3)
"""How long a link to confirm holds; what was not confirmed is forgotten then."""
_PURPOSE = "saved-search"
_MOST_FRESH = 1000
_FIELDS = ("q", "agency", "category", "subject", "year", "validity", "genre")
_EMPTY = {"address": "", "address_hash": "", "token": ""}
_DOT = "· "
_GONE = f"{_DOT}（这条信息已不再公开）"


@transaction.atomic
def ask(asked: Mapping[str, str], *, address: str, at: datetime) -> SavedSearch:
    """The same search of the same address again is the one that is there, and sends no second mail while its first
    may still be confirmed. Refused for what is no mail address, for a search of nothing, and beyond ``MOST``."""
    address, words = mail_address(address), _words(asked)
    agency = _agency(words)
    same = SavedSearch.objects.filter(address_hash__in=fingerprints(address, purpose=_PURPOSE), ended_at=None)
    if found := same.filter(asked=words).first():
        return found
    if same.count() >= MOST:
        raise Refused(f"这个邮箱已订阅{MOST}个查找，请先从邮件中退订一些。")
    token = secrets.token_urlsafe(24)
    made = SavedSearch.objects.create(
        agency=agency, address=address, address_hash=fingerprint(address, purpose=_PURPOSE), asked=words,
        token=token, token_sha256=_sha256(token), created_at=at, seen=at,
    )  # fmt: skip
    _mail(made, "请确认订阅政府信息公开查找", _CONFIRM.format(link=_link(made)), "confirm", at)
    record("saved.ask", actor=ACTOR, agency=agency, object=made, at=at)
    return made


def find(token: str) -> SavedSearch | None:
    """None for a word that is nobody's, or whose search has ended."""
    return SavedSearch.objects.filter(token_sha256=_sha256(token), ended_at=None).select_related("agency").first()


@transaction.atomic
def confirm(saved: SavedSearch, *, at: datetime) -> SavedSearch:
    """From now on it is told of. Twice is once. Refused once it has ended."""
    held = _held(saved)
    if held.confirmed_at is None:
        held.confirmed_at = held.seen = at
        held.save(update_fields=["confirmed_at", "seen"])
        record("saved.confirm", actor=ACTOR, agency=held.agency, object=held, at=at)
    return held


@transaction.atomic
def end(saved: SavedSearch, *, at: datetime) -> SavedSearch:
    """No mail any more, and the address is gone."""
    return _ended(_held(saved), at)


def tell(at: datetime) -> int:
    """Forgets what nobody confirmed, then writes a mail to each who has something new to read. Whoever could not
    be told (the search cannot answer) is told by the next run, of all that was missed."""
    old = SavedSearch.objects.filter(confirmed_at=None, ended_at=None, created_at__lt=at - WAITS)
    for one in old.values_list("pk", flat=True):
        with transaction.atomic():
            _ended(_held(SavedSearch(pk=one)), at)
    live = SavedSearch.objects.filter(confirmed_at__isnull=False, ended_at=None).values_list("pk", flat=True)
    return sum(_told(pk, at) for pk in live.order_by("pk"))


def told(saved: SavedSearch) -> str:
    """What was asked, in words."""
    words = saved.asked
    said = f"“{words['q']}”" if words.get("q") else "全部信息"
    parts = [said, *([saved.agency.name] if words.get("agency") else []), *_filters(words)]
    return "，".join(parts)


def query(saved: SavedSearch) -> str:
    """The address of the search page, after its question mark."""
    return urlencode(saved.asked)


@transaction.atomic
def _told(pk: int, at: datetime) -> bool:
    saved = _held(SavedSearch(pk=pk))
    if saved.ended_at is not None:
        return False
    fresh = _fresh(saved, at)
    if not fresh:
        return False
    lines = "\n".join(_line(item) for item in fresh[:LISTED])
    more = f"\n共{len(fresh)}条，以上是最新的{LISTED}条。" if len(fresh) > LISTED else ""
    page = f"{settings.GONGKAI_ADDRESS}/search/?{query(saved)}"
    body = _NEWS.format(what=told(saved), lines=lines + more, page=page, link=_link(saved))
    _mail(saved, "您订阅的查找有新公开的政府信息", body, f"{at:%Y-%m-%dT%H:%M}", at)
    saved.seen = at
    saved.save(update_fields=["seen"])
    record("saved.tell", actor="worker", agency=saved.agency, object=saved, data={"items": len(fresh)}, at=at)
    return True


def _fresh(saved: SavedSearch, at: datetime) -> list[Item]:
    """What was released since the last mail and fits, newest first. Where the search cannot answer, nothing:
    ``seen`` stays, and the next run tells of all."""
    try:
        return newest(_asked(saved), on=day(at), since=saved.seen, until=at, most=_MOST_FRESH)
    except CannotSearch:
        return []


def _asked(saved: SavedSearch) -> Asked:
    words = saved.asked
    return Asked(
        text=words.get("q", ""),
        agency=addresses.find(words.get("agency", "")),
        category=words.get("category", ""),
        subject=words.get("subject", ""),
        year=int(words["year"]) if words.get("year") else None,
        validity=words.get("validity", ""),
        genre=words.get("genre", ""),
    )


def _line(item: Item) -> str:
    title = " ".join(item.title.split())
    return f"{_DOT}{title}（{item.agency.name}，{item.first_public_on}）\n{_page_line(item)}"


def _page_line(item: Item) -> str:
    return f"  {settings.GONGKAI_ADDRESS}/items/{item.pk}/"


def strike_out(item: Item) -> None:
    """Out of every mail that was not sent yet."""
    if not item.is_public:
        outbox.reword(f"{_PURPOSE}:", lambda body: _without(body, item))


def _without(body: str, item: Item) -> str:
    lines, page = body.split("\n"), _page_line(item)
    while page in lines:
        at = lines.index(page)
        lines[at - 1 : at + 1] = [_GONE]
    return "\n".join(lines)


def _mail(saved: SavedSearch, subject: str, body: str, occasion: str, at: datetime) -> None:
    outbox.put(
        saved.agency, means=Notice.Means.MAIL, address=saved.address, subject=subject, body=body, about=saved.key,
        once=f"{saved.key}:{occasion}", secret=True, at=at,
    )  # fmt: skip


def _link(saved: SavedSearch) -> str:
    return f"{settings.GONGKAI_ADDRESS}/search/saved/{saved.token}/"


def _words(asked: Mapping[str, str]) -> dict[str, str]:
    words = {name: str(asked[name]) for name in _FIELDS if asked.get(name)}
    if not words:
        raise Refused("请先查找，再订阅这次查找。")
    return words


def _agency(words: Mapping[str, str]) -> Agency:
    """Whose search it is: the agency that was asked for, else the one at the top, which runs this site."""
    found = addresses.find(words.get("agency", "")) or Agency.objects.filter(parent=None).order_by("rank").first()
    if found is None:
        raise Refused("本站还没有机关，暂时不能订阅。")
    return found


def _filters(words: Mapping[str, str]) -> list[str]:
    year = [f"{words['year']}年"] if words.get("year") else []
    return year + (["限定条件见链接"] if {"category", "subject", "validity", "genre"} & set(words) else [])


def _held(saved: SavedSearch) -> SavedSearch:
    rows = SavedSearch.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    return rows.get(pk=saved.pk)


def _ended(held: SavedSearch, at: datetime) -> SavedSearch:
    if held.ended_at is None:
        for name, value in _EMPTY.items():
            setattr(held, name, value)
        held.ended_at = at
        held.save(update_fields=[*_EMPTY, "ended_at"])
        record("saved.end", actor=ACTOR, agency=held.agency, object=held, at=at)
    return held


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _rehash(saved: SavedSearch) -> None:
    saved.address_hash = fingerprint(saved.address, purpose=_PURPOSE) if saved.address else ""


_CONFIRM = """有人（可能是您）请本站在公开新的政府信息时发邮件告诉您。

请打开下面的链接，看清订阅的是什么再确认，三天内有效；不是您提出的，不用理会，不会再收到邮件。
{link}
"""
_NEWS = """您订阅的查找有新公开的政府信息：{what}

{lines}

查看全部：{page}
不想再收到：{link}
"""
on_change(strike_out)
register_hashes("publication.SavedSearch", ("address_hash",), _rehash)
register(Periodic("publication.saved_searches", "把新公开的信息告诉订阅的人", timedelta(days=1), tell))

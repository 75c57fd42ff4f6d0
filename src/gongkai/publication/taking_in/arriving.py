"""What one item of a source says, cleaned: the same for an entry of a feed and for a push.

of_feed(entry, source, *, at) -> Arrived
of_push(told, source, *, at) -> Arrived        ``told`` as ``pushing.payload.whole`` writes it

Refused for what cannot be an item; SecrecyMark, before anything of it is stored, for what bears the marking of a
state secret. A day that cannot be is not believed: then the item counts from the day it came in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any, Final

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.who import day
from gongkai.apart import apart
from gongkai.errors import Refused
from gongkai.papers import rich_text
from gongkai.publication import describing, stopping
from gongkai.publication.models import Source
from gongkai.publication.stock_entries import EARLIEST
from gongkai.publication.taking_in import links
from gongkai.publication.taking_in.feeds import FeedEntry
from gongkai.publication.words import DisclosureClass, Genre, Validity
from gongkai.statute import duties

_BASIS: Final = "《条例》第十九条"
_LONGEST: Final = 500
_FILES: Final = 60
# What is longer is cleaned apart: tags within tags within tags take the square of their number.
_QUICK: Final = 20_000
SECONDS: Final = 10.0
_ADVICE: Final = "来源的正文嵌套过深，没有收录；请让来源网站改正，或者自行录入。"
_TEXTS = ("document_number", "issuer", "subject", "summary")
_DAYS = ("made_on", "effective_on", "ended_on")


@dataclass(frozen=True, slots=True)
class Arrived:
    """``fields`` are as ``describing`` wants them; ``sha256`` is over all that came of it. ``number`` is the index
    number that the source gave, ``as_of`` when it said all this."""

    agency: Agency
    external: str
    address: str
    number: str
    fields: Mapping[str, Any]
    body: str
    text: str
    public_on: date
    as_of: datetime
    sha256: str


def of_feed(entry: FeedEntry, source: Source, *, at: datetime) -> Arrived:
    fields = {"title": entry.title, "issuer": source.agency.name}
    said = _day_of(entry.said_at)
    body = entry.body + _files([{"href": one, "name": links.name(one)} for one in entry.files], entry.address)
    return _arrived(source, source.agency, entry.external, entry.address, "", fields, body, said, at, at)


def of_push(told: Mapping[str, Any], source: Source, *, as_of: datetime, at: datetime) -> Arrived:
    agency = _agency(told, source)
    address = links.joined("", _text(told, "page"))
    fields: dict[str, Any] = {name: _text(told, name) for name in _TEXTS} | {"title": _text(told, "title")}
    fields |= {name: _date(told.get(name)) for name in _DAYS}
    fields |= {name: _words(told.get(name)) for name in ("joint_makers", "keywords")}
    fields["genre"] = _code(Genre.choices, _text(told, "genre")) or Genre.OTHER
    fields["validity"] = _code(Validity.choices, _text(told, "validity"))
    fields["category"] = _category(_text(told, "category"), agency, day(at))
    body = _text(told, "body") or _paragraphs(_text(told, "text"))
    said, number = _date(told.get("first_public_on")), _text(told, "number")
    body += _files(told.get("attachments"), address)
    return _arrived(source, agency, _text(told, "id"), address, number, fields, body, said, as_of, at)


def _arrived(
    source: Source,
    agency: Agency,
    external: str,
    address: str,
    number: str,
    said: Mapping[str, Any],
    html: str,
    public_on: date | None,
    as_of: datetime,
    at: datetime,
) -> Arrived:
    name = external or address
    if not name:
        raise Refused("没有编号也没有网址，无法识别是哪一条，没有收录。")
    today = day(at)
    known = public_on is not None and EARLIEST <= public_on <= today
    body = _cleaned(links.whole(html, address or source.address))
    fields = describing.checked(
        agency, today,
        {**said, "source": source.name, "disclosure_class": DisclosureClass.ACTIVE, "class_basis": _BASIS},
    )  # fmt: skip
    text = rich_text.text_of(body)
    stopping.ensure_none(["\n".join((fields["title"], fields.get("summary", ""), text))])
    return Arrived(
        agency=agency, external=_short(name), address=address if len(address) <= _LONGEST else "",
        number="".join(number.split())[:80], fields=fields, body=body, text=text,
        public_on=public_on if known and public_on else today, as_of=as_of, sha256=_sha256(fields, body, number),
    )  # fmt: skip


def _cleaned(html: str) -> str:
    """TooLarge for what cannot be cleaned within ``SECONDS``."""
    if len(html) <= _QUICK:
        return rich_text.clean(html)
    return str(apart("gongkai.papers.rich_text:clean", html, seconds=SECONDS, advice=_ADVICE))


def _files(told: Any, base: str) -> str:
    """The files of the source, as links there."""
    rows = told if isinstance(told, Sequence) and not isinstance(told, str) else ()
    lines = []
    for one in rows[:_FILES]:
        href = links.joined(base, str(one.get("href", ""))) if isinstance(one, Mapping) else ""
        if href:
            lines.append(f'<li><a href="{escape(href)}">{escape(str(one.get("name", "")) or "附件")}</a></li>')
    return f"<p>附件（在来源网站）：</p><ul>{''.join(lines)}</ul>" if lines else ""


def _agency(told: Mapping[str, Any], source: Source) -> Agency:
    """Whose item it is: the source's agency, or one below that it is named after."""
    code, name = _text(told, "agency"), _text(told, "agency_name")
    mine = source.agency
    if name in ("", mine.name) or (code and code == mine.credit_code):
        return mine
    below = Agency.objects.filter(path__startswith=mine.path or "-")
    found = (below.filter(credit_code=code).first() if code else None) or below.filter(name=name).first()
    if found is None:
        raise Refused("这条信息的公开机关不是本来源所属的机关，没有收录；请核对推送的范围和机关名称。")
    return found


def _sha256(fields: Mapping[str, Any], body: str, number: str) -> str:
    said = json.dumps([fields, body, number], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _words(value: Any) -> list[str]:
    return [str(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _date(value: Any) -> date | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        raise Refused(f"“{value[:20]}”不是日期，应当写作 2026-03-16；没有收录。") from error


def _day_of(said: datetime | None) -> date | None:
    if said is None:
        return None
    try:
        return day(said if said.tzinfo else timezone.make_aware(said))
    except (OverflowError, ValueError):
        return None


def _code(choices: Sequence[tuple[Any, Any]], said: str) -> str:
    """By its code or by the word for it; "" for any other."""
    return next((str(code) for code, label in choices if said in (code, label)), "")


def _category(code: str, agency: Agency, on: date) -> str:
    return code if code in {one.code for one in duties.categories(on, agency.kind)} else ""


def _short(name: str) -> str:
    """What is too long to be kept goes by its SHA-256."""
    return name if len(name) <= _LONGEST else f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"

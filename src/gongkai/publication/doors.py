"""The visitors' doors: an error on a page, a suggestion to publish (Art. 44), a complaint (Art. 51).

submit(agency, *, kind, text, item, address, contact, mail, at) -> (report, code)
found(number, code) -> DoorReport?                by the number and the code it was given
agree(user, report, *, text, at)                  a suggestion the agency will publish; the answer follows
answer(user, report, *, outcome, text, became, at)
pass_on(user, report, *, to, at)                  to the agency whose page it is
contact(user, report, *, at) -> str               a look at how to reach them, which leaves its entry
own_page(address) -> str                          the path of one of our pages, "" for any other address

Visitors have no account; they stand in the chain as ``visitor``, and neither their words nor how to reach them do.
Who left an address for it is written to when there is something to read: that there is, and where; not what.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from gongkai import query_code
from gongkai.agencies.calendars import calendar_for
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, Stale, WrongState
from gongkai.letters import numbering
from gongkai.notices import outbox
from gongkai.notices.models import Notice
from gongkai.publication.door_states import DAYS, NAMES_AN_ITEM, OUTCOMES, Kind, Outcome, after
from gongkai.publication.mail_address import mail_address
from gongkai.publication.models import DoorReport, Item
from gongkai.statute import parameters, periods

ACTOR: Final = "visitor"
LONGEST: Final = 5000
_SERIES: Final = "door"
_NOBODY: Final = "-"
# Browsers read "/\\x" and "/<tab>/x" as another site: nothing but what our own addresses are made of.
_PAGE: Final = re.compile(r"/(?:[\w.~%-]+(?:/[\w.~%-]+)*/?)?", re.ASCII)
_LONGEST_PAGE: Final = 500


@transaction.atomic
def submit(
    agency: Agency,
    *,
    kind: str,
    text: str,
    item: Item | None = None,
    address: str = "",
    contact: str = "",
    mail: str = "",
    at: datetime,
) -> tuple[DoorReport, str]:
    """One message, and the code that follows it, shown once. ``mail``: where to write that it is answered, "" for
    nowhere. Refused without words, with too many, for no mail address, or for a page that is not of this house."""
    which = Kind(kind)
    words = _words(text, _ASKS_FOR[which])
    on = day(at)
    due = due_on(agency, which, on)
    code = query_code.new()
    made = DoorReport.objects.create(
        agency=agency,
        number=numbering.take(agency, _SERIES, on.year, pattern=f"L{agency.pk}-{{year}}-{{n:04d}}"),
        kind=which,
        text=words,
        contact=contact.strip()[:200],
        mail=mail_address(mail) if mail.strip() else "",
        item=item,
        address=_path(address),
        code_sha256=query_code.sha256(code),
        received_at=at,
        due_on=due.on,
        provisional=due.provisional,
    )
    data = {"kind": str(which), "due_on": due.on.isoformat(), "item": item.key if item else ""}
    record("doors.submit", actor=ACTOR, agency=agency, object=made, data=data, at=at)
    return made, code


def due_on(agency: Agency, kind: str, on: date) -> periods.Dated:
    """Until when an answer to such a message is due that came in that day."""
    return periods.working_days(on, parameters.number(DAYS[kind], on), calendar_for(agency))


def found(number: str, code: str) -> DoorReport | None:
    """None when there is no such number, or the code is another's: both after the same question."""
    rows = DoorReport.objects.filter(code_sha256=query_code.sha256(code))
    row = rows.select_related("agency", "item", "became").first()
    known = query_code.plain(row.number if row else _NOBODY).encode()
    return row if hmac.compare_digest(known, query_code.plain(number).encode()) else None


@transaction.atomic
def agree(user: Who, report: DoorReport, *, text: str, revision: int | None = None, at: datetime) -> DoorReport:
    """The agency will publish what was suggested, and must do so in time (Art. 44 (2)). Refused for any other
    message than a suggestion."""
    held = _held(user, report, "agree", revision, at)
    if held.kind != Kind.SUGGESTION:
        raise Refused("只有建议公开的留言可以采纳；其他留言请直接答复。")
    held.agreed_text = _words(text, "请写明采纳的意见：准备公开什么、什么时候公开。")
    held.agreed_at = at
    _write(held, "agreed", at)
    return _finish(user, held, "agree", {}, at)


@transaction.atomic
def answer(
    user: Who,
    report: DoorReport,
    *,
    outcome: str,
    text: str,
    became: Item | None = None,
    revision: int | None = None,
    at: datetime,
) -> DoorReport:
    """What became of it, and the words of the answer. That something is public names the item that shows it; what
    was agreed to ends in no refusal."""
    held = _held(user, report, "answer", revision, at)
    result = _outcome(held, outcome)
    held.answer = _words(text, "请写明答复的内容；留言的人凭编号和查询码可以看到。")
    held.became = _public(held, result, became)
    held.outcome, held.answered_at, held.answered_by = result, at, person(user)
    _write(held, "answered", at)
    held.mail = ""
    data = {"kind": held.kind, "outcome": str(result), "item": became.key if became else ""}
    return _finish(user, held, "answer", data, at)


@transaction.atomic
def pass_on(user: Who, report: DoorReport, *, to: Agency, revision: int | None = None, at: datetime) -> DoorReport:
    """To the agency whose business it is, of the same district; its day stays. Refused for one's own."""
    held = _held(user, report, "pass_on", revision, at)
    before = held.agency
    if to.pk == before.pk:
        raise Refused("这件留言已在本机关；请选择另一个机关。")
    if _district(to) != _district(before) or not to.exists_on(day(at)):
        raise Refused("只能转交同一地区现有的机关；其他的请答复“不属于本机关职责”并告知向谁反映。")
    held.agency = to
    return _finish(user, held, "pass_on", {"from": before.key, "to": to.key}, at, agency=before)


@transaction.atomic
def contact(user: Who, report: DoorReport, *, at: datetime) -> str:
    """How to reach whoever wrote, "" where they did not say. The entry tells who looked, not what stands there."""
    held = _one(report)
    ensure(user, "doors.answer", held.agency, on=day(at))
    record("doors.contact", actor=actor(user), agency=held.agency, object=held, at=at)
    return str(held.contact)


_SUBJECT: Final = "您的留言有新的办理情况"
_SAID: Final = {"agreed": "已经采纳", "answered": "已经答复"}
_MAIL: Final = """您于{received}在{site}提交的留言（编号{number}）{what}。

请打开下面的网页，用编号和提交时得到的查询码查看：
{site}/doors/answer/

邮件里不写留言和答复的内容。本邮件由系统发出，请勿回复。
"""
_ASKS_FOR = {
    Kind.ERROR: "请写明页面上哪里有错、应当是什么。",
    Kind.SUGGESTION: "请写明建议公开的内容。",
    Kind.COMPLAINT: "请写明投诉、举报的事项。",
}


def _words(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    if len(text.strip()) > LONGEST:
        raise Refused(f"文字最多{LONGEST}字，请概括后再提交。")
    return text.strip()


def own_page(address: str) -> str:
    """Without its query. Whoever opens it stays here, whatever a stranger wrote."""
    path = address.strip().partition("?")[0].partition("#")[0]
    return path if len(path) <= _LONGEST_PAGE and _PAGE.fullmatch(path) else ""


def _path(address: str) -> str:
    """Nothing else is kept, so that the desk never opens a stranger's link."""
    path = own_page(address)
    if address.strip() and not path:
        raise Refused("请填写本站页面的地址（以“/”开头）。")
    return path


def _outcome(held: DoorReport, outcome: str) -> Outcome:
    possible = OUTCOMES[held.kind]
    if outcome not in possible:
        raise Refused(
            f"“{held.get_kind_display()}”的结果可以是：{'、'.join(str(one.label) for one in possible)}。"
        )
    if held.agreed_at and outcome not in NAMES_AN_ITEM:
        raise WrongState("已经采纳的建议应当及时公开（《条例》第四十四条第二款）；公开后再答复。")
    return Outcome(outcome)


def _public(held: DoorReport, outcome: Outcome, became: Item | None) -> Item | None:
    if outcome not in NAMES_AN_ITEM:
        return None
    if became is None or not Item.objects.filter(pk=became.pk, state="public").exists():
        raise Refused("请选择公开这项内容的信息；还没有发布的，先采纳，发布后再答复。")
    return became


def _write(held: DoorReport, occasion: str, at: datetime) -> None:
    """Nothing of what was written or answered is in it: mails travel in the open, and lie where others read."""
    if held.mail:
        body = _MAIL.format(
            received=day(held.received_at), site=settings.GONGKAI_ADDRESS, number=held.number,
            what=_SAID[occasion],
        )  # fmt: skip
        outbox.put(
            held.agency, means=Notice.Means.MAIL, address=held.mail, subject=_SUBJECT, body=body, about=held.key,
            once=f"{held.key}:{occasion}", at=at,
        )  # fmt: skip


def _district(agency: Agency) -> str:
    return (agency.path or "").strip("/").partition("/")[0]


def _one(report: DoorReport) -> DoorReport:
    rows = DoorReport.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    return rows.get(pk=report.pk)


def _held(user: Who, report: DoorReport, verb: str, revision: int | None, at: datetime) -> DoorReport:
    held = _one(report)
    ensure(user, "doors.answer", held.agency, on=day(at))
    if revision is not None and held.revision > revision:
        raise Stale("这件留言刚刚有人办理过，您看到的已不是最新情况；请看过最新情况再办。")
    held.state = after(held.state, verb)
    return held


def _finish(
    user: Who, held: DoorReport, verb: str, data: Mapping[str, object], at: datetime, agency: Agency | None = None
) -> DoorReport:
    held.revision += 1
    held.save()
    record(f"doors.{verb}", actor=actor(user), agency=agency or held.agency, object=held, data=data, at=at)
    return held

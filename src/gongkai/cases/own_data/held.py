"""Everything that an agency holds about one applicant, gathered from all places, and who has looked at it.

gathered(applicant, on=) -> [Block]      as one readable record; nobody else's name stands in it
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from gongkai.agencies.models import Agency
from gongkai.agencies.who import day
from gongkai.audit.models import Entry
from gongkai.cases import papers
from gongkai.cases.applicants import same_name
from gongkai.cases.models import Applicant, Case, CaseParty, DataRequest, Incoming, Submission
from gongkai.cases.retention import due, periods
from gongkai.cases.words import IdentityDocument, PartyRole
from gongkai.notices import texting
from gongkai.notices.models import Notice
from gongkai.statute import outcomes
from gongkai.writers.record import Block, Heading, Table

FIELDS = {
    "name": "姓名或者名称",
    "representative": "法定代表人或者负责人",
    "document": "证件类型",
    "document_number": "证件号码",
    "phone": "联系电话",
    "email": "电子邮箱",
    "address": "通信地址",
    "postcode": "邮政编码",
}
# What of the audit chain is a look at somebody's data.
_LOOKS = {
    "cases.identity": "查看身份信息或者所交材料",
    "incoming.look": "查看来件原件",
    "cases.bundle": "导出案卷",
    "data.look": "为答复本人信息的申请汇集",
    "data.export": "导出给本人",
}
_ITEMS = {
    "document_number": "证件号码", "phone": "电话", "email": "邮箱", "address": "地址", "name": "姓名",
    "representative": "法定代表人", "identity": "身份证明", "authority": "授权委托书", "request": "申请材料",
    "supplement": "补正材料",
}  # fmt: skip
_WHY = (
    "以上信息为办理政府信息公开申请所必需（《政府信息公开条例》第二十九条），由本机关在法定职责范围内处理"
    "（《个人信息保护法》第三十四条），存储在境内，没有向第三方提供；依法移送复议机关、人民法院、档案馆的除外。"
)


def cases_of(applicant: Applicant) -> QuerySet[Case]:
    """As applicant, jointly, or as agent."""
    mine = Q(applicant=applicant) | Q(parties__applicant=applicant)
    return Case.objects.filter(mine).select_related("agency", "merged_into").distinct().order_by("pk")


def gathered(applicant: Applicant, *, on: date) -> list[Block]:
    cases = list(cases_of(applicant))
    own = [one for one in cases if one.applicant_id == applicant.pk]
    came = list(_came(applicant, own))
    parts: tuple[tuple[str, list[Block]], ...] = (
        ("本人的基本信息", _own(applicant)),
        ("提出或者参加的申请", _cases(applicant, cases)),
        ("申请中的内容和材料", _papers(applicant, cases)),
        ("收到的来件", _register(came)),
        ("在线提交的内容", _submitted(came)),
        ("发给本人的通知", _notices(applicant, cases, came)),
        ("查阅、更正本人信息的申请", _asked(applicant)),
        ("谁在什么时候看过", _looks(applicant, cases, came)),
        ("保存到什么时候", _kept(applicant.agency, cases, on)),
    )
    blocks: list[Block] = []
    for title, found in parts:
        blocks += [Heading(title), *(found or ["没有。"])]
    return [*blocks, _WHY]


def _own(applicant: Applicant) -> list[Block]:
    values = {name: str(getattr(applicant, name)) for name in FIELDS}
    if applicant.document:
        values["document"] = str(IdentityDocument(applicant.document).label)
    rows = [(label, values[name]) for name, label in FIELDS.items() if values[name]]
    return _table(("项目", "内容"), [("申请人类型", applicant.get_kind_display()), *rows])


def _cases(applicant: Applicant, cases: list[Case]) -> list[Block]:
    rows = [
        (one.number, _role(applicant, one), str(one.received_on or one.arrived_on), one.get_state_display(),
         outcomes.row_label(one.counted_row) if one.counted_row else "", str(one.closed_on or "")) for one in cases
    ]  # fmt: skip
    return _table(("编号", "身份", "收到", "状态", "结果", "办结"), rows)


def _role(applicant: Applicant, case: Case) -> str:
    if case.applicant_id == applicant.pk:
        return "申请人"
    roles = case.parties.filter(applicant=applicant).values_list("role", flat=True)
    return "、".join(str(PartyRole(one).label) for one in roles)


def _papers(applicant: Applicant, cases: list[Case]) -> list[Block]:
    """Of a request in which they only took part, not whose papers these are and where its applicant lives."""
    rows: list[tuple[str, ...]] = []
    for case in cases:
        rows.append((case.number, "申请内容", case.original_description or case.description))
        own = case.applicant_id == applicant.pk
        files = case.files.all() if own else case.files.filter(pk__in=_powers(applicant, case))
        rows += [(case.number, one.get_what_display(), one.name) for one in files]
        for letter in papers.of_case(case).exclude(number=""):
            rows.append(
                (case.number, "文书", f"{papers.title(letter.kind, day(letter.drafted_at))}{letter.number}")
            )
        rows += [
            (case.number, "送达地址", one.address)
            for one in case.services.filter(to="applicant")
            if own and one.address
        ]
    return _table(("编号", "种类", "内容或者名称"), rows)


def _powers(applicant: Applicant, case: Case) -> QuerySet[CaseParty, Any]:
    """The powers of attorney by which they took part."""
    return case.parties.filter(applicant=applicant).exclude(authority=None).values("authority")


def _came(applicant: Applicant, own: list[Case]) -> Iterator[Incoming]:
    """Of their own requests, and what else came from the same name and contact: a name alone may be another's."""
    yield from Incoming.objects.filter(case__in=own).order_by("pk")
    ways = {one for one in (applicant.phone, applicant.email, applicant.address) if one}
    name = same_name(applicant.name)
    for one in Incoming.objects.filter(agency=applicant.agency, case=None).order_by("pk").iterator(chunk_size=500):
        if one.sender_contact in ways and same_name(one.sender) == name:
            yield one


def _register(came: list[Incoming]) -> list[Block]:
    rows = [
        (one.number, one.get_channel_display(), str(one.arrived_on), one.sender, one.sender_contact, one.subject)
        for one in came
    ]
    return _table(("来件编号", "方式", "收到", "来件人", "联系方式", "事由"), rows)


def _submitted(came: list[Incoming]) -> list[Block]:
    forms = Submission.objects.filter(incoming__in=came).select_related("incoming")
    rows = [
        (one.incoming.number, _moment(one.submitted_at), one.electronic_consent or "没有同意电子送达")
        for one in forms
    ]
    return _table(("来件编号", "提交时间", "电子送达"), rows)


def _notices(applicant: Applicant, cases: list[Case], came: list[Incoming]) -> list[Block]:
    """Not those to somebody else who takes part in the same request."""
    about, others = _keys(cases, came), _ways_of_others(applicant, cases)
    rows = [
        (_moment(one.created_at), one.get_means_display(), one.address, one.subject)
        for one in Notice.objects.filter(about__in=about, recipient="").order_by("pk")
        if one.address not in others
    ]
    return _table(("时间", "方式", "发到", "标题"), rows)


def _ways_of_others(applicant: Applicant, cases: list[Case]) -> set[str]:
    """How the others in these requests are reached, where it is not the same."""
    parties = CaseParty.objects.filter(case__in=cases).values("applicant")
    people = Applicant.objects.filter(Q(cases__in=cases) | Q(pk__in=parties)).distinct()
    ways = {one.pk: {one.email, texting.mobile(one.phone)} for one in people}
    own = ways.pop(applicant.pk, set())
    return set().union(*ways.values()) - own - {""}


def _asked(applicant: Applicant) -> list[Block]:
    rows = [
        (one.number, one.get_what_display(), str(one.received_on), str(one.answered_on or "没有答复"))
        for one in DataRequest.objects.filter(applicant=applicant).order_by("pk")
    ]
    return _table(("编号", "事项", "收到", "答复"), rows)


def _looks(applicant: Applicant, cases: list[Case], came: list[Incoming]) -> list[Block]:
    """When and at what; whoever it was is one of the agency's staff and stays in its own record."""
    rows = [(_moment(one.at), _LOOKS[one.verb], _item(one)) for one in looks(applicant, cases, came)]
    return _table(("时间", "做了什么", "看了什么"), rows)


def looks(applicant: Applicant, cases: list[Case], came: list[Incoming]) -> QuerySet[Entry]:
    keys = [applicant.key, *_keys(cases, came)]
    keys += [one.key for one in DataRequest.objects.filter(applicant=applicant)]
    return Entry.objects.filter(object__in=keys, verb__in=_LOOKS).order_by("sequence")


def _keys(cases: list[Case], came: list[Incoming]) -> list[str]:
    return [*(one.key for one in cases), *(one.key for one in came)]


def _item(entry: Entry) -> str:
    return _ITEMS.get(str(json.loads(entry.data).get("what", "")), "")


def _kept(agency: Agency, cases: list[Case], on: date) -> list[Block]:
    held = periods.of(agency, on=on)
    rows: list[tuple[str, ...]] = []
    for case in cases:
        found = due.of_case(case, held)
        rows += [(case.number, one.period.kind.title, until(one)) for one in found.values()]
        if not found:
            rows.append((case.number, "全部", due.obstacle(case) or "已按期限销毁"))
    return _table(("编号", "种类", "保存到"), rows)


def until(one: due.Due) -> str:
    """In words."""
    if one.period.months is None:
        return "永久保管"
    return f"{one.on}起可以销毁" if one.on else "救济期限届满以后，尚不能确定"


def _moment(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[Block]:
    return [Table(heads, rows)] if rows else []

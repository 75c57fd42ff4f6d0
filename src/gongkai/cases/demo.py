"""Requests for the demonstration's office, walked through the same actions as any other, and taken away again.

Everybody and everything in them is invented. They stand in many states, so that every page of the desk has
something to show: one late, one waiting for a supplement, one for a third party, one for the head, one answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings as installation
from django.db import transaction
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.agencies import addresses
from gongkai.agencies.models import Agency, Membership
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.agencies.who import belongs_to
from gongkai.audit.actions import record
from gongkai.cases import (
    assigning,
    channels,
    closing,
    consulting,
    deciding,
    delivering,
    dispatching,
    extending,
    filing,
    importing,
    incoming,
    papers,
    registering,
    reviewing,
    searching,
    settings,
    supplementing,
)
from gongkai.cases.applicants import Details
from gongkai.cases.asking import codes, drafts, submitting
from gongkai.cases.demo_removing import everything_of
from gongkai.cases.dispatching import Way
from gongkai.cases.filing import Paper
from gongkai.cases.following.holder import holder
from gongkai.cases.following.standing import standing
from gongkai.cases.ledger import COLUMNS
from gongkai.cases.models import Case, CaseFile, Consultation, Incoming, OpenChannel
from gongkai.cases.registering import Asked
from gongkai.cases.retention import proposing
from gongkai.cases.words import Channel, Route
from gongkai.letters import rendering
from gongkai.letters.models import Letter
from gongkai.statute.calendar import official
from gongkai.writers.spreadsheet import xlsx_bytes

# As many days back the oldest of them came.
SPAN = 100
_FORM = Paper("申请表（演示）.txt", "演示用的申请表，内容是虚构的。".encode())
_GRANTED = {
    "found": "经检索，本机关保存有所申请的信息。",
    "reasons": "该信息属于可以公开的政府信息。",
    "information": "所申请的文件，共8页",
    "form": "paper",
    "where": "随本告知书寄送",
}


@dataclass(frozen=True)
class _Office:
    """Who does what in the demonstration, and the day it is shown."""

    agency: Agency
    clerk: Person
    reviewer: Person
    head: Person
    at: datetime

    def back(self, days: int) -> date:
        """So many working days before the day it is shown."""
        day, calendar = timezone.localdate(self.at), official()
        while days:
            day -= timedelta(days=1)
            days -= calendar.is_working(day)
        return day

    def hour(self, days: int, hour: int = 10) -> datetime:
        """That working day at the office; never later than now."""
        then = datetime.combine(self.back(days), time(hour), timezone.get_default_timezone())
        return min(then, self.at)


def create(at: datetime) -> None:
    """What is there already stays as it is; only the page of requests lies where the installation answers now."""
    _answers_here()
    for agency in Agency.objects.filter(demonstration=True).order_by("rank"):
        office = _office(agency, at)
        if office is None or Incoming.objects.filter(agency=agency).exists():
            continue
        with transaction.atomic():
            _cases(office)
            _with_codes(agency, at)
        return


def _answers_here() -> None:
    """It may have been started again on another port."""
    rows = OpenChannel.objects.filter(agency__demonstration=True, channel=Channel.WEB)
    for row in rows.select_related("agency"):
        if row.address != (here := _page(row.agency)):
            rows.filter(pk=row.pk).update(address=here, test_error="")


def _page(agency: Agency) -> str:
    return f"{installation.GONGKAI_ADDRESS}/ask/{addresses.word(agency)}/"


def to_follow(at: datetime) -> list[tuple[str, str, str]]:
    """What can be followed on the portal: number, query code, and how it stands."""
    found = []
    for one in Incoming.objects.filter(agency__demonstration=True).exclude(case=None).order_by("pk"):
        access = codes.find(one.number, _code(one))
        if access is not None:
            mine = holder(access)
            heading = standing(mine, mine.case, on=timezone.localdate(at)).heading
            found.append((one.number, _code(one), heading))
    return found


def remove(at: datetime) -> int:
    """Every request, letter and notice of demonstration agencies; how many requests."""
    with transaction.atomic():
        cases = list(Case.objects.filter(agency__demonstration=True).order_by("pk").only("pk"))
        keys = [case.key for case in cases]
        gone = everything_of(Agency.objects.filter(demonstration=True))
        if gone:
            record("cases.demo_remove", actor=OPERATOR, agency=None, object="demo", data={"cases": keys}, at=at)
    return len(keys)


def _with_codes(agency: Agency, at: datetime) -> None:
    """Each request with a code, so that somebody who looks at the demonstration can follow it."""
    for one in Incoming.objects.filter(agency=agency, access_codes=None).exclude(case=None):
        codes.issue(one, code=_code(one), at=at)


def _code(one: Incoming) -> str:
    """The same each time, and of this installation only."""
    return codes.of_key(f"{installation.SECRET_KEY}:{one.key}")


def _office(agency: Agency, at: datetime) -> _Office | None:
    """An agency with everybody whom an answer needs, already there when the oldest request came."""
    found = {m.role: m.person for m in Membership.objects.filter(agency=agency).select_related("person")}
    roles = (Role.CLERK, Role.REVIEWER, Role.HEAD)
    began = timezone.localdate(at) - timedelta(days=SPAN)
    if not all(role in found and belongs_to(found[role], agency, on=began) for role in roles):
        return None
    clerk, reviewer, head = (found[role] for role in roles)
    return _Office(agency, clerk, reviewer, head, at)


def _cases(office: _Office) -> None:
    settings.put(
        office.head, office.agency, court="示范区人民法院", review_link="https://fy.example.invalid/shenqing",
        how_to_pay="到本机关窗口领取缴款通知书，在任一代收银行缴纳。", at=office.hour(60),
    )  # fmt: skip
    _answered(office, "区政府2025年重点民生实事项目清单及完成情况", "甄某某", came=40, closed=True)
    _answered(office, "区政府常务会议关于停车场建设的纪要中涉及收费标准的部分", "贾某某", came=18, closed=False)
    _delivered(office)
    _of_former_years(office)
    _late(office)
    _supplement(office)
    _third_party(office)
    _in_approval(office)
    _extension(office)
    _registered(office, "区长信箱2025年办理情况统计表", "秦某某", came=4, claimed=True)
    _registered(office, "区政府办公室2025年公务用车运行维护费支出明细", "尤某某", came=1, claimed=False)
    _waiting(office)
    _online(office)


def _registered(
    office: _Office,
    wanted: str,
    name: str,
    *,
    came: int,
    claimed: bool = True,
    electronic: bool = False,
) -> Case:
    at, clerk = office.hour(came), office.clerk
    paper = incoming.take_in(
        clerk, agency=office.agency, channel=Channel.SIGNED_POST, arrived_on=office.back(came), sender=name,
        subject=wanted, papers=[_FORM], opened=True, at=at,
    )  # fmt: skip
    # Of nobody, and sent into folders.
    mobile, mail = ("13000000000", "demo@example.invalid") if electronic else ("", "")
    phone = mobile or f"000-5559{Case.objects.count():04d}"
    who = Details("natural", name, phone=phone, email=mail, address="示范区公开路（演示）")
    case = registering.register(
        clerk,
        incoming=paper,
        applicant=who,
        asked=Asked(
            f"申请公开{wanted}",
            form="electronic" if electronic else "paper",
            route=Route.ELECTRONIC if electronic else Route.POST,
            electronic_service=electronic,
        ),
        at=at,
    )
    return assigning.claim(clerk, case, at=at) if claimed else case


def _answered(office: _Office, wanted: str, name: str, *, came: int, closed: bool) -> None:
    case = _registered(office, wanted, name, came=came)
    _decided(office, case, came - 6)
    letter = _decision_letter(case)
    _sent(office, case, letter, came - 8)
    if closed:
        service = case.services.get(letter=letter)
        dispatching.serve(
            office.clerk, service, result="served", on=office.back(came - 11), signed_by="本人",
            proof=Paper("签收记录（演示）.txt", "演示".encode()), at=office.hour(came - 11),
        )  # fmt: skip
        closing.close(office.reviewer, case, at=office.hour(came - 12))


def _delivered(office: _Office) -> None:
    """Laid ready electronically, and nobody has opened it: paper has to follow."""
    case = _registered(office, "区政府2026年政府信息公开工作要点", "云某某", came=14, electronic=True)
    _decided(office, case, 8)
    letter = _sealed(office, case, _decision_letter(case), 7)
    link = settings.of(office.agency).review_link
    delivering.deliver(office.clerk, case, letter, review_link=link, at=office.hour(7))


def _drafted(office: _Office, case: Case, days: int) -> None:
    at = office.hour(days)
    searching.record_search(
        office.clerk, case, systems="公文系统、档案室", keywords=case.description[4:12], on=office.back(days),
        result="找到1份", found=True, searched_by=office.clerk.name, at=at,
    )  # fmt: skip
    values = {**_GRANTED, "provided_on": office.back(max(0, days - 1)).isoformat()}
    deciding.draft(office.clerk, case, reply="granted", values=values, at=at)
    for what in ("disclosure", "secrecy"):
        reviewing.review(office.reviewer, case, what=what, passed=True, at=at)
    deciding.submit(office.clerk, case, at=at)


def _decided(office: _Office, case: Case, days: int) -> None:
    _drafted(office, case, days)
    deciding.approve(office.head, case, at=office.hour(days, 15))


def _decision_letter(case: Case) -> Letter:
    letter = case.decisions.get(round=case.round).letter
    assert letter is not None
    return letter


def _sealed(office: _Office, case: Case, letter: Letter, days: int) -> Letter:
    """Numbered, and sealed with its own PDF in the place of a scan."""
    letter = papers.issue(office.clerk, case, letter, on=office.back(days), at=office.hour(days))
    scan = Paper("盖章件（演示）.pdf", rendering.pdf(letter))
    return papers.seal(office.clerk, case, letter, paper=scan, at=office.hour(days))


def _sent(office: _Office, case: Case, letter: Letter, days: int) -> None:
    """Sealed and posted."""
    at, on = office.hour(days), office.back(days)
    letter = _sealed(office, case, letter, days)
    number = f"XA{letter.pk:09d}00"
    way = Way(Route.POST, carrier="中国邮政", postal_number=number, address="示范区公开路（演示）")
    dispatching.dispatch(office.clerk, case, letter, way, on=on, at=at)


# Number, day and way of receipt, class, who, document, contact, what, decided, row, document number, served, fee.
_LEDGER: tuple[tuple[str, ...], ...] = (
    ("演示〔{}〕1号", "{}-09-02", "窗口", "公民", "沙某某", "", "000-55590001", "区政府{}年重大项目清单",
     "{}-09-20", "3.1", "", "{}-09-25", ""),
    ("演示〔{}〕2号", "{}-10-14", "邮寄", "公民", "柳某某", "", "000-55590002", "某地块的征收补偿方案",
     "{}-11-05", "3.3.6", "", "{}-11-08", ""),
)  # fmt: skip


def _of_former_years(office: _Office) -> None:
    """From the ledger of two years ago: every remedy is over, so the papers of identity are due to be destroyed;
    and a year that can be handed over."""
    year = timezone.localdate(office.at).year - 2
    rows = [[cell.format(year) for cell in row] for row in _LEDGER]
    ledger = xlsx_bytes("台账", COLUMNS, rows)
    importing.import_cases(office.head, office.agency, ledger, at=office.hour(30))
    card = Paper("身份证明（演示）.txt", "演示用的身份证明，内容是虚构的。".encode())
    for case in Case.objects.filter(agency=office.agency, imported=True).order_by("pk"):
        filing.add(office.clerk, case, card, what=CaseFile.What.IDENTITY, at=office.hour(30))
    proposing.propose(office.agency, at=office.hour(2))


def _late(office: _Office) -> None:
    _registered(office, "2024年度区级财政专项资金绩效评价报告", "鲁某某", came=24)


def _supplement(office: _Office) -> None:
    case = _registered(office, "有关拆迁的全部文件", "韦某某", came=8)
    until = timezone.localdate(office.at) + timedelta(days=10)
    letter = supplementing.prepare(
        office.clerk,
        case,
        items="请写明所需文件的名称、文号，或者涉及的具体地块和年份。",
        until=until,
        at=office.hour(5),
    )
    _sent(office, case, letter, 5)


def _third_party(office: _Office) -> None:
    case = _registered(office, "某产业园招商引资协议", "昌某某", came=12)
    made = consulting.ask(
        office.clerk, case, whom=Consultation.Whom.THIRD_PARTY, party="示范区某某产业有限公司（演示）",
        extract="贵公司与区政府签订的招商引资协议正文及附件", contact="示范区产业路1号", at=office.hour(9),
    )  # fmt: skip
    assert made.letter is not None
    _sent(office, case, made.letter, 8)


def _in_approval(office: _Office) -> None:
    case = _registered(office, "区政府2026年立法（规范性文件）计划", "马某某", came=15)
    _drafted(office, case, 2)


def _extension(office: _Office) -> None:
    case = _registered(office, "近三年区级重大行政决策听证会笔录", "苗某某", came=17)
    extending.ask(
        office.clerk,
        case,
        reasons="所涉材料分散在多个年度的档案中，需要逐件查找和审查。",
        days=10,
        at=office.hour(1),
    )


def _waiting(office: _Office) -> None:
    """Two that nobody has decided about yet: one opened, one a letter in an ordinary envelope not even that."""
    came: Iterable[tuple[str, str, bool]] = (
        (Channel.WINDOW, "申请公开社区养老服务设施建设规划", True),
        (Channel.ORDINARY_POST, "来信（演示）", False),
    )
    for channel, subject, opened in came:
        incoming.take_in(
            office.clerk, agency=office.agency, channel=channel, arrived_on=office.back(1), sender="凤某某",
            subject=subject, papers=[_FORM], opened=opened, at=office.hour(1, 16),
        )  # fmt: skip


def _online(office: _Office) -> None:
    """The page of requests is open, and one came by it that nobody has confirmed yet."""
    agency, at = office.agency, office.hour(1, 20)
    channels.open_channel(
        office.head, agency, Channel.WEB, address=_page(agency), from_on=office.back(60), at=office.hour(60)
    )
    draft, key = drafts.begin(agency, at=at)
    drafts.save(draft, {
        "description": "区政府2025年关于老旧小区加装电梯的会议纪要", "form": "electronic", "route": "electronic",
        "electronic_service": "on", "kind": "natural", "name": "施某某", "proof": "upload",
        "phone": "00055590000", "email": "shi@example.invalid",
    }, at=at)  # fmt: skip
    drafts.attach(draft, Paper("身份证明（演示）.txt", "演示".encode()), CaseFile.What.IDENTITY, at=at)
    submitting.submit(agency, key, at=at)

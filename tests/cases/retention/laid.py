"""A request with everything in it that tells of somebody, closed; and the way of a list from end to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from gongkai.cases import consulting, filing, searching
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, Destruction
from gongkai.cases.registering import Party
from gongkai.cases.retention import carrying, deciding, proposing
from gongkai.cases.words import PartyRole
from gongkai.notices import outbox

from .. import deeds, walk
from ..asking import LI, SCAN, ZHANG, came, registered
from ..walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT
PARTY = "欧阳第三方商贸有限公司"
FORM = replace(SCAN, name="张三丰的申请表.pdf", data=b"%PDF-1.7 form of somebody")
CARD = Paper("证件.jpg", b"\xff\xd8\xff card of somebody")
POWER = Paper("委托书.pdf", b"%PDF-1.7 power of attorney")
GIVEN = Paper("提供的信息.pdf", b"%PDF-1.7 what was given")
# Served on 5 March 2026: the lawsuit may be brought until Monday, 7 September.
REMEDIES_END = date(2026, 9, 7)
IDENTITY_DUE = date(2026, 12, 8)
CONTACT_DUE = date(2027, 9, 8)
PAPERS_DUE = date(2036, 3, 6)
DECISION_DUE = date(2056, 3, 6)
KINDS = {
    "identity": IDENTITY_DUE, "contact": CONTACT_DUE, "papers": PAPERS_DUE, "decision": DECISION_DUE,
}  # fmt: skip


def rich(office: Office, **more: Any) -> Case:
    """Registered with an agent, others asked, answered, served, closed."""
    paper = came(
        office.clerk, office.agency, papers=[FORM, CARD], sender_contact=ZHANG.phone, subject="张三丰的来信"
    )
    card = paper.files.get(file__kind="picture")
    who = replace(ZHANG, email="zhang@example.cn")
    case = registered(
        office.clerk, paper, who, identity=[card], parties=[Party(PartyRole.AGENT, LI)], at=at(DAY, 9), **more
    )
    filing.add(office.clerk, case, POWER, what=CaseFile.What.AUTHORITY, at=at(DAY, 9))
    filing.add(office.clerk, case, GIVEN, what=CaseFile.What.INFORMATION, at=at(DAY, 9))
    made = consulting.ask(
        office.clerk, case, whom="third-party", party=PARTY, contact="0533-7654321", extract="某合同的价款",
        at=at(DAY),
    )  # fmt: skip
    assert made.letter is not None
    office.served(office.post(case, made.letter, DAY, address=ZHANG.address), NEXT)
    consulting.hear(office.clerk, made, opinion="agrees", reasons="欧阳说可以", on=NEXT, at=at(NEXT))
    searching.record_search(
        office.clerk, case, systems="档案", keywords="低保", on=NEXT, result="找到", found=True,
        searched_by="库管", at=at(NEXT),
    )  # fmt: skip
    outbox.put(
        case.agency, means="mail", address="zhang@example.cn", subject="通知", body="张三丰您好", about=case.key,
        once=f"x:{case.pk}", at=at(NEXT),
    )  # fmt: skip
    office.served(office.answer(case, NEXT), NEXT)
    return office.closed(case, NEXT)


def plain(office: Office) -> Case:
    """Answered on 4 March 2026, served and closed on the 5th."""
    return office.closed(deeds.answered(office), NEXT)


def proposed(office: Office, on: date) -> Destruction:
    """What the daily job lists that day."""
    assert proposing.propose(office.agency, at=at(on, 7)) > 0
    return Destruction.objects.filter(agency=office.agency, state="proposed").get()


def appraised(office: Office, on: date, **keep: Any) -> Destruction:
    return deciding.appraise(
        office.reviewer,
        proposed(office, on),
        opinion="逐件核对，已无保留价值",
        keep=keep.get("keep", {}),
        at=at(on, 9),
    )


def approved(office: Office, on: date) -> Destruction:
    return deciding.approve(office.head, appraised(office, on), at=at(on, 10))


def destroyed(office: Office, on: date) -> Destruction:
    """Proposed, appraised, approved and carried out in one day."""
    return carrying.carry_out(office.clerk, approved(office, on), at=at(on, 11))


def now(case: Case) -> Case:
    return walk.now(case)

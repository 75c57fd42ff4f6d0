"""A case with papers that are given, at each stage of becoming fit to leave."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases import blackening, filing, releasing
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, Release
from gongkai.documents import burning
from gongkai.papers.redaction import Box, Page, Proof, Redacted
from tests.district import FOUNDED, invited
from tests.documents import sheets

from . import deeds, walk
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT
GROUND = "third-party"
PLAIN = "示范区2025年城乡低保资金分配方案，可以公开。".encode()
TELLING = f"联系人{sheets.NAME}，电话{sheets.PHONE}。".encode()


def information(office: Office, case: Case, data: bytes = PLAIN, name: str = "方案.txt") -> CaseFile:
    """A paper in the file that could be given."""
    return filing.add(office.clerk, case, Paper(name, data), what="information", at=at(DAY, 9))


def chosen(office: Office, data: bytes = PLAIN, name: str = "方案.txt", case: Case | None = None) -> Release:
    case = case or walk.opened(office.agency, deeds.RECEIVED)
    return releasing.choose(office.clerk, case, source=information(office, case, data, name), at=at(DAY, 9))


def prepared(office: Office, case: Case | None = None, **more: Any) -> Release:
    one = chosen(office, case=case, **more)
    return releasing.as_it_is(office.clerk, one.case, one, at=at(DAY, 10))


def checked(office: Office, case: Case | None = None) -> Release:
    one = prepared(office, case)
    return releasing.check(office.reviewer, one.case, one, at=at(DAY, 11))


def opened(office: Office) -> Release:
    """Open for boxes; its two pages are known."""
    one = chosen(office, sheets.letter(), "方案.pdf")
    blackening.begin(office.clerk, one.case, one, at=at(DAY, 10))
    return fresh(one)


def box(page: int = 0, reason: str = GROUND) -> Box:
    return Box(page, 0.1, 0.1, 0.4, 0.2, reason)


def drawn(office: Office) -> Release:
    """A box on the first page, the second is left out."""
    one = opened(office)
    blackening.draw(office.clerk, one.case, one, [box()], at=at(DAY, 10))
    blackening.decide(office.clerk, one.case, one, {1: (Page.WITHHELD, "process")}, at=at(DAY, 10))
    return fresh(one)


def fake_burn(data: bytes, boxes: Any, decisions: Any, *, terms: Any) -> Redacted:
    out = "遮盖件".encode() + str(len(boxes)).encode()
    proof = Proof(len(boxes), ())
    return Redacted(out, hashlib.sha256(data).hexdigest(), hashlib.sha256(out).hexdigest(), proof)


def burned(office: Office, one: Release | None = None) -> Release:
    one = one or drawn(office)
    blackening.burn(office.clerk, one.case, one, at=at(DAY, 11))
    burning.work(at(DAY, 11), burn=fake_burn)
    return fresh(one)


def redacted(office: Office) -> Release:
    one = burned(office)
    return releasing.redacted(office.clerk, one.case, one, at=at(DAY, 12))


def fresh(one: Release) -> Release:
    rows = Release.objects.select_related("case__agency", "source__file", "file", "cleaned", "redaction__result")
    return rows.get(pk=one.pk)


def with_two_roles(office: Office) -> Person:
    """Who may prepare and check."""
    both = invited("both", office.agency, Role.CLERK)
    people.appoint(both, agency=office.agency, role=Role.REVIEWER, from_on=FOUNDED, by=OPERATOR, at=at(DAY))
    return both


def decided(office: Office, case: Case, on: date = DAY) -> Case:
    """Drafted, reviewed, submitted and approved."""
    office.draft(case, on)
    office.approved(case, on)
    return walk.now(case)

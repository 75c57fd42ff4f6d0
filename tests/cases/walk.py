"""Walking a case through the real actions, as a small office would: a clerk, a reviewer, a head."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import Any

from PIL import Image

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases import closing, deciding, dispatching, due, events, filing, papers, reviewing, settings
from gongkai.cases.dispatching import Way
from gongkai.cases.filing import Paper
from gongkai.cases.models import Applicant, Case, CaseEvent, CaseFile, Decision, Service
from gongkai.cases.states import State
from gongkai.cases.words import ApplicantClass, Channel, Form, Kind, Route
from gongkai.letters.models import Letter
from gongkai.statute.clock import EventKind
from tests.district import SHANGHAI

LINK = "https://fy.example.gov.cn/apply"
WHAT = "示范区2025年城乡低保资金分配方案"


def at(day: date, hour: int = 10) -> datetime:
    """That day at the office."""
    return datetime.combine(day, time(hour), SHANGHAI)


@cache
def scan() -> bytes:
    """A picture big enough to be a sealed letter."""
    picture = Image.effect_noise((64, 64), 80)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def paper(name: str = "扫描件.png") -> Paper:
    return Paper(name, scan())


def turn_to(agency: Agency, on: date) -> None:
    """What the agency's letters say about where to turn."""
    settings.put(
        OPERATOR, agency, court="示范区人民法院", review_link=LINK, how_to_pay="到本机关窗口领取缴款通知书",
        at=at(on),
    )  # fmt: skip


_made = 0


def applicant(agency: Agency, kind: str = ApplicantClass.NATURAL, name: str = "张三丰") -> Applicant:
    global _made
    _made += 1
    return Applicant.objects.create(
        agency=agency, kind=kind, name=name, name_hash=f"n{_made}", document="id_card",
        document_number=f"37030519900101{_made:04d}", document_hash=f"d{_made}", phone="13805331234",
        address="示范区人民路1号", created_at=at(date(2026, 1, 4)),
    )  # fmt: skip


def opened(
    agency: Agency,
    received_on: date,
    *,
    who: Applicant | None = None,
    kind: str = Kind.DISCLOSURE,
    route: str = Route.POST,
    electronic: bool = False,
    number: str = "",
    description: str = WHAT,
) -> Case:
    """A request that counts as received, as registering leaves it."""
    global _made
    _made += 1
    asks = who or applicant(agency)
    case = Case.objects.create(
        agency=agency, kind=kind, number=number or f"{received_on.year}-{_made:05d}", state=State.OPEN,
        channel=Channel.WINDOW, applicant=asks, applicant_class=asks.kind, arrived_on=received_on,
        received_on=received_on, description=description, form=Form.PAPER, route=route,
        electronic_service=electronic, created_at=at(received_on, 9),
    )  # fmt: skip
    events.add(case, EventKind.RECEIVED, received_on, by=OPERATOR, at=at(received_on, 9))
    due.refresh(case, on=received_on)
    if electronic:
        # The form on which the applicant ticked it.
        filing.put(OPERATOR, case, paper("申请表.png"), what=CaseFile.What.REQUEST, at=at(received_on, 9))
    return case


GRANTED: Mapping[str, object] = {
    "found": "经检索，本机关保存有该信息。",
    "reasons": "该信息属于可以公开的政府信息。",
    "information": "《2025年城乡低保资金分配方案》，共8页",
    "form": "paper",
    "where": "随本告知书寄送",
    "provided_on": "2026-03-20",
}


@dataclass
class Office:
    """Who does what; every step takes the day on which it is done."""

    agency: Agency
    clerk: Person
    reviewer: Person
    head: Person
    posted: int = field(default=0)

    def draft(self, case: Case, on: date, reply: str = "granted", **values: object) -> Decision:
        said = {**(GRANTED if reply == "granted" else {}), **values}
        return deciding.draft(self.clerk, case, reply=reply, values=said, at=at(on))

    def review(self, case: Case, on: date) -> None:
        for what in ("disclosure", "secrecy"):
            reviewing.review(self.reviewer, case, what=what, passed=True, at=at(on, 11))

    def approved(self, case: Case, on: date) -> Decision:
        """Reviewed, submitted and approved."""
        self.review(case, on)
        deciding.submit(self.clerk, case, at=at(on, 14))
        return deciding.approve(self.head, case, at=at(on, 15))

    def sealed(self, case: Case, letter: Letter, on: date) -> Letter:
        letter = papers.issue(self.clerk, case, letter, on=on, at=at(on, 15))
        return papers.seal(self.clerk, case, letter, paper=paper(), at=at(on, 16))

    def post(self, case: Case, letter: Letter, on: date, **way: Any) -> Service:
        """Sealed if it is not yet, and posted."""
        if letter.state != Letter.State.SEALED:
            letter = self.sealed(case, letter, on)
        self.posted += 1
        how = Way(Route.POST, carrier="中国邮政", postal_number=f"XA{self.posted:09d}37", **way)
        return dispatching.dispatch(self.clerk, case, letter, how, on=on, at=at(on, 17))

    def served(self, service: Service, on: date, result: str = "served") -> Service:
        proof = paper("回执.png") if result in ("served", "refused") else None
        return dispatching.serve(
            self.clerk, service, result=result, on=on, signed_by="本人", proof=proof, at=at(on, 17)
        )

    def answer(self, case: Case, on: date, reply: str = "granted", **values: object) -> Service:
        """Drafted, approved, sealed and posted on one day."""
        self.draft(case, on, reply, **values)
        decision = self.approved(case, on)
        assert decision.letter is not None
        return self.post(case, decision.letter, on)

    def closed(self, case: Case, on: date) -> Case:
        return closing.close(self.reviewer, case, at=at(on, 18))


def now(case: Case) -> Case:
    """The case as it is in the database."""
    return Case.objects.get(pk=case.pk)


def line(case: Case, kind: str) -> CaseEvent:
    """The one line of this kind that stands."""
    return case.events.get(kind=str(kind), struck_at=None)


def unchanged(case: Case) -> tuple[Any, ...]:
    """All that a refused step must leave alone."""
    found = now(case)
    return (
        found.state, found.revision, found.due_on, found.counted_row, found.handler_id, case.events.count(),
        case.services.count(), case.files.count(), Letter.objects.count(),
        list(Letter.objects.order_by("pk").values_list("state", "number")),
    )  # fmt: skip

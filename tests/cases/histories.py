"""Random histories of requests, driven through the real actions: every reply, every class of applicant, years that
end in the middle, supplements, consultations, extensions, fees, withdrawals, and answers given anew.

``Histories(office, random).one(received_on)`` walks one request as far as it goes; ``case_of(reply, on)`` one that
ends in a given reply. Whoever counts afterwards must find A1 to A3 hold.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.cases import (
    abandoning,
    closing,
    consulting,
    extending,
    fees,
    filing,
    reasons,
    relating,
    searching,
    supplementing,
    withdrawing,
)
from gongkai.cases.models import Applicant, Case, Consultation, Decision, Fee
from gongkai.cases.words import ApplicantClass
from gongkai.statute import letters, outcomes
from gongkai.statute.calendar import official
from gongkai.statute.elements import Element

from . import walk
from .walk import Office, at

# Beside what is granted at once, what each reply needs first.
REPLIES = tuple(one.code for one in outcomes.replies(date(2026, 1, 1)))
# What may follow whatever was found out in the first round.
_ANEW = ("process", "internal-affairs", "not-ours", "petition", "registry-look-up")
_FILES = ("published-proof", "secrecy-marking", "harm-assessment")


def said(element: Element, on: date) -> object:
    """Something for an element of a letter that the clerk writes."""
    if element.kind == "date":
        return on.isoformat()
    if element.kind in ("number", "money"):
        return 1
    if element.kind == "choice":
        return element.choices[0][0]
    if element.kind == "link":
        return walk.LINK
    return f"{element.label}：见附件。"


def values_for(reply: str, on: date, parts: tuple[str, ...] = ("process",)) -> dict[str, object]:
    """All that the clerk writes in the letter of a reply."""
    kind = letters.letter_kind(reply, on)
    values = {one.code: said(one, on) for one in kind.written_by("clerk") if one.kind != "parts"}
    if reply == "partial":
        values["withheld"] = [
            {"part": f"第{n}页", "ground": ground, "reason": "属于过程性信息"} for n, ground in enumerate(parts, 1)
        ]
    return values


@dataclass
class Histories:
    """``on`` days are working days of the official calendar; every step stands on a day after the one before."""

    office: Office
    random: random.Random

    def one(self, received_on: date) -> Case:
        """A request of some class that ends somehow, or is still open."""
        case = self._opened(received_on)
        day = received_on
        if self._chance(0.2):
            day = self._extended(case, day)
        if self._chance(0.1):
            return walk.now(case)
        if self._chance(0.1):
            withdrawing.withdraw(self.office.clerk, case, on=self._later(day), paper=walk.paper(), at=at(self.day))
            return walk.now(case)
        self.answered(case, self.random.choice([one for one in REPLIES if one != "withdrawn"]), day)
        if self._chance(0.15):
            self.anew(case)
        return walk.now(case)

    def case_of(self, reply: str, received_on: date) -> Case:
        """A request that ends in this reply."""
        case = self._opened(received_on)
        self.answered(case, reply, received_on)
        return walk.now(case)

    def answered(self, case: Case, reply: str, day: date) -> Case:
        """All that the reply needs, then its letter, posted; most are served, most of those closed."""
        if reply == "withdrawn":
            withdrawing.withdraw(self.office.clerk, case, on=self._later(day), paper=walk.paper(), at=at(self.day))
            return walk.now(case)
        day = self._prepared(case, reply, day)
        self._drafted(case, reply, day)
        decision = self.office.approved(case, self._later(day))
        self._sent(case, decision)
        return walk.now(case)

    def anew(self, case: Case) -> Case:
        """After a judgment, in a second round."""
        if walk.now(case).state not in ("answered", "closed"):
            return case
        on = self._later(self.day, most=40)
        closing.reopen(
            self.office.reviewer, case, ground="lawsuit", on=on, document_number="（2026）鲁0305行初1号", at=at(on)
        )
        if self._chance(0.7):
            reply = self.random.choice(_ANEW)
            self.office.draft(case, self._later(on), reply, **values_for(reply, on))
            self._sent(case, self.office.approved(case, self._later(self.day)))
        return walk.now(case)

    day: date = date.min

    def _later(self, day: date, most: int = 2) -> date:
        self.day = official().add(day, self.random.randint(1, most))
        return self.day

    def _chance(self, of: float) -> bool:
        return self.random.random() < of

    def _opened(self, received_on: date) -> Case:
        who = walk.applicant(self.office.agency, self.random.choice(ApplicantClass.values))
        self.day = received_on
        return walk.opened(self.office.agency, received_on, who=who)

    def _drafted(self, case: Case, reply: str, on: date) -> None:
        held = walk.now(case).decisions.filter(round=case.round).first()
        if held is not None and held.reply == reply:
            return
        parts = ("process", "third-party") if case.consultations.exists() else ("process",)
        self.office.draft(case, on, reply, **values_for(reply, on, parts))

    def _sent(self, case: Case, decision: Decision) -> None:
        assert decision.letter is not None
        if self._chance(0.1):
            return
        service = self.office.post(case, decision.letter, self._later(self.day))
        if self._chance(0.1):
            return
        self.office.served(service, self._later(self.day))
        if self._chance(0.7):
            self.office.closed(case, self._later(self.day))

    def _extended(self, case: Case, day: date) -> date:
        on = self._later(day)
        asked = extending.ask(self.office.clerk, case, reasons="案卷较多，需要整理。", days=10, at=at(on))
        extending.consent(self.office.head, case, at=at(on, 11))
        assert asked.letter is not None
        asked.letter.refresh_from_db()
        self.office.post(case, asked.letter, on)
        self.office.served(case.services.get(letter=asked.letter), self._later(on))
        return self.day

    def _prepared(self, case: Case, reply: str, day: date) -> date:
        prepare = _PREPARE.get(reply)
        if prepare is not None:
            prepare(self, case, self._later(day))
        for code in (one.code for one in outcomes.reply(reply, self.day).evidence):
            if code in _FILES:
                filing.add(self.office.clerk, case, walk.paper(), what="proof", evidence=code, at=at(self.day))
        return self.day

    def _searched(self, case: Case, on: date) -> None:
        searching.record_search(
            self.office.clerk, case, systems="档案系统、办公系统", keywords="低保 资金", offices="社会救助科",
            on=on, result="未检索到", found=False, searched_by="经办人", at=at(on),
        )  # fmt: skip

    def _supplemented(self, case: Case, on: date) -> None:
        self._noticed(case, on)
        supplementing.receive(self.office.clerk, case, on=self._later(self.day), at=at(self.day))

    def _noticed(self, case: Case, on: date) -> None:
        letter = supplementing.prepare(
            self.office.clerk, case, items="请明确所需信息的名称。", until=on + timedelta(days=10), at=at(on)
        )
        service = self.office.post(case, letter, on)
        self.office.served(service, self._later(on))

    def _never_supplemented(self, case: Case, on: date) -> None:
        self._noticed(case, on)
        self.day = on + timedelta(days=11)
        abandoning.unsupplemented(self.office.clerk, case, at=at(self.day))

    def _never_paid(self, case: Case, on: date) -> None:
        fee = fees.prepare(self.office.clerk, case, method=Fee.Method.BY_VOLUME, pages=68, at=at(on))
        assert fee.letter is not None
        service = self.office.post(case, fee.letter, on)
        self.office.served(service, self._later(on))
        self.day = official().add(self.day, 21)
        abandoning.unpaid(self.office.clerk, case, at=at(self.day))

    def _reasoned(self, case: Case, on: date) -> None:
        letter = reasons.ask(
            self.office.clerk, case, excess="一月内提出三百件", until=on + timedelta(days=10), at=at(on)
        )
        self.office.served(self.office.post(case, letter, on), self._later(on))
        reasons.receive(self.office.clerk, case, on=self._later(self.day), at=at(self.day))

    def _third_party(self, case: Case, on: date) -> None:
        made = self._asked_third_party(case, on)
        on = self._later(self.day)
        consulting.hear(self.office.clerk, made, opinion="refuses", reasons="涉及商业秘密", on=on, at=at(on))
        consulting.find(
            self.office.clerk, made, reasonable=True, finding="公开会损害其竞争地位。", at=at(self.day)
        )

    def _asked_third_party(self, case: Case, on: date) -> Consultation:
        made = consulting.ask(
            self.office.clerk,
            case,
            whom="third-party",
            party="示范建材有限公司",
            extract="低保资金采购合同",
            at=at(on),
        )
        assert made.letter is not None
        self.office.served(self.office.post(case, made.letter, on), self._later(on))
        return made

    def _repeated(self, case: Case, on: date) -> None:
        earlier = self._answered_before(case.applicant, case)
        relating.link(self.office.clerk, case, earlier, at=at(self.day))

    def _answered_before(self, who: Applicant, case: Case) -> Case:
        """The earlier one came the same day and was answered first."""
        earlier = walk.opened(self.office.agency, case.arrived_on, who=who)
        Case.objects.filter(pk=earlier.pk).update(arrived_on=case.arrived_on - timedelta(days=1))
        service = self.office.answer(earlier, self.day)
        self.office.served(service, self.day)
        return walk.now(earlier)


_Prepare = Callable[[Histories, Case, date], None]
_PREPARE: Mapping[str, _Prepare] = {
    "not-held": Histories._searched,
    "still-unclear": Histories._supplemented,
    "no-supplement": Histories._never_supplemented,
    "no-payment": Histories._never_paid,
    "excessive": Histories._reasoned,
    "third-party": Histories._third_party,
    "repeat": Histories._repeated,
}

__all__ = ["REPLIES", "Histories", "values_for"]

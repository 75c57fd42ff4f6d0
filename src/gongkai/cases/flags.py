"""What is missing or was late in a request, seen at its registration: to be asked for once (Art. 30), never a
reason to turn somebody away.

flags(case, *, on) -> [Flag]      nothing stored; each follows from what is in the file
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.cases.due import calendar_of
from gongkai.cases.models import Applicant, Case, CaseFile
from gongkai.cases.receiving import of_case
from gongkai.cases.states import State
from gongkai.cases.words import ApplicantClass, PartyRole

_OVER = (State.ANSWERED, State.CLOSED, State.MERGED)
_IDENTITY = "《条例》第二十九条第二款第（一）项"


@dataclass(frozen=True)
class Flag:
    """``supplement``: it belongs into the one notice to supplement. ``text`` is a sentence for the office."""

    code: str
    text: str
    article: str
    supplement: bool


def flags(case: Case, *, on: date) -> list[Flag]:
    """Those of a case in hand; one that is over has none, and one out of a ledger is not held against its form."""
    if case.state in _OVER or case.imported:
        return []
    return [flag for check in _CHECKS for flag in check(case, on)]


def _identity(case: Case, on: date) -> Iterator[Flag]:
    proven = case.files.filter(what=CaseFile.What.IDENTITY).exists()
    for who, label in _askers(case):
        if not who.document_number and not proven:
            yield Flag("no-identity", f"{label}没有提供身份证明，已登记；请一次性告知补正。", _IDENTITY, True)


def _contact(case: Case, on: date) -> Iterator[Flag]:
    one = case.applicant
    if not (one.phone or one.email or one.address):
        yield Flag("no-contact", "申请人没有留联系方式；请一次性告知补正。", _IDENTITY, True)


def _authority(case: Case, on: date) -> Iterator[Flag]:
    if case.parties.filter(role=PartyRole.AGENT, authority=None).exists():
        yield Flag("no-authority", "代理人没有提交授权委托书；请一次性告知补正。", _IDENTITY, True)


def _representative(case: Case, on: date) -> Iterator[Flag]:
    if case.applicant_class != ApplicantClass.NATURAL and not case.applicant.representative:
        yield Flag("no-representative", "没有登记法定代表人或者负责人。", _IDENTITY, False)


def _form(case: Case, on: date) -> Iterator[Flag]:
    if not case.form and not case.route:
        article = "《条例》第二十九条第二款第（三）项"
        yield Flag(
            "no-form", "没有写明获取信息的方式和途径；补正时一并询问，或者按便于提供的方式办理。", article, True
        )


def _late(case: Case, on: date) -> Iterator[Flag]:
    found = of_case(case)
    if found.late:
        yield Flag("late-confirmation", found.reason, found.article, False)


def _unconfirmed(case: Case, on: date) -> Iterator[Flag]:
    if case.state == State.UNCONFIRMED:
        found = of_case(case)
        days = calendar_of(case).between(case.arrived_on, on)
        text = f"{found.reason}来件已过{days}个工作日。" if days else found.reason
        yield Flag("unconfirmed", text, found.article, False)


def _askers(case: Case) -> Iterator[tuple[Applicant, str]]:
    yield case.applicant, "申请人"
    for party in case.parties.filter(role=PartyRole.JOINT).select_related("applicant"):
        yield party.applicant, "共同申请人"


_CHECKS: tuple[Callable[[Case, date], Iterator[Flag]], ...] = (
    _unconfirmed, _late, _identity, _contact, _authority, _representative, _form,
)  # fmt: skip

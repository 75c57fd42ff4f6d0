"""A return that the agency contests, and what the reviewer says to it.

contest(user, version, *, reason, at) -> ReportVersion           still returned; once for each return
uphold(user, version, *, reason, at) -> ReportVersion            the return stands; a new file answers it
withdraw_return(user, version, *, reason, at) -> ReportVersion   back in review
standing(version) -> Objection | None                            what waits for an answer
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor, belongs_to, day, person
from gongkai.audit.actions import record
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.reports import checking
from gongkai.reports.models import Objection, ReportVersion
from gongkai.reports.reviewing import permitted
from gongkai.reports.states import after


@transaction.atomic
def contest(user: Who, version: ReportVersion, *, reason: str, at: datetime) -> ReportVersion:
    """Say why the return is wrong. Refused without a reason; WrongState when this return was contested before."""
    version = permitted(user, "reports.contest", version, at)
    version.state = after(version.state, "contest")
    assert version.returned_at is not None  # Who returns it sets the moment in the same step.
    reason = _said(reason, "请写明异议的理由：退回意见哪里不对，依据是什么。")
    if contested(version):
        raise WrongState("这次退回已经提出过异议，不能再提；请按退回意见改正后重新上传。")
    Objection.objects.create(
        version=version, returned_at=version.returned_at, reason=reason, by=person(user), at=at
    )
    record("reports.contest", actor=actor(user), agency=version.agency, object=version, reason=reason, at=at)
    return version


@transaction.atomic
def uphold(user: Who, version: ReportVersion, *, reason: str, at: datetime) -> ReportVersion:
    """The return stands, for this reason. WrongState when nothing is contested, NotAllowed for ``barred``."""
    version = permitted(user, "reports.return", version, at)
    version.state = after(version.state, "uphold")
    reason = _answer(user, version, Objection.Outcome.UPHELD, reason, at)
    record("reports.uphold", actor=actor(user), agency=version.agency, object=version, reason=reason, at=at)
    return version


@transaction.atomic
def withdraw_return(user: Who, version: ReportVersion, *, reason: str, at: datetime) -> ReportVersion:
    """The agency is right: back in review as it was. What the return said stays in the audit chain."""
    version = permitted(user, "reports.return", version, at)
    version.state = after(version.state, "withdraw_return")
    reason = _answer(user, version, Objection.Outcome.WITHDRAWN, reason, at)
    version.comments, version.returned_by, version.returned_at = "", None, None
    version.save(update_fields=["state", "comments", "returned_by", "returned_at"])
    checking.refresh(version)
    record(
        "reports.withdraw_return", actor=actor(user), agency=version.agency, object=version, reason=reason, at=at
    )
    return version


def standing(version: ReportVersion) -> Objection | None:
    """The objection that waits for an answer."""
    return _of_this_return(version).filter(outcome="").first()


def contested(version: ReportVersion) -> bool:
    """Was the return that holds now contested, answered or not."""
    return _of_this_return(version).exists()


def _of_this_return(version: ReportVersion) -> QuerySet[Objection]:
    if version.returned_at is None:
        return version.objections.none()
    return version.objections.filter(returned_at=version.returned_at)


def barred(user: Who, version: ReportVersion, *, on: date) -> str:
    """Why this person may not answer the objection, "" when they may: nobody judges their own, nor an agency's
    people a return from above."""
    me, objection = person(user), standing(version)
    if me is None or objection is None:
        return ""
    if objection.by == me:
        return "异议由您提出，不能由您决定；请由退回的一方决定。"
    returned_by = version.returned_by
    from_above = returned_by is None or not belongs_to(returned_by, version.agency, on=on)
    if from_above and belongs_to(me, version.agency, on=on):
        return "这份报告不是由本机关退回的，不能由本机关的人决定；请由退回的一方决定。"
    return ""


def _answer(user: Who, version: ReportVersion, outcome: str, reason: str, at: datetime) -> str:
    objection = standing(version)
    if objection is None:
        raise WrongState("这次退回没有待决定的异议。")
    obstacle = barred(user, version, on=day(at))
    if obstacle:
        raise NotAllowed(obstacle)
    objection.outcome, objection.answer = outcome, _said(reason, "请写明决定的理由，报送机关会看到。")
    objection.answered_by, objection.answered_at = person(user), at
    objection.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    return objection.answer


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()

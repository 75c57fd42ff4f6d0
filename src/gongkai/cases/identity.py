"""Opening what is masked: a number, a contact, a paper of identity. Each look leaves its mark in the audit chain.

reveal(user, applicant, what, *, at) -> str       the plain value
open_paper(user, file, *, at) -> bytes            a paper of identity out of the file of a case
look(user, file, *, at) -> bytes                  any other paper of it
look_at_incoming(user, file, *, at) -> bytes      what came in
look_at_submission(user, incoming, *, at)         what somebody filled in on the portal
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases.acting import may_read
from gongkai.cases.asking.submitting import Prefilled, details_of
from gongkai.cases.models import Applicant, CaseFile, Incoming, IncomingFile, Submission
from gongkai.documents import queries as documents
from gongkai.errors import NotAllowed, Refused

CAN_BE_SEEN = ("document_number", "phone", "email", "address", "name", "representative")
# Papers that show who somebody is.
PERSONAL_PAPERS = frozenset({CaseFile.What.IDENTITY, CaseFile.What.AUTHORITY})
_FROM_THE_APPLICANT = frozenset({CaseFile.What.REQUEST, CaseFile.What.SUPPLEMENT})


@transaction.atomic
def reveal(user: Who, applicant: Applicant, what: str, *, at: datetime) -> str:
    """The value of one field, "" when none is known. The entry tells who looked at whose which field, not what
    stands there. NotAllowed for who may not, or for another agency's applicant."""
    ensure(user, "cases.identity", applicant.agency, on=day(at))
    if what not in CAN_BE_SEEN:
        raise Refused("没有这一项可以查看。")
    value = str(getattr(applicant, what))
    record(
        "cases.identity", actor=actor(user), agency=applicant.agency, object=applicant, data={"what": what}, at=at
    )
    return value


@transaction.atomic
def look(user: Who, file: CaseFile, *, at: datetime) -> bytes:
    """The bytes of any other paper. What the applicant sent has names and numbers on it as well: a look at it
    leaves its entry. NotAllowed for who may not read the case, and for a paper of identity (``open_paper``)."""
    if file.what in PERSONAL_PAPERS:
        raise NotAllowed("身份证明和授权委托书须单独打开，打开的人和时间记入审计。")
    if not may_read(user, file.case, on=day(at)):
        raise NotAllowed("您可以看到这件申请，但不能打开它的材料；请由经办、审查或者审批的人打开。")
    data = documents.content(file.file)
    if file.what in _FROM_THE_APPLICANT:
        record("cases.identity", actor=actor(user), agency=file.case.agency, object=file.case,
               data={"what": file.what, "file": file.pk}, at=at)  # fmt: skip
    return data


@transaction.atomic
def look_at_incoming(user: Who, file: IncomingFile, *, at: datetime) -> bytes:
    """The bytes of what came in, whatever became of it: nobody has said yet which of it shows who somebody is.
    NotAllowed for who may not register it."""
    came = file.incoming
    ensure(user, "cases.register", came.agency, on=day(at))
    data = documents.content(file.file)
    record("incoming.look", actor=actor(user), agency=came.agency, object=came, data={"file": file.pk}, at=at)
    return data


@transaction.atomic
def look_at_submission(user: Who, incoming: Incoming, *, at: datetime) -> Prefilled | None:
    """All that the applicant filled in, their number included; None for what came by another way. NotAllowed for
    who may not register it."""
    ensure(user, "cases.register", incoming.agency, on=day(at))
    submission = Submission.objects.filter(incoming=incoming).first()
    if submission is None:
        return None
    found = details_of(submission)
    data = {"submission": submission.pk}
    record("incoming.look", actor=actor(user), agency=incoming.agency, object=incoming, data=data, at=at)
    return found


@transaction.atomic
def open_paper(user: Who, file: CaseFile, *, at: datetime) -> bytes:
    """The bytes of a paper of identity or a power of attorney."""
    ensure(user, "cases.identity", file.case.agency, on=day(at))
    data = documents.content(file.file)
    record("cases.identity", actor=actor(user), agency=file.case.agency, object=file.case,
           data={"what": file.what, "file": file.pk}, at=at)  # fmt: skip
    return data

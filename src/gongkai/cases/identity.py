"""Opening what is masked: a number, a contact, a paper of identity. Each look leaves its mark in the audit chain.

reveal(user, applicant, what, *, at) -> str       the plain value
open_paper(user, file, *, at) -> bytes            a paper of identity out of the file of a case
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases.models import Applicant, CaseFile
from gongkai.documents import queries as documents
from gongkai.errors import Refused

CAN_BE_SEEN = ("document_number", "phone", "email", "address", "name", "representative")
# Papers that show who somebody is.
PERSONAL_PAPERS = frozenset({CaseFile.What.IDENTITY, CaseFile.What.AUTHORITY})


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
def open_paper(user: Who, file: CaseFile, *, at: datetime) -> bytes:
    """The bytes of a paper of identity or a power of attorney."""
    ensure(user, "cases.identity", file.case.agency, on=day(at))
    data = documents.content(file.file)
    record("cases.identity", actor=actor(user), agency=file.case.agency, object=file.case,
           data={"what": file.what, "file": file.pk}, at=at)  # fmt: skip
    return data

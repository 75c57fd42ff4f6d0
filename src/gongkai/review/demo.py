"""The demonstration: one reconsideration about a request of it, whose answer is due; all of them away again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.actions import record
from gongkai.cases.models import Case
from gongkai.documents import actions as documents
from gongkai.review import registering
from gongkai.review.models import Proceeding, ProceedingFile, Reading
from gongkai.review.registering import Facts
from gongkai.review.words import Kind, Procedure
from gongkai.statute.calendar import official

_BODY = "（演示）人民政府"


def create(at: datetime) -> None:
    """What is there already stays as it is."""
    if Proceeding.objects.filter(agency__demonstration=True).exists():
        return
    decided = Case.objects.filter(agency__demonstration=True).exclude(counted_on=None).select_related("agency")
    case = decided.order_by("counted_on", "pk").first()
    came = _last_working_day(timezone.localdate(at))
    if case is None or case.counted_on is None or case.counted_on >= came:
        return
    facts = Facts(
        Kind.RECONSIDERATION, came, body=_BODY, body_number=f"演示复〔{came.year}〕1号",
        procedure=Procedure.SIMPLIFIED, case_number=case.number,
    )  # fmt: skip
    registering.register(OPERATOR, case.agency, facts, at=at)


def remove(at: datetime) -> int:
    """Every proceeding of demonstration agencies; how many."""
    with transaction.atomic():
        rows = Proceeding.objects.filter(agency__demonstration=True)
        keys = [one.key for one in rows.order_by("pk").only("pk")]
        gone = everything_of(Agency.objects.filter(demonstration=True))
        if gone:
            data = {"proceedings": keys}
            record("reviews.demo_remove", actor=OPERATOR, agency=None, object="demo", data=data, at=at)
    return len(keys)


def everything_of(agencies: AgencyQuerySet) -> int:
    """Rows before what they point to, files with the commit; how many rows."""
    rows = Proceeding.objects.filter(agency__in=agencies)
    files = set(ProceedingFile.objects.filter(proceeding__in=rows).values_list("file", flat=True))
    rows.update(after_review=None)
    count = rows.delete()[0] + Reading.objects.filter(agency__in=agencies).delete()[0]
    documents.forget(files)
    return count


def _last_working_day(today: date) -> date:
    day = today - timedelta(days=1)
    while not official().is_working(day):
        day -= timedelta(days=1)
    return day

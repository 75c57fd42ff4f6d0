"""Which questionnaires somebody may see.

visible(user, on=…)              at the desk
open_now(on)                     those that the public may answer
published()                      those whose results everybody may read
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, within
from gongkai.supervision.appraisal.states import Opening, Place, State
from gongkai.supervision.models import Questionnaire


def visible(user: Who, *, on: date, verb: str = "supervision.view") -> QuerySet[Questionnaire]:
    """What one's own agency organises; what appraised it, once the results are public."""
    mine = within(user, verb, on=on)
    ours = Q(agency__in=mine)
    if verb == "supervision.view":
        ours |= Q(state=State.PUBLISHED, appraised__agency__in=mine)
    return Questionnaire.objects.filter(pk__in=Questionnaire.objects.filter(ours).values("pk")).select_related(
        "agency"
    )


def open_now(on: date) -> QuerySet[Questionnaire]:
    """The nearest end first."""
    rows = Questionnaire.objects.filter(state=State.OPEN, opens_on__lte=on, closes_on__gte=on)
    return rows.select_related("agency").order_by("closes_on", "pk")


def published() -> QuerySet[Questionnaire]:
    """The newest first."""
    rows = Questionnaire.objects.filter(state=State.PUBLISHED)
    return rows.select_related("agency").order_by("-ended_on", "-pk")


def concerning(rows: QuerySet[Questionnaire], agency: Agency) -> QuerySet[Questionnaire]:
    """Organised by this agency, or about it."""
    about = Questionnaire.objects.filter(Q(agency=agency) | Q(appraised__agency=agency)).values("pk")
    return rows.filter(pk__in=about)


def on_answers(agency: Agency, on: date) -> QuerySet[Questionnaire]:
    """Offered to everybody beside what became of a request to this agency."""
    rows = concerning(open_now(on), agency).filter(place=Place.ANSWERS)
    return rows.filter(pk__in=Questionnaire.objects.filter(panels__opening=Opening.ANYONE).values("pk"))

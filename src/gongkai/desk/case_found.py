"""The case that an address names, for this person: through ``visible`` or not there."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.cases import queries
from gongkai.cases.acting import allowed
from gongkai.cases.models import Case

from .access import Asking, there


def visible(asking: Asking) -> QuerySet[Case]:
    """Every case that this person may see, with what a line of it needs."""
    found = queries.visible(asking.person, on=asking.on)
    return found.select_related("agency", "unit", "handler", "applicant")


def case_of(asking: Asking, pk: int) -> Case:
    """The case, or a page that is not there."""
    return there(lambda: visible(asking).get(pk=pk))


def may(asking: Asking, permission: str, case: Case) -> bool:
    """As one of the agency, or of the office the case was given to."""
    return allowed(asking.person, permission, case, on=asking.on)

"""How long an answer usually takes, from the agency's own cases."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median

from gongkai.agencies.calendars import calendar_for
from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.cases.words import Kind

_PERIOD = timedelta(days=365)
# Below this, the figure would tell of single requests.
FEWEST = 5


def usual_days(agency: Agency, *, on: date) -> int | None:
    """The median of the working days from receipt to answer, over the answers of the last twelve months; None for
    fewer than five of them."""
    rows = Case.objects.filter(
        agency=agency, kind=Kind.DISCLOSURE, answered_on__gt=on - _PERIOD, answered_on__lte=on,
        received_on__isnull=False,
    ).values_list("received_on", "answered_on")  # fmt: skip
    calendar = calendar_for(agency)
    days = [calendar.between(received, answered) for received, answered in rows if received and answered]
    return round(median(days)) if len(days) >= FEWEST else None

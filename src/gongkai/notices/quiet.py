"""The hours in which an agency sends no text message. Mails make no noise and are not held back.

hours(agency) -> (begins, ends)          those it has set, else the usual ones
put(user, agency, *, begins, ends, at)   set them
free_from(agency, at) -> datetime        ``at`` itself, or the end of the quiet hours it falls into
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.notices.models import QuietHours

# No rule of the law: our reading of what a citizen may be spared.
USUAL = (time(20), time(8))


def hours(agency: Agency) -> tuple[time, time]:
    found = QuietHours.objects.filter(agency=agency).first()
    return (found.begins, found.ends) if found else USUAL


@transaction.atomic
def put(user: Who, agency: Agency, *, begins: time, ends: time, at: datetime) -> QuietHours:
    """``begins`` equal to ``ends``: none. What waits in the outbox is held back anew when its turn comes."""
    ensure(user, "cases.settings", agency, on=day(at))
    made, _ = QuietHours.objects.update_or_create(agency=agency, defaults={"begins": begins, "ends": ends})
    data = {"begins": begins.isoformat("minutes"), "ends": ends.isoformat("minutes")}
    record("notices.quiet", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made


def free_from(agency: Agency, at: datetime) -> datetime:
    return after(at, *hours(agency))


def after(at: datetime, begins: time, ends: time) -> datetime:
    """The same instant where it is not quiet, else the end of that quiet; in the time of Shanghai."""
    local = timezone.localtime(at)
    now = local.time()
    over_midnight = ends < begins
    quiet = (now >= begins or now < ends) if over_midnight else begins <= now < ends
    if not quiet:
        return at
    tomorrow = timedelta(days=1) if over_midnight and now >= begins else timedelta()
    return timezone.make_aware(datetime.combine(local.date() + tomorrow, ends))

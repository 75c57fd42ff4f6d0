"""On 1 January the report of the year that ended is opened for everybody who owes one: a draft out of the records.

owing(year) -> [Agency]                 who owes a report, wherever it stands in the tree, in official order
open_year(at, *, limit) -> int          the periodic job: how many were opened

One that has any version of the year already, compiled or from a file, is left alone: so the job may run as often
as it likes, and whoever is entered or found missing later is opened then.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.who import day
from gongkai.errors import GongkaiError, Refused
from gongkai.jobs.registry import Periodic, register
from gongkai.reports.compiling.bodies import FIRST_YEAR
from gongkai.reports.compiling.opening import open_compiled
from gongkai.reports.district import tree
from gongkai.reports.models import ReportVersion

log = logging.getLogger(__name__)

EVERY: Final = timedelta(hours=1)
# A run ends in time before another process would take it over; the next one goes on.
AT_A_TIME: Final = 200


class NotOpened(GongkaiError):
    """A report of the year could not be opened; the others were."""

    code = "reports.not-opened"


def owing(year: int) -> list[Agency]:
    """Who was there on 31 December, or ended in the year with nobody to carry on (``statute.form.tree``)."""
    agencies = {str(one.pk): one for one in Agency.objects.order_by("rank")}
    roots = [one for one in agencies.values() if one.parent_id is None]
    found = []
    for root in roots:
        below = [one for one in agencies.values() if (one.path or "").startswith(root.path or "-")]
        bodies = tree([one for one in below if one.pk != root.pk], top=root).bodies
        found += [agencies[code] for code, body in bodies.items() if body.reports and body.owes(year)]
    return found


def open_year(at: datetime, *, limit: int = AT_A_TIME) -> int:
    """Each in its own transaction. NotOpened, naming them, when some could not be; the rest are opened."""
    year = day(at).year - 1
    if year < FIRST_YEAR:
        return 0
    there = set(ReportVersion.objects.filter(report__year=year).values_list("report__agency", flat=True))
    opened, faults = 0, list[str]()
    for agency in owing(year):
        if agency.pk in there:
            continue
        if opened + len(faults) >= limit:
            break
        try:
            open_compiled(OPERATOR, agency, year, at=at)
            opened += 1
        except Refused as refusal:
            log.warning("a report was not opened", extra={"job": "reports.open", "object": agency.key})
            faults.append(f"“{agency.name}”：{refusal}")
    if faults:
        raise NotOpened(f"{year}年度报告有{len(faults)}个机关没有自动开始编制。{faults[0]}")
    return opened


register(Periodic("reports.open", "开始编制上一年度的报告", EVERY, open_year))

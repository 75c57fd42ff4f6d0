"""The pages of a supervisor with many bodies below. The last line is JSON.

Every body has its accepted report of the year; one in ten has not filed. Questions are the same however often a
page is asked for; that they do not grow with the bodies is what the two sizes show.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from datetime import UTC, date, datetime
from typing import Any

from benchmarks.annual_rollup import report
from gongkai.server import migrate, prepare

YEAR, SINCE = 2024, date(2010, 1, 1)
AT = datetime(2025, 3, 2, 2, tzinfo=UTC)
_ROUNDS, _BATCH = 25, 100


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--bodies", type=int, required=True)
    options = given.parse_args()
    prepare()
    migrate()
    district = written(options.bodies)
    pages = {
        "who has filed": f"/desk/reports/?year={YEAR}",
        "the totals": f"/desk/reports/districts/{district.pk}/{YEAR}/totals/",
        "the supervisor's board": "/desk/supervision/board/",
    }
    visitor = _visitor(district)
    print(json.dumps({"pages": {name: looked_at(visitor, path) for name, path in pages.items()}}))


def written(bodies: int) -> Any:
    from gongkai.agencies.models import Agency

    district = Agency.objects.create(
        name="示范省人民政府", kind="government", valid_from=SINCE, path="/1/", rank="1"
    )
    below = Agency.objects.bulk_create(
        Agency(name=f"示范第{n}局", kind="department", parent=district, valid_from=SINCE, path=f"/1/{n + 1}/",
               rank=f"1{n:05d}")
        for n in range(1, bodies + 1)
    )  # fmt: skip
    rng = random.Random(3)
    filed = [one for n, one in enumerate(below) if n % 10]
    for start in range(0, len(filed), _BATCH):
        _file(filed[start : start + _BATCH], rng)
    return district


def _file(agencies: list[Any], rng: random.Random) -> None:
    from django.db import transaction

    from gongkai.readers.document import Reading
    from gongkai.reports import figures
    from gongkai.reports.models import Report, ReportFigure, ReportVersion
    from gongkai.reports.states import State
    from gongkai.reports.stored import dump_content

    with transaction.atomic():
        reports = Report.objects.bulk_create(Report(agency=one, year=YEAR, created_at=AT) for one in agencies)
        values = [report(rng) for _ in reports]
        versions = ReportVersion.objects.bulk_create(
            ReportVersion(report=one, number=1, state=State.ACCEPTED, edition="2021",
                          content=dump_content(value), created_at=AT, accepted_at=AT,
                          submitted_at=AT)
            for one, value in zip(reports, values, strict=True)
        )  # fmt: skip
        for version, value in zip(versions, values, strict=True):
            ReportFigure.objects.bulk_create(figures.rows(version, Reading(value, (), {}), YEAR))


def _visitor(district: Any) -> Any:
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from gongkai.agencies import people
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.roles import Role

    invited = people.invite(
        "supervisor", name="主管", agency=district, role=Role.SUPERVISOR, by=OPERATOR, at=AT
    )  # fmt: skip
    Authenticator.objects.create(user=invited.person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    client.force_login(invited.person)
    return client


def looked_at(visitor: Any, path: str) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def look() -> None:
        assert visitor.get(path, headers={"host": "localhost"}).status_code == 200, path

    look()
    with CaptureQueriesContext(connection) as asked:
        look()
    # The next request begins the log anew.
    questions = len(asked)
    times = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        look()
        times.append((time.perf_counter() - began) * 1000)
    return {"questions": questions, "median": statistics.median(times), "p95": sorted(times)[-2]}


if __name__ == "__main__":
    main()

"""Publishes reports in the installation that the environment names: several years, one correction, a long name.

Run as ``python -m tests.e2e.portal_reports`` after ``tests.e2e.district``.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

import django

LONG = "示范区高新技术产业开发区与综合保税区管理委员会行政审批和政务服务管理局（示范区公共资源交易监督管理办公室）"
NOTE = "行政许可少计一件，由12件更正为13件。"
_SHANGHAI = ZoneInfo("Asia/Shanghai")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from gongkai.agencies import actions as agencies
    from gongkai.agencies.kinds import Kind
    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR

    district = Agency.objects.get(name="示范区人民政府")
    long = agencies.create(
        LONG, kind=Kind.DEPARTMENT, parent=district, order=60, valid_from=date(2015, 1, 1), by=OPERATOR,
        at=datetime(2015, 1, 1, tzinfo=_SHANGHAI),
    )  # fmt: skip
    housing = Agency.objects.get(name="示范区住房和城乡建设局")
    for year in (2022, 2023, 2024):
        publish(housing, year, 1234567 if year == 2023 else 12)
    publish(long, 2024, 12)
    correct(housing)


def publish(agency: object, year: int, licences: int) -> None:
    from gongkai import writers
    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.readers import read
    from gongkai.reports import actions, tasks
    from tests.reports.made import report

    assert isinstance(agency, Agency)
    at = datetime(year + 1, 1, 20, 9, 0, tzinfo=_SHANGHAI)
    change = {"行政许可/本年处理决定数量": licences}
    data = writers.write(report(agency.name, year, carried=3, to_next=3, change=change), "json")
    (intake,) = actions.take_in(OPERATOR, [actions.Dropped(f"{year}.json", data)], agency=agency, year=year, at=at)
    tasks.work(at, read=read)
    version = actions.accept(OPERATOR, intake.versions.get(), at=at)
    actions.publish(OPERATOR, version, at=at)


def correct(agency: object) -> None:
    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.reports import actions, published

    assert isinstance(agency, Agency)
    at = datetime(2025, 2, 3, 10, 30, tzinfo=_SHANGHAI)
    fresh = actions.revise(OPERATOR, published.reports(agency=agency, year=2024).get(), note=NOTE, at=at)
    actions.correct_cell(OPERATOR, fresh, cell="行政许可/本年处理决定数量", value=13, reason="少计", at=at)
    fresh.refresh_from_db()
    actions.publish(OPERATOR, actions.accept(OPERATOR, fresh, at=at), at=at)


if __name__ == "__main__":
    main()

"""Lays down what hangs on the list of an agency: owners, what is owed, counts, a suggestion, a list handed over.

Run as ``python -m tests.e2e.listed`` after ``tests.e2e.portal_items``.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import django

AT = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from gongkai.accounts.models import Person
    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.publication import (
        columns,
        converting,
        counts,
        guide,
        handing_over,
        nothing_new,
        obligations,
        owners,
        work_rules,
    )

    housing = Agency.objects.get(name="示范区住房和城乡建设局")
    clerk = Person.objects.get(username="jingban")
    standby = Person.objects.get(username="jingban2")
    line = columns.listed(housing, AT.date()).filter(period="penalty").first() or columns.add(
        OPERATOR, housing, title="行政处罚决定", period="penalty", column_type="行政处罚", at=AT
    )
    owners.appoint(OPERATOR, line, person=clerk, unit="综合科", from_on=date(2026, 1, 1), at=AT)
    owners.appoint(OPERATOR, line, person=standby, stand_in=clerk, unit="法规科", from_on=date(2026, 3, 1), at=AT)
    nothing_new.confirm(OPERATOR, line, from_on=date(2025, 10, 1), until_on=date(2025, 12, 31),
                        reason="没有具有一定社会影响的处罚决定", at=AT)  # fmt: skip
    today = datetime.now(AT.tzinfo)
    for title, days, more in (
        ("某建设公司违法施工的行政处罚决定书", 3, {"column": line}),
        ("2026年部门预算", 30, {"period": "budget-department"}),
        ("关于公布老旧小区改造计划的通知", 2, {}),
    ):
        obligations.enter(
            OPERATOR, housing, title=title, formed_on=(today - timedelta(days=days)).date(), at=today, **more
        )  # type: ignore[arg-type]  # the fields of one of them
    done = obligations.enter(OPERATOR, housing, title="重复登记的通知", formed_on=date(2026, 3, 2), at=AT)
    obligations.excuse(OPERATOR, done, reason="与另一件重复", at=AT)
    for what, number in (("licence", 126), ("penalty", 34)):
        counts.enter(OPERATOR, housing, year=2026, what=what, number=number, at=AT)
    counts.enter(OPERATOR, housing, year=2026, what="penalty", number=8, source="执法平台", at=AT)
    counts.set_target(OPERATOR, housing, year=2026, number=60, at=AT)
    work_rules.make(OPERATOR, housing, title="依申请公开工作制度", made_on=date(2025, 1, 6), at=AT)
    converting.suggest(OPERATOR, housing, title="2025年老旧小区改造工程中标单位名单", applicants=2,
                       cases=["示住建申〔2026〕3号", "示住建申〔2026〕8号"], at=AT)  # fmt: skip
    handing_over.hand_over(OPERATOR, housing, kind="archive", receiver="示范区档案馆", until_on=AT.date(), at=AT)
    guide.edit(OPERATOR, housing, other="本指南每年修订一次。", at=AT)


if __name__ == "__main__":
    main()

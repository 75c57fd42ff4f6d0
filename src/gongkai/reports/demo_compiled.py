"""The demonstration's annual reports of 2024 that are compiled here, each in another state.

create(at)    the street office whose year is whole has a draft, another one a published report, a township one
              that was signed, filed and returned
remove(at)    nothing: ``reports.demo`` takes every report of the demonstration away

Made after everything that they tell of (``SHOWN``). Their figures are those of the records, and each opens onto
them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.models import Agency, Membership
from gongkai.agencies.permissions import OPERATOR, Who
from gongkai.agencies.roles import Role
from gongkai.cases.importing import import_cases
from gongkai.cases.ledger import COLUMNS
from gongkai.errors import Refused
from gongkai.publication import counts
from gongkai.publication.models import YearCount
from gongkai.reports import actions
from gongkai.reports.demo import COMPILED, DRAFTED, FILED, RETURNED, YEAR, number_of
from gongkai.reports.models import Report, ReportVersion
from gongkai.reports.reviewing import unexplained
from gongkai.review.importing import import_reviews
from gongkai.supervision import actions as works
from gongkai.supervision.models import Problem
from gongkai.writers.spreadsheet import xlsx_bytes

# Number, day and way of receipt, class, who, document, contact, what, decided, row, number, served, fee.
_CASES: Final = (
    ("城西〔2024〕1号", "2024-02-19", "窗口", "公民", "宁某某", "", "000-55590011", "老旧小区改造项目清单",
     "2024-03-11", "3.1", "", "2024-03-13", ""),
    ("城西〔2024〕2号", "2024-05-06", "邮寄", "公民", "苗某某", "", "000-55590012", "沿街门头改造补偿标准",
     "2024-06-03", "3.4.1", "", "2024-06-05", ""),
    ("城西〔2024〕3号", "2024-07-08", "窗口", "企业", "示范区某某物业公司（演示）", "", "000-55590013",
     "物业服务企业考核结果", "2024-08-02", "3.1", "", "2024-08-05", ""),
    ("城西〔2024〕4号", "2024-09-18", "邮寄", "公民", "卜某某", "", "000-55590014", "停车场规划图纸",
     "2024-10-21", "3.5.1", "", "2024-10-23", ""),
)  # fmt: skip
_REVIEWS: Final = ("类型", "收到日期", "关联申请编号", "结案日期", "结果")
_REVIEWED: Final = (("行政复议", "2024-07-15", "城西〔2024〕2号", "2024-09-02", "结果维持"),)
_PROBLEM: Final = {
    "on": date(YEAR, 12, 10), "title": "公开的形式较为单一", "measure": "增加图文解读和现场宣讲",
    "person": "党政办公室", "due_on": date(YEAR + 1, 6, 30),
}  # fmt: skip
_WRONG: Final = "第五部分没有内容：没有写存在的主要问题和改进措施。请补充后重新报送。"


def create(at: datetime) -> None:
    """What is there already stays as it is; each report is made whole or not at all."""
    if timezone.localdate(at).year <= YEAR:
        return
    here = {number_of(one): one for one in Agency.objects.filter(demonstration=True)}
    for number in COMPILED:
        agency = here.get(number)
        if agency is not None and not Report.objects.filter(agency=agency, year=YEAR).exists():
            with transaction.atomic():
                _made(agency, number, at)


def remove(at: datetime) -> int:
    """See above."""
    return 0


def _made(agency: Agency, number: int, at: datetime) -> None:
    if number == DRAFTED:
        actions.open_compiled(_in(agency, Role.CLERK), agency, YEAR, at=at - timedelta(hours=9))
        return
    _records(agency, with_cases=number == FILED, at=at)
    # In January, as it is done; nobody of the demonstration was there yet.
    then = min(datetime(YEAR + 1, 1, 13, 9, tzinfo=timezone.get_default_timezone()), at - timedelta(days=1))
    version = actions.open_compiled(OPERATOR, agency, YEAR, at=then)
    _signed(version, then + timedelta(hours=2))
    if number == FILED:
        reasons = dict.fromkeys(_in_error(version), "演示：已与记录核对。")
        actions.accept(OPERATOR, version, reasons=reasons, at=then + timedelta(hours=5))
        actions.publish(OPERATOR, version, at=then + timedelta(hours=6))
    elif number == RETURNED:
        actions.return_(OPERATOR, version, comments=_WRONG, at=then + timedelta(hours=7))


def _records(agency: Agency, *, with_cases: bool, at: datetime) -> None:
    """What the year has to tell of an office of which nothing else is shown."""
    for what in YearCount.What:
        counts.enter(OPERATOR, agency, year=YEAR, what=what, number=0, at=at)
    if not with_cases:
        return
    cases = import_cases(OPERATOR, agency, xlsx_bytes("台账", COLUMNS, [list(one) for one in _CASES]), at=at)
    reviews = import_reviews(OPERATOR, agency, xlsx_bytes("台账", _REVIEWS, [list(o) for o in _REVIEWED]), at=at)
    works.enter(OPERATOR, agency, Problem, _PROBLEM, at=at)
    if not (cases.applied and reviews.applied):
        raise Refused("演示的2024年台账有误。")


def _signed(version: ReportVersion, at: datetime) -> None:
    actions.hand_up(OPERATOR, version, at=at)
    on, later = timezone.localdate(at), at + timedelta(hours=1)
    actions.sign(OPERATOR, version, name="演示负责人", signed_on=on, at=later)


def _in_error(version: ReportVersion) -> list[str]:
    """The relations that its acceptance needs a reason for."""
    version.refresh_from_db()
    return unexplained(version, {})


def _in(agency: Agency, role: Role) -> Who:
    """Whoever the demonstration has there, else the operator."""
    found = Membership.objects.filter(agency=agency, role=role).select_related("person").first()
    return found.person if found else OPERATOR

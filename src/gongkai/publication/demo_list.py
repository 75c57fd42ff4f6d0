"""What hangs on the lists of the demonstration: guides, rules of the work, what is owed, counts of two years.

create(agencies, at)            by the same actions as any other; ``demo_removing`` takes it away
without_a_list(agencies, at)    of those that have none: guide and rules
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

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
    work_rules,
)
from gongkai.publication.demo_data import Old
from gongkai.publication.models import Column, Item
from gongkai.publication.queries import shown

_TEXTS: Final[dict[str, Any]] = {
    "classification": "按《条例》第二十条、第二十一条的事项分类，见本机关的法定主动公开内容。",
    "arrangement": "每条信息载明索引号、名称、内容概述、生成日期、文号、发文机关、有效性，按公开日期排列。",
    "ways": "在政府网站本机关的政府信息公开专栏检索、查阅和下载。\n也可以到区档案馆、区图书馆和政务服务大厅查阅。",
    "complaint": "认为本机关没有按规定公开政府信息的，可以向示范区人民政府办公室投诉、举报，电话0000-0000001。",
    "requesting": "当面、邮寄或者在政府网站提交申请，写明姓名或者名称、身份证明、联系方式，所需信息的名称、文号"
    "或者便于查询的其他特征，以及获取信息的方式、途径。\n不收取检索、复制、邮寄等费用；明显超过合理范围的，"
    "可以收取信息处理费。\n自收到申请之日起20个工作日内答复，需要延长的最多延长20个工作日。",
    "remedies": "认为本机关在政府信息公开工作中侵犯其合法权益的，可以依法申请行政复议或者提起行政诉讼。",
}  # fmt: skip
_RULE_MADE: Final = 200
_RULES: Final = ("政府信息公开审查制度", "依申请公开政府信息办理制度", "政府信息主动公开动态调整制度")
# Title, formed so many days ago, period; what the public sees already fulfils nothing of it.
_OWED: Final = (
    ("关于开展冬季安全生产检查的通知", 6, "ordinary"),
    ("某公司未取得许可从事经营活动的行政处罚决定", 5, "penalty"),
    ("本年度部门预算调整方案", 24, "budget-department"),
    ("三季度工作要点完成情况", 40, "ordinary"),
)
_COUNTS: Final = (("licence", 126), ("penalty", 34), ("coercion", 2), ("charge", "2.02"))


def create(agencies: Iterable[Agency], at: datetime) -> None:
    """For each of them that has a list; the first has most."""
    today = timezone.localdate(at)
    for n, agency in enumerate(agencies):
        _guide(agency, at - timedelta(days=100))
        _rules(agency, 3 - n % 2, at)
        if n < 3:
            _owed(agency, today, at)
            _counts(agency, today.year, at)
        if n == 0:
            _once(agency, today, at)


def without_a_list(agencies: Iterable[Agency], at: datetime) -> None:
    """The government and whoever else has no list of their own: a guide and rules, so that no section is empty."""
    for agency in agencies:
        _guide(agency, at - timedelta(days=100))
        _rules(agency, 3, at)


def text_of_a_rule(number: int, agency: Agency) -> Old:
    """What the public reads of the first rule: an item of the agency's old list."""
    body = (
        f"第一条　{agency.name}公开的每一条信息，公开前经科室审核、公开审查和保密审查。\n"
        "第二条　先审查、后公开，谁审查、谁负责。"
    )
    return Old(agency=number, made=_RULE_MADE, title=f"{agency.name}{_RULES[0]}", category="20.1", body=body)


def _rules(agency: Agency, number: int, at: datetime) -> None:
    today = timezone.localdate(at)
    for k, title in enumerate(_RULES[:number]):
        made_on = today - timedelta(days=_RULE_MADE + 100 * k)
        rule = work_rules.make(OPERATOR, agency, title=title, made_on=made_on, at=at)
        item = shown().filter(agency=agency, title=f"{agency.name}{title}").first()
        if item is not None:
            work_rules.publish_as(OPERATOR, rule, item=item, at=at)


def _guide(agency: Agency, at: datetime) -> None:
    """Published where the agency record is whole, else it stays a draft that says what is missing."""
    draft = guide.edit(OPERATOR, agency, at=at, **_TEXTS)
    if not guide.page(draft).missing:
        guide.publish(OPERATOR, draft, at=at)


def _owed(agency: Agency, today: date, at: datetime) -> None:
    leaves = {one.period: one for one in columns.leaves(agency, today)}
    for title, days, period in _OWED:
        obligations.enter(
            OPERATOR, agency, title=title, formed_on=today - timedelta(days=days), period=period,
            column=leaves.get(period), at=at,
        )  # fmt: skip
    for item in shown().filter(agency=agency, made_on__gt=date(today.year, 1, 1)).order_by("-made_on")[:4]:
        _kept(agency, item, leaves.get("ordinary"), at)


def _kept(agency: Agency, item: Item, column: Column | None, at: datetime) -> None:
    """An obligation that an item fulfilled, in time or late as it happened to be."""
    assert item.made_on is not None
    obligations.enter(
        OPERATOR, agency, title=item.title, formed_on=item.made_on, column=item.column or column, item=item, at=at
    )


def _counts(agency: Agency, year: int, at: datetime) -> None:
    for back in (0, 1):
        for what, number in _COUNTS:
            given: Any = Decimal(number) / 1 if what == "charge" else int(number) - back * 2
            counts.enter(OPERATOR, agency, year=year - back, what=what, number=max(given, Decimal(0)), at=at)
    counts.set_target(OPERATOR, agency, year=year, number=40, at=at)


def _once(agency: Agency, today: date, at: datetime) -> None:
    """A quarter without anything new, a suggestion to publish, a list that went to the archive."""
    quiet = next((one for one in columns.leaves(agency, today) if not one.items.exists()), None)
    if quiet is not None:
        first, last = nothing_new.quarter(today.year - 1, 4)
        nothing_new.confirm(OPERATOR, quiet, from_on=first, until_on=last, reason="没有新形成的信息", at=at)
    converting.suggest(
        OPERATOR, agency, title="上一年度专项资金分配结果（演示）", cases=["演示〔1〕号", "演示〔2〕号"],
        applicants=2, at=at,
    )  # fmt: skip
    if shown().filter(agency=agency).exists():
        handing_over.hand_over(OPERATOR, agency, kind="archive", receiver="示范区档案馆", until_on=today, at=at)

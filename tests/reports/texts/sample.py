"""The records of the street office whose report stands in tests/real/qiling-2024.txt, as the house has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.reports.texts.facts import Facts
from gongkai.reports.texts.knowing import Asked, Head, Published, known
from gongkai.reports.texts.library import Library, holding, library, read
from gongkai.reports.texts.naming import names
from gongkai.statute.form import Value, edition
from gongkai.supervision.models import (
    Activity,
    Appraisal,
    Article,
    Innovation,
    Meeting,
    Problem,
    Proposal,
    Spread,
    Training,
)
from gongkai.supervision.queries import Inspected, Suggested, YearRecords

HERE = Path(__file__).parent
YEAR = 2024
END = date(YEAR, 12, 31)


def head() -> Head:
    called = names("临淄区齐陵街道办事处", "临淄区人民政府")
    return Head(
        year=YEAR, agency="临淄区齐陵街道办事处", name=called.name, short=called.short, we=called.we,
        leadership=called.leadership, leaders=called.leaders, address="临淄区齐陵路67号", postcode="255430",
        phone="0533-7080070", email="dangzhengbangonggongyou@zb.shandong.cn", staff=1,
    )  # fmt: skip


def tables(**change: Value) -> dict[str, Value]:
    """Every figure of the sample: nought. ``change`` by the names below."""
    figures: dict[str, Value] = {cell.name: 0 for cell in edition("2021").cells}
    return figures | {_CELLS.get(name, name): value for name, value in change.items()}


_CELLS = {
    "received": "1/总计", "by_persons": "1/自然人", "carried": "2/总计", "answered": "3.7/总计",
    "given": "3.1/总计",
    "partly": "3.2/总计", "forward": "4/总计", "reviews": "行政复议/总计", "upheld": "行政复议/结果维持",
    "lawsuits": "未经复议直接起诉/总计", "lawsuits_upheld": "未经复议直接起诉/结果维持",
}  # fmt: skip


def published(**change: Any) -> Published:
    whole = Published(
        items=167,
        topic_items={"乡村振兴": 40, "安全生产": 30, "环境治理": 20, "民生服务": 77},
        way_items={"政府网站": 167, "政务公开宣传栏": 40},
        website=167,
        boards=40,
        classes={"主动公开": 167, "依申请公开": 6, "可不予公开": 3, "禁止公开": 1},
        steps=("整理草拟", "审核审查", "录入发布", "页面检查"),
        every_step=True,
        reviewed=167,
        errors_mended=2,
        rules=4,
        rules_new=1,
        obligations=26,
        columns=12,
        complaint_line=True,
    )
    return replace(whole, **change)


def asked(**change: Any) -> Asked:
    return replace(Asked(channels=("当面提交", "邮政寄送", "网上提交")), **change)


def records(**change: Any) -> YearRecords:
    whole = YearRecords(
        year=YEAR,
        trainings=(
            Training(pk=1, title="业务培训", on=date(YEAR, 3, 5), online=True, people=12),
            Training(pk=2, title="业务培训", on=date(YEAR, 6, 5), online=False, people=20),
            Training(
                pk=3, title="专题培训", on=date(YEAR, 9, 5), online=False, people=8, leader=True,
                materials="《中华人民共和国政府信息公开条例》；《2024年淄博市政务公开工作方案》",
            ),
        ),
        meetings=(Meeting(pk=1, title="政务公开专题会议", on=date(YEAR, 4, 1)),),
        spreads=(Spread(pk=1, title="公示栏规范化", on=date(YEAR, 11, 1)),),
        proposals=(Proposal(pk=1, title="第12号等建议", on=date(YEAR, 3, 1), kind="deputies", count=3),),
        articles=tuple(Article(pk=n, title=f"稿件{n}", on=date(YEAR, n, 10), outlet="区报") for n in range(1, 13)),
        activities=(
            Activity(
                pk=1, title="送岗到户", on=date(YEAR, 5, 1), kind="jobs", people=60, explained="创业就业政策",
                leaflets=200, posts=15,
            ),
            Activity(
                pk=2, title="救助政策宣讲", on=date(YEAR, 7, 1), kind="policy", explained="低保；特困人员救助",
            ),
            Activity(
                pk=3, title="救助政策宣讲", on=date(YEAR, 8, 1), kind="policy", explained="医疗救助；临时救助",
            ),
        ),
        innovations=(
            Innovation(pk=1, title="拓宽解读渠道，唱好政策落实“最强音”", on=date(YEAR, 5, 1)),
        ),
        appraisals=(
            Appraisal(pk=1, title="社会评议", on=date(YEAR, 12, 1), scale="良好、一般、差", result="良好"),
        ),
        inspections=tuple(
            Inspected(n, date(YEAR, 3 * n, 20), 95.0, 1, 1, False, f"inspection:{n}") for n in range(1, 5)
        ),
        suggestions=(Suggested(date(YEAR, 6, 1), True, "suggestion:1"),),
        problems=_problems(),
    )  # fmt: skip
    return replace(whole, **change)


def _problems() -> tuple[Problem, ...]:
    words = (
        (
            "思想认识方面尚需加强",
            "对于政务公开的重要性认识尚浅，工作积极性有待提升，对群众意见的吸纳重视程度不够，群众的知情权需进一步保障",
            "持续增强普及宣传的力度。通过多种媒体和宣传渠道发布公开信息，提升公众对街道相关信息的了解程度，以更好地服务社会",
        ),
        (
            "随着政府信息公开数量的持续增长，其管理水平和服务质量仍需进一步提升，以更好地满足人民群众对政府信息公开日益增长的需求",
            "",
            "持续优化公开工作机制。针对政府信息更新上传不够及时、信息发布量不足等问题，制定并完善相关管理制度，进一步明确责任分工，"
            "梳理整合政府信息资源，确保信息及时提供、定期维护，保障政府信息公开工作按照既定流程高效运行，便于公众查询",
        ),
        (
            "政府信息公开工作存在一定的时效性问题，亟须强化对信息公开的监督和管理力度，确保政府信息公开工作的透明度和规范性",
            "",
            "切实提升管理维护水平。依据职能配置，确保政府信息公开人员队伍稳定，通过专题会议等形式，有针对性地开展专业业务培训，"
            "不断提升信息工作人员的专业能力",
        ),
    )
    return tuple(
        Problem(pk=n, title=title, cause=cause, measure=measure, on=date(YEAR, 11, n))
        for n, (title, cause, measure) in enumerate(words, 1)
    )


def facts(**change: Any) -> Facts:
    """The facts of the sample; ``tables``, ``published``, ``asked``, ``records`` and ``head`` may be others."""
    return known(
        change.get("head", head()),
        change.get("tables", tables()),
        change.get("published", published()),
        change.get("asked", asked()),
        change.get("records", records()),
    )


@cache
def own() -> Library:
    """The shipped library with the district's own sentences."""
    _, sentences = read((HERE / "linzi.toml").read_text("utf-8"))
    return library(END).with_own(holding(sentences, END))

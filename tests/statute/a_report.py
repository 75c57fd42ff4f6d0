"""A sound report of 2024 to bend: no zero in tables 2 and 4, every column of table 3 filled, sums that hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gongkai.statute.form import AnnualReport, Origin, Section, Value, edition

PARTS = {
    "1": (66, 9, 2, 1, 3, 1),
    "2": (2, 0, 0, 0, 0, 0),
    "3.1": (22, 4, 1, 0, 1, 0),
    "3.2": (8, 1, 0, 0, 0, 0),
    "3.3.1": (1, 0, 0, 0, 0, 0),
    "3.3.4": (5, 1, 0, 0, 1, 0),
    "3.4.1": (20, 3, 1, 1, 1, 1),
    "3.5.1": (5, 0, 0, 0, 0, 0),
    "3.6.3": (4, 0, 0, 0, 0, 0),
    "4": (3, 0, 0, 0, 0, 0),
}
TABLE_2: dict[str, Value] = {
    "规章/本年制发件数": 1,
    "规章/本年废止件数": 2,
    "规章/现行有效件数": 14,
    "行政规范性文件/本年制发件数": 5,
    "行政规范性文件/本年废止件数": 1,
    "行政规范性文件/现行有效件数": 25,
    "行政许可/本年处理决定数量": 312,
    "行政处罚/本年处理决定数量": 47,
    "行政强制/本年处理决定数量": 3,
    "行政事业性收费/本年收费金额": Decimal("282.1"),
}
TABLE_4 = {"行政复议": (5, 1, 2, 1), "未经复议直接起诉": (2, 1, 1, 1), "复议后起诉": (1, 1, 1, 2)}
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
HEADINGS = edition("2021").sections
NUMERALS = "一二三四五六"


def table_3(parts: Mapping[str, tuple[int, ...]] = PARTS, code: str = "2021") -> dict[str, Value]:
    """All rows of table 3 with totals and （七）总计 worked out from the parts."""
    rows = [r.code for r in edition(code).table(3)[0].rows]
    given = {r: list(parts.get(r, (0,) * 6)) for r in rows}
    leaves = [r for r in rows if r.startswith("3.") and r != "3.7"]
    given["3.7"] = [sum(given[r][c] for r in leaves) for c in range(6)]
    return {f"{r}/{label}": v for r in rows for label, v in zip(COLUMNS, (*given[r], sum(given[r])), strict=True)}


def table_4(parts: Mapping[str, tuple[int, ...]] = TABLE_4) -> dict[str, Value]:
    return {
        f"{r}/{label}": v
        for r, values in parts.items()
        for label, v in zip(RESULTS, (*values, sum(values)), strict=True)
    }


def figures(changes: Mapping[str, Value] | None = None) -> dict[str, Value]:
    return {**TABLE_2, **table_3(), **table_4(), **(changes or {})}


def sections(texts: Mapping[int, str | tuple[str, ...]]) -> tuple[Section, ...]:
    """Sections 1 to 6, those not given with a text that claims nothing."""
    out = []
    for number, heading in enumerate(HEADINGS, 1):
        text = texts.get(number, TEXTS[number])
        paragraphs = (text,) if isinstance(text, str) else text
        out.append(Section(f"{NUMERALS[number - 1]}、{heading}", number, paragraphs, NUMERALS[number - 1]))
    return tuple(out)


TEXTS: dict[int, str | tuple[str, ...]] = {
    1: (
        "（一）主动公开。全年认真落实公开要求。",
        "（二）依申请公开。规范接收、登记、审核、答复各环节。",
        "（三）政府信息管理。落实先审后发。",
        "（四）政府信息公开平台建设。维护好门户网站专栏。",
        "（五）监督保障。将政务公开纳入考核。",
    ),
    2: (),
    3: (),
    4: (),
    5: "一是解读形式还不够丰富；二是队伍能力有待提升。下一步将加强培训。",
    6: "本年度收取信息处理费0元。",
}


def sound(
    changes: Mapping[str, Value] | None = None,
    texts: Mapping[int, str | tuple[str, ...]] | None = None,
    **fields: object,
) -> AnnualReport:
    """The sound report with some cells changed and some section texts put in."""
    report = AnnualReport(
        agency="示范市人民政府",
        year=2024,
        edition="2021",
        title="示范市人民政府2024年政府信息公开工作年度报告",
        period=(date(2024, 1, 1), date(2024, 12, 31)),
        sections=sections(texts or {}),
        figures=figures(changes),
    )
    return replace(report, **fields)  # type: ignore[arg-type]  # fields are named by the tests


def without(report: AnnualReport, *starts: str) -> AnnualReport:
    """The report with every cell whose name starts so taken away: it breaks off or lost rows."""
    kept = {n: v for n, v in report.figures.items() if not n.startswith(starts)}
    return replace(report, figures=kept)


def placed(report: AnnualReport, cell: str, place: str) -> AnnualReport:
    value = report.figures[cell]
    return replace(report, origins={**report.origins, cell: Origin(str(value), place)})

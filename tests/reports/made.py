"""Reports that add up, made from a few numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gongkai.statute.form import AnnualReport, Section, Value, edition

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
TITLES = edition("2021").sections


def report(
    agency: str = "示范区民政局",
    year: int = 2024,
    *,
    received: int = 5,
    carried: int = 2,
    to_next: int = 3,
    change: Mapping[str, Value] | None = None,
    drop: tuple[str, ...] = (),
) -> AnnualReport:
    """``received`` new requests by natural persons, and one by an enterprise; all answered but ``to_next``."""
    figures: dict[str, Value] = {c.name: 0 for c in edition("2021").cells}
    figures["行政许可/本年处理决定数量"] = 12
    figures["行政事业性收费/本年收费金额"] = Decimal("2.02")
    done = received + carried - to_next
    _row(figures, "1", (received, 1))
    _row(figures, "2", (carried, 0))
    _row(figures, "3.1", (done, 1))
    _row(figures, "3.7", (done, 1))
    _row(figures, "4", (to_next, 0))
    for cell in ("行政复议/结果维持", "行政复议/总计"):
        figures[cell] = 1
    figures.update(change or {})
    for cell in drop:
        del figures[cell]
    return replace(_head(agency, year), figures=figures)


def _row(figures: dict[str, Value], row: str, values: tuple[int, ...]) -> None:
    for column, value in zip(COLUMNS, values, strict=False):
        figures[f"{row}/{column}"] = value
    figures[f"{row}/总计"] = sum(values)


def _head(agency: str, year: int) -> AnnualReport:
    numerals = "一二三四五六"
    sections = tuple(
        Section(f"{n}、{title}", at, _TEXT.get(at, ()), n)
        for at, (n, title) in enumerate(zip(numerals, TITLES, strict=True), 1)
    )
    return AnnualReport(
        agency=agency,
        year=year,
        edition="2021",
        title=f"{agency}{year}年政府信息公开工作年度报告",
        period=(date(year, 1, 1), date(year, 12, 31)),
        preamble=(f"本报告统计期限为{year}年1月1日至{year}年12月31日。",),
        sections=sections,
    )


_TEXT = {
    1: (
        "（一）主动公开。按时发布各类信息。",
        "（二）依申请公开。依法办理。",
        "（三）政府信息管理。定期清理。",
        "（四）政府信息公开平台建设。维护网站专栏。",
        "（五）监督保障。组织培训。",
    ),
    5: ("存在的问题是解读形式单一。下一步丰富解读形式。",),
    6: ("本年度未收取信息处理费。",),
}

"""Sentences as offices write them, each put into one report and checked: what the text says wrongly is told,
what is no contradiction is not. ``sentences.tsv``: sign, section, agency, figures, sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.statute.form import AnnualReport, Section, Value, check, edition

FORM = edition("2021")
# Row of table 3 -> 自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他; the rest is 0.
ROWS = {
    "1": (58, 7, 0, 0, 1, 0), "2": (2, 0, 0, 0, 0, 0), "3.1": (18, 2, 0, 0, 0, 0), "3.2": (16, 1, 0, 0, 0, 0),
    "3.3.6": (3, 0, 0, 0, 0, 0), "3.3.7": (2, 0, 0, 0, 0, 0), "3.4.1": (10, 2, 0, 0, 0, 0),
    "3.4.2": (1, 0, 0, 0, 0, 0), "3.5.1": (2, 0, 0, 0, 0, 0), "3.5.2": (0, 1, 0, 0, 0, 0),
    "3.6.1": (1, 1, 0, 0, 0, 0), "3.6.3": (2, 0, 0, 0, 1, 0), "3.7": (55, 7, 0, 0, 1, 0), "4": (5, 0, 0, 0, 0, 0),
}  # fmt: skip
REMEDIES = {"行政复议": (4, 1, 2, 1), "未经复议直接起诉": (1, 0, 1, 0), "复议后起诉": (2, 1, 0, 1)}
OTHERS: dict[str, Value] = {
    "行政规范性文件/本年制发件数": 3,
    "行政规范性文件/本年废止件数": 2,
    "行政规范性文件/现行有效件数": 25,
    "行政许可/本年处理决定数量": 1200,
    "行政处罚/本年处理决定数量": 86,
    "行政强制/本年处理决定数量": 4,
    "行政事业性收费/本年收费金额": Decimal("25.1"),
}
TEXTS = {
    1: "贯彻落实条例。\n（一）主动公开。及时发布信息。\n（二）依申请公开。{}\n（三）政府信息管理。落实三审三校。\n"
    "（四）平台建设。做好网站维护。\n（五）监督保障。开展培训，接受社会评议。",
    5: "存在解读形式单一等问题，下一步将加强培训。{}",
    6: "{}",
}
USUAL = {1: "规范办理政府信息公开申请。", 6: "本年度未收取信息处理费，无其他需要报告的事项。"}


def figures() -> dict[str, Value]:
    out: dict[str, Value] = dict.fromkeys((c.name for c in FORM.cells), 0)
    out |= OTHERS
    for table, rows in ((3, ROWS), (4, REMEDIES)):
        columns = [c.label for c in FORM.table(table)[0].columns]
        for row, values in rows.items():
            out |= {f"{row}/{c}": n for c, n in zip(columns, (*values, sum(values)), strict=True)}
    return out


ZEROS: dict[str, Value] = dict.fromkeys((c.name for c in FORM.cells), 0)
FIGURES = {"figures": figures(), "zeros": ZEROS}


def report(section: int, agency: str, which: str, sentence: str) -> AnnualReport:
    """A sound report with one sentence put into a section."""
    texts = {n: TEXTS.get(n, "{}").format(sentence if n == section else USUAL.get(n, "")) for n in range(1, 7)}
    sections = tuple(
        Section(
            f"{'一二三四五六'[n - 1]}、{name}",
            n,
            tuple(t for t in texts[n].split("\n") if t),
            "一二三四五六"[n - 1],
        )
        for n, name in enumerate(FORM.sections, 1)
    )
    year = (date(2024, 1, 1), date(2024, 12, 31))
    return AnnualReport(agency, 2024, "2021", period=year, sections=sections, figures=FIGURES[which])


LINES = [
    line.split("\t") for line in (Path(__file__).parent / "sentences.tsv").read_text("utf-8").splitlines()[1:]
]


def test_the_report_itself_is_sound() -> None:
    told = [f for w in FIGURES for f in check(report(2, "临江区人民政府", w, "")) if f.severity != "hint"]
    assert told == []


@pytest.mark.parametrize(("sign", "section", "agency", "which", "sentence"), LINES, ids=[x[-1] for x in LINES])
def test_a_sentence(sign: str, section: str, agency: str, which: str, sentence: str) -> None:
    told = check(report(int(section), agency, which, sentence))
    relations = {f.relation for f in told if f.severity != "hint"}
    assert relations == {"-": set(), "+": {"A6"}}.get(sign, {sign})

"""Invented reports for the demonstration: they add up, follow on from year to year, and say in their text what
stands in their tables. No database, no chance: the same agency and year always give the same report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from gongkai.statute.form import AnnualReport, Contact, Section, Value, counted, edition

FIRST_YEAR = 2021
_FORM = edition("2021")
_COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_NUMERALS = "一二三四五六"
# Where what is answered goes; the first takes what the others leave.
_OUTCOMES = ("3.1", "3.2", "3.3.4", "3.4.1", "3.5.1", "3.6.3")


@dataclass(frozen=True, slots=True)
class Author:
    """The agency that reports; ``number`` makes its figures differ from its sisters'."""

    name: str
    number: int
    contact: Contact = field(default_factory=Contact)
    licenses: bool = True
    # Carries no request over and has no normative document: so its own reports fit around one that is compiled.
    plain: bool = False


def report(author: Author, year: int) -> AnnualReport:
    """The 2021 form, complete and without a finding."""
    return _written(author, year, _figures(author, year))


def rolled_up(author: Author, year: int, parts: Sequence[AnnualReport]) -> AnnualReport:
    """A government's own report: the sum of those that make it up (A9)."""
    figures: dict[str, Value] = {
        c.name: sum((counted(p.value(c.name)) or 0 for p in parts), start=0) for c in _FORM.cells
    }
    return _written(author, year, figures)


def with_a_slip(made: AnnualReport) -> AnnualReport:
    """One figure mistyped: a row and a column no longer add up, and one cell explains both."""
    cell = "3.1/自然人"
    return replace(made, figures={**made.figures, cell: (counted(made.value(cell)) or 0) + 1})


def with_another_number_in_the_text(made: AnnualReport) -> AnnualReport:
    """The text says one request more than table 3 has."""
    received = counted(made.value("1/总计")) or 0
    old, new = _received_words(int(received)), _received_words(int(received) + 1)
    sections = tuple(
        replace(s, paragraphs=tuple(p.replace(old, new) for p in s.paragraphs)) for s in made.sections
    )
    return replace(made, sections=sections)


def _figures(author: Author, year: int) -> dict[str, Value]:
    figures: dict[str, Value] = {c.name: 0 for c in _FORM.cells}
    n = author.number
    if not author.plain:
        figures |= _documents(n, year)
    if author.licenses:
        figures["行政许可/本年处理决定数量"] = 40 + (n * 37 + year * 11) % 300
        figures["行政处罚/本年处理决定数量"] = (n * 13 + year * 7) % 60
        figures["行政强制/本年处理决定数量"] = (n + year) % 3
        figures["行政事业性收费/本年收费金额"] = Decimal((n * 271 + year * 31) % 900) / 100
    figures |= _requests(n, year, carried=not author.plain)
    figures |= _disputes(n, year)
    return figures


def _documents(n: int, year: int) -> Mapping[str, Value]:
    """The stock rolls forward (A7)."""
    made = {y: (n * 3 + y) % 3 for y in range(FIRST_YEAR, year + 1)}
    repealed = {y: (n + y) % 2 for y in range(FIRST_YEAR, year + 1)}
    stock = 6 + n % 7 + sum(made.values()) - sum(repealed.values())
    name = "行政规范性文件"
    return {
        f"{name}/本年制发件数": made[year],
        f"{name}/本年废止件数": repealed[year],
        f"{name}/现行有效件数": stock,
    }


def _received(n: int, year: int, column: int) -> int:
    return (6 + (n * 7 + year * 5) % 23, 1 + (n * 3 + year) % 4, n % 2, (n + year) % 2, (n + 2 * year) % 3, 1)[
        column
    ]


def _to_next(n: int, year: int, column: int) -> int:
    return ((n * 5 + year * 3) % 4, (n + year) % 2, 0, 0, 0, 0)[column]


def _requests(n: int, year: int, *, carried: bool) -> Mapping[str, Value]:
    rows: dict[str, list[int]] = {row.code: [0] * 6 for block in _FORM.table(3) for row in block.rows}
    for c in range(6):
        rows["1"][c] = _received(n, year, c)
        if carried:
            rows["2"][c] = _to_next(n, year - 1, c)
            rows["4"][c] = _to_next(n, year, c)
        # Never negative: what is received is always more than what is carried on.
        answered = rows["1"][c] + rows["2"][c] - rows["4"][c]
        rows["3.7"][c] = answered
        for at, code in enumerate(_OUTCOMES[1:], 2):
            share = answered // (at * 3)
            rows[code][c] = share
            answered -= share
        rows[_OUTCOMES[0]][c] = answered
    cells: dict[str, Value] = {}
    for code, values in rows.items():
        cells |= {f"{code}/{label}": value for label, value in zip(_COLUMNS, values, strict=True)}
        cells[f"{code}/总计"] = sum(values)
    return cells


def _disputes(n: int, year: int) -> Mapping[str, Value]:
    upheld, corrected, direct = (n + year) % 3, (n * 2 + year) % 2, n % 2
    return {
        "行政复议/结果维持": upheld,
        "行政复议/结果纠正": corrected,
        "行政复议/总计": upheld + corrected,
        "未经复议直接起诉/结果维持": direct,
        "未经复议直接起诉/总计": direct,
    }


def _received_words(count: int) -> str:
    return f"本年新收政府信息公开申请{count}件"


def _written(author: Author, year: int, figures: Mapping[str, Value]) -> AnnualReport:
    texts = {1: _overview(author, figures), 5: _problems(author), 6: _others(figures)}
    sections = tuple(
        Section(f"{numeral}、{title}", at, texts.get(at, ()), numeral)
        for at, (numeral, title) in enumerate(zip(_NUMERALS, _FORM.sections, strict=True), 1)
    )
    return AnnualReport(
        agency=author.name,
        year=year,
        edition="2021",
        title=f"{author.name}{year}年政府信息公开工作年度报告",
        period=(date(year, 1, 1), date(year, 12, 31)),
        contact=author.contact,
        preamble=(
            f"根据《中华人民共和国政府信息公开条例》和年度报告格式的要求，{author.name}编制本报告。"
            f"本报告所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。",
        ),
        sections=sections,
        figures=dict(figures),
    )


def _overview(author: Author, figures: Mapping[str, Value]) -> tuple[str, ...]:
    received, carried, answered, to_next = (figures[f"{row}/总计"] for row in ("1", "2", "3.7", "4"))
    return (
        f"（一）主动公开。{author.name}按照法定内容和时限公开机构职能、政策文件和办事结果，并配发解读。",
        f"（二）依申请公开。{_received_words(int(received or 0))}，上年结转{carried}件；"
        f"本年度办理结果共{answered}件，结转下年度继续办理{to_next}件。",
        "（三）政府信息管理。对现行有效的规范性文件逐件核对，发布前审查，变化后及时调整。",
        "（四）政府信息公开平台建设。在统一的网站专栏公开信息，提供检索、查阅和下载。",
        "（五）监督保障。明确专人负责，组织业务培训，接受主管部门检查和社会评议。",
    )


def _problems(author: Author) -> tuple[str, ...]:
    lacks = ("政策解读的形式还不够丰富", "信息更新的及时性还需加强", "依申请公开的答复还需更加规范")
    return (
        f"存在的主要问题：{lacks[author.number % 3]}。",
        "改进情况：制定分工清单，按月检查，年内组织两次业务培训。",
    )


def _others(figures: Mapping[str, Value]) -> tuple[str, ...]:
    return ("本年度没有收取信息处理费。", "没有其他需要报告的事项。")

"""Reports for the writers: one sound report of invented figures, and hypothesis strategies for any report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from gongkai.statute.form import SLASH, AnnualReport, Contact, Edition, Section, Value, edition

NUMERALS = "一二三四五六"
PREAMBLE = (
    "根据《中华人民共和国政府信息公开条例》的规定，特编制本报告。"
    "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。",
    "本报告的电子版可在示范区政府网站（http://www.example.gov.cn/xxgk）下载。如对本报告有疑问，请与示范区建设局联系"
    "（地址：示范区文化路8号；邮编：255400；电话：0533-7180000；电子邮箱：jianshe@example.gov.cn）。",
)


def figures(form: Edition) -> dict[str, Value]:
    """Every cell filled, none zero, no two alike in a table: 11, 12, … and one amount."""
    out: dict[str, Value] = {}
    for at, cell in enumerate(form.cells):
        out[cell.name] = Decimal("282.105") if cell.column.kind == "money" else at + 11
    return out


def sections(texts: tuple[tuple[str, ...], ...] = ()) -> tuple[Section, ...]:
    texts = texts or (
        ("（一）主动公开", "全年公开信息167条，其中解读3条。"),
        (),
        (),
        (),
        ("问题仍有。",),
        ("收取信息处理费0元。",),
    )
    return tuple(
        Section(f"{NUMERALS[i]}、{heading}", i + 1, texts[i], NUMERALS[i])
        for i, heading in enumerate(edition("2021").sections)
    )


def report(code: str = "2021") -> AnnualReport:
    return AnnualReport(
        agency="示范区建设局",
        year=2024,
        edition="2019" if code == "2019" else "2021",
        title="示范区建设局2024年政府信息公开工作年度报告",
        period=(date(2024, 1, 1), date(2024, 12, 31)),
        electronic_address="http://www.example.gov.cn/xxgk",
        contact=Contact("示范区文化路8号", "255400", "0533-7180000", None, "jianshe@example.gov.cn"),
        preamble=PREAMBLE,
        sections=sections(),
        figures=figures(edition(code)),
    )


COUNTS: st.SearchStrategy[Value] = st.one_of(
    st.integers(0, 30),
    st.integers(31, 99_999_999),
    st.none(),
    st.just(SLASH),
)
AMOUNTS: st.SearchStrategy[Value] = st.one_of(
    st.integers(0, 6).flatmap(lambda places: st.integers(0, 10**9).map(lambda n: Decimal(n).scaleb(-places))),
    st.none(),
    st.just(SLASH),
)


def any_figures(form: Edition) -> st.SearchStrategy[dict[str, Value]]:
    kinds: dict[str, st.SearchStrategy[Value]] = {
        "money": AMOUNTS,
        "count": COUNTS,
        "signed": st.one_of(COUNTS, st.integers(-9999, -1)),
    }
    return st.fixed_dictionaries({c.name: kinds[c.column.kind] for c in form.cells})

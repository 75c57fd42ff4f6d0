"""Blocks under the headings of the six sections."""

from __future__ import annotations

from gongkai.readers.document import Document, Paragraph, Table, TableCell
from gongkai.readers.sections import opened

from .show import plain


def table(*rows: list[str]) -> Table:
    return Table(tuple(tuple(TableCell(t, at) for at, t in enumerate(row)) for row in rows), 1)


def shown(*rows: list[str]) -> list[str | list[str]]:
    return plain(Document("html", tuple(opened([table(*rows)]))))


def test_a_whole_report_in_one_table_is_cut_at_its_headings() -> None:
    rows = (
        ["安陵县水利局2024年政府信息公开工作年度报告"],
        ["一、总体情况"],
        ["2024年，我局认真贯彻落实条例。"],
        ["二、主动公开政府信息情况"],
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数"],
    )
    assert shown(*rows) == [
        "安陵县水利局2024年政府信息公开工作年度报告",
        "一、总体情况",
        "2024年，我局认真贯彻落实条例。",
        "二、主动公开政府信息情况",
        ["第二十条第（一）项", "信息内容|本年制发件数"],
    ]


def test_a_table_without_headings_stays_one() -> None:
    rows = (["第二十条第（一）项"], ["规章", "0"], ["本年度没有制发规章。"], ["行政规范性文件", "3"])
    assert shown(*rows) == [["第二十条第（一）项", "规章|0", "本年度没有制发规章。", "行政规范性文件|3"]]


def test_a_long_paragraph_is_cut_where_headings_stand_inside() -> None:
    text = "按照要求编制本报告，欢迎监督。一、总体情况 2024年，我局认真贯彻落实条例，工作平稳有序。"
    blocks = opened([Paragraph(text, 1)])
    assert [b.text for b in blocks if isinstance(b, Paragraph)][1] == "一、总体情况"

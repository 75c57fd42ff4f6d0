"""Characters evened out before anything is recognised."""

from __future__ import annotations

import pytest

from gongkai.readers.document import Document, Paragraph, Table, TableCell
from gongkai.readers.script import evened


def document(*texts: str, kind: str = "text") -> Document:
    blocks = tuple(Paragraph(text, at) for at, text in enumerate(texts, 1))
    return Document(kind, blocks)  # type: ignore[arg-type]


def texts(one: Document) -> list[str]:
    return [b.text for b in one.blocks if isinstance(b, Paragraph)]


def test_a_plain_document_is_the_same_object() -> None:
    plain = document("一、总体情况", "2023年，我局公开信息40条。")
    assert evened(plain) == (plain, False)
    assert evened(plain)[0] is plain


def test_traditional_script_is_read_as_simplified() -> None:
    one, traditional = evened(
        document("政府信息公開工作年度報告", "行政規範性文件", "無正當理由大量反覆申請", "覆蓋")
    )
    assert traditional
    assert texts(one) == ["政府信息公开工作年度报告", "行政规范性文件", "无正当理由大量反复申请", "覆盖"]


def test_cells_are_evened_too() -> None:
    table = Table(((TableCell("行政處罰", 0), TableCell("61", 1)),), 2)
    one, _ = evened(Document("html", (Paragraph("公開", 1), table)))
    assert [c.text for b in one.blocks if isinstance(b, Table) for c in b.rows[0]] == ["行政处罚", "61"]


def test_radicals_of_a_pdf_font() -> None:
    one, _ = evened(document("⾏政许可", "⻓丰县⽔利局", kind="pdf"))
    assert texts(one) == ["行政许可", "长丰县水利局"]


@pytest.mark.parametrize("gloss", ["zhèng", "(zhèng)", " zhèng ", "（zhèng）"])
def test_pronunciation_between_characters(gloss: str) -> None:
    one, _ = evened(document(*[f"政{gloss}府信息{at}" for at in range(25)]))
    assert texts(one)[3] == "政府信息3"


def test_pronunciation_without_tones_in_brackets() -> None:
    one, _ = evened(document(*["信(xin)息公开(kai)情况"] * 8))
    assert texts(one) == ["信息公开情况"] * 8


def test_a_few_latin_words_are_no_pronunciation() -> None:
    plain = document("微信公众号(weixin)", "APP下载", "电子邮箱abc@d.cn")
    assert evened(plain)[0] is plain

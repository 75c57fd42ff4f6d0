"""Which label a piece of text is."""

from __future__ import annotations

import pytest

from gongkai.readers.labels import NUMERALS, covered, definite, known, label, pieces, words
from gongkai.statute.form import editions


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.属于国家秘密", "3.3.1"),
        ("1．属于国家秘密", "3.3.1"),
        ("1、 属于国家秘密", "3.3.1"),
        ("(一)予以公开", "3.1"),
        ("（一） 予以 公开", "3.1"),
        ("三、本年度办理结果（一）予以公开", "3.1"),
        ("（三）不予公开\n1.属于国家秘密", "3.3.1"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "3.2"),
        ("（二）部分公开", "3.2"),
        ("3.危及三安全一稳定", "3.3.3"),
        ("3.危及「三安全一稳定」", "3.3.3"),
        ("2.申请人逾期未按收费通知 要求缴纳费用，行政机关不再处理其政府信息公开申请", "3.6.2"),
        ("1.逾期不补正", "3.6.1"),
        ("3.其他", "3.6.3"),
        ("3．其他", "3.6.3"),
        ("（七）总计", "3.7"),
        ("(七) 总 计", "3.7"),
        ("本\n年\n新\n收\n政府信息公开申请数量", "1"),
        ("规 章", "rules"),
        ("规范性文件", "normative_documents"),
        ("行政规范性档案", "normative_documents"),
        ("商业 企业", "商业企业"),
        ("社会公益 组织", "社会公益组织"),
        ("现行有效件", "现行有效件数"),
        ("现行有效件数（截至2023年12月31日）", "现行有效件数"),
        ("本年收费金额 （单位 ：万元）", "本年收费金额"),
        ("本年增/减", "本年增/减"),
        ("第二十条 第 （一） 项", "20.1"),
        ("第20条第(5)项", "20.5"),
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "note"),
    ],
)
def test_known_however_printed(text: str, code: str) -> None:
    found = label(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "三",
        "本单位未制作规章",
        "规章 0",
        "一、本年新收政府信息公开申请数量640020470",
        "规章 / / /",
        "9.其他情形",
        "行政检查",
        "2023年，我局收到申请12件。",
        "四、政府信息公开行政复议、行政诉讼情况",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert label(text) is None


def test_every_label_of_both_editions_is_known() -> None:
    for edition in editions().values():
        for block in edition.blocks:
            for row in block.rows:
                found = label(row.label)
                assert found is not None, row.label
                assert definite(found).code == row.code
            for column in block.columns:
                assert label(column.label) is not None, column.label


def test_only_their_place_tells_what_these_are() -> None:
    assert [label(t).kind for t in ("其他", "总计", "（六）其他处理")] == ["either"] * 3  # type: ignore[union-attr]


def test_no_synonym_is_a_label_of_the_form() -> None:
    """A synonym that is another label's own wording would move figures."""
    own = {words(r.label) for e in editions().values() for b in e.blocks for r in b.rows}
    assert known()["其他"].kind == "either"
    assert all(known()[w].kind in ("row", "either", "head") for w in own if w in known())


def test_a_run_of_words_is_cut_into_its_labels() -> None:
    found = pieces("信息内容本年制发件数本年废止件数现行有效件数规章")
    assert [p.label.code for p in found if p.label] == [
        "matters",
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
        "rules",
    ]


def test_what_lies_between_labels_is_kept() -> None:
    found = pieces("规章某局自定事项行政许可")
    assert [(p.words, p.label is None) for p in found] == [
        ("规章", False),
        ("某局自定事项", True),
        ("行政许可", False),
    ]


@pytest.mark.parametrize(("run", "share"), [("三本年度办理结果一予以公开", 1.0), ("我局今年", 0.0), ("", 0.0)])
def test_how_much_of_a_run_is_labels(run: str, share: float) -> None:
    assert covered(run) == share


def test_numerals_are_one_to_ten() -> None:
    assert [NUMERALS.index(n) + 1 for n in "一五十"] == [1, 5, 10]

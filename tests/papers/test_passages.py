"""Two texts side by side."""

from __future__ import annotations

import pytest

from gongkai.papers.normal import normal
from gongkai.papers.passages import Comparison, Side, compare

from .texts import paragraph


def compared(one: list[str], other: list[str], agency: str = "甲局", other_agency: str = "乙局") -> Comparison:
    return compare(Side(normal(one, agency), one), Side(normal(other, other_agency), other))


def test_a_copy_is_alike_throughout() -> None:
    text = [paragraph(1), paragraph(2)]
    found = compared(text, text)
    assert (found.share, found.other_share) == (1.0, 1.0)
    assert "".join(p.text for p in found.passages) == "".join(p.rstrip("。") for p in text)


def test_the_share_is_of_each_text_its_own() -> None:
    found = compared([paragraph(1), paragraph(2)], [paragraph(3), paragraph(2), paragraph(4), paragraph(5)])
    assert found.share == pytest.approx(0.5, abs=0.01)
    assert found.other_share == pytest.approx(0.25, abs=0.01)
    (passage,) = found.passages
    assert passage.text == passage.other == paragraph(2).rstrip("。")


def test_passages_are_shown_as_each_prints_them() -> None:
    one = ["甲市建设局2024年公开政府信息167条，组织各科室开展专题培训4次，参训人员受益匪浅。"]
    other = ["乙市水务局2023年公开政府信息9条，组织各科室开展专题培训12次，参训人员受益匪浅。"]
    found = compared(one, other, "甲市建设局", "乙市水务局")
    assert found.share == 1.0
    assert found.passages[0].text.startswith("建设局2024年") or found.passages[0].text.startswith(
        "甲市建设局2024年"
    )
    assert "培训12次" in found.passages[0].other


def test_what_is_short_is_chance() -> None:
    found = compared(["我们为人民群众提供便利的服务窗口。"], ["他处也为人民群众提供便利了。"])
    assert (found.share, found.passages) == (0.0, ())


def test_different_texts_and_empty_ones() -> None:
    assert compared([paragraph(1)], [paragraph(2)]).share < 0.1
    assert compared([], [paragraph(1)]) == Comparison(0.0, 0.0, ())
    assert compared([paragraph(1)], []).share == 0.0


def test_a_passage_repeated_in_one_text_counts_there_and_once_in_the_other() -> None:
    found = compared([paragraph(1), paragraph(1)], [paragraph(1), paragraph(2)])
    assert found.share == pytest.approx(1.0, abs=0.02)
    assert found.other_share == pytest.approx(0.5, abs=0.02)


def test_nothing_is_alike_across_what_does_not_count() -> None:
    one = ["加强制度建设和人员培训。无其他需要报告的事项。拓宽公开渠道并回应关切。"]
    other = ["加强制度建设和人员培训拓宽公开渠道并回应关切。"]
    assert compared(one, other).passages == ()


def test_short_sentences_beside_a_copied_one_were_copied_with_it() -> None:
    text = ["加强学习。" + paragraph(1) + "落实责任。及时更新。", paragraph(2)]
    assert compared(text, text).share == 1.0


def test_a_short_sentence_alone_is_chance() -> None:
    assert compared(["加强学习。" + paragraph(1)], ["加强学习。" + paragraph(2)]).share < 0.1

"""What is compared of a text, and what does not count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.papers.normal import Boilerplate, boilerplate, compared, normal, plain, prescribed, size


@pytest.mark.parametrize("one", boilerplate(), ids=lambda b: b.identity)
def test_each_prescribed_sentence_has_a_source_and_matches_its_example(one: Boilerplate) -> None:
    assert one.source
    assert one.pattern.fullmatch(compared(one.example))
    assert plain([one.example], "某局") == ""


@pytest.mark.parametrize(
    "text",
    [
        "三、收到和处理政府信息公开申请情况",
        "（七）总计",
        "1.属于国家秘密",
        "第二十条第（一）项",
        "本年收费金额",
        "",
    ],
)
def test_headings_and_labels_of_the_form_do_not_count(text: str) -> None:
    assert prescribed(compared(text))


@pytest.mark.parametrize(
    "text",
    [
        "全年主动公开政府信息167条，撰写政务公开工作稿12篇。",
        "我局认真贯彻落实《中华人民共和国政府信息公开条例》，不断加强主动公开管理，细化办理流程。",
        "如何让群众看得懂，是解读工作的着力点。",
        "严格发布程序，按照整理草拟、审核审查、录入发布、页面检查，确保发布信息质量。",
    ],
)
def test_what_an_agency_writes_itself_counts(text: str) -> None:
    assert not prescribed(compared(text.rstrip("。")))


def test_numbers_width_punctuation_and_the_own_name_do_not_differ() -> None:
    one = plain(["临淄区齐陵街道2024年公开信息1,167条；齐陵街道办事处公开稿件 12.5 篇。"], "临淄区齐陵街道办事处")
    other = plain(["张店区体育场街道２０２３年公开信息３条；体育场街道公开稿件9篇。"], "张店区体育场街道办事处")
    assert one == other == "某0年公开信息0条某公开稿件0篇\n"


def test_every_character_knows_its_place() -> None:
    paragraphs = ["无其他需要报告的事项。齐陵街道开展培训12次。", "建章立制。"]
    made = normal(paragraphs, "临淄区齐陵街道办事处")
    assert made.text == "某开展培训0次\n建章立制\n"
    printed = [paragraphs[p][start:end] for p, start, end in made.places]
    assert "".join(printed) == "齐开展培训12次建章立制"


@given(
    st.lists(st.text("甲乙报告0１,.。；公开年 \n（一）A", max_size=40), max_size=4),
    st.sampled_from([None, "甲乙报告局", "甲"]),
)
def test_the_fast_way_gives_the_same_text(paragraphs: list[str], agency: str | None) -> None:
    made = normal(paragraphs, agency)
    assert plain(paragraphs, agency) == made.text
    assert len(made.places) == len(made.text)
    assert made.size == size(made.text)

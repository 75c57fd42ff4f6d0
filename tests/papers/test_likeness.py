"""Copies as groups, the nearest few for the rest, at a cost that grows with the number of texts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gongkai.papers.likeness import Likeness, Relation, Text, alike, relation

from .texts import own, text

BOILERPLATE = (
    "根据《中华人民共和国政府信息公开条例》的规定，编制本报告。本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。",
    "本报告的电子版可在示范区政府网站下载。如对本报告有疑问，请与本机关联系（地址：文化路8号；电话：0533-7180000）。",
    "三、收到和处理政府信息公开申请情况",
    "依据《政府信息公开信息处理费管理办法》收取信息处理费的情况。未收取费用。",
)


def test_nothing_is_alike() -> None:
    assert alike([text(str(at), *own(at)) for at in range(5)]) == Likeness((), {}, (), 0)


def test_copies_come_out_as_one_group_with_their_passages() -> None:
    copies = [text(f"抄{at}", *own("抄")) for at in range(4)]
    found = alike([text("甲", *own("甲")), *copies, text("乙", *own("乙"))])
    (group,) = found.groups
    assert group.keys == ("抄0", "抄1", "抄2", "抄3")
    assert group.share == 1.0
    assert [p.text for p in group.passages] == [p.rstrip("。") for p in own("抄")]
    assert found.near == {}


def test_a_copy_with_changed_names_and_numbers_is_still_a_copy() -> None:
    def filled(agency: str, count: int) -> tuple[str, ...]:
        return tuple(f"{agency}全年公开信息{count}条。{p}" for p in own("样"))

    one = Text("a", "临淄区齐陵街道办事处", 2024, filled("齐陵街道", 167))
    other = Text("b", "临淄区凤凰镇人民政府", 2024, filled("凤凰镇", 9))
    assert [g.keys for g in alike([one, other]).groups] == [("a", "b")]


def test_the_nearest_few_for_the_rest_most_alike_first() -> None:
    base = own("甲", 6)
    found = alike(
        [
            text("甲", *base),
            text("半", *base[:3], *own("半", 3)),
            text("三", *base[:2], *own("三", 4)),
            text("远", *own("远", 6)),
        ]
    )
    near = found.near["甲"]
    assert [n.key for n in near] == ["半", "三"]
    assert near[0].share == pytest.approx(0.5, abs=0.02)
    assert near[0].passages[0].text == base[0].rstrip("。") or base[0].startswith(near[0].passages[0].text)
    assert "远" not in found.near


def test_no_more_than_three_are_listed() -> None:
    half = own("共", 3)
    found = alike([text(str(at), *half, *own(at, 3)) for at in range(8)])
    assert {len(near) for near in found.near.values()} == {3}


def test_what_the_form_prescribes_does_not_count() -> None:
    texts = [text(str(at), *BOILERPLATE, *own(at, 2)) for at in range(4)]
    assert alike(texts).near == {}
    only = alike([text("a", *BOILERPLATE), text("b", *BOILERPLATE)])
    assert only.groups == ()
    assert only.too_short == ("a", "b")


def test_last_years_text_is_named_so() -> None:
    before = Text("2023", "某区教育局", 2023, tuple(own("旧", 6)))
    now = Text("2024", "某区教育局", 2024, (*own("旧", 3), *own("新", 3)))
    found = alike([before, now])
    assert [(n.key, n.relation) for n in found.near["2024"]] == [("2023", "last-year")]
    assert [(n.key, n.relation) for n in found.near["2023"]] == [("2024", "same-agency")]


@pytest.mark.parametrize(
    ("agency", "year", "expected"),
    [
        ("某区 教育局", 2023, "last-year"),
        ("某区教育局", 2022, "same-agency"),
        ("某区财政局", 2024, "same-year"),
        ("某区财政局", 2023, "other"),
        (None, 2023, "other"),
    ],
)
def test_relations(agency: str | None, year: int, expected: Relation) -> None:
    mine = Text("a", "某区教育局", 2024, ())
    assert relation(mine, Text("b", agency, year, ())) == expected


def test_last_years_text_is_found_among_many_that_share_a_template() -> None:
    template = own("模", 2)
    texts = [text(str(at), *template, *own(at, 4), agency=f"第{at}管理局") for at in range(60)]
    mine = Text("今年", "第7管理局", 2025, (*template, *own(7, 2), *own("今", 2)))
    near = alike([*texts, mine]).near["今年"]
    assert (near[0].key, near[0].relation) == ("7", "last-year")
    assert near[0].share > 0.6


def test_texts_without_agency_or_year_are_compared_too() -> None:
    found = alike([Text("a", None, None, tuple(own("甲"))), Text("b", None, None, tuple(own("甲")))])
    assert [g.keys for g in found.groups] == [("a", "b")]


def corpus(size: int) -> Iterator[Text]:
    """One in ten a copy of one text, two in ten half of it, three in ten half of a shared template."""
    copied, template = own("抄", 4), own("模", 2)
    for at in range(size):
        mine = own(at, 2)
        kind = at % 10
        paragraphs = (
            copied if kind == 0 else copied[:2] + mine if kind < 3 else template + mine if kind < 6 else mine
        )
        yield text(f"t{at}", *paragraphs)


@pytest.fixture(scope="module")
def large() -> Likeness:
    return alike(corpus(2000))


def test_the_number_of_comparisons_grows_with_the_number_of_texts(large: Likeness) -> None:
    small = alike(corpus(500))
    assert small.comparisons > 500
    assert large.comparisons / small.comparisons == pytest.approx(4.0, rel=0.1)
    assert large.comparisons < 2000 * 12


def test_a_large_corpus_is_sorted_out_right(large: Likeness) -> None:
    (group,) = large.groups
    assert group.keys == tuple(f"t{at}" for at in range(0, 2000, 10))
    half_copied = {f"t{at}" for at in range(2000) if at % 10 in (1, 2)}
    templated = {f"t{at}" for at in range(2000) if at % 10 in (3, 4, 5)}
    assert large.near.keys() == half_copied | templated
    assert all(near[0].share == pytest.approx(0.5, abs=0.1) for near in large.near.values())


def test_the_same_texts_give_the_same_result() -> None:
    assert alike(corpus(200)) == alike(corpus(200))


def test_the_order_of_paragraphs_does_not_hide_a_copy() -> None:
    found = alike([text("a", *own("甲")), text("b", *reversed(own("甲")))])
    assert [g.keys for g in found.groups] == [("a", "b")]


def test_a_text_that_swallows_another_is_no_copy_but_near() -> None:
    found = alike([text("短", *own("甲", 2)), text("长", *own("甲", 2), *own("乙", 8))])
    assert found.groups == ()
    assert found.near["短"][0].share == pytest.approx(1.0, abs=0.01)
    assert found.near["短"][0].other_share == pytest.approx(0.2, abs=0.02)

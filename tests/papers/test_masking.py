"""The forms of masking, and what tells a person's own from an office's."""

from __future__ import annotations

import pytest

from gongkai.papers import masking, personal
from gongkai.papers.personal import Hit, Kind

ID_NUMBER = "370305199001011231"
MOBILE = "13812341234"
ROWS = "姓名\t住址\t电话\n" + "\n".join(f"张某{n}\t示范区齐陵街道柳店村{n}号\t1381234123{n}" for n in range(1, 5))


def hits(text: str) -> tuple[Hit, ...]:
    return personal.find(text)


def test_the_forms_of_practice() -> None:
    text = f"身份证号{ID_NUMBER}，手机{MOBILE}，住址：示范市示范区齐陵街道柳店村12号。"
    masked = masking.masked_text(text)
    assert masked == "身份证号37*************231，手机138****1234，住址：示范市示范区齐陵街道***。"
    assert hits(masked) == ()


def test_a_list_keeps_name_and_village() -> None:
    assert masking.is_list(ROWS, hits(ROWS))
    masked = masking.masked_text(ROWS, checkable=True)
    assert "张某1\t示范区齐陵街道柳店村***\t138****1231" in masked
    assert masked.count("张某") == 4


@pytest.mark.parametrize(
    ("address", "village"),
    [
        ("示范区齐陵街道柳店村12号", "示范区齐陵街道柳店村***"),
        ("示范县城关镇东关社区3号楼2单元", "示范县城关镇东关社区***"),
        ("示范市示范区齐陵街道柳店村", "示范市示范区齐陵街道柳店村"),
        ("示范市示范区人民路12号", "示范市示范区***"),
    ],
)
def test_to_the_village(address: str, village: str) -> None:
    assert masking.proposal(Hit(Kind.ADDRESS, 0, len(address), address), checkable=True) == village


@pytest.mark.parametrize("text", [f"联系电话：{MOBILE}", "两行\n没有表格", ROWS.partition("\n")[2][:40], ""])
def test_what_is_no_list(text: str) -> None:
    assert not masking.is_list(text, hits(text))


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"手机{MOBILE}", True),
        (f"联系电话：{MOBILE}", True),
        (f"监督电话：{MOBILE}", False),
        ("监督电话：0533-7220000", False),
        ("家庭电话：0533-7220000", True),
        ("住址：示范区齐陵街道柳店村12号", True),
        ("当事人，住示范区齐陵街道柳店村12号", True),
        ("办公地址：示范区齐陵街道柳店村12号", False),
        ("家庭情况\n办公地址：示范区齐陵街道柳店村12号", False),
        ("邮箱：someone@example.com", False),
    ],
)
def test_whether_it_is_somebodys_own(text: str, own: bool) -> None:
    (hit,) = hits(text)
    assert masking.names_a_person(hit, text) is own


def test_everything_in_the_rows_of_a_list_is() -> None:
    assert all(masking.names_a_person(hit, ROWS, as_list=True) for hit in hits(ROWS))


def test_compared_without_signs() -> None:
    assert masking.compact(" (0533) 722-0000 ") == masking.compact("0533—7220000") == "05337220000"


def test_only_the_kinds_that_are_asked_for() -> None:
    text = f"{ID_NUMBER}，{MOBILE}"
    assert masking.masked_text(text, kinds=[Kind.PHONE]) == f"{ID_NUMBER}，138****1234"

"""Whose report it is."""

from __future__ import annotations

import pytest

from gongkai.statute.form.matching import Register, fuller, match
from gongkai.statute.form.tree import Body, Tree

BODIES = [
    Body("1", "临淄区齐陵街道办事处"),
    Body("2", "临淄区教育局"),
    Body("3", "张店区教育局"),
    Body("4", "临淄区体育教育局"),
    Body("5", "渔洋镇人民政府"),
    Body("6", "临淄区人民政府办公室"),
]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("临淄区齐陵街道办事处", ["1"]),
        ("临淄区 齐陵街道", ["1"]),
        ("齐陵街道", ["1"]),
        ("齐陵街道办事处", ["1"]),
        ("临淄区教育局", ["2"]),
        ("教育局", ["2", "3"]),
        ("育局", []),
        ("渔洋镇", ["5"]),
        ("潜江市渔洋镇人民政府", []),
        ("临淄区人民政府", []),
        ("淄博市教育局", []),
        ("", []),
        (None, []),
    ],
)
def test_exact_or_one_short_form_or_nobody(name: str | None, codes: list[str]) -> None:
    assert [b.code for b in match(name, BODIES)] == codes


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("临淄区教育局", True),
        ("淄博市临淄区教育局", True),
        ("淄博市教育局", False),
        ("教育局", False),
        (None, False),
    ],
)
def test_a_report_may_name_the_place_that_the_list_leaves_out(name: str | None, right: bool) -> None:
    assert fuller(name, Body("1", "教育局"), "临淄区人民政府") is right
    assert not fuller(name, Body("1", "教育局"), "人民政府")


def test_a_register_of_many_finds_what_comparing_with_each_finds() -> None:
    district = Body("0", "淄博市临淄区人民政府", "人民政府")
    others = [Body("1", "教育局", "政府部门", "0"), Body("2", "临淄区齐陵街道办事处", "街道", "0")]
    register = Register(Tree.of([district, *others]))
    assert register.find("临淄区齐陵街道") == (others[1],)
    assert register.find("齐陵街道") == (others[1],)
    assert register.find("淄博市临淄区教育局") == (others[0],)
    assert register.find("淄博市教育局") == ()
    assert register.find(None) == ()

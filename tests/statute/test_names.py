"""Spellings of one agency's name have one key; different bodies never share one."""

from __future__ import annotations

import pytest

from gongkai.statute.form.names import same_agency_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("临淄区齐陵街道", "临淄区齐陵街道办事处"),
        ("渔洋镇", "渔洋镇人民政府"),
        ("某县石桥乡人民政府", "某县石桥乡"),
        ("示范区 教育局", "示范区教育局"),
        ("示范区教育局（本级）", "示范区教育局(本级)"),
    ],
)
def test_same(one: str, other: str) -> None:
    assert same_agency_key(one) == same_agency_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示范区人民政府", "示范区人民政府办公室"),
        ("示范区", "示范区人民政府"),
        ("甲区城关镇", "乙区城关镇"),
        ("示范区民政局", "示范区财政局"),
        ("社区办事处", "社区"),
    ],
)
def test_different(one: str, other: str) -> None:
    assert same_agency_key(one) != same_agency_key(other)

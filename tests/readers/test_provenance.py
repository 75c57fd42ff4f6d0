"""Where a figure stands in the original."""

from __future__ import annotations

import pickle

import pytest

from gongkai.readers.found import Found
from gongkai.readers.provenance import Origins, RowOrigin, place_of_row


@pytest.mark.parametrize(
    ("table", "code", "place"),
    [
        (2, "rules", "表2“规章”行"),
        (2, "procurement", "表2“政府集中采购”行"),
        (3, "3.2", "表3“（二）部分公开”行"),
        (3, "3.6", "表3“（六）其他处理”行"),
        (4, "reconsideration", "表4"),
        (3, "9.9", "表3"),
    ],
)
def test_the_row_for_a_person(table: int, code: str, place: str) -> None:
    assert place_of_row(table, code) == place


def origins(**more: bool) -> Origins:
    row = Found(2, "rules", "规章", None, ["1", "0", "14"], page=3, block=7, row=4)
    out = Origins()
    names = ("规章/本年制发件数", "规章/本年废止件数", "规章/现行有效件数")
    out.add(RowOrigin(names, ("1", "0", "14"), 2, "rules", row, **more))
    return out


def test_one_cell() -> None:
    one = origins()["规章/现行有效件数"]
    assert (one.text, one.place, one.page, one.row, one.column) == ("14", "表2“规章”行第3列", 3, 4, 3)
    assert not one.inferred


def test_a_row_left_open_shows_what_stands_there() -> None:
    assert origins(opened=True)["规章/本年废止件数"].text == "1 0 14"


def test_a_cell_opened_afterwards() -> None:
    out = origins()
    out.open("规章/本年制发件数", "1≠2")
    assert [o.text for o in out.values()] == ["1≠2", "0", "14"]


def test_inferred() -> None:
    assert all(o.inferred for o in origins(inferred=True).values())


def test_a_mapping_like_any_other() -> None:
    out = origins()
    assert len(out) == 3
    assert "规章/本年制发件数" in out
    assert out.get("没有") is None
    assert dict(pickle.loads(pickle.dumps(out))) == dict(out)

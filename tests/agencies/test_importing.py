from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from gongkai.accounts.models import Person
from gongkai.agencies import actions, listing
from gongkai.agencies.importing import Outcome, import_agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.errors import Refused
from gongkai.statute.credit_code import check_character
from tests.agencies.conftest import AT

HEAD = ["统一社会信用代码", "名称", "类型", "上级代码", "排序"]


def code(number: int) -> str:
    body = f"11350100{number:09d}"
    return body + check_character(body)


def sheet(*lines: list[object], head: list[str] | None = None) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(head or HEAD)
    for line in lines:
        page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def run(data: bytes, **options: object) -> Outcome:
    return import_agencies(data, **{"by": OPERATOR, "at": AT, **options})  # type: ignore[arg-type]


def _sixty() -> bytes:
    top = [code(1), "示范区人民政府", "区政府", "", 1]
    return sheet(top, *([code(n), f"第{n}局", "部门", code(1), n] for n in range(2, 61)))


def test_sixty_at_once(db: None) -> None:
    outcome = run(_sixty())
    assert outcome.applied
    assert outcome.count("create") == 60
    names = list(Agency.objects.values_list("name", flat=True))
    assert names == ["示范区人民政府", *(f"第{n}局" for n in range(2, 61))]
    assert Entry.objects.latest("sequence").verb == "agencies.import"


def test_a_dry_run_says_the_same_and_changes_nothing(db: None) -> None:
    dry = run(_sixty(), dry_run=True)
    assert not dry.applied
    assert (Agency.objects.count(), Entry.objects.count()) == (0, 0)
    assert dry.lines == run(_sixty()).lines


def test_the_same_list_again_changes_nothing(db: None) -> None:
    run(_sixty())
    again = run(_sixty())
    assert again.count("same") == 60


def test_children_may_stand_before_their_parents(db: None) -> None:
    outcome = run(sheet([code(2), "站", "派出机构", code(1), 1], [code(1), "局", "部门", "", 1]))
    assert outcome.applied
    assert [line.number for line in outcome.lines] == [2, 3]
    assert Agency.objects.get(name="站").parent == Agency.objects.get(name="局")


def test_changes_are_told_apart(db: None) -> None:
    run(sheet([code(1), "甲", "部门", "", 1], [code(2), "乙", "部门", "", 2], [code(3), "丙", "部门", code(1), 1]))
    outcome = run(
        sheet(
            [code(1), "甲", "部门", "", 1], [code(2), "新乙", "街道", "", 2], [code(3), "丙", "部门", code(2), 1]
        )
    )
    assert [line.step for line in outcome.lines] == ["same", "change", "change"]
    assert "名称由“乙”改为“新乙”" in outcome.lines[1].message
    assert Agency.objects.get(name="丙").parent == Agency.objects.get(name="新乙")


def test_a_blank_parent_leaves_an_agency_where_it_is(db: None) -> None:
    run(sheet([code(1), "甲", "部门", "", 1], [code(2), "乙", "部门", code(1), 1]))
    assert run(sheet([code(2), "乙", "部门", "", 1])).lines[0].step == "same"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ([code(2)[:-1] + "?", "某局", "部门", "", 1], "字符"),
        (["", "某局", "部门", "", 1], "18位"),
        ([code(2), "", "部门", "", 1], "缺少名称"),
        ([code(2), "某局", "公司", "", 1], "类型“公司”不认识"),
        ([code(2), "某局", "部门", code(2), 1], "上级代码就是本机关"),
        ([code(2), "某局", "部门", "123", 1], "上级代码有误"),
        ([code(2), "某局", "部门", code(99), 1], "不在系统里"),
        ([code(2), "某局", "部门", "", -1], "排序"),
        ([code(2), "某局", "部门", "", "第一"], "排序"),
        ([code(2), "某局", "部门", "", 1.5], "排序"),
        ([code(2), '=CONCATENATE("某","局")', "部门", "", 1], "“名称”是公式"),
        ([code(1), "某局", "部门", "", 1], "与第2行相同"),
    ],
)
def test_one_wrong_row_keeps_the_whole_list_out(db: None, line: list[object], words: str) -> None:
    outcome = run(sheet([code(1), "好局", "部门", "", 1], line))
    assert [one.number for one in outcome.errors] == [3]
    assert words in outcome.errors[0].message
    assert not outcome.applied
    assert (Agency.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_ring_of_parents_is_refused(db: None) -> None:
    outcome = run(sheet([code(1), "甲", "部门", code(2), 1], [code(2), "乙", "部门", code(1), 1]))
    assert not outcome.applied
    assert outcome.count("error") == 2


def test_an_administrator_imports_beneath_their_own_agency_only(administrator: Person, district: Agency) -> None:
    data = sheet([code(5), "某局", "部门", "", 1])
    assert run(data, by=administrator).errors[0].message.startswith("没有上级")
    assert run(data, by=administrator, under=district).applied
    assert Agency.objects.get(name="某局").parent == district


def test_a_clerk_imports_nothing(clerk: Person, bureau: Agency) -> None:
    outcome = run(sheet([code(5), "某站", "部门", "", 1]), by=clerk, under=bureau)
    assert not outcome.applied
    assert "权限" in outcome.errors[0].message


def test_columns_may_stand_in_any_order_beneath_a_title(db: None) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["示范区机关名单"])
    page.append(["序号", "排序", "名 称", "上级代码", "类型", "统一社会信用代码"])
    page.append([])
    page.append([1, "", "某局", None, "政府部门", code(1).lower()])
    out = io.BytesIO()
    book.save(out)
    outcome = run(out.getvalue())
    assert [(line.number, line.code, line.step) for line in outcome.lines] == [(4, code(1), "create")]
    assert Agency.objects.get().order == 10


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "XLSX"),
        (b"PK\x03\x04 broken", "XLSX"),
        (b"x" * (listing.MAX_BYTES + 1), "MB"),
        (sheet(head=["名称", "类型"]), "表头缺少：统一社会信用代码、上级代码、排序"),
        (sheet(head=["a", "b"]), "没有找到表头"),
        (sheet(), "名单是空的"),
    ],
)
def test_what_is_no_such_list(db: None, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        run(data)


def test_a_zip_that_is_no_workbook(db: None) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(Refused, match="另存为"):
        run(out.getvalue())


def test_a_zip_bomb_is_not_unpacked(db: None) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (listing.MAX_UNPACKED + 1))
    with pytest.raises(Refused, match="过大"):
        run(out.getvalue())


def test_too_many_rows(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_ROWS", 3)
    with pytest.raises(Refused, match="3行"):
        run(sheet(*([code(n), f"{n}", "部门", "", n] for n in range(1, 6))))


@given(st.lists(st.integers(0, actions.MAX_ORDER), min_size=2, max_size=8, unique=True))
@settings(max_examples=50)
def test_ranks_sort_as_the_orders_do(orders: list[int]) -> None:
    ranks = [f"{order:06d}{7:010d}" for order in orders]
    assert sorted(ranks) == [f"{order:06d}{7:010d}" for order in sorted(orders)]

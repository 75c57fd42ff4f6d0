"""Tables of the work: tried first, all rows or none, and an export is one that can be taken in."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused
from gongkai.supervision import kinds
from gongkai.supervision.importing import head, import_works, kind_in
from gongkai.supervision.models import Activity, Article, Evaluation, Training
from gongkai.writers.spreadsheet import csv_text

from .conftest import AT, made

HEAD = ("培训日期", "培训主题", "方式", "线上", "参加人数", "分管负责人参加")


def table(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_table_is_taken_in_and_told_once(bureau: Agency, clerk: Person) -> None:
    data = table(HEAD, (date(2024, 5, 7), "条例培训", "本机关举办", "是", 12, "√"),
                 ("2024/6/3", "业务培训", "参加上级培训", "", None, "否"))  # fmt: skip
    told = Entry.objects.count()
    found = import_works(clerk, bureau, data, at=AT)
    assert (found.kind, found.outcome.applied, [one.step for one in found.outcome.lines]) == (
        Training, True, ["new", "new"],
    )  # fmt: skip
    first, second = Training.objects.order_by("on")
    assert (first.on, first.people, first.online, first.leader) == (date(2024, 5, 7), 12, True, True)
    assert (second.on, second.role, second.online, second.people) == (date(2024, 6, 3), "attended", False, 0)
    assert Entry.objects.count() == told + 1
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, json.loads(entry.data)) == ("works.import", {"kind": "training", "rows": 2})


def test_the_same_table_again_changes_nothing(bureau: Agency, clerk: Person) -> None:
    data = table(HEAD, (date(2024, 5, 7), "条例培训", "本机关举办", "是", 12, "√"))
    import_works(clerk, bureau, data, at=AT)
    told = Entry.objects.count()
    found = import_works(clerk, bureau, data, at=AT)
    assert [one.step for one in found.outcome.lines] == ["same"]
    assert (Training.objects.count(), Entry.objects.count()) == (1, told)


def test_a_row_that_stands_twice_is_one(bureau: Agency, clerk: Person) -> None:
    row = (date(2024, 5, 7), "条例培训", "本机关举办", "是", 12, "√")
    found = import_works(clerk, bureau, table(HEAD, row, row), at=AT)
    assert [one.step for one in found.outcome.lines] == ["new", "same"]
    assert Training.objects.count() == 1


def test_a_trial_changes_nothing(bureau: Agency, clerk: Person) -> None:
    data = table(HEAD, (date(2024, 5, 7), "条例培训", "本机关举办", "是", 12, "√"))
    found = import_works(clerk, bureau, data, dry_run=True, at=AT)
    assert not found.outcome.applied
    assert not Training.objects.exists()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("前天", "甲", "本机关举办", "是", 1, "是"), "培训日期“前天”应是2024-05-07这样的日期"),
        ((None, "甲", "本机关举办", "是", 1, "是"), "请填写培训日期"),
        ((date(2024, 5, 7), "甲", "自学", "是", 1, "是"), "方式“自学”应是：本机关举办、参加上级培训"),
        ((date(2024, 5, 7), "甲", "本机关举办", "大概", 1, "是"), "线上“大概”应填是或者否"),
        ((date(2024, 5, 7), "甲", "本机关举办", "是", "很多", "是"), "参加人数“很多”应是数字"),
        ((date(2024, 5, 7), "甲", "本机关举办", "是", -2, "是"), "参加人数"),
        ((date(2024, 5, 7), "甲", "本机关举办", "是", "=1+1", "是"), "公式"),
        ((date(2030, 5, 7), "甲", "本机关举办", "是", 1, "是"), "不能晚于今天"),
    ],
)
def test_one_faulty_row_keeps_all_out(bureau: Agency, clerk: Person, row: Sequence[Any], why: str) -> None:
    good = (date(2024, 5, 7), "条例培训", "本机关举办", "是", 12, "√")
    found = import_works(clerk, bureau, table(HEAD, good, row), at=AT)
    assert not found.outcome.applied
    (line,) = found.outcome.errors
    assert why in line.message
    assert line.row == 3
    assert not Training.objects.exists()


def test_what_is_no_such_table_is_refused_and_says_what_one_looks_like(bureau: Agency, clerk: Person) -> None:
    with pytest.raises(Refused, match=r"看不出这是哪一类台账.*培训日期、培训主题"):
        import_works(clerk, bureau, table(("甲", "乙"), (1, 2)), at=AT)
    with pytest.raises(Refused, match="表头缺少：刊发媒体"):
        import_works(clerk, bureau, table(("刊发日期", "标题"), (date(2024, 1, 1), "甲")), at=AT)
    with pytest.raises(Refused, match=r"无法读取|不是"):
        import_works(clerk, bureau, b"PK\x03\x04 broken", at=AT)


def test_a_neighbour_takes_nothing_in(bureau: Agency, stranger: Person) -> None:
    with pytest.raises(NotAllowed):
        import_works(stranger, bureau, table(HEAD, (date(2024, 5, 7), "甲", "", "", 1, "")), at=AT)


@pytest.mark.parametrize("kind", kinds.KINDS, ids=kinds.code_of)
def test_every_kind_is_known_by_its_head(kind: kinds.Kind) -> None:
    needed, optional = head(kind)
    assert kind_in(csv_text([*optional, *needed], []).encode()) is kind


def test_what_was_handed_out_can_be_taken_in(bureau: Agency, finance: Agency, supervisor: Person) -> None:
    made(Activity, bureau, kind="jobs", place="齐陵路", people=30, leaflets=200, posts=8)
    made(Article, bureau, outlet="区政府网", author="办公室", link="https://example.cn/a")
    made(Evaluation, bureau, result="优秀", score=Decimal("92.5"))
    for kind in (Activity, Article, Evaluation):
        columns = kinds.columns(kind)
        rows = [[kinds.shown(one, each) for each in columns] for one in kind._default_manager.all()]
        data = csv_text([one.label for one in columns], rows).encode()
        assert import_works(supervisor, finance, data, at=AT).outcome.applied
        ours, theirs = (kind._default_manager.get(agency=agency) for agency in (bureau, finance))
        assert [getattr(ours, one.name) for one in columns] == [getattr(theirs, one.name) for one in columns]

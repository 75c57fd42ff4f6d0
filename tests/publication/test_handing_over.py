"""Lists of what was published, for archives and libraries (Art. 25)."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.documents import queries as documents
from gongkai.errors import NotAllowed, Refused
from gongkai.publication import handing_over
from gongkai.publication.models import Item, ListHandover

from .conftest import AT, TODAY, nothing_after, shown
from .law import told

ARCHIVE = "示范区档案馆"


def test_what_was_handed_over_is_not_handed_over_again(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency, public: Item
) -> None:
    made = handing_over.hand_over(clerk, bureau, kind="archive", receiver=ARCHIVE, until_on=TODAY, at=AT)
    assert list(made.listed.all()) == [public]
    assert told("items.hand-over")["items"] == 1
    assert not handing_over.waiting(bureau, ARCHIVE, TODAY).exists()
    assert list(handing_over.waiting(bureau, "示范区图书馆", TODAY)) == [public]
    later = AT + timedelta(days=1)
    second = shown(clerk, reviewer, head, bureau, "又一份通知", later)
    assert list(handing_over.waiting(bureau, ARCHIVE, later.date())) == [second]
    assert not handing_over.waiting(bureau, ARCHIVE, TODAY).exists()


def test_the_list_is_a_workbook_with_the_four_fields_of_the_catalogue(bureau: Agency, public: Item) -> None:
    sheet = load_workbook(io.BytesIO(handing_over.listing(bureau, [public]))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if "索引号" in row)
    assert rows[head] == handing_over.HEAD
    line = dict(zip(handing_over.HEAD, rows[head + 1], strict=True))
    assert (line["索引号"], line["名称"], line["生成日期"]) == (public.number, public.title, "2026-03-10")
    assert line["内容概述"] == public.summary


def test_the_list_is_kept_as_it_was(clerk: Person, bureau: Agency, public: Item) -> None:
    made = handing_over.hand_over(clerk, bureau, kind="library", receiver="示范区图书馆", until_on=TODAY, at=AT)
    assert documents.content(made.file)[:2] == b"PK"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "museum"}, "移送对象"), ({"receiver": " "}, "全称"),
        ({"until_on": TODAY + timedelta(days=1)}, "没有到"),
        ({"until_on": TODAY - timedelta(days=1)}, "没有要移送"),
    ],
)  # fmt: skip
def test_what_cannot_be_handed_over(
    clerk: Person, bureau: Agency, public: Item, fields: dict[str, object], says: str
) -> None:
    given = {"kind": "archive", "receiver": ARCHIVE, "until_on": TODAY, **fields}
    before = Entry.objects.count()
    with pytest.raises(Refused, match=says):
        handing_over.hand_over(clerk, bureau, at=AT, **given)  # type: ignore[arg-type]  # one of them
    assert not ListHandover.objects.exists()
    assert nothing_after(before)


def test_who_may_not(officer: Person, stranger: Person, bureau: Agency, public: Item) -> None:
    before = Entry.objects.count()
    for person in (officer, stranger):
        with pytest.raises(NotAllowed):
            handing_over.hand_over(person, bureau, kind="archive", receiver=ARCHIVE, until_on=TODAY, at=AT)
    assert nothing_after(before)

"""The folder of an export: what is shown and nothing else, written again only where it changed, and proved."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.documents import actions as documents
from gongkai.errors import Refused
from gongkai.portal import exported
from gongkai.portal.exported import folder, ledger
from gongkai.portal.exported.checking import check
from gongkai.publication import departing, drafting, line_review, releasing
from gongkai.publication.models import Attachment, Item, Relation
from gongkai.publication.words import RelationKind
from tests.publication import conftest as publication
from tests.publication.conftest import AT, HOUR, TITLE, drafted, passed, shown

pytestmark = pytest.mark.django_db
bureau, district, finance = publication.bureau, publication.district, publication.finance
clerk, reviewer, head = publication.clerk, publication.reviewer, publication.head
TODAY = date(2026, 3, 20)


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "export"


@pytest.fixture
def many(clerk: Person, reviewer: Person, head: Person, bureau: Agency) -> list[Item]:
    return [shown(clerk, reviewer, head, bureau, f"{TITLE}（{n}）") for n in range(4)]


@dataclass
class Made:
    """What an export told of: each path, and how many stayed as they were."""

    written: list[str]
    removed: list[str]
    kept: int


def made(bureau: Agency, where: Path, on: date = TODAY) -> Made:
    told: dict[str, list[str]] = {folder.WRITTEN: [], folder.REMOVED: []}
    outcome = exported.export(bureau, where, on=on, told=lambda what, path: told[what].append(path))
    assert (outcome.written, outcome.removed) == (len(told[folder.WRITTEN]), len(told[folder.REMOVED]))
    return Made(told[folder.WRITTEN], told[folder.REMOVED], outcome.kept)


def listed(where: Path, what: str = "SELECT path FROM page") -> list[object]:
    with closing(sqlite3.connect(where / ledger.NAME)) as rows:
        return [one for (one,) in rows.execute(what)]


def html(where: Path, item: Item) -> str:
    return (where / f"items/{item.pk}.html").read_text("utf-8")


def test_every_item_has_its_page_its_data_and_its_line(bureau: Agency, many: list[Item], where: Path) -> None:
    made(bureau, where)
    listed = (where / "lists/2026-1.html").read_text("utf-8")
    for item in many:
        assert item.title in html(where, item)
        assert f"items/{item.pk}.html" in listed
        data = json.loads((where / f"items/{item.pk}.json").read_text("utf-8"))
        assert (data["number"], data["title"]) == (item.number, item.title)
    assert check(where) == []


def test_an_item_is_asked_for_once_for_page_and_data(
    bureau: Agency, many: list[Item], where: Path, clerk: Person, reviewer: Person, head: Person
) -> None:
    """With what is shown of it, and what hangs on it: attachments, showings, relations, topics, versions."""
    made(bureau, where)
    one = asked(bureau, where, shown(clerk, reviewer, head, bureau, "又一条"))
    three = asked(bureau, where, *(shown(clerk, reviewer, head, bureau, f"再一条之{n}") for n in range(3)))
    assert three - one <= 2 * 8


def asked(bureau: Agency, where: Path, *new: Item) -> int:
    """Questions to the database of an export with these items more."""
    with CaptureQueriesContext(connection) as queries:
        written = made(bureau, where).written
    assert {f"items/{item.pk}.{ending}" for item in new for ending in ("html", "json")} <= set(written)
    return len(queries)


def test_again_nothing_is_written(bureau: Agency, many: list[Item], where: Path) -> None:
    first = made(bureau, where)
    again = made(bureau, where)
    assert (again.written, again.removed) == ([], [])
    assert again.kept == len(first.written)


def test_one_correction_touches_its_page_and_the_lists_it_stands_in(
    bureau: Agency, many: list[Item], where: Path, clerk: Person, reviewer: Person, head: Person
) -> None:
    made(bureau, where)
    again = drafting.revise(clerk, many[1], note="更正标准。", at=AT + HOUR)
    drafting.edit(clerk, again, title="更正后的通知", at=AT + HOUR)
    releasing.release(clerk, passed(again, clerk, reviewer, head, AT + HOUR), at=AT + HOUR)
    key = many[1].pk
    assert sorted(made(bureau, where).written) == sorted(
        [f"items/{key}.html", f"items/{key}.json", "lists/2026-1.html", "lists/2026-1.json", "index.html"]
    )
    assert "更正后的通知" in html(where, many[1])


def test_one_more_item_leaves_full_lists_alone(
    bureau: Agency, many: list[Item], where: Path, clerk: Person, reviewer: Person, head: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("gongkai.portal.exported.planning._LONG", 2)
    made(bureau, where)
    shown(clerk, reviewer, head, bureau, "第五号通知", at=AT + HOUR)
    written = made(bureau, where).written
    assert "lists/2026-1.html" not in written
    assert {"lists/2026-3.html", "lists/2026-2.html", "index.html"} <= set(written)
    assert check(where) == []


def test_drafts_and_what_was_removed_are_not_there_and_what_was_withdrawn_says_why(
    bureau: Agency, many: list[Item], where: Path, clerk: Person, head: Person
) -> None:
    drafted(clerk, bureau, "草拟的通知")
    made(bureau, where)
    departing.withdraw(head, many[0], reason="标准有误。", at=AT + HOUR)
    departing.remove(head, many[1], incident="附件含身份证号。", found_at=AT, at=AT + HOUR)
    made(bureau, where)
    text = "".join(path.read_text("utf-8") for path in where.rglob("*.html"))
    assert "草拟的通知" not in text
    assert "标准有误。" in html(where, many[0])
    for item in many[:2]:
        assert item.title not in text
        assert not (where / f"items/{item.pk}.json").exists()
    assert not (where / f"items/{many[1].pk}.html").exists()
    assert check(where) == []


def test_attachments_lie_beside_and_go_with_their_item(
    bureau: Agency, many: list[Item], where: Path, head: Person
) -> None:
    file = documents.store("标准表".encode(), "标准表.txt", at=AT)
    assert many[0].current is not None
    Attachment.objects.create(version=many[0].current, file=file, name="../标准:表.txt", token="tok")
    made(bureau, where)
    (there,) = where.glob("files/*/tok/*")
    assert there.read_bytes() == "标准表".encode()
    assert there.resolve().is_relative_to(where)
    assert check(where) == []
    departing.withdraw(head, many[0], reason="有误。", at=AT + HOUR)
    made(bureau, where)
    assert not there.exists()


def test_a_page_changes_with_what_it_is_related_to(
    bureau: Agency, many: list[Item], where: Path, head: Person
) -> None:
    line = Relation.objects.create(source=many[1], target=many[0], kind=RelationKind.INTERPRETS, added_at=AT)
    made(bureau, where)
    assert many[1].title not in html(where, many[0]), "nobody has looked at it"
    line_review.pass_line(OPERATOR, line, at=AT)
    assert f"items/{many[0].pk}.html" in made(bureau, where).written
    assert many[1].title in html(where, many[0])
    departing.remove(head, many[1], incident="泄露。", found_at=AT, at=AT + HOUR)
    assert f"items/{many[0].pk}.html" in made(bureau, where).written
    assert many[1].title not in html(where, many[0])


def test_what_lapses_with_a_day_is_written_again_that_day(
    bureau: Agency, where: Path, clerk: Person, reviewer: Person, head: Person
) -> None:
    item = shown(
        clerk,
        reviewer,
        head,
        bureau,
        "试行办法",
        genre="normative",
        validity="in_force",
        ended_on=date(2026, 4, 1),
    )
    made(bureau, where)
    assert "有效性：有效" in html(where, item)
    assert f"items/{item.pk}.html" in made(bureau, where, date(2026, 4, 2)).written
    assert "已失效" in html(where, item)


def test_a_run_that_was_cut_off_is_made_good(
    bureau: Agency, many: list[Item], where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, count = folder._put, 0

    def broken(path: Path, data: bytes) -> None:
        nonlocal count
        count += 1
        if count > 5:
            raise OSError("no space left")
        put(path, data)

    monkeypatch.setattr(folder, "_put", broken)
    with pytest.raises(OSError, match="no space"):
        made(bureau, where)
    monkeypatch.setattr(folder, "_put", put)
    (where / "items/999.html").write_text("left over")
    made(bureau, where)
    assert not (where / "items/999.html").exists()
    assert check(where) == []


def test_a_folder_with_something_else_or_of_another_is_left_alone(
    bureau: Agency, finance: Agency, many: list[Item], where: Path, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(Refused, match="别的文件"):
        made(bureau, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name != ".lock"] == ["letter.txt"]
    made(bureau, where)
    with pytest.raises(Refused, match="另一个机关"):
        made(finance, where)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('<meta name="ContentSource"', '<meta name="Content"', "ContentSource 应当有一个，实有0个"),
        ("<h1>", "<h1>另一个", "ArticleTitle 与显示的标题不一致"),
        ("../index.html", "../gone.html", "没有目标"),
        ("../index.html", "../../../etc/passwd", "文件夹以外"),
        ("发布时间：2026", "发布时间：2025", "PubDate 与显示的发布时间不一致"),
    ],
)
def test_the_checker_finds_what_is_wrong(
    bureau: Agency, many: list[Item], where: Path, old: str, new: str, told: str
) -> None:
    made(bureau, where)
    page = where / f"items/{many[0].pk}.html"
    page.write_text(page.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert told in "".join(fault.message for fault in check(where))


def attached(item: Item, name: str, data: bytes = b"x", token: str = "tok") -> Attachment:
    file = documents.store(data, name, at=AT)
    return Attachment.objects.create(version=item.current, file=file, name=name, token=token)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("表" * 140 + ".xlsx", "表" * 65 + ".xlsx"),
        ("第1#2号%41.txt", "第1_2号_41.txt"),
        ("...", "file"),
    ],
)
def test_every_name_is_one_of_a_file(bureau: Agency, many: list[Item], where: Path, name: str, kept: str) -> None:
    """One long name kept the whole folder from being written."""
    attached(many[0], name)
    made(bureau, where)
    (there,) = where.glob("files/*/tok/*")
    assert there.name == kept
    assert check(where) == []


def test_a_page_that_was_attached_stays_on_the_portal(
    bureau: Agency, many: list[Item], where: Path, settings: Settings
) -> None:
    """Its scripts would be those of the other site."""
    settings.GONGKAI_ADDRESS = "https://gk.example"
    attached(many[0], "表.html", b"<!doctype html><html><script>alert(1)</script></html>")
    made(bureau, where)
    assert not list(where.glob("files/*"))
    address = f"https://gk.example/items/{many[0].pk}/files/tok/"
    assert f'href="{address}"' in html(where, many[0])
    data = json.loads((where / f"items/{many[0].pk}.json").read_text("utf-8"))
    assert [one["path"] for one in data["attachments"]] == [address]
    assert check(where) == []
    assert made(bureau, where).written == []


def test_of_what_was_removed_not_even_its_key_stays(
    bureau: Agency, many: list[Item], where: Path, head: Person
) -> None:
    made(bureau, where)
    departing.remove(head, many[1], incident="有身份证号码。", found_at=AT, at=AT + HOUR)
    made(bureau, where)
    assert listed(where, "SELECT pk FROM line ORDER BY pk") == [one.pk for one in many if one != many[1]]
    assert not [path for path in listed(where) if str(path).startswith(f"items/{many[1].pk}.")]
    # Nor in what the file has free.
    assert many[1].title.encode() not in (where / ledger.NAME).read_bytes()


def test_a_list_that_names_what_lies_outside_takes_nothing_away(
    bureau: Agency, many: list[Item], where: Path
) -> None:
    """Whoever may write into the folder may not have us delete elsewhere."""
    made(bureau, where)
    outside = where.parent / "outside.txt"
    outside.write_text("stays")
    with closing(sqlite3.connect(where / ledger.NAME)) as rows, rows:
        for path in ("../outside.txt", str(outside), "items/999.html"):
            rows.execute("INSERT INTO page VALUES (?, '', 0)", [path])
    assert made(bureau, where).removed == ["items/999.html"]
    assert outside.read_text() == "stays"


def test_a_folder_of_before_there_was_a_ledger_is_made_anew(
    bureau: Agency, district: Agency, many: list[Item], where: Path
) -> None:
    made(bureau, where)
    (where / ledger.NAME).unlink()
    (where / "items/999.html").write_text("gone since")
    old = where / "gongkai-export.json"
    old.write_text(json.dumps({"agency": addresses.word(bureau), "pages": {}}), "utf-8")
    with pytest.raises(Refused, match="另一个机关"):
        made(district, where)
    written = old.read_text("utf-8")
    old.write_text("{", "utf-8")
    with pytest.raises(Refused, match="另一个机关"):
        made(bureau, where)
    old.write_text(written, "utf-8")
    assert "items/999.html" in made(bureau, where).removed
    assert not old.exists()
    assert check(where) == []
    assert made(bureau, where).written == []


def test_a_ledger_that_cannot_be_read_is_refused(bureau: Agency, many: list[Item], where: Path) -> None:
    made(bureau, where)
    (where / ledger.NAME).write_bytes(b"not a database at all" * 100)
    for work in (lambda: made(bureau, where), lambda: check(where)):
        with pytest.raises(Refused, match="清单"):
            work()

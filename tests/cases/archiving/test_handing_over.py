"""A closed year goes to an archive whole, with its list, or not at all."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from gongkai.accounts.models import Person
from gongkai.cases import closing
from gongkai.cases.archiving import handing_over, listing
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, Handover
from gongkai.cases.retention import holds
from gongkai.documents.queries import content
from gongkai.errors import NotAllowed, Refused, WrongState

from .. import deeds
from ..asking import ZHANG
from ..conftest import entries
from ..retention import laid
from ..walk import Office, at

pytestmark = pytest.mark.django_db
ON = date(2027, 3, 1)


def over(office: Office, who: Person | None = None, **more: Any) -> Handover:
    said: dict[str, Any] = {
        "year": 2026, "archive": "示范区档案馆", "handed_on": ON, "opening": "开放",
        "disclosure": "答复后已向申请人提供", "classification": "无", **more,
    }  # fmt: skip
    return handing_over.hand_over(who or office.clerk, office.agency, **said, at=at(ON))


def verified(where: Path) -> bool:
    command = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    return subprocess.run(command, cwd=where, capture_output=True, check=False).returncode == 0


def rows_of(handover: Handover) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(content(handover.manifest)))
    sheet = book.active
    assert sheet is not None
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_handed_over_with_its_list(office: Office) -> None:
    cases = [laid.rich(office), laid.plain(office)]
    made = over(office)
    assert (made.cases, made.receipt, made.by) == (2, None, office.clerk)
    assert set(made.listed.all()) == set(cases)
    assert made.opinion.splitlines() == ["开放意见：开放", "公开状态：答复后已向申请人提供", "密级变更：无"]
    head, *rows = rows_of(made)
    assert head == listing.HEAD
    assert {row[0] for row in rows} == {case.number for case in cases}
    hashes = {row[9] for row in rows}
    for one in cases[0].files.all():
        assert one.file.sha256 in hashes
    assert {row[5] for row in rows} == {"予以公开"}
    (entry,) = entries("archive.hand_over")
    assert entry.object == made.key
    assert made.manifest.sha256 in entry.data


def test_the_list_names_nobody(office: Office) -> None:
    laid.rich(office)
    text = repr(rows_of(over(office)))
    assert ZHANG.name not in text
    assert laid.PARTY not in text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"year": 2027}, "2027年还没有结束"),
        ({"year": 2024}, "2024年没有办结的申请"),
        ({"archive": " "}, "接收的档案馆"),
        ({"opening": ""}, "开放意见"),
        ({"disclosure": ""}, "公开状态"),
        ({"classification": " "}, "密级"),
        ({"handed_on": date(2027, 3, 2)}, "移交日期"),
        ({"handed_on": date(2026, 12, 30)}, "移交日期"),
    ],
)
def test_refused_and_nothing_kept(office: Office, more: dict[str, Any], said: str) -> None:
    laid.plain(office)
    with pytest.raises(Refused, match=said):
        over(office, **more)
    assert Handover.objects.count() == 0
    assert entries("archive.hand_over") == []


def test_not_while_one_is_held(office: Office) -> None:
    case = laid.plain(office)
    laid.plain(office)
    holds.call(office.clerk, case, source="review:1", reason="复议", at=at(date(2026, 4, 1)))
    with pytest.raises(Refused, match=f"登记了留存、不能移交：{case.number}"):
        over(office)
    holds.lift(office.clerk, case, source="review:1", at=at(date(2026, 5, 1)))
    assert over(office).cases == 2


def test_not_while_one_is_answered_and_open(office: Office) -> None:
    laid.plain(office)
    case = deeds.answered(office)
    with pytest.raises(Refused, match=f"没有办结：{case.number}"):
        over(office)
    closing.close(office.reviewer, case, at=at(ON, 8))
    assert over(office).cases == 1, "the other was closed in the next year"


def test_a_year_once(office: Office) -> None:
    laid.plain(office)
    over(office)
    with pytest.raises(Refused, match="已经移交过"):
        over(office)


def test_only_the_agency_itself(office: Office, outsider: Person, auditor: Person) -> None:
    laid.plain(office)
    for who in (outsider, auditor, office.reviewer):
        with pytest.raises(NotAllowed):
            over(office, who)
    made = over(office)
    assert handing_over.visible(auditor, on=ON).get() == made
    assert not handing_over.visible(outsider, on=ON).exists()
    for who in (outsider, auditor):
        with pytest.raises(NotAllowed):
            handing_over.package(who, made, at=at(ON))


def test_the_receipt_comes_later_and_once(office: Office, outsider: Person) -> None:
    laid.plain(office)
    made = over(office)
    paper = Paper("回执.pdf", b"%PDF received")
    with pytest.raises(NotAllowed):
        handing_over.attach_receipt(outsider, made, paper, at=at(ON))
    with pytest.raises(Refused, match="空文件"):
        handing_over.attach_receipt(office.clerk, made, Paper("回执.pdf", b""), at=at(ON))
    held = handing_over.attach_receipt(office.clerk, made, paper, at=at(ON))
    assert held.receipt is not None
    assert content(held.receipt) == b"%PDF received"
    with pytest.raises(WrongState):
        handing_over.attach_receipt(office.clerk, made, paper, at=at(ON))
    assert len(entries("archive.receipt")) == 1


def test_the_package_is_verified_without_this_program(office: Office, tmp_path: Path) -> None:
    cases = [laid.rich(office), laid.plain(office)]
    made = over(office)
    data = b"".join(handing_over.package(office.clerk, made, at=at(ON, 12)))
    assert data == b"".join(handing_over.package(office.head, made, at=at(ON, 13))), "the same again"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    assert verified(tmp_path)
    inner = sorted((tmp_path / "案卷").glob("*.zip"))
    assert [one.stem for one in inner] == sorted(case.number for case in cases)
    for one in inner:
        where = one.with_suffix("")
        with zipfile.ZipFile(one) as archive:
            archive.extractall(where)
        assert verified(where)
    assert (tmp_path / "移交清单.xlsx").read_bytes() == content(made.manifest)
    assert len(entries("archive.package")) == 2


def test_it_goes_out_as_it_is_made(office: Office) -> None:
    for _ in range(3):
        laid.plain(office)
    chunks = handing_over.package(office.clerk, over(office), at=at(ON, 12))
    first = next(iter(chunks))
    assert first.startswith(b"PK")


def test_what_is_handed_over_stays_here(office: Office) -> None:
    """《档案法》 15(2): it is still this agency's to disclose."""
    case = laid.rich(office)
    before = Case.objects.filter(pk=case.pk).values().get()
    over(office)
    assert Case.objects.filter(pk=case.pk).values().get() == before

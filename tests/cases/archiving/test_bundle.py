"""What goes to a review body or a court: the file as it stood at the decision (rule 30; 行诉法 35)."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.roles import Role
from gongkai.cases import closing, consulting, correcting, filing, redating, searching
from gongkai.cases.acting import allowed
from gongkai.cases.archiving import bundle
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case
from gongkai.cases.words import Kind
from gongkai.documents.models import Scan
from gongkai.errors import NotAllowed, WrongState
from tests.district import invited

from .. import deeds, walk
from ..conftest import entries
from ..histories import values_for
from ..test_correcting import SAID
from ..walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT


def whole(office: Office) -> Case:
    """Searched, somebody asked, decided, served, and something added afterwards."""
    made = deeds.refused(office)
    case = made.case
    consulting.find(office.clerk, made, reasonable=True, finding="会损害竞争地位", at=at(NEXT))
    searching.record_search(
        office.clerk, case, systems="档案系统<新>", keywords="低保 & 资金", on=NEXT, result="找到合同", found=True,
        searched_by="库管", at=at(NEXT),
    )  # fmt: skip
    filing.add(office.clerk, case, Paper("当时.txt", b"known then"), what="proof", at=at(NEXT))
    office.served(office.answer(case, NEXT, "third-party", **values_for("third-party", NEXT)), date(2026, 3, 9))
    filing.add(office.clerk, case, Paper("后来.txt", b"found later"), what="proof", at=at(date(2026, 3, 10)))
    return case


def opened(made: bundle.Bundle) -> dict[str, bytes]:
    with made.file, zipfile.ZipFile(made.file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_that_was_there_and_nothing_that_came_later(office: Office) -> None:
    files = opened(bundle.make(office.clerk, whole(office), at=at(date(2026, 3, 11))))
    assert b"known then" in files.values()
    assert b"found later" not in files.values()
    assert "后来" not in "".join(files)
    pages = "".join(data.decode() for name, data in files.items() if name.endswith(".html"))
    for said in (
        "档案系统&lt;新&gt;",
        "低保 &amp; 资金",
        "会损害竞争地位",
        "涉及商业秘密",
        "第三十三条",
        "保密审查",
    ):
        assert said in pages


def test_the_letters_are_the_bytes_that_were_sent(office: Office) -> None:
    case = whole(office)
    files = opened(bundle.make(office.clerk, case, at=at(date(2026, 3, 11))))
    letters = [data for name, data in files.items() if name.startswith("文书/")]
    assert len(letters) == 2
    assert set(letters) == {walk.scan()}
    proofs = [name for name in files if name.startswith("送达/")]
    assert len(proofs) == 2


def test_the_contents_name_every_file_with_its_hash(office: Office) -> None:
    files = opened(bundle.make(office.clerk, whole(office), at=at(date(2026, 3, 11))))
    contents = files.pop("00-目录.html").decode()
    del files["SHA256SUMS"], files["00-目录.pdf"]
    for name, data in files.items():
        assert name in contents
        assert hashlib.sha256(data).hexdigest() in contents


def test_the_working_of_the_period_stands_in_it(office: Office) -> None:
    files = opened(bundle.make(office.clerk, whole(office), at=at(date(2026, 3, 11))))
    time = files["01-时间线和期限.html"].decode()
    assert "2026-03-31" in time, "one working day was left out"
    assert "第三方" in time


def test_a_line_that_was_struck_is_shown_struck(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    redating.redate(office.clerk, walk.line(case, "received"), on=date(2026, 3, 3), reason="收文章", at=at(DAY, 8))
    office.answer(case, DAY)
    time = opened(bundle.make(office.clerk, case, at=at(NEXT)))["01-时间线和期限.html"].decode()
    assert "<s>2026-03-02</s>" in time
    assert "收文章" in time


def test_the_same_file_twice(office: Office) -> None:
    case = whole(office)
    one = bundle.make(office.clerk, case, at=at(date(2026, 3, 11)))
    other = bundle.make(office.clerk, case, at=at(date(2026, 3, 12)))
    with one.file, other.file:
        assert one.sha256 == other.sha256 == hashlib.sha256(one.file.read()).hexdigest()


def test_the_first_answer_keeps_its_own_file(office: Office) -> None:
    case = whole(office)
    before = bundle.make(office.clerk, case, at=at(date(2026, 3, 11)))
    closing.reopen(office.reviewer, case, ground="own", on=date(2026, 3, 12), at=at(date(2026, 3, 12)))
    filing.add(office.clerk, case, Paper("新.txt", b"for the second"), what="proof", at=at(date(2026, 3, 13)))
    office.answer(case, date(2026, 3, 16), "process", **values_for("process", date(2026, 3, 16)))
    again = bundle.make(office.clerk, case, round=1, at=at(date(2026, 3, 17)))
    assert set(opened(again)) == set(opened(before))
    second = opened(bundle.make(office.clerk, case, at=at(date(2026, 3, 17))))
    assert b"for the second" in second.values()


def test_it_is_recorded_with_its_hash(office: Office) -> None:
    made = bundle.make(office.head, deeds.answered(office), at=at(NEXT, 18))
    (entry,) = entries("cases.bundle")
    assert made.sha256 in entry.data
    assert entry.actor == office.head.key


def test_names_of_files_cannot_leave_the_folder(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    filing.add(office.clerk, case, Paper("../../etc/passwd", b"x"), what="proof", at=at(DAY, 9))
    office.answer(case, DAY)
    assert not [name for name in opened(bundle.make(office.clerk, case, at=at(NEXT))) if ".." in name]


def test_not_before_a_decision(office: Office) -> None:
    with pytest.raises(WrongState, match="还没有作出处理决定"):
        bundle.make(office.clerk, walk.opened(office.agency, deeds.RECEIVED), at=at(DAY))


def test_not_for_a_stranger_nor_an_auditor(office: Office, outsider: Person, auditor: Person) -> None:
    case = deeds.answered(office)
    for who in (outsider, auditor):
        with pytest.raises(NotAllowed):
            bundle.make(who, case, at=at(NEXT, 18))
    assert entries("cases.bundle") == []


def test_the_office_it_was_given_to_gets_no_papers_of_identity_by_it(office: Office) -> None:
    unit = deeds.unit_of(office)
    theirs = invited("unit-clerk", unit, Role.CLERK)
    case = deeds.answered(office)
    Case.objects.filter(pk=case.pk).update(unit=unit)
    case.refresh_from_db()
    assert allowed(theirs, "cases.work", case, on=NEXT)
    with pytest.raises(NotAllowed):
        bundle.make(theirs, case, at=at(NEXT, 18))
    assert entries("cases.bundle") == []


def test_a_correction_has_one_too(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED, kind=Kind.CORRECTION)
    correcting.draft(office.clerk, case, result="corrected", values=SAID["corrected"], at=at(DAY, 9))
    office.approved(case, DAY)
    assert "予以更正" in opened(bundle.make(office.clerk, case, at=at(NEXT)))["00-目录.html"].decode()


def test_what_the_scanner_did_not_pass_is_told_and_left_out(office: Office) -> None:
    case = whole(office)
    kept = case.files.get(file__sha256=hashlib.sha256(b"known then").hexdigest())
    Scan.objects.create(file=kept.file, state=Scan.State.INFECTED, found="Eicar", asked_at=at(NEXT))
    files = opened(bundle.make(office.clerk, case, at=at(date(2026, 3, 11))))
    assert b"known then" not in files.values()
    told = next(data.decode() for name, data in files.items() if name.endswith("当时.txt.未放入.txt"))
    assert "发现病毒" in told
    assert kept.file.sha256 in told

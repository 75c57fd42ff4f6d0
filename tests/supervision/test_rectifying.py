"""What was found is given to a unit, proved, and looked at again by somebody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies import people
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.cases.filing import Paper
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.supervision import inspecting, proofs, publishing, rectifying
from gongkai.supervision.inspection_states import Repair, Said
from gongkai.supervision.models import Complaint, Shortcoming
from gongkai.supervision.queries import shortcomings, waiting, year_of
from tests.district import invited

from .conftest import made
from .test_inspecting import DUE, NOW, begun, judged, last

LATER = NOW + timedelta(days=5)


@pytest.fixture
def found(bureau: Agency, supervisor: Person) -> Shortcoming:
    inspecting.close(supervisor, judged(supervisor, begun(supervisor, bureau)), due_on=DUE, at=NOW)
    return Shortcoming.objects.get(verdict__title="培训")


def test_from_the_finding_to_the_second_look(found: Shortcoming, clerk: Person, supervisor: Person) -> None:
    assert rectifying.assign(clerk, found, unit="办公室", at=LATER).unit == "办公室"
    assert last().verb == "shortcomings.assign"
    proved = rectifying.prove(clerk, found, proof="7月15日举办培训，台账已登记", at=LATER)
    assert (proved.state, proved.proved_by, proved.proved_at) == (Repair.PROVED, clerk, LATER)
    settled = rectifying.accept(supervisor, found, words="已核实", at=LATER)
    assert (settled.state, settled.looked, settled.looked_by) == (Repair.SETTLED, "已核实", supervisor)
    assert (last().verb, last().object) == ("shortcomings.accept", found.key)
    (inspected,) = year_of(found.agency, 2024).inspections
    assert (inspected.findings, inspected.rectified) == (2, 1)


def test_what_is_not_put_right_is_sent_back_with_a_new_day(
    found: Shortcoming, clerk: Person, supervisor: Person
) -> None:
    rectifying.prove(clerk, found, proof="计划培训", at=LATER)
    again = date(2024, 8, 20)
    back = rectifying.send_back(supervisor, found, words="还没有培训", due_on=again, at=LATER)
    assert (back.state, back.due_on, back.looked) == (Repair.OPEN, again, "还没有培训")
    assert last().verb == "shortcomings.send_back"
    assert rectifying.prove(clerk, found, proof="已培训", at=LATER).state == Repair.PROVED


@pytest.mark.parametrize(("words", "day"), [("", date(2024, 8, 20)), ("还没有", LATER.date())])
def test_a_return_says_why_and_until_when(
    found: Shortcoming, clerk: Person, supervisor: Person, words: str, day: date
) -> None:
    rectifying.prove(clerk, found, proof="计划培训", at=LATER)
    with pytest.raises(Refused):
        rectifying.send_back(supervisor, found, words=words, due_on=day, at=LATER)
    found.refresh_from_db()
    assert (found.state, found.looked_at) == (Repair.PROVED, None)


def test_words_are_asked_for(found: Shortcoming, clerk: Person) -> None:
    with pytest.raises(Refused, match="科室"):
        rectifying.assign(clerk, found, unit=" ", at=LATER)
    with pytest.raises(Refused, match="怎样整改"):
        rectifying.prove(clerk, found, proof="", at=LATER)


def test_steps_out_of_order(found: Shortcoming, clerk: Person, supervisor: Person) -> None:
    with pytest.raises(WrongState):
        rectifying.accept(supervisor, found, at=LATER)
    rectifying.prove(clerk, found, proof="已培训", at=LATER)
    with pytest.raises(WrongState):
        rectifying.prove(clerk, found, proof="再报", at=LATER)
    rectifying.accept(supervisor, found, at=LATER)
    with pytest.raises(WrongState):
        rectifying.send_back(supervisor, found, words="甲", due_on=date(2024, 9, 1), at=LATER)


def test_nobody_takes_a_step_of_the_other_side(
    found: Shortcoming, clerk: Person, supervisor: Person, stranger: Person
) -> None:
    told = Entry.objects.count()
    steps: list[Callable[[], object]] = [
        lambda: rectifying.prove(supervisor, found, proof="甲", at=LATER),
        lambda: rectifying.prove(stranger, found, proof="甲", at=LATER),
        lambda: rectifying.assign(stranger, found, unit="甲", at=LATER),
        lambda: rectifying.accept(clerk, found, at=LATER),
        lambda: rectifying.send_back(clerk, found, words="甲", due_on=DUE, at=LATER),
    ]
    for step in steps:
        with pytest.raises(NotAllowed):
            step()
    found.refresh_from_db()
    assert (found.state, found.unit, Entry.objects.count()) == (Repair.OPEN, "", told)


def test_a_proof_brings_its_files(
    found: Shortcoming, clerk: Person, supervisor: Person, stranger: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.FILES = tmp_path
    paper = Paper("签到表.pdf", b"%PDF-1.7 one")
    rectifying.prove(clerk, found, proof="已培训", papers=[paper], at=LATER)
    (file,) = found.files.select_related("file", "shortcoming__agency")
    assert (file.name, file.round, file.added_by, file.file.encrypted) == ("签到表.pdf", 1, clerk, True)
    assert json.loads(last().data)["files"] == [file.file.sha256]
    assert "签到表" not in last().data
    for who in (clerk, supervisor):
        assert proofs.look(who, file, at=LATER) == paper.data
        assert (last().verb, last().object) == ("shortcomings.look", found.key)
    told = Entry.objects.count()
    with pytest.raises(NotAllowed):
        proofs.look(stranger, file, at=LATER)
    assert Entry.objects.count() == told
    # What was sent back keeps its file, and the next proof has its own.
    rectifying.send_back(supervisor, found, words="缺名单", due_on=date(2024, 8, 20), at=LATER)
    rectifying.prove(clerk, found, proof="已补", papers=[Paper("名单.txt", b"one two")], at=LATER)
    assert [(one.name, one.round) for one in found.files.all()] == [("签到表.pdf", 1), ("名单.txt", 2)]


@pytest.mark.parametrize(
    ("papers", "why"),
    [
        ([Paper("甲.exe", b"MZ program")], "不是可以接收的文件"),
        ([Paper("乙.pdf", b"")], "空文件"),
        ([Paper(f"{n}.pdf", b"%PDF-1.7") for n in range(11)], "最多上传10个文件"),
        ([Paper("丙.pdf", b"%PDF-1.7" + b"0" * 15 * 2**20)], "超过15MB"),
    ],
)
def test_what_is_no_document_or_too_much_is_refused_and_nothing_kept(
    found: Shortcoming, clerk: Person, settings: Settings, tmp_path: Path, papers: list[Paper], why: str
) -> None:
    settings.FILES = tmp_path
    told = Entry.objects.count()
    with pytest.raises(Refused, match=why):
        rectifying.prove(clerk, found, proof="已培训", papers=papers, at=LATER)
    found.refresh_from_db()
    assert (found.state, found.files.count(), Entry.objects.count()) == (Repair.OPEN, 0, told)


def test_a_file_that_the_scanner_has_not_passed_is_not_opened(
    found: Shortcoming, clerk: Person, settings: Settings, tmp_path: Path
) -> None:
    settings.FILES, settings.GONGKAI_CLAMD = tmp_path, "127.0.0.1:1"
    rectifying.prove(clerk, found, proof="已培训", papers=[Paper("甲.pdf", b"%PDF-1.7")], at=LATER)
    with pytest.raises(Refused, match="病毒扫描还没有结果"):
        proofs.look(clerk, found.files.get(), at=LATER)


def test_what_waits_for_whom(found: Shortcoming, clerk: Person, supervisor: Person, stranger: Person) -> None:
    def waits(who: Person, on: date | None = None) -> tuple[int, int]:
        counted = waiting(who, on=on or LATER.date())
        return counted.number, counted.late

    assert (waits(clerk), waits(supervisor), waits(stranger)) == ((2, 0), (0, 0), (0, 0))
    assert waits(clerk, date(2024, 8, 11)) == (2, 2)
    rectifying.prove(clerk, found, proof="已培训", at=LATER)
    assert (waits(clerk), waits(supervisor)) == ((1, 0), (1, 0))
    complaint = made(Complaint, found.agency, date(2024, 7, 1), channel="phone", due_on=date(2024, 7, 5))
    assert waits(clerk) == (2, 1)
    Complaint.objects.filter(pk=complaint.pk).update(answered_on=date(2024, 7, 2), result="unfounded")
    assert waits(clerk) == (1, 0)
    second = invited("fuhe", Agency.objects.get(parent=None), Role.SUPERVISOR)
    inspection = found.verdict.inspection
    publishing.word(supervisor, inspection, [publishing.Words(Said.WHOLE, "甲")], at=LATER)
    assert (waits(supervisor), waits(second)) == ((1, 0), (2, 0))


def test_nobody_looks_at_their_own_work(found: Shortcoming, clerk: Person, district: Agency) -> None:
    people.appoint(clerk, agency=district, role=Role.SUPERVISOR, from_on=NOW.date(), by=OPERATOR, at=NOW)
    rectifying.prove(clerk, found, proof="已培训", at=LATER)
    with pytest.raises(NotAllowed, match="其他人员复核"):
        rectifying.accept(clerk, found, at=LATER)


def test_who_saw_an_older_page_is_told(found: Shortcoming, clerk: Person) -> None:
    rectifying.assign(clerk, found, unit="办公室", revision=0, at=LATER)
    with pytest.raises(Stale):
        rectifying.prove(clerk, found, proof="已培训", revision=0, at=LATER)


def test_it_is_overdue_in_the_next_quarter(found: Shortcoming, clerk: Person, supervisor: Person) -> None:
    from gongkai.supervision import rules

    of = rules.span(2024, 3, date(2024, 8, 11))
    assert rules.counts("rectified", [found.agency], of) == {found.agency_id: 2}
    assert "2024年第2季度“培训”：应于2024-08-10以前整改" in "".join(rules.grounds("rectified", found.agency, of))


def test_a_neighbour_sees_none_of_it(found: Shortcoming, clerk: Person, stranger: Person) -> None:
    assert found in shortcomings(clerk, on=LATER.date())
    assert found not in shortcomings(stranger, on=LATER.date())

"""What is given with an answer: chosen, examined, prepared, checked by another, and only then handed out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.cases import assigning, deciding, filing, fit, releases, releasing
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, Release
from gongkai.documents import examining, queries
from gongkai.documents.models import StoredFile
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.notices.models import Notice
from gongkai.papers.hidden import Finding
from tests.district import invited
from tests.documents import sheets

from . import deeds, giving, walk
from .conftest import entries
from .giving import DAY, NEXT, fresh
from .walk import Office, at

# Choosing.


def test_a_paper_of_the_file_is_chosen(office: Office) -> None:
    one = giving.chosen(office)
    assert (one.round, one.title, one.file, one.prepared_by) == (1, "方案.txt", None, office.clerk)
    (entry,) = entries("cases.choose_file")
    assert entry.object == one.case.key
    assert one.title not in entry.data, "its name may name somebody"
    assert one.source.file.sha256 in entry.data


def test_only_what_lies_there_to_be_given(office: Office, outsider: Person) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    proof = filing.add(office.clerk, case, Paper("回执.png", walk.scan()), what="proof", at=at(DAY))
    other = giving.information(office, walk.opened(office.agency, deeds.RECEIVED))
    for wrong in (proof, other):
        with pytest.raises(Refused, match="拟提供的政府信息"):
            releasing.choose(office.clerk, case, source=wrong, at=at(DAY))
    assert not Release.objects.exists()


def test_it_is_chosen_once_in_a_round(office: Office) -> None:
    one = giving.chosen(office)
    with pytest.raises(Refused, match="已经在提供清单中"):
        releasing.choose(office.clerk, one.case, source=one.source, at=at(DAY))


def test_what_is_not_given_after_all_stays_in_the_file(office: Office) -> None:
    one = giving.burned(office)
    releasing.drop(office.clerk, one.case, one, at=at(DAY))
    assert not Release.objects.exists()
    assert StoredFile.objects.count() == 1, "nor any copy of it"
    assert walk.now(one.case).files.count() == 1
    assert entries("cases.drop_file")
    with pytest.raises(WrongState, match="不在提供清单"):
        releasing.drop(office.clerk, one.case, one, at=at(DAY))


def test_it_is_renamed_and_looked_at_anew(office: Office) -> None:
    one = giving.checked(office)
    one = releasing.rename(office.clerk, one.case, one, title="低保资金/分配方案.txt", at=at(DAY, 12))
    assert (one.title, one.checked_by) == ("分配方案.txt", None)
    with pytest.raises(Refused, match="文件名称"):
        releasing.rename(office.clerk, one.case, one, title=" ", at=at(DAY, 12))


def test_who_renames_what_another_prepared_lends_nobody_a_second_pair_of_eyes(office: Office) -> None:
    both = giving.with_two_roles(office)
    one = giving.chosen(office)
    one = releasing.as_it_is(both, one.case, one, at=at(DAY, 10))
    one = releasing.rename(office.clerk, one.case, one, title="分配方案.txt", at=at(DAY, 11))
    assert (one.title, one.file) == ("分配方案.txt", None)
    with pytest.raises(WrongState, match="还没有准备好"):
        releasing.check(both, one.case, one, at=at(DAY, 12))


# Preparing.


def test_what_hides_nothing_leaves_as_it_is(office: Office) -> None:
    one = giving.prepared(office)
    assert one.file == one.source.file
    assert not releases.is_redacted(one)
    assert not releases.is_cleaned(one)
    (entry,) = entries("cases.prepare_file")
    assert one.source.file.sha256 in entry.data


def test_what_was_found_in_it_keeps_it_until_somebody_writes_why(office: Office) -> None:
    one = giving.chosen(office, giving.TELLING)
    before = walk.unchanged(one.case)
    with pytest.raises(Refused, match="写明仍然提供的理由"):
        releasing.as_it_is(office.clerk, one.case, one, reason="  ", at=at(DAY))
    assert fresh(one).file is None
    assert walk.unchanged(one.case) == before
    one = releasing.as_it_is(office.clerk, one.case, one, reason="公务电话，可以公开", at=at(DAY))
    assert (one.file, one.reason) == (one.source.file, "公务电话，可以公开")
    (entry,) = entries("cases.prepare_file")
    assert "公务电话" not in f"{entry.data}{entry.reason}"


def test_what_nobody_could_examine_needs_a_reason_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.errors import TooLarge

    def fails(*args: object, **kwargs: object) -> None:
        raise TooLarge("超过60秒，已停止。")

    monkeypatch.setattr(examining, "apart", fails)
    one = giving.chosen(office)
    assert not releasing.examine(office.clerk, one, at=at(DAY)).examined
    with pytest.raises(Refused, match="没有检查完"):
        releasing.as_it_is(office.clerk, one.case, one, at=at(DAY))
    one = releasing.as_it_is(office.clerk, one.case, one, reason="已逐页人工核对", at=at(DAY))
    assert one.file is not None


def test_a_cleaned_copy_leaves_and_the_original_stays(office: Office) -> None:
    one = giving.chosen(office, sheets.positioned(), "现场.jpg")
    with pytest.raises(Refused):
        releasing.as_it_is(office.clerk, one.case, one, at=at(DAY))
    one = releasing.clean(office.clerk, one.case, one, at=at(DAY))
    assert one.cleaned not in (None, one.source.file)
    assert one.cleaned is not None
    assert b"Camera of Somebody" not in queries.content(one.cleaned)
    assert queries.content(one.source.file) == sheets.positioned()
    again = releasing.clean(office.clerk, one.case, one, at=at(DAY))
    assert StoredFile.objects.filter(pk__in=[one.cleaned_id, again.cleaned_id]).count() == 1
    one = again
    if one.file is None:  # a picture says that nobody read the words in it
        one = releasing.cleaned(office.clerk, one.case, one, reason="照片上没有文字", at=at(DAY))
    assert releases.is_cleaned(one)


def test_a_copy_with_nothing_left_in_it_is_taken_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy(file: StoredFile, *, at: object) -> examining.Copy:
        made = filing.stored(Paper("x.txt", giving.PLAIN + b" "), at=at_)
        return examining.Copy(made, (Finding("comment", "第1页", "批注"),), ())

    at_ = at(DAY)
    one = giving.chosen(office, giving.TELLING)
    monkeypatch.setattr(examining, "clean_copy", copy)
    one = releasing.clean(office.clerk, one.case, one, at=at_)
    assert releases.is_cleaned(one)
    assert entries("cases.clean_file")


def test_there_is_no_cleaned_copy_before_it_was_made(office: Office) -> None:
    one = giving.chosen(office)
    with pytest.raises(WrongState, match="请先清除"):
        releasing.cleaned(office.clerk, one.case, one, at=at(DAY))
    with pytest.raises(WrongState, match="请先完成遮盖"):
        releasing.redacted(office.clerk, one.case, one, at=at(DAY))


# Looked at by another.


def test_another_person_with_the_right_looks_at_it(office: Office) -> None:
    one = giving.checked(office)
    assert (one.checked_by, one.checked_at) == (office.reviewer, at(DAY, 11))
    assert entries("cases.check_file")
    assert one.case.events.filter(kind="file-checked").count() == 1
    with pytest.raises(WrongState, match="已经核对"):
        releasing.check(office.head, one.case, one, at=at(DAY, 12))


def test_nobody_looks_at_their_own(office: Office) -> None:
    both = giving.with_two_roles(office)
    one = giving.chosen(office)
    one = releasing.as_it_is(both, one.case, one, at=at(DAY))
    for act in (releasing.check, _refuse):
        with pytest.raises(NotAllowed, match="不能由您核对"):
            act(both, one.case, one, at=at(DAY, 11))
    assert fresh(one).checked_by is None


def _refuse(*args: object, **kwargs: object) -> Release:
    return releasing.refuse(*args, reason="第2页有误", **kwargs)  # type: ignore[arg-type]


def test_what_is_not_ready_is_not_looked_at(office: Office) -> None:
    one = giving.chosen(office)
    with pytest.raises(WrongState, match="还没有准备好"):
        releasing.check(office.reviewer, one.case, one, at=at(DAY))


def test_refused_it_is_prepared_anew(office: Office) -> None:
    one = giving.prepared(office)
    with pytest.raises(Refused, match="退回的理由"):
        releasing.refuse(office.reviewer, one.case, one, reason="", at=at(DAY, 11))
    one = releasing.refuse(office.reviewer, one.case, one, reason="不是这份文件", at=at(DAY, 11))
    assert (one.file, one.refused_reason) == (None, "不是这份文件")
    (entry,) = entries("cases.refuse_file")
    assert "不是这份文件" not in entry.data
    told = Notice.objects.get(recipient=office.clerk.key, means="desk")
    assert one.case.number in told.body
    assert "不是这份文件" not in told.body + told.subject
    one = releasing.as_it_is(office.clerk, one.case, one, at=at(DAY, 12))
    assert (one.file, one.refused_reason) == (one.source.file, "")


@pytest.mark.parametrize(
    "act",
    [
        lambda who, one, **k: releasing.choose(who, one.case, source=one.source, **k),
        lambda who, one, **k: releasing.drop(who, one.case, one, **k),
        lambda who, one, **k: releasing.rename(who, one.case, one, title="x", **k),
        lambda who, one, **k: releasing.examine(who, one, **k),
        lambda who, one, **k: releasing.clean(who, one.case, one, **k),
        lambda who, one, **k: releasing.as_it_is(who, one.case, one, **k),
        lambda who, one, **k: releasing.check(who, one.case, one, **k),
        lambda who, one, **k: releasing.refuse(who, one.case, one, reason="x", **k),
    ],
)  # fmt: skip
def test_nobody_else_may_and_nothing_changes(
    office: Office, outsider: Person, auditor: Person, act: Callable[..., object]
) -> None:
    one = giving.prepared(office)
    unit = deeds.unit_of(office)
    theirs = invited("theirs", unit, Role.CLERK)
    assigning.assign(office.head, one.case, unit=unit, at=at(DAY))
    before, chain = walk.unchanged(one.case), Entry.objects.count()
    for who in (outsider, auditor, theirs):
        with pytest.raises(NotAllowed):
            act(who, one, at=at(DAY, 12))
    assert (walk.unchanged(one.case), Entry.objects.count()) == (before, chain)
    assert fresh(one).file == one.source.file


def test_who_acts_on_an_older_page_is_told(office: Office) -> None:
    one = giving.prepared(office)
    old = walk.now(one.case).revision - 1
    acts: tuple[Callable[[], object], ...] = (
        lambda: releasing.rename(office.clerk, one.case, one, title="x", revision=old, at=at(DAY)),
        lambda: releasing.as_it_is(office.clerk, one.case, one, revision=old, at=at(DAY)),
        lambda: releasing.check(office.reviewer, one.case, one, revision=old, at=at(DAY)),
    )
    for act in acts:
        with pytest.raises(Stale):
            act()


# What the decision waits for.


def test_a_case_of_which_nothing_is_chosen_asks_for_nothing(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    giving.information(office, case)
    assert not fit.lacking(case)
    assert giving.decided(office, case).state == "approved"


def test_it_is_not_submitted_before_everything_is_prepared(office: Office) -> None:
    one = giving.chosen(office)
    office.draft(one.case, DAY)
    with pytest.raises(Refused, match=r"提供的文件“方案[^”]*”还没有准备好"):
        deciding.submit(office.clerk, one.case, at=at(DAY, 12))


def test_nor_approved_before_everything_was_looked_at(office: Office) -> None:
    one = giving.prepared(office)
    office.draft(one.case, DAY)
    office.review(one.case, DAY)
    deciding.submit(office.clerk, one.case, at=at(DAY, 12))
    with pytest.raises(Refused, match=r"“方案[^”]*”还没有经其他人核对"):
        deciding.approve(office.head, one.case, at=at(DAY, 13))
    with pytest.raises(Refused, match="还没有经其他人核对"):
        deciding.approve_on_paper(
            office.clerk, one.case, scan=walk.paper(), approved_by="负责人甲", on=DAY, at=at(DAY, 13)
        )
    releasing.check(office.reviewer, one.case, one, at=at(DAY, 13))
    deciding.approve(office.head, one.case, at=at(DAY, 14))
    assert walk.now(one.case).state == "approved"


def test_what_was_approved_is_frozen_until_it_comes_back(office: Office) -> None:
    one = giving.checked(office)
    case = giving.decided(office, one.case)
    for act in (
        lambda: releasing.drop(office.clerk, case, one, at=at(DAY, 16)),
        lambda: releasing.as_it_is(office.clerk, case, one, at=at(DAY, 16)),
        lambda: releasing.refuse(office.reviewer, case, one, reason="x", at=at(DAY, 16)),
    ):
        with pytest.raises(WrongState):
            act()
    assert fresh(one).checked_by == office.reviewer
    deciding.return_(office.head, case, comments="换一份", at=at(DAY, 17))
    releasing.drop(office.clerk, case, one, at=at(DAY, 17))


def test_another_answer_gives_nothing_of_what_was_chosen(office: Office) -> None:
    one = giving.chosen(office)
    from .histories import values_for

    office.answer(one.case, DAY, "process", **values_for("process", DAY))
    assert releases.given(walk.now(one.case)) == []


def test_it_is_handed_out_once_the_answer_has_left(office: Office) -> None:
    one = giving.checked(office)
    case = giving.decided(office, one.case)
    assert releases.given(case) == []
    decision = case.decision()
    assert decision is not None
    assert decision.letter is not None
    office.served(office.post(case, decision.letter, DAY), NEXT)
    assert releases.given(walk.now(case)) == [one]
    assert releases.given(walk.now(case), 2) == []


def test_nothing_leaves_as_long_as_one_file_is_not_fit(office: Office) -> None:
    """What the actions refuse, the outlet refuses once more."""
    one = giving.checked(office)
    case = giving.decided(office, one.case)
    decision = case.decision()
    assert decision is not None
    assert decision.letter is not None
    letter = office.sealed(case, decision.letter, DAY)
    Release.objects.filter(pk=one.pk).update(checked_by=None)
    with pytest.raises(Refused, match="还没有经其他人核对，不能发出"):
        office.post(case, letter, DAY)
    Release.objects.filter(pk=one.pk).update(checked_by=office.reviewer)
    office.post(case, letter, DAY)
    Release.objects.filter(pk=one.pk).update(checked_by=None)
    assert releases.given(walk.now(case)) == []


@pytest.mark.parametrize(
    ("title", "kind", "name"),
    [
        ("方案.docx", "pdf", "方案.pdf"),
        ("方案.pdf", "pdf", "方案.pdf"),
        ("现场.JPG", "picture", "现场.JPG"),
        ("扫描.tif", "pdf", "扫描.pdf"),
        ("没有后缀", "pdf", "没有后缀"),
        ("表.txt", "text", "表.txt"),
    ],
)
def test_it_is_called_by_what_it_is(title: str, kind: str, name: str) -> None:
    assert releases.named(title, StoredFile(kind=kind)) == name


def test_in_a_new_round_everything_is_chosen_anew(office: Office) -> None:
    one = giving.checked(office)
    case = one.case
    Case.objects.filter(pk=case.pk).update(round=2)
    case.refresh_from_db()
    assert not releases.of(case).exists()
    again = releasing.choose(office.clerk, case, source=one.source, at=at(DAY, 12))
    assert (again.round, again.file) == (2, None)
    with pytest.raises(WrongState, match="不在提供清单"):
        releasing.drop(office.clerk, case, one, at=at(DAY, 12))

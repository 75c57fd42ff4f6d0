"""The text of a version: reworded with a reason, undone, kept as it was read, and locked once it is published."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused, TooLarge, WrongState
from gongkai.reports import actions, published, wording
from gongkai.reports.models import ReportVersion, Rewording
from gongkai.reports.states import State
from gongkai.reports.wording import MAX_TEXT, parts, written

from .conftest import AT, entries, in_review

WHY = "原件第2页这一段没有读全"
PROBLEMS, FEES = 5, 6
AS_READ = ("存在的问题是解读形式单一。下一步丰富解读形式。",)


def _text(version: ReportVersion, part: int = PROBLEMS) -> tuple[str, ...]:
    version.refresh_from_db()
    return parts(version)[part].paragraphs


def _reword(user: Person, version: ReportVersion, text: str, part: int = PROBLEMS) -> ReportVersion:
    return actions.reword(user, version, part=part, text=text, reason=WHY, at=AT)


def test_the_parts_are_what_stands_before_the_sections_and_each_of_them(version: ReportVersion) -> None:
    found = parts(version)
    assert [one.number for one in found] == [0, 1, 2, 3, 4, 5, 6]
    assert (found[0].heading, found[0].paragraphs) == (
        "", ("本报告统计期限为2024年1月1日至2024年12月31日。",),
    )  # fmt: skip
    assert found[PROBLEMS].heading.startswith("五、")
    assert found[PROBLEMS].paragraphs == AS_READ
    assert all(one.original is None for one in found)


def test_a_part_is_reworded_and_what_was_read_is_kept(
    version: ReportVersion, reviewer: Person, bureau: Agency
) -> None:
    done = _reword(reviewer, version, " 一是公开不够及时。\r\n\r\n　二是解读不多。 ")
    assert _text(done) == ("一是公开不够及时。", "二是解读不多。")
    assert parts(done)[PROBLEMS].original == AS_READ
    assert parts(done)[FEES].original is None
    (kept,) = done.rewordings.all()
    assert (kept.from_text, kept.by, kept.at, kept.reason) == (list(AS_READ), reviewer, AT, WHY)


def test_the_chain_is_told_the_part_and_the_reason_and_not_the_text(
    version: ReportVersion, reviewer: Person, bureau: Agency
) -> None:
    _reword(reviewer, version, "张某反映的问题。")
    (entry,) = entries("reports.reword")
    assert (entry.actor, entry.agency, entry.object) == (reviewer.key, bureau.key, version.key)
    assert (entry.reason, entry.data) == (WHY, '{"part":5}')


def test_what_stands_before_the_first_section_can_be_reworded_too(
    version: ReportVersion, supervisor: Person
) -> None:
    _reword(supervisor, version, "根据《条例》编制。", part=0)
    assert _text(version, 0) == ("根据《条例》编制。",)
    assert version.content["preamble"] == ["根据《条例》编制。"]


def test_findings_are_found_anew(version: ReportVersion, supervisor: Person) -> None:
    assert version.warnings == 0
    done = _reword(supervisor, version, "本年度收取信息处理费8万元。", part=FEES)
    assert {f["relation"] for f in done.check_findings} >= {"A10"}
    assert done.warnings > 0
    back = actions.undo_rewording(supervisor, version, part=FEES, at=AT)
    assert back.warnings == 0


def test_undoing_goes_back_step_by_step_to_what_was_read(version: ReportVersion, supervisor: Person) -> None:
    _reword(supervisor, version, "甲")
    _reword(supervisor, version, "乙")
    assert parts(version)[PROBLEMS].original == AS_READ
    actions.undo_rewording(supervisor, version, part=PROBLEMS, at=AT)
    assert _text(version) == ("甲",)
    assert parts(version)[PROBLEMS].original == AS_READ
    actions.undo_rewording(supervisor, version, part=PROBLEMS, at=AT)
    assert _text(version) == AS_READ
    assert parts(version)[PROBLEMS].original is None
    with pytest.raises(WrongState, match="没有可以撤销"):
        actions.undo_rewording(supervisor, version, part=PROBLEMS, at=AT)
    undone = entries("reports.undo_rewording")
    assert [e.data for e in undone] == ['{"part":5}', '{"part":5}']
    assert [one.undone_by for one in version.rewordings.all()] == [supervisor, supervisor]


def test_a_part_may_be_emptied_and_that_is_found(version: ReportVersion, supervisor: Person) -> None:
    done = _reword(supervisor, version, "\n　\n")
    assert _text(done) == ()
    assert parts(done)[PROBLEMS].original == AS_READ
    assert done.warnings > 0


@pytest.mark.parametrize(
    ("part", "text", "reason", "says"),
    [
        (PROBLEMS, "新的正文", "  ", "理由"),
        (PROBLEMS, f"\n {AS_READ[0]} \n", WHY, "相同"),
        (7, "新的正文", WHY, "没有这一部分"),
        (-1, "新的正文", WHY, "没有这一部分"),
    ],
)
def test_what_is_no_rewording_changes_nothing(
    part: int, text: str, reason: str, says: str, version: ReportVersion, supervisor: Person
) -> None:
    before = version.content
    with pytest.raises(Refused, match=says):
        actions.reword(supervisor, version, part=part, text=text, reason=reason, at=AT)
    version.refresh_from_db()
    assert version.content == before
    assert not Rewording.objects.exists()
    assert not entries("reports.reword")


def test_too_much_is_said_to_be_too_much(version: ReportVersion, supervisor: Person) -> None:
    with pytest.raises(TooLarge, match="100000字"):
        _reword(supervisor, version, "字" * (MAX_TEXT + 1))
    assert _text(version) == AS_READ


@pytest.mark.parametrize("who", ["auditor", "outsider", "head"])
def test_who_may_not_changes_nothing(who: str, request: pytest.FixtureRequest, version: ReportVersion) -> None:
    user = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        _reword(user, version, "别的")
    with pytest.raises(NotAllowed):
        actions.undo_rewording(user, version, part=PROBLEMS, at=AT)
    assert _text(version) == AS_READ
    assert not entries("reports.reword")


def test_who_may_not_cannot_undo_anothers(version: ReportVersion, supervisor: Person, auditor: Person) -> None:
    _reword(supervisor, version, "甲")
    with pytest.raises(NotAllowed):
        actions.undo_rewording(auditor, version, part=PROBLEMS, at=AT)
    assert _text(version) == ("甲",)
    assert not entries("reports.undo_rewording")


def test_nobody_accepts_the_text_that_they_reworded(
    version: ReportVersion, reviewer: Person, head: Person
) -> None:
    _reword(reviewer, version, "甲")
    with pytest.raises(NotAllowed, match="正文"):
        actions.accept(reviewer, version, at=AT)
    version.refresh_from_db()
    assert version.state == State.READ
    assert actions.accept(head, version, at=AT).state == State.ACCEPTED


def test_an_undone_rewording_stands_in_nobodys_way(version: ReportVersion, reviewer: Person) -> None:
    _reword(reviewer, version, "甲")
    actions.undo_rewording(reviewer, version, part=PROBLEMS, at=AT)
    assert actions.accept(reviewer, version, at=AT).state == State.ACCEPTED


def test_an_accepted_version_is_not_reworded(version: ReportVersion, supervisor: Person) -> None:
    _reword(supervisor, version, "甲")
    ReportVersion.objects.filter(pk=version.pk).update(state=State.ACCEPTED, accepted_at=AT)
    with pytest.raises(WrongState, match="撤销接受"):
        _reword(supervisor, version, "乙")
    with pytest.raises(WrongState, match="撤销接受"):
        actions.undo_rewording(supervisor, version, part=PROBLEMS, at=AT)
    assert _text(version) == ("甲",)
    assert len(entries("reports.reword")) == 1


def test_a_published_version_stays_locked(published_reworded: ReportVersion, supervisor: Person) -> None:
    with pytest.raises(WrongState):
        _reword(supervisor, published_reworded, "乙")
    with pytest.raises(WrongState):
        actions.undo_rewording(supervisor, published_reworded, part=PROBLEMS, at=AT)
    fresh = ReportVersion.objects.get(pk=published_reworded.pk)
    fresh.content["sections"][PROBLEMS - 1]["paragraphs"] = ["偷改"]
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        fresh.save(update_fields=["content"])
    assert _text(published_reworded) == ("甲\u3000乙",)


@pytest.fixture
def published_reworded(version: ReportVersion, reviewer: Person, supervisor: Person) -> ReportVersion:
    _reword(reviewer, version, "甲\u3000乙")
    return actions.publish(supervisor, actions.accept(supervisor, version, at=AT), at=AT)


def test_what_is_published_is_what_was_reworded(published_reworded: ReportVersion) -> None:
    assert published.annual_report(published_reworded).sections[PROBLEMS - 1].paragraphs == ("甲\u3000乙",)
    assert "甲\u3000乙" in published_reworded.canonical
    assert published.altered() == []


def test_a_revision_begins_with_the_text_that_was_published(
    published_reworded: ReportVersion, supervisor: Person
) -> None:
    fresh = actions.revise(supervisor, published_reworded, note="更正第五部分", at=AT)
    assert _text(fresh) == ("甲\u3000乙",)
    assert parts(fresh)[PROBLEMS].original is None
    _reword(supervisor, fresh, "丙")
    assert _text(published_reworded) == ("甲\u3000乙",)


def test_one_part_does_not_change_another(version: ReportVersion, supervisor: Person) -> None:
    before = parts(version)
    _reword(supervisor, version, "甲")
    version.refresh_from_db()
    after = parts(version)
    assert [one for one in after if one.number != PROBLEMS] == [one for one in before if one.number != PROBLEMS]


def test_figures_stay_as_they_are(supervisor: Person, bureau: Agency) -> None:
    version = in_review(supervisor)
    before = list(version.figures.values_list("cell", "value", "state"))
    _reword(supervisor, version, "甲")
    assert list(version.figures.values_list("cell", "value", "state")) == before


def test_the_database_wants_a_reason(version: ReportVersion) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Rewording.objects.create(version=version, part=1, from_text=[], to_text=[], reason="", at=AT)


@given(st.text(max_size=200))
def test_what_is_written_can_be_printed_and_written_again(text: str) -> None:
    once = written(text)
    assert written("\n".join(once)) == once
    assert all(line and line == line.strip() for line in once)
    assert not [c for line in once for c in line if (c < " " and c != "\t") or c in "\x7f\ufffe\uffff"]


def test_private_characters_of_rare_names_stay() -> None:
    assert wording.written("\ue863某\x07") == ("\ue863某",)

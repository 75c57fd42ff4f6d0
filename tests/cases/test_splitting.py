from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import due, events, splitting, table3
from gongkai.cases.models import Case
from gongkai.cases.registering import Party
from gongkai.cases.states import State
from gongkai.cases.words import PartyRole
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.statute.clock import EventKind

from .asking import LI, SCAN, ZHANG, asked, came, registered
from .conftest import AT, TODAY, entries

DAY = timedelta(days=1)
PARTS = ["低保资金发放明细", "特困供养标准文件", "临时救助台账"]
WHOLE = "1.低保资金发放明细；2.特困供养标准文件；3.临时救助台账"


def test_one_form_becomes_several_cases_and_stays(clerk: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau, papers=[SCAN, replace(SCAN, name="委托书.pdf", data=b"%PDF power")])
    agent = Party(PartyRole.AGENT, LI, paper.files.last())
    case = registered(clerk, paper, wanted=WHOLE, parties=[agent])
    first, second, third = splitting.split(clerk, case, parts=PARTS, at=AT + 3 * DAY)
    assert (first.pk, first.number, first.revision) == (case.pk, "YSQ2026-0001", 1)
    assert [one.number for one in (second, third)] == ["YSQ2026-0002", "YSQ2026-0003"]
    assert [one.description for one in (first, second, third)] == PARTS
    for one in (first, second, third):
        assert (one.original_description, one.received_on, one.due_on) == (WHOLE, TODAY, date(2026, 3, 30))
        assert sorted(f.what for f in one.files.all()) == ["authority", "request"]
        (party,) = one.parties.all()
        assert party.authority is not None
        assert (party.applicant.name, party.authority.case_id) == ("李四", one.pk)
    assert [one.split_from for one in (first, second, third)] == [None, first, first]
    assert Case.objects.count() == 3


def test_each_part_has_its_line_and_its_entry(clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau, WHOLE)
    _, second, third = splitting.split(clerk, case, parts=PARTS, at=AT)
    assert [(e.kind, e.data.get("into")) for e in case.events.all()][-1] == (
        "split", ["YSQ2026-0002", "YSQ2026-0003"],
    )  # fmt: skip
    assert [e.kind for e in second.events.all()] == ["received", "split"]
    (entry,) = entries("cases.split")
    assert entry.data == f'{{"into":["{second.key}","{third.key}"]}}'
    assert [e.object for e in entries("cases.split-off")] == [second.key, third.key]


def test_what_was_told_of_the_whole_holds_for_each(clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau, WHOLE)
    events.add(case, EventKind.EXTENDED, TODAY, days=20, by=clerk, at=AT)
    events.add(case, EventKind.THIRD_PARTY_ASKED, TODAY, tag="A", by=clerk, at=AT)
    first, second = splitting.split(clerk, case, parts=PARTS[:2], at=AT)
    assert {e.kind for e in second.events.all()} == {"received", "extended", "split"}
    assert second.due_on == date(2026, 4, 28)
    explained = due.explain(first, on=TODAY)
    assert explained is not None
    assert explained.provisional


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        (["一项"], "两项以上"),
        (["一项", "  "], "两项以上"),
        (["同", "同"], "相同"),
        (["x" * 5001, "y"], "5000字"),
        ([f"{n}" for n in range(31)], "30件"),
    ],
)
def test_parts_that_are_none(parts: list[str], why: str, clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau)
    with pytest.raises(Refused, match=why):
        splitting.split(clerk, case, parts=parts, at=AT)
    case.refresh_from_db()
    assert (case.original_description, case.revision, Case.objects.count()) == ("", 0, 1)
    assert asked(clerk, bureau).number == "YSQ2026-0002"


def test_who_may_not_and_when_it_may_not(clerk: Person, bureau: Agency, outsider: Person, opened: None) -> None:
    case = asked(clerk, bureau)
    with pytest.raises(NotAllowed):
        splitting.split(outsider, case, parts=PARTS, at=AT)
    waiting = registered(clerk, came(clerk, bureau, "email"))
    with pytest.raises(WrongState, match="待确认"):
        splitting.split(clerk, waiting, parts=PARTS, at=AT)
    splitting.split(clerk, case, parts=PARTS, at=AT)
    with pytest.raises(Stale):
        splitting.split(clerk, case, parts=PARTS, revision=0, at=AT)


def test_parts_merge_back_and_the_words_of_the_form_are_there(clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau, WHOLE)
    first, second, third = splitting.split(clerk, case, parts=PARTS, at=AT)
    merged = splitting.merge(clerk, second, into=first, at=AT)
    assert (merged.state, merged.merged_into, merged.due_on) == (State.MERGED, first, date(2026, 3, 30))
    splitting.merge(clerk, third, into=first, at=AT)
    first.refresh_from_db()
    assert (first.description, first.original_description) == ("\n".join(PARTS), WHOLE)
    assert [e.kind for e in first.events.all()][-2:] == ["merged-in", "merged-in"]
    assert [e.object for e in entries("cases.merge")] == [second.key, third.key]


def test_a_merged_case_does_not_count_in_table_3(clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau, WHOLE)
    first, second = splitting.split(clerk, case, parts=PARTS[:2], at=AT)
    assert table3.table3(bureau, 2026)["1", "total"] == 2
    splitting.merge(clerk, second, into=first, at=AT)
    assert table3.table3(bureau, 2026)["1", "total"] == 1
    splitting.unmerge(clerk, second, at=AT)
    assert table3.table3(bureau, 2026)["1", "total"] == 2


def test_what_was_merged_stands_alone_again(clerk: Person, bureau: Agency, outsider: Person) -> None:
    one, two = asked(clerk, bureau, "甲的材料"), asked(clerk, bureau, "乙的材料")
    splitting.merge(clerk, two, into=one, at=AT)
    with pytest.raises(NotAllowed):
        splitting.unmerge(outsider, two, at=AT)
    two.refresh_from_db()
    again = splitting.unmerge(clerk, two, at=AT)
    one.refresh_from_db()
    assert (again.state, again.merged_into, again.due_on) == (State.OPEN, None, date(2026, 3, 30))
    assert (one.description, again.description) == ("甲的材料", "乙的材料")
    with pytest.raises(WrongState):
        splitting.unmerge(clerk, again, at=AT)


def test_no_parting_once_the_answer_is_on_its_way(clerk: Person, bureau: Agency) -> None:
    one, two = asked(clerk, bureau, "甲"), asked(clerk, bureau, "乙")
    merged = splitting.merge(clerk, two, into=one, at=AT)
    Case.objects.filter(pk=one.pk).update(state=State.IN_APPROVAL)
    with pytest.raises(Refused, match="不能再分开"):
        splitting.unmerge(clerk, merged, at=AT)


def test_only_the_same_applicants_cases_merge_and_never_into_a_later_day(
    clerk: Person, bureau: Agency, outsider: Person
) -> None:
    one = asked(clerk, bureau, "甲")
    with pytest.raises(Refused, match="自己"):
        splitting.merge(clerk, one, into=one, at=AT)
    with pytest.raises(Refused, match="同一申请人"):
        splitting.merge(clerk, asked(clerk, bureau, "甲", LI), into=one, at=AT)
    later = registered(clerk, came(clerk, bureau, at=AT + DAY), wanted="乙", at=AT + DAY)
    with pytest.raises(Refused, match="推后"):
        splitting.merge(clerk, one, into=later, at=AT + DAY)
    with pytest.raises(NotAllowed):
        splitting.merge(outsider, later, into=one, at=AT + DAY)
    splitting.merge(clerk, later, into=one, at=AT + DAY)
    with pytest.raises(Refused, match="撤销并案"):
        splitting.merge(clerk, one, into=registered(clerk, came(clerk, bureau), ZHANG, "丙"), at=AT + DAY)
    with pytest.raises(Refused, match="已并案"):
        splitting.merge(clerk, asked(clerk, bureau, "丁"), into=later, at=AT + DAY)


def test_a_part_may_be_split_again(clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau, WHOLE)
    first, second = splitting.split(clerk, case, parts=["甲乙", "丙"], at=AT)
    _, _, fourth = splitting.split(clerk, second, parts=["丙一", "丙二", "丙三"], at=AT)
    assert fourth.split_from == first
    assert fourth.original_description == WHOLE
    assert Case.objects.filter(split_from=first).count() == 3

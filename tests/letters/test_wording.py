"""The agency's own wording: from a day on, complete, and an old letter keeps its words."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.letters import drafting, reasons, templates, wording
from gongkai.letters.models import Wording
from gongkai.statute.letters import letter_kind
from gongkai.writers.letter import lines, write
from tests.letters.conftest import AT, ON, drafted, entries

KIND = "supplement-notice"
TEXT = templates.shipped(KIND) + "\n如有疑问，请来电咨询。"
TOMORROW = ON + timedelta(days=1)


def test_a_new_version_holds_from_its_day(head: Person, bureau: Agency, finance: Agency) -> None:
    made = wording.edit(head, bureau, kind=KIND, text=TEXT, from_on=TOMORROW, at=AT)
    assert wording.text_on(bureau, KIND, on=ON) == templates.shipped(KIND)
    assert wording.text_on(bureau, KIND, on=TOMORROW) == TEXT
    assert wording.text_on(finance, KIND, on=TOMORROW) == templates.shipped(KIND)
    (entry,) = entries("letters.wording")
    assert entry.object == made.key
    assert json.loads(entry.data) == {"kind": KIND, "title": "", "from_on": TOMORROW.isoformat()}


def test_it_is_kept_with_codes_whatever_was_typed(clerk: Person, bureau: Agency) -> None:
    typed = templates.readable(letter_kind(KIND, ON), TEXT)
    assert wording.edit(clerk, bureau, kind=KIND, text=typed, from_on=ON, at=AT).text == TEXT


def test_the_version_before_ends_the_day_before(head: Person, bureau: Agency) -> None:
    first = wording.edit(head, bureau, kind=KIND, text=TEXT, from_on=ON, at=AT)
    later = AT + timedelta(days=30)
    second = wording.edit(head, bureau, kind=KIND, text=TEXT + "谢谢。", from_on=later.date(), at=later)
    first.refresh_from_db()
    assert first.until_on == later.date() - timedelta(days=1)
    assert wording.in_force(bureau, KIND, on=later.date()) == second
    assert wording.in_force(bureau, KIND, on=ON) == first


def test_an_old_letter_keeps_its_words(head: Person, clerk: Person, bureau: Agency) -> None:
    first = wording.edit(head, bureau, kind=KIND, text=TEXT, from_on=ON, at=AT)
    letter = drafted(clerk, bureau)
    assert letter.wording == first
    with pytest.raises(Refused, match="已有文书使用"):
        wording.edit(head, bureau, kind=KIND, text=TEXT + "谢谢。", from_on=ON, at=AT)
    wording.edit(head, bureau, kind=KIND, text=TEXT + "谢谢。", from_on=TOMORROW, at=AT)
    assert "谢谢" not in "".join(lines(drafting.paper_of(letter)))


def test_a_version_no_letter_used_gives_way_on_the_same_day(head: Person, bureau: Agency) -> None:
    wording.edit(head, bureau, kind=KIND, text=TEXT + "写错了。", from_on=ON, at=AT)
    second = wording.edit(head, bureau, kind=KIND, text=TEXT, from_on=ON, at=AT)
    assert list(wording.versions(bureau, KIND)) == [second]


def test_a_version_planned_for_later_stays(head: Person, bureau: Agency) -> None:
    planned = wording.edit(head, bureau, kind=KIND, text=TEXT + "谢谢。", from_on=TOMORROW, at=AT)
    now = wording.edit(head, bureau, kind=KIND, text=TEXT, from_on=ON, at=AT)
    assert now.until_on == ON
    assert wording.in_force(bureau, KIND, on=ON) == now
    assert wording.in_force(bureau, KIND, on=TOMORROW) == planned


def test_back_to_what_is_shipped(head: Person, bureau: Agency) -> None:
    made = wording.edit(head, bureau, kind=KIND, text=TEXT, from_on=ON, at=AT)
    wording.retire(head, made, until_on=ON, at=AT)
    assert wording.text_on(bureau, KIND, on=TOMORROW) == templates.shipped(KIND)
    assert wording.text_on(bureau, KIND, on=ON) == TEXT
    with pytest.raises(WrongState, match="已经在此之前停用"):
        wording.retire(head, made, until_on=TOMORROW, at=AT)
    assert len(entries("letters.wording_retire")) == 1


def test_not_back_in_time(head: Person, bureau: Agency) -> None:
    made = wording.edit(head, bureau, kind=KIND, text=TEXT, from_on=TOMORROW, at=AT)
    with pytest.raises(Refused, match="不能早于"):
        wording.retire(head, made, until_on=ON, at=AT)
    with pytest.raises(Refused, match="不能早于今天"):
        wording.edit(head, bureau, kind=KIND, text=TEXT, from_on=ON - timedelta(days=1), at=AT)


@pytest.mark.parametrize("text", ["", "  ", "请补正。", "字" * 8001, TEXT + "{不知道}"])
def test_an_incomplete_wording_is_refused(head: Person, bureau: Agency, text: str) -> None:
    with pytest.raises(Refused):
        wording.edit(head, bureau, kind=KIND, text=text, from_on=ON, at=AT)
    assert not Wording.objects.exists()
    assert not entries("letters.wording")


def test_who_may_not(reviewer: Person, outsider: Person, head: Person, bureau: Agency) -> None:
    for user in (reviewer, outsider):
        with pytest.raises(NotAllowed):
            wording.edit(user, bureau, kind=KIND, text=TEXT, from_on=ON, at=AT)
    made = wording.edit(head, bureau, kind=KIND, text=TEXT, from_on=ON, at=AT)
    with pytest.raises(NotAllowed):
        wording.retire(outsider, made, until_on=ON, at=AT)
    assert Wording.objects.get().until_on is None


def test_preview_shows_it_with_its_gaps(bureau: Agency) -> None:
    letter = wording.preview(bureau, KIND, TEXT, on=ON)
    assert "【需要补正的事项】" in "".join(lines(letter))
    assert write(letter, "pdf").startswith(b"%PDF")
    with pytest.raises(Refused, match="缺少必备要素"):
        wording.preview(bureau, KIND, "请补正。", on=ON)


def reason(user: Person, agency: Agency, title: str = "缺少授权", **more: str) -> Wording:
    element = more.get("element", "supplement_items")
    text = more.get("text", "请提交授权委托书。")
    return wording.edit(user, agency, kind=KIND, title=title, element=element, text=text, from_on=ON, at=AT)


def test_shipped_reasons_are_for_kinds_and_elements_that_exist() -> None:
    for one in reasons.shipped():
        element = letter_kind(one.kind, ON).element(one.element)
        assert element.filled == "clerk"
        assert one.text


def test_own_reasons_come_first_and_hide_shipped_ones_of_the_same_title(
    clerk: Person, bureau: Agency, finance: Agency
) -> None:
    shipped = reasons.offered(bureau, KIND, on=ON)
    reason(clerk, bureau)
    reason(clerk, bureau, title=shipped[0].title, text="换一种说法。")
    offered = reasons.offered(bureau, KIND, on=ON)
    assert len(offered) == len(shipped) + 1
    assert {one.title for one in offered if one.wording} == {"缺少授权", shipped[0].title}
    assert next(one.text for one in offered if one.title == shipped[0].title) == "换一种说法。"
    assert reasons.offered(finance, KIND, on=ON) == shipped
    assert wording.text_on(bureau, KIND, on=ON) == templates.shipped(KIND)


def test_a_reason_that_is_retired_is_offered_no_more(clerk: Person, bureau: Agency) -> None:
    made = reason(clerk, bureau)
    wording.retire(clerk, made, until_on=ON, at=AT)
    assert all(one.wording is None for one in reasons.offered(bureau, KIND, on=TOMORROW))


@pytest.mark.parametrize(
    "wrong", [{"element": "remedy"}, {"element": "supplement_until_x"}, {"text": " "}, {"title": "长" * 101}]
)
def test_a_reason_belongs_to_what_a_clerk_writes(clerk: Person, bureau: Agency, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        reason(clerk, bureau, **wrong)

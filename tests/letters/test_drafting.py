"""Drafts: begun, revised in the same wording, given up with a reason."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.letters import drafting, issuing, rendering, sealing, wording
from gongkai.letters.models import Letter
from gongkai.writers.letter import lines
from tests.letters import sample
from tests.letters.conftest import AT, ON, drafted, entries, issued, scan


def said(letter: Letter) -> str:
    return "\n".join(lines(drafting.paper_of(letter)))


def test_a_draft_has_no_number_and_shows_what_is_missing(clerk: Person, bureau: Agency) -> None:
    letter = drafted(clerk, bureau, supplement_until="")
    assert (letter.state, letter.number, letter.drafted_by) == (Letter.State.DRAFT, "", clerk)
    assert "【合理的补正期限】" in said(letter)
    assert rendering.pdf(letter).startswith(b"%PDF")


def test_the_entry_names_kind_and_subject_and_nobody(draft: Letter) -> None:
    (entry,) = entries("letters.draft")
    assert json.loads(entry.data) == {"kind": "supplement-notice", "subject": "case:5", "number": ""}
    assert entry.object == draft.key


def test_names_are_not_in_the_database_in_clear(draft: Letter) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM letters_letter")
        (content,) = cursor.fetchone()
    assert "张某" in draft.content
    assert "张某" not in content


def test_revised_values_are_printed_in_the_old_wording(clerk: Person, head: Person, bureau: Agency) -> None:
    draft = drafted(clerk, bureau)
    text = templates_text() + "\n请一并说明用途以外的情况。"
    wording.edit(head, bureau, kind="supplement-notice", text=text, from_on=ON, at=AT)
    values = {**sample.values("supplement-notice"), "supplement_items": "文件名称"}
    letter = drafting.revise(clerk, draft, values=values, at=AT)
    assert "文件名称" in said(letter)
    assert "一并说明" not in said(letter)
    assert "一并说明" in said(drafted(clerk, bureau))
    assert len(entries("letters.revise")) == 1


def templates_text() -> str:
    from gongkai.letters import templates

    return templates.shipped("supplement-notice")


def test_an_issued_letter_is_not_revised(clerk: Person, letter: Letter) -> None:
    before = said(letter)
    with pytest.raises(WrongState, match="上传盖章件、作废"):
        drafting.revise(clerk, letter, values={}, at=AT)
    assert said(Letter.objects.get()) == before


def test_an_unknown_kind_is_refused(clerk: Person, bureau: Agency) -> None:
    with pytest.raises(Refused, match="没有“love-letter”"):
        drafting.draft(
            clerk, agency=bureau, kind="love-letter", subject="case:5", addressee="张某", values={}, on=ON, at=AT
        )


def test_a_stranger_is_nobody_to_record(bureau: Agency) -> None:
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(NotAllowed):
        drafted(AnonymousUser(), bureau)  # type: ignore[arg-type]
    assert not Letter.objects.exists()


@pytest.mark.parametrize("state", ["draft", "issued", "sealed"])
def test_a_letter_is_given_up_with_a_reason_that_stays_out_of_the_chain(
    clerk: Person, bureau: Agency, state: str
) -> None:
    letter = drafted(clerk, bureau) if state == "draft" else issued(clerk, bureau)
    if state == "sealed":
        letter = sealing.attach(clerk, letter, data=scan(), name="a.png", at=AT)
    number = letter.number
    gone = drafting.void(clerk, letter, reason="张某的名字写错了", at=AT)
    assert (gone.state, gone.number, gone.void_reason) == (Letter.State.VOID, number, "张某的名字写错了")
    assert (gone.voided_by, gone.voided_at) == (clerk, AT)
    (entry,) = entries("letters.void")
    assert json.loads(entry.data)["from"] == state
    assert "张某" not in entry.data + entry.reason
    assert issued(clerk, bureau).number != number


def test_without_a_reason_nothing_is_given_up(clerk: Person, letter: Letter) -> None:
    with pytest.raises(Refused, match="理由"):
        drafting.void(clerk, letter, reason="  ", at=AT)
    assert Letter.objects.get().state == Letter.State.ISSUED
    assert not entries("letters.void")


def test_given_up_once(clerk: Person, letter: Letter) -> None:
    drafting.void(clerk, letter, reason="不再需要", at=AT)
    for step in (
        lambda: drafting.void(clerk, letter, reason="再作废", at=AT),
        lambda: issuing.issue(clerk, letter, on=ON, at=AT + timedelta(days=1)),
        lambda: sealing.attach(clerk, letter, data=scan(), name="a.png", at=AT),
    ):
        with pytest.raises(WrongState, match="不能再变动"):
            step()

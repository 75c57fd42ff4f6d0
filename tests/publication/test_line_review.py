"""Relations and channel lines of a public page are seen by nobody outside before somebody else looked at them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import (
    changing,
    departing,
    drafting,
    line_review,
    reading,
    relating,
    releasing,
    showing,
    validity,
)
from gongkai.publication.models import Item, Relation, Showing
from gongkai.publication.words import RelationKind, Validity, Way

from .conftest import AT, HOUR, TODAY, audited, drafted, nothing_after, passed, shown

KIND = RelationKind
BEFORE = TODAY - timedelta(days=400)


@pytest.fixture
def other(bureau: Agency, clerk: Person, reviewer: Person, head: Person) -> Item:
    return shown(clerk, reviewer, head, bureau, "补贴标准解读", document_number="")


def quoted(user: Person, item: Item, words: str = "《上级办法》") -> Relation:
    return relating.relate(user, item, kind=KIND.QUOTES, words=words, at=AT)


def on_a_board(user: Person, item: Item) -> Showing:
    place, proof = "向阳社区公示栏", "照片"
    return showing.show(user, item, way=Way.BOARD, place=place, from_on=BEFORE, proof_note=proof, at=AT)


def page(item: Item) -> tuple[list[str], list[str]]:
    """The words of its relations and the places of its channels, as anybody reads them."""
    found = reading.reading(Item.objects.get(pk=item.pk), on=TODAY)
    return [one.words or one.item.title for one in found.related if one.words or one.item], [
        one.place for one in found.showings if one.place
    ]


def test_a_relation_is_seen_once_it_was_passed(
    public: Item, other: Item, clerk: Person, reviewer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = relating.relate(clerk, other, kind=KIND.INTERPRETS, target=public, at=AT)
    told: list[str] = []
    monkeypatch.setitem(changing._hooks, "test", changing._Hook(lambda item: told.append(item.title), None))
    assert page(public) == page(other) == ([], [])
    assert line_review.waiting(reviewer, on=TODAY) == [made]
    line_review.pass_line(reviewer, made, at=AT + HOUR)
    assert page(other) == ([public.title], [])
    assert page(public) == ([other.title], [])
    assert sorted(told) == sorted([other.title, public.title]), "every outlet hears of it"
    assert audited("items.line-pass").object == other.key
    made.refresh_from_db()
    assert (made.passed_by, made.passed_at) == (reviewer, AT + HOUR)
    assert line_review.waiting(reviewer, on=TODAY) == []


def test_a_channel_is_seen_and_counts_once_it_was_passed(public: Item, clerk: Person, head: Person) -> None:
    made = on_a_board(clerk, public)
    assert page(public) == ([], [])
    assert Item.objects.get(pk=public.pk).first_public_on == TODAY
    assert line_review.waiting(head, on=TODAY) == [made]
    line_review.pass_line(head, made, at=AT)
    assert page(public) == ([], ["向阳社区公示栏"])
    assert Item.objects.get(pk=public.pk).first_public_on == BEFORE
    assert audited("items.line-pass").data == f'{{"from":"{BEFORE}","way":"board"}}'


def test_what_is_given_back_stays_away(public: Item, clerk: Person, reviewer: Person) -> None:
    relation, board = quoted(clerk, public), on_a_board(clerk, public)
    with pytest.raises(Refused, match="退回的原因"):
        line_review.give_back(reviewer, relation, reason=" ", at=AT)
    for line in (relation, board):
        line_review.give_back(reviewer, line, reason="文号写错了。", at=AT)
        with pytest.raises(WrongState, match="已经审核过"):
            line_review.pass_line(reviewer, line, at=AT)
    assert audited("items.line-return").reason == "", "what was written stands with the line only"
    assert page(public) == ([], [])
    assert line_review.waiting(reviewer, on=TODAY) == []
    relating.unrelate(clerk, relation, at=AT)
    showing.strike(clerk, board, reason="登记错误。", at=AT)
    assert Item.objects.get(pk=public.pk).first_public_on == TODAY


def test_nobody_passes_what_they_entered(public: Item, clerk: Person, reviewer: Person, stranger: Person) -> None:
    """The reviewer is a clerk as well."""
    mine = quoted(clerk, public)
    Relation.objects.filter(pk=mine.pk).update(added_by=reviewer)
    before = Entry.objects.count()
    for user in (reviewer, clerk, stranger):
        assert line_review.waiting(user, on=TODAY) == []
        with pytest.raises(NotAllowed):
            line_review.pass_line(user, mine, at=AT)
        with pytest.raises(NotAllowed):
            line_review.give_back(user, mine, reason="不对", at=AT)
    assert nothing_after(before)
    mine.refresh_from_db()
    assert mine.waits


def test_what_was_struck_or_taken_out_is_not_passed(public: Item, clerk: Person, reviewer: Person) -> None:
    relation, board = quoted(clerk, public), on_a_board(clerk, public)
    relating.unrelate(clerk, relation, at=AT)
    showing.strike(clerk, board, reason="登记错误。", at=AT)
    before = Entry.objects.count()
    for line in (relation, board):
        with pytest.raises(WrongState):
            line_review.pass_line(reviewer, line, at=AT)
    assert nothing_after(before)
    assert line_review.waiting(reviewer, on=TODAY) == []


# -- with its version -------------------------------------------------------------------------------------
def test_reviewed_with_its_version(bureau: Agency, clerk: Person, reviewer: Person, head: Person) -> None:
    draft = drafted(clerk, bureau)
    made = quoted(clerk, draft.item)
    with pytest.raises(WrongState, match="随稿件一并审核"):
        line_review.pass_line(reviewer, made, at=AT)
    passed(draft, clerk, reviewer, head)
    late = relating.relate(clerk, draft.item, kind=KIND.QUOTES, words="《后来加的办法》", at=AT + HOUR)
    item = releasing.release(clerk, draft, at=AT + 2 * HOUR).item
    assert page(item) == (["《上级办法》"], []), "what came after the review had begun waits by itself"
    assert line_review.waiting(reviewer, on=TODAY) == [late]


def test_a_correction_takes_what_waits_along(public: Item, clerk: Person, reviewer: Person, head: Person) -> None:
    quoted(clerk, public)
    on_a_board(clerk, public)
    second = drafting.revise(clerk, public, note="标题更正。", at=AT)
    drafting.edit(clerk, second, title="更正后的标题", at=AT)
    releasing.release(clerk, passed(second, clerk, reviewer, head), at=AT)
    assert page(public) == (["《上级办法》"], ["向阳社区公示栏"])
    assert Item.objects.get(pk=public.pk).first_public_on == BEFORE


def test_a_mark_passes_nothing(public: Item, clerk: Person, head: Person) -> None:
    quoted(clerk, public)
    validity.mark(head, public, validity="lapsed", ended_on=TODAY, reason="期满。", at=AT)
    assert page(public) == ([], [])


def test_nothing_is_passed_of_what_is_gone(public: Item, clerk: Person, reviewer: Person, head: Person) -> None:
    made = quoted(clerk, public)
    departing.withdraw(head, public, reason="有误。", at=AT)
    with pytest.raises(WrongState, match="还没有公开"):
        line_review.pass_line(reviewer, made, at=AT)
    assert line_review.waiting(reviewer, on=TODAY) == []


def test_a_repeal_takes_effect_when_it_is_passed(
    bureau: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    said = {"genre": "normative", "validity": "in_force", "effective_on": TODAY}
    old = shown(clerk, reviewer, head, bureau, "旧办法", document_number="示民发〔2020〕1号", **said)
    new = shown(clerk, reviewer, head, bureau, "新办法", document_number="示民发〔2026〕9号", **said)
    made = relating.relate(clerk, new, kind=KIND.REPEALS, target=old, at=AT)
    assert validity.lapse(AT + HOUR) == 0
    line_review.pass_line(reviewer, made, at=AT + HOUR)
    assert Item.objects.get(pk=old.pk).validity == Validity.REPEALED
    verbs = list(Entry.objects.order_by("-sequence").values_list("verb", flat=True)[:2])
    assert verbs == ["items.mark", "items.line-pass"]
    with pytest.raises(WrongState, match="不能解除"):
        relating.unrelate(clerk, made, at=AT + HOUR)


def test_an_operator_may(public: Item, clerk: Person) -> None:
    line_review.pass_line(OPERATOR, quoted(clerk, public), at=AT)
    assert page(public) == (["《上级办法》"], [])

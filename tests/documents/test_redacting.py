"""Boxes and page decisions over a file, burned in by a worker, proved, and looked at by another person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from gongkai.accounts.models import Person
from gongkai.documents import burning, queries, redacting
from gongkai.documents.actions import store
from gongkai.documents.models import Redaction, StoredFile
from gongkai.errors import NotAllowed, NotSearchable, Refused, Stale, UnknownKind, Unreadable, WrongState
from gongkai.papers.redaction import Box, Page, Proof, Redacted

from . import sheets

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = AT + timedelta(hours=1)
PRIVACY = "privacy"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Person:
    return Person.objects.create(username="clerk", name="甲", invited_at=AT)


@pytest.fixture
def checker() -> Person:
    return Person.objects.create(username="checker", name="乙", invited_at=AT)


@pytest.fixture
def original() -> StoredFile:
    return store(sheets.letter(), "方案.pdf", at=AT, encrypted=True)


@pytest.fixture
def drawn(clerk: Person, original: StoredFile) -> Redaction:
    """Opened, nothing drawn: its two pages are known without looking again."""
    return Redaction.objects.create(
        original=original, drawn_by=clerk, drawn_at=AT, drawers=[clerk.key],
        sheets=[[595, 842, False], [595, 842, False]],
    )  # fmt: skip


def box(page: int = 0, reason: str = PRIVACY) -> Box:
    return Box(page, 0.1, 0.1, 0.4, 0.2, reason)


def hits(redaction: Redaction, term: str) -> list[Box]:
    return [box for _, box in redacting.hits_of_term(redaction, term, reason=PRIVACY).boxes]


def ready(user: Person, redaction: Redaction) -> None:
    redacting.add_boxes(user, redaction, [box()], at=AT)
    redacting.decide(user, redaction, {1: (Page.WHOLE, "")}, at=AT)


def fake(data: bytes, boxes: Any, decisions: Any, *, terms: Any) -> Redacted:
    import hashlib

    out = b"%PDF-1.4 burned"
    proof = Proof(len(boxes), ())
    return Redacted(out, hashlib.sha256(data).hexdigest(), hashlib.sha256(out).hexdigest(), proof)


def burn(user: Person, redaction: Redaction, how: Callable[..., Redacted] = fake) -> Redaction:
    ready(user, redaction)
    burning.ask(user, redaction, at=AT)
    burning.work(AT, burn=how)
    return Redaction.objects.get(pk=redaction.pk)


# Drawing.


def test_the_pages_are_counted_when_it_is_opened(clerk: Person, original: StoredFile) -> None:
    made = redacting.begin(clerk, original, at=AT)
    assert len(made.sheets) == 2
    assert not made.sheets[0][2], "a machine reads it"
    assert made.drawers == [clerk.key]


def test_a_file_that_has_no_pages_is_refused_with_a_reason(clerk: Person) -> None:
    odd = store(b"PK\x03\x04 nothing", "x.docx", at=AT, encrypted=True)
    with pytest.raises((UnknownKind, Unreadable)):
        redacting.begin(clerk, odd, at=AT)
    assert not Redaction.objects.exists()


def test_a_box_makes_its_page_one_given_in_part(clerk: Person, drawn: Redaction) -> None:
    assert redacting.add_boxes(clerk, drawn, [box(), box()], at=AT) == 1
    assert dict(drawn.pages.values_list("page", "decision")) == {0: "part"}
    assert redacting.undecided(drawn) == [1]


def test_the_same_box_is_drawn_once(clerk: Person, drawn: Redaction) -> None:
    redacting.add_boxes(clerk, drawn, [box()], at=AT)
    assert redacting.add_boxes(clerk, drawn, [box()], at=AT) == 0
    assert drawn.boxes.count() == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (box(reason=""), "依据"),
        (box(page=2), "没有第3页"),
        (box(page=-1), "没有第0页"),
        (Box(0, 0.5, 0.5, 0.5, 0.6, PRIVACY), "太小"),
        (Box(0, 1.2, 0.5, 1.4, 0.6, PRIVACY), "页面以外"),
    ],
)
def test_a_box_that_covers_nothing_or_says_no_reason_is_refused(
    clerk: Person, drawn: Redaction, wrong: Box, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        redacting.add_boxes(clerk, drawn, [wrong], at=AT)
    drawn.refresh_from_db()
    assert (drawn.boxes.count(), drawn.revision) == (0, 0)


def test_no_more_boxes_than_anybody_looks_through(
    clerk: Person, drawn: Redaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redacting, "MOST_BOXES", 1)
    with pytest.raises(Refused, match="整页不予公开"):
        redacting.add_boxes(clerk, drawn, [box(0), box(1)], at=AT)


def test_a_box_is_rounded_outwards(clerk: Person, drawn: Redaction) -> None:
    redacting.add_boxes(clerk, drawn, [Box(0, 0.12345, 0.12345, 0.54321, 0.54321, PRIVACY)], at=AT)
    kept = drawn.boxes.get()
    assert kept.x0 <= 0.12345 < 0.54321 <= kept.x1


def test_boxes_are_taken_away_by_their_keys_and_only_its_own(
    clerk: Person, drawn: Redaction, original: StoredFile
) -> None:
    redacting.add_boxes(clerk, drawn, [box(), box(1)], at=AT)
    other = Redaction.objects.create(
        original=original, drawn_by=clerk, drawn_at=AT, sheets=[[1, 1, False]], drawers=[]
    )
    assert redacting.take_boxes(clerk, other, [one.pk for one in drawn.boxes.all()], at=AT) == 0
    assert redacting.take_boxes(clerk, drawn, [drawn.boxes.all()[0].pk], at=AT) == 1
    assert drawn.boxes.count() == 1


def test_a_page_is_withheld_with_a_reason_only(clerk: Person, drawn: Redaction) -> None:
    with pytest.raises(Refused, match="第2页不予公开，请选择依据"):
        redacting.decide(clerk, drawn, {1: (Page.WITHHELD, "")}, at=AT)
    with pytest.raises(Refused, match="处理方式"):
        redacting.decide(clerk, drawn, {1: ("perhaps", "")}, at=AT)
    redacting.decide(clerk, drawn, {1: (Page.WITHHELD, PRIVACY)}, at=AT)
    redacting.decide(clerk, drawn, {0: (Page.WHOLE, PRIVACY)}, at=AT)
    assert list(drawn.pages.values_list("page", "decision", "reason")) == [
        (0, "whole", ""), (1, "withheld", PRIVACY),
    ]  # fmt: skip


def test_who_acts_on_older_boxes_is_told(clerk: Person, checker: Person, drawn: Redaction) -> None:
    redacting.add_boxes(checker, drawn, [box(1)], at=AT)
    for act in (
        lambda: redacting.add_boxes(clerk, drawn, [box()], revision=0, at=AT),
        lambda: redacting.take_boxes(clerk, drawn, [], revision=0, at=AT),
        lambda: redacting.decide(clerk, drawn, {0: ("whole", "")}, revision=0, at=AT),
        lambda: burning.ask(clerk, drawn, revision=0, at=AT),
    ):
        with pytest.raises(Stale, match="有人改过"):
            act()
    assert drawn.boxes.count() == 1


def test_hits_are_proposals(drawn: Redaction) -> None:
    found = redacting.hits_of_term(drawn, sheets.NAME, reason=PRIVACY)
    assert len(found.boxes) == 3
    assert {one.page for _, one in found.boxes} == {0}
    kinds = redacting.hits_of_kinds(drawn, ["id-number", "phone"], reason=PRIVACY)
    assert sorted(kind for kind, _ in kinds.boxes) == ["id-number"] * 3 + ["phone"] * 3
    assert found.unread == kinds.unread == ""
    assert not drawn.boxes.exists()
    for wrong in (lambda: redacting.hits_of_term(drawn, " ", reason=PRIVACY),
                  lambda: redacting.hits_of_kinds(drawn, ["nonsense"], reason=PRIVACY)):  # fmt: skip
        with pytest.raises(Refused):
            wrong()


def test_a_page_that_is_only_a_picture_is_not_searched_by_a_term(clerk: Person) -> None:
    scan = store(sheets.picture(), "扫描.png", at=AT, encrypted=True)
    made = redacting.begin(clerk, scan, at=AT)
    assert made.sheets[0][2]
    with pytest.raises(NotSearchable):
        redacting.hits_of_term(made, sheets.NAME, reason=PRIVACY)


def test_a_paper_with_one_scanned_page_is_searched_where_it_can_be_read(clerk: Person) -> None:
    mixed = store(sheets.with_a_scan(), "方案和附图.pdf", at=AT, encrypted=True)
    made = redacting.begin(clerk, mixed, at=AT)
    assert [sheet[2] for sheet in made.sheets] == [False, False, True]
    found = redacting.hits_of_term(made, sheets.NAME, reason=PRIVACY)
    assert len(found.boxes) == 3
    assert "第3页" in found.unread
    kinds = redacting.hits_of_kinds(made, ["phone"], reason=PRIVACY)
    assert len(kinds.boxes) == 3
    assert "第3页" in kinds.unread


def test_a_page_is_shown_as_a_picture(original: StoredFile) -> None:
    assert redacting.picture(original, 0, width=200).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("pages", "said"),
    [([0], "第1页"), ([0, 1, 2], "第1-3页"), ([4, 0, 1], "第1-2、5页"), ([8, 3, 6], "第4、7、9页")],
)
def test_pages_in_words(pages: list[int], said: str) -> None:
    assert redacting.pages_words(pages) == said


# Burning.


def test_it_is_not_burned_before_every_page_is_decided(clerk: Person, drawn: Redaction) -> None:
    with pytest.raises(Refused, match="第1-2页还没有决定怎样处理"):
        burning.ask(clerk, drawn, at=AT)
    redacting.decide(clerk, drawn, {0: (Page.PART, ""), 1: (Page.WHOLE, "")}, at=AT)
    with pytest.raises(Refused, match="第1页定为部分提供，但没有遮盖框"):
        burning.ask(clerk, drawn, at=AT)
    redacting.add_boxes(clerk, drawn, [box(0), box(1)], at=AT)
    with pytest.raises(Refused, match="第2页定为全部提供，但有遮盖框"):
        burning.ask(clerk, drawn, at=AT)
    redacting.decide(clerk, drawn, {0: (Page.WITHHELD, PRIVACY), 1: (Page.NOT_ASKED, "")}, at=AT)
    with pytest.raises(Refused, match="没有可以提供的内容"):
        burning.ask(clerk, drawn, at=AT)
    assert burning.work(AT, burn=fake) == 0


def test_it_is_burned_proved_and_kept_encrypted(clerk: Person, drawn: Redaction) -> None:
    redacting.add_boxes(clerk, drawn, hits(drawn, sheets.NAME), term=sheets.NAME, at=AT)
    redacting.decide(clerk, drawn, {1: (Page.WITHHELD, PRIVACY)}, at=AT)
    burning.ask(clerk, drawn, at=AT)
    assert burning.work(LATER) == 1
    made = Redaction.objects.get()
    assert made.failure == ""
    assert made.result is not None
    assert made.result.encrypted
    assert made.proof["sha256_before"] == drawn.original.sha256
    assert made.proof["sha256_after"] == made.result.sha256
    assert made.proof["checked"]
    assert made.burned_at is not None
    assert made.asked_at is None
    assert queries.content(made.original) == sheets.letter()
    assert redacting.picture(made.result, 0, width=100) != redacting.picture(made.original, 0, width=100)
    again = redacting.begin(clerk, made.result, at=AT)
    assert hits(again, sheets.NAME) == []
    assert len(hits(again, sheets.NUMBER)) == 3


def test_what_survives_fails_and_says_so(clerk: Person, drawn: Redaction) -> None:
    from gongkai.errors import NotProved

    def survives(*args: Any, **kwargs: Any) -> Redacted:
        raise NotProved("第1页仍有标出的文字，请扩大框。")

    made = burn(clerk, drawn, survives)
    assert (made.result, made.failure) == (None, "第1页仍有标出的文字，请扩大框。")
    assert made.asked_at is None
    burning.ask(clerk, made, at=LATER)
    burning.work(LATER, burn=fake)
    made.refresh_from_db()
    assert (made.result is not None, made.failure) == (True, "")


def test_a_change_meanwhile_throws_away_what_was_burned_of_other_boxes(clerk: Person, drawn: Redaction) -> None:
    def slow(*args: Any, **kwargs: Any) -> Redacted:
        redacting.add_boxes(clerk, drawn, [Box(0, 0.5, 0.5, 0.6, 0.6, PRIVACY)], at=AT)
        return fake(*args, **kwargs)

    made = burn(clerk, drawn, slow)
    assert (made.result, made.asked_at, made.failure) == (None, None, "")


def test_any_change_drops_what_was_burned_and_checked(clerk: Person, checker: Person, drawn: Redaction) -> None:
    made = redacting.check(checker, burn(clerk, drawn), at=LATER)
    assert made.checked_by == checker
    redacting.take_boxes(clerk, made, [], at=LATER)
    made.refresh_from_db()
    assert (made.result, made.checked_by, made.proof, made.burned_at) == (None, None, {}, None)
    assert StoredFile.objects.count() == 1, "no copy lies about that nobody knows of"


def test_it_is_asked_for_once(clerk: Person, drawn: Redaction) -> None:
    ready(clerk, drawn)
    burning.ask(clerk, drawn, at=AT)
    with pytest.raises(WrongState, match="正在生成"):
        burning.ask(clerk, drawn, at=AT)
    burning.work(AT, burn=fake)
    with pytest.raises(WrongState, match="已经生成"):
        burning.ask(clerk, drawn, at=AT)


def test_another_takes_over_from_a_dead_worker_and_in_the_end_a_person_is_told(
    clerk: Person, drawn: Redaction
) -> None:
    ready(clerk, drawn)
    burning.ask(clerk, drawn, at=AT)

    def dies(*args: Any, **kwargs: Any) -> Redacted:
        raise KeyboardInterrupt

    for attempt in range(burning.MAX_ATTEMPTS):
        now = AT + attempt * (burning.LEASE + timedelta(seconds=1))
        with pytest.raises(KeyboardInterrupt):
            burning.work(now, burn=dies)
        assert burning.work(now, burn=fake) == 0, "under a lease"
    end = AT + burning.MAX_ATTEMPTS * (burning.LEASE + timedelta(seconds=1))
    assert burning.work(end, burn=fake) == 1
    made = Redaction.objects.get()
    assert "中途停止" in made.failure
    assert made.result is None


def test_what_breaks_is_tried_again(clerk: Person, drawn: Redaction) -> None:
    tries = []

    def breaks_once(*args: Any, **kwargs: Any) -> Redacted:
        tries.append(1)
        if len(tries) == 1:
            raise ZeroDivisionError
        return fake(*args, **kwargs)

    made = burn(clerk, drawn, breaks_once)
    assert (len(tries), made.result is not None) == (2, True)


def test_a_result_of_other_bytes_is_not_kept(clerk: Person, drawn: Redaction) -> None:
    def other(data: bytes, *args: Any, **kwargs: Any) -> Redacted:
        return fake(data + b" ", *args, **kwargs)

    assert "不一致" in burn(clerk, drawn, other).failure


# Looked at by another.


def test_nobody_checks_what_they_drew(clerk: Person, checker: Person, drawn: Redaction) -> None:
    redacting.add_boxes(checker, drawn, [Box(0, 0.5, 0.5, 0.6, 0.6, PRIVACY)], at=AT)
    made = burn(clerk, drawn)
    for who in (clerk, checker):
        with pytest.raises(NotAllowed, match="其他人核对"):
            redacting.check(who, made, at=LATER)
    made.refresh_from_db()
    assert made.checked_by is None


def test_it_is_not_checked_before_it_is_burned(checker: Person, drawn: Redaction) -> None:
    for act in (redacting.check, lambda *a, **k: redacting.refuse(*a, reason="x", **k)):
        with pytest.raises(WrongState, match="还没有生成"):
            act(checker, drawn, at=LATER)


def test_refused_with_a_reason_it_is_drawn_and_burned_anew(
    clerk: Person, checker: Person, drawn: Redaction
) -> None:
    made = burn(clerk, drawn)
    with pytest.raises(Refused, match="退回的理由"):
        redacting.refuse(checker, made, reason=" ", at=LATER)
    made = redacting.refuse(checker, made, reason="第1页漏了电话", at=LATER)
    assert (made.checked_by, made.refused_reason) == (None, "第1页漏了电话")
    with connection.cursor() as cursor:
        cursor.execute("SELECT refused_reason FROM documents_redaction")
        assert "电话" not in cursor.fetchone()[0], "it tells what was left uncovered"
    redacting.add_boxes(clerk, made, [Box(0, 0.5, 0.5, 0.6, 0.6, PRIVACY)], at=LATER)
    burning.ask(clerk, made, at=LATER)
    assert Redaction.objects.get().refused_reason, "until there is another copy"
    burning.work(LATER, burn=fake)
    assert not Redaction.objects.get().refused_reason
    made = redacting.check(checker, Redaction.objects.get(), at=LATER)
    assert (made.checked_by, made.refused_reason) == (checker, "")


def test_the_database_keeps_the_two_persons_apart(clerk: Person, drawn: Redaction) -> None:
    from django.db import IntegrityError, transaction

    made = burn(clerk, drawn)
    with pytest.raises(IntegrityError), transaction.atomic():
        Redaction.objects.filter(pk=made.pk).update(checked_by=clerk)

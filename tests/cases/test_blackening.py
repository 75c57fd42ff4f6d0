"""Boxes over a file that is given: for a ground of the law, by who prepares it, and every change counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.cases import assigning, blackening, fit, releases, releasing, steps
from gongkai.cases import queries as cases_queries
from gongkai.cases.models import Release
from gongkai.documents import burning, examining, queries, redacting
from gongkai.documents.models import Redaction
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.papers.redaction import Page
from gongkai.statute import outcomes
from tests.district import invited
from tests.documents import sheets

from . import deeds, giving, walk
from .conftest import entries
from .giving import DAY, GROUND, box, fresh
from .walk import Office, at


def test_the_grounds_are_those_of_the_law_with_their_articles() -> None:
    found = dict(blackening.grounds(DAY))
    assert set(found) == {one.code for one in outcomes.grounds(DAY)}
    assert "《条例》" in found[blackening.OF_A_PERSON]


def test_it_is_opened_once_and_what_was_drawn_stays(office: Office) -> None:
    one = giving.opened(office)
    assert one.redaction is not None
    assert len(one.redaction.sheets) == 2
    blackening.draw(office.clerk, one.case, one, [box()], at=at(DAY))
    assert blackening.begin(office.clerk, one.case, fresh(one), at=at(DAY)) == one.redaction
    stale = Release.objects.get(pk=one.pk)
    stale.redaction = None
    assert blackening.begin(office.clerk, one.case, stale, at=at(DAY)) == one.redaction
    assert Redaction.objects.count() == 1


def test_what_is_not_a_paper_of_pages_is_refused(office: Office) -> None:
    from gongkai.errors import GongkaiError

    one = giving.chosen(office)
    with pytest.raises(GongkaiError):
        blackening.begin(office.clerk, one.case, one, at=at(DAY))
    assert fresh(one).redaction is None


def test_a_box_for_a_ground_that_the_law_does_not_know_is_refused(office: Office) -> None:
    one = giving.opened(office)
    for reason in ("", "because", "granted"):
        with pytest.raises(Refused, match="选择依据"):
            blackening.draw(office.clerk, one.case, one, [box(reason=reason)], at=at(DAY))
        with pytest.raises(Refused, match="依据"):
            blackening.decide(office.clerk, one.case, one, {0: (Page.WITHHELD, reason)}, at=at(DAY))
    with pytest.raises(Refused, match="没有要加的遮盖框"):
        blackening.draw(office.clerk, one.case, one, [], at=at(DAY))
    assert one.redaction is not None
    assert not one.redaction.boxes.exists()


def test_drawn_decided_erased_and_each_recorded_without_a_word_of_it(office: Office) -> None:
    one = giving.opened(office)
    assert blackening.draw(office.clerk, one.case, one, [box()], term=sheets.NAME, at=at(DAY)) == 1
    assert blackening.decide_rest(office.clerk, one.case, fresh(one), at=at(DAY)) == 1
    with pytest.raises(Refused, match="都已经决定"):
        blackening.decide_rest(office.clerk, one.case, fresh(one), at=at(DAY))
    assert one.redaction is not None
    keys = [b.pk for b in one.redaction.boxes.all()]
    assert blackening.erase(office.clerk, one.case, one, keys, at=at(DAY)) == 1
    told = entries("cases.draw_boxes")
    assert len(told) == 4
    assert all(entry.object == one.case.key for entry in told)
    assert sheets.NAME not in "".join(entry.data for entry in told)


def test_drawing_makes_nobodys_page_of_the_case_old(office: Office) -> None:
    one = giving.opened(office)
    before = walk.now(one.case).revision
    blackening.draw(office.clerk, one.case, one, [box()], at=at(DAY))
    assert walk.now(one.case).revision == before


def test_it_is_burned_by_a_worker_and_then_prepared(office: Office) -> None:
    one = giving.drawn(office)
    blackening.burn(office.clerk, one.case, one, at=at(DAY, 11))
    with pytest.raises(WrongState, match="请先完成遮盖"):
        releasing.redacted(office.clerk, one.case, fresh(one), at=at(DAY, 11))
    assert burning.work(at(DAY, 11)) == 1
    one = fresh(one)
    assert one.redaction is not None
    assert one.redaction.failure == ""
    one = releasing.redacted(office.clerk, one.case, one, reason="其余为公开内容", at=at(DAY, 12))
    assert releases.is_redacted(one)
    assert one.file is not None
    assert queries.content(one.source.file) == sheets.letter()
    (asked,) = entries("cases.burn_boxes")
    (kept,) = entries("cases.prepare_file")
    assert one.source.file.sha256 in kept.data
    assert one.file.sha256 in kept.data
    assert asked.sequence < kept.sequence


def test_a_change_takes_the_copy_out_of_the_release(office: Office) -> None:
    one = giving.redacted(office)
    one = releasing.check(office.reviewer, one.case, one, at=at(DAY, 13))
    blackening.draw(office.clerk, one.case, one, [box(1, "process")], at=at(DAY, 14))
    one = fresh(one)
    assert (one.file, one.checked_by) == (None, None)
    assert one.redaction is not None
    assert one.redaction.result is None
    assert fit.lacking(one.case)


def test_a_clean_copy_that_leaves_instead_is_not_touched_by_the_boxes(office: Office) -> None:
    one = giving.drawn(office)
    one = releasing.as_it_is(office.clerk, one.case, one, reason="已看过", at=at(DAY, 12))
    blackening.draw(office.clerk, one.case, one, [box(0, "process")], at=at(DAY, 13))
    assert fresh(one).file == one.source.file


def test_the_checker_refuses_and_a_second_try_passes(office: Office) -> None:
    one = giving.redacted(office)
    assert one.redaction is not None
    one = releasing.refuse(office.reviewer, one.case, one, reason="第1页漏了电话", at=at(DAY, 13))
    assert one.file is None
    assert Redaction.objects.get().refused_reason == "第1页漏了电话"
    with pytest.raises(WrongState, match="已被核对人退回"):
        releasing.redacted(office.clerk, one.case, fresh(one), at=at(DAY, 14))
    blackening.draw(office.clerk, one.case, one, [box(0, "process")], at=at(DAY, 14))
    one = giving.burned(office, fresh(one))
    one = releasing.redacted(office.clerk, one.case, one, at=at(DAY, 15))
    one = releasing.check(office.reviewer, one.case, one, at=at(DAY, 16))
    drawn = Redaction.objects.get()
    assert (one.checked_by, drawn.checked_by, drawn.refused_reason) == (office.reviewer, office.reviewer, "")


def test_who_only_drew_a_box_is_not_shown_it_as_theirs_to_check(office: Office) -> None:
    """What is shown as theirs and what they may do is one question."""
    both = giving.with_two_roles(office)
    one = giving.drawn(office)
    blackening.draw(both, one.case, one, [giving.box()], at=at(DAY, 10))
    one = giving.burned(office, giving.fresh(one))
    one = releasing.redacted(office.clerk, one.case, one, at=at(DAY, 12))
    tab = cases_queries.Filters(which=cases_queries.Which.TO_REVIEW)
    people = (both, office.clerk, office.reviewer)
    assert [cases_queries.count(who, tab, on=DAY).number for who in people] == [0, 0, 1]
    offers = (steps.offers(who, walk.now(one.case), on=DAY) for who in (both, office.reviewer))
    assert ["check-release" in {offer.step.code for offer in found} for found in offers] == [False, True]
    with pytest.raises(NotAllowed, match="画过遮盖框"):
        releasing.check(both, one.case, one, at=at(DAY, 13))


def test_a_person_whose_key_begins_like_anothers_is_another(office: Office) -> None:
    one = giving.redacted(office)
    assert one.redaction is not None
    one.redaction.drawers = [f"{office.reviewer.key}0"]
    one.redaction.save()
    assert releases.of_others(releases.of(one.case), office.reviewer).exists()


def test_who_drew_any_of_it_does_not_check_it(office: Office) -> None:
    both = giving.with_two_roles(office)
    one = giving.drawn(office)
    blackening.draw(both, one.case, one, [box(0, "process")], at=at(DAY, 10))
    one = giving.burned(office, fresh(one))
    one = releasing.redacted(office.clerk, one.case, one, at=at(DAY, 12))
    with pytest.raises(NotAllowed, match="画过遮盖框"):
        releasing.check(both, one.case, one, at=at(DAY, 13))
    assert fresh(one).checked_by is None


ACTS: tuple[Callable[..., object], ...] = (
    lambda who, one, **k: blackening.begin(who, one.case, one, **k),
    lambda who, one, **k: blackening.draw(who, one.case, one, [box(0, "process")], **k),
    lambda who, one, **k: blackening.erase(who, one.case, one, [], **k),
    lambda who, one, **k: blackening.decide(who, one.case, one, {0: ("whole", "")}, **k),
    lambda who, one, **k: blackening.burn(who, one.case, one, **k),
    lambda who, one, **k: releasing.redacted(who, one.case, one, **k),
)


@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_may_and_nothing_changes(
    office: Office, outsider: Person, auditor: Person, act: Callable[..., object]
) -> None:
    one = giving.drawn(office)
    unit = deeds.unit_of(office)
    theirs = invited("theirs", unit, Role.CLERK)
    assigning.assign(office.head, one.case, unit=unit, at=at(DAY))
    chain, revision = Entry.objects.count(), Redaction.objects.get().revision
    for who in (outsider, auditor, theirs, office.reviewer):
        with pytest.raises(NotAllowed):
            act(who, one, at=at(DAY, 12))
    assert (Entry.objects.count(), Redaction.objects.get().revision) == (chain, revision)


@pytest.mark.parametrize("act", ACTS[1:5])
def test_nothing_is_drawn_once_it_was_submitted(office: Office, act: Callable[..., object]) -> None:
    from gongkai.cases import deciding

    one = giving.redacted(office)
    office.draft(one.case, DAY)
    office.review(one.case, DAY)
    deciding.submit(office.clerk, one.case, at=at(DAY, 13))
    revision = Redaction.objects.get().revision
    with pytest.raises(WrongState):
        act(office.clerk, one, at=at(DAY, 14))
    assert (fresh(one).file, Redaction.objects.get().revision) == (one.file, revision)


def test_who_draws_on_older_boxes_is_told(office: Office) -> None:
    one = giving.drawn(office)
    for act in ACTS[1:5]:
        with pytest.raises(Stale):
            act(office.clerk, one, revision=0, at=at(DAY, 12))
    assert GROUND in blackening.OF_A_PERSON


def test_what_burning_lays_over_its_own_pages_needs_no_reason_and_nothing_else_is_let_through(
    office: Office,
) -> None:
    one = giving.opened(office)
    assert one.redaction is not None
    hits = redacting.hits_of_kinds(one.redaction, ["id-number", "phone"], reason=GROUND)
    blackening.draw(office.clerk, one.case, one, [hit for _, hit in hits.boxes], at=at(DAY))
    blackening.decide_rest(office.clerk, one.case, fresh(one), at=at(DAY))
    blackening.burn(office.clerk, one.case, one, at=at(DAY, 11))
    burning.work(at(DAY, 11))
    one = releasing.redacted(office.clerk, one.case, fresh(one), at=at(DAY, 12))
    assert one.file is not None
    report = examining.known(one.file)
    assert report is not None
    assert {found.kind for found in examining.findings(report)} == {"ocr-layer"}
    assert releases.open_findings(report), "of a paper that nobody burned it is a finding"
    assert releases.open_findings(report, frozenset({"第2页"}))
    assert not releases.open_findings(report, releases.burned_pages(one.redaction))

"""Findings kept beside what was decided: the same place is the same finding, another text another one."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.errors import Stale
from gongkai.publication import checks, drafting
from gongkai.publication.checks import own_pairs, running, wording
from gongkai.publication.checks.found import Found, Subject, subject_of
from gongkai.publication.checks.rules import RULES, Rule
from gongkai.publication.models import Finding, Item, LinkUse, TextBand, Version
from gongkai.publication.models.checks import Checked, Decision, Kind
from tests.publication.conftest import AT, HOUR, TODAY

WRONG = "<p>现就工作布署如下，请汇入帐号。</p>"


def edited(clerk: Person, version: Version, body: str) -> Version:
    return drafting.edit(clerk, version, body=body, at=AT)


def waiting(version: Version) -> list[str]:
    return [one.code.partition(":")[2] for one in checks.undecided(version)]


def test_a_clean_draft_has_nothing_that_waits_and_no_audit_entry(draft: Version) -> None:
    before = Entry.objects.count()
    checks.run(draft, at=AT)
    assert checks.undecided(draft) == []
    assert Entry.objects.count() == before


def test_what_is_found_stands_until_the_text_is_right(draft: Version, clerk: Person) -> None:
    wrong = edited(clerk, draft, WRONG)
    checks.run(wrong, at=AT)
    assert waiting(wrong) == ["布署", "帐号"]
    first = Finding.objects.get(code="characters:布署")
    right = edited(clerk, wrong, WRONG.replace("布署", "部署"))
    checks.run(right, at=AT + HOUR)
    assert waiting(right) == ["帐号"]
    first.refresh_from_db()
    assert first.gone_at == AT + HOUR


def test_the_same_place_is_the_same_finding_with_its_decision(
    draft: Version, clerk: Person, reviewer: Person
) -> None:
    wrong = edited(clerk, draft, WRONG)
    checks.run(wrong, at=AT)
    (one, _) = checks.undecided(wrong)
    checks.settle(reviewer, one, decision=Decision.KEEP, reason="引用原文", at=AT)
    longer = edited(clerk, wrong, "<p>各单位：</p>" + WRONG)
    checks.run(longer, at=AT + HOUR)
    one.refresh_from_db()
    assert one.gone_at is None
    assert one.decision == Decision.KEEP
    assert longer.text[one.start : one.end] == "布署"
    assert waiting(longer) == ["帐号"]


def test_it_is_open_again_when_the_text_there_changes(draft: Version, clerk: Person, reviewer: Person) -> None:
    wrong = edited(clerk, draft, WRONG)
    checks.run(wrong, at=AT)
    (one, _) = checks.undecided(wrong)
    checks.settle(reviewer, one, decision=Decision.KEEP, reason="引用原文", at=AT)
    other = edited(clerk, wrong, WRONG.replace("工作布署", "任务布署"))
    checks.run(other, at=AT + HOUR)
    assert waiting(other) == ["布署", "帐号"]


def test_twice_the_same_words_are_two_findings(draft: Version, clerk: Person) -> None:
    wrong = edited(clerk, draft, "<p>工作布署，再作布署。</p><p>工作布署，再作布署。</p>")
    checks.run(wrong, at=AT)
    assert len(checks.undecided(wrong)) == 4
    checks.run(wrong, at=AT + HOUR)
    assert Finding.objects.filter(version=wrong, kind=Kind.WORDING).count() == 4


def test_a_later_version_carries_the_decision_for_what_stayed(
    public: Item, clerk: Person, reviewer: Person
) -> None:
    assert public.current is not None
    Version.objects.filter(pk=public.current.pk).update(text="工作布署如下。")
    public.current.refresh_from_db()
    checks.run(public.current, at=AT)
    (one,) = checks.undecided(public.current)
    checks.settle(reviewer, one, decision=Decision.KEEP, reason="引用原文", at=AT)
    revised = drafting.revise(clerk, public, note="更正", at=AT + HOUR)
    checks.run(revised, at=AT + HOUR)
    carried = revised.findings.get(code="characters:布署")
    assert (carried.decision, carried.reason, carried.decided_by) == (Decision.KEEP, "引用原文", reviewer)
    assert checks.undecided(revised) == []


def test_only_the_rules_that_changed_are_asked_again(
    draft: Version, bureau: Agency, head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks.run(draft, at=AT)
    assert checks.refresh(draft, at=AT) is False
    own_pairs.add(head, bureau, wrong="通知如下", right="通知", why="本区规定。", at=AT)
    asked: list[Kind] = []
    before = running.look

    def look(subject: Subject, kinds: list[Kind]) -> tuple[Found, ...]:
        asked.extend(kinds)
        return before(subject, kinds)

    monkeypatch.setattr(running, "look", look)
    assert checks.refresh(draft, at=AT) is True
    assert asked == [Kind.WORDING]
    assert [one.code for one in checks.undecided(draft)] == ["own:通知如下"]
    assert set(Checked.objects.get(version=draft).editions) == {str(kind) for kind in Kind}


def test_a_changed_text_is_asked_by_all_rules(draft: Version, clerk: Person) -> None:
    checks.run(draft, at=AT)
    wrong = edited(clerk, draft, WRONG)
    assert checks.refresh(wrong, at=AT) is True
    assert waiting(wrong) == ["布署", "帐号"]


def test_a_text_that_changed_meanwhile_is_not_written_over(
    draft: Version, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(subject: Subject) -> list[Found]:
        Version.objects.filter(pk=draft.pk).update(revision=draft.revision + 1)
        return []

    monkeypatch.setitem(RULES, Kind.WORDING, Rule(look, wording.edition))  # type: ignore[arg-type]
    with pytest.raises(Stale):
        checks.run(draft, at=AT)
    assert Finding.objects.count() == 0
    assert Checked.objects.count() == 0


def test_what_later_texts_are_held_against_is_remembered(draft: Version, clerk: Person) -> None:
    linked = edited(clerk, draft, '<p><a href="https://www.example.com/a">网页</a></p>')
    checks.run(linked, at=AT)
    assert LinkUse.objects.get().link.url == "https://www.example.com/a"
    assert TextBand.objects.filter(item=draft.item).exists()


def test_findings_are_counted_for_lists(draft: Version, clerk: Person) -> None:
    wrong = edited(clerk, draft, WRONG + "<p>工作份量很重。</p>")
    checks.run(wrong, at=AT)
    assert checks.counts([wrong.pk, 999]) == {wrong.pk: 2}


def test_a_subject_quotes_across_the_ends_of_a_text(draft: Version) -> None:
    draft.text = "帐号"
    assert subject_of(draft, on=TODAY).quoted("body", 0, 2) == "帐号"

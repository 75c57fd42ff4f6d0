"""A person decides: works, without a reason, the wrong person, what no reason can keep, and the audit entry."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import checks, drafting
from gongkai.publication.models import Finding, Version
from gongkai.publication.models.checks import Decision, Severity
from tests.publication.conftest import AT, HOUR, audited, nothing_after

TEXT = "<p>请汇入帐号，手机13812341234，再汇入帐号。</p>"


@pytest.fixture
def wrong(draft: Version, clerk: Person) -> Version:
    version = drafting.edit(clerk, draft, body=TEXT, at=AT)
    checks.run(version, at=AT)
    return version


@pytest.fixture
def finding(wrong: Version) -> Finding:
    return checks.undecided(wrong)[0]


def test_kept_with_a_reason(wrong: Version, finding: Finding, clerk: Person) -> None:
    with pytest.raises(Refused, match="还没有处理完"):
        checks.ensure_approvable(wrong)
    settled = checks.settle(clerk, finding, decision=Decision.KEEP, reason=" 引用原文 ", at=AT + HOUR)
    assert (settled.decision, settled.reason, settled.decided_by) == ("keep", "引用原文", clerk)
    assert finding.pk not in [one.pk for one in checks.undecided(wrong)]
    entry = audited("checks.settle")
    assert '"rule":"wording:characters"' in entry.data
    assert "帐号" not in entry.data
    assert "引用" not in entry.data


def test_what_is_to_be_mended_still_waits(wrong: Version, finding: Finding, clerk: Person) -> None:
    checks.settle(clerk, finding, decision=Decision.MEND, reason="改为账号", at=AT)
    assert finding in checks.undecided(wrong)
    checks.settle(clerk, finding, decision=Decision.KEEP, reason="原文如此", at=AT)
    assert finding not in checks.undecided(wrong)


@pytest.mark.parametrize(("decision", "reason"), [("keep", " "), ("perhaps", "理由"), ("", "理由")])
def test_no_decision_without_a_reason(finding: Finding, clerk: Person, decision: str, reason: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused):
        checks.settle(clerk, finding, decision=decision, reason=reason, at=AT)
    finding.refresh_from_db()
    assert finding.decision == ""
    assert nothing_after(before)


def test_nobody_else(finding: Finding, stranger: Person, supervisor: Person) -> None:
    before = Entry.objects.count()
    for person in (stranger, supervisor):
        with pytest.raises(NotAllowed):
            checks.settle(person, finding, decision="keep", reason="理由", at=AT)
    finding.refresh_from_db()
    assert finding.decision == ""
    assert nothing_after(before)


def test_what_is_gone_is_not_decided(wrong: Version, finding: Finding, clerk: Person) -> None:
    drafting.edit(clerk, wrong, body="<p>没有问题。</p>", at=AT)
    checks.run(Version.objects.get(pk=wrong.pk), at=AT)
    with pytest.raises(WrongState):
        checks.settle(clerk, finding, decision="keep", reason="理由", at=AT)


def test_what_is_past_is_not_decided(wrong: Version, finding: Finding, clerk: Person) -> None:
    drafting.discard(clerk, wrong, at=AT)
    with pytest.raises(WrongState):
        checks.settle(clerk, finding, decision="keep", reason="理由", at=AT)


def test_no_reason_keeps_what_stops(draft: Version, clerk: Person) -> None:
    Version.objects.filter(pk=draft.pk).update(summary="")
    draft.refresh_from_db()
    checks.run(draft, at=AT)
    (one,) = checks.blocking(draft)
    assert one.severity == Severity.STOP
    with pytest.raises(Refused, match="必须改正"):
        checks.settle(clerk, one, decision="keep", reason="不需要", at=AT)
    with pytest.raises(Refused, match="不能提交审核：缺少目录必须载明的内容概述"):
        checks.ensure_submittable(draft)


def test_hints_keep_nobody(draft: Version, clerk: Person) -> None:
    version = drafting.edit(clerk, draft, body="<p>工作份量很重。</p>", at=AT)
    checks.run(version, at=AT)
    checks.ensure_submittable(version)
    checks.ensure_approvable(version)
    assert [one.severity for one in checks.open_findings(version)] == ["hint"]


def test_all_of_one_rule_at_once(wrong: Version, clerk: Person) -> None:
    one = next(each for each in checks.undecided(wrong) if each.code.endswith("帐号"))
    assert checks.settle_alike(clerk, one, decision="keep", reason="引用原文", at=AT) == 2
    assert [each.kind for each in checks.undecided(wrong)] == ["personal"]
    assert Entry.objects.filter(verb="checks.settle").count() == 2

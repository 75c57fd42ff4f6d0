"""Accepting, returning, publishing, revising at the desk: each page says what will happen, and asks once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.reports import actions
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State

from .conftest import AT, WRONG, SignIn, in_review, text_of


def state(version: ReportVersion) -> str:
    return ReportVersion.objects.get(pk=version.pk).state


def address(name: str, version: ReportVersion) -> str:
    return reverse(f"desk:{name}", args=[version.pk])


def test_a_sound_report_is_accepted_with_one_button(
    version: ReportVersion, reviewer: Person, sign_in: SignIn
) -> None:
    client = sign_in(reviewer)
    assert '<a class="button" href="' + address("accept", version) in text_of(
        client.get(address("review", version))
    )
    shown = text_of(client.get(address("accept", version)))
    assert "没有勾稽错误" in shown
    assert state(version) == State.READ
    assert client.post(address("accept", version))["Location"] == address("review", version)
    assert state(version) == State.ACCEPTED


def test_an_error_needs_a_reason_for_each_relation(
    housing: Agency, supervisor: Person, reviewer: Person, sign_in: SignIn
) -> None:
    version = in_review(supervisor, housing, change=WRONG)
    client = sign_in(reviewer)
    text = text_of(client.post(address("accept", version), {"A1": "与原件一致", "A2": ""}))
    assert "请写明A2不符仍予接受的理由" in text
    assert "与原件一致" in text
    assert state(version) == State.READ
    reasons = dict.fromkeys(("A1", "A2", "A3"), "与原件一致")
    client.post(address("accept", version), reasons)
    assert state(version) == State.ACCEPTED


def test_one_reason_may_stand_for_all(
    housing: Agency, supervisor: Person, reviewer: Person, sign_in: SignIn
) -> None:
    version = in_review(supervisor, housing, change=WRONG)
    client = sign_in(reviewer)
    assert "各项理由相同时" in text_of(client.get(address("accept", version)))
    client.post(address("accept", version), {"same": "与原件一致", "A2": "合计列原件有误"})
    assert state(version) == State.ACCEPTED
    given = ReportVersion.objects.get(pk=version.pk).accept_reasons
    assert given == {"A1": "与原件一致", "A2": "合计列原件有误"}


def test_who_corrected_a_figure_is_told_why_they_may_not_accept(
    version: ReportVersion, reviewer: Person, sign_in: SignIn
) -> None:
    client = sign_in(reviewer)
    client.post(reverse("desk:cell", args=[version.pk, "c-2-licences-decisions"]), {"value": "13", "reason": "x"})
    assert "您更正过这一版的数字" in text_of(client.get(address("review", version)))
    assert client.post(address("accept", version)).status_code == 403
    assert state(version) == State.READ


def test_returning_begins_with_what_was_found(
    housing: Agency, supervisor: Person, clerk: Person, sign_in: SignIn
) -> None:
    version = in_review(supervisor, housing, change=WRONG)
    client = sign_in(supervisor)
    sheet = text_of(client.get(address("return", version)))
    assert "请改正下列问题后重新上传" in sheet
    assert "1. 错误：" in sheet
    client.post(address("return", version), {"comments": "第三张表不符，请核对。"})
    assert state(version) == State.RETURNED
    theirs = sign_in(clerk)
    assert "第三张表不符，请核对。" in text_of(theirs.get(reverse("desk:reports"), {"year": 2024}))
    assert "重新上传" in text_of(theirs.get(address("review", version)))


class TestPublishing:
    @pytest.fixture
    def accepted(self, version: ReportVersion, reviewer: Person) -> ReportVersion:
        return actions.accept(reviewer, version, at=AT)

    def test_the_page_says_what_happens_under_which_article_and_asks_once(
        self, accepted: ReportVersion, head: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(head)
        text = text_of(client.get(address("publish", accepted)))
        assert "《条例》第四十九条、第五十条" in text
        assert "锁定，不能再改" in text
        assert state(accepted) == State.ACCEPTED
        client.post(address("publish", accepted))
        assert state(accepted) == State.PUBLISHED
        last = Entry.objects.order_by("-sequence").first()
        assert last is not None
        assert (last.verb, last.actor) == ("reports.publish", head.key)

    def test_a_later_version_needs_a_note_for_the_public(
        self, accepted: ReportVersion, head: Person, clerk: Person, reviewer: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(head)
        client.post(address("publish", accepted))
        response = sign_in(clerk).post(address("revise", accepted), {"note": "更正行政许可件数"})
        fresh = ReportVersion.objects.get(based_on=accepted)
        assert response["Location"] == address("review", fresh)
        assert "更正行政许可件数" in text_of(client.get(address("review", fresh)))
        actions.accept(reviewer, fresh, at=AT)
        sheet = text_of(client.get(address("publish", fresh)))
        assert "更正行政许可件数</textarea>" in sheet
        assert "标明已被取代" in sheet
        assert "请写明更正说明" in text_of(client.post(address("publish", fresh), {"note": ""}))
        client.post(address("publish", fresh), {"note": "更正行政许可件数：12改为13"})
        assert state(fresh) == State.PUBLISHED
        assert state(accepted) == State.SUPERSEDED

    def test_acceptance_can_be_taken_back_with_a_reason(
        self, accepted: ReportVersion, reviewer: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(reviewer)
        assert "请写明理由" in text_of(client.post(address("reopen", accepted), {"reason": ""}))
        client.post(address("reopen", accepted), {"reason": "发现一格读错"})
        assert state(accepted) == State.READ

    def test_a_reviewer_does_not_publish(self, accepted: ReportVersion, reviewer: Person, sign_in: SignIn) -> None:
        client = sign_in(reviewer)
        assert client.get(address("publish", accepted)).status_code == 404
        assert client.post(address("publish", accepted)).status_code == 404
        assert state(accepted) == State.ACCEPTED


@pytest.mark.parametrize("name", ["publish", "reopen", "revise"])
def test_a_step_that_the_state_does_not_allow_changes_nothing(
    version: ReportVersion, supervisor: Person, sign_in: SignIn, name: str
) -> None:
    """Going back to its page leads to the version; what was typed there in the meantime is kept, and refused."""
    client, before = sign_in(supervisor), Entry.objects.count()
    assert client.get(address(name, version))["Location"] == address("review", version)
    assert "这一版现在是“待审核”" in text_of(client.get(address("review", version)))
    text = text_of(client.post(address(name, version), {"reason": "写了很久", "note": "写了很久"}))
    assert "这一版年报“待审核”，不能" in text
    assert state(version) == State.READ
    assert Entry.objects.count() == before


def test_comments_come_back_when_another_was_quicker(
    version: ReportVersion, supervisor: Person, reviewer: Person, sign_in: SignIn
) -> None:
    sign_in(reviewer).post(address("accept", version))
    actions.publish(supervisor, version, at=AT)
    text = text_of(sign_in(supervisor).post(address("return", version), {"comments": "一大段退回意见"}))
    assert "一大段退回意见" in text
    assert "不能退回" in text
    assert state(version) == State.PUBLISHED


def test_a_step_of_another_role_is_not_there(version: ReportVersion, clerk: Person, sign_in: SignIn) -> None:
    for name in ("accept", "return", "publish", "reopen"):
        assert sign_in(clerk).get(address(name, version)).status_code == 404
        assert sign_in(clerk).post(address(name, version), {"comments": "x"}).status_code == 404
    assert state(version) == State.READ

"""The steps of an item at the desk: what is offered to whom, what will happen, and that it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.publication import checking_pages, checks, drafting, reviewing
from gongkai.publication.models import Item, Version
from gongkai.publication.states import ItemState, State
from tests.publication.conftest import passed

from .conftest import Appoint, SignIn, text_of
from .items import NOW, draft, public


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page(item: Item) -> str:
    return reverse("desk:item", args=[item.pk])


def step(item: Item, code: str) -> str:
    return reverse("desk:item_step", args=[item.pk, code])


def confirmed() -> dict[str, Any]:
    return {f"q_{code}": "on" for code in reviewing.CHECKLIST}


def looked() -> dict[str, Any]:
    return {f"q_{code}": "yes" for code in checking_pages.CHECKLIST} | {"comment": "已看过"}


def filled_button(text: str) -> list[str]:
    """The words of the filled buttons in the head of the page: there is one at most."""
    head = text[text.index('<div class="next">') : text.index('<dl class="summary">')]
    return [part.split(">")[1].split("<")[0] for part in head.split('class="button"')[1:]]


def test_the_whole_way_by_four_persons(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, appoint: Appoint, sign_in: SignIn
) -> None:
    version = draft(clerk, housing)
    item, second = version.item, appoint(Role.REVIEWER, housing)
    at: dict[Person, Any] = {one: sign_in(one) for one in (clerk, reviewer, second, head)}
    assert filled_button(text_of(at[clerk].get(page(item)))) == ["提交审核"]
    for who, code, sent, words in (
        (clerk, "submit", {}, "等科室审核"),
        (reviewer, "unit-pass", {"comment": "同意"}, "等公开审查和保密审查"),
        (second, "disclosure-pass", confirmed(), "等负责人批准"),
        (head, "approve", {}, "可以发布"),
        (clerk, "release", {"when": "now"}, "已发布"),
        (second, "check", looked(), "已登记页面检查"),
        (head, "withdraw", {"reason": "内容有误，正在核对", "sure": "on"}, "已撤回"),
    ):
        assert at[who].get(step(item, code)).status_code == 200, code
        assert words in text_of(at[who].post(step(item, code), sent, follow=True)), code
    item.refresh_from_db()
    assert item.state == ItemState.WITHDRAWN
    text = text_of(at[clerk].get(page(item)))
    assert "内容有误，正在核对" in text
    assert "同意" in text
    assert "不涉及国家秘密" in text


@pytest.mark.parametrize(
    ("state", "words"),
    [("unit_review", "科室审核"), ("disclosure_review", "公开审查和保密审查"), ("approval", "批准发布"),
     ("approved", "发布")],
)  # fmt: skip
def test_the_one_next_step_is_the_filled_button(
    housing: Agency, clerk: Person, head: Person, sign_in: SignIn, state: str, words: str
) -> None:
    version = draft(clerk, housing)
    Version.objects.filter(pk=version.pk).update(state=state)
    assert filled_button(text_of(sign_in(head).get(page(version.item)))) == [words]
    # The drafter reads, and may only take it back.
    mine = text_of(sign_in(clerk).get(page(version.item)))
    assert filled_button(mine) == (["发布"] if state == "approved" else [])
    assert "取回修改" in mine


def test_a_draft_that_lacks_something_is_filled_in_first(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = drafting.begin(clerk, housing, title="只有标题", at=NOW)
    text = text_of(sign_in(clerk).get(page(version.item)))
    assert filled_button(text) == ["填写"]
    assert "缺少目录必须载明的内容" in text
    assert "缺少目录" in text_of(sign_in(clerk).post(step(version.item, "submit"), follow=True))
    version.refresh_from_db()
    assert version.state == State.DRAFT


def test_who_drafted_is_told_why_they_do_not_review(
    housing: Agency, clerk: Person, head: Person, sign_in: SignIn
) -> None:
    version = draft(clerk, housing)
    Version.objects.filter(pk=version.pk).update(state="unit_review", drafters=[clerk.key, head.key])
    text = text_of(sign_in(head).get(page(version.item)))
    assert "您参与起草了这一稿" in text
    assert "您参与起草了这一稿" in text_of(sign_in(head).get(step(version.item, "unit-pass")))
    assert sign_in(head).post(step(version.item, "unit-pass")).status_code == 403


def test_every_question_is_confirmed_by_itself(
    housing: Agency, clerk: Person, reviewer: Person, sign_in: SignIn
) -> None:
    version = draft(clerk, housing)
    Version.objects.filter(pk=version.pk).update(state="disclosure_review")
    client, sent = sign_in(reviewer), confirmed()
    del sent["q_secrecy"]
    text = text_of(client.post(step(version.item, "disclosure-pass"), {**sent, "comment": "看过了"}))
    assert "还没有确认" in text
    assert "看过了" in text
    assert text.count("checked") == len(sent)
    assert re.search(r'data-field="q_secrecy">\s*<p class="wrong"', text)
    assert text.count('<p class="wrong"') == 1
    version.refresh_from_db()
    assert version.state == State.DISCLOSURE_REVIEW


def test_it_goes_back_with_words_only(housing: Agency, clerk: Person, reviewer: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    reviewing.submit(clerk, version, at=NOW)
    client = sign_in(reviewer)
    assert "请写明哪里要改" in text_of(client.post(step(version.item, "return"), {"comment": " "}))
    client.post(step(version.item, "return"), {"comment": "日期写错了"})
    text = text_of(sign_in(clerk).get(page(version.item)))
    assert "日期写错了" in text
    assert filled_button(text) == ["填写"]


def test_who_drafted_sees_on_top_why_it_came_back_until_it_is_sent_again(
    housing: Agency, clerk: Person, reviewer: Person, sign_in: SignIn
) -> None:
    version, client = draft(clerk, housing), sign_in(clerk)
    reviewing.submit(clerk, version, at=NOW)
    reviewing.give_back(reviewer, version, comment="日期写错了", at=NOW)
    note = re.compile(r"<h2>退回修改</h2><p>日期写错了")
    sheet = reverse("desk:item_edit", args=[version.item_id])
    assert note.search(text_of(client.get(page(version.item))))
    assert note.search(text_of(client.get(sheet)))
    assert "等拟稿人按退回意见修改" in text_of(client.get(reverse("desk:items")))
    version = drafting.edit(clerk, version, summary="写明日期", at=NOW)
    checks.run(version, at=NOW)
    assert filled_button(text_of(client.get(page(version.item)))) == ["提交审核"]
    reviewing.submit(clerk, version, at=NOW)
    assert not note.search(text_of(client.get(page(version.item))))
    reviewing.give_back(clerk, version, comment="再看看", at=NOW)
    text = text_of(client.get(page(version.item)))
    assert "<h2>退回修改</h2>" not in text
    assert "等拟稿人提交" in text


def test_what_is_not_for_the_public_is_kept(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    version = draft(
        clerk, housing, disclosure_class="may_withhold", class_basis="第十六条", class_reason="内部事务"
    )
    Version.objects.filter(pk=version.pk).update(state="approval")
    client = sign_in(head)
    assert filled_button(text_of(client.get(page(version.item)))) == ["定为不主动公开"]
    client.post(step(version.item, "keep"))
    assert Item.objects.get().state == ItemState.KEPT


def test_a_release_says_what_happens_and_happens_at_its_time(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    version = passed(draft(clerk, housing), clerk, reviewer, head)
    client, item = sign_in(clerk), version.item
    assert "不能倒签" in text_of(client.get(step(item, "release")))
    assert "请填写发布时间" in text_of(client.post(step(item, "release"), {"when": "later"}))
    past = {"when": "later", "release_at": "2026-03-01T09:00"}
    text = text_of(client.post(step(item, "release"), past))
    assert re.search(r'data-field="release_at">.*?须晚于现在', text, re.S)
    client.post(step(item, "release"), {"when": "later", "release_at": "2026-03-20T08:30"})
    version.refresh_from_db()
    assert version.release_at == NOW + timedelta(days=4, minutes=-30)
    assert "2026-03-20 08:30" in text_of(client.get(page(item)))
    client.post(step(item, "release"), {"when": "never"})
    version.refresh_from_db()
    assert (version.release_at, version.state) == (None, State.APPROVED)


def test_a_correction_is_drafted_while_the_old_one_is_shown(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    item, client = public(clerk, reviewer, head, housing), sign_in(clerk)
    assert "请写明更正说明" in text_of(client.post(step(item, "revise"), {}))
    sent = {"note": "更正附表第三行", "found_at": "2026-03-15T10:00"}
    assert client.post(step(item, "revise"), sent)["Location"] == reverse("desk:item_edit", args=[item.pk])
    version = item.versions.get(number=2)
    assert (version.note, version.state) == ("更正附表第三行", State.DRAFT)
    item.refresh_from_db()
    assert item.current is not None
    assert item.current.number == 1
    text = text_of(client.get(page(item)))
    assert filled_button(text) == ["填写"], "nothing is corrected yet"
    assert "公众现在看到的是第 1 版：" in text
    assert f'href="/items/{item.pk}/"' in text
    drafting.edit(clerk, version, summary="附表第三行已更正。", at=NOW)
    reviewing.submit(clerk, version, at=NOW)
    assert filled_button(text_of(sign_in(reviewer).get(page(item)))) == ["科室审核"]


def test_a_page_check_with_a_no_says_what_is_wrong(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    item, client = public(clerk, reviewer, head, housing), sign_in(clerk)
    assert "请检查后选择" in text_of(client.post(step(item, "check"), {}))
    sent = {**looked(), "q_phone": "no", "comment": ""}
    assert "请写明问题" in text_of(client.post(step(item, "check"), sent))
    client.post(step(item, "check"), {**sent, "comment": "表格太宽"})
    assert "表格太宽" in text_of(client.get(page(item)))


def test_leaving_the_public_is_confirmed_and_says_to_whom(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    item, client = public(clerk, reviewer, head, housing), sign_in(head)
    assert "原来的网址显示" in text_of(client.get(step(item, "withdraw")))
    assert "请核对后果并勾选" in text_of(client.post(step(item, "withdraw"), {"reason": "重复"}))
    sent = {"incident": "附件带身份证号，本人来电，已删除", "found_at": "2026-03-16T08:00", "sure": "on"}
    client.post(step(item, "remove"), sent)
    item.refresh_from_db()
    assert item.state == ItemState.REMOVED
    assert "附件带身份证号" in text_of(client.get(page(item)))
    assert not Entry.objects.filter(data__contains="身份证号").exists()


@pytest.mark.parametrize("code", ["withdraw", "remove", "approve", "keep"])
def test_a_clerk_does_none_of_it(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn, code: str
) -> None:
    item = public(clerk, reviewer, head, housing)
    sent = {"reason": "x", "incident": "x", "sure": "on"}
    assert sign_in(clerk).post(step(item, code), sent).status_code == 404
    item.refresh_from_db()
    assert item.state == ItemState.PUBLIC


@pytest.mark.parametrize(
    "code", ["submit", "unit-pass", "disclosure-pass", "approve", "release", "check", "nothing"]
)
def test_another_agency_takes_no_step(
    housing: Agency, clerk: Person, street: Agency, appoint: Appoint, sign_in: SignIn, code: str
) -> None:
    version = draft(clerk, housing)
    for role in Role:
        client = sign_in(appoint(role, street))
        assert client.get(step(version.item, code)).status_code == 404
        assert client.post(step(version.item, code)).status_code == 404


def test_a_draft_is_given_up_once_it_is_confirmed(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version, client = draft(clerk, housing), sign_in(clerk)
    assert "请勾选确认" in text_of(client.post(step(version.item, "discard"), {}))
    client.post(step(version.item, "discard"), {"sure": "on"})
    version.refresh_from_db()
    assert version.state == State.DISCARDED
    text = text_of(client.get(page(version.item)))
    assert "重新拟稿" in text


def test_a_step_taken_meanwhile_is_said(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    version = passed(draft(clerk, housing), clerk, reviewer, head)
    sent = {"when": "now", "revision": version.revision - 1}
    text = text_of(sign_in(clerk).post(step(version.item, "release"), sent))
    assert "刚刚有人办理过" in text
    assert Item.objects.get().state == ItemState.PREPARING
    assert f'name="revision" value="{version.revision}"' in text

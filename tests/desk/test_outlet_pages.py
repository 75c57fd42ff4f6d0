"""渠道对接: what goes out and what comes in, set up, looked at and ended by whoever may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.publication import columns
from gongkai.publication.models import Push, PushTarget, Source
from gongkai.publication.taking_in import reading
from tests.publication.test_register import laid

from .cases import NOW as AT
from .cases import TODAY
from .conftest import SignIn, text_of
from .outlets import feed, target

pytestmark = pytest.mark.usefixtures("clock")


def at(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def chief(head: Person, sign_in: SignIn) -> Client:
    return sign_in(head)


@pytest.fixture
def desk(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def page(client: Client, address: str) -> str:
    return text_of(client.get(address))


def test_with_one_agency_its_page_opens_and_stands_among_the_sections(chief: Client, housing: Agency) -> None:
    response = chief.get(at("outlets"))
    assert response["Location"] == at("outlets_of", housing.pk)
    text = page(chief, at("outlets_of", housing.pk))
    assert re.search(r'aria-current="page"[^>]*>渠道对接', text)
    for words in ("没有推送平台", "没有收录来源", "gongkai export"):
        assert words in text


def test_who_answers_for_several_chooses(
    supervisor: Person, sign_in: SignIn, housing: Agency, street: Agency
) -> None:
    feed(housing)
    text = page(sign_in(supervisor), at("outlets"))
    assert at("outlets_of", housing.pk) in text
    assert street.name in text


def test_an_administrator_finds_it_in_the_rail_and_who_works_with_items_under_them(
    administrator: Person, chief: Client, sign_in: SignIn, housing: Agency
) -> None:
    entry = f'href="{at("outlets")}"'
    client = sign_in(administrator)
    assert client.get(at("home"))["Location"] == at("settings")
    rail = re.search(r"<nav.*?</nav>", page(client, at("agencies")), re.S)
    assert rail is not None
    assert entry in rail[0]
    assert f'href="{at("items")}"' not in rail[0]
    assert re.search(rf'{entry}[^>]*aria-current="page"', page(client, at("outlets")))
    rail = re.search(r"<nav.*?</nav>", page(chief, at("agencies")), re.S)
    assert rail is not None
    assert entry not in rail[0]


def test_a_target_is_added_and_its_secret_shown_once(chief: Client, housing: Agency) -> None:
    laid(housing, "公租房1", TODAY)
    given = {"name": "区政府门户网站", "address": "https://portal.example.cn/intake"}
    text = text_of(chief.post(at("target_add", housing.pk), given))
    made = PushTarget.objects.get()
    assert made.secret in text
    assert "只显示这一次" in text
    for address in (at("outlets_of", housing.pk), at("target", housing.pk, made.pk)):
        assert made.secret not in page(chief, address)
    assert made.secret not in Entry.objects.latest("sequence").data
    assert Push.objects.count() == 1


def test_a_refusal_keeps_what_was_typed(chief: Client, housing: Agency) -> None:
    given = {"name": "区网站", "address": "http://portal.example.cn/"}
    text = text_of(chief.post(at("target_add", housing.pk), given))
    assert "须以 https:// 开头" in text
    assert 'value="区网站"' in text
    assert not PushTarget.objects.exists()


def test_what_did_not_arrive_is_told_with_its_reason_and_tried_again(chief: Client, housing: Agency) -> None:
    item, one = laid(housing, "公租房1", TODAY), target(housing)
    Push.objects.update(attempts=8, next_at=None, failure="对方没有接收（500）")
    assert 'late-text">1</span>' in page(chief, at("outlets_of", housing.pk))
    text = page(chief, at("target", housing.pk, one.pk))
    for words in (item.title, "对方没有接收（500）", "不再自动重试", "8次"):
        assert words in text
    chief.post(at("target_again", housing.pk, one.pk))
    push = Push.objects.get()
    assert (push.attempts, push.failure, push.next_at) == (0, "", AT)
    assert "正在排队" in page(chief, at("target", housing.pk, one.pk))


def test_ending_a_target_asks_first(chief: Client, housing: Agency) -> None:
    one = target(housing)
    assert "不再向“区政府门户网站”推送" in page(chief, at("target_end", housing.pk, one.pk))
    one.refresh_from_db()
    assert one.ended_at is None
    chief.post(at("target_end", housing.pk, one.pk))
    one.refresh_from_db()
    assert one.ended_at == AT
    text = page(chief, at("target", housing.pk, one.pk))
    assert "停用" in text
    assert "立即重试" not in text


def test_a_feed_is_added_read_anew_and_ended(chief: Client, housing: Agency) -> None:
    given = {"kind": "feed", "name": "旧网站", "address": ""}
    assert "请填写订阅地址" in text_of(chief.post(at("source_add", housing.pk), given))
    chief.post(at("source_add", housing.pk), {**given, "address": "https://old.example.cn/rss.xml"})
    one = Source.objects.get()
    reading.note(one, failure="第1条：请填写标题", at=AT - timedelta(hours=3))
    text = page(chief, at("outlets_of", housing.pk))
    assert "第1条：请填写标题" in text
    chief.post(at("source_read", housing.pk, one.pk))
    one.refresh_from_db()
    assert one.read_at is None
    assert "照常公开" in page(chief, at("source_end", housing.pk, one.pk))
    chief.post(at("source_end", housing.pk, one.pk))
    assert "没有收录来源" in page(chief, at("outlets_of", housing.pk))


def test_a_signed_source_gets_its_address_and_secret_once(chief: Client, housing: Agency) -> None:
    text = text_of(chief.post(at("source_add", housing.pk), {"kind": "signed", "name": "市平台"}))
    made = Source.objects.get()
    assert made.secret in text
    assert f"/api/v1/intake/{made.pk}/" in text
    assert made.secret not in page(chief, at("outlets_of", housing.pk))


def test_a_system_that_sends_counts_gets_an_address_of_its_own(chief: Client, housing: Agency) -> None:
    text = text_of(chief.post(at("source_add", housing.pk), {"kind": "counts", "name": "行政审批系统"}))
    made = Source.objects.get()
    assert made.secret in text
    assert f"/api/v1/counts/{made.pk}/" in text
    assert made.added_by is not None
    listed = page(chief, at("outlets_of", housing.pk))
    assert "业务系统报送年度数量" in listed
    assert made.secret not in listed
    assert "已经登记的数量不变" in page(chief, at("source_end", housing.pk, made.pk))


def test_the_code_of_the_list_follows_what_is_chosen(chief: Client, housing: Agency) -> None:
    column = columns.add(OPERATOR, housing, title="保障性住房", at=AT)
    address = at("outlets_of", housing.pk)
    assert f"/embed/a{housing.pk}/&quot; title=" in page(chief, address)
    text = page(chief, f"{address}?column={column.pk}&lines=5&size=large")
    assert f"?column={column.pk}&amp;amp;lines=5&amp;amp;size=large&quot;" in text
    assert "不能大于" in page(chief, f"{address}?lines=500") or "50" in page(chief, f"{address}?lines=500")


def test_who_may_only_look_changes_nothing(desk: Client, housing: Agency) -> None:
    one, read = target(housing), feed(housing)
    before = Entry.objects.count()
    text = page(desk, at("outlets_of", housing.pk))
    assert "区政府门户网站" in text
    assert "添加推送平台" not in text
    for name, key in (
        ("target_again", one.pk),
        ("target_end", one.pk),
        ("source_read", read.pk),
        ("source_end", read.pk),
    ):
        assert desk.post(at(name, housing.pk, key)).status_code == 404
    for name in ("target_add", "source_add"):
        assert desk.get(at(name, housing.pk)).status_code == 404
    assert Entry.objects.count() == before


def test_things_of_another_agency_are_not_there(chief: Client, housing: Agency, street: Agency) -> None:
    theirs, source = target(street), feed(street)
    assert chief.get(at("target", housing.pk, theirs.pk)).status_code == 404
    assert chief.get(at("outlets_of", street.pk)).status_code == 404
    assert chief.post(at("source_end", housing.pk, source.pk)).status_code == 404

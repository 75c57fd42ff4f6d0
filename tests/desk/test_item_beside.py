"""What stands beside an item: channels with their proof, relations both ways, topics, versions and differences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.publication import drafting, topics
from gongkai.publication.models import Item, Relation, Showing, Topic
from tests.documents import sheets

from .conftest import Appoint, SignIn, text_of
from .items import NOW, attached, draft, public, shown_elsewhere


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def item(housing: Agency, clerk: Person, reviewer: Person, head: Person) -> Item:
    return public(clerk, reviewer, head, housing)


def at(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


# -- channels


def test_a_board_is_noted_with_its_photo(item: Item, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    photo = SimpleUploadedFile("公示栏.pdf", sheets.letter(), "application/pdf")
    sent = {"way": "board", "place": "齐陵社区公示栏", "from_on": "2026-03-16", "proof": photo}
    client.post(at("item_channel", item.pk), sent)
    row = Showing.objects.get(way="board")
    text = text_of(client.get(at("item", item.pk)))
    assert "齐陵社区公示栏" in text
    proof = client.get(at("item_proof", item.pk, row.pk))
    assert proof["Content-Disposition"].startswith("attachment")
    assert proof.content == sheets.letter()


def test_a_channel_without_its_place_is_refused_and_kept(item: Item, clerk: Person, sign_in: SignIn) -> None:
    sent = {"way": "board", "from_on": "2026-03-16", "proof_note": "见台账第三页"}
    text = text_of(sign_in(clerk).post(at("item_channel", item.pk), sent))
    assert "请写明公开的位置" in text
    assert "见台账第三页" in text


def test_it_is_taken_down_or_struck(item: Item, clerk: Person, sign_in: SignIn) -> None:
    client, one, other = sign_in(clerk), shown_elsewhere(item), shown_elsewhere(item)
    client.post(at("item_channel_end", item.pk, one.pk), {"until_on": "2026-03-16"})
    client.post(at("item_channel_strike", item.pk, other.pk), {"reason": "登记重复"})
    one.refresh_from_db()
    other.refresh_from_db()
    assert str(one.until_on) == "2026-03-16"
    assert other.struck_at == NOW
    assert "已划去" in text_of(client.get(at("item", item.pk)))
    assert client.get(at("item_channel_end", item.pk, other.pk)).status_code == 404


def test_the_line_of_the_website_is_not_struck(item: Item, clerk: Person, sign_in: SignIn) -> None:
    row = item.showings.get(way="website")
    text = text_of(sign_in(clerk).post(at("item_channel_strike", item.pk, row.pk), {"reason": "x"}))
    assert "不能划去" in text


# -- relations


def test_a_document_is_looked_up_and_joined_both_ways(
    item: Item, housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    other = public(clerk, reviewer, head, housing, "补贴标准解读", document_number="")
    client = sign_in(clerk)
    found = text_of(client.get(at("item_relate", other.pk), {"q": item.title}))
    assert f'value="{item.pk}"' in found
    client.post(at("item_relate", other.pk), {"kind": "interprets", "target": item.pk})
    assert other.title in text_of(client.get(at("item", item.pk)))
    assert item.title in text_of(client.get(at("item", other.pk)))
    client.post(at("item_unrelate", other.pk, Relation.objects.get().pk))
    assert not Relation.objects.exists()


@pytest.mark.parametrize("by", ["number", "document_number", "title"])
def test_it_is_found_by_number_and_title(
    item: Item, clerk: Person, housing: Agency, sign_in: SignIn, by: str
) -> None:
    mine = draft(clerk, housing, "另一条")
    text = text_of(sign_in(clerk).get(at("item_relate", mine.item_id), {"q": getattr(item, by)}))
    assert item.title in text


def test_what_is_not_here_is_told_in_words(item: Item, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    assert "没有找到" in text_of(client.get(at("item_relate", item.pk), {"q": "zzz"}))
    assert "请选择关联的信息" in text_of(client.post(at("item_relate", item.pk), {"kind": "amends"}))
    client.post(at("item_relate", item.pk), {"kind": "amends", "words": "《某某办法》"})
    assert "《某某办法》" in text_of(client.get(at("item", item.pk)))


def test_a_draft_of_another_agency_is_not_found(
    item: Item, street: Agency, clerk: Person, appoint: Appoint, sign_in: SignIn
) -> None:
    theirs = draft(appoint(Role.CLERK, street), street, "别人的草稿")
    text = text_of(sign_in(clerk).get(at("item_relate", item.pk), {"q": "别人的草稿"}))
    assert f'value="{theirs.item_id}"' not in text
    sent = {"kind": "quotes", "target": theirs.item_id}
    sign_in(clerk).post(at("item_relate", item.pk), sent)
    assert not Relation.objects.exists()


def test_a_repeal_that_was_shown_is_not_taken_back(item: Item, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    client.post(at("item_relate", item.pk), {"kind": "repeals", "words": "《某某办法》"})
    Relation.objects.update(passed_at=NOW)
    text = text_of(client.post(at("item_unrelate", item.pk, Relation.objects.get().pk), follow=True))
    assert "不能解除" in text
    assert Relation.objects.exists()


# -- their review


def test_a_line_of_a_public_page_is_passed_by_somebody_else(
    item: Item, clerk: Person, reviewer: Person, sign_in: SignIn, client: Client
) -> None:
    mine, public_page = sign_in(clerk), reverse("portal:item", args=[item.pk])
    mine.post(at("item_relate", item.pk), {"kind": "quotes", "words": "《某某办法》"})
    mine.post(at("item_channel", item.pk), {"way": "board", "place": "齐陵公示栏", "from_on": "2026-03-16"})
    text = text_of(mine.get(at("item", item.pk)))
    assert text.count("等审核，公众还看不到") == 2
    assert "/lines/" not in text, "nobody passes what they entered"
    assert "齐陵公示栏" not in text_of(mine.get(at("items")))
    theirs = sign_in(reviewer)
    listed = text_of(theirs.get(at("items")))
    assert "引用：《某某办法》" in listed
    assert "社区、企事业单位、村公示栏（齐陵公示栏），2026-03-16" in listed
    relation, board = Relation.objects.get(), Showing.objects.get(way="board")
    for kind, line in (("relation", relation), ("channel", board)):
        address = at("item_line_pass", item.pk, kind, line.pk)
        assert address in text_of(theirs.get(at("item", item.pk)))
        theirs.post(address)
    shown = text_of(client.get(public_page))
    assert "《某某办法》" in shown
    assert "齐陵公示栏" in shown
    assert "等您审核" not in text_of(theirs.get(at("items")))
    assert "已经审核过" in text_of(theirs.post(at("item_line_pass", item.pk, "channel", board.pk), follow=True))


def test_a_line_is_given_back_with_the_reason(
    item: Item, clerk: Person, reviewer: Person, sign_in: SignIn
) -> None:
    sign_in(clerk).post(at("item_relate", item.pk), {"kind": "quotes", "words": "《某某办法》"})
    relation = Relation.objects.get()
    theirs, address = sign_in(reviewer), at("item_line_return", item.pk, "relation", relation.pk)
    assert "引用：《某某办法》" in text_of(theirs.get(address))
    assert "请写明哪里不对" in text_of(theirs.post(address, {"reason": " "}))
    theirs.post(address, {"reason": "文号写错了"})
    relation.refresh_from_db()
    assert relation.returned == "文号写错了"
    assert "退回原因：文号写错了" in text_of(sign_in(clerk).get(at("item", item.pk)))
    assert theirs.get(at("item_line_return", item.pk, "shelf", relation.pk)).status_code == 404
    assert sign_in(clerk).get(address).status_code == 403


# -- topics


def test_the_topics_of_a_year_are_kept_and_put(
    item: Item, district: Agency, clerk: Person, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    assert "还没有设定" in text_of(client.get(at("topics")))
    client.post(at("topic_year", district.pk, 2026), {"names": "乡村振兴\n安全生产\n"})
    assert [one.name for one in Topic.objects.order_by("order")] == ["乡村振兴", "安全生产"]
    mine = sign_in(clerk)
    assert "2026年：乡村振兴" in text_of(mine.get(at("item_topics", item.pk)))
    mine.post(at("item_topics", item.pk), {"topics": [Topic.objects.get(name="安全生产").pk]})
    assert "2026年安全生产" in text_of(mine.get(at("item", item.pk)))
    refused = text_of(client.post(at("topic_year", district.pk, 2026), {"names": "乡村振兴"}))
    assert "不能删去" in refused
    assert "安全生产" in text_of(client.get(at("topics")))


def test_a_clerk_keeps_no_topics(district: Agency, housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    for agency in (district, housing):
        assert sign_in(clerk).post(at("topic_year", agency.pk, 2026), {"names": "甲"}).status_code == 404
    assert not Topic.objects.exists()


def test_topics_of_another_district_are_not_offered(
    item: Item, clerk: Person, street: Agency, appoint: Appoint, sign_in: SignIn
) -> None:
    head = appoint(Role.HEAD, street)
    (theirs,) = topics.keep(head, street, year=2026, names=["街道重点"], at=NOW)
    assert "街道重点" not in text_of(sign_in(clerk).get(at("item_topics", item.pk)))
    sign_in(clerk).post(at("item_topics", item.pk), {"topics": [theirs.pk]})
    assert not item.topics.exists()


# -- versions


def test_what_differs_is_shown_in_one_text_and_side_by_side(item: Item, clerk: Person, sign_in: SignIn) -> None:
    version = drafting.revise(clerk, item, note="改日期", at=NOW)
    drafting.edit(
        clerk, version, body="<h2>一、总体要求</h2><p>自2026年5月1日起执行。</p>", title="新标题", at=NOW
    )
    client = sign_in(clerk)
    inline = text_of(client.get(at("item_differences", item.pk, 1, 2)))
    assert "<del>4</del><ins>5</ins>" in inline
    side = text_of(client.get(at("item_differences", item.pk, 2, 1), {"view": "side"}))
    assert "<del>4</del>" in side
    assert "<ins>5</ins>" in side
    assert "标题" in side
    page = text_of(client.get(at("item", item.pk)))
    assert at("item_differences", item.pk, 1, 2) in page
    assert "2026年4月1日" in text_of(client.get(at("item_version", item.pk, 1)))
    assert "两版没有差异" in text_of(client.get(at("item_differences", item.pk, 1, 1)))


def test_an_attachment_is_saved_and_never_shown(item: Item, clerk: Person, sign_in: SignIn) -> None:
    assert item.current is not None
    file = attached(item.current)
    response = sign_in(clerk).get(at("item_file", item.pk, 1, file.token))
    assert response.content == sheets.letter()
    assert response["Content-Disposition"].startswith("attachment")
    assert sign_in(clerk).get(at("item_file", item.pk, 1, "b" * 24)).status_code == 404


def test_the_number_of_questions_does_not_grow(item: Item, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    shown_elsewhere(item)
    client.post(at("item_relate", item.pk), {"kind": "quotes", "words": "《甲》"})
    client.get(at("item", item.pk))
    with CaptureQueriesContext(connection) as few:
        client.get(at("item", item.pk))
    for n in range(8):
        shown_elsewhere(item)
        client.post(at("item_relate", item.pk), {"kind": "quotes", "words": f"《乙{n}》"})
    with CaptureQueriesContext(connection) as many:
        client.get(at("item", item.pk))
    assert len(many) == len(few)

"""An item's page: what is shown, in the head and in the text alike; versions, corrections, and what is gone."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.publication import line_review, relating, topics, validity
from gongkai.publication.changing import changed
from gongkai.publication.models import Item

from .conftest import Page
from .items import AT, FILE, LATER, TITLE, TOKEN, Desk, desk, item

pytestmark = pytest.mark.django_db
__all__ = ["desk", "item"]


def tags(text: str) -> dict[str, list[str]]:
    """The meta tags of a page by name, each with all its values."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<meta name="(\w+)" content="([^"]*)">', text):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def body(text: str) -> str:
    return html.unescape(text[text.index("<main") :])


def test_everything_of_the_metadata_table_is_there(page: Page, item: Item, bureau: Agency) -> None:
    text = body(page(f"/items/{item.pk}/"))
    for label, value in {
        "索引号": item.number,
        "主题分类": "民政、扶贫、救灾\\社会救助",
        "发文机关": "示范区民政局、示范区财政局",
        "成文日期": "2026年3月10日",
        "文号": "示民发〔2026〕3号",
        "发布时间": "2026-03-16 09:00",
        "有效性": "有效",
        "施行日期": "2026年4月1日",
        "公开属性": "主动公开",
        "体裁": "行政规范性文件",
        "来源": "示范区民政局",
        "关键词": "最低生活保障",
    }.items():
        assert f"<dt>{label}</dt><dd>{value}</dd>" in text
    assert "《条例》第二十条" in text
    assert "每人每月一千元" in text


def test_the_tags_of_the_head_stand_once_and_say_what_the_page_shows(page: Page, item: Item) -> None:
    text = page(f"/items/{item.pk}/")
    found, shown = tags(text), body(text)
    required = (
        "SiteName", "SiteDomain", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType",
        "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Url",
    )  # fmt: skip
    assert all(len(found[name]) == 1 for name in required)
    assert found["ArticleTitle"] == [TITLE]
    assert f'<h1 class="paper-title">{TITLE}</h1>' in shown
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"][0])
    assert "发布时间：<time" in shown
    assert found["PubDate"][0] in shown
    for name in ("ContentSource", "Author", "Description", "Url", "ColumnName"):
        assert found[name][0] in shown
    assert found["Keywords"] == ["最低生活保障"]
    assert found["SiteDomain"] == ["gk.example"]


def test_the_code_of_the_site_is_there_where_it_is_set(page: Page, item: Item, settings: Settings) -> None:
    assert "SiteIDCode" not in tags(page(f"/items/{item.pk}/"))
    settings.GONGKAI_SITE_CODE = "3703000001"
    assert tags(page(f"/items/{item.pk}/"))["SiteIDCode"] == ["3703000001"]


def test_what_the_head_says_is_escaped(page: Page, desk: Desk) -> None:
    odd = desk.show('关于"引号"和<标签>&的通知', source='"><script>')
    text = page(f"/items/{odd.pk}/")
    assert tags(text)["ArticleTitle"] == ['关于"引号"和<标签>&的通知']
    assert "<script>" not in text


def test_attachments_channels_and_the_permanent_address(page: Page, item: Item) -> None:
    text = body(page(f"/items/{item.pk}/"))
    assert f"/items/{item.pk}/files/{TOKEN}/" in text
    assert FILE in text
    assert "政府网站" in text
    assert f"https://gk.example/items/{item.pk}/" in text
    assert f"/items/{item.pk}/item.docx" in text
    assert f"/doors/error/?item={item.pk}" in text


def test_a_document_and_its_interpretation_lead_to_one_another(page: Page, desk: Desk, item: Item) -> None:
    reading = desk.show("低保标准调整的解读", genre="interpretation")
    desk.relate(reading, kind="interprets", target=item)
    there = body(page(f"/items/{item.pk}/"))
    assert "解读材料" in there
    assert f'href="/items/{reading.pk}/"' in there
    assert f'href="/items/{item.pk}/"' in body(page(f"/items/{reading.pk}/"))
    listed = body(page("/interpretations/"))
    assert f'href="/items/{reading.pk}/"' in listed
    assert f'href="/items/{item.pk}/"' in listed


def test_a_relation_to_something_that_is_gone_is_not_shown(page: Page, desk: Desk, item: Item) -> None:
    reading = desk.show("低保标准调整的解读", genre="interpretation")
    desk.relate(reading, kind="interprets", target=item)
    desk.withdraw(item)
    for address in (f"/items/{reading.pk}/", "/interpretations/"):
        assert TITLE not in page(address)


def test_a_document_that_is_not_here_is_named(page: Page, desk: Desk, item: Item) -> None:
    words = "《社会救助暂行办法》（国务院令第649号）"
    made = relating.relate(desk.clerk, item, kind="quotes", words=words, at=AT)
    assert words not in page(f"/items/{item.pk}/"), "nobody has looked at it"
    line_review.pass_line(desk.reviewer, made, at=AT)
    assert "《社会救助暂行办法》（国务院令第649号）" in body(page(f"/items/{item.pk}/"))


def test_a_correction_says_what_when_found_and_when_right(page: Page, desk: Desk, item: Item) -> None:
    desk.correct(item, "标准误写为九百元，更正为一千元。", body="<p>现为一千元。</p>")
    text = body(page(f"/items/{item.pk}/"))
    assert "本信息已更正" in text
    assert "标准误写为九百元，更正为一千元。" in text
    assert "2026-03-18 06:00发现" in text
    assert "<dt>更新时间</dt><dd>2026-03-18 09:00</dd>" in text
    assert tags(page(f"/items/{item.pk}/"))["PubDate"] == ["2026-03-16 09:00"]
    old = page(f"/items/{item.pk}/v1/")
    assert "这是第1版，不是现行的" in old
    assert "每人每月一千元" in old
    assert 'content="noindex"' in old
    assert "已更正" in page("/items/")


def test_an_unknown_version_is_not_there(page: Page, item: Item) -> None:
    assert "没有这一版" in page(f"/items/{item.pk}/v2/", 404)


def test_a_draft_of_a_new_version_is_not_there(page: Page, desk: Desk, item: Item) -> None:
    from gongkai.publication import drafting

    version = drafting.revise(desk.clerk, item, note="改一处", at=LATER)
    drafting.edit(desk.clerk, version, body="<p>尚未审核</p>", at=LATER)
    assert "尚未审核" not in page(f"/items/{item.pk}/")
    assert "尚未审核" not in page(f"/items/{item.pk}/v2/", 404)


def test_a_withdrawn_item_says_why_and_nothing_else(page: Page, desk: Desk, item: Item) -> None:
    desk.withdraw(item, "标准有误，正在重新发布。")
    for address in (f"/items/{item.pk}/", f"/items/{item.pk}/v1/", f"/items/{item.pk}/item.pdf",
                    f"/items/{item.pk}/files/{TOKEN}/"):  # fmt: skip
        text = page(address, 410)
        assert "标准有误，正在重新发布。" in text
        assert TITLE not in text
        assert "一千元" not in text


def test_a_removed_item_looks_as_if_it_had_never_been(page: Page, desk: Desk, item: Item) -> None:
    desk.remove(item)
    texts = {re.sub(r"\d{6,}|[0-9a-f]{16}", "", page(a, 404)) for a in (f"/items/{item.pk}/", "/items/987654321/")}
    plain = {re.sub(r"/items/\d*/?|%2Fitems%2F\d*%2F?", "", text) for text in texts}
    assert all("没有这条信息" in text for text in plain)
    assert not any("身份证" in text or TITLE in text for text in plain)
    for rest in ("v1/", "item.docx", f"files/{TOKEN}/"):
        page(f"/items/{item.pk}/{rest}", 404)


def test_what_was_withdrawn_does_not_come_back_as_an_old_version(page: Page, desk: Desk, item: Item) -> None:
    from gongkai.publication import drafting

    desk.withdraw(item)
    version = drafting.revise(desk.clerk, item, note="", at=LATER + timedelta(hours=1))
    drafting.edit(desk.clerk, version, body="<p>重新发布</p>", at=LATER + timedelta(hours=1))
    version.refresh_from_db()
    desk.release(version, LATER + timedelta(hours=2))
    text = page(f"/items/{item.pk}/")
    assert "重新发布" in text
    assert f"/items/{item.pk}/v1/" not in text
    page(f"/items/{item.pk}/v1/", 404)


def test_a_repealed_document_says_so_on_its_page_and_in_lists(page: Page, desk: Desk, item: Item) -> None:
    validity.mark(
        desk.head, item, validity="repealed", ended_on=date(2026, 3, 17), reason="由新办法废止。", at=LATER
    )
    text = body(page(f"/items/{item.pk}/"))
    assert "本文件已废止" in text
    assert "由新办法废止。" in text
    assert "<dt>有效性</dt><dd>废止</dd>" in text
    assert "已废止" in body(page("/items/"))


def test_a_document_ends_with_its_last_day_whoever_looks(page: Page, desk: Desk) -> None:
    over = desk.show(genre="normative", validity="in_force", ended_on=date(2026, 3, 1))
    assert "<dt>有效性</dt><dd>失效</dd>" in body(page(f"/items/{over.pk}/"))
    assert TITLE in page("/documents/?ended=1")
    assert TITLE not in page("/documents/")


def test_old_stock_says_first_when_it_was_public_first(page: Page, desk: Desk, item: Item) -> None:
    line = re.compile(r'<p class="paper-line[^>]*>(.*?)</p>')
    new = line.search(page(f"/items/{item.pk}/"))
    assert new is not None
    assert "首次公开" not in new[1]
    Item.objects.filter(pk=item.pk).update(first_public_on="2019-05-06", came_in_on="2026-03-16")
    changed([Item.objects.get(pk=item.pk)])
    old = line.search(page(f"/items/{item.pk}/"))
    assert old is not None
    assert re.match(r"首次公开：<time[^>]*>2019-05-06</time>　本站发布时间：<time", old[1])


def test_a_last_day_alone_says_that_it_is_over_in_every_place(page: Page, desk: Desk) -> None:
    """Old stock often comes with a day and no word: the page, the lists and the register agree."""
    over = desk.show(genre="normative", validity="", ended_on=date(2026, 3, 1))
    text = body(page(f"/items/{over.pk}/"))
    assert "<dt>有效性</dt><dd>失效</dd>" in text
    assert "本文件已失效" in text
    assert "已失效" in body(page("/items/"))
    assert TITLE in page("/documents/?ended=1")
    assert TITLE not in page("/documents/")


def test_topics_are_shown_and_lead_to_their_items(page: Page, desk: Desk, district: Agency, item: Item) -> None:
    (topic,) = topics.keep(OPERATOR, district, year=2026, names=["民生服务"], at=AT)
    topics.put(OPERATOR, item, [topic], at=AT)
    assert "民生服务" in body(page(f"/items/{item.pk}/"))
    assert TITLE in page(f"/items/?topic={topic.pk}")


def test_an_item_costs_the_same_however_much_hangs_on_it(
    client: Client, desk: Desk, item: Item, django_assert_max_num_queries: object
) -> None:
    for n in range(6):
        other = desk.show(f"解读之{n}", genre="interpretation", file=True)
        desk.relate(other, kind="interprets", target=item)
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        assert client.get(f"/items/{item.pk}/").status_code == 200

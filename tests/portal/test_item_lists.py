"""Lists, catalogue, register, guide, rules: what stands in them, in which order, and how they are narrowed."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from gongkai.agencies import actions as agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.publication import columns, guide, nothing_new, work_rules
from gongkai.publication.models import Column

from .conftest import Page
from .items import AT, TITLE, Desk, desk, desk_of, item
from .test_items import body, tags

pytestmark = pytest.mark.django_db
__all__ = ["desk", "item"]
TEXTS = {
    "classification": "按内容分类。", "arrangement": "按索引号编排。", "ways": "在本网站查阅。",
    "requesting": "填写申请表提出。", "complaint": "监督电话：0000-0000001。",
    "remedies": "可以依法申请行政复议。",
}  # fmt: skip
CONTACT = agencies.Contact(
    office="办公室", address="示范路1号", hours="工作日", phone="0000-0000000", fax="无", email="a@example.cn"
)


@pytest.fixture
def column(bureau: Agency) -> Column:
    columns.from_law(OPERATOR, bureau, at=AT)
    return Column.objects.filter(agency=bureau, category="20.11").exclude(
        parent=None
    ).first() or Column.objects.get(agency=bureau, category="20.11")


def with_guide(agency: Agency) -> None:
    agencies.set_contact(agency, CONTACT, by=OPERATOR, at=AT)
    guide.publish(OPERATOR, guide.edit(OPERATOR, agency, at=AT, **TEXTS), at=AT)


def places(text: str, *words: str) -> list[int]:
    return [text.index(word) for word in words]


def test_the_four_columns_stand_in_their_order_with_the_request_beside_them(page: Page, bureau: Agency) -> None:
    for address in ("/", f"/agencies/a{bureau.pk}/"):
        text = body(page(address))
        names = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开")
        cards = re.findall(r"<b>([^<]+)</b>", text)
        assert tuple(cards) == names
        assert text.index('role="search"') < text.index("<b>") < text.index("最新公开")


def test_the_newest_is_first_by_the_day_it_was_public(page: Page, desk: Desk) -> None:
    desk.show("第一条", AT)
    desk.show("第二条", AT + timedelta(days=1))
    for address in ("/", "/items/", f"/agencies/a{desk.agency.pk}/", f"/agencies/a{desk.agency.pk}/catalogue/"):
        first, second = places(body(page(address)), "第二条", "第一条")
        assert first < second, address


def test_where_several_publish_a_line_says_whose_it_is(page: Page, desk: Desk, bureau: Agency) -> None:
    desk.show("停电通知", AT)
    desk.show(f"{bureau.name}关于放假的通知", AT)
    named = f'<span class="quiet small docnum">{bureau.name}</span>'
    for address, times in {"/": 1, "/items/": 1, "/search/": 1, f"/agencies/a{bureau.pk}/": 0}.items():
        text = page(address)
        assert "停电通知" in text
        assert text.count(named) == times, address
    assert named not in page(f"/items/?agency=a{bureau.pk}")


def test_the_first_pages_count(page: Page, desk: Desk, item: object) -> None:
    assert "1条，本年1条" in page("/") or "1条，本年0条" in page("/")


def test_a_list_is_narrowed_by_what_stands_in_its_address(page: Page, desk: Desk, finance: Agency) -> None:
    desk.show("低保通知", genre="notice", category="20.11")
    desk_of(finance).show("预算公开", genre="figures", category="20.7")
    for asked, there, not_there in (
        ("?genre=notice", "低保通知", "预算公开"),
        ("?category=20.7", "预算公开", "低保通知"),
        (f"?agency=a{finance.pk}", "预算公开", "低保通知"),
        ("?year=2026", "预算公开", "没有符合条件的信息"),
    ):
        text = body(page(f"/items/{asked}"))
        assert f">{there}<" in text
        assert f">{not_there}<" not in text
    assert "没有符合条件的信息" in page("/items/?year=2019")


@pytest.mark.parametrize(
    "odd",
    ["?year=abcd", "?year=²⁰²⁴", "?year=0000", "?genre=x", "?category=99.9", "?topic=x", "?topic=99999999999",
     "?page=x", "?page=999999", "?agency=%00", "?agency=a99", "?validity=%27", "?page=-1"],
)  # fmt: skip
def test_odd_questions_are_answered(page: Page, item: object, odd: str) -> None:
    for address in ("/items/", "/documents/", "/interpretations/"):
        page(address + odd)


def test_long_lists_are_cut(page: Page, desk: Desk, item: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.portal import cutting

    desk.show("第二条")
    desk.show("第三条")
    monkeypatch.setattr(cutting, "PAGE_SIZE", 2)
    monkeypatch.setattr(cutting.cut, "__defaults__", (2, None, None))
    assert "共 3 条，第 1 页，共 2 页" in page("/items/?year=2026")
    second = page("/items/?year=2026&page=2")
    assert 'href="?year=2026&amp;page=1"' in second
    monkeypatch.setattr(cutting.few, "__defaults__", (2,))
    assert "共 2 条以上" in page("/items/?year=2026")


def test_a_list_costs_the_same_however_long(client: Client, desk: Desk, item: object, column: Column) -> None:
    own = f"/agencies/a{desk.agency.pk}/"
    addresses = ("/", "/items/", "/catalogue/", "/documents/", "/interpretations/", own, f"{own}catalogue/",
                 f"{own}catalogue/{column.pk}/",
                 "/items/feed.xml", "/sitemap.xml", "/sitemap-2.xml")  # fmt: skip
    for genre in ("interpretation", "normative"):
        desk.show(f"第一份{genre}", genre=genre, column=column, validity="in_force")
    before = {address: asked(client, address) for address in addresses}
    for n in range(5):
        desk.show(
            f"通知之{n}", genre="interpretation" if n % 2 else "normative", column=column, validity="in_force"
        )
    assert {address: asked(client, address) for address in addresses} == before
    assert max(before.values()) <= 14


def asked(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_catalogue_has_the_four_fields_of_article_12(page: Page, desk: Desk, item: object) -> None:
    text = body(page(f"/agencies/a{desk.agency.pk}/catalogue/"))
    for word in (
        "索引号",
        "名称",
        "内容概述",
        "生成日期",
        f"G{desk.agency.pk:05d}/2026-00001",
        TITLE,
        "2026-03-10",
    ):
        assert word in text
    assert "每人每月一千元" in text


def test_columns_stand_as_a_tree_with_what_is_in_them(page: Page, desk: Desk, column: Column) -> None:
    desk.show(column=column)
    text = body(page(f"/agencies/a{desk.agency.pk}/catalogue/"))
    assert column.title in text
    address = f"/agencies/a{desk.agency.pk}/catalogue/{column.pk}/"
    assert address in text
    own = page(address)
    assert TITLE in body(own)
    assert tags(own)["ColumnName"] == [column.title]
    assert f"<h1>{column.title}</h1>" in own


def test_a_column_tells_that_there_was_nothing(page: Page, desk: Desk, column: Column) -> None:
    first, last = nothing_new.quarter(2025, 4)
    nothing_new.confirm(OPERATOR, column, from_on=first, until_on=last, reason="本季度没有发放。", at=AT)
    text = page(f"/agencies/a{desk.agency.pk}/catalogue/{column.pk}/")
    assert "2025年10月1日至2025年12月31日没有新增信息" in text
    assert "本季度没有发放。" in text


def test_a_column_of_another_agency_is_not_here(page: Page, finance: Agency, column: Column) -> None:
    assert "没有这个栏目" in page(f"/agencies/a{finance.pk}/catalogue/{column.pk}/", 404)
    page(f"/agencies/a{finance.pk}/catalogue/999999/", 404)


def test_the_register_tells_what_holds_and_what_ended_apart(page: Page, desk: Desk) -> None:
    desk.show("有效办法", genre="normative", validity="in_force")
    desk.show("失效办法", genre="rule", validity="in_force", ended_on=date(2026, 1, 1))
    desk.show("一般通知", genre="notice")
    for place in ("/documents/", f"/agencies/a{desk.agency.pk}/documents/"):
        held, over = page(place), page(f"{place}?ended=1")
        assert ("有效办法" in held, "失效办法" in held, "一般通知" in held) == (True, False, False)
        assert ("有效办法" in over, "失效办法" in over) == (False, True)
    assert "有效办法" not in page("/documents/?genre=rule")


def test_the_guide_is_shown_whole_or_not_at_all(page: Page, bureau: Agency, district: Agency) -> None:
    address = f"/agencies/a{bureau.pk}/guide/"
    assert "还没有公布" in page(address)
    with_guide(bureau)
    text = body(page(address))
    for words in (*TEXTS.values(), "办公室", "示范路1号", "0000-0000000", "a@example.cn"):
        assert words in text
    assert f"/agencies/a{bureau.pk}/guide/" in page("/guide/")
    less = agencies.Contact(office="办公室", address="新路2号", hours="工作日", phone="1", fax="无")
    agencies.set_contact(bureau, less, by=OPERATOR, at=AT)
    text = page(address)
    assert "新路2号" in text
    assert "正在补充内容" in text


def test_the_guide_follows_the_agency_record(page: Page, bureau: Agency) -> None:
    with_guide(bureau)
    moved = agencies.Contact(
        office="办公室", address="新路2号", hours="工作日", phone="1234567", fax="无", email="a@example.cn"
    )
    agencies.set_contact(bureau, moved, by=OPERATOR, at=AT)
    for address in (f"/agencies/a{bureau.pk}/guide/", f"/agencies/a{bureau.pk}/"):
        assert "新路2号" in page(address)
        assert "示范路1号" not in page(address)


def test_rules_of_the_work_are_listed_once_their_text_is_public(page: Page, desk: Desk) -> None:
    rule = work_rules.make(OPERATOR, desk.agency, title="保密审查制度", made_on=date(2026, 3, 1), at=AT)
    for address in ("/rules/", f"/agencies/a{desk.agency.pk}/rules/"):
        assert "保密审查制度" not in page(address)
    shown = desk.show("保密审查制度全文")
    work_rules.publish_as(OPERATOR, rule, item=shown, at=AT)
    for address in ("/rules/", f"/agencies/a{desk.agency.pk}/rules/"):
        assert f'href="/items/{shown.pk}/"' in page(address)
    desk.withdraw(shown)
    for address in ("/rules/", f"/agencies/a{desk.agency.pk}/rules/"):
        assert f"/items/{shown.pk}/" not in page(address)


def test_an_agency_with_an_item_has_a_page_though_it_owes_no_report(
    page: Page, bureau: Agency, district: Agency
) -> None:
    from gongkai.agencies.kinds import Kind
    from tests.district import found

    station = found("示范区救助站", bureau, 5, Kind.INTERNAL)
    page(f"/agencies/a{station.pk}/", 404)
    desk_of(station).show("救助站通知")
    assert "救助站通知" in page(f"/agencies/a{station.pk}/")
    assert "示范区救助站" in page("/")


@pytest.mark.parametrize("rest", ["", "guide/", "rules/", "catalogue/", "documents/", "feed.xml", "years/"])
def test_an_agency_that_is_not_there_is_said_so(page: Page, district: Agency, rest: str) -> None:
    assert "没有这个机关" in page(f"/agencies/a999/{rest}", 404)


def test_an_empty_portal_says_what_would_be_here(page: Page) -> None:
    for address in ("/", "/items/", "/catalogue/", "/documents/", "/interpretations/", "/guide/", "/rules/"):
        text = body(page(address))
        assert "还没有" in text or "没有现行有效" in text, address

"""The search of the portal: hits, filters, help where nothing is found, its feed, titles while typing."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from gongkai.agencies.models import Agency
from gongkai.errors import CannotSearch
from gongkai.publication import searching

from .conftest import Page
from .items import AT, BODY, IN_FILE, TITLE, Desk, desk, desk_of, item
from .test_items import body

pytestmark = pytest.mark.django_db
__all__ = ["desk", "item"]


def test_words_of_title_number_body_and_attachment_are_found_and_marked(page: Page, item: object) -> None:
    for text in ("最低生活保障", "示民发〔2026〕3号", "示民发[2026]3号", "每人每月一千元", IN_FILE, "低生"):
        assert f"/items/{item.pk}/" in body(page(f"/search/?q={text}")), text  # type: ignore[attr-defined]
    assert "<mark>最低生活保障</mark>" in page("/search/?q=最低生活保障")


def test_filters_stand_in_the_address_and_in_the_form(page: Page, desk: Desk, finance: Agency) -> None:
    desk.show("临时救助通知", genre="notice", category="20.11")
    desk_of(finance).show("临时救助资金决算", genre="figures", category="20.7")
    text = body(page(f"/search/?q=临时救助&agency=a{finance.pk}&genre=figures&category=20.7&year=2026"))
    assert "资金决算" in text
    assert "救助</mark>通知" not in text
    assert f'<option value="a{finance.pk}" selected>' in text
    assert '<option value="figures" selected>' in text
    assert '<details class="narrow" open>' in text


def test_the_filters_have_a_button_of_their_own_below_them(page: Page, item: object) -> None:
    """On a telephone the first one is a screen above."""
    text = page("/search/?q=%E4%B9%A6&genre=other")
    filters = text[text.index('<div class="narrowing">') : text.index("</details>")]
    assert filters.index('name="subject"') < filters.index("按这些条件查找</button>")


def test_the_subjects_that_there_are_can_be_chosen(page: Page, desk: Desk, item: object) -> None:
    """What an old address asks for stays chosen, what nobody sees is not offered."""
    desk.show("城乡建设的一条", subject="城乡建设、环境保护")
    desk.show("没有主题的一条", subject="")
    desk.draft("草稿", subject="看不见的主题")
    gone = desk.show("撤回的一条", subject="撤回的主题")
    desk.withdraw(gone)
    text = page("/search/?subject=城乡建设、环境保护")
    select = text[text.index('<select id="subject"') : text.index("</select>", text.index('<select id="subject"'))]
    assert '<option value="城乡建设、环境保护" selected>' in select
    assert select.count("<option") == 3, "none, and the two that the public finds something under"
    assert "城乡建设的一条" in body(text)
    assert TITLE not in body(text)
    old = page("/search/?subject=从前的主题")
    assert '<option value="从前的主题" selected>' in old
    assert "没有查到" in old


def test_whoever_asks_for_an_agency_finds_its_page(page: Page, item: object, bureau: Agency) -> None:
    link = f'<a href="/agencies/a{bureau.pk}/">{bureau.name}</a>'
    for asked in (bureau.name, bureau.name[-3:], f"预算 {bureau.name[-3:]}", f"{bureau.name}的预算"):
        assert link in page(f"/search/?q={asked}"), asked
    for asked in ("", bureau.name[-1], "没有这个机关"):
        assert "机关：</span>" not in page(f"/search/?q={asked}"), asked
    assert "机关：</span>" not in page(f"/search/?q={bureau.name}&agency=a{bureau.pk}")


def test_nothing_found_says_what_to_do(page: Page, item: object, finance: Agency) -> None:
    text = body(page(f"/search/?q=最低生活保障&agency=a{finance.pk}"))
    assert "没有查到" in text
    assert "不限机关、年份和其他条件，有 1 条" in text
    text = body(page("/search/?q=最低生活保障+不存在的词"))
    assert "最低生活保障（1条）" in text
    for way in ("/ask/", "/doors/suggest/", "/search/save/?q="):
        assert way in text


def test_a_search_that_cannot_be_made_is_not_an_empty_one(
    page: Page, item: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> list[int]:
        raise CannotSearch("检索暂时不能使用，请稍后再试。")

    monkeypatch.setattr(searching, "find", broken)
    text = body(page("/search/?q=低保"))
    assert "现在不能查找" in text
    assert "没有查到" not in text
    assert TITLE in text


def test_without_a_question_there_is_something_to_read(page: Page, item: object) -> None:
    text = body(page("/search/"))
    assert TITLE in text
    assert "查到" not in text


def test_many_hits_are_turned_by_page(page: Page, desk: Desk) -> None:
    for n in range(22):
        desk.show(f"同题通知之{n}")
    first = body(page("/search/?q=同题通知"))
    assert "查到 22 条" in first
    assert "page=2" in first
    second = body(page("/search/?q=同题通知&page=2"))
    assert second.count("<li>\n<h2>") == 2
    assert "page=1" in second


@pytest.mark.parametrize("odd", ["%00", "<script>", "%27%22", "长" * 500, "(", "*", "a AND b", "NEAR(", "　", "²"])
def test_odd_questions_are_answered(page: Page, item: object, odd: str) -> None:
    for address in ("/search/", "/search/feed.xml", "/search/suggest/"):
        assert "<script>" not in page(f"{address}?q={odd}").replace("<script src=", "")


def test_what_is_asked_is_kept_by_nobody(client: Client, item: object) -> None:
    response = client.get("/search/?q=低保")
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex"


def test_titles_are_offered_while_typing(page: Page, item: object) -> None:
    text = page("/search/suggest/?q=低保标准")
    assert text.strip() == ""
    text = page("/search/suggest/?q=最低生活")
    assert TITLE in text
    assert "<html" not in text


def test_any_search_has_a_feed_of_its_newest(page: Page, desk: Desk, item: object) -> None:
    desk.show("最低生活保障之二", AT + timedelta(days=1), body=BODY)
    desk.show("别的事情", body="<p>无关。</p>", summary="无关。", keywords=[], document_number="")
    feed = ElementTree.fromstring(page("/search/feed.xml?q=最低生活保障"))
    assert [one.findtext("title") for one in feed.iter("item")] == ["最低生活保障之二", TITLE]
    assert "查找“最低生活保障”" in (feed.findtext("channel/title") or "")


def test_a_feed_that_cannot_be_made_says_so(client: Client, item: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.publication import newest

    def broken(*args: object, **kwargs: object) -> list[int]:
        raise CannotSearch("检索暂时不能使用。")

    monkeypatch.setattr(newest, "find", broken)
    assert client.get("/search/feed.xml?q=低保").status_code == 503


def test_a_withdrawn_item_is_found_no_more(page: Page, desk: Desk, item: object) -> None:
    desk.withdraw(item)  # type: ignore[arg-type]
    for address in ("/search/?q=最低生活保障", "/search/feed.xml?q=最低生活保障", "/search/suggest/?q=最低生活"):
        assert f"/items/{item.pk}/" not in page(address)  # type: ignore[attr-defined]


@pytest.mark.parametrize("odd", ["%01", "%00", "%1f", "%ef%bf%be", "%ed%a0%80"])
def test_what_no_feed_can_hold_is_left_out_of_it(page: Page, item: object, odd: str) -> None:
    feed = ElementTree.fromstring(page(f"/search/feed.xml?q=低保{odd}标准&subject={odd}"))
    assert "查找“低保" in (feed.findtext("channel/title") or "")
    page(f"/search/?q={odd}&subject={odd}")
    page(f"/search/suggest/?q=低保{odd}")

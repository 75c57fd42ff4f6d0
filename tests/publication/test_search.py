from __future__ import annotations

from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.documents.models import StoredFile
from gongkai.publication import departing, searching
from gongkai.publication.changing import changed as tell
from gongkai.publication.indexing import changed as indexed
from gongkai.publication.models import Attachment, Item, Version
from gongkai.publication.searching import PAGE, Asked, Count, search, suggest
from gongkai.search import sql
from gongkai.search.models import Document

from .conftest import AT, TITLE, TODAY, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(public: Item) -> Item:
    return public


def copies(item: Item, number: int, **changed: object) -> list[Item]:
    """More like it, as a batch leaves them, and told to search."""
    version = item.current
    assert version is not None
    found = []
    for _ in range(number):
        new = Item.objects.get(pk=item.pk)
        new.pk, new.number, new.current = None, f"{item.number}-{Item.objects.count()}", None
        new.state = "preparing"
        new.save(force_insert=True)
        body = Version.objects.get(pk=version.pk)
        body.pk, body.item = None, new
        body.save(force_insert=True)
        new.current, new.state = body, "public"
        for name, value in changed.items():
            setattr(new, name, value)
        new.save()
        found.append(new)
    tell(found)
    return found


def keys(asked: Asked) -> list[int]:
    found = search(asked, on=TODAY)
    assert not found.failed
    return [hit.item.pk for hit in found.hits]


@pytest.mark.parametrize(
    "text",
    ["最低生活保障", "示民发[2026]3号", "（2026）", "各街道", "办", "2026年4月1日", "最低 街道", "标准的通知"],
)
def test_a_released_item_is_found_by_any_part_of_what_is_shown(made: Item, text: str) -> None:
    found = search(Asked(text), on=TODAY)
    assert [hit.item for hit in found.hits] == [made]
    assert (found.total, found.more, found.page, found.pages, found.failed) == (1, False, 1, 1, "")


def test_what_was_found_is_marked(made: Item) -> None:
    hit = search(Asked("保障标准 街道"), on=TODAY).hits[0]
    assert hit.title == TITLE.replace("保障标准", "<mark>保障标准</mark>")
    assert "<mark>街道</mark>办事处" in hit.excerpt
    assert hit.attachment == ""


def test_what_stands_in_an_attachment_is_found_and_said_so(made: Item) -> None:
    stored = StoredFile.objects.create(sha256="0" * 64, size=1, kind="docx", name="附表.docx", created_at=AT)
    Attachment.objects.create(
        version=made.current, file=stored, name="附表.docx", text="每户<补贴>清单", token="t"
    )
    indexed(made)
    hit = search(Asked("户<补贴"), on=TODAY).hits[0]
    assert hit.attachment == "附表.docx"
    assert "每<mark>户&lt;补贴</mark>&gt;清单" in hit.excerpt


def test_a_withdrawn_or_removed_item_is_gone_at_once(made: Item, head: Person) -> None:
    other = copies(made, 1)[0]
    departing.withdraw(head, made, reason="标准有误，正在更正。", at=AT)
    assert keys(Asked("最低生活保障")) == [other.pk]
    assert suggest("调整城乡") == [other]
    assert not Document.objects.filter(pk=made.pk).exists()


def test_what_is_not_public_is_never_shown_even_by_an_index_that_lags_behind(made: Item) -> None:
    Item.objects.filter(pk=made.pk).update(state="withdrawn")
    assert Document.objects.filter(pk=made.pk).exists()
    assert search(Asked("最低生活保障"), on=TODAY).total == 0
    assert suggest("关于调整") == []
    assert keys(Asked(agency=made.agency)) == []


def test_a_draft_is_not_found(draft: Version) -> None:
    assert search(Asked("最低生活保障"), on=TODAY).total == 0


def test_filters(made: Item, district: Agency, finance: Agency) -> None:
    other = copies(
        made, 1, agency=finance, category="20.1", subject="其他", genre="normative", validity="repealed",
        first_public_on=date(2020, 5, 1),
    )[0]  # fmt: skip
    both = [made.pk, other.pk]
    text = "最低生活保障"
    assert keys(Asked(text)) == keys(Asked(text, agency=district)) == keys(Asked(agency=district)) == both
    assert keys(Asked(text, agency=finance)) == keys(Asked(agency=finance)) == [other.pk]
    assert keys(Asked(text, category="20.1")) == keys(Asked(category="20.1")) == [other.pk]
    assert keys(Asked(text, subject=made.subject)) == [made.pk]
    assert keys(Asked(text, subject="其他")) == [other.pk]
    assert keys(Asked(text, year=2020)) == keys(Asked(year=2020)) == [other.pk]
    assert keys(Asked(text, validity="repealed")) == [other.pk]
    assert keys(Asked(text, genre="normative")) == [other.pk]
    found = search(Asked(text, year=2019), on=TODAY)
    assert (found.hits, found.total, found.without_filters) == ([], 0, Count(2))


def test_what_lapses_by_its_day_is_no_longer_in_force(made: Item) -> None:
    old = copies(made, 1, validity="in_force", ended_on=TODAY)[0]
    new = copies(made, 1, validity="in_force", ended_on=TODAY + timedelta(days=1))[0]
    text = "最低生活保障"
    assert keys(Asked(text, validity="in_force")) == [new.pk]
    assert keys(Asked(text, validity="lapsed")) == keys(Asked(validity="lapsed")) == [old.pk]


def test_pages_and_the_count(made: Item) -> None:
    copies(made, PAGE + 4)
    text = "最低生活保障"
    first, second = (search(Asked(text, page=page), on=TODAY) for page in (1, 2))
    assert (first.total, first.pages, len(first.hits), len(second.hits)) == (PAGE + 5, 2, PAGE, 5)
    assert not {hit.item.pk for hit in first.hits} & {hit.item.pk for hit in second.hits}
    assert search(Asked(text, page=99), on=TODAY).page == 2


def test_what_is_counted_further_once_somebody_turns_the_page(made: Item) -> None:
    copies(made, 8 * PAGE)
    text = "最低生活保障"
    with mock.patch.multiple(searching, COUNTED_FIRST=6 * PAGE, COUNTED=7 * PAGE):
        fifth, sixth, last = (search(Asked(text, page=page), on=TODAY) for page in (5, 6, 99))
    assert (fifth.total, fifth.more, fifth.counted, fifth.pages) == (6 * PAGE, True, f"{6 * PAGE}+", 6)
    assert (sixth.total, sixth.counted, sixth.page, len(sixth.hits)) == (7 * PAGE, f"{7 * PAGE}+", 6, PAGE)
    assert (last.page, last.pages) == (7, 7)


def test_where_nothing_has_all_the_words_each_is_counted_alone(made: Item) -> None:
    found = search(Asked("最低生活 海啸"), on=TODAY)
    assert (found.total, found.alone) == (0, (("最低生活", Count(1)), ("海啸", Count(0))))


def test_no_words_and_no_filters_are_the_newest(made: Item) -> None:
    other = copies(made, 1, first_public_on=date(2020, 1, 1))[0]
    assert keys(Asked()) == [made.pk, other.pk]


@pytest.mark.parametrize("text", ["字" * 201, "一 二 三 四 五 六 七 八 九"])
def test_what_is_too_much_is_said(text: str) -> None:
    assert search(Asked(text), on=TODAY).failed


def test_an_index_that_cannot_be_asked_is_said_and_not_taken_for_nothing(made: Item) -> None:
    with mock.patch.object(sql, "documents", side_effect=DatabaseError):
        found = search(Asked("最低生活保障"), on=TODAY)
        assert suggest("关于") == []
    assert "暂时不能使用" in found.failed
    assert found.hits == []


def test_titles_while_typing(made: Item, clerk: Person, reviewer: Person, head: Person, bureau: Agency) -> None:
    other = shown(
        clerk, reviewer, head, bureau, "转发关于调整城乡居民补助的函", document_number="示民函〔2026〕4号"
    )
    assert suggest("关于调整") == [made, other]
    assert suggest("补助") == [other]
    assert suggest("民函(2026)") == [other]
    assert suggest("各街道办事处") == suggest("") == suggest("字" * 300) == []
    assert len(suggest("关于调整", limit=1)) == 1


def test_the_questions_do_not_grow_with_the_hits(made: Item) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            search(Asked("最低生活保障"), on=TODAY)
        return len(context)

    few = asked()
    copies(made, 15)
    assert asked() == few

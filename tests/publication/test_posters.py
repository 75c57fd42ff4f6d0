"""An item as a notice for a board."""

from __future__ import annotations

import pypdfium2
import pytest

from gongkai.accounts.models import Person
from gongkai.errors import WriteError, WrongState
from gongkai.publication import attaching, departing, drafting, releasing
from gongkai.publication.models import Item, Version
from gongkai.publication.posters import poster

from .conftest import AT, TITLE, TODAY, passed
from .files import picture

pytestmark = pytest.mark.django_db


def text(data: bytes) -> str:
    found = pypdfium2.PdfDocument(data)
    return "".join("".join(page.get_textpage().get_text_bounded() for page in found).split())


def test_what_is_shown_is_on_it(public: Item) -> None:
    found = text(poster(public, from_on=TODAY, until_on=TODAY, where="咨询电话：0533-1"))
    assert TITLE in found
    assert "现将有关事项通知如下" in found
    assert "示民发〔2026〕3号" in found
    assert "张贴时间：2026年3月16日至2026年3月16日" in found
    assert "咨询电话：0533-1" in found


def test_the_same_item_gives_the_same_bytes(public: Item) -> None:
    assert poster(public, from_on=TODAY) == poster(public, from_on=TODAY)


def test_pictures_of_the_body_are_printed(draft: Version, clerk: Person, reviewer: Person, head: Person) -> None:
    shown = attaching.attach(clerk, draft, data=picture(), name="图.png", at=AT)
    body = f'<p>流程：</p><p><img src="/items/{draft.item_id}/files/{shown.token}/" alt="流程图"></p>'
    drafting.edit(clerk, draft, body=body, at=AT)
    draft.refresh_from_db()
    item = releasing.release(clerk, passed(draft, clerk, reviewer, head), at=AT).item
    assert "（图：流程图）" not in text(poster(item, from_on=TODAY))


def test_nothing_of_what_is_not_public(draft: Version, public: Item, head: Person) -> None:
    with pytest.raises(WrongState, match="没有公开"):
        poster(draft.item if draft.item_id != public.pk else _withdrawn(public, head), from_on=TODAY)


def _withdrawn(item: Item, head: Person) -> Item:
    departing.withdraw(head, item, reason="内容有误", at=AT)
    return Item.objects.get(pk=item.pk)


def test_it_does_not_end_before_it_begins(public: Item) -> None:
    with pytest.raises(WriteError, match="截止日期"):
        poster(public, from_on=TODAY, until_on=TODAY.replace(day=1))

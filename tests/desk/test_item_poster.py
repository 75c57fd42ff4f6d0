"""The notice for a board, from the page of an item."""

from __future__ import annotations

import pypdfium2
import pytest
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.publication.models import Item

from .conftest import SignIn, text_of
from .items import draft, public


@pytest.fixture
def item(housing: Agency, clerk: Person, reviewer: Person, head: Person) -> Item:
    return public(clerk, reviewer, head, housing)


def at(item: Item) -> str:
    return reverse("desk:item_poster", args=[item.pk])


def test_it_comes_as_a_pdf_to_be_saved(item: Item, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    assert "生成公示栏海报" in text_of(client.get(reverse("desk:item", args=[item.pk])))
    assert f"/items/{item.pk}/" in text_of(client.get(at(item)))
    response = client.post(at(item), {"from_on": "2026-03-16", "until_on": "2026-03-22", "where": "问我们"})
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    page = pypdfium2.PdfDocument(response.content)[0].get_textpage().get_text_bounded()
    assert "问我们" in page


def test_what_cannot_be_made_is_said_in_the_form(item: Item, clerk: Person, sign_in: SignIn) -> None:
    text = text_of(sign_in(clerk).post(at(item), {"from_on": "2026-03-16", "until_on": "2026-03-01"}))
    assert "截止日期早于开始日期" in text


def test_of_a_draft_there_is_none(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    client = sign_in(clerk)
    assert "生成公示栏海报" not in text_of(client.get(reverse("desk:item", args=[version.item_id])))
    assert "没有公开" in text_of(client.post(at(version.item), {"from_on": "2026-03-16"}))

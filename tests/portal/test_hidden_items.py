"""Every outlet asks the same question: of an item that is not shown nothing is found anywhere.

The routes are taken from the URL configuration itself, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone

from gongkai import writers
from gongkai.agencies import addresses
from gongkai.agencies.permissions import OPERATOR
from gongkai.publication import columns, drafting, line_review, relating, reviewing, showing
from gongkai.publication.models import Column, Item

from .items import AT, TOKEN, Desk, desk
from .test_hidden import _PARAMETER, routes

pytestmark = pytest.mark.django_db
__all__ = ["desk"]
SECRET = "岐山凤鸣方案"
IN_TEXT = "麒麟阁内部安排"
WORDS = (SECRET, IN_TEXT)


def addresses_of(route: str, item: Item) -> Iterator[str]:
    """Every address that the route can mean for this item, and searches for its words."""
    word, column = addresses.word(item.agency), Column.objects.filter(agency=item.agency).first()
    values: dict[str, list[str]] = {
        "word": [word], "code": [word], "year": ["2026"], "number": ["1", "2"], "token": [TOKEN],
        "format": ["docx", "pdf", "xlsx", "html", "json", "csv", "xml"], "rest": ["x"], "what": ["problem"],
        "key": ["x"], "kind": ["error"], "quarter": ["1"],
    }  # fmt: skip
    keys = [str(item.pk), *([str(column.pk)] if column else [])]
    names = [a or b for a, b in _PARAMETER.findall(route)]
    chosen = [route]
    for name in names:
        options = values.get(name, keys)
        chosen = [_PARAMETER.sub(option, one, count=1) for one in chosen for option in options]
    yield from chosen
    if not names:
        for words in WORDS:
            yield f"{route}?q={words}&item={item.pk}&agency={word}&size=200"


def everything(client: Client, item: Item) -> str:
    """All that can be had from all outlets, what is packed in files too."""
    texts = []
    for route in routes():
        for address in addresses_of(route, item):
            response = client.get(address)
            assert response.status_code < 500, (address, response.status_code)
            texts.append(f"\n{address}\n{readable(response.getvalue())}")
    return "".join(texts)


def readable(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(package.read(name).decode(errors="replace") for name in package.namelist())


def left(text: str) -> str:
    """Without what repeats the question: the words of a search stand in its own form and links."""
    lines = [line for line in text.splitlines() if "?q=" not in line and 'name="q"' not in line]
    found = [line for line in lines if any(word in line for word in WORDS)]
    answers = ("没有查到", "没有找到名称中有")
    return "\n".join(
        one
        for one in found
        if not one.startswith(("<h1>", "<title>")) and not any(said in one for said in answers)
    )


def drafted(desk: Desk) -> Item:
    return made(desk).item


def made(desk: Desk):  # type: ignore[no-untyped-def]
    return desk.draft(SECRET, body=f"<p>{IN_TEXT}</p>", summary=IN_TEXT, keywords=[IN_TEXT], file=True)


def in_review(desk: Desk) -> Item:
    version = made(desk)
    reviewing.submit(desk.clerk, version, at=AT)
    return version.item


def withdrawn(desk: Desk) -> Item:
    item = desk.release(made(desk))
    desk.withdraw(item, "有误。")
    return item


def removed(desk: Desk) -> Item:
    item = desk.release(made(desk))
    desk.remove(item)
    return item


def discarded(desk: Desk) -> Item:
    version = made(desk)
    drafting.discard(desk.clerk, version, at=AT)
    return version.item


@pytest.mark.parametrize("make", [drafted, in_review, withdrawn, removed, discarded])
def test_nothing_of_it_is_anywhere(client: Client, desk: Desk, make: Callable[[Desk], Item]) -> None:
    columns.from_law(OPERATOR, desk.agency, at=AT)
    seen = desk.show("看得见的一条", genre="interpretation")
    item = make(desk)
    if not item.is_public and make is not removed and make is not withdrawn:
        relating.relate(desk.clerk, item, kind="quotes", target=seen, at=AT)
    assert left(everything(client, item)) == ""


def test_a_line_that_nobody_has_passed_is_nowhere(client: Client, desk: Desk) -> None:
    """What was added to a public page after its review: a relation in words, and a place it was shown at."""
    item, day = desk.show("看得见的一条"), timezone.localdate(AT)
    lines = (
        relating.relate(desk.clerk, item, kind="quotes", words=SECRET, at=AT),
        showing.show(desk.clerk, item, way="board", place=IN_TEXT, from_on=day, at=AT),
    )
    assert left(everything(client, item)) == ""
    for line in lines:
        line_review.pass_line(desk.reviewer, line, at=AT)
    text = left(everything(client, item))
    assert (SECRET in text, IN_TEXT in text) == (True, True)


def test_the_walk_finds_what_is_shown(client: Client, desk: Desk) -> None:
    """Else the test above would prove nothing."""
    columns.from_law(OPERATOR, desk.agency, at=AT)
    item = desk.release(made(desk))
    text = left(everything(client, item))
    assert text.count(SECRET) > 12
    assert text.count(IN_TEXT) > 5
    assert {"docx", "json"} <= set(writers.MEDIA_TYPES)

"""The catalogue by the interface: what is shown and nothing else, the same in every format."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.publication import departing, drafting, open_data, releasing
from gongkai.publication.models import Item, Version
from tests.api.conftest import Interface
from tests.publication import conftest as publication
from tests.publication.conftest import AT, HOUR, TITLE, drafted, passed, shown

pytestmark = pytest.mark.django_db
clerk, reviewer, head = publication.clerk, publication.reviewer, publication.head
draft, approved, public = publication.draft, publication.approved, publication.public


@pytest.fixture
def hidden(clerk: Person, reviewer: Person, head: Person, bureau: Agency) -> list[Version | Item]:
    """Everything that must never come out: drafts in every state, withdrawn, removed."""
    waiting = passed(drafted(clerk, bureau, "待发布的通知"), clerk, reviewer, head)
    withdrawn = shown(clerk, reviewer, head, bureau, "撤回的通知")
    departing.withdraw(head, withdrawn, reason="标准有误。", at=AT + HOUR)
    removed = shown(clerk, reviewer, head, bureau, "撤下的通知")
    departing.remove(head, removed, incident="附件含身份证号。", found_at=AT, at=AT + HOUR)
    return [drafted(clerk, bureau, "草拟的通知"), waiting, withdrawn, removed]


def streamed(client: Client, name: str) -> str:
    response = client.get(f"/api/v1/{name}")
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response).decode()


def test_an_item_in_the_list_and_alone(ask: Interface, public: Item) -> None:
    (one,) = ask("items")["results"]
    assert (one["id"], one["number"], one["title"]) == (public.pk, public.number, TITLE)
    assert one["category_label"]
    assert one["page"].endswith(f"/items/{public.pk}/")
    detail = ask(f"items/{public.pk}")
    assert {**detail, **one} == detail
    assert "现将有关事项通知如下" in detail["body"]
    assert "<p>" not in detail["text"]
    assert [v["current"] for v in detail["versions"]] == [True]


def test_nothing_hidden_by_any_way(ask: Interface, client: Client, public: Item, hidden: list[Any]) -> None:
    for found in (ask("items")["results"], json.loads(streamed(client, "items.json"))):
        assert [one["id"] for one in found] == [public.pk]
    text = streamed(client, "items.csv")
    assert len(list(csv.reader(io.StringIO(text)))) == 2
    for thing in hidden:
        pk = thing.item_id if isinstance(thing, Version) else thing.pk
        assert "通知" not in ask(f"items/{pk}", 404)["detail"]


def test_a_withdrawn_one_says_why_and_a_removed_one_nothing(ask: Interface, hidden: list[Any]) -> None:
    *_, withdrawn, removed = hidden
    assert "标准有误" in ask(f"items/{withdrawn.pk}", 404)["detail"]
    told = ask(f"items/{removed.pk}", 404)["detail"]
    for nobodys in ("999999", "9" * 30):
        assert told == ask(f"items/{nobodys}", 404)["detail"].replace(nobodys, str(removed.pk))


def test_whoever_keeps_a_copy_is_told_what_is_gone(ask: Interface, public: Item, hidden: list[Any]) -> None:
    *_, withdrawn, removed = hidden
    gone = ask("items/gone")
    assert [one["id"] for one in gone] == [withdrawn.pk, removed.pk]
    assert set(gone[0]) == {"id", "at"}
    since = (AT + HOUR + timedelta(seconds=1)).isoformat().replace("+", "%2B")
    assert ask(f"items/gone?since={since}") == []


def test_csv_and_json_say_the_same(client: Client, public: Item) -> None:
    (one,) = json.loads(streamed(client, "items.json"))
    text = streamed(client, "items.csv")
    head, line = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    by_code = dict(zip(open_data.FIELDS, line, strict=True))
    assert head == list(open_data.FIELDS.values())
    for code in ("number", "title", "document_number", "made_on", "genre", "page", "sha256"):
        assert by_code[code] == one[code]


def test_a_title_that_begins_like_a_formula_is_not_one(
    client: Client, clerk: Person, reviewer: Person, head: Person, bureau: Agency
) -> None:
    shown(clerk, reviewer, head, bureau, "=1+1 的通知")
    text = streamed(client, "items.csv")
    assert "'=1+1" in text


def test_pages_follow_one_another_without_holes(
    ask: Interface, clerk: Person, reviewer: Person, head: Person, bureau: Agency
) -> None:
    made = [shown(clerk, reviewer, head, bureau, f"第{n}号通知").pk for n in range(5)]
    seen: list[int] = []
    address: str | None = "items?size=2"
    while address:
        page = ask(address)
        seen += [one["id"] for one in page["results"]]
        address = page["next"] and page["next"].partition("/api/v1/")[2]
    assert seen == made


@pytest.mark.parametrize(
    ("query", "found"),
    [("category=20.11", 1), ("category=20.1", 0), ("genre=rule", 0), ("year=2026", 1), ("year=2025", 0)],
)
def test_filters(ask: Interface, public: Item, query: str, found: int) -> None:
    assert len(ask(f"items?{query}")["results"]) == found


def test_a_wrong_filter_is_told(ask: Interface, public: Item) -> None:
    assert "changed_since" in ask("items?changed_since=2026-01-01T00:00:00", 422)["detail"]


def test_what_changed_since(ask: Interface, public: Item, clerk: Person, reviewer: Person, head: Person) -> None:
    since = (AT + timedelta(minutes=1)).isoformat().replace("+", "%2B")
    assert ask(f"items?changed_since={since}")["results"] == []
    again = drafting.revise(clerk, public, note="更正。", at=AT + HOUR)
    again = drafting.edit(clerk, again, summary="更正后的概述。", at=AT + HOUR)
    releasing.release(clerk, passed(again, clerk, reviewer, head, AT + HOUR), at=AT + HOUR)
    (one,) = ask(f"items?changed_since={since}")["results"]
    assert one["id"] == public.pk


def test_the_data_set_is_described(ask: Interface, client: Client, public: Item) -> None:
    response = client.get("/api/v1/catalogue.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    (described,) = json.loads(response.content)["dcat:dataset"]
    for way in described["dcat:distribution"]:
        address = way["dcat:downloadURL"]["@id"].partition("/api/")[2]
        assert client.get(f"/api/{address}").status_code == 200


def test_as_many_questions_for_many_as_for_one(
    client: Client,
    clerk: Person,
    reviewer: Person,
    head: Person,
    bureau: Agency,
    public: Item,
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(6):
        shown(clerk, reviewer, head, bureau, f"第{n}号通知")
    with django_assert_max_num_queries(4):
        client.get("/api/v1/items")


def test_nobody_keeps_an_answer_without_asking_again(client: Client, head: Person, public: Item) -> None:
    """What was withdrawn is gone the same moment, also from proxies on the way."""
    addresses = (f"items/{public.pk}", "items", "items.csv", "items.json", "catalogue.jsonld", "items/gone")
    first = [client.get(f"/api/v1/{address}") for address in addresses]
    assert {response["Cache-Control"] for response in first} == {"no-cache"}
    departing.withdraw(head, public, reason="有误。", at=AT + HOUR)
    again = client.get(f"/api/v1/items/{public.pk}", headers={"if-none-match": first[0]["ETag"]})
    assert again.status_code == 404
    listed = client.get("/api/v1/items", headers={"if-none-match": first[1]["ETag"]})
    assert (listed.status_code, listed.json()["results"]) == (200, [])

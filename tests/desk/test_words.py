"""词表: an agency's own pairs at the desk: added, tried before, ended; those above are shown."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.publication.checks import own_pairs
from gongkai.publication.models import WordPair

from .cases import NOW, TODAY
from .conftest import SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")

GIVEN = {"wrong": "金点子", "right": "意见建议", "why": "统一用语。", "source": "", "unless": "", "sample": ""}


def address(agency: Agency, *rest: object) -> str:
    return "/desk/publication/checks/words/" + "".join(f"{one}/" for one in (agency.pk, *rest))


def test_one_agency_needs_no_choice(housing: Agency, head: Person, supervisor: Person, sign_in: SignIn) -> None:
    response = sign_in(head).get("/desk/publication/checks/words/")
    assert response["Location"] == address(housing)
    assert housing.name in text_of(sign_in(supervisor).get("/desk/publication/checks/words/"))


def test_a_pair_is_added_and_ended(housing: Agency, head: Person, sign_in: SignIn) -> None:
    client = sign_in(head)
    assert "还没有本机关的词对" in text_of(client.get(address(housing)))
    response = client.post(
        address(housing, "new"), {**GIVEN, "from_on": TODAY, "unless": "金点子大赛\n"}, follow=True
    )
    assert "已添加“金点子”" in text_of(response)
    row = WordPair.objects.get()
    assert (row.right, row.unless, row.from_on, row.by) == ("意见建议", ["金点子大赛"], TODAY, head)
    assert "例外：金点子大赛" in text_of(client.get(address(housing)))
    client.post(address(housing, row.pk, "end"), {"until_on": TODAY})
    row.refresh_from_db()
    assert row.until_on == TODAY


def test_it_is_tried_and_nothing_is_kept(housing: Agency, head: Person, sign_in: SignIn) -> None:
    given = {**GIVEN, "from_on": TODAY, "sample": "征集<金点子>活动", "try": "1"}
    text = text_of(sign_in(head).post(address(housing, "new"), given))
    assert '<mark class="found soon">金点子</mark>' in text
    assert "征集&lt;" in text
    assert "标出 1 处" in text
    assert WordPair.objects.count() == 0


def test_a_refusal_keeps_what_was_typed(housing: Agency, head: Person, sign_in: SignIn) -> None:
    text = text_of(sign_in(head).post(address(housing, "new"), {**GIVEN, "wrong": "布署", "from_on": TODAY}))
    assert "系统自带的词表已有" in text
    assert "统一用语" in text
    assert WordPair.objects.count() == 0


def test_those_of_the_district_are_shown(
    housing: Agency, district: Agency, head: Person, supervisor: Person, sign_in: SignIn
) -> None:
    own_pairs.add(supervisor, district, wrong="示范镇", right="示范街道", why="已改。", at=NOW)
    text = text_of(sign_in(head).get(address(housing)))
    assert "上级机关的词对" in text
    assert "示范镇" in text


def test_nobody_else(housing: Agency, clerk: Person, street: Agency, head: Person, sign_in: SignIn) -> None:
    row = own_pairs.add(head, housing, wrong="金点子", right="建议", why="统一。", at=NOW)
    client = sign_in(clerk)
    assert client.get("/desk/publication/checks/words/").status_code == 403
    for rest in ((), ("new",), (row.pk, "end")):
        assert client.get(address(housing, *rest)).status_code == 404
        assert client.post(address(housing, *rest), GIVEN).status_code in (404, 405)
    assert sign_in(head).get(address(street)).status_code == 404
    row.refresh_from_db()
    assert row.until_on is None

"""检查: the list, its filters and export, findings in their place in the text, and starting anew."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.publication import checks, drafting
from gongkai.publication.checks import stock
from gongkai.publication.models import Finding, StockCheck, Version
from tests.publication.conftest import AT

from . import items
from .conftest import Appoint, SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")

LIST = "/desk/publication/checks/"
BODY = "<p>请汇入<strong>帐</strong>号，联系人手机13812341234。</p><p>A &amp; B &lt;布署&gt;</p>"


@pytest.fixture
def wrong(clerk: Person, housing: Agency) -> Version:
    version = drafting.edit(clerk, items.draft(clerk, housing), body=BODY, at=AT)
    checks.run(version, at=AT)
    return version


def test_what_waits_is_listed_with_the_way_to_its_place(wrong: Version, clerk: Person, sign_in: SignIn) -> None:
    text = text_of(sign_in(clerk).get(LIST))
    first = checks.undecided(wrong)[0]
    assert f"/desk/publication/items/{wrong.item_id}/versions/1/#finding-{first.pk}" in text
    assert "“帐号”，应为“账号”" in text
    assert "13812341234" not in text
    assert "138****1234" in text
    assert "共 3 个" in text


def test_filters(wrong: Version, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    assert "共 1 个" in text_of(client.get(f"{LIST}?kind=personal"))
    assert "共 0 个" in text_of(client.get(f"{LIST}?stage=stock"))
    assert "共 3 个" in text_of(client.get(f"{LIST}?stage=work"))
    assert "共 0 个" in text_of(client.get(f"{LIST}?severity=stop"))
    assert "共 1 个" in text_of(client.get(f"{LIST}?q=布署"))
    assert "共 0 个" in text_of(client.get(f"{LIST}?decision=keep"))
    checks.settle(clerk, checks.undecided(wrong)[0], decision="keep", reason="引用原文", at=AT)
    text = text_of(client.get(f"{LIST}?decision=keep"))
    assert "无误，予以保留" in text
    assert "引用原文" in text
    assert "共 2 个" in text_of(client.get(LIST))
    assert "没有符合条件的问题" in text_of(client.get(f"{LIST}?kind=links"))


def test_the_export_holds_what_is_shown(wrong: Version, clerk: Person, sign_in: SignIn) -> None:
    response = sign_in(clerk).get(f"{LIST}?kind=wording&xlsx=1")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("程度", "类别", "标题")
    assert {row[9] for row in rows[1:]} == {"账号", "部署"}
    assert "帐号" in text_of(sign_in(clerk).get(f"{LIST}?csv=1"))


def test_others_see_nothing_of_it(
    wrong: Version, street: Agency, supervisor: Person, appoint: Appoint, sign_in: SignIn
) -> None:
    text = text_of(sign_in(appoint(Role.CLERK, street)).get(LIST))
    assert "帐号" not in text
    assert "没有待处理的问题" in text
    assert "帐号" in text_of(sign_in(supervisor).get(LIST))


def test_the_number_of_questions_to_the_database_stays(
    wrong: Version, clerk: Person, housing: Agency, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    client.get(LIST)
    with CaptureQueriesContext(connection) as before:
        client.get(LIST)
    for n in range(3):
        version = drafting.edit(clerk, items.draft(clerk, housing, f"第{n}件"), body=BODY, at=AT)
        checks.run(version, at=AT)
    with CaptureQueriesContext(connection) as after:
        assert text_of(client.get(LIST)).count("data-row") > 9
    assert len(after) == len(before)


def test_findings_stand_in_their_place_in_the_text(wrong: Version, clerk: Person, sign_in: SignIn) -> None:
    text = text_of(sign_in(clerk).get(f"/desk/publication/items/{wrong.item_id}/"))
    word = Finding.objects.get(code="characters:帐号")
    first = re.search(rf'<mark class="found soon" id="at-{word.pk}"[^>]*>(.*?)</mark></strong>', text)
    assert first is not None
    assert first[1].endswith("帐")
    assert '<mark class="found soon">号</mark>' in text
    assert f'href="#at-{word.pk}"' in text
    assert f'aria-describedby="finding-{word.pk}"' in text
    assert "A &amp; B &lt;<mark" in text


def test_a_kept_one_is_marked_quietly_and_settled_there(wrong: Version, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    word = Finding.objects.get(code="characters:布署")
    client.post(
        f"/desk/publication/items/{wrong.item_id}/findings/{word.pk}/", {"decision": "keep", "reason": "引用原文"}
    )
    word.refresh_from_db()
    assert word.decision == "keep"
    text = text_of(client.get(f"/desk/publication/items/{wrong.item_id}/"))
    assert f'<mark class="found resolved" id="at-{word.pk}"' in text


def test_where_text_and_body_do_not_agree_nothing_is_marked(
    wrong: Version, clerk: Person, sign_in: SignIn
) -> None:
    Version.objects.filter(pk=wrong.pk).update(body="<p>别的内容。</p>")
    text = text_of(sign_in(clerk).get(f"/desk/publication/items/{wrong.item_id}/"))
    assert "<mark" not in text
    assert "“帐号”，应为“账号”" in text


def test_how_far_old_stock_is_and_anew(
    wrong: Version, housing: Agency, clerk: Person, head: Person, sign_in: SignIn
) -> None:
    assert "还没有检查过存量信息" in text_of(sign_in(clerk).get(LIST))
    stock.work(AT, seconds=60)
    assert "已完成" in text_of(sign_in(clerk).get(LIST))
    again = f"{LIST}{housing.pk}/again/"
    assert again not in text_of(sign_in(clerk).get(LIST))
    assert sign_in(clerk).post(again).status_code == 404
    assert StockCheck.objects.get().done == 1
    client = sign_in(head)
    assert again in text_of(client.get(LIST))
    assert "已安排重新检查" in text_of(client.post(again, follow=True))
    assert StockCheck.objects.get().done == 0
    assert "正在进行" in text_of(client.get(LIST))

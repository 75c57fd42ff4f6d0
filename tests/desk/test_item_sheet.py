"""A new item and the sheet of its draft: begun from what there is, saved as often as one likes, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.publication import drafting, obligations, reviewing
from gongkai.publication.models import Item, Version

from . import cases
from .conftest import Appoint, SignIn, found, text_of
from .items import NOW, draft, public

NEW = reverse("desk:item_new")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def sheet(version: Version) -> str:
    return reverse("desk:item_edit", args=[version.item_id])


def filled(version: Version, **changed: Any) -> dict[str, Any]:
    """As a browser would send it."""
    return {
        "revision": version.revision, "title": version.title, "summary": version.summary,
        "made_on": version.made_on or "", "body": version.body, "genre": version.genre,
        "category": version.category, "document_number": version.document_number, "issuer": version.issuer,
        "subject": version.subject, "keywords": "、".join(version.keywords),
        "disclosure_class": version.disclosure_class, **changed,
    }  # fmt: skip


def test_a_draft_is_begun_with_a_title_alone(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    assert "新建信息" in text_of(client.get(NEW))
    response = client.post(NEW, {"agency": housing.pk, "title": "物业服务收费标准"})
    item = Item.objects.get()
    assert response["Location"] == reverse("desk:item_edit", args=[item.pk])
    assert (item.title, item.agency, item.issuer) == ("物业服务收费标准", housing, housing.name)


def test_without_a_title_it_is_not_begun_and_nothing_is_lost(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    text = text_of(sign_in(clerk).post(NEW, {"agency": housing.pk, "title": "", "from_case": "示住建申1号"}))
    assert "请填写标题" in text
    assert 'value="示住建申1号"' in text
    assert not Item.objects.exists()


def test_a_request_begins_one_and_leaves_its_number(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    case, client = cases.made(housing, clerk), sign_in(clerk)
    text = text_of(client.get(f"{NEW}?case={case.pk}"))
    assert f'value="{case.number}"' in text
    assert "老旧小区改造工程的招标文件" in text
    assert cases.NAME not in text
    client.post(NEW, {"agency": housing.pk, "title": "招标文件", "from_case": case.number})
    assert Item.objects.get().from_case == case.number


def test_a_request_of_somebody_else_begins_nothing(housing: Agency, street: Agency, appoint: Appoint,
                                                   sign_in: SignIn) -> None:  # fmt: skip
    case = cases.made(housing)
    text = text_of(sign_in(appoint(Role.CLERK, street)).get(f"{NEW}?case={case.pk}"))
    assert case.number not in text


def test_the_page_of_a_request_leads_to_it(case: Any, clerk: Person, sign_in: SignIn) -> None:
    with time_machine.travel(cases.NOW, tick=False):
        text = text_of(sign_in(clerk).get(reverse("desk:case", args=[case.pk])))
    assert f"{NEW}?case={case.pk}" in text


def test_what_must_be_public_begins_one_that_fulfils_it(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    owed = obligations.enter(clerk, housing, title="年度预算", formed_on=NOW.date(), at=NOW)
    client = sign_in(clerk)
    text = text_of(client.get(f"{NEW}?obligation={owed.pk}"))
    assert 'value="年度预算"' in text
    client.post(NEW, {"agency": housing.pk, "title": "年度预算", "obligation": owed.pk})
    owed.refresh_from_db()
    assert owed.item == Item.objects.get()


def test_an_office_drafts_for_its_agency(housing: Agency, appoint: Appoint, sign_in: SignIn) -> None:
    section = found("住建局物业管理科", housing, 10, Kind.INTERNAL)
    client = sign_in(appoint(Role.INFORMATION_OFFICER, section))
    client.post(NEW, {"agency": section.pk, "title": "物业服务收费标准"})
    version = Version.objects.get()
    assert (version.item.agency, version.unit) == (housing, section)
    assert client.get(sheet(version)).status_code == 200


def test_the_whole_sheet_is_saved(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    sent = filled(version, title="新的标题", keywords="养老、补贴，标准", joint_makers="甲局；乙局",
                  body="<p>新的正文</p><script>alert(1)</script>", ended_on="2027-01-01")  # fmt: skip
    response = sign_in(clerk).post(sheet(version), sent)
    assert response["Location"] == reverse("desk:item", args=[version.item_id])
    version.refresh_from_db()
    assert (version.title, version.keywords) == ("新的标题", ["养老", "补贴", "标准"])
    assert version.joint_makers == ["甲局", "乙局"]
    assert "script" not in version.body
    assert str(version.ended_on) == "2027-01-01"


def test_one_may_stay_and_go_on(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    assert sign_in(clerk).post(sheet(version), filled(version, stay=1))["Location"] == sheet(version)


def test_a_refusal_keeps_everything_that_was_typed(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    sent = filled(version, made_on="2026-12-31", summary="刚写好的概述")
    text = text_of(sign_in(clerk).post(sheet(version), sent))
    assert "成文日期晚于今天" in text
    assert "刚写好的概述" in text
    version.refresh_from_db()
    assert version.summary != "刚写好的概述"


def test_somebody_saved_meanwhile(housing: Agency, clerk: Person, appoint: Appoint, sign_in: SignIn) -> None:
    """What they wrote is shown, what was typed is kept, and the next save stands."""
    version, other = draft(clerk, housing), appoint(Role.CLERK, housing)
    client, sent = sign_in(clerk), filled(version, summary="我写的概述")
    drafting.edit(other, version, summary="别人写的概述", at=NOW)
    text = text_of(client.post(sheet(version), sent))
    assert "刚刚有人办理过" in text
    assert "别人写的概述" in text
    assert "我写的概述" in text
    version.refresh_from_db()
    assert version.summary == "别人写的概述"
    client.post(sheet(version), {**sent, "revision": version.revision})
    version.refresh_from_db()
    assert version.summary == "我写的概述"


def test_in_review_it_is_not_opened(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    reviewing.submit(clerk, version, at=NOW)
    response = sign_in(clerk).get(sheet(version), follow=True)
    assert "不能修改" in text_of(response)
    sign_in(clerk).post(sheet(version), filled(version, title="改了"))
    version.refresh_from_db()
    assert version.title != "改了"


def test_only_who_drafts_opens_it(housing: Agency, clerk: Person, auditor: Person, reviewer: Person,
                                  sign_in: SignIn) -> None:  # fmt: skip
    version = draft(clerk, housing)
    for person in (auditor, reviewer):
        assert sign_in(person).get(sheet(version)).status_code == 403
        assert sign_in(person).post(sheet(version), filled(version, title="改了")).status_code == 403
    version.refresh_from_db()
    assert version.title != "改了"


def test_a_correction_says_what_the_public_will_be_told(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    first = draft(clerk, housing, "第一稿")
    assert "更正说明" not in text_of(sign_in(clerk).get(sheet(first)))
    item = public(clerk, reviewer, head, housing)
    version = drafting.revise(clerk, item, note="改正日期", at=NOW)
    assert "改正日期" in text_of(sign_in(clerk).get(sheet(version)))


def test_what_is_not_a_number_in_the_address_is_nothing(clerk: Person, sign_in: SignIn) -> None:
    for query in ("case=x", "obligation=9999", "column=-1", "agency=" + "9" * 40):
        assert sign_in(clerk).get(f"{NEW}?{query}").status_code == 200

"""Correcting the text of a report at the desk."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.reports import actions
from gongkai.reports.models import ReportVersion
from gongkai.reports.wording import parts

from .conftest import AT, Appoint, SignIn, text_of

READ = "存在的问题是解读形式单一。下一步丰富解读形式。"
WHY = "原件这一段没有读全"


@pytest.fixture
def client(reviewer: Person, sign_in: SignIn) -> Client:
    return sign_in(reviewer)


def address(version: ReportVersion, name: str = "wording", part: int = 5) -> str:
    return reverse(f"desk:{name}", args=[version.pk, part])


def seen(client: Client, version: ReportVersion) -> str:
    """The mark of the text that the sheet was opened with."""
    found = re.search(r'name="seen" value="([0-9a-f]{16})"', text_of(client.get(address(version))))
    assert found
    return found[1]


def sheet(client: Client, version: ReportVersion, text: str = "一是不够及时。\n二是解读不多。") -> dict[str, str]:
    return {"wording": text, "reason": WHY, "seen": seen(client, version)}


def standing(version: ReportVersion) -> tuple[str, ...]:
    version.refresh_from_db()
    return parts(version)[5].paragraphs


def test_the_review_leads_to_every_part(client: Client, version: ReportVersion) -> None:
    text = text_of(client.get(reverse("desk:review", args=[version.pk])))
    assert all(address(version, part=one.number) in text for one in parts(version))
    assert "<h3>开头" in text


def test_it_is_corrected_and_both_stay_to_be_seen(client: Client, version: ReportVersion) -> None:
    response = client.post(address(version), sheet(client, version))
    assert response["Location"] == reverse("desk:review", args=[version.pk]) + "#text"
    assert standing(version) == ("一是不够及时。", "二是解读不多。")
    review = text_of(client.get(reverse("desk:review", args=[version.pk])))
    assert "已更正正文“五、" in review
    assert "✎ 已更正" in review
    assert "一是不够及时。" in review
    assert "正文的更正" in review
    page = text_of(client.get(address(version)))
    assert "<h2>读到的原文" in page
    assert READ in page
    assert WHY in page


def test_the_chain_shows_the_step_without_the_text(
    client: Client, version: ReportVersion, auditor: Person, sign_in: SignIn
) -> None:
    client.post(address(version), sheet(client, version))
    text = text_of(sign_in(auditor).get(reverse("desk:audit")))
    assert "更正正文" in text
    assert WHY in text
    assert "正文部分（0为开头）：5" in text
    assert "一是不够及时" not in text


def test_it_is_undone(client: Client, version: ReportVersion) -> None:
    client.post(address(version), sheet(client, version))
    assert address(version, "undo_rewording") in text_of(client.get(address(version)))
    assert client.post(address(version, "undo_rewording")).status_code == 302
    assert standing(version) == (READ,)
    page = text_of(client.get(address(version)))
    assert "已撤销" in page
    assert "<h2>读到的原文" not in page


def test_what_cannot_be_comes_back_with_what_was_typed(client: Client, version: ReportVersion) -> None:
    given = sheet(client, version)
    without = text_of(client.post(address(version), given | {"reason": " "}))
    assert "请写明更正的理由" in without
    assert "二是解读不多。" in without
    same = text_of(client.post(address(version), given | {"wording": READ}))
    assert "与现有的相同" in same
    assert standing(version) == (READ,)
    assert not Entry.objects.filter(verb="reports.reword").exists()


def test_a_text_that_another_changed_meanwhile_is_shown_first(
    client: Client, version: ReportVersion, supervisor: Person
) -> None:
    given = sheet(client, version)
    actions.reword(supervisor, version, part=5, text="别人改的。", reason=WHY, at=AT)
    text = text_of(client.post(address(version), given))
    assert "已被别人改过" in text
    assert "别人改的。" in text
    assert "二是解读不多。" in text
    assert standing(version) == ("别人改的。",)
    again = given | {"seen": seen(client, version)}
    assert client.post(address(version), again).status_code == 302
    assert standing(version) == ("一是不够及时。", "二是解读不多。")


def test_after_the_review_it_is_only_looked_at(client: Client, version: ReportVersion, supervisor: Person) -> None:
    given = sheet(client, version)
    actions.accept(supervisor, version, at=AT)
    page = text_of(client.get(address(version)))
    assert "<textarea" not in page
    assert READ in page
    text = text_of(client.post(address(version), given))
    assert "撤销接受" in text
    assert "二是解读不多。" in text
    assert standing(version) == (READ,)


def test_a_part_that_is_not_there(client: Client, version: ReportVersion) -> None:
    assert client.get(address(version, part=7)).status_code == 404
    assert client.post(address(version, "undo_rewording", part=7)).status_code == 404


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_who_only_looks_changes_nothing(
    role: Role, version: ReportVersion, housing: Agency, appoint: Appoint, sign_in: SignIn
) -> None:
    client = sign_in(appoint(role, housing))
    page = client.get(address(version))
    assert page.status_code == 200
    assert "<textarea" not in text_of(page)
    assert client.post(address(version), {"wording": "别的", "reason": WHY}).status_code == 404
    assert standing(version) == (READ,)
    assert not Entry.objects.filter(verb="reports.reword").exists()

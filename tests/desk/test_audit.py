"""审计 at the desk: the auditor reads every step in words and has the chain verified; nobody else does."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies import actions
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit import sql
from gongkai.audit.models import Entry

from .conftest import AT, Appoint, SignIn


@pytest.fixture(autouse=True)
def _no_heads_of_other_tests(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def test_every_step_is_told_in_words(housing: Agency, auditor: Person, sign_in: SignIn) -> None:
    actions.rename(housing, "示范区住房建设局", reason="机构改革", by=OPERATOR, at=AT)
    text = sign_in(auditor).get(reverse("desk:audit")).content.decode()
    for words in ("机关更名", "运维人员（服务器命令）", "理由：机构改革", "角色：审计员"):
        assert words in text


def test_an_auditor_of_one_agency_sees_that_one(
    housing: Agency, street: Agency, appoint: Appoint, sign_in: SignIn
) -> None:
    text = sign_in(appoint(Role.AUDITOR, housing)).get(reverse("desk:audit")).content.decode()
    assert housing.name in text
    assert street.name not in text


def test_filters_and_export_agree(housing: Agency, auditor: Person, sign_in: SignIn) -> None:
    client = sign_in(auditor)
    handed = client.get(reverse("desk:audit"), {"verb": "agencies.create", "csv": "1"}).content.decode("utf-8-sig")
    lines = handed.splitlines()
    assert lines[0].startswith("序号,时间,事项")
    assert len(lines) == 1 + Entry.objects.filter(verb="agencies.create").count()


def test_a_whole_chain_is_called_whole(auditor: Person, sign_in: SignIn) -> None:
    client, address = sign_in(auditor), reverse("desk:audit_verify")
    assert "审计链完好" not in client.get(address).content.decode()
    assert "审计链完好" in client.post(address).content.decode()


def test_a_changed_entry_is_found_and_named(auditor: Person, sign_in: SignIn) -> None:
    sql.drop(connection)
    Entry.objects.filter(sequence=1).update(reason="别的理由")
    sql.install(connection)
    text = sign_in(auditor).post(reverse("desk:audit_verify")).content.decode()
    assert "第 1 条的内容被改动" in text


def test_a_tail_cut_in_the_database_is_found(housing: Agency, auditor: Person, sign_in: SignIn) -> None:
    from gongkai.agencies.heads import export_head

    export_head(AT)
    sql.drop(connection)
    Entry.objects.order_by("-sequence")[:1].get().delete()
    sql.install(connection)
    text = sign_in(auditor).post(reverse("desk:audit_verify")).content.decode()
    assert "审计链有 1 处不符" in text


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.HEAD])
def test_it_is_the_auditors_alone(district: Agency, appoint: Appoint, sign_in: SignIn, role: Role) -> None:
    client = sign_in(appoint(role, district))
    assert client.get(reverse("desk:audit")).status_code == 403
    assert client.post(reverse("desk:audit_verify")).status_code == 403

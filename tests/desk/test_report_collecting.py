"""The page of who has filed: stages, filters, files; and who has no district."""

from __future__ import annotations

from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import actions
from gongkai.reports.models import ReportVersion

from .conftest import AT, SignIn, text_of

PAGE = reverse("desk:collecting", args=[2024])


def test_both_ways_stand_side_by_side_and_a_draft_opens_for_nobody_else(
    version: ReportVersion, supervisor: Person, district: Agency, street: Agency, sign_in: SignIn
) -> None:
    from gongkai.agencies.permissions import OPERATOR

    draft = actions.open_compiled(OPERATOR, street, 2024, at=AT)
    shown = text_of(sign_in(supervisor).get(PAGE))
    assert "已报送，待审核" in shown
    assert "上传文件" in shown
    assert "编制中" in shown
    assert "由记录编制" in shown
    assert reverse("desk:review", args=[version.pk]) in shown
    assert reverse("desk:review", args=[draft.pk]) not in shown


def test_it_is_narrowed_down(version: ReportVersion, supervisor: Person, street: Agency, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    for asked in ("stage=submitted", "source=file", f"q={version.agency.name}"):
        shown = text_of(client.get(f"{PAGE}?{asked}"))
        assert "共 1 个机关" in shown, asked
    assert "没有符合条件的机关" in text_of(client.get(f"{PAGE}?stage=contested"))
    late = text_of(client.get(f"{PAGE}?stage=late"))
    assert street.name in late
    assert version.agency.name not in late


def test_it_is_handed_out(version: ReportVersion, supervisor: Person, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    csv = client.get(f"{PAGE}?csv=1").content.decode("utf-8-sig")
    assert csv.startswith("机关,年度,应报日期,报送日期,进度,来源")
    assert f"{version.agency.name},2024,2025-01-31" in csv
    assert client.get(f"{PAGE}?xlsx=1").content.startswith(b"PK")


def test_who_has_no_district_is_led_to_their_own(version: ReportVersion, clerk: Person, sign_in: SignIn) -> None:
    assert sign_in(clerk).get(PAGE)["Location"] == f"{reverse('desk:reports')}?year=2024"


def test_a_year_that_is_none(supervisor: Person, sign_in: SignIn) -> None:
    assert sign_in(supervisor).get(reverse("desk:collecting", args=[1999])).status_code == 404

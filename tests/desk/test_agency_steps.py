"""Changing an agency at the desk: each step is shown first, and done once confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies import actions
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, Succession
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry

from .conftest import AT, Appoint, SignIn, found, text_of

STEPS = ("agency_rename", "agency_move", "agency_days", "agency_merge", "agency_split")
YES = {"confirmed": "1"}


@pytest.fixture
def client(administrator: Person, sign_in: SignIn) -> Client:
    return sign_in(administrator)


def send(client: Client, name: str, agency: Agency, sheet: dict[str, Any]) -> str:
    """What is answered: the page, or where it leads."""
    response = client.post(reverse(f"desk:{name}", args=[agency.pk]), sheet)
    return response.get("Location") or text_of(response)


def detail(agency: Agency) -> str:
    return reverse("desk:agency", args=[agency.pk])


def last() -> Entry:
    return Entry.objects.latest("sequence")


def fresh(agency: Agency) -> Agency:
    return Agency.objects.get(pk=agency.pk)


class TestRenaming:
    SHEET = {"name": "示范区住房 建设局", "reason": "示编〔2025〕3号"}

    def test_it_is_shown_first_and_nothing_changes(self, client: Client, housing: Agency) -> None:
        before = Entry.objects.count()
        text = send(client, "agency_rename", housing, self.SHEET)
        assert "“示范区住房和城乡建设局”更名为“示范区住房建设局”" in text
        assert "将要办理，还没有改动" in text
        assert fresh(housing).name == "示范区住房和城乡建设局"
        assert Entry.objects.count() == before

    def test_confirmed_it_is_done_and_in_the_chain(
        self, client: Client, housing: Agency, auditor: Person, sign_in: SignIn
    ) -> None:
        assert send(client, "agency_rename", housing, self.SHEET | YES) == detail(housing)
        assert fresh(housing).name == "示范区住房建设局"
        assert (last().verb, last().reason) == ("agencies.rename", "示编〔2025〕3号")
        chain = text_of(sign_in(auditor).get(reverse("desk:audit")))
        assert "机关更名" in chain
        assert "示编〔2025〕3号" in chain

    def test_one_may_go_back_and_change_what_was_typed(self, client: Client, housing: Agency) -> None:
        text = send(client, "agency_rename", housing, self.SHEET | {"back": "1"})
        assert 'value="示范区住房 建设局"' in text
        assert "核对变化" in text

    def test_the_same_name_and_no_reason_are_refused_in_the_sheet(self, client: Client, housing: Agency) -> None:
        same = send(client, "agency_rename", housing, {"name": housing.name, "reason": "批复"})
        assert "已是现名" in same
        assert "批复" in same
        assert "请写明更名的依据" in send(client, "agency_rename", housing, {"name": "新名"} | YES)
        assert fresh(housing).name == "示范区住房和城乡建设局"


class TestMoving:
    def test_beneath_another_with_all_below(
        self, client: Client, district: Agency, housing: Agency, street: Agency
    ) -> None:
        station = found("示范区房屋征收站", housing, kind=Kind.DISPATCHED)
        sheet = {"parent": street.pk, "order": 5}
        text = send(client, "agency_move", housing, sheet)
        assert f"“{housing.name}”由“{district.name}”改隶“{street.name}”，排序 5。" in text
        assert "其下 1 个机关一并移过去。" in text
        assert fresh(housing).parent == district
        assert send(client, "agency_move", housing, sheet | YES) == detail(housing)
        assert fresh(housing).parent == street
        assert fresh(station).is_within(fresh(street))
        assert last().verb == "agencies.move"

    def test_only_to_another_place_in_the_order(self, client: Client, district: Agency, housing: Agency) -> None:
        sheet = {"parent": district.pk, "order": 77}
        assert "上级不变，排序由 20 改为 77。" in send(client, "agency_move", housing, sheet)
        send(client, "agency_move", housing, sheet | YES)
        assert fresh(housing).order == 77

    def test_not_beneath_itself_nor_what_is_not_ours(self, client: Client, housing: Agency) -> None:
        below = found("示范区房屋征收站", housing, kind=Kind.DISPATCHED)
        elsewhere = found("邻区人民政府", kind=Kind.GOVERNMENT)
        for parent in (housing, below, elsewhere):
            text = send(client, "agency_move", housing, {"parent": parent.pk, "order": 5} | YES)
            assert "有 1 处需要修改" in text
        assert fresh(housing).parent != elsewhere

    def test_an_agency_at_the_top_only_changes_its_place(self, client: Client, district: Agency) -> None:
        assert 'name="parent"' not in text_of(client.get(reverse("desk:agency_move", args=[district.pk])))
        send(client, "agency_move", district, {"order": 3} | YES)
        assert (fresh(district).parent, fresh(district).order) == (None, 3)

    def test_an_administrator_of_one_agency_keeps_its_superior(
        self, housing: Agency, district: Agency, appoint: Appoint, sign_in: SignIn
    ) -> None:
        own = sign_in(appoint(Role.ADMINISTRATOR, housing))
        send(own, "agency_move", housing, {"parent": district.pk, "order": 9} | YES)
        assert (fresh(housing).parent, fresh(housing).order) == (district, 9)


class TestDays:
    SHEET = {"valid_from": "2010-01-01", "valid_until": "2025-12-31", "reason": "示编〔2025〕9号"}

    def test_an_end_is_shown_then_set(self, client: Client, housing: Agency) -> None:
        text = send(client, "agency_days", housing, self.SHEET)
        assert "存续到2025年12月31日，以后不再列入应报送的机关" in text
        assert fresh(housing).valid_until is None
        assert send(client, "agency_days", housing, self.SHEET | YES) == detail(housing)
        assert fresh(housing).valid_until == date(2025, 12, 31)
        assert (last().verb, last().reason) == ("agencies.days", "示编〔2025〕9号")

    def test_what_cannot_be_is_refused_in_words(self, client: Client, district: Agency, housing: Agency) -> None:
        wrong = {"valid_from": "2026-01-01"}
        assert "撤销日期不能早于设立日期" in send(client, "agency_days", housing, self.SHEET | wrong)
        assert f"下还有“{housing.name}”" in send(client, "agency_days", district, self.SHEET)
        too_early = {"valid_from": "2009-01-01"}
        assert f"上级“{district.name}”在2009-01-01不存在" in send(
            client, "agency_days", housing, self.SHEET | too_early
        )
        assert "请写明依据" in send(client, "agency_days", housing, self.SHEET | {"reason": ""})
        assert fresh(housing).valid_until is None

    def test_an_end_that_a_merge_fixed_stays(self, client: Client, housing: Agency, street: Agency) -> None:
        actions.merge([housing], street, on=date(2025, 1, 1), by=OPERATOR, at=AT)
        assert "由合并或分立确定" in send(client, "agency_days", housing, self.SHEET | YES)
        assert fresh(housing).valid_until == date(2024, 12, 31)


class TestMerging:
    def test_two_become_part_of_a_third(
        self, client: Client, district: Agency, housing: Agency, street: Agency
    ) -> None:
        new = found("示范区城市建设局", district, order=40)
        sheet = {"successor": new.pk, "others": [street.pk], "on": "2026-01-01"}
        text = send(client, "agency_merge", housing, sheet)
        assert f"2026年1月1日起，“{housing.name}”、“{street.name}”的职能由“{new.name}”承接。" in text
        assert "存续到2025年12月31日" in text
        assert not Succession.objects.exists()
        assert send(client, "agency_merge", housing, sheet | YES) == detail(housing)
        assert fresh(housing).valid_until == fresh(street).valid_until == date(2025, 12, 31)
        assert Succession.objects.filter(successor=new).count() == 2
        assert last().verb == "agencies.succeed"
        assert f"职能由 {new.name} 承接" in text_of(client.get(detail(housing)))

    def test_what_still_has_agencies_below_is_refused(
        self, client: Client, housing: Agency, street: Agency
    ) -> None:
        found("示范区房屋征收站", housing, kind=Kind.DISPATCHED)
        sheet = {"successor": street.pk, "on": "2026-01-01"}
        assert "请先调整其隶属关系" in send(client, "agency_merge", housing, sheet)
        assert fresh(housing).valid_until is None


class TestSplitting:
    def test_into_two(self, client: Client, district: Agency, housing: Agency) -> None:
        new = [found(name, district, order=40) for name in ("示范区住房局", "示范区建设局")]
        sheet = {"successors": [one.pk for one in new], "on": "2026-01-01"}
        text = send(client, "agency_split", housing, sheet)
        assert "的职能由“示范区住房局”、“示范区建设局”承接。" in text
        assert send(client, "agency_split", housing, sheet | YES) == detail(housing)
        assert fresh(housing).valid_until == date(2025, 12, 31)
        assert {one.successor for one in Succession.objects.all()} == set(new)

    def test_a_part_of_it_while_it_goes_on(self, client: Client, district: Agency, housing: Agency) -> None:
        new = found("示范区住房局", district, order=40)
        sheet = {"successors": [new.pk], "goes_on": "on", "on": "2026-01-01"}
        assert "一部分职能由“示范区住房局”承接" in send(client, "agency_split", housing, sheet)
        send(client, "agency_split", housing, sheet | YES)
        assert fresh(housing).valid_until is None
        assert Succession.objects.get().successor == new

    def test_nobody_chosen_is_said(self, client: Client, housing: Agency) -> None:
        assert "请选择承接的机关" in send(client, "agency_split", housing, {"on": "2026-01-01"} | YES)
        assert not Succession.objects.exists()


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_may(
    district: Agency, housing: Agency, appoint: Appoint, sign_in: SignIn, name: str, role: Role
) -> None:
    client = sign_in(appoint(role, district))
    before = Entry.objects.count()
    sheet = TestRenaming.SHEET | TestDays.SHEET | {"parent": district.pk, "order": 1, "on": "2026-01-01"} | YES
    assert client.get(reverse(f"desk:{name}", args=[housing.pk])).status_code == 404
    assert client.post(reverse(f"desk:{name}", args=[housing.pk]), sheet).status_code == 404
    assert reverse(f"desk:{name}", args=[housing.pk]) not in text_of(client.get(reverse("desk:agencies")))
    assert (fresh(housing).name, fresh(housing).valid_until) == ("示范区住房和城乡建设局", None)
    assert Entry.objects.count() == before


def test_the_page_of_an_agency_leads_to_every_step(client: Client, housing: Agency, district: Agency) -> None:
    text = text_of(client.get(detail(housing)))
    assert all(reverse(f"desk:{name}", args=[housing.pk]) in text for name in STEPS)
    top = text_of(client.get(detail(district)))
    assert reverse("desk:agency_rename", args=[district.pk]) in top
    assert reverse("desk:agency_merge", args=[district.pk]) not in top

"""Where an agency stands, changed at the desk: each step is shown first, and done once confirmed."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, Succession
from gongkai.agencies.roles import Role

from .agency_sheets import YES, detail, fresh, last, send
from .conftest import Appoint, SignIn, found, text_of

PAPER = {"reason": "示编〔2025〕7号"}


@pytest.fixture
def client(administrator: Person, sign_in: SignIn) -> Client:
    return sign_in(administrator)


class TestMoving:
    def test_beneath_another_with_all_below(
        self, client: Client, district: Agency, housing: Agency, street: Agency
    ) -> None:
        station = found("示范区房屋征收站", housing, kind=Kind.DISPATCHED)
        sheet = {"parent": street.pk, "order": 5} | PAPER
        text = send(client, "agency_move", housing, sheet)
        assert f"“{housing.name}”由“{district.name}”改隶“{street.name}”，排序 5。" in text
        assert "其下 1 个机关一并移过去。" in text
        assert fresh(housing).parent == district
        assert send(client, "agency_move", housing, sheet | YES) == detail(housing)
        assert fresh(housing).parent == street
        assert fresh(station).is_within(fresh(street))
        assert (last().verb, last().reason) == ("agencies.move", PAPER["reason"])

    def test_only_to_another_place_in_the_order(self, client: Client, district: Agency, housing: Agency) -> None:
        sheet = {"parent": district.pk, "order": 77} | PAPER
        assert "上级不变，排序由 20 改为 77。" in send(client, "agency_move", housing, sheet)
        send(client, "agency_move", housing, sheet | YES)
        assert fresh(housing).order == 77

    def test_not_beneath_itself_nor_what_is_not_ours(self, client: Client, housing: Agency) -> None:
        below = found("示范区房屋征收站", housing, kind=Kind.DISPATCHED)
        elsewhere = found("邻区人民政府", kind=Kind.GOVERNMENT)
        for parent in (housing, below, elsewhere):
            text = send(client, "agency_move", housing, {"parent": parent.pk, "order": 5} | PAPER | YES)
            assert "有 1 处需要修改" in text
        assert fresh(housing).parent != elsewhere

    def test_an_agency_at_the_top_only_changes_its_place(self, client: Client, district: Agency) -> None:
        assert 'name="parent"' not in text_of(client.get(reverse("desk:agency_move", args=[district.pk])))
        send(client, "agency_move", district, {"order": 3} | PAPER | YES)
        assert (fresh(district).parent, fresh(district).order) == (None, 3)

    def test_an_administrator_of_one_agency_keeps_its_superior(
        self, housing: Agency, district: Agency, appoint: Appoint, sign_in: SignIn
    ) -> None:
        own = sign_in(appoint(Role.ADMINISTRATOR, housing))
        send(own, "agency_move", housing, {"parent": district.pk, "order": 9} | PAPER | YES)
        assert (fresh(housing).parent, fresh(housing).order) == (district, 9)


class TestMerging:
    def test_two_become_part_of_a_third(
        self, client: Client, district: Agency, housing: Agency, street: Agency
    ) -> None:
        new = found("示范区城市建设局", district, order=40)
        sheet = {"successor": new.pk, "others": [street.pk], "on": "2026-01-01"} | PAPER
        text = send(client, "agency_merge", housing, sheet)
        assert f"2026年1月1日起，“{housing.name}”、“{street.name}”的职能由“{new.name}”承接。" in text
        assert "存续到2025年12月31日" in text
        assert not Succession.objects.exists()
        assert send(client, "agency_merge", housing, sheet | YES) == detail(housing)
        assert fresh(housing).valid_until == fresh(street).valid_until == date(2025, 12, 31)
        assert Succession.objects.filter(successor=new).count() == 2
        assert (last().verb, last().reason) == ("agencies.succeed", PAPER["reason"])
        assert f"职能由 {new.name} 承接" in text_of(client.get(detail(housing)))
        told = text_of(client.get(detail(new)))
        assert f"承接 {housing.name} 的职能" in told
        assert told.count(f"依据：{PAPER['reason']}") == 2

    def test_what_still_has_agencies_below_is_refused(
        self, client: Client, housing: Agency, street: Agency
    ) -> None:
        found("示范区房屋征收站", housing, kind=Kind.DISPATCHED)
        sheet = {"successor": street.pk, "on": "2026-01-01"} | PAPER
        assert "请先调整其隶属关系" in send(client, "agency_merge", housing, sheet)
        assert fresh(housing).valid_until is None


class TestSplitting:
    def test_into_two(self, client: Client, district: Agency, housing: Agency) -> None:
        new = [found(name, district, order=40) for name in ("示范区住房局", "示范区建设局")]
        sheet = {"successors": [one.pk for one in new], "on": "2026-01-01"} | PAPER
        text = send(client, "agency_split", housing, sheet)
        assert "的职能由“示范区住房局”、“示范区建设局”承接。" in text
        assert send(client, "agency_split", housing, sheet | YES) == detail(housing)
        assert fresh(housing).valid_until == date(2025, 12, 31)
        assert {one.successor for one in Succession.objects.all()} == set(new)

    def test_a_part_of_it_while_it_goes_on(self, client: Client, district: Agency, housing: Agency) -> None:
        new = found("示范区住房局", district, order=40)
        sheet = {"successors": [new.pk], "goes_on": "on", "on": "2026-01-01"} | PAPER
        assert "一部分职能由“示范区住房局”承接" in send(client, "agency_split", housing, sheet)
        send(client, "agency_split", housing, sheet | YES)
        assert fresh(housing).valid_until is None
        assert Succession.objects.get().successor == new

    def test_without_a_paper_nothing_is_done(self, client: Client, housing: Agency, street: Agency) -> None:
        sheet = {"successors": [street.pk], "successor": street.pk, "parent": street.pk, "order": 5}
        for name, words in (("split", "分立"), ("merge", "合并"), ("move", "调整")):
            text = send(client, f"agency_{name}", housing, sheet | {"on": "2026-01-01"} | YES)
            assert f"请写明{words}的依据" in text
        assert (fresh(housing).parent, fresh(housing).valid_until) == (housing.parent, None)
        assert not Succession.objects.exists()

    def test_nobody_chosen_is_said(self, client: Client, housing: Agency) -> None:
        assert "请选择承接的机关" in send(client, "agency_split", housing, {"on": "2026-01-01"} | PAPER | YES)
        assert not Succession.objects.exists()

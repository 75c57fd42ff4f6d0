"""What an agency is, changed at the desk: each step is shown first, and done once confirmed."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies import actions
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry

from .agency_sheets import YES, detail, fresh, last, send
from .conftest import AT, Appoint, SignIn, found, text_of

STEPS = ("found", "rename", "kind", "supervisor", "move", "days", "merge", "split")


@pytest.fixture
def client(administrator: Person, sign_in: SignIn) -> Client:
    return sign_in(administrator)


class TestFounding:
    SHEET = {
        "name": "示范区 数据局", "kind": "department", "credit_code": "91350100M000100Y43", "order": "40",
        "valid_from": "2025-02-01", "reason": "示编〔2025〕1号",
    }  # fmt: skip

    def test_it_is_shown_first_and_nothing_is_founded(self, client: Client, district: Agency) -> None:
        before = Entry.objects.count()
        text = send(client, "agency_found", district, self.SHEET)
        assert f"在“{district.name}”之下设立“示范区数据局”，政府部门，排序 40。" in text
        assert "自2025年2月1日起存续，每年编制自己的年度报告。" in text
        assert "没有指定主管部门。" in text
        assert not Agency.objects.filter(name="示范区数据局").exists()
        assert Entry.objects.count() == before

    def test_confirmed_it_stands_where_it_belongs(self, client: Client, district: Agency, housing: Agency) -> None:
        where = send(client, "agency_found", district, self.SHEET | {"supervisor": housing.pk} | YES)
        made = Agency.objects.get(name="示范区数据局")
        assert where == detail(made)
        assert (made.parent, made.kind, made.order, made.supervisor) == (district, Kind.DEPARTMENT, 40, housing)
        assert (made.credit_code, made.valid_from) == ("91350100M000100Y43", date(2025, 2, 1))
        assert (last().verb, last().object, last().reason) == ("agencies.create", made.key, "示编〔2025〕1号")
        text = text_of(client.get(detail(made)))
        assert "依据：示编〔2025〕1号" in text
        assert "类型：政府部门" in text
        assert f"上级：{district.name}" in text

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"credit_code": "91350100M000100Y44"}, "校验位"),
            ({"valid_from": "2009-01-01"}, "不存在，请核对设立日期"),
            ({"name": " "}, "请填写名称"),
            ({"kind": "company"}, "有 1 处需要修改"),
            ({"reason": ""}, "请写明设立的依据"),
            ({"order": "1000000"}, "排序不超过999999"),
        ],
    )
    def test_what_cannot_be_is_refused_in_the_sheet(
        self, client: Client, district: Agency, changes: dict[str, str], words: str
    ) -> None:
        text = send(client, "agency_found", district, self.SHEET | changes | YES)
        assert words in text
        assert "2025" in text
        assert Agency.objects.count() == 1

    def test_the_next_place_in_the_order_is_proposed(
        self, client: Client, district: Agency, street: Agency
    ) -> None:
        text = text_of(client.get(reverse("desk:agency_found", args=[district.pk])))
        assert 'name="order" value="40"' in text

    def test_an_agency_that_makes_no_report_says_so(self, client: Client, housing: Agency) -> None:
        text = send(client, "agency_found", housing, self.SHEET | {"kind": "internal", "credit_code": ""})
        assert "不单独编制年度报告" in text


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


class TestKind:
    SHEET = {"kind": "dispatched", "reason": "示编〔2025〕4号"}

    def test_it_is_shown_first_then_done(self, client: Client, housing: Agency) -> None:
        text = send(client, "agency_kind", housing, self.SHEET)
        assert f"“{housing.name}”的类型由政府部门改为派出机构。" in text
        assert fresh(housing).kind == Kind.DEPARTMENT
        assert send(client, "agency_kind", housing, self.SHEET | YES) == detail(housing)
        assert fresh(housing).kind == Kind.DISPATCHED
        assert (last().verb, last().reason) == ("agencies.classify", "示编〔2025〕4号")
        assert "从：政府部门；到：派出机构" in text_of(client.get(detail(housing)))

    def test_a_government_sums_others(self, client: Client, housing: Agency) -> None:
        text = send(client, "agency_kind", housing, self.SHEET | {"kind": "government"})
        assert "本级与所属各机关之和" in text

    def test_the_same_kind_an_unknown_one_and_no_reason(self, client: Client, housing: Agency) -> None:
        assert "类型已是政府部门" in send(client, "agency_kind", housing, self.SHEET | {"kind": "department"})
        assert "有 1 处需要修改" in send(client, "agency_kind", housing, self.SHEET | {"kind": "x"} | YES)
        assert "请写明改变类型的依据" in send(client, "agency_kind", housing, {"kind": "dispatched"} | YES)
        assert fresh(housing).kind == Kind.DEPARTMENT


class TestSupervisor:
    def test_it_is_shown_first_then_done_and_taken_back(
        self, client: Client, housing: Agency, street: Agency
    ) -> None:
        sheet = {"supervisor": street.pk, "reason": "示府办〔2025〕2号"}
        text = send(client, "agency_supervisor", housing, sheet)
        assert "原来没有指定主管部门。" in text
        assert f"改后主管部门是“{street.name}”。" in text
        assert fresh(housing).supervisor is None
        assert send(client, "agency_supervisor", housing, sheet | YES) == detail(housing)
        assert fresh(housing).supervisor == street
        assert (last().verb, last().reason) == ("agencies.supervisor", "示府办〔2025〕2号")
        assert f"到：{street.name}" in text_of(client.get(detail(housing)))
        send(client, "agency_supervisor", housing, {"supervisor": "", "reason": "另行指定"} | YES)
        assert fresh(housing).supervisor is None

    def test_only_an_agency_in_sight_and_never_itself(self, client: Client, housing: Agency) -> None:
        elsewhere = found("邻区人民政府", kind=Kind.GOVERNMENT)
        for pk in (housing.pk, elsewhere.pk):
            text = send(client, "agency_supervisor", housing, {"supervisor": pk, "reason": "批复"} | YES)
            assert "有 1 处需要修改" in text
        assert fresh(housing).supervisor is None

    def test_the_one_it_has_may_lie_out_of_sight(self, client: Client, housing: Agency, district: Agency) -> None:
        elsewhere = found("示范市人民政府", kind=Kind.GOVERNMENT)
        actions.set_supervisor(housing, elsewhere, by=OPERATOR, at=AT)
        text = send(client, "agency_supervisor", housing, {"supervisor": elsewhere.pk, "reason": "批复"} | YES)
        assert "没有改动" in text


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
        actions.merge([housing], street, on=date(2025, 1, 1), reason="批复", by=OPERATOR, at=AT)
        assert "由合并或分立确定" in send(client, "agency_days", housing, self.SHEET | YES)
        assert fresh(housing).valid_until == date(2024, 12, 31)


@pytest.mark.parametrize("name", [f"agency_{step}" for step in STEPS])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_may(
    district: Agency, housing: Agency, appoint: Appoint, sign_in: SignIn, name: str, role: Role
) -> None:
    client = sign_in(appoint(role, district))
    before, agencies = Entry.objects.count(), list(Agency.objects.values())
    sheet = TestFounding.SHEET | TestDays.SHEET | {"parent": district.pk, "on": "2026-01-01"} | YES
    sheet |= {"supervisor": district.pk, "successor": district.pk, "successors": [district.pk]}
    assert client.get(reverse(f"desk:{name}", args=[housing.pk])).status_code == 404
    assert client.post(reverse(f"desk:{name}", args=[housing.pk]), sheet).status_code == 404
    assert reverse(f"desk:{name}", args=[housing.pk]) not in text_of(client.get(reverse("desk:agencies")))
    assert list(Agency.objects.values()) == agencies
    assert Entry.objects.count() == before


def test_the_page_of_an_agency_leads_to_every_step(client: Client, housing: Agency, district: Agency) -> None:
    text = text_of(client.get(detail(housing)))
    assert all(reverse(f"desk:agency_{name}", args=[housing.pk]) in text for name in STEPS)
    top = text_of(client.get(detail(district)))
    assert reverse("desk:agency_rename", args=[district.pk]) in top
    assert reverse("desk:agency_merge", args=[district.pk]) not in top


def test_what_became_of_others_is_not_told_here(client: Client, district: Agency, housing: Agency) -> None:
    """A predecessor's later steps are its own history."""
    new, third = found("示范区住房局", district, order=40), found("示范区建设局", district, order=50)
    actions.split(housing, [housing, new], on=date(2024, 1, 1), reason="分出", by=OPERATOR, at=AT)
    actions.split(housing, [housing, third], on=date(2025, 1, 1), reason="再分", by=OPERATOR, at=AT)
    actions.rename(housing, "示范区城乡局", reason="另名", by=OPERATOR, at=AT)
    text = text_of(client.get(detail(new)))
    assert "依据：分出" in text
    assert "再分" not in text
    assert "另名" not in text

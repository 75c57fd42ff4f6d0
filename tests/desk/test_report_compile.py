"""编制年报 at the desk: live figures that open onto records, a draft, its way to the head, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases.models import Case
from gongkai.publication import counts
from gongkai.reports import actions
from gongkai.reports.models import ReportVersion, Signature
from gongkai.reports.states import State
from tests.cases.rows import a_case
from tests.publication.test_register import laid
from tests.review.rows import proceeding

from .conftest import AT, Appoint, SignIn, text_of
from .report_compiled import draft

MARCH = date(2024, 3, 4)


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def records(housing: Agency) -> Agency:
    a_case(housing, MARCH, counted_row="3.1", counted_on=date(2024, 4, 1), number="申请甲")
    laid(housing, "1", MARCH)
    proceeding(housing, "reconsideration", (MARCH, date(2024, 5, 6), "as-upheld"))
    counts.enter(OPERATOR, housing, year=2024, what="licence", number=12, source="审批系统", at=AT)
    return housing


@pytest.fixture
def head(housing: Agency, appoint: Appoint) -> Person:
    return appoint(Role.HEAD, housing)


def page(agency: Agency, year: int = 2024) -> str:
    return reverse("desk:compile", args=[agency.pk, year])


def behind(agency: Agency, place: str) -> str:
    return reverse("desk:compile_cell", args=[agency.pk, 2024, place])


def state(version: ReportVersion) -> str:
    return ReportVersion.objects.get(pk=version.pk).state


class TestLive:
    def test_every_figure_leads_to_its_records(self, records: Agency, clerk: Person, sign_in: SignIn) -> None:
        shown = text_of(sign_in(clerk).get(page(records)))
        for place in ("c-3-3.1-natural", "c-2-licences-decisions", "c-4-reconsideration-upheld"):
            assert behind(records, place) in shown, place
        assert behind(records, "c-3-3.2-natural") not in shown
        assert "没有填报2024年的行政处罚" in shown
        assert "收到政府信息公开申请1件" in shown
        assert "开始编制" in shown

    def test_the_year_that_runs_is_shown_and_not_opened(
        self, records: Agency, clerk: Person, sign_in: SignIn
    ) -> None:
        shown = text_of(sign_in(clerk).get(page(records, 2025)))
        assert "2025年还没有结束，次年1月1日起编制" in shown
        assert "<button>开始编制</button>" not in shown

    def test_a_year_without_this_form(self, records: Agency, clerk: Person, sign_in: SignIn) -> None:
        assert "只能编制2021年度以来的报告" in text_of(sign_in(clerk).get(page(records, 2019)))

    def test_a_supervisor_looks_and_does_not_open(
        self, records: Agency, supervisor: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(supervisor)
        assert "<button>开始编制</button>" not in text_of(client.get(page(records)))
        assert client.post(page(records)).status_code == 404
        assert not ReportVersion.objects.exists()

    @pytest.mark.parametrize(
        ("place", "expected"),
        [
            ("c-3-3.1-natural", "申请甲"),
            ("c-3-3.7-total", "申请甲"),
            ("c-2-normative_documents-made", "文件1"),
            ("c-2-licences-decisions", "审批系统"),
            ("c-4-reconsideration-upheld", "件1"),
            ("c-2-penalties-decisions", "没有发生的，请填 0"),
        ],
    )
    def test_the_records_behind_a_cell(
        self, records: Agency, clerk: Person, sign_in: SignIn, place: str, expected: str
    ) -> None:
        assert expected in text_of(sign_in(clerk).get(behind(records, place)))

    def test_a_supervisor_sees_how_many_and_not_which(
        self, records: Agency, supervisor: Person, sign_in: SignIn
    ) -> None:
        shown = text_of(sign_in(supervisor).get(behind(records, "c-3-3.1-natural")))
        assert "其中 1 条您的角色看不到" in shown
        assert "申请甲" not in shown

    @pytest.mark.parametrize("place", ["c-3-9-natural", "x", "c-3-1"])
    def test_no_such_cell(self, records: Agency, clerk: Person, sign_in: SignIn, place: str) -> None:
        assert sign_in(clerk).get(behind(records, place)).status_code == 404


def test_a_file_and_the_records_stand_side_by_side(
    version: ReportVersion, housing: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    """Its licences are 12, the records know of none; the review page leads there."""
    client = sign_in(supervisor)
    assert page(housing) in text_of(client.get(reverse("desk:review", args=[version.pk])))
    shown = text_of(client.get(page(housing)))
    assert "与报送的一版不同" in shown
    assert "行政许可，本年处理决定数量" in shown


def test_one_that_was_compiled_is_the_same_cell_by_cell(
    records: Agency, clerk: Person, head: Person, supervisor: Person, sign_in: SignIn
) -> None:
    handed = actions.hand_up(clerk, draft(records, 2024), at=AT)
    actions.sign(head, handed, name="王某", signed_on=AT.date(), at=AT)
    assert "逐格相同" in text_of(sign_in(supervisor).get(page(records)))


class TestTheWay:
    def test_from_the_own_page_to_the_published_report(
        self, records: Agency, clerk: Person, head: Person, supervisor: Person, sign_in: SignIn
    ) -> None:
        mine = sign_in(clerk)
        assert page(records) in text_of(mine.get(reverse("desk:reports") + "?year=2024"))
        opened = mine.post(page(records))
        version = ReportVersion.objects.get()
        review = reverse("desk:review", args=[version.pk])
        assert (opened["Location"], version.state) == (review, State.DRAFT)
        shown = text_of(mine.get(review))
        assert "编制中" in shown
        assert "重新编制" in shown
        assert reverse("desk:hand_up", args=[version.pk]) in shown
        assert "继续编制" in text_of(mine.get(reverse("desk:reports") + "?year=2024"))
        mine.post(reverse("desk:hand_up", args=[version.pk]))
        assert state(version) == State.SIGNING
        theirs = sign_in(head)
        assert reverse("desk:sign", args=[version.pk]) in text_of(theirs.get(review))
        scan = SimpleUploadedFile("签章页.pdf", b"%PDF-1.4\n%%EOF\n")
        sent = {"name": "王某", "signed_on": "2025-01-20", "scan": scan}
        theirs.post(reverse("desk:sign", args=[version.pk]), sent)
        assert state(version) == State.READ
        above = sign_in(supervisor)
        assert "王某 1月20日签发" in text_of(above.get(review)).replace("2025年", "")
        got = above.get(reverse("desk:signature", args=[version.pk]))
        assert (got.content, got["X-Content-Type-Options"]) == (b"%PDF-1.4\n%%EOF\n", "nosniff")

    def test_signing_asks_for_a_name_and_a_day(
        self, records: Agency, clerk: Person, head: Person, sign_in: SignIn
    ) -> None:
        version = actions.hand_up(clerk, draft(records, 2024), at=AT)
        client = sign_in(head)
        sent = client.post(reverse("desk:sign", args=[version.pk]), {"name": "", "signed_on": "2026-01-01"})
        assert "请填写签发人的姓名" in text_of(sent)
        sent = client.post(reverse("desk:sign", args=[version.pk]), {"name": "王某", "signed_on": "2026-01-01"})
        assert "签发日期应在2025年1月1日至今天之间" in text_of(sent)
        assert not Signature.objects.exists()

    def test_sent_back_the_clerk_reads_why(
        self, records: Agency, clerk: Person, head: Person, sign_in: SignIn
    ) -> None:
        version = actions.hand_up(clerk, draft(records, 2024), at=AT)
        sign_in(head).post(reverse("desk:send_back", args=[version.pk]), {"comments": "第五部分太空"})
        assert state(version) == State.DRAFT
        assert "第五部分太空" in text_of(sign_in(clerk).get(reverse("desk:review", args=[version.pk])))

    def test_the_clerk_s_head_s_and_supervisor_s_steps_are_not_each_other_s(
        self, records: Agency, clerk: Person, head: Person, supervisor: Person, sign_in: SignIn
    ) -> None:
        version = draft(records, 2024)
        assert sign_in(clerk).get(reverse("desk:sign", args=[version.pk])).status_code == 404
        for name in ("recompile", "hand_up", "review", "compile_changes"):
            address = reverse(f"desk:{name}", args=[version.pk])
            assert sign_in(supervisor).post(address).status_code in (404, 405), name
        assert state(version) == State.DRAFT


class TestWhatTheRecordsSayNow:
    def test_a_draft_says_that_it_is_behind_and_is_compiled_anew(
        self, records: Agency, clerk: Person, sign_in: SignIn
    ) -> None:
        version = draft(records, 2024)
        client = sign_in(clerk)
        review = reverse("desk:review", args=[version.pk])
        assert "编制以后记录有变化" not in text_of(client.get(review))
        counts.enter(OPERATOR, records, year=2024, what="licence", number=13, source="审批系统", at=AT)
        shown = text_of(client.get(review))
        assert "编制以后记录有变化" in shown
        assert "记录有变化，先重新编制" in shown
        assert reverse("desk:hand_up", args=[version.pk]) not in shown
        changed = text_of(client.get(reverse("desk:compile_changes", args=[version.pk])))
        assert "增加 1，减少 1" in changed
        sent = client.post(reverse("desk:hand_up", args=[version.pk]))
        assert "请重新编制" in text_of(sent)
        client.post(reverse("desk:recompile", args=[version.pk]))
        assert "编制以后记录有变化" not in text_of(client.get(review))
        assert version.figures.get(cell="行政许可/本年处理决定数量").value == 13

    def test_the_cell_tells_its_source_and_keeps_an_override_with_its_reason(
        self, records: Agency, clerk: Person, supervisor: Person, head: Person, sign_in: SignIn
    ) -> None:
        version = draft(records, 2024)
        place = reverse("desk:cell", args=[version.pk, "c-2-licences-decisions"])
        client = sign_in(clerk)
        shown = text_of(client.get(place))
        assert "填报或导入的数量，编制时 1 条记录" in shown
        assert behind(records, "c-2-licences-decisions") in shown
        assert "主管部门会看到" in shown
        assert "原件第3页" not in shown
        client.post(place, {"value": "15", "reason": "另有3件在乡镇系统", "seen": "12"})
        actions.hand_up(clerk, version, at=AT)
        actions.sign(head, version, name="王某", signed_on=AT.date(), at=AT)
        above = text_of(sign_in(supervisor).get(reverse("desk:review", args=[version.pk])))
        assert "另有3件在乡镇系统" in above

    def test_a_version_from_a_file_has_no_such_page(
        self, version: ReportVersion, clerk: Person, sign_in: SignIn
    ) -> None:
        address = reverse("desk:compile_changes", args=[version.pk])
        assert sign_in(clerk).get(address).status_code == 404


def test_nothing_of_an_applicant_is_told(records: Agency, clerk: Person, sign_in: SignIn) -> None:
    shown = text_of(sign_in(clerk).get(behind(records, "c-3-1-natural")))
    assert Case.objects.get().applicant.name not in shown

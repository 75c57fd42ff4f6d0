"""What records answer of an inspection: a number, and what it is made of; nothing where nothing is kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases.models import Applicant, Case
from gongkai.publication import doors, obligations
from gongkai.publication.models import Column, Item, Obligation
from gongkai.publication.models import Finding as Checked
from gongkai.review.models import Instance, Proceeding
from gongkai.statute import inspection as law
from gongkai.supervision import rules
from gongkai.supervision.models import Complaint, PlanTask, Training
from tests.district import SHANGHAI, found, invited
from tests.publication.conftest import AT as MARCH
from tests.publication.conftest import shown

from .conftest import made

FIRST = rules.span(2026, 1, MARCH.date())
AFTER = rules.span(2026, 1, date(2026, 6, 1))


def number(code: str, agency: Agency, of: rules.Span = FIRST) -> int | None:
    return rules.counts(code, [agency], of).get(agency.pk)


def ground(code: str, agency: Agency, of: rules.Span = FIRST) -> str:
    return "\n".join(rules.grounds(code, agency, of))


@pytest.fixture
def public(bureau: Agency, clerk: Person) -> Item:
    reviewer, head = invited("r", bureau, Role.REVIEWER), invited("h", bureau, Role.HEAD)
    return shown(clerk, reviewer, head, bureau, "已公开的通知")


def case(agency: Agency, **fields: object) -> Case:
    who = Applicant.objects.create(
        agency=agency, kind="natural", name="甲", name_hash="x", document="other", document_number="1",
        created_at=MARCH,
    )  # fmt: skip
    given = {"number": f"{Case.objects.count()}号", "state": "open", "received_on": date(2026, 1, 5), **fields}
    return Case.objects.create(
        agency=agency, channel="signed_post", applicant=who, applicant_class="natural",
        arrived_on=date(2026, 1, 5), description="秘密的申请内容", created_at=MARCH, **given,
    )  # fmt: skip


def test_every_rule_of_the_sheet_is_one_that_records_answer() -> None:
    asked = {one.rule for one in law.points(date(2026, 1, 1)) if one.rule}
    assert asked == set(rules.RULES)


def test_the_quarter_ends_where_one_looks() -> None:
    assert FIRST.until == MARCH.date()
    assert AFTER.until == date(2026, 3, 31)


def test_what_was_due_and_is_not_public_or_was_too_late(bureau: Agency, finance: Agency, clerk: Person) -> None:
    open_late = obligations.enter(clerk, bureau, title="预算", formed_on=date(2026, 1, 30), at=MARCH)
    done_late = obligations.enter(clerk, bureau, title="决算", formed_on=date(2026, 1, 29), at=MARCH)
    Obligation.objects.filter(pk=done_late.pk).update(fulfilled_on=date(2026, 3, 10), closed_at=MARCH)
    excused = obligations.enter(clerk, bureau, title="重复", formed_on=date(2026, 1, 28), at=MARCH)
    obligations.excuse(clerk, excused, reason="重复登记", at=MARCH)
    obligations.enter(clerk, bureau, title="未到期", formed_on=date(2026, 3, 10), at=MARCH)
    assert number("late-items", bureau) == 2
    assert f"“预算”：2026-01-30形成，应于{open_late.due_on}以前公开，尚未公开" in ground("late-items", bureau)
    assert "2026-03-10公开" in ground("late-items", bureau)
    assert number("late-items", finance) is None
    assert number("late-items", bureau, rules.span(2025, 4, MARCH.date())) == 0


def test_what_was_public_too_early(bureau: Agency, clerk: Person) -> None:
    one = obligations.enter(clerk, bureau, title="批复", formed_on=date(2026, 2, 10), at=MARCH)
    Obligation.objects.filter(pk=one.pk).update(fulfilled_on=date(2026, 2, 1), closed_at=MARCH)
    assert number("early-items", bureau) == 1
    assert number("late-items", bureau) == 0


def test_columns_that_are_empty_and_stale(bureau: Agency, finance: Agency, public: Item) -> None:
    since = date(2020, 1, 1)
    Column.objects.create(agency=bureau, title="工作动态", column_type="工作动态", from_on=since)
    assert number("empty-columns", bureau) == 1
    assert number("stale-columns", bureau) == 0
    assert number("empty-columns", finance) is None
    Item.objects.filter(pk=public.pk).update(column=Column.objects.get())
    assert number("empty-columns", bureau) == 0
    assert number("stale-columns", bureau, AFTER) == 1
    assert "栏目“工作动态”：最近一次公开是2026-03-16" in ground("stale-columns", bureau, AFTER)


@pytest.mark.parametrize(
    ("code", "kind"), [("metadata", "metadata"), ("dead-links", "links"), ("personal-data", "personal")]
)
def test_what_the_checks_found_in_what_the_public_sees(
    bureau: Agency, finance: Agency, public: Item, code: str, kind: str
) -> None:
    Checked.objects.all().delete()
    assert number(code, bureau) == 0
    assert number(code, finance) is None
    assert public.current is not None
    row = Checked.objects.create(
        version=public.current, agency=bureau, kind=kind, code="x", severity="decide", place="body",
        message="打不开", fingerprint="a" * 64, found_at=MARCH,
    )  # fmt: skip
    assert number(code, bureau) == 1
    assert "“已公开的通知”：打不开" in ground(code, bureau)
    Checked.objects.filter(pk=row.pk).update(gone_at=MARCH)
    assert number(code, bureau) == 0


def test_a_body_without_a_guide(bureau: Agency) -> None:
    assert number("guide", bureau) == 1
    assert "没有公布指南" in ground("guide", bureau)


def test_requests_are_counted_and_never_named(bureau: Agency) -> None:
    case(bureau, due_on=date(2026, 2, 2))
    case(bureau, due_on=date(2026, 2, 3), answered_on=date(2026, 2, 10))
    case(bureau, due_on=date(2026, 2, 3), answered_on=date(2026, 2, 3))
    case(bureau, due_on=date(2026, 3, 20))
    assert number("overdue-cases", bureau) == 2
    assert "逾期答复1件，尚未答复1件" in ground("overdue-cases", bureau)
    assert "秘密" not in ground("overdue-cases", bureau)


def test_what_was_decided_against_the_agency_in_the_quarter(bureau: Agency) -> None:
    for at, outcome in enumerate(("revoked", "upheld")):
        row = Proceeding.objects.create(
            agency=bureau, kind="reconsideration", state="closed", number=f"复{at}",
            received_on=date(2026, 1, 5), created_at=MARCH,
        )  # fmt: skip
        Instance.objects.create(
            proceeding=row, number=1, level="first", began_on=date(2026, 1, 5), ended_on=date(2026, 3, 2),
            outcome=outcome,
        )  # fmt: skip
    assert number("cases-lost", bureau) == 1
    assert number("cases-lost", bureau, rules.span(2025, 4, MARCH.date())) == 0
    assert "结果纠正的行政复议和行政诉讼1件" in ground("cases-lost", bureau)


def test_what_visitors_wrote_and_nobody_answered_in_time(bureau: Agency, clerk: Person) -> None:
    early = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)
    waits, _ = doors.submit(bureau, kind="complain", text="名单没有公开", at=early)
    late, _ = doors.submit(bureau, kind="error", text="错字", at=early)
    doors.answer(clerk, late, outcome="corrected", text="已改", at=MARCH)
    kept, _ = doors.submit(bureau, kind="error", text="错字", at=early)
    doors.answer(clerk, kept, outcome="corrected", text="已改", at=early + timedelta(hours=1))
    made(Complaint, bureau, date(2026, 1, 5), channel="phone", due_on=date(2026, 2, 1))
    made(Complaint, bureau, date(2026, 1, 5), channel="phone", due_on=date(2026, 2, 1), withdrawn_at=MARCH,
         withdrawn_because="重复")  # fmt: skip
    assert number("late-answers", bureau) == 3
    assert waits.number in ground("late-answers", bureau)
    assert "名单" not in ground("late-answers", bureau)
    assert "（电话）：应于2026-02-01以前答复" in ground("late-answers", bureau)


def test_training_of_the_year_up_to_the_quarter(bureau: Agency) -> None:
    assert number("training", bureau) == 1
    made(Training, bureau, date(2025, 12, 31))
    assert number("training", bureau) == 1
    made(Training, bureau, date(2026, 1, 15))
    assert number("training", bureau) == 0
    assert number("training", bureau, rules.span(2026, 2, date(2026, 6, 1))) == 0


def test_tasks_of_the_plan(bureau: Agency) -> None:
    assert number("plan", bureau) is None
    made(PlanTask, bureau, date(2026, 1, 5), responsible="办公室", due_on=date(2026, 2, 1), title="更新指南")
    made(
        PlanTask, bureau, date(2026, 1, 5), responsible="办公室", due_on=date(2026, 2, 1), done_on=date(2026, 2, 1)
    )
    assert number("plan", bureau) == 1
    assert "“更新指南”：办公室，应于2026-02-01以前完成，尚未完成" in ground("plan", bureau)


def test_no_more_than_ten_are_named(bureau: Agency) -> None:
    for at in range(12):
        made(PlanTask, bureau, date(2026, 1, 5), responsible="办", due_on=date(2026, 2, 1), title=f"第{at}项")
    lines = rules.grounds("plan", bureau, FIRST)
    assert (number("plan", bureau), len(lines), lines[-1]) == (12, 11, "其余略")


@pytest.mark.parametrize("many", [1, 8])
def test_a_district_is_asked_in_as_many_questions_as_one_body(district: Agency, bureau: Agency, many: int) -> None:
    agencies = [bureau, *(found(f"第{at}局", district, at) for at in range(many))]
    for one in agencies:
        obligations.enter(OPERATOR, one, title="预算", formed_on=date(2026, 1, 30), at=MARCH)
    with CaptureQueriesContext(connection) as asked:
        for code in rules.RULES:
            rules.counts(code, agencies, FIRST)
    assert len(asked) == 28

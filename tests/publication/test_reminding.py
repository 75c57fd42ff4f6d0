"""Each occasion is told once to whoever answers, however often the job runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.actions import Contact
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.jobs.registry import known
from gongkai.notices.models import Notice
from gongkai.publication import columns, guide, obligations, owners, reminding, work_rules
from gongkai.publication.models import Column, Guide, Item, Obligation

from .conftest import AT, SHANGHAI, TODAY
from .test_guide import CONTACT, TEXTS

MORNING = datetime(2026, 4, 7, 2, tzinfo=SHANGHAI)


@pytest.fixture
def column(head: Person, officer: Person, bureau: Agency) -> Column:
    made = columns.add(head, bureau, title="社会救助", at=AT)
    owners.appoint(head, made, person=officer, from_on=TODAY, at=AT)
    return made


@pytest.fixture
def owed(clerk: Person, bureau: Agency, column: Column) -> Obligation:
    """Due on 14 April 2026."""
    return obligations.enter(clerk, bureau, title="低保标准的通知", formed_on=TODAY, column=column, at=AT)


def told(on: date) -> list[tuple[str, str]]:
    """Who was told what on the desk at two in the morning of a day, by that one run."""
    before = set(Notice.objects.values_list("pk", flat=True))
    reminding.remind(datetime(on.year, on.month, on.day, 2, tzinfo=SHANGHAI))
    rows = Notice.objects.exclude(pk__in=before).filter(means="desk").order_by("pk")
    return [(one.recipient, one.subject) for one in rows]


def test_the_owner_is_told_five_days_before_and_one_and_the_head_when_it_is_over(
    owed: Obligation, officer: Person, head: Person
) -> None:
    assert owed.due_on == date(2026, 4, 14)
    assert told(date(2026, 4, 6)) == []
    assert told(date(2026, 4, 7)) == [(officer.key, "主动公开：一项应公开的信息还有5个工作日")]
    assert told(date(2026, 4, 7)) == []
    assert told(date(2026, 4, 8)) == []
    assert told(date(2026, 4, 13)) == [(officer.key, "主动公开：一项应公开的信息还有1个工作日")]
    assert told(date(2026, 4, 15)) == [
        (officer.key, "主动公开：一项应公开的信息已经逾期"), (head.key, "主动公开：一项应公开的信息已经逾期"),
    ]  # fmt: skip
    assert told(date(2026, 4, 20)) == []


def test_of_missed_nights_only_the_nearest_is_told(owed: Obligation, officer: Person) -> None:
    assert told(date(2026, 4, 14)) == [(officer.key, "主动公开：一项应公开的信息今天到期")]


def test_what_is_closed_is_not_told(clerk: Person, owed: Obligation) -> None:
    obligations.excuse(clerk, owed, reason="重复登记", at=AT)
    assert told(date(2026, 4, 20)) == []


def test_without_an_owner_the_clerks_are_told_and_the_mail_waits_for_the_morning(
    clerk: Person, bureau: Agency
) -> None:
    clerk.email = "clerk@example.cn"
    clerk.save()
    obligations.enter(clerk, bureau, title="通知", formed_on=TODAY, at=AT)
    reminding.remind(MORNING)
    desk, mail = Notice.objects.order_by("means")
    assert (desk.means, mail.means, mail.address) == ("desk", "mail", "clerk@example.cn")
    assert mail.not_before == MORNING.replace(hour=8)
    assert "通知" not in mail.subject


def test_a_budget_is_aimed_at_before_a_holiday(clerk: Person, bureau: Agency) -> None:
    at = datetime(2026, 1, 27, 9, tzinfo=SHANGHAI)
    obligations.enter(clerk, bureau, title="预算", formed_on=date(2026, 1, 26), period="budget-department", at=at)
    told(date(2026, 2, 13))
    body = Notice.objects.get(means="desk").body
    assert "最后一个工作日2026-02-14" in body
    assert "2026-02-15" in body


def test_stale_soon_and_empty_columns(column: Column, officer: Person, head: Person, public: Item) -> None:
    columns.edit(head, column, column_type="工作动态", at=AT)
    assert told(date(2026, 3, 17)) == [(officer.key, "主动公开：一个栏目空白")]
    assert told(date(2026, 3, 18)) == []
    Item.objects.filter(pk=public.pk).update(column=column)
    assert told(date(2026, 3, 25)) == []
    assert told(date(2026, 3, 26)) == [(officer.key, "主动公开：一个栏目即将超期")]
    assert told(date(2026, 3, 31)) == [(officer.key, "主动公开：一个栏目超期未更新")]
    assert told(date(2026, 4, 1)) == []


def test_rules_of_the_work_are_looked_at_each_year(head: Person, bureau: Agency) -> None:
    work_rules.make(head, bureau, title="审查制度", made_on=date(2025, 4, 1), at=AT)
    assert told(date(2026, 3, 31)) == []
    assert told(date(2026, 4, 1)) == [(head.key, "主动公开：一项公开工作制度应当检视")]
    assert told(date(2026, 4, 2)) == []


def test_a_guide_that_lost_a_field_does_not_vanish_in_silence(clerk: Person, head: Person, bureau: Agency) -> None:
    agencies.set_contact(bureau, CONTACT, by=OPERATOR, at=AT)
    guide.publish(head, guide.edit(clerk, bureau, at=AT, **TEXTS), at=AT)
    assert told(TODAY) == []
    agencies.set_contact(bureau, Contact(**{**CONTACT.__dict__, "phone": ""}), by=OPERATOR, at=AT)
    assert Guide.objects.get().state == "published"
    assert told(TODAY + timedelta(days=1)) == [(head.key, "主动公开：指南缺少法定内容")]
    assert "联系电话" in Notice.objects.get(means="desk").body


def test_what_was_withheld_is_told_to_the_head_on_its_day(
    clerk: Person, reviewer: Person, head: Person, bureau: Agency
) -> None:
    from gongkai.publication import reviewing

    from .conftest import drafted

    version = drafted(
        clerk, bureau, disclosure_class="on_request", class_basis="《条例》第十六条", class_reason="x"
    )
    reviewing.submit(clerk, version, at=AT)
    reviewing.unit_pass(reviewer, version, at=AT)
    reviewing.disclosure_pass(reviewer, version, checklist=reviewing.all_right(), at=AT)
    reviewing.keep(head, version, at=AT)
    Notice.objects.all().delete()
    assert told(date(2027, 3, 15)) == []
    assert told(date(2027, 3, 16)) == [(head.key, "主动公开：一条没有主动公开的信息到期复核")]


def test_the_job_is_known() -> None:
    assert "publication.remind" in {one.name for one in known()}

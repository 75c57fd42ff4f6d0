"""The page of a case: who sees what, why this day, what happened."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.cases.models import Case, Consultation
from gongkai.cases.states import State

from .cases import NAME, NOW, NUMBER, happened, made
from .conftest import Appoint, SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")


def page(case: Case) -> str:
    return f"/desk/cases/{case.pk}/"


def test_the_day_is_explained_article_by_article(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    case = made(housing, clerk)
    happened(case, "third-party-asked", date(2026, 3, 9), clerk, tag="1")
    text = text_of(sign_in(clerk).get(page(case)))
    assert "为什么是2026年" in text
    assert "《条例》第三十三条第三款" in text
    assert "暂定" in text
    assert "按最晚的日期暂算" in text
    assert "已计5个工作日" in text


def test_while_the_applicant_is_waited_for_there_is_no_day(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    case = made(housing, clerk, state=State.AWAITING_SUPPLEMENT)
    happened(case, "supplement-noticed", date(2026, 3, 6), clerk)
    text = text_of(sign_in(clerk).get(page(case)))
    assert "收到补正以前没有期限" in text
    assert "已逾期" not in text


def test_what_was_struck_out_stays_with_its_reason(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    case = made(housing, clerk)
    happened(case, "extended", date(2026, 3, 6), clerk, days=10, struck_at=NOW, struck_reason="没有延期")
    text = text_of(sign_in(clerk).get(page(case)))
    assert "<s>告知延期</s>" in text
    assert "已划去：没有延期" in text


def test_a_case_not_yet_confirmed_has_no_clock(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    text = text_of(sign_in(clerk).get(page(made(housing, state=State.UNCONFIRMED, channel="fax"))))
    assert "待双方确认" in text
    assert "为什么" not in text


def test_who_asked_is_masked(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    text = text_of(sign_in(clerk).get(page(made(housing, clerk))))
    assert NAME not in text
    assert NUMBER not in text
    assert "13800001234" not in text


def test_a_third_party_is_whole_for_the_clerk_and_masked_for_the_auditor(
    housing: Agency, clerk: Person, auditor: Person, sign_in: SignIn
) -> None:
    case = made(housing, clerk)
    Consultation.objects.create(
        case=case, tag="1", whom="third-party", party="赵钱孙李", extract="x", created_at=NOW
    )
    assert "赵钱孙李" in text_of(sign_in(clerk).get(page(case)))
    assert "赵钱孙李" not in text_of(sign_in(auditor).get(page(case)))


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_those_who_count_or_administer_see_no_case(
    housing: Agency, district: Agency, appoint: Appoint, sign_in: SignIn, role: Role
) -> None:
    assert sign_in(appoint(role, district)).get(page(made(housing))).status_code == 404


def test_another_agency_sees_nothing(housing: Agency, street: Agency, appoint: Appoint, sign_in: SignIn) -> None:
    case = made(housing, repeats=None)
    assert sign_in(appoint(Role.CLERK, street)).get(page(case)).status_code == 404


def test_the_office_it_was_given_to_sees_it(
    housing: Agency, street: Agency, appoint: Appoint, sign_in: SignIn
) -> None:
    case = made(housing, unit=street)
    assert sign_in(appoint(Role.INFORMATION_OFFICER, street)).get(page(case)).status_code == 200


def test_cases_that_belong_together_lead_to_each_other(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    earlier = made(housing, clerk)
    later = made(housing, clerk, repeats=earlier, split_from=earlier)
    text = text_of(sign_in(clerk).get(page(later)))
    assert f'重复的申请 <a href="{page(earlier)}"' in text
    assert "拆分出" in text_of(sign_in(clerk).get(page(earlier)))


def test_the_number_of_questions_does_not_grow(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client, case = sign_in(clerk), made(housing, clerk)
    client.get(page(case))
    with CaptureQueriesContext(connection) as few:
        client.get(page(case))
    for n in range(1, 9):
        made(housing, clerk)
        happened(case, "assigned", date(2026, 3, n + 1), clerk)
    with CaptureQueriesContext(connection) as many:
        client.get(page(case))
    assert len(many) == len(few)

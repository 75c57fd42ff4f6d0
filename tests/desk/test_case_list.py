"""办件: what stands in the working list, in which order, for whom."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.cases.models import Consultation, Decision, OfficeTask, Service
from gongkai.cases.states import State

from .cases import NAME, NOW, NUMBER, happened, letter_of, made
from .conftest import Appoint, SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")

LIST = "/desk/cases/"


def test_the_late_one_stands_on_top_with_its_mark(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    made(housing, clerk, description="还有时间的")
    made(housing, clerk, date(2026, 1, 5), description="过了期限的")
    text = text_of(sign_in(clerk).get(LIST))
    assert text.index("过了期限的") < text.index("还有时间的")
    assert text.count('class="is-late"') == 1
    assert "已逾期" in text
    assert "还剩" in text


def test_the_rail_says_how_many_are_theirs_and_how_many_late(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    made(housing, clerk, date(2026, 1, 5))
    made(housing)
    assert 'class="count late">1 / 2<' in text_of(sign_in(clerk).get(LIST))


def test_the_rail_counts_for_a_head_what_waits_for_approval(
    housing: Agency, head: Person, sign_in: SignIn
) -> None:
    made(housing, state=State.IN_APPROVAL)
    made(housing)
    assert 'class="count">1<' in text_of(sign_in(head).get(LIST)).replace(' aria-current="page"', "")


def test_the_tabs_narrow_it_down(housing: Agency, clerk: Person, appoint: Appoint, sign_in: SignIn) -> None:
    made(housing, clerk, description="我手上的")
    made(housing, appoint(Role.CLERK, housing), description="别人手上的")
    made(housing, description="没有人认领的")
    client = sign_in(clerk)
    mine = text_of(client.get(LIST, {"which": "mine"}))
    assert "我手上的" in mine
    assert "别人手上的" not in mine
    unclaimed = text_of(client.get(LIST, {"which": "unclaimed"}))
    assert "没有人认领的" in unclaimed
    assert "我手上的" not in unclaimed


def test_a_waiting_case_is_never_late(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    case = made(housing, clerk, date(2026, 1, 5), state=State.AWAITING_SUPPLEMENT)
    happened(case, "supplement-noticed", date(2026, 1, 8), clerk)
    text = text_of(sign_in(clerk).get(LIST))
    assert "等候期间不计时" in text
    assert "等申请人补正" in text
    assert "is-late" not in text


def test_whom_it_waits_for_stands_beside_the_state(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    asked = made(housing, clerk)
    letter = letter_of(asked, clerk)
    Consultation.objects.create(
        case=asked, tag="1", whom="third-party", party="某公司", extract="x", letter=letter, created_at=NOW
    )
    assert "等被征求意见方" not in text_of(sign_in(clerk).get(LIST)), "the letter has not left"
    Service.objects.create(
        case=asked, letter=letter, to="1", route="direct", dispatched_on=NOW.date(), created_by=clerk,
        created_at=NOW,
    )  # fmt: skip
    task = made(housing, clerk)
    OfficeTask.objects.create(case=task, unit=housing, question="有吗", due_on=NOW.date(), asked_at=NOW)
    text = text_of(sign_in(clerk).get(LIST))
    assert "等被征求意见方" in text
    assert "等协查科室" in text


def test_nothing_personal_stands_in_a_list_or_its_export(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    made(housing, clerk)
    client = sign_in(clerk)
    for text in (text_of(client.get(LIST)), text_of(client.get(LIST, {"csv": "1"}))):
        assert NAME not in text
        assert NUMBER not in text
        assert "欧***" in text


def test_the_export_holds_exactly_what_is_shown(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    made(housing, clerk, description="要导出的")
    made(housing, description="不在里面的")
    response = sign_in(clerk).get(LIST, {"csv": "1", "which": "mine"})
    assert response["Content-Type"].startswith("text/csv")
    assert "要导出的" in text_of(response)
    assert "不在里面的" not in text_of(response)


def test_the_workbook_holds_the_same_as_the_csv(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    made(housing, clerk, description="=1+1")
    client = sign_in(clerk)
    lines = list(csv.reader(io.StringIO(client.get(LIST, {"csv": "1"}).content.decode("utf-8-sig"))))
    response = client.get(LIST, {"xlsx": "1"})
    (sheet,) = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets
    cells = [["" if cell.value is None else str(cell.value)[:10] for cell in row] for row in sheet.iter_rows()]
    assert cells == [[text[:10] for text in line] for line in lines]
    assert "'=1+1" in cells[1]


def test_words_are_found_in_number_and_content(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    made(housing, clerk, description="征地补偿款发放表", number="示申1")
    made(housing, clerk, description="别的事情", number="示申2")
    client = sign_in(clerk)
    for words in ("补偿款", "示申1"):
        text = text_of(client.get(LIST, {"q": words}))
        assert "征地补偿款发放表" in text
        assert "别的事情" not in text
    assert "没有符合条件的申请" in text_of(client.get(LIST, {"q": "没有这样的"}))


def test_fifty_a_page_and_the_rest_on_the_next(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    for _ in range(53):
        made(housing, clerk)
    client = sign_in(clerk)
    first = text_of(client.get(LIST))
    assert first.count("<tr data-row") == 50
    after = first.split('rel="next" href="?')[1].split('"')[0].replace("&amp;", "&")
    second = text_of(client.get(f"{LIST}?{after}"))
    assert second.count("<tr data-row") == 3
    assert "回到第一页" in second


def test_the_number_of_questions_does_not_grow(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    made(housing, clerk)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _ in range(20):
        made(housing, clerk)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_a_place_in_the_list_that_is_none_is_told(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    response = sign_in(clerk).get(LIST, {"after": "nonsense"})
    assert response.status_code == 409
    assert "回到列表首页" in text_of(response)


def test_an_empty_list_says_what_will_be_here(clerk: Person, sign_in: SignIn) -> None:
    assert "没有在办的申请" in text_of(sign_in(clerk).get(LIST))


def test_a_clerk_arrives_at_the_list(clerk: Person, sign_in: SignIn) -> None:
    assert sign_in(clerk).get("/desk/")["Location"] == reverse("desk:cases")


def test_who_reviews_and_who_approves_have_tabs_of_their_own(
    housing: Agency, clerk: Person, reviewer: Person, sign_in: SignIn
) -> None:
    case = made(housing, clerk, description="拟好的")
    made(housing, clerk, description="还没有拟的")
    Decision.objects.create(case=case, reply="granted", row="3.1", drafted_by=clerk, drafted_at=NOW)
    text = text_of(sign_in(reviewer).get(LIST, {"which": "to_review"}))
    assert "拟好的" in text
    assert "还没有拟的" not in text
    assert "等审查" in text
    assert "件待办" in text, "the rail counts it"
    assert "待认领" not in text
    assert "待审查" not in text_of(sign_in(clerk).get(LIST))


def test_an_office_that_is_only_asked_arrives_at_what_it_is_asked(
    housing: Agency, appoint: Appoint, sign_in: SignIn
) -> None:
    officer = appoint(Role.INFORMATION_OFFICER, housing)
    assert sign_in(officer).get("/desk/")["Location"] == reverse("desk:tasks")

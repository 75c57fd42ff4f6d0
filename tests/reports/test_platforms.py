"""Questions of other platforms: imported, answered from the report, what is missing named, typed once."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from openpyxl import Workbook

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.reports import platforms
from gongkai.reports.models import PlatformQuestion, ReferenceFigure
from gongkai.reports.states import State
from gongkai.statute.form import SLASH

from .conftest import AT, TODAY, entries
from .filed import filed

HEAD = "平台,编号,问题,单位,取数\n"
TABLE = HEAD + (
    "省政务公开平台,A1,申请总量,件,[1/总计] + [2/总计]\n"
    "省政务公开平台,A2,每万人申请的基数,人,{常住人口}\n"
    "法治考核,B1,规章制发件数,件,[规章/本年制发件数]\n"
)


def imported(user: Person, district: Agency, text: str = TABLE, **more: object) -> platforms.Outcome:
    return platforms.import_questions(user, district, text.encode(), at=AT, **more)  # type: ignore[arg-type]


def typed(user: Person, agency: Agency, value: str = "40000", **more: object) -> ReferenceFigure:
    given = {"name": "常住人口", "source": "统计公报", "as_of": date(2024, 12, 31), "at": AT, **more}
    return platforms.enter(user, agency, 2024, value=Decimal(value), **given)  # type: ignore[arg-type]


def answered(user: Person, agency: Agency, platform: str = "") -> dict[str, platforms.Row]:
    asked = platforms.asked_of(agency, platform)
    return {row.question.code: row for row in platforms.answers(user, [agency], 2024, asked, on=TODAY)}


def test_a_table_is_tried_and_taken_in(supervisor: Person, district: Agency) -> None:
    tried = imported(supervisor, district, dry_run=True)
    assert ([line.step for line in tried.lines], tried.applied) == (["new"] * 3, False)
    assert not PlatformQuestion.objects.exists()
    assert imported(supervisor, district).applied
    assert [one.code for one in platforms.questions(district, "省政务公开平台")] == ["A1", "A2"]
    assert json.loads(entries("reports.platform_questions")[0].data) == {"rows": 3, "platforms": 2}


def test_a_workbook_is_a_table_too(supervisor: Person, district: Agency) -> None:
    book, out = Workbook(), io.BytesIO()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(out)
    platforms.import_questions(supervisor, district, out.getvalue(), at=AT)
    assert platforms.questions(district).count() == 3


def test_a_changed_question_keeps_the_old_one_and_its_place(supervisor: Person, district: Agency) -> None:
    imported(supervisor, district)
    again = imported(supervisor, district, TABLE.replace("[1/总计] + [2/总计]", "[1/总计]"))
    assert [line.step for line in again.lines] == ["changed", "same", "same"]
    assert PlatformQuestion.objects.count() == 4
    assert [one.source for one in platforms.questions(district, "省政务公开平台")] == ["[1/总计]", "{常住人口}"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("平台,A9,问题,件,[9/总计]", "年报没有“9/总计”这一格"),
        ("平台,A9,问题,件,1+1", "读不懂"),
        ("平台,,问题,件,[1/总计]", "请填写编号"),
        ("省政务公开平台,A1,问题,件,[1/总计]", "与上面的一行相同"),
    ],
)
def test_one_fault_keeps_all_out(supervisor: Person, district: Agency, line: str, told: str) -> None:
    outcome = imported(supervisor, district, TABLE + line)
    assert told in outcome.errors[0].message
    assert not PlatformQuestion.objects.exists()
    assert not entries("reports.platform_questions")


def test_answers_say_what_they_are_from(supervisor: Person, district: Agency, bureau: Agency) -> None:
    imported(supervisor, district)
    filed(bureau, received=4, carried=2)
    typed(supervisor, bureau)
    found = answered(supervisor, bureau)
    assert {code: row.value for code, row in found.items()} == {"A1": 7, "A2": 40000, "B1": 0}
    assert "本年新收政府信息公开申请数量 5（年报第1版，已接受）" in found["A1"].basis[0]
    assert found["A2"].basis == ("常住人口 40000（统计公报，截至2024-12-31）",)


def test_what_is_missing_is_named_and_never_nought(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency, street: Agency
) -> None:
    imported(supervisor, district)
    filed(bureau, change={"1/总计": None, "规章/本年制发件数": SLASH})
    filed(finance, drop=("2/总计",))
    found = answered(supervisor, bureau)
    assert [row.value for row in found.values()] == [None, None, None]
    assert found["A1"].missing == ("一、本年新收政府信息公开申请数量：报告没有填",)
    assert "不适用" in found["B1"].missing[0]
    assert found["A2"].names == ("常住人口",)
    assert "表式没有这一格" in answered(supervisor, finance)["A1"].missing[0]
    assert answered(supervisor, street)["B1"].missing == ("规章，本年制发件数：没有2024年度报告",)


def test_the_report_that_counts_answers_before_a_newer_one_in_review(
    supervisor: Person, district: Agency, bureau: Agency
) -> None:
    imported(supervisor, district)
    filed(bureau, received=4)
    filed(bureau, state=State.READ, received=9)
    filed(bureau, state=State.DRAFT, received=90)
    assert answered(supervisor, bureau)["A1"].value == 7


def test_what_the_records_know(supervisor: Person, district: Agency, bureau: Agency) -> None:
    imported(supervisor, district, HEAD + "平台,R1,主动公开,条,<主动公开政府信息>\n平台,R2,年度,,<年度>\n")
    found = answered(supervisor, bureau)
    assert found["R1"].value == 0
    assert (found["R2"].value, found["R2"].missing) == (None, ("年度：这项记录是文字，不是数",))
    assert found["R1"].basis == ("主动公开政府信息 0（2024年工作记录）",)


def test_a_typed_figure_is_entered_once_and_replaced_openly(clerk: Person, bureau: Agency) -> None:
    first = typed(clerk, bureau)
    with pytest.raises(WrongState):
        typed(clerk, bureau)
    second = typed(clerk, bureau, "41000", at=AT + timedelta(hours=1))
    first.refresh_from_db()
    assert (first.replaced_at, second.replaced_at) == (AT + timedelta(hours=1), None)
    assert platforms.references([bureau], 2024) == {(bureau.pk, "常住人口"): second}
    assert [json.loads(one.data)["again"] for one in entries("reports.reference")] == [False, True]


@pytest.mark.parametrize(
    "more", [{"source": " "}, {"name": ""}, {"as_of": TODAY + timedelta(days=1)}, {"value": "1e40"}]
)
def test_a_typed_figure_says_where_it_is_from(clerk: Person, bureau: Agency, more: dict[str, object]) -> None:
    with pytest.raises(Refused):
        typed(clerk, bureau, **more)  # type: ignore[arg-type]
    assert not ReferenceFigure.objects.exists()


def test_a_question_is_retired_once(supervisor: Person, district: Agency) -> None:
    imported(supervisor, district)
    one = PlatformQuestion.objects.get(code="A1")
    platforms.retire(supervisor, one, at=AT)
    with pytest.raises(WrongState):
        platforms.retire(supervisor, one, at=AT)
    assert [q.code for q in platforms.questions(district)] == ["B1", "A2"]
    assert len(entries("reports.platform_retire")) == 1


def test_who_may_not(
    supervisor: Person, clerk: Person, outsider: Person, district: Agency, bureau: Agency
) -> None:
    for user in (clerk, outsider):
        with pytest.raises(NotAllowed):
            imported(user, district)
    imported(supervisor, district)
    with pytest.raises(NotAllowed):
        platforms.retire(clerk, PlatformQuestion.objects.first(), at=AT)
    with pytest.raises(NotAllowed):
        typed(outsider, bureau)
    with pytest.raises(NotAllowed):
        answered(outsider, bureau)
    assert not ReferenceFigure.objects.exists()
    assert PlatformQuestion.objects.filter(retired_at=None).count() == 3

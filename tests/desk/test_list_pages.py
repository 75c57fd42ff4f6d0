"""目录和指南: each page shows what it should, and each step of it is taken by whoever may."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.actions import Contact
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases.models import Case
from gongkai.desk import conversion_pages
from gongkai.desk.access import Asking
from gongkai.publication import columns, counts, guide, handing_over
from gongkai.publication.models import (
    Column,
    Conversion,
    Guide,
    Item,
    ListHandover,
    NothingNew,
    Obligation,
    Reassessment,
    WorkRule,
    YearCount,
    YearTarget,
)
from tests.publication.test_column_import import PLAIN
from tests.publication.test_counts import GOOD, HEAD, workbook
from tests.publication.test_register import laid

from . import lists
from .cases import NOW as AT
from .cases import applicant, made
from .conftest import Appoint, SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")


def at(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def chief(head: Person, sign_in: SignIn) -> Client:
    return sign_in(head)


@pytest.fixture
def desk(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def sheet(data: bytes, name: str = "表.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_the_list_begins_with_the_law(chief: Client, housing: Agency) -> None:
    assert "还没有目录" in text_of(chief.get(at("columns_of", housing.pk)))
    assert "按《条例》第二十条" in text_of(chief.get(at("columns_from_law", housing.pk)))
    done = chief.post(at("columns_from_law", housing.pk), {"codes": ["20.1", "20.6", "21.1"]}, follow=True)
    text = text_of(done)
    assert "已加入目录。" in text
    assert "具有一定社会影响的行政处罚决定" in text
    assert "空白" in text
    assert set(Column.objects.values_list("category", flat=True)) == {"20.1", "20.6", "21.1"}
    page = text_of(chief.get(at("column", housing.pk, Column.objects.get(period="penalty").pk)))
    assert "年度报告表二计全部处理决定" in page


def test_a_line_of_its_own_owned_and_ended(chief: Client, clerk: Person, housing: Agency) -> None:
    given = {"title": "保障性住房", "period": "ordinary", "manner": "active", "ways": ["website", "board"],
             "fresh_days": "90"}  # fmt: skip
    assert chief.post(at("column_add", housing.pk), given).status_code == 302
    line = Column.objects.get()
    assert (line.title, line.ways, line.fresh_days) == ("保障性住房", ["website", "board"], 90)
    edited = {**given, "order": "10", "content": "分配结果"}
    assert chief.post(at("column_edit", housing.pk, line.pk), edited).status_code == 302
    owner = {"person": clerk.pk, "from_on": "2026-03-13", "unit": "房管科"}
    page = text_of(chief.post(at("column_owner", housing.pk, line.pk), owner, follow=True))
    assert "房管科" in page
    assert "分配结果" in page
    closed = chief.post(at("column_close", housing.pk, line.pk), {"last_day": "2026-03-13", "reason": "并入"})
    assert closed.status_code == 302
    line.refresh_from_db()
    assert line.until_on == date(2026, 3, 13)


def test_a_refusal_comes_back_with_everything_typed(chief: Client, housing: Agency) -> None:
    lists.column(housing)
    given = {"title": "保障性住房", "period": "ordinary", "manner": "active", "basis": "某办法"}
    text = text_of(chief.post(at("column_add", housing.pk), given))
    assert "已有“保障性住房”" in text
    assert "某办法" in text


def test_a_quarter_without_anything_new(desk: Client, clerk: Person, housing: Agency) -> None:
    line = lists.column(housing)
    address = at("column_nothing_new", housing.pk, line.pk)
    assert 'value="2025-10-01"' in text_of(desk.get(address))
    given = {"from_on": "2025-10-01", "until_on": "2025-12-31", "reason": "没有分配"}
    assert "已登记本期无新增" in text_of(desk.post(address, given, follow=True))
    assert NothingNew.objects.get().by == clerk


def test_from_its_column_an_item_is_begun_and_the_public_page_opened(desk: Client, housing: Agency) -> None:
    line = lists.column(housing)
    page = text_of(desk.get(at("column", housing.pk, line.pk)))
    begin = f"{at('item_new')}?agency={housing.pk}&column={line.pk}"
    assert begin.replace("&", "&amp;") in page
    assert f'<option value="{line.pk}" selected>' in text_of(desk.get(begin))
    shown = re.search(r'href="(/agencies/[^"]+/catalogue/\d+/)">公众看到的栏目', page)
    assert shown is not None
    assert line.title in text_of(desk.get(shown[1]))


def test_the_districts_own_catalogue_is_tried_and_taken_in(chief: Client, housing: Agency) -> None:
    address = at("columns_import", housing.pk)
    tried = text_of(chief.post(address, {"file": sheet(PLAIN), "category": "21.7"}))
    assert "试算通过" in tried
    assert "社会救助 ／ 最低生活保障" in tried
    assert not Column.objects.exists()
    kept = tried.split('name="kept" value="')[1].split('"')[0]
    done = text_of(chief.post(address, {"kept": kept, "apply": "1", "category": "21.7"}))
    assert "已经导入" in done
    assert set(Column.objects.values_list("category", flat=True)) == {"21.7"}
    wrong = text_of(chief.post(address, {"file": sheet(b"x,y\n1,2", "a.csv")}))
    assert "XLSX" in wrong
    assert "请选择表格文件" in text_of(chief.post(address, {}))


def test_what_is_owed_from_its_entry_to_its_end(desk: Client, housing: Agency) -> None:
    line = lists.column(housing, period="licence")
    assert f'value="{line.pk}" selected' in text_of(
        desk.get(at("obligation_new", housing.pk) + f"?column={line.pk}")
    )
    given = {"title": "施工许可决定", "column": line.pk, "formed_on": "2026-03-02", "period": ""}
    page = text_of(desk.post(at("obligation_new", housing.pk), given, follow=True))
    one = Obligation.objects.get()
    assert (one.period, one.due_on) == ("licence", date(2026, 3, 11))
    assert "国办发〔2018〕118号" in page
    assert "已逾期" in page
    assert "施工许可决定" in text_of(desk.get(at("obligations", housing.pk) + "?standing=late"))
    assert "没有这样的信息" in text_of(desk.get(at("obligations", housing.pk) + "?standing=excused"))
    change = {**given, "formed_on": "2026-03-09", "reason": "看错日期", "revision": one.revision}
    assert desk.post(at("obligation_do", housing.pk, one.pk, "change"), change).status_code == 302
    one.refresh_from_db()
    assert one.due_on == date(2026, 3, 18)
    stale = desk.post(at("obligation_do", housing.pk, one.pk, "excuse"), {"reason": "x", "revision": 0})
    assert "刚刚有人办理过" in text_of(stale)
    item = laid(housing, "1", date(2026, 3, 9), first_public_on=date(2026, 3, 12))
    named = {"item": item.pk, "revision": one.revision}
    page = text_of(desk.post(at("obligation_do", housing.pk, one.pk, "item"), named, follow=True))
    assert "按期公开" in page
    one.refresh_from_db()
    again = {"reason": "对应错了", "revision": one.revision}
    assert desk.post(at("obligation_do", housing.pk, one.pk, "reopen"), again).status_code == 302
    one.refresh_from_db()
    excused = {"reason": "不具有社会影响", "revision": one.revision}
    assert "不需公开" in text_of(
        desk.post(at("obligation_do", housing.pk, one.pk, "excuse"), excused, follow=True)
    )
    assert desk.get(at("obligation_do", housing.pk, one.pk, "vanish")).status_code == 404
    assert "施工许可决定" in desk.get(at("obligations", housing.pk) + "?csv=1&standing=excused").content.decode(
        "utf-8-sig"
    )


def test_a_budget_says_both_days_and_what_was_too_early_says_so(desk: Client, housing: Agency) -> None:
    budget = lists.owed(housing, "部门预算", date(2026, 1, 26), period="budget-department")
    page = text_of(desk.get(at("obligation", housing.pk, budget.pk)))
    assert "2026年2月15日" in page
    assert "2026年2月14日" in page
    item = laid(housing, "1", date(2026, 3, 1), first_public_on=date(2026, 3, 1))
    early = lists.owed(housing, "预算", date(2026, 3, 2), item=item)
    assert "公开得过早" in text_of(desk.get(at("obligation", housing.pk, early.pk)))


def test_the_guide_is_written_refused_and_published(chief: Client, desk: Client, housing: Agency) -> None:
    assert "还没有指南" in text_of(desk.get(at("guide", housing.pk)))
    given = {**lists.TEXTS, "ways": "", "revision": "0"}
    page = text_of(desk.post(at("guide_edit", housing.pk), given, follow=True))
    assert "还不能发布" in page
    assert "政府信息的获取方式" in page
    assert "办公地址" in page
    assert desk.get(at("guide_publish", housing.pk)).status_code == 404
    refused = text_of(chief.post(at("guide_publish", housing.pk), {"revision": 1}))
    assert "不能发布，缺少" in refused
    agencies.set_contact(housing, lists.CONTACT, by=OPERATOR, at=AT)
    assert desk.post(at("guide_edit", housing.pk), {**lists.TEXTS, "revision": "1"}).status_code == 302
    page = text_of(chief.post(at("guide_publish", housing.pk), {"revision": 2}, follow=True))
    assert "指南已发布" in page
    assert "示范区建设路1号" in page
    agencies.set_contact(housing, Contact(**{**lists.CONTACT.__dict__, "phone": ""}), by=OPERATOR, at=AT)
    assert "停止显示" in text_of(chief.get(at("guide", housing.pk)))


def test_a_draft_of_the_guide_is_thrown_away_and_old_versions_stay(desk: Client, housing: Agency) -> None:
    lists.with_guide(housing)
    guide.edit(OPERATOR, housing, other="新的一版", at=AT)
    assert desk.get(at("guide_discard", housing.pk)).status_code == 405
    assert "草稿已丢弃" in text_of(desk.post(at("guide_discard", housing.pk), follow=True))
    assert Guide.objects.count() == 1
    assert desk.post(at("guide_discard", housing.pk)).status_code == 404
    assert "第 1 版" in text_of(desk.get(at("guide_version", housing.pk, 1)))
    assert desk.get(at("guide_version", housing.pk, 7)).status_code == 404


def test_rules_of_the_work(chief: Client, desk: Client, housing: Agency) -> None:
    given = {"title": "信息公开审查制度", "made_on": "2025-01-06"}
    assert chief.post(at("work_rule_new", housing.pk), given).status_code == 302
    one = WorkRule.objects.get()
    assert "应当检视" in text_of(desk.get(at("work_rules", housing.pk)))
    assert desk.get(at("work_rule_new", housing.pk)).status_code == 404
    looked = {"on": "2026-03-13", "note": "继续有效"}
    assert "检视，继续有效" in text_of(
        chief.post(at("work_rule_do", housing.pk, one.pk, "look"), looked, follow=True)
    )
    revised = {"on": "2026-03-13", "note": "增加页面检查", "document_number": "示住建发〔2026〕1号"}
    assert chief.post(at("work_rule_do", housing.pk, one.pk, "revise"), revised).status_code == 302
    item = laid(housing, "1", date(2026, 3, 1))
    text = text_of(chief.post(at("work_rule_do", housing.pk, one.pk, "text"), {"item": item.pk}, follow=True))
    assert item.title in text
    repealed = {"on": "2026-03-13", "note": "由新制度取代"}
    assert "已废止" in text_of(chief.post(at("work_rule_do", housing.pk, one.pk, "repeal"), repealed, follow=True))
    assert chief.get(at("work_rule_do", housing.pk, one.pk, "burn")).status_code == 404


def test_the_figures_of_a_year_open_onto_their_records(desk: Client, housing: Agency) -> None:
    laid(housing, "1", date(2026, 1, 5), category="20.1")
    laid(housing, "2", date(2026, 1, 6), category="20.1", state="withdrawn")
    counts.enter(OPERATOR, housing, year=2026, what="penalty", number=1003, at=AT)
    page = text_of(desk.get(at("published_year", housing.pk)))
    assert "没有登记" in page
    assert "1003" in page
    group = text_of(desk.get(at("published_group", housing.pk, 2026, "category", "20.1")))
    assert "文件1" in group
    assert "文件2" in text_of(desk.get(at("published_group", housing.pk, 2026, "withdrawn", "all")))
    assert "文件1" in text_of(desk.get(at("table2_cell", housing.pk, 2026, 3)))
    assert "现在的数" in text_of(desk.get(at("table2_cell", housing.pk, 2026, 7)))
    assert "还没有登记" in text_of(desk.get(at("table2_cell", housing.pk, 2026, 6)))
    for missing in (
        at("published_group", housing.pk, 2026, "category", "9"),
        at("published_group", housing.pk, 2026, "x", "1"),
        at("table2_cell", housing.pk, 2026, 99), at("published_year", housing.pk) + "?year=1999",
    ):  # fmt: skip
        assert desk.get(missing).status_code == 404
    assert "条例事项" in desk.get(at("published_year", housing.pk) + "?csv=1").content.decode("utf-8-sig")


def test_counts_are_entered_and_imported_and_a_target_is_set(desk: Client, housing: Agency) -> None:
    given = {"year": "2025", "what": "charge", "number": "2.02"}
    page = text_of(desk.post(at("count_enter", housing.pk), given, follow=True))
    assert "2.02" in page
    assert "应是整数" in text_of(desk.post(at("count_enter", housing.pk), {**given, "what": "licence"}))
    tried = text_of(desk.post(at("counts_import", housing.pk), {"file": sheet(GOOD)}))
    assert "试算通过" in tried
    assert YearCount.objects.count() == 1
    kept = tried.split('name="kept" value="')[1].split('"')[0]
    assert "已经导入" in text_of(desk.post(at("counts_import", housing.pk), {"kept": kept, "apply": "1"}))
    bad = text_of(desk.post(at("counts_import", housing.pk), {"file": sheet(workbook(HEAD, [2025, "罚款", 1]))}))
    assert "1 行不能导入" in bad
    target = {"year": "2026", "category": "", "number": "300"}
    assert "300 条" in text_of(desk.post(at("count_target", housing.pk), target, follow=True))
    assert YearTarget.objects.get().number == 300


def test_the_register_explains_a_year(desk: Client, housing: Agency) -> None:
    assert "没有现行有效" in text_of(desk.get(at("register", housing.pk)))
    laid(housing, "1", date(2020, 1, 5))
    laid(housing, "2", date(2019, 1, 5), created_at=AT)
    laid(housing, "3", date(2018, 1, 5), validity="repealed")
    page = text_of(desk.get(at("register", housing.pk)))
    assert "1 件以前制发、2026年才收录" in page
    assert "没有日期" in page
    for which in ("before", "made", "repealed", "lapsed", "now", "entered_late", "undated"):
        assert desk.get(at("register_list", housing.pk, 2026, "normative", which)).status_code == 200
    assert desk.get(at("register_list", housing.pk, 2026, "notice", "now")).status_code == 404
    assert desk.get(at("register_list", housing.pk, 2026, "rule", "all")).status_code == 404


def test_what_was_withheld_is_looked_at_again(chief: Client, desk: Client, housing: Agency) -> None:
    kept = laid(
        housing, "1", date(2024, 1, 5), state="kept", disclosure_class="on_request", class_basis="第十六条"
    )
    page = text_of(chief.get(at("item_reassessments", housing.pk)))
    assert "已逾期" in page
    assert desk.get(at("item_reassessments", housing.pk)).status_code == 404
    given = {"result": "keep", "reason": "仍是过程性信息"}
    assert "没有应当复核" in text_of(chief.post(at("item_reassess", housing.pk, kept.pk), given, follow=True))
    assert Reassessment.objects.get().next_on == date(2027, 3, 13)
    assert "请选择结论" in text_of(chief.post(at("item_reassess", housing.pk, kept.pk), {"reason": "x"}))


def test_a_suggestion_is_agreed_to_or_declined(chief: Client, desk: Client, housing: Agency) -> None:
    one = lists.suggestion(housing)
    other = Conversion.objects.create(agency=housing, title="另一件", cases=["x"], applicants=2, suggested_at=AT)
    assert "老旧小区改造名单" in text_of(desk.get(at("conversions", housing.pk)))
    given = {"decision": "agree", "title": "2025年老旧小区改造名单"}
    page = text_of(chief.post(at("conversion", housing.pk, one.pk), given, follow=True))
    assert "以前公开" in page
    assert Obligation.objects.get().title == "2025年老旧小区改造名单"
    declined = {"decision": "decline", "title": "x"}
    assert "请写明不转为主动公开的理由" in text_of(chief.post(at("conversion", housing.pk, other.pk), declined))
    declined["reason"] = "涉及个人隐私"
    assert chief.post(at("conversion", housing.pk, other.pk), declined).status_code == 302


def test_two_applicants_for_the_same_are_suggested_from_the_request(
    desk: Client, clerk: Person, housing: Agency
) -> None:
    words = "2025年老旧小区改造工程的中标单位名单和工程款支付明细"
    first = made(housing, clerk, description=words)
    case = made(housing, clerk, description=words, applicant=applicant(housing, "另一人"))
    page = text_of(desk.get(at("conversion_suggest", case.pk)))
    assert first.number in page
    given = {"title": "老旧小区改造中标名单", "cases": [first.number]}
    assert "已提出建议" in text_of(desk.post(at("conversion_suggest", case.pk), given, follow=True))
    one = Conversion.objects.get()
    assert (one.cases, one.applicants) == (sorted([first.number, case.number]), 2)
    alone = made(housing, clerk, description="食堂采购的全部发票复印件")
    assert "没有找到" in text_of(desk.get(at("conversion_suggest", alone.pk)))


def test_registering_the_second_request_makes_the_suggestion_by_itself(
    clerk: Person, housing: Agency, case: Case
) -> None:
    asking = Asking(clerk, AT)
    words = "2025年老旧小区改造工程的中标单位名单和工程款支付明细"
    first = made(housing, clerk, description=words)
    assert conversion_pages.registered(asking, first) is None
    again = made(housing, clerk, description=words, applicant=first.applicant)
    assert conversion_pages.registered(asking, again) is None
    other = made(housing, clerk, description=words, applicant=applicant(housing, "另一人"))
    found = conversion_pages.registered(asking, other)
    assert found is not None
    assert (found.applicants, len(found.cases)) == (2, 3)
    assert "另一人" not in found.title


def test_the_page_of_a_request_leads_there(desk: Client, chief: Client, case: Case) -> None:
    assert at("conversion_suggest", case.pk) in text_of(desk.get(at("case", case.pk)))
    assert at("conversion_suggest", case.pk) not in text_of(chief.get(at("case", case.pk)))


def test_nothing_of_the_law_is_left_to_add(chief: Client, housing: Agency) -> None:
    columns.from_law(OPERATOR, housing, at=AT)
    assert "都已在目录中" in text_of(chief.get(at("columns_from_law", housing.pk), follow=True))


def test_a_list_is_handed_over_and_kept(desk: Client, housing: Agency) -> None:
    laid(housing, "1", date(2026, 1, 5))
    given = {"kind": "library", "receiver": "示范区图书馆", "until_on": "2026-03-13"}
    assert "示范区图书馆" in text_of(desk.post(at("list_hand_over", housing.pk), given, follow=True))
    one = ListHandover.objects.get()
    file = desk.get(at("list_handover_file", housing.pk, one.pk))
    assert file.content[:2] == b"PK"
    assert "没有要移送" in text_of(desk.post(at("list_hand_over", housing.pk), given))


def test_a_district_sees_all_its_lists_and_changes_no_office_work(
    supervisor: Person, sign_in: SignIn, housing: Agency, street: Agency
) -> None:
    lists.column(housing)
    lists.owed(housing, formed_on=date(2026, 1, 5))
    client = sign_in(supervisor)
    page = text_of(client.get(at("columns")))
    assert housing.name in page
    assert street.name in page
    assert client.get(at("columns_of", housing.pk)).status_code == 200
    assert client.get(at("obligation_new", housing.pk)).status_code == 404
    assert client.get(at("conversions", housing.pk)).status_code == 404


def test_one_agency_goes_straight_to_its_list(desk: Client, housing: Agency) -> None:
    assert desk.get(at("columns"))["Location"] == at("columns_of", housing.pk)


def test_catalogue_lines_that_lack_something_are_named(desk: Client, housing: Agency) -> None:
    columns.from_law(OPERATOR, housing, at=AT)
    laid(housing, "1", date(2026, 1, 5), summary="")
    assert "1 条已公开的信息在目录中不完整" in text_of(desk.get(at("columns_of", housing.pk)))
    assert "一级事项" in desk.get(at("columns_of", housing.pk) + "?csv=1").content.decode("utf-8-sig")


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_who_only_looks_finds_no_button(role: Role, housing: Agency, appoint: Appoint, sign_in: SignIn) -> None:
    line = lists.column(housing)
    client = sign_in(appoint(role, housing))
    page = text_of(client.get(at("column", housing.pk, line.pk)))
    assert "修改</a>" not in page
    assert "新建信息" not in page
    for name in ("column_edit", "column_close", "column_owner", "column_nothing_new"):
        assert client.post(at(name, housing.pk, line.pk), {}).status_code == 404


def test_items_elsewhere_are_not_found_here(chief: Client, housing: Agency, street: Agency) -> None:
    theirs = lists.column(street, "街道的")
    assert chief.get(at("column", housing.pk, theirs.pk)).status_code == 404
    kept = laid(street, "1", date(2024, 1, 5), state="kept", disclosure_class="on_request")
    assert chief.get(at("item_reassess", housing.pk, kept.pk)).status_code == 404
    assert not Item.objects.filter(agency=housing).exists()


@pytest.mark.parametrize("name", ["columns_of", "obligations", "conversions", "list_handovers", "register"])
def test_a_list_asks_the_same_however_long_it_is(name: str, chief: Client, housing: Agency) -> None:
    def one_more(n: int) -> None:
        lists.column(housing, f"事项{n}")
        lists.owed(housing, f"文件{n}")
        Conversion.objects.create(agency=housing, title="x", cases=["y"], applicants=2, suggested_at=AT)
        laid(housing, f"{n}", date(2020, 1, 5))
        handing_over.hand_over(
            OPERATOR, housing, kind="library", receiver=f"图书馆{n}", until_on=date(2026, 3, 13), at=AT
        )

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert chief.get(at(name, housing.pk)).status_code == 200
        return len(queries)

    one_more(1)
    asked()
    few = asked()
    for n in range(2, 9):
        one_more(n)
    assert asked() == few

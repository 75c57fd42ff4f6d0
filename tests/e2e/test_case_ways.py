"""The other ways of a request through the desk: a letter confirmed late, an oral one, offices, fees, withdrawal,
correction, and who does the work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Office
from .test_cases import at_a_desk, done, opened, scan, step

pytestmark = pytest.mark.e2e

SCANS = ("申请表.pdf", "身份证复印件.pdf")


def day(ago: int = 0) -> str:
    return str(datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=ago))


def came(page: Page, channel: str, words: str, *, ago: int = 0, scans: Sequence[str] = SCANS) -> None:
    page.goto("/desk/incoming/new/")
    page.get_by_label(channel, exact=True).check()
    page.get_by_label("收到日期").fill(day(ago))
    page.get_by_label("来件人（选填）").fill("诸葛某某")
    page.get_by_label("事由").fill(words)
    page.get_by_label("原件的扫描件").set_input_files([scan(one) for one in scans])  # type: ignore[arg-type]
    page.get_by_role("button", name="登记来件").click()


def entered(page: Page, number: str, *, what: str = "政府信息公开申请") -> str:
    """Registered as a request of somebody who never asked before; the address of the case."""
    step(page, "登记为申请")
    page.get_by_label("自然人").check()
    page.get_by_label("证件类型", exact=False).first.select_option("other")
    page.get_by_label("证件号码").first.fill(number)
    page.get_by_label("联系电话").first.fill("13800001234")
    page.get_by_label("通信地址").fill("示范区公开路一百号")
    page.get_by_label("申请种类").select_option(label=what)
    page.get_by_label("获取信息的形式").select_option("paper")
    page.get_by_label("获取信息的途径").select_option("post")
    page.get_by_role("button", name="登记为申请").click()
    return opened(page)


def taken(page: Page, case: str) -> None:
    page.goto(f"{case}steps/claim/")
    page.get_by_role("button", name="认领").click()
    done(page, "认领")


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
    done(page, words)


def leaves(page: Page, case: str) -> None:
    """The one draft of the case: numbered, sealed, posted."""
    page.goto(case)
    letter = page.locator(".papers a[href*='/letters/']").last.get_attribute("href")
    step(page, re.compile("^编号"))
    press(page, "编号")
    sealed = page.request.get(f"{letter}file/pdf/").body()
    step(page, re.compile("^上传盖章件"))
    page.get_by_label("盖章后的扫描件").set_input_files(scan("盖章.pdf", sealed))  # type: ignore[arg-type]
    press(page, "上传盖章件")
    step(page, re.compile("^发出"))
    page.get_by_label("邮政寄送").check()
    page.get_by_label("邮件号").fill("XA00000000002")
    press(page, "发出")


def arrives(page: Page) -> None:
    step(page, re.compile("^登记送达"))
    page.get_by_label("已送达").check()
    page.get_by_label("送达回证").set_input_files(scan("回证.pdf"))  # type: ignore[arg-type]
    page.get_by_role("button", name="登记送达结果").click()
    done(page, "登记送达结果")


def test_a_letter_counts_from_the_day_both_sides_confirmed(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page:
        came(page, "平常信函（无需签收）", "申请公开棚户区改造补偿方案", ago=1)
        entered(page, "L0000001")
        expect(page.locator(".summary")).to_contain_text("待双方确认")
        step(page, "登记联系未成")
        page.get_by_role("button", name="登记这次联系").click()
        expect(page.get_by_text("联系申请人未成")).to_be_visible()
        step(page, "登记双方确认")
        page.get_by_label("申请人确认的日期").fill(day())
        page.get_by_role("button", name="登记确认").click()
        done(page, "确认已登记")
        expect(page.locator(".summary")).to_contain_text(f"{day(1)} 来件")
        expect(page.locator(".summary")).to_contain_text(re.compile("还剩 (19|20) 个工作日"))


def test_what_was_asked_by_word_of_mouth_and_is_not_held(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page, at_a_desk(browser, office, "xinxi") as officer:
        came(page, "口头申请（代为填写）", "申请公开物业服务收费备案表", scans=())
        case = entered(page, "O0000001")
        taken(page, case)
        page.goto(f"{case}steps/ask-office/")
        page.get_by_label("科室").select_option(label="住建局物业管理科")
        page.get_by_label("协查内容").fill("查物业服务收费备案表")
        page.get_by_label("反馈期限").fill(day())
        press(page, "请科室协查")
        officer.goto("/desk/tasks/")
        step(officer, "查物业服务收费备案表")
        expect(officer.locator("main")).not_to_contain_text("诸葛")
        officer.get_by_label("没有此信息").check()
        officer.get_by_label("反馈内容").fill("查过发文登记簿，没有制作或者保存")
        officer.get_by_role("button", name="提交反馈").click()
        done(officer, "反馈已提交")
        _not_found(page, case)


def _not_found(page: Page, case: str) -> None:
    """No 'does not exist' without a search that is signed."""
    page.goto(f"{case}steps/search/")
    page.get_by_label("检索的系统和载体").fill("公文系统、档案室")
    page.get_by_label("检索词").fill("物业 收费 备案")
    page.get_by_label("检索结果").fill("没有")
    page.get_by_label("没有找到").check()
    page.get_by_label("签字").check()
    press(page, "登记检索")
    expect(page.locator("main")).to_contain_text("科室反馈")
    expect(page.locator("main")).to_contain_text("已签字")


def test_a_fee_is_noticed_paid_and_paid_back(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page:
        case = _charged(page, "F0000001")
        expect(page.locator("main")).to_contain_text("900 元（按量计收）")
        leaves(page, case)
        arrives(page)
        expect(page.locator(".summary")).to_contain_text("等申请人缴费")
        step(page, "登记缴费")
        page.get_by_label("财政票据号").fill("示财票0001")
        press(page, "登记缴费")
        page.goto(f"{case}steps/refund/")
        page.get_by_label("退还金额（元）").fill("901")
        page.get_by_label("理由").fill("页数算多了")
        page.get_by_role("button", name="登记退费").click()
        expect(page.get_by_text("退还金额应在1元至900元之间")).to_be_visible()
        page.get_by_label("退还金额（元）").fill("900")
        press(page, "登记退费")
        expect(page.locator("main")).to_contain_text("已退")


def _charged(page: Page, number: str) -> str:
    came(page, "当面提交", f"申请公开第{number}号卷的全部检查记录")
    case = entered(page, number)
    taken(page, case)
    page.goto(f"{case}steps/fee/")
    page.get_by_label("按件计收").check()
    page.get_by_label("缴纳方式").fill("在任一代收银行缴纳")
    page.get_by_role("button", name="通知缴费").click()
    expect(page.get_by_text("没有超过免费的件数")).to_be_visible()
    page.get_by_label("按量计收").check()
    page.get_by_label("页数").fill("110")
    page.get_by_role("button", name="通知缴费").click()
    done(page, "收费通知书已拟成草稿")
    return case


def test_who_withdraws_gets_a_letter_that_says_so(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page:
        came(page, "当面提交", "申请公开保障房轮候名单")
        case = entered(page, "W0000001")
        taken(page, case)
        page.goto(f"{case}steps/withdraw/")
        page.get_by_label("申请人撤回的书面材料").set_input_files(scan("撤回.pdf"))  # type: ignore[arg-type]
        press(page, "登记撤回")
        expect(page.locator(".summary")).to_contain_text("已答复")
        leaves(page, case)
        arrives(page)
        expect(page.locator(".summary")).to_contain_text("等核查办结")


def test_a_correction_is_passed_on(browser: Browser, office: Office) -> None:
    with at_a_desk(browser, office, "jingban") as page:
        came(page, "当面提交", "更正本人档案中的出生年月")
        case = entered(page, "C0000001", what="政府信息更正申请")
        taken(page, case)
        step(page, "拟定更正处理")
        step(page, "转送有权更正的行政机关")
        page.get_by_label("理由").fill("该记录由民政部门制作")
        page.get_by_label("有权更正的行政机关").fill("示范区民政局")
        page.get_by_label("转送日期").fill(day())
        page.get_by_role("button", name="保存草稿").click()
        expect(page.locator(".letter")).to_contain_text("转送示范区民政局")


def test_the_work_changes_hands(browser: Browser, office: Office) -> None:
    with (
        at_a_desk(browser, office, "jingban") as page,
        at_a_desk(browser, office, "guanli") as administrator,
        at_a_desk(browser, office, "xinxi") as other,
    ):
        came(page, "当面提交", "申请公开限价房摇号结果")
        case = entered(page, "H0000001")
        taken(page, case)
        page.goto(f"{case}steps/hand-over/")
        expect(page.get_by_label("移交给").locator("option", has_text="经某")).to_have_count(0)
        page.get_by_label("移交给").select_option(label="办某")
        press(page, "移交")
        expect(page.locator("main")).to_contain_text("办某")
        page.goto("/desk/cases/?which=all")
        page.locator("tbody tr", has_text="限价房").get_by_role("checkbox").check()
        page.get_by_role("button", name="分办选中的").click()
        page.get_by_label("经办人").select_option(label="办某")
        page.get_by_role("button", name="分办这 1 件").click()
        expect(page.get_by_text("与现在的承办科室和经办人相同")).to_be_visible()
        page.get_by_label("经办人").select_option(label="经某")
        page.get_by_role("button", name="分办这 1 件").click()
        done(page, "已分办 1 件")
        assert other.goto(case).status == 404  # type: ignore[union-attr]
        _stands_in(administrator)
        other.goto(case)
        expect(other.locator("h1")).to_contain_text("限价房")


def _stands_in(administrator: Page) -> None:
    administrator.goto("/desk/people/")
    step(administrator, "经某")
    step(administrator, "安排代理")
    administrator.get_by_label("代理人").select_option(label="信某")
    administrator.get_by_label("起始日期").fill(day())
    administrator.get_by_label("截止日期").fill(day(-7))
    administrator.get_by_role("button", name="安排代理").click()
    expect(administrator.locator("main")).to_contain_text("信某")

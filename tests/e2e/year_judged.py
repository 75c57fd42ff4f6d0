"""What others say of the year's work: an inspection whose finding is put right, a reconsideration that upholds an
answer, a lawsuit that waits; and what the office did for itself, a training and a problem it found."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, expect

from .test_cases import scan
from .year_people import HOUSING, Year, choose, follow, press

GOVERNMENT, COURT = "示范区人民政府", "示范区人民法院"
TRAINING, PEOPLE = "政府信息公开业务培训", 35
PROBLEM, MEASURE = "部分文件的公开不够及时", "按月核对应公开的文件"


# ---------------------------------------------------------------------------- reconsideration and lawsuit


def upheld(year: Year, case: str) -> str:
    """The firm turns to the government above, in vain; the address of the proceeding."""
    came = year.on(2025, 6, 9)
    clerk = year.clerk
    clerk.goto(case)
    follow(clerk, re.compile("^收到复议申请书、起诉状副本"))
    expect(clerk.get_by_label("关联申请编号")).not_to_be_empty()
    clerk.get_by_label("行政复议", exact=True).check()
    clerk.get_by_label("普通程序").check()
    _registered(clerk, came, GOVERNMENT, "示政复〔2025〕7号")
    found = re.search(r"/desk/reviews/\d+/", clerk.url)
    assert found is not None
    _answered(clerk, found[0], year.on(2025, 6, 16))
    decided = year.on(2025, 6, 30)
    clerk.goto(found[0])
    follow(clerk, "登记结果")
    choose(clerk.get_by_label("结果", exact=True), "维持")
    clerk.get_by_label("决定（裁判）日期").fill(str(decided))
    clerk.get_by_label("文号").fill("示政复决〔2025〕7号")
    clerk.get_by_label("决定书（裁判文书）").set_input_files(scan("决定书.pdf"))  # type: ignore[arg-type]  # a file
    press(clerk, "登记结果")
    expect(clerk.locator(".summary")).to_contain_text("结果维持")
    return found[0]


def sued(year: Year, review: str) -> None:
    """The firm goes to court; nothing is decided this year."""
    came = year.on(2025, 8, 18)
    clerk = year.clerk
    clerk.goto(review)
    follow(clerk, "申请人又起诉了，登记诉讼")
    expect(clerk.get_by_label("复议后起诉")).to_be_checked()
    _registered(clerk, came, COURT, "（2025）示01行初12号")
    _answered(clerk, clerk.url, year.on(2025, 8, 28))
    expect(clerk.locator(".summary")).to_contain_text("尚未审结")


def _registered(clerk: Page, came: date, body: str, number: str) -> None:
    clerk.get_by_label("收到副本的日期").fill(str(came))
    clerk.get_by_label("受理（立案）日期").fill(str(came))
    choose(clerk.get_by_label("被诉行为"), "对申请的答复")
    clerk.get_by_label("复议机关或者人民法院").fill(body)
    clerk.get_by_label("案号").fill(number)
    clerk.get_by_label("申请书（起诉状）副本").set_input_files(scan("副本.pdf"))  # type: ignore[arg-type]  # a file
    press(clerk, "登记", "已登记，编号")


def _answered(clerk: Page, proceeding: str, on: date) -> None:
    clerk.goto(proceeding)
    follow(clerk, "登记提交答复和证据")
    clerk.get_by_label("提交日期").fill(str(on))
    clerk.get_by_label("提交的答复书（答辩状）、证据和依据").set_input_files([scan("答复书.pdf")])  # type: ignore[arg-type]  # files
    press(clerk, "登记提交答复和证据", "已登记")


# ---------------------------------------------------------------------------- inspection


def inspected(year: Year) -> None:
    """The supervisor looks over the second quarter and finds that there is no guide; the office publishes one."""
    year.on(2025, 7, 10)
    above = year.supervisor
    above.goto("/desk/supervision/inspections/")
    follow(above, "开始检查")
    choose(above.get_by_label("机关"), HOUSING)
    expect(above.get_by_label("年度")).to_have_value("2025")
    expect(above.get_by_label("季度")).to_have_value("2")
    press(above, "开始", "已按记录判定")
    inspection = above.url
    expect(above.locator("tr", has_text="没有公布指南")).to_contain_text("有问题")
    _rest(above)
    follow(above, "结束检查")
    above.get_by_label("整改期限").fill("2025-08-08")
    press(above, "结束检查", "已结束")
    _put_right(year)
    above.goto(inspection)
    follow(above, re.compile("^整改："))
    follow(above, "复核通过")
    press(above, "复核通过", "已复核通过")


def _rest(page: Page) -> None:
    """What records cannot tell, a person looked at and found nothing."""
    rest = page.locator("td.actions a", has_text=re.compile("^判定$"))
    expect(rest.first).to_be_visible()
    for _ in range(rest.count()):
        rest.first.click()
        page.get_by_label("未发现问题").check()
        page.get_by_label("有几处").fill("0")
        press(page, "判定", "已判定")
    expect(rest).to_have_count(0)


def _put_right(year: Year) -> None:
    year.on(2025, 7, 17)
    clerk, head = year.clerk, year.head
    clerk.goto("/desk/supervision/shortcomings/")
    clerk.locator("main tbody a").first.click()
    short = clerk.url
    _guide(clerk, "修改指南")
    for label in ("政府信息的分类", "政府信息的编排体系", "政府信息的获取方式", "申请公开的办法", "监督投诉渠道"):
        clerk.get_by_label(label).fill("见本机关办公室公布的说明。")
    press(clerk, "保存草稿", "草稿已保存")
    _guide(head, "发布草稿")
    press(head, "发布", "指南已发布")
    clerk.goto(short)
    follow(clerk, "报送整改情况")
    clerk.get_by_label("整改情况").fill("2025年7月17日发布指南第1版，见门户“指南”。")
    press(clerk, "报送整改情况", "已报送")


def _guide(page: Page, step: str) -> None:
    page.goto("/desk/columns/")
    page.get_by_role("link", name="指南", exact=True).first.click()
    follow(page, step)


# ---------------------------------------------------------------------------- what the office did itself


def trained(year: Year) -> None:
    on = year.on(2025, 5, 29)
    _entered(year, "培训", {"培训日期": str(on), "培训主题": TRAINING, "参加人数": str(PEOPLE),
                          "培训内容和材料": "《中华人民共和国政府信息公开条例》"})  # fmt: skip


def found_wanting(year: Year) -> None:
    on = year.on(2025, 11, 20)
    _entered(year, "问题和改进", {"发现日期": str(on), "问题": PROBLEM, "改进措施": MEASURE})


def _entered(year: Year, kind: str, said: dict[str, str]) -> None:
    clerk = year.clerk
    clerk.goto("/desk/supervision/")
    follow(clerk, f"登记{kind}")
    for label, words in said.items():
        clerk.get_by_label(re.compile(f"^{label}(（选填）)?$")).fill(words)
    press(clerk, "登记", "已登记")

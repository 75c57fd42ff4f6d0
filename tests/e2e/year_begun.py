"""January: the office is set up by its head, with what its guide and its letters need."""

from __future__ import annotations

import re

from .year_people import HOUSING, Year, follow, press

ADDRESS, PHONE, MAIL, POSTCODE = "示范区公开路100号", "0533-1234567", "zjj@example.cn", "255400"


def begun(year: Year) -> int:
    """The number by which the pages know the office."""
    year.on(2025, 1, 6)
    head = year.head
    head.goto("/desk/settings/")
    follow(head, re.compile("^修改$"))
    head.get_by_label("有管辖权的人民法院").fill("示范区人民法院")
    press(head, "保存", "已保存")
    _contact(year)
    return _channel(year)


def _contact(year: Year) -> None:
    head = year.head
    head.goto("/desk/agencies/")
    head.locator("main").get_by_role("link", name=HOUSING, exact=True).click()
    follow(head, "修改联系方式")
    said = {"政府信息公开工作机构": "办公室", "办公地址": ADDRESS, "办公时间": "工作日8:30—17:00",
            "联系电话": PHONE, "传真": "无", "电子邮箱": MAIL, "邮政编码": POSTCODE}  # fmt: skip
    for label, words in said.items():
        head.get_by_label(label).fill(words)
    press(head, "保存联系方式", "联系方式已保存")


def _channel(year: Year) -> int:
    """Citizens can ask on the portal from now on."""
    head = year.head
    head.goto("/desk/settings/")
    head.get_by_role("link", name="启用渠道").click()
    head.get_by_label("网站在线提交").check()
    number = re.search(r"/settings/(\d+)/", head.url)
    assert number is not None
    head.get_by_label("邮箱、传真号码或者网址").fill(f"{year.office.address}/ask/a{number[1]}/")
    head.get_by_label("启用日期").fill(str(year.clock.today()))
    press(head, "启用", "已启用")
    return int(number[1])

"""The tables that an office imports, made in a test."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook

from gongkai.cases.ledger import COLUMNS as CASES
from gongkai.publication.stock_rows import COLUMNS as ITEMS

COUNTS = ("年度", "项目", "数量")
REVIEWS = ("类型", "收到日期", "关联申请编号", "结案日期", "结果")
AGENCIES = ("统一社会信用代码", "名称", "类型", "上级代码", "排序")


def book(head: tuple[str, ...], *rows: Mapping[str, Any]) -> bytes:
    """A workbook with one head and these rows; what a row has not is blank."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(list(head))
    for row in rows:
        assert set(row) <= set(head), set(row) - set(head)
        sheet.append([row.get(column) for column in head])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def a_request(number: str, received: str, who: str = "自然人", **more: Any) -> dict[str, Any]:
    """A row of a ledger of requests; closed when ``more`` has 处理决定日期 and 办理结果."""
    return {
        "编号": number, "收到日期": received, "收到方式": "邮寄", "申请人类型": who, "申请人": "张三丰",
        "申请内容": "低保资金发放明细", **more,
    }  # fmt: skip


def a_document(number: str, made: str, **more: Any) -> dict[str, Any]:
    """A row of published stock: a normative document in force unless ``more`` says otherwise."""
    return {
        "标题": f"示范区管理办法{number}", "文号": f"示民发〔{made[:4]}〕{number}号", "成文日期": made,
        "公开日期": made,
        "条例事项": "第二十条第（一）项", "体裁": "行政规范性文件", "有效性": "有效", "渠道": "政府网站",
        "正文": f"第一条　本办法为第{number}件。", **more,
    }  # fmt: skip


__all__ = ["AGENCIES", "CASES", "COUNTS", "ITEMS", "REVIEWS", "a_document", "a_request", "book"]

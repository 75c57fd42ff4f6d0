"""The records of a bureau's 2024 from which its report must come out as ``expected.json`` says.

Beside each record stand the cells that it makes, totals left out; nothing here computes a figure. Rows go in as an
office would bring them in: through the imports. ``ELDERS`` is an office that was merged into the bureau on 1 July.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

YEAR = 2024
BUREAU, ELDERS = "示范区民政局", "示范区老龄工作委员会办公室"
MERGED_ON = date(2024, 7, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an import, whose it is, and the leaf cells that it makes with how much it adds to each."""

    row: Mapping[str, Any]
    cells: Mapping[str, float] = field(default_factory=dict)
    of: str = BUREAU


_NATURAL, _BUSINESS, _RESEARCH, _WELFARE, _LEGAL, _ELSE = (
    "自然人",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
)


def _case(
    number: str,
    received: str,
    decided: str | None,
    result: str,
    who: str,
    *cells: str,
    of: str = BUREAU,
    fee: int = 0,
) -> Row:
    row = {
        "编号": number, "收到日期": received, "收到方式": "邮寄", "申请人类型": who, "申请人": "张三丰",
        "申请内容": "低保资金发放明细", "处理决定日期": decided, "办理结果": result or None,
        "收费金额": fee or None,
    }  # fmt: skip
    return Row(row, {f"{cell}/{who}": 1 for cell in cells}, of)


CASES = (
    # Came before the year, answered in it.
    _case("〔2023〕31号", "2023-12-20", "2024-01-15", "3.1", _NATURAL, "2", "3.1"),
    _case("〔2023〕32号", "2023-12-25", "2024-01-22", "3.4.2", _WELFARE, "2", "3.4.2"),
    _case("老〔2023〕3号", "2023-12-28", "2024-01-25", "3.3.4", _NATURAL, "2", "3.3.4", of=ELDERS),
    # Came before the year, still not answered when it was over.
    _case("〔2023〕33号", "2023-12-29", "2025-01-06", "3.1", _BUSINESS, "2", "4"),
    # Came and was answered before, or came after: in no cell.
    _case("〔2023〕1号", "2023-01-10", "2023-02-01", "3.1", _NATURAL),
    _case("〔2025〕1号", "2025-01-01", "2025-01-20", "3.1", _NATURAL),
    # Came in the year.
    _case("〔2024〕1号", "2024-01-02", "2024-01-25", "3.1", _NATURAL, "1", "3.1", fee=380),
    _case("〔2024〕2号", "2024-01-08", "2024-01-30", "3.1", _NATURAL, "1", "3.1"),
    _case("〔2024〕3号", "2024-01-15", "2024-02-04", "3.1", _BUSINESS, "1", "3.1"),
    _case("〔2024〕4号", "2024-02-01", "2024-02-28", "3.2", _NATURAL, "1", "3.2"),
    _case("〔2024〕5号", "2024-02-05", "2024-03-04", "3.2", _LEGAL, "1", "3.2"),
    _case("〔2024〕6号", "2024-02-19", "2024-03-11", "3.3.1", _RESEARCH, "1", "3.3.1"),
    _case("〔2024〕7号", "2024-03-01", "2024-03-25", "3.3.2", _BUSINESS, "1", "3.3.2"),
    _case("〔2024〕8号", "2024-03-05", "2024-03-28", "3.3.3", _ELSE, "1", "3.3.3"),
    _case("〔2024〕9号", "2024-03-11", "2024-04-03", "3.3.4", _WELFARE, "1", "3.3.4"),
    _case("〔2024〕10号", "2024-03-18", "2024-04-11", "3.3.5", _NATURAL, "1", "3.3.5"),
    _case("〔2024〕11号", "2024-04-01", "2024-04-25", "3.3.6", _LEGAL, "1", "3.3.6"),
    _case("〔2024〕12号", "2024-04-08", "2024-05-06", "3.3.7", _NATURAL, "1", "3.3.7"),
    _case("〔2024〕13号", "2024-04-15", "2024-05-13", "3.3.8", _NATURAL, "1", "3.3.8"),
    _case("〔2024〕14号", "2024-04-22", "2024-05-20", "3.3.8", _NATURAL, "1", "3.3.8"),
    _case("老〔2024〕1号", "2024-03-04", "2024-03-29", "3.4.1", _NATURAL, "1", "3.4.1", of=ELDERS),
    _case("〔2024〕15号", "2024-05-06", "2024-06-03", "3.4.1", _NATURAL, "1", "3.4.1"),
    _case("〔2024〕16号", "2024-05-13", "2024-06-07", "3.4.1", _BUSINESS, "1", "3.4.1"),
    _case("〔2024〕17号", "2024-06-03", "2024-07-01", "3.4.3", _NATURAL, "1", "3.4.3"),
    _case("〔2024〕18号", "2024-06-11", "2024-07-08", "3.5.1", _NATURAL, "1", "3.5.1"),
    _case("〔2024〕19号", "2024-07-01", "2024-07-26", "3.5.2", _NATURAL, "1", "3.5.2"),
    _case("〔2024〕20号", "2024-07-08", "2024-08-02", "3.5.3", _RESEARCH, "1", "3.5.3"),
    _case("〔2024〕21号", "2024-08-05", "2024-09-02", "3.5.4", _LEGAL, "1", "3.5.4"),
    _case("〔2024〕22号", "2024-08-12", "2024-09-09", "3.5.5", _BUSINESS, "1", "3.5.5"),
    _case("〔2024〕23号", "2024-09-02", "2024-09-29", "3.6.1", _NATURAL, "1", "3.6.1"),
    _case("〔2024〕24号", "2024-10-08", "2024-11-06", "3.6.2", _LEGAL, "1", "3.6.2"),
    _case("〔2024〕25号", "2024-11-04", "2024-12-31", "3.6.3", _ELSE, "1", "3.6.3"),
    # Came in the year, answered after it or not at all.
    _case("〔2024〕26号", "2024-12-31", "2025-01-20", "3.1", _NATURAL, "1", "4"),
    _case("〔2024〕27号", "2024-12-20", None, "", _RESEARCH, "1", "4"),
)  # fmt: skip

_DOCUMENTS = "行政规范性文件"
_MADE, _REPEALED, _HELD = (f"{_DOCUMENTS}/{one}" for one in ("本年制发件数", "本年废止件数", "现行有效件数"))


def _document(
    number: str,
    made: str,
    *cells: str,
    validity: str = "有效",
    ended: str | None = None,
    genre: str = _DOCUMENTS,
    of: str = BUREAU,
) -> Row:
    row = {
        "标题": f"示范区民政事务管理办法之{number}", "文号": f"示民发〔{made[:4]}〕{number}号", "成文日期": made,
        "公开日期": made, "条例事项": "第二十条第（一）项", "体裁": genre, "有效性": validity, "失效日期": ended,
        "渠道": "政府网站", "正文": f"第一条　本办法之{number}规定民政事务。",
    }  # fmt: skip
    return Row(row, dict.fromkeys(cells, 1), of)


ITEMS = (
    _document("1", "2019-05-01", _HELD),
    _document("2", "2021-06-01", _HELD),
    _document("3", "2020-03-01", _REPEALED, validity="废止", ended="2024-04-01"),
    _document("4", "2018-03-01", validity="失效", ended="2024-06-30"),
    _document("5", "2017-03-01", validity="废止", ended="2023-12-31"),
    _document("6", "2024-02-01", _MADE, _HELD),
    _document("7", "2024-12-31", _MADE, _HELD),
    _document("8", "2024-05-10", _MADE, _HELD, of=ELDERS),
    _document("9", "2025-01-01"),
    _document("10", "2024-03-03", genre="其他", validity=""),
)


def _count(what: str, cell: str, number: float, of: str = BUREAU, year: int = YEAR) -> Row:
    return Row(
        {"年度": year, "项目": what, "数量": number}, {f"{what}/{cell}": number} if year == YEAR else {}, of
    )


_DECIDED, _CHARGED = "本年处理决定数量", "本年收费金额"
COUNTS = (
    _count("行政许可", _DECIDED, 120),
    _count("行政许可", _DECIDED, 8, ELDERS),
    _count("行政处罚", _DECIDED, 37),
    _count("行政处罚", _DECIDED, 0, ELDERS),
    _count("行政强制", _DECIDED, 2),
    _count("行政强制", _DECIDED, 0, ELDERS),
    _count("行政事业性收费", _CHARGED, 2.02),
    _count("行政事业性收费", _CHARGED, 0, ELDERS),
    _count("行政许可", _DECIDED, 99, year=2023),
)


_R, _D, _L = "行政复议", "未经复议直接起诉", "复议后起诉"
_UPHELD, _CORRECTED, _OTHER, _PENDING = "结果维持", "结果纠正", "其他结果", "尚未审结"


def _dispute(
    kind: str, received: str, ended: str | None, result: str, column: str = "", case: str = "", of: str = BUREAU
) -> Row:
    row = {
        "类型": kind, "收到日期": received, "关联申请编号": case or None, "结案日期": ended, "结果": result or None
    }  # fmt: skip
    return Row(row, {f"{kind}/{column}": 1} if column else {}, of)


REVIEWS = (
    # Pending when the year began: counted again, where its result is.
    _dispute(_R, "2023-12-10", "2024-02-01", _UPHELD, _UPHELD, "〔2023〕1号"),
    _dispute(_R, "2024-03-20", "2024-05-10", _UPHELD, _UPHELD, "老〔2023〕3号", of=ELDERS),
    _dispute(_R, "2024-04-15", "2024-06-10", _CORRECTED, _CORRECTED, "〔2024〕9号"),
    _dispute(_R, "2024-07-05", "2024-08-10", _OTHER, _OTHER, "〔2024〕17号"),
    # Decided only after the year was over.
    _dispute(_R, "2024-11-20", "2025-01-10", _UPHELD, _PENDING, "〔2024〕24号"),
    _dispute(_D, "2024-01-10", "2024-05-20", _UPHELD, _UPHELD, "〔2023〕31号"),
    _dispute(_D, "2024-06-20", "2024-10-11", _CORRECTED, _CORRECTED, "〔2024〕16号"),
    _dispute(_D, "2024-07-20", "2024-09-11", _OTHER, _OTHER),
    _dispute(_D, "2024-12-02", None, "", _PENDING),
    _dispute(_L, "2024-03-01", "2024-07-15", _UPHELD, _UPHELD, "〔2023〕1号"),
    _dispute(_L, "2024-07-01", "2024-12-31", _CORRECTED, _CORRECTED, "〔2024〕9号"),
    _dispute(_L, "2024-02-20", "2024-08-01", _CORRECTED, _CORRECTED),
    _dispute(_L, "2024-09-01", "2024-11-01", _OTHER, _OTHER),
    _dispute(_L, "2024-10-08", None, "", _PENDING),
    # Over before the year, or brought after it.
    _dispute(_R, "2023-03-01", "2023-05-01", _UPHELD),
    _dispute(_R, "2025-01-02", None, ""),
)

"""Short reports in text, so that a test shows only the lines it is about."""

from __future__ import annotations

from gongkai.readers.annual_report import interpret
from gongkai.readers.document import Reading
from gongkai.readers.extract import extract
from gongkai.statute.form import Finding, Value

HEAD = "青石县水利局2023年政府信息公开工作年度报告\n统计期限自2023年1月1日起至2023年12月31日止。\n"
BLOCKS = (
    "| 第二十条第（一）项 |\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
    "| 规章 | 0 | 0 | 0 |\n| 行政规范性文件 | 3 | 1 | 25 |\n"
    "| 第二十条第（五）项 |\n| 信息内容 | 本年处理决定数量 |\n| 行政许可 | 12 |\n"
    "| 第二十条第（六）项 |\n| 信息内容 | 本年处理决定数量 |\n| 行政处罚 | 7 |\n| 行政强制 | 2 |\n"
    "| 第二十条第（八）项 |\n| 信息内容 | 本年收费金额（单位：万元） |\n| 行政事业性收费 | 2.02 |\n"
)
COLUMNS = "| 自然人 | 法人或其他组织 | 总计 |\n| 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |\n"
LABELS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果 | （一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "（三）不予公开 | 1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "（四）无法提供 | 1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
    "（五）不予处理 | 1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
    "（六）其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
    "（七）总计",
    "四、结转下年度继续办理",
]
CODES = ["1", "2", "3.1", "3.2", *(f"3.3.{n}" for n in range(1, 9)), *(f"3.4.{n}" for n in range(1, 4))]
CODES += [*(f"3.5.{n}" for n in range(1, 6)), *(f"3.6.{n}" for n in range(1, 4)), "3.7", "4"]
FIGURES = {
    "1": "12 3 0 1 0 2 18",
    "2": "1 0 0 0 0 0 1",
    "3.1": "9 2 0 1 0 0 12",
    "3.4.1": "3 1 0 0 0 2 6",
    "3.7": "12 3 0 1 0 2 18",
    "4": "1 0 0 0 0 0 1",
}
REMEDIES = (
    "| 行政复议 | 行政诉讼 |\n"
    "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | 复议后起诉 |\n"
    "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n"
    "| 3 | 1 | 0 | 2 | 6 | 1 | 0 | 0 | 0 | 1 | 0 | 2 | 0 | 0 | 2 |\n"
)


def requests(figures: dict[str, str] | None = None, header: str = COLUMNS) -> str:
    """Table 3 with bars; rows not named are all 0."""
    said = FIGURES | (figures or {})
    rows = [
        f"| {label} | {' | '.join(said.get(code, '0 0 0 0 0 0 0').split())} |"
        for code, label in zip(CODES, LABELS, strict=True)
    ]
    return header + "\n".join(rows) + "\n"


def report(second: str = BLOCKS, third: str | None = None, fourth: str = REMEDIES, head: str = HEAD) -> str:
    """A whole report, of which a test replaces one table."""
    return (
        f"{head}一、总体情况\n全年工作平稳。\n二、主动公开政府信息情况\n{second}"
        f"三、收到和处理政府信息公开申请情况\n{requests() if third is None else third}"
        f"四、政府信息公开行政复议、行政诉讼情况\n{fourth}"
        "五、存在的主要问题及改进情况\n解读单一，已改进。\n六、其他需要报告的事项\n未收取信息处理费。\n"
    )


def reading(text: str) -> Reading:
    return interpret(extract(text.encode(), "report.txt"))


def row(one: Reading, *cells: str) -> list[Value]:
    return [one.report.figures[c] for c in cells]


def third(one: Reading, code: str) -> list[Value]:
    """The seven figures of a row of table 3 in the order of the form."""
    columns = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    return [one.report.figures.get(f"{code}/{c}") for c in columns]


def told(one: Reading, severity: str = "warning") -> list[Finding]:
    return [f for f in one.findings if f.severity == severity]

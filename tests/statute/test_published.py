"""Sentences and figures of published reports, checked as values (the files themselves are read elsewhere)."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.statute.form import AnnualReport, Finding, Section, check, edition
from gongkai.statute.form.plain import figures

EXPECTED = Path(__file__).parent.parent / "real" / "expected"
HEADINGS = edition("2021").sections


def published(name: str, texts: dict[int, tuple[str, ...]]) -> tuple[Finding, ...]:
    plain = json.loads((EXPECTED / f"{name}.json").read_text("utf-8"), parse_float=Decimal)
    code = plain["edition"]
    cells = figures(edition(code).blocks, plain) if code in ("2019", "2021") else {}
    sections = tuple(
        Section(f"{'一二三四五六'[n - 1]}、{HEADINGS[n - 1]}", n, texts.get(n, ()), "一二三四五六"[n - 1])
        for n in range(1, 7)
        if n in texts or n in (2, 3, 4)
    )
    report = AnnualReport(
        agency=plain["agency"], year=plain["year"], edition=code, sections=sections, figures=cells
    )
    return check(report)


def heavy(found: tuple[Finding, ...]) -> set[tuple[str, str, object, object]]:
    return {(f.relation, f.severity, f.found, f.expected) for f in found if f.severity != "hint"}


def test_shanghai_2019() -> None:
    found = published(
        "shanghai-gov-office-2019",
        {
            1: (
                "（一）主动公开方面",
                "2019年，通过“中国上海”门户网站、《上海市人民政府公报》等平台主动公开规章13件，行政规范性文件60件，"
                "市政府其他文件162件，人事任免文件141件。",
                "（二）依申请公开方面",
                "市政府办公厅代表市政府共受理政府信息公开申请859件，申请数量较去年回落12.3%；答复政府信息公开申请805件"
                "（含上年度结转申请18件，另有72件申请按照《条例》顺延到下年度答复），均在法定期限内予以答复。"
                "予以公开及部分公开258件，占33.9%；不予公开35件，占4.34%；因本机关不掌握等原因无法提供265件，占32.9%；"
                "不予处理158件，占19.6%；其他处理0件。信息公开类行政复议7件，诉讼9件，均获维持，"
                "继续保持了省级政府零败诉的记录。",
            ),
            5: ("一是新《条例》实施后，专业领域的理论学习仍需加强；二是决策公开仍需进一步加强。",),
            6: ("无。",),
        },
    )
    text = {(f.found, f.expected) for f in found if f.relation == "A6"}
    assert text == {(265, 337), (258, 275)}
    assert {f.severity for f in found} == {"warning"}
    blank = [f.cells[0] for f in found if f.relation == "A1"]
    rows = ("3.1", "3.2", "3.3.1", "3.3.5", "3.3.6", "3.3.8", "3.4.1", "3.4.2", "3.4.3", "3.5.1", "3.5.2")
    assert blank == [f"{r}/总计" for r in rows]
    assert {f.relation for f in found} == {"A1", "A6"}


def test_pingtan_2020() -> None:
    found = published(
        "pingtan-2020",
        {
            1: (
                "2020年，我区坚持“以公开为常态，不公开为例外”。全年我区政府信息公开单位共公布政府信息2602条(其中机构职能类信息"
                "82条，政策、规范性文件类信息80条，规划计划类信息21条，行政许可类信息40条，重大建设项目信息390条，为民办实事类信息"
                "69条，民政扶贫救灾社会保障就业类信息143条，国土资源城乡建设环保能源类信息208条，科教文体卫生类信息246条，安全生产、"
                "应急管理类信息271条，其他应主动公开政府信息1053条)。",
                "4.认真办理依申请公开2020年全区各级行政机关共受理政府信息公开申请21件，受理的申请件已按规定在法定期限内予以答复。",
            ),
            5: ("（一）存在的主要问题:基层政务公开标准化规范化水平有待进一步提升。",),
            6: ("无其他需要报告的事项",),
        },
    )
    assert heavy(found) == {("A2", "error", 20, 26), ("A2", "error", 21, 27)}
    assert {(f.relation, f.found, f.expected) for f in found if f.severity == "hint"} == {("A6", 2602, 2603)}


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "pingtan-2021",
            {
                1: (
                    "2021年，我区不断拓展重点领域信息公开的广度与深度。",
                    "（一）主动公开方面。全年主动公开我区各级单位政府信息2645条。",
                    "（二）依申请公开方面。本年度全区共收到70件申请，及时依法依规办结69件，1件结转下年度继续办理。",
                ),
                5: ("（一）存在的主要问题:政策解读形式不够丰富。",),
                6: ("2021年，无收取信息处理费情况。",),
            },
        ),
        (
            "pingtan-2023-html",
            {
                1: (
                    "2023年全区接收通过邮寄、网络提交的各类政府信息公开申请共计81件，涉及自然人80件、商业企业1件。办结依申请公开"
                    "81件，其中：予以公开及部分公开42件，占51.85%；不予公开5件，占6.17%；无法提供31件，占38.27%；不予处理1件，"
                    "占1.23%；其他处理2件，占2.47%；因政府信息公开引起的行政复议案件2件、行政诉讼案件7件。",
                ),
                5: ("存在的问题主要有以下几个方面：一是部分单位信息发布属性界定还不够精确。",),
                6: ("2023年，无收取信息处理费情况。",),
            },
        ),
        (
            "qiling-2024",
            {
                1: (
                    "2024年，齐陵街道办事处认真贯彻落实《中华人民共和国政府信息公开条例》。",
                    "（一）主动公开信息情况。2024年，齐陵街道全年主动公开政府信息167条，撰写政务公开工作稿12篇。",
                    "（2） 依申请公开工作情况。2024年度，齐陵街道未收到依申请公开请求，"
                    "未发生因政府信息公开申请行政复议、提起行政诉讼的情况。",
                    "（3） 政府信息管理情况。坚持“先审后发”的原则。",
                    "（4） 政府信息公开平台建设情况。组织信息员积极参加培训。",
                    "（五）政府信息公开监督保障情况。每季度定期开展检查督查。",
                ),
                5: ("一是思想认识方面尚需加强。",),
                6: ("1.依据《政府信息公开信息处理费管理办法》收取信息处理费的情况。未收取费用。",),
            },
        ),
    ],
)
def test_reports_that_agree_with_themselves(name: str, texts: dict[int, tuple[str, ...]]) -> None:
    assert heavy(published(name, texts)) == set()

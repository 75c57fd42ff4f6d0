"""A6: sentences as offices write them, held against one report: 82 received, 2 carried over, 81 handled (28 in
full, 9 in part, 8 withheld, 27 not held, 5 not processed, 4 otherwise), 3 left; 9 reconsiderations (1 pending);
5 + 5 lawsuits (3 pending); 5 documents made, 1 repealed, 25 in force; 312 licences, 47 penalties."""

from __future__ import annotations

import pytest

from gongkai.statute.form import Finding, check

from .a_report import sound, without

TOPIC = "（二）依申请公开。"


def said(*sentences: str, section: int = 1, topic: str = TOPIC, **fields: object) -> list[Finding]:
    texts: dict[int, str | tuple[str, ...]] = {section: tuple(topic + s for s in sentences)}
    return [f for f in check(sound(texts=texts, **fields)) if f.relation == "A6"]


RIGHT = [
    "因政府信息公开引发的行政复议和行政诉讼案件共19件。",
    "2024年，我局共收到政府信息公开申请82件，上年结转2件，办结81件，结转下年度继续办理3件。",
    "全年新收政府信息公开申请82件，结转上年度2件，均按时答复。",
    "本年度共收到82件申请，及时依法依规办结81件，3件结转下年度继续办理。",
    "2024年共受理政府信息公开申请84件（含上年结转2件），办结81件。",
    "受理并办理政府信息公开申请81件。",
    "收到和处理政府信息公开申请共计84件。",
    "全年办理政府信息公开申请84件，办结81件，其余3件结转至2025年。",
    "全年收到申请82件，加上上年度结转2件，共84件。",
    "答复申请81件，其中予以公开28件，部分公开9件，不予公开8件，无法提供27件，不予处理5件，其他处理4件。",
    "予以公开及部分公开37件，占45.7%；因本机关不掌握相关政府信息无法提供27件。",
    "同意公开或部分公开的37件，占45%。",
    "保护第三方合法权益7件，属于国家秘密1件，信访举报投诉类申请5件。",
    "因政府信息公开引起的行政复议9件、行政诉讼10件。",
    "因政府信息公开被申请行政复议9起，被提起行政诉讼10起。",
    "全年发生政府信息公开行政复议案件9件、未经复议直接起诉5件、复议后起诉5件。",
    "已审结政府信息公开行政复议案件8件。",
    "信息公开类行政复议办结8件，行政诉讼案件已审结7件。",
    "收到政府信息公开申请八十二件。",
    "收到政府信息公开申请８２ 件。",
    "共接收政府信息公开申请82宗,办结81宗,3宗结转下年度继续办理.",
    "当年收到申请82件，办结其中79件，加上上年结转2件，共办结81件。",
]

# The relation is kept however the sentence reads: other years, parts, other things, comparisons.
SILENT = [
    "部分单位没有重视行政复议风险。",
    "没有建立行政诉讼应对机制。",
    "未发生未按规定答复依申请公开的情形。",
    "部分单位没有依申请公开专人负责。",
    "没有设置依申请公开专栏。",
    "如无依申请公开渠道可拨打电话。",
    "全市各级行政复议机关共受理行政复议案件600件，其中涉及政府信息公开60件。",
    "因政府信息公开引发行政复议、行政诉讼各2件。",
    "收到行政复议答复通知书3件。",
    "全区各级行政机关共收到政府信息公开申请1200件。",
    "全省公安系统受理政府信息公开申请3000件。",
    "未制定规章制度草案。",
    "2023年共收到政府信息公开申请65件，2022年为40件。",
    "收到政府信息公开申请82件，较上年增加17件，增长26.2%。",
    "收到政府信息公开申请82件，比2023年的65件增加17件。",
    "去年同期收到申请65件。",
    "上半年收到政府信息公开申请40件。",
    "其中通过网络收到申请50件，信函收到申请20件。",
    "通过政府网站在线平台收到政府信息公开申请50件。",
    "收到自然人提出的政府信息公开申请66件。",
    "收到涉及征地拆迁的政府信息公开申请30件。",
    "所属事业单位收到政府信息公开申请12件。",
    "区水务局收到政府信息公开申请12件。",
    "3个工作日内答复23件，占28%。",
    "平均7个工作日答复申请。",
    "收到12345热线工单312件，办结310件。",
    "办理人大代表建议12件、政协提案8件，答复率100%。",
    "全年办理网民留言56条，回复56条。",
    "近80件申请均按期答复。",
    "收到政府信息公开申请80余件。",
    "2025年将进一步规范申请办理。",
    "第三方意见征询函发出6件。",
    "受理行政许可申请312件，办结310件。",
    "公开规范性文件30件，解读规范性文件12件，清理规范性文件40件。",
    "以区政府名义制发规范性文件2件。",
    "制定规章制度6项。",
    "公开行政处罚决定30件、行政许可信息200条。",
    "延期答复申请6件。",
    "当场答复12件。",
    "补正告知6件。",
    "向其他机关转办申请4件。",
    "未收到通过信函方式提交的政府信息公开申请。",
    "未发生因答复不当引起的行政复议、行政诉讼。",
    "没有在行政诉讼案件中被判败诉的情况。",
    "未发生依申请公开逾期答复情况。",
    "2023年未收到政府信息公开申请。",
    "未收到对依申请公开工作的投诉。",
    "全年未收到行政许可申请。",
    "没有行政复议被纠正、行政诉讼败诉案件。",
    "行政复议维持5件、纠正1件。",
    "作为复议机关审理行政复议案件120件。",
    "协助区政府办公室答复政府信息公开申请6件。",
    "每件申请均由专人负责。",
    "一是对收到的申请逐件登记。",
    "办结率100%，满意率99%。",
]

WRONG = [
    ("本年度没有因政府信息公开引发的行政复议。", "行政复议/总计", 9, 0),
    ("制定并公开行政规范性文件12件。", "行政规范性文件/本年制发件数", 5, 12),
    ("因政府信息公开引发的行政复议、行政诉讼案件共12件。", "行政复议/总计", 19, 12),
    ("全年没有依申请公开事项。", "1/总计", 82, 0),
    ("办结申请80件（含2023年结转的2件），均按时答复。", "3.7/总计", 81, 80),
    ("共受理申请82件（其中：自然人66件、企业9件），上年结转4件。", "2/总计", 2, 4),
    ("本年度未制发行政规范性文件。", "行政规范性文件/本年制发件数", 5, 0),
    ("制发5份规范性文件，废止18份规范性文件。", "行政规范性文件/本年废止件数", 1, 18),
    ("废止政府规章1件，现行有效规章14件。", "规章/本年废止件数", 2, 1),
    ("全年共收到申请81件，均在法定期限内答复。", "1/总计", 82, 81),
    ("全年共收到政府信息公开申请80件。", "1/总计", 82, 80),
    ("2024年，我局共受理政府信息公开申请三十件，均已答复。", "1/总计", 82, 30),
    ("2024年收到8份政府信息公开申请。", "1/总计", 82, 8),
    ("本年度新收申请84件。", "1/总计", 82, 84),
    ("全年共收到申请84件。", "1/总计", 82, 84),
    ("全年收到申请82件，上年结转5件。", "2/总计", 2, 5),
    ("收到申请82件，办结81件，2件结转下年度继续办理。", "4/总计", 3, 2),
    ("收到政府信息公开申请82件，答复80件。", "3.7/总计", 81, 80),
    ("其中予以公开30件。", "3.1/总计", 28, 30),
    ("部分公开19件。", "3.2/总计", 9, 19),
    ("因本机关不掌握等原因无法提供30件。", "3.4.1/总计", 27, 30),
    ("不予处理15件。", "3.5.1/总计", 5, 15),
    ("保护第三方合法权益9件。", "3.3.4/总计", 7, 9),
    ("因政府信息公开引起的行政复议7件。", "行政复议/总计", 9, 7),
    ("因政府信息公开引发行政复议9件、行政诉讼6件。", "未经复议直接起诉/总计", 10, 6),
    ("未经复议直接起诉3件。", "未经复议直接起诉/总计", 5, 3),
    ("2024年未收到政府信息公开申请。", "1/总计", 82, 0),
    ("本年度无依申请公开件。", "1/总计", 82, 0),
    ("没有收到公民、法人和其他组织提出的政府信息公开申请。", "1/总计", 82, 0),
    ("全年收到政府信息公开申请0件。", "1/总计", 82, 0),
    ("未发生因政府信息公开被申请行政复议的情况。", "行政复议/总计", 9, 0),
    ("未发生因政府信息公开被提起行政诉讼的情况。", "未经复议直接起诉/总计", 10, 0),
    ("全年制发行政规范性文件8件。", "行政规范性文件/本年制发件数", 5, 8),
    ("制定规章3件。", "规章/本年制发件数", 1, 3),
    ("现行有效的行政规范性文件30件。", "行政规范性文件/现行有效件数", 25, 30),
    ("全年作出行政许可决定300件。", "行政许可/本年处理决定数量", 312, 300),
    ("作出行政处罚决定50件。", "行政处罚/本年处理决定数量", 47, 50),
]


@pytest.mark.parametrize("sentence", RIGHT)
def test_what_agrees_is_silent(sentence: str) -> None:
    assert said(sentence) == []


@pytest.mark.parametrize("sentence", SILENT)
def test_what_is_not_about_the_whole_year_and_body_is_silent(sentence: str) -> None:
    assert said(sentence) == []


@pytest.mark.parametrize(("sentence", "cell", "expected", "found"), WRONG)
def test_what_disagrees_is_a_warning_at_its_cells(sentence: str, cell: str, expected: int, found: int) -> None:
    findings = said(sentence)
    assert [(f.severity, f.expected, f.found) for f in findings] == [("warning", expected, found)]
    assert cell in findings[0].cells
    assert str(expected) in findings[0].message
    assert findings[0].place == "一、总体情况，第1段"


def test_new_and_carried_over_together_is_a_doubt_that_says_what_to_write() -> None:
    assert "若含上年结转，请写明" in said("全年共收到申请84件。")[0].message
    assert "若含上年结转" not in said("全年共收到申请80件。")[0].message


def test_a_denial_of_both_remedies_is_two_findings() -> None:
    found = said("未因政府信息公开被申请行政复议或提起行政诉讼。")
    assert [f.expected for f in found] == [9, 10]


def test_nothing_in_section_four_is_a_denial_of_both() -> None:
    assert [f.expected for f in said("无。", section=4, topic="")] == [9, 10]
    assert [f.expected for f in said("均为0。", section=4, topic="")] == []


def test_a_row_of_zeros_in_words() -> None:
    found = said("收到政府信息公开申请、因政府信息公开被申请行政复议、提起行政诉讼的数量均为0。")
    assert {f.cells[0] for f in found} == {"1/总计", "行政复议/总计", "未经复议直接起诉/总计"}


def test_zero_claims_beside_slashes_are_right() -> None:
    zeros = {
        n: "/" for n in sound().figures if n.startswith(("1/", "2/", "3.", "4/", "行政复议/", "未经", "复议后"))
    }
    report = sound(
        zeros,  # type: ignore[arg-type]
        {1: (TOPIC + "未收到政府信息公开申请，未发生行政复议、行政诉讼。",)},
    )
    assert [f for f in check(report) if f.relation == "A6"] == []


def test_the_same_statement_twice_is_one_finding() -> None:
    assert len(said("全年收到申请80件。", "全年共收到申请80件。")) == 1


def test_what_the_tables_do_not_have_is_not_compared() -> None:
    report = without(sound(texts={1: (TOPIC + "收到申请5件，行政复议3件。",)}), "1/", "2/", "3.", "4/")
    assert [f for f in check(report) if f.relation == "A6" and f.cells[0].startswith("1/")] == []


def test_a_row_that_gives_no_figure_is_not_zero() -> None:
    blank = {n: None for n in sound().figures if n.startswith(("1/", "行政复议/"))}
    text = (TOPIC + "收到申请30件，发生行政复议4件。",)
    assert [f for f in check(sound(blank, {1: text})) if f.relation == "A6"] == []


def test_the_text_between_section_three_and_its_table_counts() -> None:
    found = said("全年收到申请7件。", section=3, topic="")
    assert [(f.expected, f.found, f.place) for f in found] == [
        (82, 7, "三、收到和处理政府信息公开申请情况，第1段")
    ]


def test_applications_of_another_kind_are_no_applications() -> None:
    assert said("全年受理低保申请312件、救助申请40件。", topic="") == []


def test_a_government_counts_what_all_its_bodies_received() -> None:
    fields = {"agency": "示范区人民政府"}
    assert said("全区各级行政机关共收到政府信息公开申请82件。", **fields) == []
    assert len(said("全区各级行政机关共收到政府信息公开申请90件。", **fields)) == 1
    assert said("住建局收到政府信息公开申请12件，居首位。", **fields) == []
    assert said("各街道收到政府信息公开申请20件。", **fields) == []


def test_a_street_office_is_itself() -> None:
    fields = {"agency": "示范区和平街道办事处"}
    assert len(said("街道共收到政府信息公开申请9件。", **fields)) == 1
    assert len(said("和平街道未收到依申请公开请求。", **fields)) == 1


def test_traditional_script_reads_the_same() -> None:
    assert len(said("全年共收到政府信息公開申請80件。", topic="（二）依申請公開。")) == 1
    assert said("全年共收到政府信息公開申請82件，辦結81件。", topic="（二）依申請公開。") == []


def test_an_unknown_year_still_compares() -> None:
    assert len(said("全年共收到政府信息公开申请80件。", year=None, period=None, title=None)) == 1

"""Which numbers and denials are found in sentences as offices write them, and what each is taken for."""

from __future__ import annotations

import pytest

from gongkai.statute.form import AnnualReport, Section
from gongkai.statute.form.claims import claims
from gongkai.statute.form.denials import denials
from gongkai.statute.form.prose import sentences

# Each sentence stands in the paragraph on requests of the 2024 report of a city government.
SENTENCES: list[tuple[str, list[tuple[str, int]]]] = [
    ("全年共收到申请81件", [("received", 81)]),
    ("（二）依申请公开。全年共收到申请81件。", [("received", 81)]),
    (
        "2024年，我局共收到政府信息公开申请79件，上年结转2件，办结78件，结转下年度继续办理3件。",
        [("answered", 78), ("carried", 2), ("forwarded", 3), ("received", 79)],
    ),
    (
        "本年度全市共收到70件申请，及时依法依规办结69件，1件结转下年度继续办理。依申请公开。",
        [("answered", 69), ("forwarded", 1), ("received", 70)],
    ),
    (
        "（二）依申请公开方面。本年度全市共收到70件申请，及时依法依规办结69件，1件结转下年度继续办理。",
        [("answered", 69), ("forwarded", 1), ("received", 70)],
    ),
    ("2024年全区各级行政机关共受理政府信息公开申请21件，受理的申请件已按规定在法定期限内予以答复。", []),
    (
        "2024年，全市受理依申请公开件255件，办结255件，其中予以公开71件、部分公开5件、不予公开28件",
        [("answered", 255), ("received", 255), ("result", 5), ("result", 28), ("result", 71)],
    ),
    (
        "2024年，区政府办公室共收到8份政府信息公开申请，均为自然人申请。其中，予以公开2件，部分公开2件，属于四类过程性信息1件，本办不掌握相关政府信息2件，其他1件。",
        [],
    ),
    (
        "2024年共受理30件依申请公开，办结 31 件（其中1件为2023年结转本年度办理），无结转下年度继续办理。",
        [("answered", 31), ("carried", 1), ("forwarded", 0), ("received", 30)],
    ),
    (
        "2024年全年共收到依申请公开308件，上年结转1件，法定期限内予以答复306件，结转下年3件。政府信息公开类行政复议3件",
        [("answered", 306), ("carried", 1), ("forwarded", 3), ("received", 308), ("reconsiderations", 3)],
    ),
    (
        "全年接收政府信息公开申请50宗，已办结件49宗（1宗结转下年度继续办理）。平均5.1个工作日答复，3个工作日内答复23宗，占总比件数的47%；4-10个工作日内答复20宗",
        [("answered", 49), ("forwarded", 1), ("received", 50)],
    ),
    (
        "2024年，全年共收到依申请公开14件（其中信件申请10件，网络申请4件），已办结12件，2件结转下年办理。因政府信息公开引起的行政复议案件9件，已审结。行政诉讼案件3件，目前案件正在审理中。",
        [("answered", 12), ("forwarded", 2), ("lawsuits", 3), ("received", 14), ("reconsiderations", 9)],
    ),
    (
        "2024年共制发行政规范性文件12件，废止3件，现行有效件数25件。",
        [("documents.in_force", 25), ("documents.made", 12), ("documents.repealed", 3)],
    ),
    ("制定发布规范性文件4件，清理废止文件0件，现行有效文件20件。", [("documents.made", 4)]),
    (
        "2022年我镇全年共收到依申请公开0件，公开0件，不予公开0件，因政府信息依申请公开引起行政复议0件，行政诉讼0件",
        [],
    ),
    (
        "2024年，我局收到政府信息依申请公开9件，上年转结1件，其中网络申请数5件，信函申请数5件，已按程序按时办理，发生行政复议1件",
        [("carried", 1), ("received", 9), ("reconsiderations", 1)],
    ),
    ("办理因2023年度政府信息公开申请引发行政复议1件、引发行政诉讼2件，均维持结果", []),
    ("2024年，我办受理依申请信息56条", [("received", 56)]),
    (
        "2024年，我局共收到政府信息公开申请5件，均在规定时限内完成答复；政府信息公开行政复议1件（申请人撤回结案）、行政诉讼0件。",
        [("lawsuits", 0), ("received", 5), ("reconsiderations", 1)],
    ),
    (
        "2024年全市共收到政府信息申请公开件658件，因政府信息公开引起的行政复议22件、行政诉讼案件1件",
        [("lawsuits", 1), ("received", 658), ("reconsiderations", 22)],
    ),
    ("本年度新收政府信息公开申请三件，均已办结。", [("received", 3)]),
    ("2023年共收到政府信息公开申请120件，2024年为98件。", []),
    (
        "（二）依申请公开情况。新收到依申请公开政府信息42件,答复依申请公开政府信息39件,均在法定期限内予以答复,结转下年度继续办理3件。",
        [("answered", 39), ("forwarded", 3), ("received", 42)],
    ),
    (
        "2024年,我办共受理依申请公开事项36件(其中:自然人申请32件、企业申请2件、其他组织申请2件),上年结转7件,予以公开3件、部分公开24件、无法提供12件、结转下年度办理4件。",
        [("carried", 7), ("forwarded", 4), ("received", 36), ("result", 3), ("result", 12), ("result", 24)],
    ),
    (
        "全年共制发(修改)政府规章1份,废止政府规章1份,现行有效政府规章8份;制发3份规范性文件,废止18份规范性文件,现行有效规范性文件81份。",
        [
            ("documents.in_force", 81),
            ("documents.made", 3),
            ("documents.repealed", 18),
            ("rules.in_force", 8),
            ("rules.repealed", 1),
        ],
    ),
    (
        "收到依申请公开件176件,其中,当面申请的72件,来信申请的69件,网上申请的35件。办结依申请公开件177件(含2023年结转的3件),其中,予以公开60件,部分公开51件,不予公开4件,信息无法提供30件、不予处理3件,其他处理29件。",
        [
            ("answered", 177),
            ("carried", 3),
            ("received", 176),
            ("result", 3),
            ("result", 4),
            ("result", 29),
            ("result", 30),
            ("result", 51),
            ("result", 60),
        ],
    ),
    ("2024年收到政府信息公开申请1件,为本机关不掌握的政府信息。", [("received", 1)]),
    ("社会评议方面:未发生因政府信息公开工作引发举报、投诉、提起行政诉讼等情况。", []),
    (
        "2024年,我局收到政府信息公开申请2件,已答复2件,已按照《条例》要求,在规定时限内向申请人进行了答复,未发生因政府信息公开引起的行政复议申请和行政诉讼。",
        [("answered", 2), ("lawsuits", 0), ("received", 2), ("reconsiderations", 0)],
    ),
    ("2024年我局收到申请公开政府信息2条。", [("received", 2)]),
    (
        "全年累计报送政务信息110条;主动公开行政事业性收费1项,公开费用总额为4.043万元;2024年,答复办理提案议案共7件,其中办理答复人大代表建议5件",
        [],
    ),
    ("2024年度收到依申请公开事项1件,按照《条例》规定进行办理。", [("received", 1)]),
    ("2024年无公文解读情况,未印发行政规范性文件。", [("documents.made", 0)]),
    ("2024年度我街道未收到申请人提出的依申请公开。", []),
    (
        "（二）依申请公开情况。2024年,我办共收到公开政府信息申请1件,已全部答复,办结率100%。未出现因答复不当引起的行政复议、行政诉讼等情况。",
        [("received", 1)],
    ),
    ("加强规范性文件审查清理,2024年以来现行有效的行政规范性文件0件。", [("documents.in_force", 0)]),
    ("本年度共收到依申请公开17条,均按要求完成答复。", [("received", 17)]),
    (
        "2024年,我县收到政府信息依申请公开9件,上年转结1件,其中网络申请数5件,信函申请数5件,已按程序按时办理,发生行政复议1件。",
        [("carried", 1), ("received", 9), ("reconsiderations", 1)],
    ),
    (
        "2024年共办理公众以县人民政府及县人民政府办公室为主体的政府信息公开申请19件,申请内容主要集中在征地拆迁、规划批复等方面,均依法办结。",
        [],
    ),
    (
        "全年共收到政府信息公开申请10件,其中9件为网上申请,1件为书面申请,均严格按照相关规定在法定期限内依法办结,未引起行政复议和行政诉讼情形。",
        [("lawsuits", 0), ("received", 10), ("reconsiderations", 0)],
    ),
    (
        "收到信息公开申请12件,其中3件因申请内容不明确要求补正,最终答复9件,1件撤回。",
        [("answered", 9), ("received", 12)],
    ),
    ("依申请公开收件12件,办件12件。", []),
    ("全年受理的12件政府信息公开申请均已办结。", [("received", 12)]),
    ("本机关共收到依申请公开申请25件,其中上年结转3件,当年新收22件。", [("carried", 3), ("received", 25)]),
    ("2024年收到依申请公开政府信息的申请共6件,其中主动撤回1件,办结5件。", [("answered", 5), ("received", 6)]),
    ("受理依申请公开12件次,答复12件次。", [("answered", 12), ("received", 12)]),
    ("2024年度,我局共接到3件政府信息公开申请。", [("received", 3)]),
    ("2024年，全区政府信息公开申请总量235件，同比下降12%。", []),
    ("截至12月31日，共收到政府信息公开申请56件。", [("received", 56)]),
    ("2024年1-12月共收到政府信息公开申请56件。", [("received", 56)]),
    (
        "因信息公开被提起行政复议2件，均已审结，结果均为维持；被提起行政诉讼1件，尚未审结。",
        [("lawsuits", 1), ("reconsiderations", 2)],
    ),
    (
        "2024年度共发生因政府信息公开被申请行政复议2件，其中维持1件，尚未审结1件。",
        [("reconsiderations", 2), ("reconsiderations.upheld", 1)],
    ),
    ("政府信息公开行政诉讼一审案件3件、二审案件2件。", []),
    ("共有行政复议3件（其中2件为2023年结转）。", [("reconsiderations", 3)]),
    ("一年来主动公开信息共有40条,未收到依申请公开信息。", [("received", 0)]),
    ("截至2024年底,我镇尚无行政机关收到和处理政府信息公开申请情况。", [("received", 0)]),
    ("2024年，未收到依申请公开事项.", [("received", 0)]),
    (
        "2024年，我办全年未收到行政许可申请；全年未接到信息公开申请；各栏目共刊发文稿、通知、公告、公示等44篇。",
        [("received", 0)],
    ),
    ("2024年度我镇未收到任何形式的依申请公开政府信息。", [("received", 0)]),
    ("本年度无申请政府信息公开的情况。", [("received", 0)]),
    ("2024年未收到依申请公开政府信息申请。", [("received", 0)]),
    ("未出现因答复不当引起的行政复议、行政诉讼等情况。", []),
    (
        "没有因政府信息公开被申请行政复议，也没有在行政诉讼案件中被判未依法履行政府信息公开责任的情况。",
        [("reconsiderations", 0)],
    ),
    (
        "2024年度发生因政府信息公开引发的行政复议3件，未发生因政府信息公开引发的行政诉讼案件。",
        [("lawsuits", 0), ("reconsiderations", 3)],
    ),
    (
        "均严格按照相关规定在法定期限内依法办结，未引起行政复议和行政诉讼情形。",
        [("lawsuits", 0), ("reconsiderations", 0)],
    ),
    (
        "全部及时分发到责任科室予以办理，未出现行政复议、行政诉讼等现象。",
        [("lawsuits", 0), ("reconsiderations", 0)],
    ),
    ("本年度没有收到公民、法人和其他组织提出的政府信息公开申请。", [("received", 0)]),
    ("没有收到自然人提出的政府信息公开申请，收到企业申请3件。", []),
    ("未收到通过信函方式提交的政府信息公开申请。", []),
    ("2023年未收到政府信息公开申请，2024年收到政府信息公开申请3件。", [("received", 3)]),
    ("未发生依申请公开逾期答复情况。", []),
    (
        "收到政府信息公开申请、因政府信息公开被申请行政复议、提起行政诉讼的数量均为0。",
        [("lawsuits", 0), ("received", 0), ("reconsiderations", 0)],
    ),
    ("本年度无政府信息公开行政复议、行政诉讼情况。", [("lawsuits", 0), ("reconsiderations", 0)]),
    ("无因政府信息公开引发的行政复议和行政诉讼。", [("lawsuits", 0), ("reconsiderations", 0)]),
    ("未因政府信息公开被申请行政复议或提起行政诉讼。", [("lawsuits", 0), ("reconsiderations", 0)]),
    ("未收到公民对依申请公开答复的投诉。", []),
    ("（二）依申请公开。2024年未收到申请。", [("received", 0)]),
    ("无依申请公开件。", [("received", 0)]),
    (
        "2024年我局未接到依申请公开案件，也没有因信息公开引起的复议和诉讼。",
        [("lawsuits", 0), ("received", 0), ("reconsiderations", 0)],
    ),
    ("没有无法提供的依申请公开", []),
]


def found(text: str, agency: str = "示范市人民政府") -> list[tuple[str, int]]:
    section = Section("一、总体情况", 1, ("依申请公开。" + text,), "一")
    report = AnnualReport(agency=agency, year=2024, sections=(section,))
    told = sentences(report)
    return sorted((c.kind, c.found) for s in told for c in (*claims(s, report), *denials(s, report)))


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_what_a_sentence_claims(text: str, expected: list[tuple[str, int]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "agency", "expected"),
    [
        ("2024年全区各级行政机关共受理政府信息公开申请21件。", "示范区人民政府", [("received", 21)]),
        ("2024年全区各级行政机关共受理政府信息公开申请21件。", "示范区财政局", []),
        ("街道未收到依申请公开请求。", "和平街道办事处", [("received", 0)]),
        ("街道未收到依申请公开请求。", "示范区人民政府", []),
        ("区财政局收到政府信息公开申请6件。", "示范区财政局", [("received", 6)]),
    ],
)
def test_whose_number_it_is_depends_on_who_reports(
    text: str, agency: str, expected: list[tuple[str, int]]
) -> None:
    assert found(text, agency) == expected


def test_a_claim_knows_its_words_and_its_clause() -> None:
    section = Section("一、总体情况", 1, ("全年工作有序（含培训），共收到政府信息公开申请5件。",), "一")
    report = AnnualReport(year=2024, sections=(section,))
    (claim,) = [c for s in sentences(report) for c in claims(s, report)]
    assert claim.words == "收到政府信息公开申请5件"
    assert claim.clause == "共收到政府信息公开申请5件"

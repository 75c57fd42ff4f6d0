"""Sentences that read right for none, one and many, whatever the figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.reports.texts.facts import Fact, Part, Parts
from gongkai.reports.texts.knowing import Asked, Published, catalogue
from gongkai.reports.texts.library import PARTS, PLACE, Clause, Sentence, library
from gongkai.reports.texts.pieces import Bound, Run, lines
from gongkai.reports.texts.writing import headed, numeral, part, sentence
from gongkai.statute.form import AnnualReport, Section, Value, check, edition
from gongkai.supervision.models import Accountability, Article, Problem, Training
from gongkai.supervision.queries import YearRecords

from . import sample

SINCE = date(2019, 5, 15)
SHIPPED = library(sample.END)
_FORM = edition("2021")
_COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


def made(*clauses: Clause, lead: str = "", joint: str = "，") -> Sentence:
    return Sentence("x", "publish", 1, clauses, SINCE, lead=lead, joint=joint)


def told(number: int, **change: Any) -> str:
    return "\n".join(lines(part(number, sample.facts(**change), SHIPPED)))


class TestOneSentence:
    def test_the_fact_chooses_the_wording(self) -> None:
        one = made(Clause("n", zero="没有", one="只有{n}件", many="共{n}件"))
        assert sentence(one, {"n": Fact(0)}).text == "没有。"
        assert sentence(one, {"n": Fact(1)}).text == "只有1件。"
        assert sentence(one, {"n": Fact(12)}).text == "共12件。"

    def test_the_figure_is_bound_and_the_words_are_not(self) -> None:
        found = sentence(made(Clause("n", many="共{n}件")), {"n": Fact(12)})
        assert found.pieces == ("共", Bound("n", "12"), "件。")

    def test_what_is_not_known_is_not_told(self) -> None:
        assert sentence(made(Clause("n", zero="没有", many="共{n}件")), {}) == Run("x", ())
        assert sentence(made(Clause("n", many="{who}共{n}件")), {"n": Fact(3)}).text == ""

    def test_a_clause_that_says_nothing_leaves_no_comma(self) -> None:
        one = made(
            Clause("a", many="甲{a}件"), Clause("b", many="乙{b}件"), Clause("c", many="丙{c}件"), lead="全年"
        )
        assert sentence(one, {"a": Fact(2), "b": Fact(0), "c": Fact(3)}).text == "全年甲2件，丙3件。"
        assert sentence(one, {"a": Fact(0), "b": Fact(0), "c": Fact(0)}).text == ""

    def test_conditions(self) -> None:
        one = made(Clause("n", many="{n}件", needs=("yes",), unless=("no",)))
        assert sentence(one, {"n": Fact(2), "yes": Fact(1), "no": Fact(0)}).text == "2件。"
        assert sentence(one, {"n": Fact(2), "yes": Fact(0)}).text == ""
        assert sentence(one, {"n": Fact(2), "yes": Fact(1), "no": Fact("有")}).text == ""

    def test_parts_that_are_nought_are_left_out(self) -> None:
        fact = Fact(Parts((Part("予以公开", 3), Part("不予公开", 0), Part("其他处理", 1))), "件")
        found = sentence(made(Clause("r", many="其中{r}")), {"r": fact})
        assert found.text == "其中予以公开3件、其他处理1件。"
        assert found.bound == (Bound("r/予以公开", "3"), Bound("r/其他处理", "1"))
        assert (
            sentence(made(Clause("r", many="由{r:label}提出")), {"r": fact}).text == "由予以公开、其他处理提出。"
        )

    def test_each_record_in_its_own_words(self) -> None:
        clause = Clause("p", one="问题是{each}", many="问题：{each}", each=("{a}，因为{b}", "{a}"))
        rows = ({"key": "p:1", "a": "慢", "b": "忙"}, {"key": "p:2", "a": "少", "b": ""})
        assert sentence(made(clause), {"p": Fact(rows)}).text == "问题：一是慢，因为忙；二是少。"
        assert sentence(made(clause), {"p": Fact(rows[:1])}).text == "问题是慢，因为忙。"
        listed = replace(clause, numbered=".", between="。\n")
        assert sentence(made(listed), {"p": Fact(rows)}).text == "问题：1.慢，因为忙。\n2.少。"

    @pytest.mark.parametrize(
        ("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (23, "二十三")]
    )
    def test_numerals(self, number: int, word: str) -> None:
        assert numeral(number) == word


class TestParagraphs:
    def test_the_five_topics_of_section_one(self) -> None:
        headings = [line[:3] for line in told(1).splitlines()[1:]]
        assert headings == ["（一）", "（二）", "（三）", "（四）", "（五）"]

    def test_they_are_there_in_a_year_without_any_record(self) -> None:
        empty = told(1, tables={}, published=Published(), asked=Asked(), records=YearRecords(2024))
        assert [line[:3] for line in empty.splitlines()[1:]] == ["（一）", "（二）", "（三）", "（四）", "（五）"]
        assert "None" not in empty
        assert "{" not in empty

    def test_the_items_of_section_six_even_where_there_is_nothing(self) -> None:
        text = told(6, records=YearRecords(2024))
        assert "本年度未收取信息处理费。" in text
        assert "本年度没有承办人大代表建议和政协提案。" in text
        assert "3.政务公开工作创新情况。本年度没有需要报告的创新做法。" in text
        assert "4.工作方案落实情况。按照上级年度工作安排做好政府信息公开工作。" in text

    def test_headings_count_those_that_say_something(self) -> None:
        assert told(5).startswith("（一）存在的主要问题。存在的主要问题：一是")
        before = Problem(pk=9, title="更新慢", on=date(2023, 5, 1), measure="按月检查", done_on=date(2024, 3, 5))
        text = told(5, records=sample.records(carried_problems=(before,)))
        assert text.startswith(
            "（一）上年度问题的改进情况。上年度报告的问题是：更新慢，已采取措施（按月检查），于3月5日完成改进。\n（二）存在的主要问题。"
        )

    def test_a_heading_alone_is_not_printed(self) -> None:
        facts = sample.facts(records=YearRecords(2024))
        silent = next(one for one in part(5, facts, SHIPPED) if one.code == "before")
        assert silent.text == ""
        assert [run.pieces for run in silent.runs] == [(), ()]
        assert headed((silent,), SHIPPED) == (silent,)


class TestOfTheYear:
    def test_last_years_problems_beside_what_was_done(self) -> None:
        done = Problem(pk=1, title="更新慢", on=date(2023, 5, 1), measure="按月检查", done_on=date(2024, 3, 5))
        open_still = Problem(pk=2, title="解读少", on=date(2023, 6, 1), measure="配发图解")
        later = Problem(pk=3, title="栏目空白", on=date(2023, 6, 1), done_on=date(2025, 1, 5))
        text = told(5, records=sample.records(carried_problems=(done, open_still, later)))
        assert "上年度报告的问题3个：一是更新慢，已采取措施（按月检查），于3月5日完成改进；" in text
        assert "二是解读少，改进措施（配发图解）正在落实；三是栏目空白，正在改进。" in text

    def test_one_training_two_and_none(self) -> None:
        online = Training(pk=1, title="培训", on=date(2024, 3, 1), online=True, people=12)
        hall = Training(pk=2, title="培训", on=date(2024, 4, 1), people=8)
        assert "培训" not in told(1, records=sample.records(trainings=()))
        assert "组织信息员参加线上培训1次，12人次参加。" in told(1, records=sample.records(trainings=(online,)))
        assert "组织信息员参加业务培训1次，8人次参加。" in told(1, records=sample.records(trainings=(hall,)))
        assert "线上线下培训2次，20人次参加。" in told(1, records=sample.records(trainings=(online, hall)))

    def test_one_topic_and_many(self) -> None:
        assert "重点围绕安全生产，公开与" in told(1, published=sample.published(topic_items={"安全生产": 9}))
        many = told(1, published=sample.published(topic_items={"安全生产": 9, "环境治理": 1}))
        assert "主要围绕安全生产、环境治理，公开与" in many
        assert "信息，其中安全生产9条、环境治理1条。" in many
        assert "等，" not in many

    def test_accountability(self) -> None:
        one = Accountability(pk=1, title="逾期", on=date(2024, 6, 1), result="correct")
        other = Accountability(pk=2, title="泄露", on=date(2024, 7, 1), result="criticised")
        assert "责任追究1件，为责令改正。" in told(1, records=sample.records(accountabilities=(one,)))
        assert "责任追究2件，其中责令改正1件、通报批评1件。" in told(
            1, records=sample.records(accountabilities=(one, other))
        )

    def test_an_inspection_under_way_is_none_yet(self) -> None:
        closed = sample.records().inspections
        open_one = replace(closed[3], score=None)
        text = told(1, records=sample.records(inspections=(*closed[:3], open_one)))
        assert "全年开展政府信息公开工作检查督查3次，发现问题3个，整改到位3个。" in text
        assert "检查督查" not in told(1, records=sample.records(inspections=(open_one,)))

    def test_requests_of_the_year(self) -> None:
        one = told(1, tables=sample.tables(received=1, by_persons=1, answered=1, given=1))
        assert "齐陵街道收到政府信息公开申请1件，由自然人提出。" in one
        assert "本年度办结政府信息公开申请1件，结果为予以公开，没有结转下年度的申请。" in one
        assert "未收到依申请" not in one
        assert one.count("行政复议") == 1

    def test_only_carried_over(self) -> None:
        text = told(1, tables=sample.tables(carried=1, answered=1, given=1))
        assert "齐陵街道未收到依申请公开请求，上年结转政府信息公开申请1件。" in text

    def test_reviews_without_lawsuits(self) -> None:
        text = told(1, tables=sample.tables(received=3, by_persons=3, answered=3, given=3, reviews=1, upheld=1))
        assert "因政府信息公开被申请行政复议1件，结果维持；未发生因政府信息公开提起行政诉讼的情况。" in text


_COUNTS = st.sampled_from([0, 0, 1, 2, 3, 17])


@st.composite
def figures(draw: st.DrawFn) -> dict[str, Value]:
    """A report's cells that add up: any requests, any results, any disputes."""
    cells: dict[str, Value] = {cell.name: 0 for cell in _FORM.cells}
    leaves = [
        row.code
        for block in _FORM.table(3)
        for row in block.rows
        if row.code.startswith("3.") and row.code != "3.7"
    ]
    for column in _COLUMNS:
        done = {code: draw(_COUNTS) for code in draw(st.lists(st.sampled_from(leaves), max_size=3, unique=True))}
        carried, forward = draw(_COUNTS), draw(_COUNTS)
        total = sum(done.values())
        carried = min(carried, total + forward)
        column_of = {"1": total + forward - carried, "2": carried, "3.7": total, "4": forward, **done}
        for code, number in column_of.items():
            cells[f"{code}/{column}"] = number
    for block in _FORM.table(3):
        for row in block.rows:
            cells[f"{row.code}/总计"] = sum(int(cells[f"{row.code}/{one}"] or 0) for one in _COLUMNS)
    for way in ("行政复议", "未经复议直接起诉", "复议后起诉"):
        of_way = {one: draw(_COUNTS) for one in ("结果维持", "结果纠正", "其他结果", "尚未审结")}
        cells |= {f"{way}/{one}": number for one, number in of_way.items()}
        cells[f"{way}/总计"] = sum(of_way.values())
    for step in ("本年制发件数", "本年废止件数"):
        cells[f"行政规范性文件/{step}"] = draw(_COUNTS)
    cells["行政规范性文件/现行有效件数"] = 40
    return cells


def report(cells: dict[str, Value], **change: Any) -> AnnualReport:
    """A report of these cells with the text drafted from them."""
    facts = sample.facts(tables=cells, **change)
    texts = {number: lines(part(number, facts, SHIPPED)) for number in PARTS}
    sections = tuple(
        Section(f"{numeral(at)}、{title}", at, texts.get(at, ()), numeral(at))
        for at, title in enumerate(_FORM.sections, 1)
    )
    return AnnualReport(
        agency="临淄区齐陵街道办事处", year=2024, edition="2021", title="2024年政府信息公开工作年度报告",
        period=(date(2024, 1, 1), date(2024, 12, 31)), preamble=texts[0], sections=sections, figures=cells,
    )  # fmt: skip


_ODD = re.compile(r"[，、；：。][，、；。]|\{|\}|None|（）|《》|[，、；]$|。。")


@settings(max_examples=40)
@given(figures(), st.sampled_from([0, 1, 380]))
def test_whatever_the_figures_the_text_says_what_the_tables_say(cells: dict[str, Value], fee: int) -> None:
    cells["行政事业性收费/本年收费金额"] = 1
    made = report(cells, asked=sample.asked(fee=fee, fee_cases=min(fee, 1)))
    assert [one.message for one in check(made) if one.relation in ("A6", "A10")] == []
    assert [line for section in made.sections for line in section.paragraphs if _ODD.search(line)] == []


@given(_COUNTS, _COUNTS, _COUNTS, _COUNTS)
def test_whatever_was_done_it_reads_right(articles: int, trainings: int, problems: int, items: int) -> None:
    records = sample.records(
        articles=tuple(Article(pk=n, title="稿", on=sample.END, outlet="报") for n in range(articles)),
        trainings=tuple(
            Training(pk=n, title="课", on=sample.END, online=n % 2 == 1, people=n) for n in range(trainings)
        ),
        problems=tuple(Problem(pk=n, title=f"问题{n}。", on=sample.END) for n in range(problems)),
    )  # fmt: skip
    facts = sample.facts(records=records, published=sample.published(items=items))
    told = [line for number in PARTS for line in lines(part(number, facts, SHIPPED))]
    assert [line for line in told if _ODD.search(line)] == []
    assert [line for line in told if re.search(r"(?<![\d.])0(?:条|篇|次|个|项|人次)", line)] == []


def test_every_name_in_the_library_is_a_fact() -> None:
    unknown = {name for one in SHIPPED.sentences for name in one.names()} - set(catalogue())
    assert unknown == set()


def test_every_fact_that_may_be_is_made() -> None:
    assert set(sample.facts()) == set(catalogue())


def test_every_wording_that_counts_many_names_its_number() -> None:
    """A sentence about several must say how many: none that a record changes and the text does not."""
    silent = [
        one.code
        for one in SHIPPED.sentences
        for clause in one.clauses
        if clause.query and clause.many and not PLACE.search(clause.many)
    ]
    assert set(silent) == {"open-to-all", "inspections"}

"""The facts of a year out of the records of the house, and the sample's text out of a street office's year."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.agencies import actions as agencies
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.publication import counted, counts
from gongkai.publication.models import (
    Column,
    DoorReport,
    Guide,
    Item,
    Showing,
    Step,
    Topic,
    WorkRule,
    WorkRuleStep,
    YearCount,
)
from gongkai.publication.words import StepKind
from gongkai.reports.compiling.tables import compile
from gongkai.reports.texts import drafting, gathering
from gongkai.reports.texts.facts import Facts, count, reads
from gongkai.statute.form import Value, plain
from gongkai.supervision.models import Article, Inspection, Problem, Suggestion, Training
from tests.district import SHANGHAI, found, invited
from tests.publication.test_register import laid

from . import sample
from .test_sample import sentences_of, theirs

AT = datetime(2024, 6, 3, 9, 0, tzinfo=SHANGHAI)
_REAL = Path(__file__).parents[2] / "real"
BEFORE = datetime(2023, 12, 31, 23, 59, tzinfo=SHANGHAI)
DAY = AT.date()
YEAR = 2024


@pytest.fixture
def linzi(db: None) -> Agency:
    return found("临淄区人民政府", kind=Kind.GOVERNMENT)


@pytest.fixture
def street(linzi: Agency) -> Agency:
    return found("临淄区齐陵街道办事处", linzi, 30, Kind.STREET_OFFICE)


@pytest.fixture
def bureau(linzi: Agency) -> Agency:
    return found("临淄区民政局", linzi, 40)


def of(agency: Agency, tables: dict[str, Value] | None = None) -> Facts:
    return gathering.gathered(agency, YEAR, tables or {})


def item(agency: Agency, number: object, on: date = DAY, **more: Any) -> Item:
    return laid(agency, str(number), on, **{"genre": "notice", "validity": "", **more})


def _stepped(one: Item, kinds: Iterable[str], at: datetime = AT) -> None:
    version = one.versions.get()
    Step.objects.bulk_create(Step(version=version, kind=kind, at=at) for kind in kinds)


class TestOneByOne:
    def test_a_bare_agency_has_noughts_and_no_address(self, street: Agency) -> None:
        facts = of(street)
        assert count(facts["items"]) == 0
        assert count(facts["staff"]) == 0
        assert "address" not in facts
        assert "received" not in facts, "a cell that is not there is no nought"
        assert reads(facts, "leadership") == "临淄区委、区政府"
        assert (reads(facts, "name"), reads(facts, "short"), reads(facts, "we")) == (
            "齐陵街道办事处",
            "齐陵街道",
            "街道",
        )

    def test_items_by_topic_and_channel_of_the_year(self, linzi: Agency, street: Agency) -> None:
        topics = [Topic.objects.create(district=linzi, year=YEAR, name=n, order=o) for o, n in enumerate("乙甲")]
        item(street, 1).topics.set(topics)
        other = item(street, 2, genre="interpretation")
        item(street, 3, date(2023, 12, 31)).topics.set(topics)
        for way in ("website", "board", "website"):
            Showing.objects.create(item=other, way=way, from_on=DAY, added_at=AT, passed_at=AT)
        Showing.objects.create(item=other, way="gazette", from_on=DAY, added_at=AT, passed_at=AT, struck_at=AT)
        Showing.objects.create(item=other, way="wechat", from_on=DAY, added_at=AT)
        facts = of(street)
        assert reads(facts, "items") == "2"
        assert facts["topics"].value == ("乙", "甲")
        assert [reads(facts, f"topic_items/{one}") for one in "乙甲"] == ["1", "1"]
        assert reads(facts, "way_items/政府网站") == "1"
        assert facts["ways"].value == ("政府网站", "政务公开宣传栏")
        assert [reads(facts, name) for name in ("website", "boards", "interpretations")] == ["1", "1", "1"]

    def test_the_way_to_the_public_is_read_from_its_steps(self, street: Agency) -> None:
        one = item(street, 1)
        _stepped(one, [StepKind.SUBMIT, StepKind.UNIT_PASS])
        assert of(street)["steps"].value == ("整理草拟", "审核审查")
        assert count(of(street)["every_step"]) == 0
        _stepped(one, [StepKind.DISCLOSURE_PASS, StepKind.RELEASE, StepKind.CHECK])
        assert of(street)["steps"].value == ("整理草拟", "审核审查", "录入发布", "页面检查")
        assert (count(of(street)["every_step"]), count(of(street)["reviewed"])) == (1, 1)

    def test_steps_of_another_year_do_not_count(self, street: Agency) -> None:
        for at in (datetime(2023, 12, 31, 23, 59, tzinfo=SHANGHAI), datetime(2025, 1, 1, tzinfo=SHANGHAI)):
            _stepped(item(street, at.year), [StepKind.DISCLOSURE_PASS], at)
        assert count(of(street)["reviewed"]) == 0
        _stepped(item(street, 9), [StepKind.DISCLOSURE_PASS], datetime(2024, 12, 31, 23, 59, tzinfo=SHANGHAI))
        assert count(of(street)["reviewed"]) == 1

    def test_classes_are_those_that_are_counted(self, street: Agency) -> None:
        item(street, 1)
        kept = item(street, 2, state="kept", disclosure_class="may_withhold")
        _stepped(kept, [StepKind.KEEP, StepKind.KEEP])
        _stepped(item(street, 3, state="kept", disclosure_class="forbidden"), [StepKind.KEEP], BEFORE)
        facts = of(street)
        for code, label in (("active", "主动公开"), ("may_withhold", "可不予公开"), ("forbidden", "禁止公开")):
            number = counted.group(street, YEAR, "class", code).count()
            assert reads(facts, f"classes/{label}") == str(number)
        assert reads(facts, "classes/可不予公开") == "1"
        assert reads(facts, "classes/禁止公开") == "0"

    def test_rules_in_force_and_those_of_the_year(self, street: Agency) -> None:
        old = WorkRule.objects.create(
            agency=street, title="旧", made_on=date(2020, 1, 1), looked_on=date(2020, 1, 1), created_at=AT
        )
        new = WorkRule.objects.create(agency=street, title="新", made_on=DAY, looked_on=DAY, created_at=AT)
        WorkRule.objects.create(
            agency=street, title="废", made_on=date(2020, 1, 1), looked_on=DAY, repealed_on=DAY, created_at=AT
        )
        for rule, kind in ((new, "made"), (new, "revised"), (old, "looked")):
            WorkRuleStep.objects.create(rule=rule, kind=kind, on=DAY, at=AT)
        assert (count(of(street)["rules"]), count(of(street)["rules_new"])) == (2, 1)

    def test_columns_are_the_leaves_and_standard_ones_are_those_imported(self, street: Agency) -> None:
        above = Column.objects.create(agency=street, title="一级", from_on=date(2020, 1, 1))
        Column.objects.create(agency=street, title="叶", parent=above, from_on=DAY)
        Column.objects.create(agency=street, title="标准", origin="标准目录", from_on=DAY)
        Column.objects.create(agency=street, title="止", from_on=date(2020, 1, 1), until_on=date(2023, 1, 1))
        assert (count(of(street)["columns"]), count(of(street)["obligations"])) == (2, 1)

    def test_a_complaint_line_is_one_that_a_published_guide_names(self, street: Agency) -> None:
        made = Guide.objects.create(agency=street, number=1, complaint="电话0533-7080070", created_at=AT)
        assert count(of(street)["complaint_line"]) == 0
        made.state, made.published_at = Guide.State.PUBLISHED, AT
        made.save()
        assert count(of(street)["complaint_line"]) == 1

    def test_last_years_open_problems_are_beside_this_years(self, street: Agency) -> None:
        Problem.objects.create(agency=street, title="更新慢", on=date(2023, 5, 1), done_on=DAY, created_at=AT)
        Problem.objects.create(
            agency=street, title="早已改好", on=date(2022, 5, 1), done_on=date(2023, 6, 1), created_at=AT
        )
        Problem.objects.create(agency=street, title="解读少", on=DAY, measure="配发图解", created_at=AT)
        facts = of(street)
        assert [row["problem"] for row in facts["problems_before"].value] == ["更新慢"]  # type: ignore[index,union-attr]
        assert [row["problem"] for row in facts["problems"].value] == ["解读少"]  # type: ignore[index,union-attr]
        assert count(facts["problems_mended"]) == 1

    def test_an_agency_merged_in_brings_its_records(self, street: Agency, bureau: Agency) -> None:
        item(street, 1)
        item(bureau, 1)
        for agency in (street, bureau):
            Article.objects.create(agency=agency, title="稿", on=DAY, outlet="报", created_at=AT)
        agencies.merge([street, bureau], street, on=date(2024, 9, 1), reason="批复", by=OPERATOR, at=AT)
        facts = of(street)
        assert (count(facts["items"]), count(facts["articles"])) == (2, 2)
        assert reads(facts, "agency") == "临淄区齐陵街道办事处"

    def test_as_many_questions_for_a_full_year_as_for_an_empty_one(self, street: Agency) -> None:
        def asked() -> int:
            with CaptureQueriesContext(
                connection,
            ) as context:
                of(street)
            return len(context)

        empty = asked()
        for n in range(30):
            _stepped(item(street, n), [StepKind.SUBMIT])
            Training.objects.create(agency=street, title=f"课{n}", on=DAY, created_at=AT)
        assert asked() == empty


def _house(linzi: Agency, street: Agency) -> None:
    """The sample's year as records: what was published and how, the list, the guide, the rules, the work."""
    Agency.objects.filter(pk=street.pk).update(
        address="临淄区齐陵路67号", postcode="255430", phone="0533-7080070",
        email="dangzhengbangonggongyou@zb.shandong.cn",
    )  # fmt: skip
    invited("clerk", street, Role.CLERK)
    items = [item(street, n) for n in range(167)]
    for order, name in enumerate(("乡村振兴", "安全生产", "环境治理", "民生服务")):
        items[order].topics.add(Topic.objects.create(district=linzi, year=YEAR, name=name, order=order))
    Showing.objects.bulk_create(
        Showing(item=one, way=way, from_on=DAY, added_at=AT, passed_at=AT)
        for one in items
        for way in ("website", "board")
    )
    _stepped(items[0], [StepKind.SUBMIT, StepKind.DISCLOSURE_PASS, StepKind.RELEASE, StepKind.CHECK])
    for n, code in enumerate(("on_request", "may_withhold", "forbidden")):
        kept = item(street, f"k{n}", state="kept", disclosure_class=code)
        _stepped(kept, [StepKind.KEEP])
    Column.objects.create(agency=street, title="标准", origin="标准目录", from_on=DAY)
    Guide.objects.create(
        agency=street, number=1, complaint="0533-7080070", state="published", created_at=AT, published_at=AT
    )
    rule = WorkRule.objects.create(agency=street, title="制度", made_on=DAY, looked_on=DAY, created_at=AT)
    WorkRuleStep.objects.create(rule=rule, kind="made", on=DAY, at=AT)
    DoorReport.objects.create(
        agency=street, number="L1", kind="error", state="answered", outcome="corrected", received_at=AT,
        answered_at=AT, due_on=DAY,
    )  # fmt: skip
    for quarter in range(1, 5):
        Inspection.objects.create(
            agency=street, year=YEAR, quarter=quarter, sheet="评分表", state="closed", begun_at=AT, score=95,
            on=date(YEAR, 3 * quarter, 20),
        )  # fmt: skip
    Suggestion.objects.create(agency=street, title="多讲政策", on=DAY, taken_up=True, created_at=AT)
    for what in YearCount.What:
        counts.enter(OPERATOR, street, year=YEAR, what=what, number=0, at=AT)
    for rows in vars_of(sample.records()):
        for one in rows:
            one.pk, one.agency, one.created_at = None, street, AT
            one.save()


def vars_of(records: Any) -> Iterable[Iterable[Any]]:
    """The rows of every kind that is kept as a record of its own."""
    kept = (
        "trainings", "meetings", "spreads", "proposals", "articles", "activities", "innovations", "appraisals",
        "problems",
    )  # fmt: skip
    return (getattr(records, name) for name in kept)


def test_the_report_of_the_sample_comes_out_of_the_house(
    linzi: Agency, street: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measure (a) from the database: every cell, and every sentence of the text in the words of the district."""
    _house(linzi, street)
    monkeypatch.setattr(drafting, "library_of", lambda agency, year: sample.own())
    found = compile(Agency.objects.get(pk=street.pk), YEAR)
    expected = json.loads((_REAL / "expected" / "qiling-2024.json").read_text("utf-8"))
    assert plain.tables(found.report) == {name: expected[name] for name in ("table2", "table3", "table4")}
    sections = [found.report.section(number) for number in (1, 5, 6)]
    paragraphs = [*found.report.preamble, *(line for one in sections if one for line in one.paragraphs)]
    assert [one for one in theirs() if one not in sentences_of(iter(paragraphs))] == []
    assert [one.message for one in found.findings if one.severity in ("error", "warning")] == []

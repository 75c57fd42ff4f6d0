"""The text of a draft in the house: bound to its records, to its own tables, and as a person left it."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import actions
from gongkai.reports.compiling.tables import compile
from gongkai.reports.models import Compilation, ReportVersion
from gongkai.reports.texts.segments import Kind
from gongkai.reports.texts.written import like, written
from gongkai.supervision.models import Article, Problem
from tests.cases.rows import a_case
from tests.reports.conftest import AT, in_review

DAY = date(2024, 5, 6)


@pytest.fixture
def records(bureau: Agency) -> Agency:
    a_case(bureau, date(2024, 3, 4), counted_row="3.1", counted_on=date(2024, 4, 1))
    Article.objects.create(agency=bureau, title="稿", on=DAY, outlet="报", created_at=AT)
    return bureau


@pytest.fixture
def draft(clerk: Person, records: Agency) -> ReportVersion:
    return actions.open_compiled(clerk, records, 2024, at=AT)


def text(version: ReportVersion, part: int = 1) -> str:
    return written(version, part).printed


def reword(clerk: Person, version: ReportVersion, old: str, new: str) -> None:
    now = text(version)
    assert old in now
    actions.reword(clerk, version, part=1, text=now.replace(old, new), reason="编写正文", at=AT)


def test_a_fresh_draft_says_what_the_records_say(draft: ReportVersion) -> None:
    found = written(draft, 1)
    assert "民政局收到政府信息公开申请1件，由自然人提出。" in found.printed
    assert "撰写政务公开工作稿1篇" in found.printed
    assert (found.changes, found.unknown) == ((), ())
    assert tuple(draft.content["sections"][0]["paragraphs"]) == tuple(found.printed.split("\n"))


def test_an_override_of_a_cell_goes_into_the_text(draft: ReportVersion, clerk: Person) -> None:
    for cell in ("1/自然人", "1/总计"):
        actions.correct_cell(clerk, draft, cell=cell, value=2, reason="漏登记一件", at=AT)
    assert [one.change.sentence for one in written(draft, 1).changes] == ["received"]
    actions.recompile(clerk, draft, at=AT)
    assert "民政局收到政府信息公开申请2件，其中自然人2件。" in text(draft)
    assert draft.figures.get(cell="1/总计").value == 2


def test_words_stay_and_figures_follow(draft: ReportVersion, clerk: Person) -> None:
    reword(clerk, draft, "撰写政务公开工作稿1篇", "在报刊发表1篇")
    Article.objects.create(agency=draft.agency, title="又一", on=DAY, outlet="报", created_at=AT)
    (changed,) = written(draft, 1).changes
    assert (changed.label, changed.change.before, changed.change.now) == ("政务公开工作稿", "1", "2")
    actions.recompile(clerk, draft, at=AT)
    assert "在报刊发表2篇" in text(draft)


def test_a_number_of_ones_own_is_unknown_and_taken_back_it_follows_again(
    draft: ReportVersion, clerk: Person
) -> None:
    reword(clerk, draft, "工作稿1篇", "工作稿7篇")
    assert [one.text for one in written(draft, 1).unknown] == ["7篇"]
    actions.undo_rewording(clerk, draft, part=1, at=AT)
    found = written(draft, 1)
    assert found.unknown == ()
    assert any(one.name == "articles" and one.kind == Kind.BOUND for row in found.rows for one in row)


def test_section_five_beside_its_records(records: Agency, clerk: Person) -> None:
    Problem.objects.create(agency=records, title="更新慢", on=date(2023, 5, 1), created_at=AT)
    Problem.objects.create(agency=records, title="解读少", on=DAY, created_at=AT)
    found = written(actions.open_compiled(clerk, records, 2024, at=AT), 5)
    assert [one["problem"] for one in found.before] == ["更新慢"]
    assert [one["problem"] for one in found.problems] == ["解读少"]


def test_like_last_year(draft: ReportVersion, clerk: Person) -> None:
    assert like(draft) == ()
    actions.open_compiled(clerk, draft.agency, 2023, at=AT)
    (one,) = like(draft)
    assert one.other.relation == "last-year"
    assert one.much


def test_only_of_what_was_compiled_and_of_parts_with_text(draft: ReportVersion, supervisor: Person) -> None:
    with pytest.raises(KeyError):
        written(draft, 2)
    with pytest.raises(Compilation.DoesNotExist):
        written(in_review(supervisor, agency="示范区民政局", year=2022), 1)


def test_a_year_without_a_problem_written_down_is_a_finding(records: Agency) -> None:
    def told() -> list[str]:
        return [one.message for one in compile(records, 2024).doubts if one.place == "正文"]

    assert len(told()) == 1
    assert "没有登记存在的问题" in told()[0]
    Problem.objects.create(agency=records, title="解读少", on=DAY, created_at=AT)
    assert told() == []

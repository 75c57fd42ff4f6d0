"""From the records to a draft, to the head's desk, signed and filed, reviewed and published; and what is kept."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.cases.models import Case
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import counts
from gongkai.reports import actions, queries
from gongkai.reports.compiling import bound, freezing
from gongkai.reports.models import Compilation, ReportVersion, Signature
from gongkai.reports.states import State
from gongkai.reports.table import district_table
from tests.cases.rows import a_case
from tests.district import SHANGHAI

from .conftest import AT, TODAY, entries, in_review

MARCH = date(2024, 3, 4)
LICENCES = "行政许可/本年处理决定数量"
DAY = timedelta(days=1)


@pytest.fixture
def records(bureau: Agency) -> Agency:
    a_case(bureau, MARCH, counted_row="3.1", counted_on=date(2024, 4, 1))
    counts.enter(OPERATOR, bureau, year=2024, what="licence", number=12, at=AT)
    return bureau


@pytest.fixture
def opened(clerk: Person, records: Agency) -> ReportVersion:
    return actions.open_compiled(clerk, records, 2024, at=AT)


def value(version: ReportVersion, cell: str) -> object:
    return version.figures.get(cell=cell).value


def signed(version: ReportVersion, clerk: Person, head: Person) -> ReportVersion:
    actions.hand_up(clerk, version, at=AT)
    return actions.sign(head, version, name="王某", signed_on=TODAY, at=AT)


class TestOpening:
    def test_a_draft_with_every_figure_and_its_records(self, opened: ReportVersion, clerk: Person) -> None:
        assert (opened.state, opened.number, opened.created_by, opened.intake) == (State.DRAFT, 1, clerk, None)
        assert opened.figures.count() == 200
        assert (value(opened, "1/自然人"), value(opened, LICENCES)) == (1, 12)
        kept = opened.compilation
        assert kept.data["cells"][LICENCES] == ["12", "ENTERED", ""]
        assert kept.data["records"]["3.1/自然人"] == [f"case:{Case.objects.get().pk}"]
        assert freezing.frozen(kept, "3.7/总计") == (f"case:{Case.objects.get().pk}",)
        assert (kept.sha256, kept.report_sha256) == (
            freezing.sha256({name: kept.data[name] for name in ("cells", "records")}),
            "",
        )
        assert opened.content["agency"] == "示范区民政局"
        assert opened.open_cells == 0

    def test_what_nobody_entered_is_blank_and_found(self, opened: ReportVersion) -> None:
        assert opened.figures.get(cell="行政处罚/本年处理决定数量").state == "blank"
        found = [one.finding for one in queries.review(opened).findings]
        assert [one for one in found if one.relation == "A8" and "行政处罚" in one.message]
        assert opened.warnings

    def test_the_chain_tells(self, opened: ReportVersion, clerk: Person) -> None:
        (entry,) = entries("reports.open")
        assert (entry.actor, entry.object) == (clerk.key, opened.key)
        assert json.loads(entry.data) == {"year": 2024, "number": 1, "records": opened.compilation.sha256}

    def test_not_while_the_year_runs(self, clerk: Person, records: Agency) -> None:
        with pytest.raises(Refused, match="2025年还没有结束"):
            actions.open_compiled(clerk, records, 2025, at=AT)
        assert actions.open_compiled(clerk, records, 2024, at=datetime(2025, 1, 1, 0, 0, tzinfo=SHANGHAI))

    def test_nobody_else(
        self, reviewer: Person, supervisor: Person, outsider: Person, auditor: Person, records: Agency
    ) -> None:
        for person in (reviewer, supervisor, outsider, auditor):
            with pytest.raises(NotAllowed):
                actions.open_compiled(person, records, 2024, at=AT)
        assert not ReportVersion.objects.exists()
        assert entries("reports.open") == []

    def test_once(self, clerk: Person, opened: ReportVersion) -> None:
        with pytest.raises(WrongState, match="已经开始编制"):
            actions.open_compiled(clerk, opened.agency, 2024, at=AT)

    def test_not_beside_one_that_counts(self, supervisor: Person, clerk: Person, bureau: Agency) -> None:
        accepted = actions.accept(supervisor, in_review(supervisor), at=AT)
        with pytest.raises(WrongState, match="已有一版被接受"):
            actions.open_compiled(clerk, bureau, 2024, at=AT)
        actions.publish(supervisor, accepted, at=AT)
        with pytest.raises(WrongState, match="已发布"):
            actions.open_compiled(clerk, bureau, 2024, at=AT)

    def test_beside_a_file_that_is_in_review(self, supervisor: Person, clerk: Person, bureau: Agency) -> None:
        file = in_review(supervisor)
        opened = actions.open_compiled(clerk, bureau, 2024, at=AT)
        file.refresh_from_db()
        assert (file.state, opened.state) == (State.READ, State.DRAFT)

    def test_a_draft_is_the_office_s_own(
        self, opened: ReportVersion, clerk: Person, head: Person, supervisor: Person, district: Agency
    ) -> None:
        assert opened in queries.versions(clerk, on=TODAY)
        assert opened in queries.versions(head, on=TODAY)
        assert opened not in queries.versions(supervisor, on=TODAY)
        table = district_table(supervisor, district, 2024, on=TODAY)
        assert (table.reported, table.rows[0].version) == (0, None)


class TestCompilingAnew:
    def test_follows_the_records(self, opened: ReportVersion, clerk: Person) -> None:
        a_case(opened.agency, MARCH)
        counts.enter(OPERATOR, opened.agency, year=2024, what="licence", number=13, at=AT)
        again = actions.recompile(clerk, opened, at=AT + DAY)
        assert (value(again, "1/自然人"), value(again, "4/总计"), value(again, LICENCES)) == (2, 1, 13)
        kept = Compilation.objects.get()
        assert kept.compiled_at == AT + DAY
        assert len(kept.data["records"]["1/自然人"]) == 2
        assert len(entries("reports.compile")) == 1

    def test_what_a_person_entered_stays_and_shows_what_the_records_say(
        self, opened: ReportVersion, clerk: Person
    ) -> None:
        actions.correct_cell(clerk, opened, cell=LICENCES, value=15, reason="另有3件在乡镇系统", at=AT)
        counts.enter(OPERATOR, opened.agency, year=2024, what="licence", number=13, at=AT)
        actions.recompile(clerk, opened, at=AT)
        figure = opened.figures.get(cell=LICENCES)
        assert (figure.value, figure.original_value) == (Decimal(15), Decimal(13))
        assert figure.correction_reason == "另有3件在乡镇系统"

    def test_an_override_needs_a_reason(self, opened: ReportVersion, clerk: Person) -> None:
        with pytest.raises(Refused, match="理由"):
            actions.correct_cell(clerk, opened, cell=LICENCES, value=15, reason=" ", at=AT)
        assert value(opened, LICENCES) == 12

    def test_what_a_person_wrote_stays(self, opened: ReportVersion, clerk: Person) -> None:
        actions.reword(clerk, opened, part=5, text="存在的问题是解读形式单一。", reason="负责人口述", at=AT)
        actions.recompile(clerk, opened, at=AT)
        opened.refresh_from_db()
        assert opened.content["sections"][4]["paragraphs"] == ["存在的问题是解读形式单一。"]

    def test_a_figure_in_an_edited_sentence_follows_its_record(self, opened: ReportVersion, clerk: Person) -> None:
        section = opened.content["sections"][0]["paragraphs"]
        (sentence,) = [one for one in section if "收到" in one and "1件" in one]
        typed = [one.replace("收到", "共收到") for one in section]
        actions.reword(clerk, opened, part=1, text="\n".join(typed), reason="更通顺", at=AT)
        a_case(opened.agency, MARCH)
        with pytest.raises(Refused, match="记录有变化"):
            actions.hand_up(clerk, opened, at=AT)
        actions.recompile(clerk, opened, at=AT)
        opened.refresh_from_db()
        (now,) = [one for one in opened.content["sections"][0]["paragraphs"] if "共收到" in one]
        assert sentence.split("1件")[0].replace("收到", "共收到") + "2件" in now
        assert actions.hand_up(clerk, opened, at=AT).state == State.SIGNING

    def test_a_number_that_equals_no_record_is_marked(self, opened: ReportVersion, clerk: Person) -> None:
        assert bound.marked(opened) == {}
        actions.reword(clerk, opened, part=6, text="本年度培训987人次。", reason="补充", at=AT)
        (mark,) = bound.marked(opened)[6]
        assert mark.words.startswith("987")

    def test_not_by_others_and_not_once_it_is_handed_up(
        self, opened: ReportVersion, clerk: Person, supervisor: Person
    ) -> None:
        with pytest.raises(NotAllowed):
            actions.recompile(supervisor, opened, at=AT)
        actions.hand_up(clerk, opened, at=AT)
        with pytest.raises(WrongState, match="待签发"):
            actions.recompile(clerk, opened, at=AT)


class TestSigning:
    def test_the_whole_way(
        self, opened: ReportVersion, clerk: Person, head: Person, supervisor: Person, district: Agency
    ) -> None:
        scan = actions.Scan("签发页.pdf", b"%PDF-1.4\n%%EOF\n")
        actions.hand_up(clerk, opened, at=AT)
        version = actions.sign(head, opened, name=" 王某 ", signed_on=TODAY, scan=scan, at=AT)
        assert (version.state, version.submitted_at) == (State.READ, AT)
        signature = Signature.objects.get()
        assert (signature.name, signature.signed_on, signature.by) == ("王某", TODAY, head)
        assert signature.scan is not None
        assert version in queries.versions(supervisor, on=TODAY)
        (row,) = [one for one in district_table(supervisor, district, 2024, on=TODAY).rows if one.version]
        assert row.received_on == TODAY
        assert [entry.object for entry in entries("reports.sign")] == [version.key]
        assert "王某" not in Entry.objects.get(verb="reports.sign").data

    def test_what_was_in_review_gives_way(
        self, supervisor: Person, clerk: Person, head: Person, bureau: Agency
    ) -> None:
        file = in_review(supervisor)
        signed(actions.open_compiled(clerk, bureau, 2024, at=AT), clerk, head)
        file.refresh_from_db()
        assert file.state == State.SUPERSEDED

    def test_sent_back_with_what_has_to_change(self, opened: ReportVersion, clerk: Person, head: Person) -> None:
        actions.hand_up(clerk, opened, at=AT)
        with pytest.raises(Refused, match="要修改什么"):
            actions.send_back(head, opened, comments=" ", at=AT)
        back = actions.send_back(head, opened, comments="第五部分太空。", at=AT)
        assert (back.state, back.comments) == (State.DRAFT, "第五部分太空。")
        assert [one.reason for one in entries("reports.send_back")] == ["第五部分太空。"]
        assert actions.hand_up(clerk, back, at=AT).comments == ""

    def test_not_what_the_records_contradict(self, opened: ReportVersion, clerk: Person) -> None:
        a_case(opened.agency, MARCH)
        with pytest.raises(Refused, match="记录有变化"):
            actions.hand_up(clerk, opened, at=AT)
        actions.recompile(clerk, opened, at=AT)
        assert actions.hand_up(clerk, opened, at=AT).state == State.SIGNING

    @pytest.mark.parametrize(
        ("name", "signed_on", "message"),
        [
            ("", TODAY, "姓名"),
            ("王某", TODAY + DAY, "签发日期"),
            ("王某", date(2024, 12, 31), "签发日期"),
        ],
    )
    def test_a_name_and_a_day(
        self, opened: ReportVersion, clerk: Person, head: Person, name: str, signed_on: date, message: str
    ) -> None:
        actions.hand_up(clerk, opened, at=AT)
        with pytest.raises(Refused, match=message):
            actions.sign(head, opened, name=name, signed_on=signed_on, at=AT)
        assert not Signature.objects.exists()

    def test_the_clerk_signs_nothing_and_a_draft_is_not_signed(
        self, opened: ReportVersion, clerk: Person, head: Person
    ) -> None:
        with pytest.raises(WrongState, match="编制中"):
            actions.sign(head, opened, name="王某", signed_on=TODAY, at=AT)
        actions.hand_up(clerk, opened, at=AT)
        with pytest.raises(NotAllowed):
            actions.sign(clerk, opened, name="王某", signed_on=TODAY, at=AT)

    def test_who_compiled_or_signed_it_does_not_accept_it(
        self, opened: ReportVersion, clerk: Person, head: Person, reviewer: Person
    ) -> None:
        version = signed(opened, clerk, head)
        with pytest.raises(NotAllowed, match="编制或者签发"):
            actions.accept(head, version, at=AT)
        assert actions.accept(reviewer, version, at=AT).state == State.ACCEPTED


class TestFrozen:
    @pytest.fixture
    def published(self, opened: ReportVersion, clerk: Person, head: Person, supervisor: Person) -> ReportVersion:
        accepted = actions.accept(supervisor, signed(opened, clerk, head), at=AT)
        return actions.publish(supervisor, accepted, at=AT)

    def test_the_list_has_the_hash_of_the_report(self, published: ReportVersion) -> None:
        kept = published.compilation
        kept.refresh_from_db()
        assert kept.report_sha256 == published.sha256
        assert json.loads(entries("reports.publish")[0].data)["records"] == kept.sha256

    def test_nobody_changes_it(self, published: ReportVersion) -> None:
        for change in (
            lambda: Compilation.objects.update(sha256="0"),
            lambda: Compilation.objects.all().delete(),
            lambda: Signature.objects.update(name="李某"),
            lambda: Signature.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    def test_a_record_that_changes_afterwards_is_a_difference_and_not_the_figure(
        self, published: ReportVersion
    ) -> None:
        assert freezing.differences(published) == ()
        case = Case.objects.get()
        Case.objects.update(counted_row="3.2")
        counts.enter(OPERATOR, published.agency, year=2024, what="licence", number=13, at=AT)
        found = {one.cell: (one.then, one.now) for one in freezing.differences(published)}
        assert found == {
            "3.1/自然人": (1, 0), "3.1/总计": (1, 0), "3.2/自然人": (0, 1), "3.2/总计": (0, 1), LICENCES: (12, 13),
        }  # fmt: skip
        (moved,) = [one for one in freezing.differences(published) if one.cell == "3.1/自然人"]
        assert (moved.gone, moved.came) == ((f"case:{case.pk}",), ())
        published.refresh_from_db()
        assert value(published, LICENCES) == Decimal(12)

    def test_the_same_figure_of_other_records_is_one_too(self, published: ReportVersion) -> None:
        Case.objects.update(received_on=date(2025, 1, 10), counted_on=None, counted_row="", state="open")
        a_case(published.agency, MARCH, counted_row="3.1", counted_on=date(2024, 4, 1))
        found = freezing.differences(published)
        assert {one.cell for one in found} == {
            f"{row}/{column}" for row in ("1", "3.1", "3.7") for column in ("自然人", "总计")
        }
        assert all(one.then == one.now and one.gone and one.came for one in found)

    def test_a_report_that_came_as_a_file_has_none(self, bureau: Agency, supervisor: Person) -> None:
        assert freezing.differences(in_review(supervisor)) == ()

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed
from gongkai.reports import actions, district
from gongkai.reports.models import ReportVersion
from gongkai.reports.table import DistrictTable, Row, district_table, districts
from tests.district import SHANGHAI, found

from .conftest import AT, TODAY, dropped, in_review, taken

AFTER = date(2025, 2, 10)


def _table(user: Person, agency: Agency, on: date = TODAY, year: int = 2024) -> DistrictTable:
    return district_table(user, agency, year, on=on)


def _row(table: DistrictTable, agency: Agency) -> Row:
    return next(r for r in table.rows if r.agency == agency)


def test_everybody_who_owes_a_report_stands_there_in_official_order(
    supervisor: Person, district: Agency, street: Agency, bureau: Agency, finance: Agency
) -> None:
    table = _table(supervisor, district)
    assert [r.agency for r in table.rows] == [bureau, finance, street]
    assert {r.state for r in table.rows} == {"missing"}
    assert table.own.agency == district
    assert (table.reported, table.late, table.missing) == (0, 0, (bureau, finance, street))


def test_who_is_late_departments_from_february_street_offices_from_april(
    supervisor: Person, district: Agency, street: Agency, bureau: Agency
) -> None:
    assert not _row(_table(supervisor, district, date(2025, 1, 31)), bureau).late
    table = _table(supervisor, district, AFTER)
    assert (_row(table, bureau).late, _row(table, bureau).days_late) == (True, 10)
    assert not _row(table, street).late
    assert _row(_table(supervisor, district, date(2025, 4, 1)), street).late


def test_the_districts_own_day_counts_for_all(
    supervisor: Person, district: Agency, street: Agency, bureau: Agency
) -> None:
    actions.set_due_date(supervisor, district, year=2024, due_on=date(2025, 1, 18), at=AT)
    table = _table(supervisor, district)
    assert table.own_due_on == date(2025, 1, 18)
    assert [r.late for r in table.rows] == [True, True]
    assert "本地区" in _row(table, street).due.because


def test_a_report_in_time_stays_in_time_and_one_that_came_late_stays_late(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency
) -> None:
    in_review(supervisor)
    late = datetime(2025, 2, 3, 9, tzinfo=SHANGHAI)
    taken(supervisor, dropped("示范区财政局"), at=late)
    table = _table(supervisor, district, date(2025, 6, 1))
    assert (_row(table, bureau).late, _row(table, bureau).received_on) == (False, TODAY)
    assert (_row(table, finance).late, _row(table, finance).days_late) == (True, 3)
    assert (table.reported, table.late) == (2, 1)


def test_a_day_ends_at_midnight_in_shanghai(supervisor: Person, district: Agency, bureau: Agency) -> None:
    from datetime import UTC

    taken(supervisor, dropped(), at=datetime(2025, 1, 31, 15, 59, tzinfo=UTC))
    assert not _row(_table(supervisor, district, AFTER), bureau).late


def test_a_new_file_after_a_return_does_not_change_the_day_it_first_came(
    supervisor: Person, district: Agency, version: ReportVersion, bureau: Agency
) -> None:
    actions.return_(supervisor, version, comments="有误", at=AT)
    assert _row(_table(supervisor, district), bureau).state == "returned"
    taken(supervisor, dropped(received=8), at=AT + timedelta(days=30))
    row = _row(_table(supervisor, district, AFTER), bureau)
    assert (row.state, row.received_on, row.late) == ("read", TODAY, False)


def test_states_and_findings_are_shown(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency, street: Agency
) -> None:
    in_review(supervisor, change={"3.1/自然人": 3})
    actions.take_in(supervisor, [dropped("示范区财政局")], agency=finance, year=2024, at=AT)
    (broken,) = taken_unreadable(supervisor, street)
    table = _table(supervisor, district)
    assert _row(table, finance).state == "read"  # the worker that read the broken file read this one, too
    assert _row(table, street).words == "无法读取"
    row = _row(table, bureau)
    assert row.version is not None
    assert (row.version.errors > 0, row.words) == (True, "待审核")
    assert broken.reason
    actions.take_in(supervisor, [dropped("示范区齐陵街道办事处")], agency=street, year=2024, at=AT)
    assert _row(_table(supervisor, district), street).words == "正在读取"


def taken_unreadable(user: Person, agency: Agency) -> list[object]:
    from gongkai.readers import read
    from gongkai.reports import tasks

    intakes = actions.take_in(user, [actions.Dropped("空.docx", b"")], agency=agency, year=2024, at=AT)
    tasks.work(AT, read=read)
    for intake in intakes:
        intake.refresh_from_db()
    return list(intakes)


# -- totals -------------------------------------------------------------------------------------------------


def test_a_total_counts_what_is_accepted_and_names_who_is_missing(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency, street: Agency
) -> None:
    actions.accept(supervisor, in_review(supervisor, received=5), at=AT)
    actions.accept(supervisor, in_review(supervisor, "示范区财政局", received=7), at=AT)
    in_review(supervisor, "示范区齐陵街道办事处", received=9)
    total = _table(supervisor, district).totals["1/自然人"]
    assert (total.value, total.counted, total.missing) == (12, 2, (street,))
    assert not total.complete


def test_a_blank_is_missing_from_its_total_and_a_slash_counts_as_nothing(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency
) -> None:
    cell = "规章/本年制发件数"
    actions.accept(supervisor, in_review(supervisor, change={cell: None}), at=AT)
    actions.accept(supervisor, in_review(supervisor, "示范区财政局", change={cell: "/"}), at=AT)
    totals = _table(supervisor, district).totals
    assert (totals[cell].value, totals[cell].counted, totals[cell].missing) == (0, 1, (bureau,))
    assert totals["1/自然人"].complete


def test_nobody_gave_a_figure_is_not_zero(supervisor: Person, district: Agency, bureau: Agency) -> None:
    total = _table(supervisor, district).totals["1/自然人"]
    assert (total.figure, total.value, total.counted) == (None, 0, 0)
    assert _table(supervisor, district, year=2015).totals == {}


def test_the_sum_is_a_report_that_says_what_it_is_the_sum_of(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency
) -> None:
    version = in_review(supervisor, change={"3.1/自然人": 3})
    actions.accept(supervisor, version, reasons=dict.fromkeys(("A1", "A2", "A3"), "原文如此"), at=AT)
    rolled = _table(supervisor, district).rolled_up
    assert rolled is not None
    assert rolled.report.agency == "示范区人民政府"
    assert "示范区财政局" in "".join(rolled.report.preamble)
    assert [d.reason for d in rolled.doubtful if "错误" in d.reason]


def test_amounts_add_up_exactly(supervisor: Person, district: Agency, bureau: Agency, finance: Agency) -> None:
    from decimal import Decimal

    cell = "行政事业性收费/本年收费金额"
    for name, amount in (("示范区民政局", "0.1"), ("示范区财政局", "0.2")):
        actions.accept(supervisor, in_review(supervisor, name, change={cell: Decimal(amount)}), at=AT)
    assert _table(supervisor, district).totals[cell].value == Decimal("0.3")


def test_a_returned_report_leaves_the_totals(
    supervisor: Person, district: Agency, version: ReportVersion, bureau: Agency
) -> None:
    actions.accept(supervisor, version, at=AT)
    assert _table(supervisor, district).totals["1/自然人"].complete
    actions.return_(supervisor, version, comments="有误", at=AT)
    assert _table(supervisor, district).totals["1/自然人"].missing == (bureau,)


# -- who is in it -------------------------------------------------------------------------------------------


def test_units_that_owe_no_report_are_not_waited_for(supervisor: Person, district: Agency, bureau: Agency) -> None:
    found("办公室", bureau, kind=Kind.INTERNAL)
    found("救助管理站", bureau, kind=Kind.PUBLIC_INSTITUTION)
    assert [r.agency for r in _table(supervisor, district).rows] == [bureau]


def test_a_lower_government_brings_its_own_total(supervisor: Person, district: Agency, bureau: Agency) -> None:
    lower = found("示范区新城镇政府", district, 40, Kind.GOVERNMENT)
    found("新城镇民政办", lower)
    assert [r.agency for r in _table(supervisor, district).rows] == [bureau, lower]


def test_who_was_gone_by_the_end_of_the_year_owes_nothing(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency
) -> None:
    Agency.objects.filter(pk=finance.pk).update(valid_until=date(2023, 12, 30))
    assert [r.agency for r in _table(supervisor, district).rows] == [bureau]
    in_review(supervisor, "示范区财政局")
    assert [r.agency for r in _table(supervisor, district).rows] == [bureau, finance]


def test_who_ended_in_the_year_with_nobody_to_carry_on_still_owes(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency
) -> None:
    from gongkai.agencies.models import Succession

    Agency.objects.filter(pk=finance.pk).update(valid_until=date(2024, 6, 30))
    assert [r.agency for r in _table(supervisor, district).rows] == [bureau, finance]
    Succession.objects.create(predecessor=finance, successor=bureau, from_on=date(2024, 7, 1))
    assert [r.agency for r in _table(supervisor, district).rows] == [bureau]


def test_who_may_not_see_the_district_sees_no_table(clerk: Person, outsider: Person, district: Agency) -> None:
    for user in (clerk, outsider):
        assert not districts(user, on=TODAY).exists()
        with pytest.raises(NotAllowed):
            _table(user, district)


def test_an_auditor_may_look(auditor: Person, district: Agency, bureau: Agency) -> None:
    assert list(districts(auditor, on=TODAY)) == [district]
    assert len(_table(auditor, district).rows) == 1


def test_the_nearest_government_above(district: Agency, bureau: Agency) -> None:
    from gongkai.reports.district import district_of

    assert district_of(bureau) == district
    assert district_of(district) == district
    assert district_of(found("无上级")) is None


def test_the_table_of_a_big_district_asks_the_database_a_fixed_number_of_times(
    supervisor: Person, district: Agency, django_assert_max_num_queries: object
) -> None:
    for n in range(30):
        found(f"示范区第{n}局", district, n)
    in_review(supervisor, "示范区第1局")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        _table(supervisor, district)


def test_standing_prefers_the_newer(supervisor: Person, version: ReportVersion, bureau: Agency) -> None:
    actions.accept(supervisor, version, at=AT)
    actions.publish(supervisor, version, at=AT)
    newer = in_review(supervisor, received=9)
    assert district.standing([bureau], 2024)[bureau.pk] == version
    actions.accept(supervisor, newer, at=AT)
    assert district.standing([bureau], 2024)[bureau.pk] == newer

"""A district's report against its parts: differences explained with a reason, joint items counted once (A9)."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication.models import Item
from gongkai.publication.words import Genre
from gongkai.reports import joint, sums
from gongkai.reports.compiling.tables import compile
from gongkai.reports.models import SumExplanation
from gongkai.reports.states import State
from gongkai.reports.table import district_table

from .conftest import AT, TODAY, entries
from .filed import filed

NEW, MADE = "1/总计", "行政规范性文件/本年制发件数"
Kind = SumExplanation.Kind


def line(user: Person, district: Agency, cell: str = NEW) -> sums.Line:
    found = sums.account(user, district, 2024, on=TODAY).line(cell)
    assert found is not None
    return found


def explained(user: Person, district: Agency, cell: str = NEW, **more: object) -> SumExplanation:
    given = {"kind": Kind.OWN, "amount": Decimal(3), "reason": "区政府办公室自办3件", "at": AT, **more}
    return sums.explain(user, district, year=2024, cell=cell, **given)  # type: ignore[arg-type]


@pytest.fixture
def parts(district: Agency, bureau: Agency, finance: Agency) -> None:
    filed(bureau, received=4, change={MADE: 2})
    filed(finance, received=9, change={MADE: 1})


@pytest.fixture
def own(district: Agency, parts: None) -> None:
    """Three requests more than the two reports below have."""
    filed(district, state=State.READ, received=17, change={MADE: 3})


def registered(agency: Agency, number: str = "示府发〔2024〕1号", **more: object) -> Item:
    given = {
        "title": "关于联合执法的办法", "document_number": number, "genre": Genre.NORMATIVE, "state": "withdrawn",
        "made_on": date(2024, 5, 1), "created_at": AT, **more,
    }  # fmt: skip
    return Item.objects.create(agency=agency, **given)


def test_the_difference_is_what_parts_and_own_records_do_not_make(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency, own: None
) -> None:
    found = line(supervisor, district)
    assert (found.reported, found.own, found.below) == (18, 0, 15)
    assert [(one.agency, one.value) for one in found.parts] == [(bureau, 5), (finance, 10)]
    assert (found.difference, found.rest, found.told) == (3, 3, True)
    assert line(supervisor, district, MADE).difference == 0


def test_who_has_not_filed_is_named_and_no_report_is_no_difference(
    supervisor: Person, district: Agency, street: Agency, parts: None
) -> None:
    found = line(supervisor, district)
    assert (found.reported, found.difference, found.rest) == (None, None, None)
    assert found.absent == (street,)
    assert sums.account(supervisor, district, 2024, on=TODAY).told == ()


def test_explained_with_an_amount_and_a_reason(supervisor: Person, district: Agency, own: None) -> None:
    made = explained(supervisor, district, amount=Decimal(2))
    assert (line(supervisor, district).rest, made.by, made.at) == (1, supervisor, AT)
    explained(supervisor, district, amount=Decimal(1), kind=Kind.OTHER, reason="统计口径")
    account = sums.account(supervisor, district, 2024, on=TODAY)
    found = account.line(NEW)
    assert found is not None
    assert (found.rest, len(found.explanations)) == (0, 2)
    entry = entries("reports.explain_sum")[0]
    assert json.loads(entry.data) == {"year": 2024, "cell": NEW, "kind": "own", "amount": "2"}


def test_a_figure_that_changes_leaves_a_rest(
    supervisor: Person, district: Agency, street: Agency, own: None
) -> None:
    explained(supervisor, district)
    filed(street, received=1)
    assert line(supervisor, district).rest == -2


def test_withdrawn_it_stays_and_says_so(supervisor: Person, district: Agency, own: None) -> None:
    made = explained(supervisor, district)
    sums.withdraw(supervisor, made, at=AT)
    assert line(supervisor, district).rest == 3
    with pytest.raises(WrongState):
        sums.withdraw(supervisor, made, at=AT)
    assert SumExplanation.objects.get().withdrawn_by == supervisor
    assert len(entries("reports.withdraw_sum")) == 1


@pytest.mark.parametrize(
    ("cell", "more", "told"),
    [
        (NEW, {"reason": " "}, "请写明说明"),
        (NEW, {"amount": Decimal(0)}, "不能是0"),
        (NEW, {"amount": Decimal("0.5")}, "应是整数"),
        (NEW, {"kind": "x"}, "请选择差额的原因"),
        ("没有/这格", {}, "没有这一格"),
        (MADE, {"kind": Kind.JOINT, "amount": Decimal(1)}, "填负数"),
        (MADE, {"kind": Kind.JOINT, "amount": Decimal(-4)}, "所属报告这一格合计3"),
    ],
)
def test_what_is_refused(
    supervisor: Person, district: Agency, own: None, cell: str, more: dict[str, object], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        explained(supervisor, district, cell, **more)
    assert not SumExplanation.objects.exists()


def test_joint_items_are_counted_once_everywhere(supervisor: Person, district: Agency, parts: None) -> None:
    assert district_table(supervisor, district, 2024, on=TODAY).totals[MADE].figure == 3
    made = explained(supervisor, district, MADE, kind=Kind.JOINT, amount=Decimal(-1), reason="示府发〔2024〕1号")
    assert district_table(supervisor, district, 2024, on=TODAY).totals[MADE].figure == 2
    cell = compile(district, 2024).cells[MADE]
    assert cell.value == 2
    assert "重复计算1，按一次计，已扣除" in cell.note
    sums.withdraw(supervisor, made, at=AT)
    assert compile(district, 2024).cells[MADE].value == 3


def test_more_than_there_is_by_now_is_not_taken_off(
    supervisor: Person, district: Agency, bureau: Agency, parts: None
) -> None:
    explained(supervisor, district, MADE, kind=Kind.JOINT, amount=Decimal(-3), reason="三件相同")
    bureau.reports.get().versions.update(state=State.SUPERSEDED)
    assert district_table(supervisor, district, 2024, on=TODAY).totals[MADE].figure == 1
    assert compile(district, 2024).cells[MADE].value == 1


def test_documents_in_two_registers_are_named(
    supervisor: Person, district: Agency, bureau: Agency, finance: Agency, parts: None
) -> None:
    both = [registered(bureau), registered(finance, "示府发 〔2024〕1号")]
    registered(finance, "示财发〔2024〕2号", title="另一件")
    found = line(supervisor, district, MADE)
    assert [one.items for one in found.joint] == [tuple(both)]
    assert found.doubled == 1
    assert line(supervisor, district, "行政规范性文件/现行有效件数").doubled == 1
    assert line(supervisor, district, "行政规范性文件/本年废止件数").joint == ()


def test_without_a_number_the_title_and_the_makers_tell(bureau: Agency, finance: Agency) -> None:
    makers = {"joint_makers": ["示范区民政局", "示范区财政局"]}
    for agency in (bureau, finance):
        registered(agency, "", **makers)
        registered(agency, "", title="各写各的")
    found = joint.found([bureau, finance], 2024)
    assert [len(one.items) for one in found[MADE]] == [2]


def test_who_may_not(supervisor: Person, clerk: Person, auditor: Person, district: Agency, own: None) -> None:
    for user in (clerk, auditor):
        with pytest.raises(NotAllowed):
            explained(user, district)
    made = explained(supervisor, district)
    with pytest.raises(NotAllowed):
        sums.withdraw(clerk, made, at=AT)
    with pytest.raises(NotAllowed):
        sums.account(clerk, district, 2024, on=TODAY)
    assert SumExplanation.objects.get().withdrawn_at is None

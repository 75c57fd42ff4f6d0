from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.agencies import actions
from gongkai.agencies.actions import Contact
from gongkai.agencies.kinds import Kind, kind_of
from gongkai.agencies.models import Agency, Succession
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from tests.agencies.conftest import AT, SINCE, found

Change = Callable[[Agency, Person], object]
CODE = "91350100M000100Y43"
ON = date(2025, 1, 1)
DAY = timedelta(days=1)
PAPER = "示编〔2024〕5号"


def _last() -> tuple[str, str, str]:
    entry = Entry.objects.latest("sequence")
    return entry.verb, entry.actor, entry.object


# -- founding ----------------------------------------------------------------------------------------------
def test_an_administrator_founds_an_agency_in_reach(district: Agency, administrator: Person) -> None:
    made = actions.create(
        " 示范区 财政局 ", kind=Kind.DEPARTMENT, parent=district, order=3, valid_from=SINCE, credit_code=CODE,
        by=administrator, at=AT,
    )  # fmt: skip
    assert (made.name, made.credit_code, made.path) == ("示范区财政局", CODE, f"/{district.pk}/{made.pk}/")
    assert _last() == ("agencies.create", administrator.key, made.key)


def test_a_clerk_founds_nothing(bureau: Agency, clerk: Person) -> None:
    entries = Entry.objects.count()
    with pytest.raises(NotAllowed):
        actions.create("某站", kind=Kind.DISPATCHED, parent=bureau, order=1, valid_from=SINCE, by=clerk, at=AT)
    assert not Agency.objects.filter(name="某站").exists()
    assert Entry.objects.count() == entries


def test_only_the_operator_founds_a_root(administrator: Person) -> None:
    with pytest.raises(NotAllowed, match="命令"):
        actions.create(
            "邻区", kind=Kind.GOVERNMENT, parent=None, order=1, valid_from=SINCE, by=administrator, at=AT
        )
    assert not Agency.objects.filter(name="邻区").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "  "}, "机关名称"),
        ({"credit_code": "91350100M000100Y44"}, "校验位"),
        ({"valid_from": date(2009, 12, 31)}, "不存在"),
    ],
)
def test_what_the_rules_refuse(district: Agency, changes: dict[str, object], words: str) -> None:
    facts = {"name": "某局", "kind": Kind.DEPARTMENT, "parent": district, "order": 1, "valid_from": SINCE}
    facts |= changes
    with pytest.raises(Refused, match=words):
        actions.create(facts.pop("name"), **facts, by=OPERATOR, at=AT)  # type: ignore[arg-type]
    assert Agency.objects.count() == 1


def test_one_code_belongs_to_one_agency(district: Agency) -> None:
    facts = {"kind": Kind.DEPARTMENT, "parent": district, "order": 1, "valid_from": SINCE, "credit_code": CODE}
    actions.create("甲局", **facts, by=OPERATOR, at=AT)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="统一社会信用代码"):
        actions.create("乙局", **facts, by=OPERATOR, at=AT)  # type: ignore[arg-type]


def test_the_official_order_is_the_number_and_never_the_character(district: Agency) -> None:
    names = ["一局", "乙局", "丙局", "甲局"]
    for order, name in enumerate(names):
        found(name, district, order=order * 7)
    assert [agency.name for agency in Agency.objects.all()] == ["示范区人民政府", *names]


def test_what_is_below_follows_what_it_is_below(district: Agency) -> None:
    second, first = found("次", district, 2), found("首", district, 1)
    found("次之下", second, 1)
    found("首之下二", first, 200)
    found("首之下一", first, 30)
    expected = ["示范区人民政府", "首", "首之下一", "首之下二", "次", "次之下"]
    assert [agency.name for agency in Agency.objects.all()] == expected


def test_a_tree_has_a_bottom(district: Agency) -> None:
    agency = district
    for level in range(actions.MAX_DEPTH - 1):
        agency = found(f"第{level}级", agency)
    with pytest.raises(Refused, match="层级"):
        found("再下一级", agency)


# -- renaming, kinds, contact, supervisor --------------------------------------------------------------------
def test_renaming_keeps_the_old_name_in_the_chain(bureau: Agency, administrator: Person) -> None:
    actions.rename(bureau, "示范区民政和人社局", reason="机构改革", by=administrator, at=AT)
    entry = Entry.objects.latest("sequence")
    assert entry.data == '{"from":"示范区民政局","to":"示范区民政和人社局"}'
    assert entry.reason == "机构改革"
    bureau.refresh_from_db()
    assert bureau.name == "示范区民政和人社局"


def test_renaming_to_the_same_name_is_refused(bureau: Agency, administrator: Person) -> None:
    with pytest.raises(WrongState):
        actions.rename(bureau, "示范区民政局", by=administrator, at=AT)


@pytest.mark.parametrize(
    "change",
    [
        lambda agency, by: actions.rename(agency, "新名", by=by, at=AT),
        lambda agency, by: actions.classify(agency, Kind.DISPATCHED, by=by, at=AT),
        lambda agency, by: actions.move(agency, parent=None, order=1, by=by, at=AT),
        lambda agency, by: actions.set_contact(agency, Contact(phone="1"), by=by, at=AT),
        lambda agency, by: actions.set_supervisor(agency, agency.parent, by=by, at=AT),
        lambda agency, by: actions.merge([agency], agency.parent, on=ON, reason=PAPER, by=by, at=AT),
        lambda agency, by: actions.split(agency, [agency.parent], on=ON, reason=PAPER, by=by, at=AT),
    ],
)
def test_a_clerk_changes_nothing(change: Change, bureau: Agency, clerk: Person) -> None:
    before = Agency.objects.filter(pk=bureau.pk).values().get()
    entries = Entry.objects.count()
    with pytest.raises(NotAllowed):
        change(bureau, clerk)
    assert Agency.objects.filter(pk=bureau.pk).values().get() == before
    assert Entry.objects.count() == entries


def test_the_contact_block_is_set_as_a_whole(bureau: Agency, administrator: Person) -> None:
    actions.set_contact(bureau, Contact(office="办公室", phone="0000-1234567"), by=administrator, at=AT)
    actions.set_contact(bureau, Contact(office=" 办公室 ", email="a@example.gov.cn"), by=administrator, at=AT)
    bureau.refresh_from_db()
    assert (bureau.office, bureau.phone, bureau.email) == ("办公室", "", "a@example.gov.cn")
    entry = Entry.objects.latest("sequence")
    assert entry.data == '{"fields":["phone","email"]}'
    assert "example" not in entry.data


def test_an_address_that_is_none_is_refused(bureau: Agency, administrator: Person) -> None:
    with pytest.raises(Refused):
        actions.set_contact(bureau, Contact(email="没有"), by=administrator, at=AT)
    bureau.refresh_from_db()
    assert bureau.email == ""


def test_a_supervisor_and_a_kind(district: Agency, bureau: Agency, administrator: Person) -> None:
    actions.set_supervisor(bureau, district, by=administrator, at=AT)
    actions.classify(bureau, Kind.DISPATCHED, by=administrator, at=AT)
    bureau.refresh_from_db()
    assert (bureau.supervisor, bureau.kind) == (district, Kind.DISPATCHED)
    assert _last() == ("agencies.classify", administrator.key, bureau.key)


@pytest.mark.parametrize(
    ("change", "verb", "data"),
    [
        (lambda a, by: actions.classify(a, Kind.DISPATCHED, reason=f" {PAPER} ", by=by, at=AT), "classify",
         '{"from":"department","to":"dispatched"}'),
        (lambda a, by: actions.set_supervisor(a, a.parent, reason=PAPER, by=by, at=AT), "supervisor",
         '{"from":null,"to":"%(parent)s"}'),
        (lambda a, by: actions.move(a, parent=a.parent, order=77, reason=PAPER, by=by, at=AT), "move",
         '{"from":"%(parent)s","order":77,"to":"%(parent)s"}'),
        (lambda a, by: actions.create("站", kind=Kind.DISPATCHED, parent=a, order=1, valid_from=SINCE,
                                      reason=PAPER, by=by, at=AT), "create",
         '{"kind":"dispatched","order":1,"parent":"%(own)s"}'),
    ],
)  # fmt: skip
def test_a_reason_stands_in_the_chain(
    change: Change, verb: str, data: str, district: Agency, bureau: Agency, administrator: Person
) -> None:
    change(bureau, administrator)
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, entry.reason) == (f"agencies.{verb}", PAPER)
    assert entry.data == data % {"parent": district.key, "own": bureau.key}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a, by: actions.classify(a, Kind.DEPARTMENT, by=by, at=AT), "类型已是政府部门"),
        (lambda a, by: actions.set_supervisor(a, None, by=by, at=AT), "没有改动"),
        (lambda a, by: actions.set_supervisor(a, a, by=by, at=AT), "自己"),
        (lambda a, by: actions.merge([a], a.parent, on=ON, reason=" ", by=by, at=AT), "依据"),
        (lambda a, by: actions.split(a, [a, a.parent], on=ON, reason="", by=by, at=AT), "依据"),
    ],
)
def test_what_is_no_change_changes_nothing(
    change: Change, words: str, bureau: Agency, administrator: Person
) -> None:
    before, entries = Agency.objects.filter(pk=bureau.pk).values().get(), Entry.objects.count()
    with pytest.raises(Refused, match=words):
        change(bureau, administrator)
    assert Agency.objects.filter(pk=bureau.pk).values().get() == before
    assert not Succession.objects.exists()
    assert Entry.objects.count() == entries


def test_who_has_ended_supervises_nobody(district: Agency, bureau: Agency, administrator: Person) -> None:
    old, new = found("旧局", district), found("新局", district)
    actions.merge([old], new, on=ON, reason=PAPER, by=administrator, at=AT)
    old.refresh_from_db()
    with pytest.raises(WrongState, match="2024-12-31撤销"):
        actions.set_supervisor(bureau, old, by=administrator, at=AT)
    with pytest.raises(WrongState, match="2024-12-31撤销"):
        actions.create("站", kind=Kind.DISPATCHED, parent=bureau, order=1, valid_from=SINCE, supervisor=old,
                       by=administrator, at=AT)  # fmt: skip
    bureau.refresh_from_db()
    assert bureau.supervisor is None
    assert not Agency.objects.filter(name="站").exists()


# -- moving ------------------------------------------------------------------------------------------------
def test_moving_takes_everything_below_along(district: Agency, bureau: Agency, administrator: Person) -> None:
    unit = found("救助站", bureau)
    office = found("城南街道办事处", district, 20, Kind.STREET_OFFICE)
    actions.move(bureau, parent=office, order=5, by=administrator, at=AT)
    unit.refresh_from_db()
    assert unit.path == f"/{district.pk}/{office.pk}/{bureau.pk}/{unit.pk}/"
    assert [agency.name for agency in Agency.objects.all()] == [district.name, office.name, bureau.name, unit.name]
    assert _last() == ("agencies.move", administrator.key, bureau.key)


def test_nothing_moves_beneath_itself(bureau: Agency, administrator: Person) -> None:
    unit = found("救助站", bureau)
    for target in (unit, bureau):
        with pytest.raises(Refused, match="之下"):
            actions.move(bureau, parent=target, order=1, by=administrator, at=AT)


def test_a_move_respects_the_bottom(district: Agency, bureau: Agency) -> None:
    found("救助站", bureau)
    agency = district
    for level in range(actions.MAX_DEPTH - 2):
        agency = found(f"第{level}级", agency)
    with pytest.raises(Refused, match="层级"):
        actions.move(bureau, parent=agency, order=1, by=OPERATOR, at=AT)


def test_the_database_refuses_an_agency_as_its_own_parent(bureau: Agency) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.filter(pk=bureau.pk).update(parent=bureau)


# -- merging and splitting -----------------------------------------------------------------------------------
def test_a_merge_ends_the_old_the_day_before(district: Agency, administrator: Person) -> None:
    old, other, new = found("甲局", district), found("乙局", district), found("甲乙局", district)
    actions.merge([old, other], new, on=ON, reason=PAPER, by=administrator, at=AT)
    for agency in (old, other):
        agency.refresh_from_db()
        assert agency.valid_until == ON - DAY
        assert agency.exists_on(ON - DAY)
        assert not agency.exists_on(ON)
    assert {(s.predecessor, s.successor, s.from_on) for s in Succession.objects.all()} == {
        (old, new, ON),
        (other, new, ON),
    }
    told = Entry.objects.filter(verb="agencies.succeed")
    assert [(e.object, e.reason) for e in told.order_by("sequence")] == [(old.key, PAPER), (other.key, PAPER)]


def test_one_may_take_in_another_and_go_on(district: Agency, administrator: Person) -> None:
    stays, goes = found("甲局", district), found("乙局", district)
    actions.merge([stays, goes], stays, on=ON, reason=PAPER, by=administrator, at=AT)
    stays.refresh_from_db()
    assert stays.valid_until is None
    assert [(s.predecessor, s.successor) for s in Succession.objects.all()] == [(goes, stays)]


def test_one_may_split_and_go_on(district: Agency, administrator: Person) -> None:
    old, new = found("甲乙局", district), found("乙局", district)
    actions.split(old, [old, new], on=ON, reason=PAPER, by=administrator, at=AT)
    old.refresh_from_db()
    assert old.valid_until is None
    assert [(s.predecessor, s.successor) for s in Succession.objects.all()] == [(old, new)]


def test_a_split_into_two_ends_the_old(district: Agency, administrator: Person) -> None:
    old, new, other = found("甲乙局", district), found("甲局", district), found("乙局", district)
    actions.split(old, [new, other], on=ON, reason=PAPER, by=administrator, at=AT)
    assert list(Agency.objects.on(ON).filter(parent=district)) == [new, other]
    assert old in Agency.objects.on(ON - DAY)


def test_whoever_still_has_agencies_below_does_not_end(district: Agency, bureau: Agency) -> None:
    found("救助站", bureau)
    new = found("新局", district)
    with pytest.raises(WrongState, match="救助站"):
        actions.merge([bureau], new, on=ON, reason=PAPER, by=OPERATOR, at=AT)
    assert not Succession.objects.exists()


def test_what_has_ended_cannot_end_again(district: Agency, bureau: Agency) -> None:
    new = found("新局", district)
    actions.merge([bureau], new, on=ON, reason=PAPER, by=OPERATOR, at=AT)
    with pytest.raises(WrongState, match="不存在"):
        actions.merge([bureau], new, on=ON + DAY, reason=PAPER, by=OPERATOR, at=AT)


def test_a_merge_with_oneself_is_none(bureau: Agency) -> None:
    with pytest.raises(Refused, match="两个机关"):
        actions.merge([bureau], bureau, on=ON, reason=PAPER, by=OPERATOR, at=AT)


# -- kinds -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("街道办事处", Kind.STREET_OFFICE),
        (" 街道 ", Kind.STREET_OFFICE),
        ("区政府", Kind.GOVERNMENT),
        ("公司", None),
    ],
)
def test_the_words_of_lists(word: str, kind: Kind | None) -> None:
    assert kind_of(word) == kind


# -- days --------------------------------------------------------------------------------------------------
def test_days_are_set_with_what_they_rest_on(bureau: Agency, administrator: Person) -> None:
    actions.set_days(bureau, valid_from=SINCE, valid_until=ON, reason=" 批复 ", by=administrator, at=AT)
    bureau.refresh_from_db()
    assert bureau.valid_until == ON
    assert _last() == ("agencies.days", administrator.key, bureau.key)
    assert Entry.objects.latest("sequence").reason == "批复"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_until": SINCE - DAY}, "不能早于"),
        ({"valid_from": SINCE - 2000 * DAY}, "不存在"),
        ({"reason": " "}, "依据"),
        ({"valid_until": None}, "相同"),
    ],
)
def test_days_that_cannot_be(changes: dict[str, object], words: str, bureau: Agency) -> None:
    given = {"valid_from": bureau.valid_from, "valid_until": ON, "reason": "批复", **changes}
    entries = Entry.objects.count()
    with pytest.raises(Refused, match=words):
        actions.set_days(bureau, **given, by=OPERATOR, at=AT)  # type: ignore[arg-type]
    bureau.refresh_from_db()
    assert bureau.valid_until is None
    assert Entry.objects.count() == entries


def test_nobody_is_outlasted_by_what_lies_below(district: Agency, bureau: Agency) -> None:
    with pytest.raises(WrongState, match="下还有"):
        actions.set_days(
            district, valid_from=district.valid_from, valid_until=ON, reason="批复", by=OPERATOR, at=AT
        )
    actions.set_days(bureau, valid_from=bureau.valid_from, valid_until=ON, reason="批复", by=OPERATOR, at=AT)
    actions.set_days(district, valid_from=district.valid_from, valid_until=ON, reason="批复", by=OPERATOR, at=AT)


def test_a_clerk_sets_no_days(bureau: Agency, clerk: Person) -> None:
    with pytest.raises(NotAllowed):
        actions.set_days(bureau, valid_from=SINCE, valid_until=ON, reason="批复", by=clerk, at=AT)
    bureau.refresh_from_db()
    assert bureau.valid_until is None

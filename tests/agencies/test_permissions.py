"""Every verb with every role: who may, how far, and that both questions give one answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, Membership, StandIn
from gongkai.agencies.permissions import OPERATOR, ensure, may, needs_second_factor, within
from gongkai.agencies.roles import PERMISSIONS, SECOND_FACTOR, Reach, Role
from gongkai.errors import NotAllowed

TODAY = date(2025, 1, 20)
DAY = timedelta(days=1)

# Written down a second time, on purpose: who may do what, and how far (o: own agency, t: with all below).
EXPECTED = {
    #                       clerk officer reviewer head supervisor auditor administrator
    "agencies.view":       "o     o       o        t    t          t       t",
    "agencies.contact":    "-     -       -        o    t          -       t",
    "agencies.edit":       "-     -       -        -    -          -       t",
    "people.view":         "-     -       -        o    t          t       t",
    "people.edit":         "-     -       -        -    -          -       t",
    "reports.view":        "o     o       o        o    t          t       -",
    "reports.import":      "o     o       -        -    t          -       -",
    "reports.correct":     "o     o       o        -    t          -       -",
    "reports.accept":      "-     -       o        o    t          -       -",
    "reports.return":      "-     -       o        o    t          -       -",
    "reports.contest":     "o     -       -        o    -          -       -",
    "reports.publish":     "-     -       -        o    t          -       -",
    "reports.settings":    "-     -       -        -    t          -       -",
    "reports.reference":   "o     o       -        o    t          -       -",
    "cases.view":          "o     o       o        o    -          t       -",
    "cases.count":         "o     -       o        o    t          t       -",
    "cases.register":      "o     -       -        o    -          -       -",
    "cases.work":          "o     -       -        -    -          -       -",
    "cases.task":          "o     o       -        -    -          -       -",
    "cases.assign":        "o     -       -        o    -          -       -",
    "cases.review":        "-     -       o        o    -          -       -",
    "cases.approve":       "-     -       -        o    -          -       -",
    "cases.close":         "-     -       o        o    -          -       -",
    "cases.identity":      "o     -       -        o    -          -       -",
    "cases.settings":      "-     -       -        o    -          -       t",
    "cases.release":       "o     -       -        -    -          -       -",
    "archive.view":        "o     -       o        o    -          t       -",
    "archive.hand_over":   "o     -       -        o    -          -       -",
    "retention.view":      "o     -       o        o    -          t       -",
    "retention.hold":      "o     -       -        o    -          -       -",
    "retention.appraise":  "o     -       o        o    -          -       -",
    "retention.approve":   "-     -       -        o    -          -       -",
    "retention.carry_out": "o     -       -        o    -          -       -",
    "retention.settings":  "-     -       -        o    -          -       -",
    "data.answer":         "o     -       -        o    -          -       -",
    "letters.wording":     "o     -       -        o    -          -       -",
    "calendar.edit":       "-     -       -        -    -          -       t",
    "notices.view":        "o     -       -        o    -          t       t",
    "notices.settle":      "o     -       -        o    -          -       -",
    "items.view":          "o     o       o        o    t          t       -",
    "items.draft":         "o     o       -        -    -          -       -",
    "items.review":        "-     -       o        o    -          -       -",
    "items.approve":       "-     -       -        o    -          -       -",
    "items.release":       "o     -       -        o    -          -       -",
    "items.check":         "o     o       o        o    -          -       -",
    "items.withdraw":      "-     -       -        o    t          -       -",
    "items.import":        "o     -       -        o    -          -       -",
    "columns.view":        "o     o       o        o    t          t       -",
    "columns.edit":        "-     -       -        o    t          -       -",
    "columns.record":      "o     o       -        o    -          -       -",
    "guide.edit":          "o     -       -        o    -          -       -",
    "guide.publish":       "-     -       -        o    -          -       -",
    "doors.view":          "o     o       -        o    t          t       -",
    "doors.answer":        "o     -       -        o    -          -       -",
    "publication.settings": "-    -       -        o    t          -       t",
    "reviews.view":        "o     -       o        o    -          t       -",
    "reviews.work":        "o     -       -        o    -          -       -",
    "reviews.import":      "o     -       -        o    -          -       -",
    "supervision.view":    "o     o       o        o    t          t       -",
    "supervision.record":  "o     o       -        o    t          -       -",
    "inspections.inspect": "-     -       -        -    t          -       -",
    "inspections.own":     "o     -       -        o    -          -       -",
    "inspections.rectify": "o     -       -        o    -          -       -",
    "appraisals.draft":    "o     -       -        o    t          -       -",
    "appraisals.run":      "-     -       -        o    t          -       -",
    "appraisals.approve":  "-     -       -        o    t          -       -",
    "reports.compile":     "o     -       -        o    -          -       -",
    "reports.sign":        "-     -       -        o    -          -       -",
    "audit.view":          "-     -       -        -    -          t       -",
    "operations.view":     "-     -       -        -    -          t       t",
}  # fmt: skip
_LETTERS = {None: "-", Reach.OWN: "o", Reach.SUBTREE: "t"}


def _agency(name: str, parent: Agency | None = None) -> Agency:
    agency = Agency.objects.create(name=name, kind="department", parent=parent, valid_from=date(2000, 1, 1))
    agency.path = f"{parent.path if parent else '/'}{agency.pk}/"
    agency.save(update_fields=["path"])
    return agency


def _person(username: str = "somebody") -> Person:
    at = datetime(2025, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    return Person.objects.create(username=username, name="某人", invited_at=at)


def _member(
    person: Person, agency: Agency, role: Role, start: date = TODAY, end: date | None = None
) -> Membership:
    return Membership.objects.create(person=person, agency=agency, role=role, from_on=start, until_on=end)


@pytest.fixture
def tree(db: None) -> tuple[Agency, Agency, Agency, Agency]:
    """District, its department, that one's unit, and a sister department."""
    district = _agency("示范区人民政府")
    department = _agency("示范区民政局", district)
    return district, department, _agency("示范区救助站", department), _agency("示范区财政局", district)


def test_the_table_is_the_one_written_down_here() -> None:
    table = {verb: " ".join(_LETTERS[roles.get(role)] for role in Role) for verb, roles in PERMISSIONS.items()}
    assert table == {verb: " ".join(row.split()) for verb, row in EXPECTED.items()}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", list(PERMISSIONS))
def test_every_verb_with_every_role(verb: str, role: Role, tree: tuple[Agency, ...]) -> None:
    above, own, below, beside = tree
    person = _person()
    _member(person, own, role)
    reach = PERMISSIONS[verb].get(role)
    allowed = {None: [], Reach.OWN: [own], Reach.SUBTREE: [own, below]}[reach]
    assert set(within(person, verb, on=TODAY)) == set(allowed)
    for agency in tree:
        assert may(person, verb, agency, on=TODAY) == (agency in allowed)
    assert above not in allowed
    assert beside not in allowed


def test_an_auditor_may_only_look() -> None:
    assert {verb for verb, roles in PERMISSIONS.items() if Role.AUDITOR in roles} <= {
        verb for verb in PERMISSIONS if verb.endswith((".view", ".count"))
    }


def test_a_role_counts_on_its_first_and_last_day_and_on_none_beside(tree: tuple[Agency, ...]) -> None:
    person, own = _person(), tree[1]
    _member(person, own, Role.CLERK, TODAY, TODAY + DAY)
    days = [TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY]
    assert [may(person, "reports.view", own, on=day) for day in days] == [False, True, True, False]


def test_a_stand_in_has_the_role_in_those_days_only(tree: tuple[Agency, ...]) -> None:
    head, deputy, own = _person("head"), _person("deputy"), tree[1]
    membership = _member(head, own, Role.HEAD)
    StandIn.objects.create(membership=membership, person=deputy, from_on=TODAY + DAY, until_on=TODAY + 2 * DAY)
    days = [TODAY + n * DAY for n in range(4)]
    assert [may(deputy, "reports.publish", own, on=day) for day in days] == [False, True, True, False]
    assert needs_second_factor(deputy, on=TODAY + DAY)
    assert not needs_second_factor(deputy, on=TODAY)


def test_nobody_stands_in_for_a_role_that_has_ended(tree: tuple[Agency, ...]) -> None:
    head, deputy, own = _person("head"), _person("deputy"), tree[1]
    membership = _member(head, own, Role.HEAD, TODAY, TODAY)
    StandIn.objects.create(membership=membership, person=deputy, from_on=TODAY, until_on=TODAY + DAY)
    assert not may(deputy, "reports.publish", own, on=TODAY + DAY)


def test_two_roles_add_up(tree: tuple[Agency, ...]) -> None:
    person = _person()
    _member(person, tree[1], Role.CLERK)
    _member(person, tree[3], Role.REVIEWER)
    assert set(within(person, "reports.view", on=TODAY)) == {tree[1], tree[3]}
    assert set(within(person, "reports.accept", on=TODAY)) == {tree[3]}


def test_strangers_and_disabled_persons_may_nothing(tree: tuple[Agency, ...]) -> None:
    person = _person()
    _member(person, tree[0], Role.SUPERVISOR)
    person.is_active = False
    for verb in PERMISSIONS:
        assert not within(person, verb, on=TODAY).exists()
        assert not within(AnonymousUser(), verb, on=TODAY).exists()


def test_the_operator_of_the_machine_may_everything(tree: tuple[Agency, ...]) -> None:
    assert all(may(OPERATOR, verb, tree[2], on=TODAY) for verb in PERMISSIONS)


def test_an_unknown_verb_is_an_error_and_not_a_no(tree: tuple[Agency, ...]) -> None:
    with pytest.raises(KeyError):
        may(_person(), "reports.forge", tree[0], on=TODAY)


def test_ensure_says_what_to_do(tree: tuple[Agency, ...]) -> None:
    with pytest.raises(NotAllowed, match=r"示范区民政局.*系统管理员"):
        ensure(_person(), "reports.publish", tree[1], on=TODAY)


@pytest.mark.parametrize("role", list(Role))
def test_who_must_sign_in_with_a_code(role: Role, tree: tuple[Agency, ...]) -> None:
    person = _person()
    _member(person, tree[1], role)
    assert needs_second_factor(person, on=TODAY) == (role in {Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR})
    assert frozenset({Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR}) == SECOND_FACTOR

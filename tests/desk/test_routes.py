"""Every address of the desk with every role, with a stranger, and with nobody: nothing answers unasked."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from gongkai.accounts.models import Person
from gongkai.agencies import calendars
from gongkai.agencies.models import Agency, Membership
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.desk.urls import urlpatterns
from gongkai.reports.models import ReportVersion
from gongkai.statute.calendar import Regional

from . import items
from .appraisals import appraisal_addresses
from .cases import addresses_of
from .conftest import AT, Appoint, SignIn, text_of
from .lists import list_addresses
from .outlets import outlet_addresses
from .report_compiled import compiled_addresses
from .report_sums import sum_addresses
from .report_texts import text_addresses
from .reviews import review_addresses
from .supervision import supervision_addresses

SECRET = "示范区住房和城乡建设局"
# Pages without an object: who sees them (the verb of the page), everybody else is refused.
OPEN = {
    "home": set(Role),
    "cases": set(Role) - {Role.ADMINISTRATOR, Role.SUPERVISOR},
    "cases_assign": {Role.CLERK, Role.HEAD},
    "cases_reassess": {Role.CLERK},
    "cases_unopened": {Role.CLERK},
    "incoming": set(Role) - {Role.ADMINISTRATOR, Role.SUPERVISOR},
    "incoming_new": {Role.CLERK, Role.HEAD},
    "tasks": {Role.CLERK, Role.INFORMATION_OFFICER},
    "notices": set(Role),
    "archive": {Role.CLERK, Role.REVIEWER, Role.HEAD, Role.AUDITOR},
    "retention": {Role.CLERK, Role.REVIEWER, Role.HEAD, Role.AUDITOR},
    "retention_periods": {Role.CLERK, Role.REVIEWER, Role.HEAD, Role.AUDITOR},
    "data": {Role.CLERK, Role.HEAD},
    "items": set(Role) - {Role.ADMINISTRATOR},
    "item_new": {Role.CLERK, Role.INFORMATION_OFFICER},
    "item_import": {Role.CLERK, Role.HEAD},
    "checks": set(Role) - {Role.ADMINISTRATOR},
    "words": {Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR},
    "topics": set(Role) - {Role.ADMINISTRATOR},
    "columns": set(Role) - {Role.ADMINISTRATOR},
    "outlets": set(Role),
    "doors": {Role.CLERK, Role.INFORMATION_OFFICER, Role.HEAD, Role.SUPERVISOR, Role.AUDITOR},
    "counts_home": {Role.CLERK, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR, Role.AUDITOR},
    "proceedings": {Role.CLERK, Role.REVIEWER, Role.HEAD, Role.AUDITOR},
    "proceeding_new": {Role.CLERK, Role.HEAD},
    "proceeding_import": {Role.CLERK, Role.HEAD},
    "table4_home": {Role.CLERK, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR, Role.AUDITOR},
    "settings": {Role.CLERK, Role.HEAD, Role.ADMINISTRATOR},
    "ledger_import": {Role.HEAD},
    "reports": set(Role) - {Role.ADMINISTRATOR},
    "report_beside": set(Role) - {Role.ADMINISTRATOR},
    "files": set(Role) - {Role.ADMINISTRATOR},
    "collecting": set(Role) - {Role.ADMINISTRATOR},
    "late_changes": set(Role) - {Role.ADMINISTRATOR},
    "upload": {Role.CLERK, Role.INFORMATION_OFFICER, Role.SUPERVISOR},
    "agencies": set(Role),
    "agency_import": {Role.ADMINISTRATOR},
    "works": set(Role) - {Role.ADMINISTRATOR},
    "work_list": set(Role) - {Role.ADMINISTRATOR},
    "work_new": {Role.CLERK, Role.INFORMATION_OFFICER, Role.HEAD, Role.SUPERVISOR},
    "work_import": {Role.CLERK, Role.INFORMATION_OFFICER, Role.HEAD, Role.SUPERVISOR},
    "inspections": set(Role) - {Role.ADMINISTRATOR},
    "shortcomings": set(Role) - {Role.ADMINISTRATOR},
    "inspection_begin": {Role.SUPERVISOR},
    "inspection_begin_own": {Role.CLERK, Role.HEAD},
    "sheet_import": {Role.SUPERVISOR},
    "sheet_template": {Role.SUPERVISOR},
    "board": {Role.SUPERVISOR},
    "appraisals": set(Role) - {Role.ADMINISTRATOR},
    "appraisal_new": {Role.CLERK, Role.HEAD, Role.SUPERVISOR},
    "calendar": {Role.ADMINISTRATOR},
    "calendar_add": {Role.ADMINISTRATOR},
    "calendar_regional": {Role.ADMINISTRATOR},
    "people": {Role.HEAD, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR},
    "invite": {Role.ADMINISTRATOR},
    "audit": {Role.AUDITOR},
    "audit_verify": {Role.AUDITOR},
    "operations": {Role.AUDITOR, Role.ADMINISTRATOR},
}
# What is one's own and is only sent: nothing of anybody else can be reached by it.
SENT = {"notices_read_all"}
AGENCY_STEPS = ("found", "rename", "kind", "supervisor", "move", "days", "merge", "split")


@pytest.fixture
def addresses(version: ReportVersion, housing: Agency, clerk: Person, district: Agency) -> dict[str, str]:
    """Every route of the desk, filled in with things of the housing bureau."""
    membership = Membership.objects.get(person=clerk)
    intake = version.intake
    assert intake is not None
    local = Regional("x", "x", date(2025, 1, 2), (date(2025, 3, 3),))
    known: dict[str, list[object]] = {
        "calendar_withdraw": [calendars.add_regional(housing, local, by=OPERATOR, at=AT).notice.pk],
        **addresses_of(housing, clerk),
        **items.addresses_of(housing, clerk),
        **list_addresses(housing, clerk),
        **outlet_addresses(housing),
        **review_addresses(housing),
        **compiled_addresses(housing),
        **supervision_addresses(housing, clerk),
        **appraisal_addresses(housing),
        **text_addresses(housing, clerk),
        "latest": [housing.pk, 2024],
        "report_years": [housing.pk],
        **sum_addresses(district, housing),
        "due_dates": [district.pk],
        "lock_days": [district.pk],
        "collecting": [2024],
        "totals": [district.pk, 2024],
        "batch": [intake.batch],
        **{name: [intake.pk] for name in ("file", "original", "discard", "retry")},
        **{name: [version.pk] for name in ("review", "accept", "return", "reopen", "publish", "revise")},
        **{name: [version.pk] for name in ("contest", "uphold", "withdraw_return")},
        **{name: [version.pk, 5] for name in ("wording", "undo_rewording")},
        **{name: [version.pk, "c-3-1-natural"] for name in ("cell", "undo", "choose_reading")},
        **{name: [housing.pk] for name in ("agency", "agency_contact")},
        **{name: [housing.pk] for name in (f"agency_{step}" for step in AGENCY_STEPS)},
        **{name: [clerk.pk] for name in ("person", "appoint", "disable", "enable", "send_invitation")},
        **{name: [membership.pk] for name in ("dismiss", "stand_in")},
    }
    return {route.name: reverse(f"desk:{route.name}", args=known.get(route.name, [])) for route in routes()}


def routes() -> list[URLPattern]:
    return [route for route in urlpatterns if route.name]


def test_every_route_is_walked_here() -> None:
    assert len(routes()) == len(urlpatterns)
    assert set(OPEN) <= {route.name for route in routes()}


def test_nobody_gets_anything_but_the_way_to_sign_in(addresses: dict[str, str]) -> None:
    visitor = Client()
    for name, address in addresses.items():
        for response in (visitor.get(address), visitor.post(address)):
            assert response.status_code == 302, name
            assert response["Location"].startswith("/accounts/login/"), name


@pytest.mark.parametrize("role", list(Role))
def test_another_agency_sees_nothing_of_ours(
    addresses: dict[str, str], street: Agency, appoint: Appoint, sign_in: SignIn, role: Role
) -> None:
    client = sign_in(appoint(role, street))
    for name, address in addresses.items():
        got, sent = client.get(address), client.post(address)
        assert SECRET not in text_of(got), name
        assert SECRET not in text_of(sent), name
        if name not in {*OPEN, *SENT}:
            assert got.status_code in (404, 405), (name, got.status_code)
            assert sent.status_code in (404, 405), (name, sent.status_code)


@pytest.mark.parametrize("role", list(Role))
def test_pages_answer_to_the_roles_that_have_them(
    addresses: dict[str, str], housing: Agency, appoint: Appoint, sign_in: SignIn, role: Role
) -> None:
    client = sign_in(appoint(role, housing))
    for name, roles in OPEN.items():
        status = client.get(addresses[name]).status_code
        assert status in ((200, 302) if role in roles else (403,)), (name, status)


@pytest.mark.parametrize("role", list(Role))
def test_looking_changes_nothing(
    addresses: dict[str, str], housing: Agency, appoint: Appoint, sign_in: SignIn, role: Role
) -> None:
    from gongkai.audit.models import Entry

    client = sign_in(appoint(role, housing))
    before = Entry.objects.count()
    for address in addresses.values():
        client.get(address)
    # Who opens what an applicant or an office sent leaves a trace, and that is all.
    done = Entry.objects.order_by("pk").values_list("verb", flat=True)[before:]
    assert set(done) <= {"cases.identity", "incoming.look", "shortcomings.look"}


def test_someone_without_a_role_is_told_so(administrator: Person, sign_in: SignIn) -> None:
    Membership.objects.all().delete()
    client = sign_in(administrator)
    assert "还没有您的角色" in text_of(client.get(reverse("desk:home")))
    assert client.get(reverse("desk:reports")).status_code == 403


def test_pages_are_never_kept_by_a_browser(addresses: dict[str, str], clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    for name in ("reports", "review", "agencies"):
        assert "no-store" in client.get(addresses[name])["Cache-Control"]


def test_a_batch_of_somebody_else_is_not_there(clerk: Person, sign_in: SignIn) -> None:
    assert sign_in(clerk).get(reverse("desk:batch", args=[uuid.uuid4()])).status_code == 404

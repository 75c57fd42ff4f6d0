"""A district with many cases, written by the database itself: a million in about a minute.

Twenty agencies; seven in eight cases are closed, spread over seven years, and fall on all outcomes and classes;
the rest is in hand, due within a month. The applicants are encrypted as they always are.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies import people
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.cases.models import Applicant, Case
from gongkai.cases.table3 import CLASSES
from gongkai.cases.words import RESULT_ROWS

AGENCIES = 20
APPLICANTS = 2_000
# In each agency.
CLERKS = 5
TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
# One in so many is in hand.
IN_HAND = 8


def district(count: int = AGENCIES) -> list[Agency]:
    since = date(2010, 1, 1)
    root = agencies.create("示范区人民政府", kind=Kind.GOVERNMENT, parent=None, order=1, valid_from=since,
                           by=OPERATOR, at=AT)  # fmt: skip
    return [
        agencies.create(f"示范区第{n}局", kind=Kind.DEPARTMENT, parent=root, order=n, valid_from=since,
                        by=OPERATOR, at=AT)
        for n in range(1, count + 1)
    ]  # fmt: skip


def clerk(agency: Agency, number: int = 1) -> Person:
    name = f"clerk{agency.pk}x{number}"
    return people.invite(name, name=name, agency=agency, role=Role.CLERK, by=OPERATOR, at=AT).person


def applicants(all_agencies: list[Agency]) -> list[int]:
    """Keys; the n-th belongs to the agency n modulo their number."""
    made = Applicant.objects.bulk_create(
        Applicant(
            agency=all_agencies[n % len(all_agencies)], kind=CLASSES[n % 6], name=f"张{n}", name_hash=f"h{n}",
            phone="13800000000", address=f"示范区人民路{n}号", created_at=AT,
        )
        for n in range(APPLICANTS)
    )  # fmt: skip
    return [one.pk for one in made]


def write(number: int, bodies: int = AGENCIES) -> tuple[list[Agency], list[Person]]:
    """``number`` cases; the agencies and their clerks."""
    all_agencies = district(bodies)
    keys = applicants(all_agencies)
    clerks = [clerk(agency, n) for n in range(CLERKS) for agency in all_agencies]
    with connection.cursor() as cursor:
        cursor.execute(_insert(number, all_agencies, keys, clerks))
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return all_agencies, clerks


def _insert(number: int, all_agencies: list[Agency], keys: list[int], clerks: list[Person]) -> str:
    """What is random in it is the remainder of a multiple, the same at every run."""
    first = keys[0]
    assert keys == list(range(first, first + len(keys)))
    postgres = connection.vendor == "postgresql"
    day = (lambda base, n: f"(DATE '{base}' + ({n})::int)") if postgres else (
        lambda base, n: f"date('{base}', ({n}) || ' days')"
    )  # fmt: skip
    series = f"generate_series(1, {number}) AS s(n)" if postgres else "s"
    with_series = "" if postgres else (
        f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {number}) "
    )  # fmt: skip
    agency = _choice("n", [one.pk for one in all_agencies])
    handler = _choice("n", [one.pk for one in clerks])
    row = _choice("n * 7 / 20", [f"'{one}'" for one in RESULT_ROWS])
    kind = _choice("n / 20", [f"'{one}'" for one in CLASSES])
    closed = f"(n / 20) % {IN_HAND} <> 0"
    past, recent = day("2019-01-02", "(n / 20) * 37 % 2550"), day("2026-02-02", "(n / 20) * 11 % 28")
    answered = day("2019-01-02", "(n / 20) * 37 % 2550 + n % 25")
    received = f"CASE WHEN {closed} THEN {past} ELSE {recent} END"
    yes, no = ("true", "false") if postgres else ("1", "0")
    values = {
        "agency_id": agency,
        "kind": "'disclosure'",
        "number": "'YSQ' || n",
        "state": f"CASE WHEN {closed} THEN 'closed' WHEN n % 11 = 0 THEN 'awaiting_supplement' ELSE 'open' END",
        "channel": "'window'",
        "applicant_id": f"{first} + n % {len(keys)}",
        "applicant_class": kind,
        "arrived_on": received,
        "received_on": received,
        "description": "'第' || n || '号宗地的征收补偿方案、公告和听证记录，以及有关会议纪要'",
        "document_number": "''",
        "form": "'paper'",
        "route": "'post'",
        "electronic_service": no,
        "handler_id": f"CASE WHEN (n / 160) % 7 = 3 THEN NULL ELSE {handler} END",
        "due_on": f"CASE WHEN {closed} THEN {day('2019-01-30', '(n / 20) * 37 % 2550')} "
        f"WHEN n % 11 = 0 THEN NULL ELSE {day('2026-02-25', '(n / 20) * 13 % 30')} END",
        "provisional": no,
        "waiting_for": f"CASE WHEN NOT ({closed}) AND n % 11 = 0 THEN 'supplement' ELSE '' END",
        "calendar_version": "'x'",
        "answered_on": f"CASE WHEN {closed} THEN {answered} END",
        "closed_on": f"CASE WHEN {closed} THEN {answered} END",
        "counted_row": f"CASE WHEN {closed} THEN {row} ELSE '' END",
        "counted_on": f"CASE WHEN {closed} THEN {answered} END",
        "imported": yes,
        "round": "1",
        "revision": "0",
        "created_at": f"'{AT.isoformat()}'",
    }
    values |= _rest(values, yes, no)
    return (
        f"INSERT INTO cases_case ({', '.join(values)}) {with_series}"
        f"SELECT {', '.join(values.values())} FROM {series}"
    )


def _rest(values: dict[str, str], yes: str, no: str) -> dict[str, str]:
    """Every other column that may not be empty, as a new case has it."""
    found = {}
    for field in Case._meta.local_fields:
        if field.null or field.primary_key or field.column in values:
            continue
        default = field.get_default()
        found[field.column] = (yes if default else no) if isinstance(default, bool) else f"'{default}'"
    return found


def _choice(number: str, options: list[object] | list[int] | list[str]) -> str:
    """One of the options, by the remainder of a number."""
    whens = " ".join(f"WHEN {n} THEN {one}" for n, one in enumerate(options))
    return f"CASE ({number}) % {len(options)} {whens} END"

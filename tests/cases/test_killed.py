"""A process killed in the middle of a step leaves nothing of it, holds nobody up, and makes no gap in a series."""

from __future__ import annotations

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.audit.verify import verify
from gongkai.cases import assigning, papers
from gongkai.cases.models import Applicant, Case, CaseEvent, Incoming, QuarterLook, Service
from gongkai.letters.models import Letter, Series
from tests import crash

from . import asking
from .conftest import AT
from .walk import Office, at, now

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 9)
_REGISTER = """
from gongkai.accounts.models import Person
from gongkai.cases import registering
from gongkai.cases.models import Incoming
from tests.cases.asking import registered
{where}
registered(Person.objects.get(pk={person}), Incoming.objects.get(pk={incoming}))
"""


def everything() -> tuple[Any, ...]:
    """All that a step may leave behind."""
    counted = (Case, CaseEvent, Applicant, Letter, Service, Entry, QuarterLook)
    return (
        [model._base_manager.count() for model in counted],
        list(Case.objects.order_by("pk").values()),
        list(Incoming.objects.order_by("pk").values("settled_as", "case")),
        list(Letter.objects.order_by("pk").values("state", "number")),
        list(Series.objects.order_by("pk").values("name", "year", "next")),
    )


class TestRegistering:
    @pytest.mark.parametrize(
        "where",
        [
            "registering.numbering.take = die",
            "registering._file = die",
            "registering.due.refresh = die",
            "registering._record = die",
        ],
    )
    def test_killed_anywhere_it_did_not_happen(self, where: str, bureau: Agency, clerk: Person) -> None:
        came = asking.came(clerk, bureau)
        before = everything()
        crash.killed(_REGISTER.format(where=where, person=clerk.pk, incoming=came.pk))
        assert everything() == before
        assert asking.registered(clerk, came).number == "YSQ2026-0001"
        assert verify() == []

    def test_just_before_the_commit(self, bureau: Agency, clerk: Person) -> None:
        came = asking.came(clerk, bureau)
        before = everything()
        where = "from django.db import connection\nconnection._commit = die"
        crash.killed(_REGISTER.format(where=where, person=clerk.pk, incoming=came.pk))
        assert everything() == before
        assert asking.registered(clerk, came).number == "YSQ2026-0001"

    def test_once_it_was_committed_it_stands(self, bureau: Agency, clerk: Person) -> None:
        came = asking.came(clerk, bureau)
        crash.killed(_REGISTER.format(where="", person=clerk.pk, incoming=came.pk) + "die()\n")
        assert Case.objects.get().number == "YSQ2026-0001"
        assert verify() == []
        assert asking.asked(clerk, bureau, applicant=asking.LI).number == "YSQ2026-0002"


@pytest.fixture
def approved(office: Office) -> Case:
    """A case whose answer lies ready to be numbered, sealed and posted."""
    case = asking.asked(office.clerk, office.agency, at=at(DAY))
    office.draft(case, DAY)
    office.approved(case, DAY)
    return now(case)


@pytest.mark.parametrize("where", ["papers.issuing.issue = die", "gongkai.cases.acting.record = die"])
def test_a_letter_takes_no_number_it_does_not_keep(where: str, approved: Case, office: Office) -> None:
    letter = Letter.objects.get(subject=approved.key)
    before = everything()
    crash.killed(f"""
from datetime import date
import gongkai.cases.acting
from gongkai.accounts.models import Person
from gongkai.cases import papers
from gongkai.cases.models import Case
from gongkai.letters.models import Letter
from tests.cases.walk import at
{where}
day = date.fromisoformat("{DAY}")
papers.issue(Person.objects.get(pk={office.clerk.pk}), Case.objects.get(pk={approved.pk}),
             Letter.objects.get(pk={letter.pk}), on=day, at=at(day, 16))
""")
    assert everything() == before
    issued = papers.issue(office.clerk, approved, letter, on=DAY, at=at(DAY, 16))
    assert "1号" in issued.number


def test_a_letter_is_posted_or_it_is_not(approved: Case, office: Office) -> None:
    letter = office.sealed(approved, Letter.objects.get(subject=approved.key), DAY)
    before = everything()
    crash.killed(f"""
from datetime import date
import gongkai.cases.acting
from gongkai.accounts.models import Person
from gongkai.cases.models import Case
from gongkai.letters.models import Letter
from tests.cases.walk import Office
gongkai.cases.acting.record = die
clerk = Person.objects.get(pk={office.clerk.pk})
office = Office(clerk.memberships.get().agency, clerk, clerk, clerk)
office.post(Case.objects.get(pk={approved.pk}), Letter.objects.get(pk={letter.pk}), date.fromisoformat("{DAY}"))
""")
    assert everything() == before
    assert now(approved).answered_on is None
    office.post(now(approved), letter, DAY)
    assert now(approved).answered_on == DAY
    assert Service.objects.count() == 1


def test_who_was_killed_holds_nobody_up(bureau: Agency, clerk: Person) -> None:
    """Its locks die with it."""
    case = asking.asked(clerk, bureau)
    crash.killed(f"""
from django.db import transaction
from gongkai.cases.models import Case
with transaction.atomic():
    Case.objects.select_for_update().get(pk={case.pk})
    Case.objects.update(revision=99)
    die()
""")
    began = time.monotonic()
    assigning.claim(clerk, case, at=AT)
    assert time.monotonic() - began < 10
    assert now(case).handler == clerk


class TestTheServer:
    """gunicorn with the real desk: a worker is killed inside the request, another goes on."""

    def test_killed_in_the_middle_of_a_step(self, bureau: Agency, clerk: Person, tmp_path: Any) -> None:
        case = asking.asked(clerk, bureau)
        before = everything()
        mark = tmp_path / "once"
        with self._serving(clerk, mark) as post:
            path = f"/desk/cases/{case.pk}/steps/claim/"
            assert post(path) in (None, 500, 502)
            assert mark.exists()
            connection.close()
            assert everything() == before
            assert post(path) == 302
        connection.close()
        assert now(case).handler == clerk
        assert Entry.objects.filter(verb="cases.claim").count() == 1
        assert verify() == []

    @contextmanager
    def _serving(self, person: Person, mark: Any) -> Iterator[Callable[[str], int | None]]:
        """A server that dies once, at the end of a step, and as many posts to it as one likes."""
        client = Client()
        client.force_login(person)
        port = _free_port()
        server = crash.start(
            "-m", "gunicorn", "tests.dying_server:application", "--bind", f"127.0.0.1:{port}", "--workers", "1",
            "--log-level", "critical", DIE_ONCE=str(mark), GONGKAI_HTTPS="off",
        )  # fmt: skip
        cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"

        def post(path: str) -> int | None:
            data = urllib.parse.urlencode({"csrfmiddlewaretoken": "a" * 32, "revision": "0"}).encode()
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}{path}", data, headers={"Cookie": cookies, "Host": "localhost"}
            )
            return _status(request)

        try:
            _until_it_answers(port)
            yield post
        finally:
            server.terminate()
            server.wait(timeout=20)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def _status(request: urllib.request.Request) -> int | None:
    """None when the connection broke."""
    try:
        return int(urllib.request.build_opener(_NoRedirect).open(request, timeout=60).status)
    except urllib.error.HTTPError as answer:
        return answer.code
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def _free_port() -> int:
    import socket

    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _until_it_answers(port: int) -> None:
    for _ in range(120):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": "localhost"})
        if _status(request):
            return
        time.sleep(0.5)
    raise AssertionError("the server did not come up")

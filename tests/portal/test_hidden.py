"""Every outlet asks the same question: of a version that is not published nothing is found anywhere.

The routes are taken from the URL configuration itself, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.reports import actions
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State
from tests.district import invited
from tests.reports.conftest import in_review

from .conftest import AT, LATER, publish

pytestmark = pytest.mark.django_db

SECRET = 918273
YEARS = (2022, 2024)
# A link, an entry of feed or sitemap; the page of a missing report may repeat its own address elsewhere.
LEADS_THERE = re.compile(r"""["'>](https://gk\.example)?/(api/v1/)?reports/\w+/2022""")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")


def routes() -> Iterator[str]:
    """Every route of portal and interface, as written."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.app_name in ("portal", "api"):
            for one in entry.url_patterns:
                assert isinstance(one, URLPattern)
                yield f"/{entry.pattern}{one.pattern}"


def addresses_of(route: str, agency: Agency) -> Iterator[str]:
    """Every address that the route can mean here; a parameter that this test does not know fails it."""
    word = addresses.word(agency)
    values = {
        "word": [word],
        "code": [word],
        "year": [str(y) for y in YEARS],
        "number": ["1", "2", "3"],
        "format": list(writers.FORMATS),
        "rest": ["x"],
        "what": ["problem"],
        "key": ["x"],
        "pk": ["1"],
        "kind": ["error"],
        "quarter": ["1", "2", "3", "4"],
        "token": ["x"],
    }
    names = [a or b for a, b in _PARAMETER.findall(route)]
    for chosen in itertools.product(*(values[name] for name in names)):
        address = route
        for value in chosen:
            address = _PARAMETER.sub(value, address, count=1)
        yield address
    if set(names) <= {"word", "code"}:
        yield f"{address}?year=2022&q={agency.name}&agency={word}&f=2-licences-decisions&size=200"


def everything(client: Client, agency: Agency) -> str:
    """All that can be had from all outlets."""
    texts = []
    for route in routes():
        for address in addresses_of(route, agency):
            response = client.get(address)
            # 302 and 405: forms that were not begun in this browser, and what is only sent to.
            assert response.status_code in (200, 302, 404, 405, 422), (address, response.status_code)
            texts.append(f"{address}\n" + response.getvalue().decode(errors="replace"))
    return "\n".join(texts)


def read(supervisor: Person, agency: Agency) -> ReportVersion:
    return in_review(supervisor, agency.name, 2022, change={"行政许可/本年处理决定数量": SECRET})


def returned(supervisor: Person, agency: Agency) -> ReportVersion:
    return actions.return_(supervisor, read(supervisor, agency), comments="请核对许可数量。", at=AT)


def accepted(supervisor: Person, agency: Agency) -> ReportVersion:
    return actions.accept(supervisor, read(supervisor, agency), at=AT)


def replaced(supervisor: Person, agency: Agency) -> ReportVersion:
    """Superseded before it was ever published."""
    first = read(supervisor, agency)
    in_review(supervisor, agency.name, 2022)
    first.refresh_from_db()
    return first


@pytest.mark.parametrize(
    ("make", "state"),
    [(read, State.READ), (returned, State.RETURNED), (accepted, State.ACCEPTED), (replaced, State.SUPERSEDED)],
)
def test_nothing_of_it_is_anywhere(
    client: Client,
    supervisor: Person,
    bureau: Agency,
    make: Callable[[Person, Agency], ReportVersion],
    state: State,
) -> None:
    publish(supervisor, bureau, 2024)
    version = make(supervisor, bureau)
    assert version.state == state
    text = everything(client, bureau)
    assert str(SECRET) not in text
    assert "2022年政府信息公开工作年度报告" not in text
    assert not LEADS_THERE.search(text)
    assert '"year": 2022' not in text


def test_an_agency_with_nothing_published_gives_nothing(
    client: Client, supervisor: Person, bureau: Agency
) -> None:
    accepted(supervisor, bureau)
    text = everything(client, bureau)
    assert str(SECRET) not in text
    assert not LEADS_THERE.search(text)


def test_a_correction_in_review_does_not_show_before_it_is_published(
    client: Client, supervisor: Person, bureau: Agency
) -> None:
    version = publish(supervisor, bureau, 2022)
    fresh = actions.revise(supervisor, version, note="改一格，尚未发布", at=LATER)
    actions.correct_cell(
        supervisor, fresh, cell="行政许可/本年处理决定数量", value=SECRET, reason="漏计", at=LATER
    )
    text = everything(client, bureau)
    assert str(SECRET) not in text
    assert "尚未发布" not in text
    assert "2022年政府信息公开工作年度报告" in text


def test_comments_reasons_and_persons_stay_inside(client: Client, supervisor: Person, bureau: Agency) -> None:
    version = in_review(supervisor, bureau.name, 2022)
    actions.correct_cell(
        supervisor, version, cell="行政许可/本年处理决定数量", value=13, reason="经办人抄错一格", at=AT
    )
    reviewer = invited("reviewer", bureau, Role.REVIEWER)
    version.refresh_from_db()
    actions.accept(reviewer, version, at=AT)
    actions.publish(supervisor, version, at=AT)
    text = everything(client, bureau)
    assert "抄错" not in text
    assert supervisor.name not in text
    assert reviewer.name not in text


def test_the_walk_finds_what_is_published(client: Client, supervisor: Person, bureau: Agency) -> None:
    """Else the tests above would prove nothing."""
    publish(supervisor, bureau, 2022, change={"行政许可/本年处理决定数量": SECRET})
    text = everything(client, bureau)
    assert text.count(str(SECRET)) > 8
    assert LEADS_THERE.search(text)
    assert len(list(routes())) > 20

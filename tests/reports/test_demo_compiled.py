"""The compiled reports of the demonstration: one of each state, made once, from records, gone with all others."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from gongkai.agencies import actions as agencies
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.models import Entry
from gongkai.cases.models import Case
from gongkai.demo.district import BODIES
from gongkai.reports import demo, demo_compiled
from gongkai.reports.compiling import records
from gongkai.reports.models import Compilation, Report, ReportVersion
from gongkai.reports.states import State
from tests.district import FOUNDED, SHANGHAI, folder

__all__ = ["folder"]

AT = datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def bodies(db: None) -> dict[int, Agency]:
    """The government and the three that compile."""
    found: dict[int, Agency] = {}
    for body in BODIES:
        if body.number == 1 or body.number in demo.COMPILED:
            found[body.number] = agencies.create(
                body.name, kind=body.kind, parent=found.get(body.parent), order=body.order,
                credit_code=body.credit_code, valid_from=FOUNDED, demonstration=True, by=OPERATOR, at=AT,
            )  # fmt: skip
            agencies.set_contact(found[body.number], body.contact, by=OPERATOR, at=AT)
    return found


@pytest.mark.usefixtures("folder")
def test_one_of_each_state_and_every_figure_opens(bodies: dict[int, Agency]) -> None:
    demo_compiled.create(AT)
    states = {demo.number_of(one.agency): one.state for one in ReportVersion.objects.all()}
    assert states == {demo.DRAFTED: State.DRAFT, demo.FILED: State.PUBLISHED, demo.RETURNED: State.RETURNED}
    published = ReportVersion.objects.get(state=State.PUBLISHED)
    assert (published.year, published.errors, published.open_cells) == (demo.YEAR, 0, 0)
    on = timezone.localdate(AT)
    behind = records.behind(OPERATOR, bodies[demo.FILED], demo.YEAR, "1/总计", on=on)
    assert behind.number == Case.objects.count() == 4
    assert "第五部分" in ReportVersion.objects.get(state=State.RETURNED).comments
    before = Entry.objects.count()
    demo_compiled.create(AT)
    assert Entry.objects.count() == before, "a second time changes nothing"


@pytest.mark.usefixtures("folder")
def test_they_go_with_all_reports(bodies: dict[int, Agency]) -> None:
    demo_compiled.create(AT)
    assert demo_compiled.remove(AT) == 0
    assert demo.remove(AT) == 3
    for model in (Report, ReportVersion, Compilation):
        assert not model._default_manager.exists()


def test_none_before_the_year_is_over(bodies: dict[int, Agency]) -> None:
    demo_compiled.create(datetime(demo.YEAR, 12, 30, 9, 0, tzinfo=SHANGHAI))
    assert not Report.objects.exists()

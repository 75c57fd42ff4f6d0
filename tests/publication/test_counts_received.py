"""Counts that another system sends: in the name of whoever set it up, for its own agency, the same again once."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, Membership
from gongkai.audit.models import Entry as AuditEntry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import counts, counts_received
from gongkai.publication.counts import Entry
from gongkai.publication.counts_received import WrongRows
from gongkai.publication.models import Source, YearCount
from gongkai.publication.pushing import payload
from gongkai.publication.sheet import Outcome
from gongkai.publication.taking_in import sources
from gongkai.publication.taking_in.receiving import NotGenuine

from .conftest import AT, HOUR, audited, nothing_after
from .law import told

pytestmark = pytest.mark.django_db
NAME = "行政执法平台"
SECOND = timedelta(seconds=1)


@pytest.fixture
def system(head: Person, bureau: Agency) -> Source:
    return sources.add(head, bureau, kind="counts", name=NAME, at=AT)[0]


def one(number: object = 7, what: str = "penalty", year: int = 2025, row: int = 1) -> Entry:
    return Entry(row, year, what, Decimal(str(number)))


def send(
    system: Source, *entries: Entry, agency: str = "", as_of: datetime = AT, at: datetime | None = None
) -> Outcome:
    return counts_received.take(system, agency, entries or [one()], as_of=as_of, at=at or as_of)


def test_they_stand_under_the_name_of_the_system_beside_others(
    system: Source, clerk: Person, head: Person, bureau: Agency
) -> None:
    counts.enter(clerk, bureau, year=2025, what="penalty", number=2, at=AT)
    outcome = send(system, one(), one("2.02", "charge", row=2))
    assert [line.step for line in outcome.lines] == ["new", "new"]
    assert counts.total(bureau, 2025, "penalty") == 9
    row = counts.live(bureau, 2025).get(what="penalty", source=NAME)
    assert (row.number, row.imported, row.by) == (7, True, head)
    assert told("counts.import") == {"rows": 2, "years": [2025], "source": system.pk}
    entry = audited("counts.import")
    assert (entry.actor, entry.agency) == (head.key, bureau.key)
    system.refresh_from_db()
    assert system.said == "登记2项"


def test_the_same_again_changes_nothing_and_leaves_no_entry(system: Source, bureau: Agency) -> None:
    send(system)
    before = AuditEntry.objects.count()
    for as_of in (AT, AT - SECOND, AT + HOUR):
        assert [line.step for line in send(system, as_of=as_of, at=AT + HOUR).lines] == ["same"]
    assert nothing_after(before)
    assert YearCount.objects.count() == 1
    system.refresh_from_db()
    assert system.said == "没有变化"


def test_a_newer_figure_takes_the_place_of_its_own_and_both_stay(system: Source, bureau: Agency) -> None:
    send(system)
    assert [line.step for line in send(system, one(9), as_of=AT + SECOND).lines] == ["changed"]
    assert counts.total(bureau, 2025, "penalty") == 9
    assert [row.number for row in counts.history(bureau, 2025)] == [9, 7]


@pytest.mark.parametrize("earlier", [timedelta(0), SECOND])
def test_what_was_signed_earlier_does_not_undo_it(system: Source, bureau: Agency, earlier: timedelta) -> None:
    send(system)
    send(system, one(9), as_of=AT + HOUR)
    before = AuditEntry.objects.filter(verb="counts.import").count()
    with pytest.raises(Refused, match="签名时间"):
        send(system, one(7), as_of=AT + HOUR - earlier, at=AT + HOUR)
    assert counts.total(bureau, 2025, "penalty") == 9
    assert AuditEntry.objects.filter(verb="counts.import").count() == before


def test_one_wrong_figure_keeps_all_out(system: Source, bureau: Agency) -> None:
    rows = [one(), one(-1, row=2), one("1.5", "licence", row=3), one(1, year=2031, row=4), one(8, row=5)]
    with pytest.raises(WrongRows, match=r"有4项不能登记.*第2项：数量应是不小于0的数字") as wrong:
        send(system, *rows)
    assert [line.row for line in wrong.value.outcome.errors] == [2, 3, 4, 5]
    assert not YearCount.objects.exists()
    system.refresh_from_db()
    assert "一项也没有登记" in system.failure
    # The same second once more, put right: nothing was taken before.
    assert send(system).applied


@pytest.mark.parametrize("agency", ["示范区财政局", "11370305MB2842000X", "民政局"])
def test_the_figures_of_another_agency_are_not_taken(
    system: Source, bureau: Agency, finance: Agency, agency: str
) -> None:
    with pytest.raises(Refused, match="不是本来源所属的机关"):
        send(system, agency=agency)
    assert not YearCount.objects.exists()
    assert send(system, agency=bureau.name).applied


def test_it_may_no_more_than_whoever_set_it_up(system: Source, head: Person, bureau: Agency) -> None:
    Membership.objects.filter(person=head).update(until_on=AT.date())
    with pytest.raises(NotAllowed, match="已没有登记数量的权限"):
        send(system, as_of=AT + timedelta(days=1))
    assert not YearCount.objects.exists()
    system.refresh_from_db()
    assert "权限" in system.failure
    assert system.signed_at is None


def test_only_who_may_do_both_sets_it_up(
    clerk: Person, stranger: Person, supervisor: Person, bureau: Agency
) -> None:
    before = AuditEntry.objects.count()
    for user in (clerk, stranger, supervisor):
        with pytest.raises(NotAllowed):
            sources.add(user, bureau, kind="counts", name=NAME, at=AT)
    assert not Source.objects.exists()
    assert nothing_after(before)


def test_an_ended_one_takes_nothing(system: Source, head: Person) -> None:
    held = Source.objects.get(pk=system.pk)
    sources.end(head, system, at=AT)
    with pytest.raises(WrongState):
        send(held)
    assert not YearCount.objects.exists()


def test_only_its_own_secret_and_kind_sign(system: Source, head: Person, bureau: Agency) -> None:
    data = b'{"counts": []}'
    signed, secret = sources.add(head, bureau, kind="signed", name="市平台", at=AT)
    good = payload.headers(system.secret, data, delivery="1", at=AT)
    assert counts_received.sender(system.pk, good, data, at=AT) == system
    other = payload.headers(secret, data, delivery="1", at=AT)
    for key, headers, body, at in (
        (system.pk, other, data, AT), (signed.pk, other, data, AT), (signed.pk, good, data, AT),
        (0, good, data, AT),
        (system.pk, good, data + b" ", AT), (system.pk, good, data, AT + HOUR), (system.pk, {}, data, AT),
    ):  # fmt: skip
        with pytest.raises(NotGenuine):
            counts_received.sender(key, headers, body, at=at)

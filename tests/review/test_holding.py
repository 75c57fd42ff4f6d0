"""What a request's papers are kept for while it is before a body, and no longer."""

from __future__ import annotations

from datetime import date

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases.models import Case
from gongkai.cases.retention import holds
from gongkai.review import deciding, registering
from gongkai.review.importing import import_reviews
from gongkai.review.models import Proceeding
from gongkai.review.registering import Facts
from gongkai.review.words import Kind
from tests.cases.rows import a_case
from tests.publication.test_counts import workbook

from .conftest import AT, last_entry
from .deeds import CAME, COURT, HIGHER, THEN, came, decided

HEAD: list[object] = ["类型", "收到日期", "关联申请编号", "结案日期", "结果"]


def held(case: Case) -> bool:
    return holds.held(Case.objects.get(pk=case.pk))


def test_from_the_copy_until_it_is_closed_and_again_with_an_appeal(bureau: Agency, clerk: Person) -> None:
    case = a_case(bureau, number="甲1")
    one = decided(bureau, Kind.DIRECT_LAWSUIT, case_number="甲1")
    hold = case.holds.get()
    assert (hold.source, hold.until_on) == (one.key, None)
    assert one.number in hold.reason
    deciding.close(clerk, one, at=THEN)
    assert not held(case)
    assert last_entry("reviews.close")
    deciding.appeal(clerk, one, on=date(2026, 4, 10), body=HIGHER, at=THEN)
    assert held(case)
    registering.void(clerk, one, reason="重复", at=THEN)
    assert not held(case)


def test_several_hold_it_each_for_itself_and_it_moves_with_a_correction(bureau: Agency, clerk: Person) -> None:
    first, second = (a_case(bureau, number=number) for number in ("甲1", "甲2"))
    one, other = came(bureau, case_number="甲1"), came(bureau, case_number="甲1")
    assert first.holds.filter(until_on=None).count() == 2
    facts = Facts(one.kind, CAME, body=COURT, case_number="甲2")
    registering.correct(clerk, one, facts, reason="编号看错", at=THEN)
    assert held(second)
    assert [h.source for h in first.holds.filter(until_on=None)] == [other.key]
    assert last_entry("reviews.correct")


def test_a_ledger_holds_what_is_pending_and_lets_go_what_was_decided(bureau: Agency) -> None:
    first, second = (a_case(bureau, number=number) for number in ("甲1", "甲2"))
    pending = workbook(HEAD, ["行政复议", "2026-02-09", "甲1", "", ""],
                       ["行政复议", "2026-02-09", "甲2", "2026-03-02", "结果维持"])  # fmt: skip
    import_reviews(OPERATOR, bureau, pending, at=AT)
    assert (held(first), held(second)) == (True, False)
    assert last_entry("reviews.import")
    done = workbook(HEAD, ["行政复议", "2026-02-09", "甲1", "2026-04-01", "结果维持"])
    import_reviews(OPERATOR, bureau, done, at=THEN)
    assert not held(first)


def test_one_about_no_request_holds_nothing(bureau: Agency) -> None:
    case = a_case(bureau, number="甲1")
    came(bureau)
    assert not held(case)
    assert Proceeding.objects.get().case is None

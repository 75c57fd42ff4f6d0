"""More time: once, at most 20 working days, with the head's consent before the period ends (rule 5)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases import extending, papers, supplementing
from gongkai.cases.models import Case
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.letters.models import Letter

from . import deeds, walk
from .walk import Office, at

RECEIVED, LAST = date(2026, 4, 20), date(2026, 5, 20)


def asked(office: Office, on: date = RECEIVED, days: int = 20) -> tuple[Case, Letter]:
    case = walk.opened(office.agency, RECEIVED)
    event = extending.ask(office.clerk, case, reasons="案卷多", days=days, at=at(on, 9))
    assert event.letter is not None
    return case, event.letter


def fresh(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_rule_5_a_full_extension(office: Office) -> None:
    case, letter = asked(office)
    extending.consent(office.head, case, at=at(RECEIVED))
    assert walk.now(case).due_on == LAST, "consent alone moves nothing"
    office.post(case, fresh(letter), date(2026, 5, 19))
    assert walk.now(case).due_on == date(2026, 6, 17)


def test_the_letter_names_the_day_and_the_consent(office: Office) -> None:
    case, letter = asked(office)
    extending.consent(office.head, case, at=at(date(2026, 4, 22)))
    values = papers.values_of(fresh(letter))
    assert (values["extended_until"], values["consented_on"]) == ("2026-06-17", "2026-04-22")


def test_it_is_not_numbered_without_consent(office: Office) -> None:
    case, letter = asked(office)
    with pytest.raises(Refused, match="负责人同意"):
        papers.issue(office.clerk, case, letter, at=at(RECEIVED))


def test_only_the_head_consents(office: Office) -> None:
    case, _ = asked(office)
    for who in (office.clerk, office.reviewer):
        with pytest.raises(NotAllowed):
            extending.consent(who, case, at=at(RECEIVED))


def test_it_leaves_on_the_last_day_or_not_at_all(office: Office) -> None:
    case, letter = asked(office)
    extending.consent(office.head, case, at=at(LAST, 8))
    letter = office.sealed(case, fresh(letter), LAST)
    with pytest.raises(Refused, match="届满"):
        office.post(case, letter, date(2026, 5, 21))
    office.post(case, letter, LAST)
    assert walk.now(case).due_on == date(2026, 6, 17)


@pytest.mark.parametrize("step", ["ask", "consent"])
def test_nothing_of_it_after_the_period(office: Office, step: str) -> None:
    after = date(2026, 5, 21)
    if step == "ask":
        case = walk.opened(office.agency, RECEIVED)
        with pytest.raises(Refused, match="届满"):
            extending.ask(office.clerk, case, reasons="案卷多", days=5, at=at(after))
        return
    case, _ = asked(office)
    with pytest.raises(Refused, match="届满"):
        extending.consent(office.head, case, at=at(after))


def test_once(office: Office) -> None:
    case, letter = asked(office, days=5)
    extending.consent(office.head, case, at=at(RECEIVED))
    office.post(case, fresh(letter), date(2026, 4, 21))
    with pytest.raises(Refused, match="一次"):
        extending.ask(office.clerk, case, reasons="仍然多", days=5, at=at(date(2026, 4, 22)))


@pytest.mark.parametrize("days", [0, 21])
def test_at_most_twenty(office: Office, days: int) -> None:
    case = walk.opened(office.agency, RECEIVED)
    with pytest.raises(Refused, match="20个工作日"):
        extending.ask(office.clerk, case, reasons="多", days=days, at=at(RECEIVED))


def test_before_2019_at_most_fifteen(office: Office) -> None:
    case = walk.opened(office.agency, date(2019, 5, 6))
    assert extending.longest_for(case) == 15


def test_one_request_at_a_time(office: Office) -> None:
    case, _ = asked(office)
    with pytest.raises(WrongState, match="等候"):
        extending.ask(office.clerk, case, reasons="多", days=3, at=at(RECEIVED))


def test_declined_the_draft_is_void_and_it_may_be_asked_again(office: Office) -> None:
    case, letter = asked(office)
    extending.decline(office.head, case, comments="来得及", at=at(RECEIVED))
    assert fresh(letter).state == Letter.State.VOID
    extending.ask(office.clerk, case, reasons="又来了三十卷", days=10, at=at(date(2026, 4, 21)))


def test_a_fresh_period_may_be_extended_again(office: Office) -> None:
    case = walk.opened(office.agency, date(2026, 3, 2))
    event = extending.ask(office.clerk, case, reasons="多", days=5, at=at(deeds.DAY, 9))
    extending.consent(office.head, case, at=at(deeds.DAY, 10))
    assert event.letter is not None
    office.post(case, fresh(event.letter), deeds.DAY)
    notice = supplementing.prepare(
        office.clerk, case, items="请明确。", until=date(2026, 4, 1), at=at(deeds.NEXT, 9)
    )
    office.post(case, notice, deeds.NEXT)
    with pytest.raises(WrongState, match="等候"):
        extending.ask(office.clerk, case, reasons="多", days=5, at=at(deeds.NEXT))
    supplementing.receive(office.clerk, case, on=date(2026, 3, 23), at=at(date(2026, 3, 23)))
    assert walk.now(case).due_on == date(2026, 4, 21)
    extending.ask(office.clerk, case, reasons="多", days=5, at=at(date(2026, 3, 24)))

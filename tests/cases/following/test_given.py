"""What may be taken away: the holder's own letters once they came, and what was checked and given with them."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.cases import consenting, consulting, filing
from gongkai.cases.asking import codes
from gongkai.cases.following import given
from gongkai.cases.following.given import Given
from gongkai.cases.following.holder import holder
from gongkai.cases.models import Case, CaseFile, Release
from gongkai.documents import actions as documents
from tests.cases import asking
from tests.cases.conftest import AT, entries
from tests.cases.walk import Office, at, paper, scan

from . import walks
from .conftest import Followed, followed
from .walks import DAY, NEXT


def names(one: Followed) -> list[str]:
    return [each.name for each in given.given(one.now())]


def keys(one: Followed) -> list[str]:
    return [each.key for each in given.given(one.now())]


def released(office: Office, case: Case, name: str = "方案.pdf", **more: Any) -> Release:
    """Checked by somebody else unless it says otherwise."""
    checked = more.pop("checked_by", office.reviewer)
    paper = filing.Paper(name, b"%PDF-1.7 " + name.encode())
    source = filing.put(office.clerk, case, paper, what=CaseFile.What.INFORMATION, at=at(DAY))
    file = documents.store(b"%PDF-1.7 clean " + name.encode(), name, at=at(DAY), encrypted=True)
    return Release.objects.create(
        case=case, source=source, title=name, file=file, prepared_by=office.clerk,
        prepared_at=at(DAY), checked_by=checked, checked_at=at(DAY) if checked else None, **more,
    )  # fmt: skip


def first(one: Followed) -> Given:
    return given.given(one.now())[0]


def test_nothing_before_it_came(office: Office, mine: Followed) -> None:
    released(office, mine.now())
    assert names(mine) == []
    office.answer(mine.now(), DAY)
    assert names(mine) == []


def test_served_it_is_there_with_what_was_given(office: Office, mine: Followed) -> None:
    released(office, mine.now())
    walks.answered(office, mine)
    letter, file = given.given(mine.now())
    assert letter.name.endswith(".png")
    assert "依申请公开〔2026〕1号" in letter.name
    assert (file.name, file.information) == ("方案.pdf", True)


def test_a_notice_that_came_is_there(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    assert len(names(mine)) == 1
    assert names(mine)[0].startswith("政府信息公开申请补正告知书")


def test_what_nobody_checked_keeps_all_of_it_back(office: Office, mine: Followed) -> None:
    released(office, mine.now())
    walks.answered(office, mine)
    released(office, mine.now(), "另一份.pdf", checked_by=None)
    assert [one.information for one in given.given(mine.now())] == [False]


def test_what_was_refused_is_not_given(office: Office, mine: Followed) -> None:
    walks.answered(office, mine)
    released(office, mine.now(), checked_by=None, refused_reason="还有姓名")
    assert len(names(mine)) == 1


def test_another_round_is_not_given(office: Office, mine: Followed) -> None:
    released(office, mine.now(), round=2)
    walks.answered(office, mine)
    assert len(names(mine)) == 1


def test_what_came_back_is_not_there(office: Office, mine: Followed) -> None:
    office.served(office.answer(mine.now(), DAY), NEXT, "returned")
    assert names(mine) == []


def test_a_letter_to_a_third_party_is_never_there(office: Office, mine: Followed) -> None:
    made = consulting.ask(
        office.clerk, mine.now(), whom="third-party", party="示范公司", extract="摘录", values={}, at=at(DAY, 9)
    )
    assert made.letter is not None
    office.served(office.post(mine.now(), made.letter, DAY), DAY)
    assert names(mine) == []


def test_laid_ready_it_is_there_and_opening_it_is_kept(office: Office, mine: Followed) -> None:
    consenting.consent(office.clerk, mine.now(), on=DAY, paper=paper(), at=at(DAY, 9))
    delivery = walks.delivered(office, mine)
    one = first(mine)
    assert given.fetch(mine.holder, mine.now(), one, at=at(NEXT)) == scan()
    delivery.refresh_from_db()
    assert delivery.opened_at == at(NEXT)
    given.fetch(mine.holder, mine.now(), one, at=at(NEXT, 12))
    delivery.refresh_from_db()
    assert delivery.opened_at == at(NEXT)
    assert [entry.actor for entry in entries("follow.fetch")] == ["applicant", "applicant"]


def test_by_post_taking_it_away_moves_nothing(office: Office, mine: Followed) -> None:
    walks.answered(office, mine)
    before = mine.now().revision
    given.fetch(mine.holder, mine.now(), first(mine), at=at(NEXT))
    assert mine.now().revision == before


def test_only_ones_own_is_found(office: Office, mine: Followed) -> None:
    walks.answered(office, mine)
    other = followed(office, at=at(DAY), applicant=asking.LI)
    walks.answered(office, other)
    assert given.find(mine.holder, keys(mine)[0]) is not None
    for key in (keys(other)[0], "letter-0", "release-1", "", "letter-", "../etc/passwd"):
        assert given.find(mine.holder, key) is None
    assert keys(mine) != keys(other)


def test_before_it_is_registered_nothing_is_found(office: Office, mine: Followed) -> None:
    walks.answered(office, mine)
    came = asking.came(office.clerk, office.agency)
    codes.issue(came, at=AT)
    assert given.find(holder(came.access_codes.get()), keys(mine)[0]) is None


@pytest.mark.parametrize("title", ["名单", "名单.pdf", "a/b\\..:名单.pdf"])
def test_names_are_safe_and_have_their_ending(office: Office, mine: Followed, title: str) -> None:
    made = released(office, mine.now())
    made.title = title
    made.save()
    walks.answered(office, mine)
    name = names(mine)[-1]
    assert name.endswith("名单.pdf")
    assert not set(name) & set('<>:"/\\|?*')

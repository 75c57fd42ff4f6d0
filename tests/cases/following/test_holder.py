"""What a code opens: what came of its own request, and nothing else."""

from __future__ import annotations

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import incoming as arriving
from gongkai.cases import splitting
from gongkai.cases.asking import codes
from gongkai.cases.following.holder import holder, still
from gongkai.cases.models import AccessCode, Incoming
from tests.cases import asking
from tests.cases.conftest import AT
from tests.cases.walk import Office

from .conftest import Followed, followed


def opened_by(incoming: Incoming) -> AccessCode:
    codes.issue(incoming, at=AT)
    return incoming.access_codes.get(ended_at=None)


def test_before_it_is_registered_there_is_no_case(office: Office) -> None:
    came = asking.came(office.clerk, office.agency)
    found = holder(opened_by(came))
    assert (found.case, found.cases, found.agency) == (None, (), office.agency)
    assert found.numbered(1) is None
    assert found.numbered(0) is None


def test_registered_it_is_the_case(mine: Followed) -> None:
    assert mine.holder.cases == (mine.case,)
    assert mine.holder.case == mine.case
    assert mine.holder.numbered(1) == mine.case
    assert mine.holder.numbered(2) is None


def test_a_code_that_ended_opens_nothing(mine: Followed) -> None:
    codes.issue(mine.incoming, at=AT)
    assert still(mine.key) is None


def test_an_unknown_key_opens_nothing(db: None) -> None:
    assert still(987_654) is None


def test_every_part_is_followed(office: Office, mine: Followed) -> None:
    first, second = splitting.split(office.clerk, mine.case, parts=["甲方案", "乙方案"], at=AT)
    assert mine.holder.cases == (first, second)
    assert mine.holder.case == first


def test_what_it_was_merged_into_is_followed_as_well(office: Office, mine: Followed) -> None:
    other = asking.asked(office.clerk, office.agency, "另一件", same_person=True)
    splitting.merge(office.clerk, other, into=mine.case, at=AT)
    access = opened_by(Incoming.objects.get(case=other))
    assert set(holder(access).cases) == {mine.case, other}
    # The other way round nothing more is opened.
    assert mine.holder.cases == (mine.case,)


def test_a_paper_filed_into_another_case_opens_nothing_of_it(office: Office, mine: Followed) -> None:
    letter = asking.came(office.clerk, office.agency)
    arriving.paper(office.clerk, letter, case=mine.case, at=AT)
    letter.refresh_from_db()
    assert holder(opened_by(letter)).cases == ()


def test_a_duplicate_opens_nothing_of_the_first(office: Office, mine: Followed) -> None:
    again = asking.came(office.clerk, office.agency)
    arriving.duplicate(office.clerk, again, of=mine.incoming, at=AT)
    again.refresh_from_db()
    assert holder(opened_by(again)).cases == ()


def test_two_who_ask_have_nothing_of_one_another(
    office: Office, finance: Agency, outsider: Person, mine: Followed
) -> None:
    theirs = asking.asked(office.clerk, office.agency, applicant=asking.LI)
    elsewhere = asking.asked(outsider, finance)
    assert theirs not in mine.holder.cases
    assert elsewhere not in mine.holder.cases


def test_what_was_sent_early_belongs_to_the_first_case(office: Office) -> None:
    one = followed(office)
    assert one.holder.sent(one.case) == ()
    assert one.holder.sent(None) == ()

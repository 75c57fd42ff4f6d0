from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.ui.signin import totp
from tests.ui.signin.conftest import AT

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("second", "code"),
    # RFC 6238, appendix B, SHA-1; the last six of its eight digits.
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_numbers_of_the_standard(second: int, code: str) -> None:
    assert totp.code(SECRET, datetime.fromtimestamp(second, UTC)) == code


def test_a_new_secret_takes_the_place_of_the_old(staff: Callable[..., Person]) -> None:
    person = staff(Role.HEAD)
    totp.enrol(person, SECRET)
    totp.enrol(person, SECRET[::-1].replace("1", "A").replace("0", "B").replace("8", "C").replace("9", "D"))
    assert totp.secret_of(person) != SECRET


def test_a_lost_telephone(staff: Callable[..., Person]) -> None:
    head, administrator, clerk = staff(Role.HEAD), staff(Role.ADMINISTRATOR), staff(Role.CLERK)
    totp.enrol(head, SECRET)
    with pytest.raises(NotAllowed):
        totp.forget(head, by=clerk, at=AT)
    with pytest.raises(Refused, match="自己"):
        totp.forget(head, by=head, at=AT)
    assert totp.secret_of(head) == SECRET
    totp.forget(head, by=administrator, at=AT)
    assert totp.secret_of(head) is None
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, entry.actor, entry.object) == ("people.second-factor", administrator.key, head.key)
    with pytest.raises(WrongState):
        totp.forget(head, by=OPERATOR, at=AT)

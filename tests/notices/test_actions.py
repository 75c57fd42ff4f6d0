"""The bell, and what a person decides about messages that could not be sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.notices import actions, queries
from gongkai.notices.models import Notice
from gongkai.notices.states import MOVES, VERBS, after
from tests.cases.conftest import AT, TODAY, entries

from .made import put

pytestmark = pytest.mark.django_db
State = Notice.State
LATER = AT + timedelta(hours=1)


@pytest.fixture
def bell(bureau: Agency, clerk: Person) -> Notice:
    return put(bureau, means="desk", recipient=clerk.key, address="", once="bell")


@pytest.fixture
def failed(bureau: Agency) -> Notice:
    notice = put(bureau, about="case:5")
    Notice.objects.filter(pk=notice.pk).update(
        state=State.FAILED, attempts=7, lost=1, error="邮件服务器拒收（550）"
    )
    return Notice.objects.get(pk=notice.pk)


class TestTheBell:
    def test_it_rings_for_whom_it_is(self, bell: Notice, clerk: Person, head: Person) -> None:
        assert list(queries.mine(clerk, at=AT)) == [bell]
        assert queries.unread(clerk, at=AT) == 1
        assert queries.unread(head, at=AT) == 0
        assert queries.unread(OPERATOR, at=AT) == 0

    def test_not_before_its_time(self, bureau: Agency, clerk: Person) -> None:
        put(bureau, means="desk", recipient=clerk.key, address="", not_before=LATER)
        assert queries.unread(clerk, at=AT) == 0
        assert queries.unread(clerk, at=LATER) == 1

    def test_a_mail_is_not_on_the_desk(self, bureau: Agency, clerk: Person) -> None:
        put(bureau, recipient=clerk.key)
        assert not queries.mine(clerk, at=AT).exists()

    def test_read_once(self, bell: Notice, clerk: Person) -> None:
        assert actions.read(clerk, bell, at=AT).read_at == AT
        assert actions.read(clerk, bell, at=LATER).read_at == AT
        assert queries.unread(clerk, at=LATER) == 0
        assert queries.mine(clerk, at=LATER).exists()

    def test_by_nobody_else(self, bell: Notice, head: Person) -> None:
        with pytest.raises(NotAllowed):
            actions.read(head, bell, at=AT)
        with pytest.raises(NotAllowed):
            actions.read(OPERATOR, bell, at=AT)
        bell.refresh_from_db()
        assert bell.read_at is None

    def test_all_of_mine(self, bureau: Agency, bell: Notice, clerk: Person, head: Person) -> None:
        theirs = put(bureau, means="desk", recipient=head.key, address="", once="theirs")
        assert actions.read_all(clerk, at=AT) == 1
        assert actions.read_all(clerk, at=AT) == 0
        theirs.refresh_from_db()
        assert theirs.read_at is None


class TestResending:
    def test_from_the_beginning_under_the_same_id(self, failed: Notice, clerk: Person) -> None:
        again = actions.resend(clerk, failed, at=LATER)
        assert (again.state, again.attempts, again.lost, again.not_before) == (State.WAITING, 0, 0, LATER)
        assert again.message_id == failed.message_id
        (entry,) = entries("notices.resend")
        assert (entry.actor, entry.object, entry.reason) == (clerk.key, failed.key, "")

    def test_of_what_was_sent(self, bell: Notice, clerk: Person) -> None:
        with pytest.raises(WrongState, match="已发送"):
            actions.resend(clerk, bell, at=AT)

    @pytest.mark.parametrize("who", ["outsider", "supervisor", "auditor"])
    def test_by_nobody_else(self, who: str, failed: Notice, request: pytest.FixtureRequest) -> None:
        with pytest.raises(NotAllowed):
            actions.resend(request.getfixturevalue(who), failed, at=AT)
        with pytest.raises(NotAllowed):
            actions.settle(request.getfixturevalue(who), failed, reason="x", at=AT)
        failed.refresh_from_db()
        assert failed.state == State.FAILED
        assert entries("notices.resend") == entries("notices.settle") == []


class TestSettling:
    def test_told_in_another_way(self, failed: Notice, head: Person) -> None:
        done = actions.settle(head, failed, reason=" 已电话告知张三 ", at=AT)
        assert (done.state, done.error) == (State.SETTLED, "已电话告知张三")
        (entry,) = entries("notices.settle")
        assert "张三" not in entry.data + entry.reason
        assert not queries.troubles(head, on=TODAY).exists()

    def test_not_without_a_word(self, failed: Notice, head: Person) -> None:
        with pytest.raises(Refused, match="怎样"):
            actions.settle(head, failed, reason=" ", at=AT)

    def test_not_while_it_waits(self, bureau: Agency, head: Person) -> None:
        with pytest.raises(WrongState):
            actions.settle(head, put(bureau), reason="x", at=AT)


class TestTroubles:
    def test_those_of_the_agency(self, failed: Notice, clerk: Person, outsider: Person, auditor: Person) -> None:
        assert list(queries.troubles(clerk, on=TODAY)) == [failed]
        assert list(queries.troubles(auditor, on=TODAY)) == [failed]
        assert not queries.troubles(outsider, on=TODAY).exists()

    def test_without_words_and_address(self, failed: Notice, auditor: Person) -> None:
        (found,) = queries.troubles(auditor, on=TODAY)
        assert {"body", "address"} <= found.get_deferred_fields()

    def test_about_one_thing(self, bureau: Agency, failed: Notice, clerk: Person, outsider: Person) -> None:
        put(bureau, once="other", about="case:6")
        assert list(queries.about(clerk, "case:5", on=TODAY)) == [failed]
        assert not queries.about(outsider, "case:5", on=TODAY).exists()


def test_every_step_that_is_not_in_the_table_is_refused() -> None:
    for state in State:
        for verb in VERBS:
            if (state, verb) in MOVES:
                assert after(state, verb) in State
            else:
                with pytest.raises(WrongState, match=state.label):
                    after(state, verb)

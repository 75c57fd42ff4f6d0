"""The words of what was sent are kept as long as logs are, and no shorter than six months."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from gongkai.agencies.models import Agency
from gongkai.notices import outbox
from gongkai.notices.keeping import forget
from gongkai.notices.models import Notice
from tests.district import SHANGHAI

AT = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)

pytestmark = pytest.mark.django_db
_MONTH = timedelta(days=31)


def told(agency: Agency, state: str, once: str) -> Notice:
    made = outbox.put(
        agency,
        means="mail",
        address="someone@example.cn",
        subject="通知",
        body="正文",
        about="case:1",
        once=once,
        at=AT,
    )
    Notice.objects.filter(pk=made.pk).update(state=state, sent_at=AT)
    return made


def words(notice: Notice) -> tuple[str, str]:
    found = Notice.objects.get(pk=notice.pk)
    return found.body, found.address


def test_after_a_year_the_words_go_and_the_row_stays(bureau: Agency) -> None:
    sent, waiting = told(bureau, "sent", "a"), told(bureau, "failed", "b")
    assert forget(AT + 12 * _MONTH) == 0
    assert forget(AT + 12 * _MONTH + timedelta(seconds=1)) == 1
    assert words(sent) == ("", "")
    assert words(waiting) == ("正文", "someone@example.cn")
    assert Notice.objects.get(pk=sent.pk).once == "a"
    assert forget(AT + 13 * _MONTH) == 0


@pytest.mark.parametrize("months", [0, 5, 6])
def test_never_under_six_months_whatever_is_set(bureau: Agency, settings: Settings, months: int) -> None:
    """Rule 52: the check refuses the setting, and nothing acts on it."""
    settings.GONGKAI_LOG_MONTHS = months
    sent = told(bureau, "sent", "a")
    forget(AT + timedelta(days=184))
    assert words(sent)[0] == "正文"

"""Killed while it submits: the request is there once or not at all, and sent again it is there once, with the code
that the first time would have shown."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.audit.verify import verify
from gongkai.cases.asking import codes, submitting
from gongkai.cases.models import AccessCode, CaseFile, Draft, DraftFile, Incoming, IncomingFile, Submission
from gongkai.letters.models import Series
from gongkai.notices.models import Notice
from tests import crash

from .conftest import AT
from .web import CARD, filled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("opened")]
_SUBMIT = """
from gongkai.agencies.models import Agency
from gongkai.cases.asking import submitting
from tests.cases.conftest import AT
{where}
submitting.submit(Agency.objects.get(pk={agency}), "{key}", at=AT)
{after}
"""


def everything() -> tuple[Any, ...]:
    counted = (Incoming, IncomingFile, Submission, AccessCode, Draft, DraftFile, Notice, Entry)
    return [model._base_manager.count() for model in counted], list(Series.objects.order_by("pk").values("next"))


def _draft(agency: Agency) -> str:
    from gongkai.cases.asking import drafts

    draft, key = filled(agency, email="zhang@example.cn", notify=["mail"])
    drafts.attach(draft, CARD, CaseFile.What.IDENTITY, at=AT)
    return key


@pytest.mark.parametrize(
    "where",
    [
        "submitting.arriving.create = die",
        "submitting._bind = die",
        "submitting.codes.issue = die",
        "submitting.record = die",
        "from django.db import connection\nconnection._commit = die",
    ],
)
def test_killed_anywhere_nothing_happened_and_the_draft_is_whole(where: str, bureau: Agency) -> None:
    key = _draft(bureau)
    before = everything()
    crash.killed(_SUBMIT.format(where=where, agency=bureau.pk, key=key, after=""))
    assert everything() == before
    made = submitting.submit(bureau, key, at=AT)
    assert made.incoming.number == "LJ2026-0001"
    assert not made.again
    assert made.incoming.files.count() == 1
    assert verify() == []


def test_killed_before_the_page_was_shown_nothing_is_lost_and_nothing_doubled(bureau: Agency) -> None:
    key = _draft(bureau)
    crash.killed(_SUBMIT.format(where="", agency=bureau.pk, key=key, after="die()"))
    made = submitting.submit(bureau, key, at=AT)
    assert made.again
    assert Incoming.objects.get() == made.incoming
    found = codes.find(made.incoming.number, made.code)
    assert found is not None
    assert found.incoming == made.incoming
    assert Notice.objects.filter(means="mail").count() == 1
    assert verify() == []

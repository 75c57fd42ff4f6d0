"""Submitting a draft, once, however often the button is pressed or the connection is lost.

check(values) -> {field: message}
submit(agency, key, *, at) -> Submitted
details_of(submission) -> Prefilled       what registering starts from

The key that the browser holds names the paper (``source_key``) and makes its query code, so that whoever sends the
same draft again gets the same number and the same code, though only their hashes are kept here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.who import day
from gongkai.audit.actions import record
from gongkai.cases import incoming as arriving
from gongkai.cases import telling
from gongkai.cases.asking import ACTOR, codes, drafts
from gongkai.cases.asking.wanted import ELECTRONIC_CONSENT, Values, Wanted, faults, wanted
from gongkai.cases.models import CaseFile, Draft, Incoming, IncomingFile, Submission
from gongkai.cases.words import Channel, PartyRole
from gongkai.errors import Refused, WrongState

# The words beside the identity copy, by their edition.
PRIVACY_NOTICE: Final = "2026-11"
# As long the same browser may see the receipt again.
SHOWN_AGAIN = timedelta(days=1)


@dataclass(frozen=True)
class Submitted:
    """``code`` is "" when it was replaced, or is no longer shown. ``again``: it was submitted before."""

    incoming: Incoming
    code: str
    submission: Submission
    again: bool = False


@dataclass(frozen=True)
class Prefilled:
    """What the sheet of registering starts from."""

    wanted: Wanted
    identity: tuple[IncomingFile, ...]
    authority: IncomingFile | None
    applicant_on: date


def check(values: Values) -> dict[str, str]:
    """What is wrong, all of it, by field; nothing is refused for want of a proof of identity."""
    return faults(values)


@transaction.atomic
def submit(agency: Agency, key: str, *, at: datetime) -> Submitted:
    """The draft of this key becomes a paper in the register, and is gone. Refused while something is wrong or
    the channel is closed; WrongState for a draft that ran out and was never submitted."""
    draft = _draft(agency, key, at)
    if before := submitted(agency, key, at=at):
        return before
    if draft is None:
        raise WrongState("这份草稿已过期或者不是在这个浏览器里填写的，没有提交；请重新填写。")
    drafts.ensure_open(agency, at)
    values = drafts.values_of(draft)
    for fault in faults(values).values():
        raise Refused(fault)
    return _take_in(agency, draft, values, key, at)


def submitted(agency: Agency, key: str, *, at: datetime) -> Submitted | None:
    """What the draft of this key became, with the code again while it may be shown; None when nothing yet."""
    rows = Submission.objects.select_related("incoming__agency")
    found = rows.filter(incoming__agency=agency, incoming__source_key=_source(key)).first()
    if found is None:
        return None
    code = codes.of_key(key)
    shown = at < found.submitted_at + SHOWN_AGAIN and codes.is_current(found.incoming, code)
    return Submitted(found.incoming, code if shown else "", found, again=True)


def details_of(submission: Submission) -> Prefilled:
    """As the applicant filled it in, with the papers by what each is; confirmed on the day it was submitted."""
    asked = wanted(json.loads(submission.values))
    files = list(submission.incoming.files.select_related("file"))
    identity = tuple(one for one in files if one.what == CaseFile.What.IDENTITY)
    authority = next((one for one in files if one.what == CaseFile.What.AUTHORITY), None)
    parties = tuple(
        replace(one, authority=authority if one.role == PartyRole.AGENT else None) for one in asked.parties
    )
    return Prefilled(replace(asked, parties=parties), identity, authority, day(submission.submitted_at))


def _draft(agency: Agency, key: str, at: datetime) -> Draft | None:
    """Held until the transaction ends: who pressed the button twice waits here, and then finds the paper."""
    rows = Draft.objects.select_for_update(no_key=True, of=("self",))
    return rows.filter(agency=agency, key_sha256=drafts.sha256_of(key), expires_at__gt=at).first()


def _source(key: str) -> str:
    return f"web:{drafts.sha256_of(key)}"


def _take_in(agency: Agency, draft: Draft, values: Values, key: str, at: datetime) -> Submitted:
    asked = wanted(values)
    made = arriving.create(
        agency,
        channel=Channel.WEB,
        arrived_on=day(at),
        sender=asked.applicant.name,
        sender_contact="，".join(filter(None, (asked.applicant.phone, asked.applicant.email))),
        subject=asked.asked.description,
        source_key=_source(key),
        by=OPERATOR,
        at=at,
    )
    files = _bind(draft, made)
    submission = Submission.objects.create(
        incoming=made,
        values=json.dumps(values, ensure_ascii=False),
        submitted_at=at,
        electronic_consent=ELECTRONIC_CONSENT if asked.asked.electronic_service else "",
        privacy_notice=PRIVACY_NOTICE,
    )
    code = codes.issue(made, code=codes.of_key(key), at=at)
    draft.delete()
    telling.submitted(made, asked.told_by, code=code, at=at)
    record("incoming.submit", actor=ACTOR, agency=agency, object=made,
           data={"channel": made.channel, "arrived_on": made.arrived_on.isoformat(),
                 "files": [one.file.sha256 for one in files]}, at=at)  # fmt: skip
    return Submitted(made, code, submission)


def _bind(draft: Draft, made: Incoming) -> list[IncomingFile]:
    """The files of the draft become those of the paper; each keeps what it is."""
    return [
        IncomingFile.objects.create(incoming=made, file=one.file, name=one.name, what=one.what)
        for one in draft.files.select_related("file")
    ]

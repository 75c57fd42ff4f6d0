"""A letter from its draft to the day it is given up.

draft(user, *, agency, kind, subject, addressee, values, on, at)   in the wording in force that day
revise(user, letter, *, values, at)                                other values, the same wording
void(user, letter, *, reason, at)                                  not going to leave; a number stays used

Whoever calls has asked for permission: what a letter belongs to decides who may write it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.letters import stored, templates, wording
from gongkai.letters.composing import compose
from gongkai.letters.models import Letter
from gongkai.letters.states import after
from gongkai.letters.stored import Content
from gongkai.statute.letters import letter_kind
from gongkai.writers import letter as paper


@transaction.atomic
def draft(
    user: Who,
    *,
    agency: Agency,
    kind: str,
    subject: str,
    addressee: str,
    values: Mapping[str, object],
    on: date,
    at: datetime,
) -> Letter:
    """A draft in the agency's wording of that day. What is missing stands in it as 【…】. Refused for a kind that
    does not exist."""
    form = letter_kind(kind, on)
    words = wording.in_force(agency, kind, on=on)
    text = words.text if words else templates.shipped(kind)
    content = composed(agency, kind, text, values, addressee=addressee, law_on=on)
    letter = Letter.objects.create(
        agency=agency,
        kind=kind,
        subject=subject,
        numbered=bool(form.number_pattern),
        content=stored.dump(content),
        wording=words,
        drafted_by=person(user),
        drafted_at=at,
    )
    _record("letters.draft", user, letter, at)
    return letter


@transaction.atomic
def revise(user: Who, letter: Letter, *, values: Mapping[str, object], at: datetime) -> Letter:
    """Other values for a draft; the wording stays as it was."""
    letter = held(letter)
    letter.state = after(letter.state, "revise")
    old = stored.load(letter.content)
    new = composed(letter.agency, letter.kind, old.wording, values, addressee=old.addressee, law_on=old.law_on)
    letter.content = stored.dump(new)
    letter.save(update_fields=["content"])
    _record("letters.revise", user, letter, at)
    return letter


@transaction.atomic
def void(user: Who, letter: Letter, *, reason: str, at: datetime) -> Letter:
    """Refused without a reason. Whether it has left already is known to whom it belongs."""
    letter = held(letter)
    before = letter.state
    letter.state = after(letter.state, "void")
    if not reason.strip():
        raise Refused("请写明作废的理由。")
    letter.void_reason, letter.voided_by, letter.voided_at = reason.strip(), person(user), at
    letter.save(update_fields=["state", "void_reason", "voided_by", "voided_at"])
    _record("letters.void", user, letter, at, {"from": str(before)})
    return letter


def held(letter: Letter) -> Letter:
    """The letter as it is now, held until the transaction ends."""
    return Letter.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=letter.pk)


def composed(
    agency: Agency, kind: str, text: str, values: Mapping[str, object], *, addressee: str, law_on: date
) -> Content:
    """Everything a draft keeps; its gaps are shown."""
    plain: dict[str, Any] = {**values, "addressee": addressee, "recipient": addressee}
    form = letter_kind(kind, law_on)
    letter = compose(form, text, agency=agency.name, values=plain, strict=False, law_on=law_on)
    return Content(plain, text, addressee, law_on, letter)


def paper_of(letter: Letter) -> paper.Letter:
    """The letter as it is printed. WrongState once it is destroyed; Unreadable when it was changed behind the
    program after it was issued."""
    ensure_kept(letter)
    return stored.load(letter.content, digest=letter.digest).letter


def ensure_kept(letter: Letter) -> None:
    """WrongState for one whose words were destroyed when their time was over."""
    if letter.destroyed_at is not None:
        raise WrongState("这份文书保管期限届满，内容已经销毁；文号和日期仍在，销毁情况见销毁清册。")


def _record(verb: str, user: Who, letter: Letter, at: datetime, data: Mapping[str, object] | None = None) -> None:
    told = {"kind": letter.kind, "subject": letter.subject, "number": letter.number, **(data or {})}
    record(verb, actor=actor(user), agency=letter.agency, object=letter, data=told, at=at)

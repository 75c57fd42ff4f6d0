"""The wording of letters and the reasons to choose from, as an agency edits them.

in_force(agency, kind, *, on, title="") -> Wording?     the agency's own, None where the shipped one holds
edit(user, agency, *, kind, text, from_on, …)           a version from a day on; the old one ends the day before
retire(user, wording, *, until_on, at)                  back to what is shipped (or: a reason offered no more)
preview(agency, kind, text, *, on) -> Letter            with its gaps shown, to look at before it is kept

A version that a letter was written in is never changed: an old case keeps its words.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies import wordings
from gongkai.agencies.models import Agency
from gongkai.agencies.models import in_force as holds
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.letters import templates
from gongkai.letters.composing import compose
from gongkai.letters.models import Wording
from gongkai.letters.templates import shipped
from gongkai.statute.letters import LetterKind, letter_kind
from gongkai.writers import letter as paper

_LONGEST = 8000


def in_force(agency: Agency, kind: str, *, on: date, title: str = "") -> Wording | None:
    return versions(agency, kind, title=title).filter(holds(on)).last()


def versions(agency: Agency, kind: str, *, title: str = "") -> QuerySet[Wording]:
    """Every version, oldest first."""
    return Wording.objects.filter(agency=agency, kind=kind, title=title).order_by("from_on")


def text_on(agency: Agency, kind: str, *, on: date) -> str:
    """The wording that a letter of that day is written in, with codes in its places."""
    own = in_force(agency, kind, on=on)
    return own.text if own else shipped(kind)


@transaction.atomic
def edit(
    user: Who,
    agency: Agency,
    *,
    kind: str,
    text: str,
    from_on: date,
    title: str = "",
    element: str = "",
    at: datetime,
) -> Wording:
    """A new version from today or a later day on. With ``title`` a reason, meant for ``element``. Refused where
    the text lacks an element that the letter must hold, for a past day, and for one whose version is in use."""
    ensure(user, "letters.wording", agency, on=day(at))
    form = letter_kind(kind, from_on)
    text = _reason(form, text, title, element) if title else templates.normal(form, _bounded(text))
    if from_on < day(at):
        raise Refused("生效日期不能早于今天：已经发出的文书保持原来的文字。")
    made = Wording.objects.create(
        agency=agency,
        kind=kind,
        title=title,
        element=element,
        text=text,
        from_on=from_on,
        until_on=_make_room(agency, kind, title, from_on),
        by=person(user),
        at=at,
    )
    data = {"kind": kind, "title": title, "from_on": from_on.isoformat()}
    record("letters.wording", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made


@transaction.atomic
def retire(user: Who, wording: Wording, *, until_on: date, at: datetime) -> Wording:
    """It ends with that day, today at the earliest; then the shipped wording holds again."""
    agency = wordings.hold(wording.agency)
    ensure(user, "letters.wording", agency, on=day(at))
    found = Wording.objects.get(pk=wording.pk)
    wordings.end(found, until_on=until_on, on=day(at))
    data = {"kind": found.kind, "title": found.title, "until_on": until_on.isoformat()}
    record("letters.wording_retire", actor=actor(user), agency=agency, object=found, data=data, at=at)
    return found


def _make_room(agency: Agency, kind: str, title: str, from_on: date) -> date | None:
    """The version before ends the day before; one of the same day gives way, unless a letter was written in it.
    Gives the last day of the new one: the eve of one that is planned for later."""
    wordings.hold(agency)
    rows = versions(agency, kind, title=title)
    if same := rows.filter(from_on=from_on).first():
        if same.letters.exists():
            raise Refused(f"{from_on}起的一版文字已有文书使用，不能替换；请另选更晚的生效日期。")
        same.delete()
    return wordings.make_room(rows, from_on)


def _reason(form: LetterKind, text: str, title: str, element: str) -> str:
    if not any(one.code == element and one.filled == "clerk" for one in form.elements):
        raise Refused("请选择这条理由用于文书的哪一项。")
    if len(title) > 100 or not title.strip():
        raise Refused("理由的名称为1至100字。")
    return _bounded(text)


def _bounded(text: str) -> str:
    if not text.strip():
        raise Refused("请填写文字。")
    if len(text) > _LONGEST:
        raise Refused(f"文字最多{_LONGEST}字。")
    return text.strip()


def preview(agency: Agency, kind: str, text: str, *, on: date) -> paper.Letter:
    """A letter in this wording with its gaps shown and a made-up day, to look at before it is kept. Refused as
    ``edit``."""
    form = letter_kind(kind, on)
    return compose(
        form, templates.normal(form, _bounded(text)), agency=agency.name, values={}, on=on, strict=False, law_on=on
    )

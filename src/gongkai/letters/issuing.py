"""A letter gets its number and its day, and from then on its words stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.letters import numbering, stored
from gongkai.letters.composing import compose
from gongkai.letters.drafting import held
from gongkai.letters.models import Letter
from gongkai.letters.states import after
from gongkai.statute.letters import LetterKind, letter_kind
from gongkai.writers import letter as paper


@transaction.atomic
def issue(user: Who, letter: Letter, *, on: date, at: datetime) -> Letter:
    """Its number in the series of its kind and the year of ``on``. Refused while an element is missing (each is
    named with its article) or ``on`` is in the future; WriteError while a character has no glyph."""
    letter = held(letter)
    letter.state = after(letter.state, "issue")
    if on > day(at):
        raise Refused("落款日期不能晚于今天；请核对日期。")
    content = stored.load(letter.content)
    kind = letter_kind(letter.kind, content.law_on)
    # All that may refuse comes before the number, which others wait for; the sample has all its characters.
    sample = (
        numbering.sample(letter.agency, _series(letter), on.year, pattern=_pattern(kind))
        if letter.numbered
        else ""
    )
    paper.check(_made(letter, kind, content, sample, on))
    if letter.numbered:
        letter.number = numbering.take(letter.agency, _series(letter), on.year, pattern=_pattern(kind))
    made = _made(letter, kind, content, letter.number, on)
    letter.content = stored.dump(replace(content, letter=made).salted())
    letter.digest = stored.digest_of(letter.content)
    letter.issued_on, letter.issued_by, letter.issued_at = on, person(user), at
    letter.save()
    data = {"kind": letter.kind, "subject": letter.subject, "number": letter.number, "on": on.isoformat()}
    data["digest"] = letter.digest
    record("letters.issue", actor=actor(user), agency=letter.agency, object=letter, data=data, at=at)
    return letter


def _made(letter: Letter, kind: LetterKind, content: stored.Content, number: str, on: date) -> paper.Letter:
    return compose(
        kind,
        content.wording,
        agency=letter.agency.name,
        values=content.values,
        number=number,
        on=on,
        law_on=content.law_on,
    )


def _series(letter: Letter) -> str:
    return numbering.letters_series(letter.agency, letter.kind)


def _pattern(kind: LetterKind) -> str:
    return kind.number_pattern.replace("{代字}", numbering.WORD)

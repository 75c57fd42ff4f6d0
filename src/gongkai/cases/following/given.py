"""The letters and files that whoever asked may take away: what was sent to them here, or has reached them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.agencies.who import day
from gongkai.audit.actions import record
from gongkai.cases import delivering, releases
from gongkai.cases.asking import ACTOR
from gongkai.cases.effects import APPLICANT
from gongkai.cases.models import Case, Service
from gongkai.documents import queries as documents
from gongkai.documents.models import StoredFile
from gongkai.documents.names import safe
from gongkai.statute.letters import letter_kind

from .holder import Holder

_REACHED = (Service.Result.SERVED, Service.Result.REFUSED)


@dataclass(frozen=True, slots=True)
class Given:
    """One file. ``key`` names it among the holder's own; ``service`` is the letter's way here, that of the answer
    for what came with it; ``information``: it was asked for, and is no letter or list of ours."""

    key: str
    name: str
    file: StoredFile
    service: Service
    information: bool = False


def given(case: Case) -> tuple[Given, ...]:
    """The letters, each followed by the information that came with it."""
    return tuple(_given(case))


def find(holder: Holder, key: str) -> tuple[Case, Given] | None:
    """One of the files of the holder's own cases."""
    return next(((case, one) for case in holder.cases for one in given(case) if one.key == key), None)


@transaction.atomic
def fetch(holder: Holder, case: Case, one: Given, *, at: datetime) -> bytes:
    """The bytes as they were sealed and checked. What was laid ready here counts as opened from the first time on
    (``delivering.open_``)."""
    data = documents.content(one.file)
    delivery = getattr(one.service, "delivery", None)
    if delivery is not None:
        delivering.open_(delivery, at=at)
    record("follow.fetch", actor=ACTOR, agency=case.agency, object=case, data={"what": one.key}, at=at)
    return data


def reached(service: Service) -> bool:
    """Was it laid ready on the page of the request, or did it arrive otherwise?"""
    return service.result in _REACHED or hasattr(service, "delivery")


def _given(case: Case) -> Iterator[Given]:
    seen: set[int] = set()
    rows = case.services.filter(to=APPLICANT).select_related("letter__sealed_file", "delivery")
    for service in rows:
        letter = service.letter
        if letter.pk in seen or letter.sealed_file is None or not reached(service):
            continue
        seen.add(letter.pk)
        name = f"{letter_kind(letter.kind, day(letter.drafted_at)).title} {letter.number}"
        yield Given(f"letter-{letter.pk}", _named(name, letter.sealed_file), letter.sealed_file, service)
        yield from _with(case, service)


def _with(case: Case, service: Service) -> Iterator[Given]:
    """What is given with the answer: of that very round, each checked by a second person."""
    decision = case.decisions.filter(letter=service.letter).exclude(decided_on=None).first()
    if decision is None:
        return
    for one in releases.given(case, decision.round):
        assert one.file is not None
        name = _named(releases.outgoing_name(one), one.file)
        yield Given(f"release-{one.pk}", name, one.file, service, information=not one.source.made_of)


def _named(name: str, file: StoredFile) -> str:
    """With the ending of the file itself, so that it opens."""
    ending = f".{file.name.rpartition('.')[2].lower()}" if "." in file.name else f".{file.kind}"
    return safe(name if name.lower().endswith(ending) else f"{name}{ending}")

"""Papers in the file of a proceeding, encrypted; each look at one is in the audit chain, for they name people.

add(user, proceeding, paper, *, what, …) -> ProceedingFile
put(user, held, paper, *, what, at)          the same in the transaction of a step that brings a paper along
look(user, file, *, at) -> bytes
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who, ensure, may
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases import filing
from gongkai.cases.filing import Paper
from gongkai.documents import queries as documents
from gongkai.documents.names import safe
from gongkai.errors import NotAllowed, Refused
from gongkai.review.acting import finish, hold
from gongkai.review.models import Proceeding, ProceedingFile
from gongkai.review.words import Paper as What


@transaction.atomic
def add(
    user: Who, proceeding: Proceeding, paper: Paper, *, what: str, revision: int | None = None, at: datetime
) -> ProceedingFile:
    """Refused for an empty file or a kind of paper there is not."""
    held = hold(user, proceeding, "file", revision=revision, at=at)
    kept = put(user, held, paper, what=what, at=at)
    finish(user, held, "file", on=day(at), data={"what": kept.what, "sha256": kept.file.sha256}, at=at)
    return kept


def put(user: Who, held: Proceeding, paper: Paper, *, what: str, at: datetime) -> ProceedingFile:
    """Into the file, its line and its entry are those of the step."""
    if what not in What.values:
        raise Refused("请从所列材料种类中选择。")
    return ProceedingFile.objects.create(
        proceeding=held, file=filing.stored(paper, at=at), name=safe(paper.name), what=what,
        added_by=person(user), added_at=at,
    )  # fmt: skip


def may_look(user: Who, proceeding: Proceeding, *, on: date) -> bool:
    """Who works on proceedings or reviews answers, in the agency itself."""
    return any(may(user, verb, proceeding.agency, on=on) for verb in ("reviews.work", "cases.review"))


@transaction.atomic
def look(user: Who, file: ProceedingFile, *, at: datetime) -> bytes:
    """NotAllowed for who may not see the proceeding, and for who only looks through the register."""
    of = file.proceeding
    ensure(user, "reviews.view", of.agency, on=day(at))
    if not may_look(user, of, on=day(at)):
        raise NotAllowed("您可以看到这件复议诉讼，但不能打开它的材料；请由本机关经办、审查的人打开。")
    data = documents.content(file.file)
    facts = {"what": file.what, "file": file.pk}
    record("reviews.look", actor=actor(user), agency=of.agency, object=of, data=facts, at=at)
    return data

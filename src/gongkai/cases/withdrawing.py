"""The applicant takes the request back: nothing is decided, it is counted in 3.6.3 and closed."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import person
from gongkai.cases import counting, deciding, events, filing, papers, telling
from gongkai.cases.acting import finish, hold
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, Decision
from gongkai.cases.words import Kind
from gongkai.errors import WrongState
from gongkai.letters.models import Letter
from gongkai.statute import outcomes
from gongkai.statute.clock import EventKind

REPLY = "withdrawn"
EVIDENCE = "withdrawal"


@transaction.atomic
def withdraw(
    user: Who, case: Case, *, on: date, paper: Paper | CaseFile, revision: int | None = None, at: datetime
) -> Decision:
    """Enter the withdrawal with the applicant's own paper (one spoken is written down and confirmed), or one that
    is in the file already. Whatever was drafted falls away; a letter of confirmation is drafted."""
    held = hold(user, case, "cases.work", "withdraw", revision=revision, at=at)
    if isinstance(paper, CaseFile):
        paper.evidence = EVIDENCE
        paper.save(update_fields=["evidence"])
    else:
        filing.put(user, held, paper, what=CaseFile.What.OTHER, evidence=EVIDENCE, at=at)
    events.add(held, EventKind.WITHDRAWN, on, by=user, at=at)
    decision = _decision(user, held, on, at)
    counting.recount(held, decision, on=on)
    data = {"on": on.isoformat(), "row": decision.row}
    finish(user, held, "withdraw", "withdraw", data=data, tell=_told, at=at)
    return decision


def _told(case: Case, at: datetime) -> None:
    telling.tell(case, "withdrawn", at=at)


def _decision(user: Who, case: Case, on: date, at: datetime) -> Decision:
    decision = deciding.locked(case) or Decision(case=case, round=case.round, revision=0)
    old = decision.letter
    if old is not None and case.services.filter(letter=old).exists():
        raise WrongState("答复已经发出，不能再撤回。")
    if old is not None and old.state != Letter.State.VOID:
        papers.set_aside(user, old, reason="申请人撤回申请", at=at)
    if decision.pk:
        decision.withheld.all().delete()
    decision.reply, decision.values, decision.path = REPLY, json.dumps({"withdrawn_on": on.isoformat()}), []
    decision.row = outcomes.row_at(REPLY, on) if case.kind == Kind.DISCLOSURE else ""
    decision.revision += 1
    decision.drafted_by, decision.drafted_at = person(user), at
    decision.decided_on, decision.frozen_at = on, at
    decision.letter = papers.draft(user, case, kind=REPLY, values={}, at=at)
    decision.save()
    return decision

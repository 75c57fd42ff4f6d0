"""What an inspection found is put right: given to a unit, proved, looked at again by whoever found it.

assign(user, shortcoming, *, unit, at)             which unit of the agency answers for it
prove(user, shortcoming, *, proof, papers, at)     what was done, where it can be seen, and files that show it
accept(user, shortcoming, *, words, at)            it is put right
send_back(user, shortcoming, *, words, due_on, at) it is not, and until when it has to be
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.filing import Paper
from gongkai.errors import NotAllowed, Refused, Stale
from gongkai.supervision import proofs
from gongkai.supervision.inspection_states import repair_after
from gongkai.supervision.models import Shortcoming

_OURS, _THEIRS = "inspections.rectify", "inspections.inspect"


@transaction.atomic
def assign(
    user: Who, shortcoming: Shortcoming, *, unit: str, revision: int | None = None, at: datetime
) -> Shortcoming:
    """Refused without a unit."""
    held = _held(user, shortcoming, _OURS, "assign", revision, at)
    held.unit = _words(unit, "请写明由哪个科室整改。")[:120]
    return _finish(user, held, "assign", {}, at)


@transaction.atomic
def prove(
    user: Who,
    shortcoming: Shortcoming,
    *,
    proof: str,
    papers: Sequence[Paper] = (),
    revision: int | None = None,
    at: datetime,
) -> Shortcoming:
    """Refused without words, and for a file that is no document or too large."""
    held = _held(user, shortcoming, _OURS, "prove", revision, at)
    held.proof = _words(proof, "请写明怎样整改的，可以附上页面地址或者文号。")
    held.proved_by, held.proved_at = person(user), at
    files = [one.file.sha256 for one in proofs.put(user, held, papers, at=at)]
    return _finish(user, held, "prove", {"late": day(at) > held.due_on, "files": files}, at)


@transaction.atomic
def accept(
    user: Who, shortcoming: Shortcoming, *, words: str = "", revision: int | None = None, at: datetime
) -> Shortcoming:
    """NotAllowed for whoever proved it: nobody looks at their own work."""
    held = _held(user, shortcoming, _THEIRS, "accept", revision, at)
    _look(user, held, words.strip(), at)
    return _finish(user, held, "accept", {}, at)


@transaction.atomic
def send_back(
    user: Who, shortcoming: Shortcoming, *, words: str, due_on: date, revision: int | None = None, at: datetime
) -> Shortcoming:
    """Refused without the reason, or for a day that is not to come."""
    held = _held(user, shortcoming, _THEIRS, "send_back", revision, at)
    _look(user, held, _words(words, "请写明为什么退回。"), at)
    if due_on <= day(at):
        raise Refused("重新整改的期限应在今天以后。")
    held.due_on = due_on
    return _finish(user, held, "send_back", {"due_on": due_on.isoformat()}, at)


def _look(user: Who, held: Shortcoming, words: str, at: datetime) -> None:
    if held.proved_by is not None and held.proved_by == person(user):
        raise NotAllowed("整改情况由您报送，请由主管部门的其他人员复核。")
    held.looked, held.looked_by, held.looked_at = words, person(user), at


def _words(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def _held(
    user: Who, shortcoming: Shortcoming, permission: str, verb: str, revision: int | None, at: datetime
) -> Shortcoming:
    rows = Shortcoming.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "proved_by")
    held = rows.get(pk=shortcoming.pk)
    ensure(user, permission, held.agency, on=day(at))
    if revision is not None and held.revision > revision:
        raise Stale("这个问题刚刚有人办理过，您看到的已不是最新情况；请看过最新情况再办。")
    held.state = repair_after(held.state, verb)
    return held


def _finish(user: Who, held: Shortcoming, verb: str, data: Mapping[str, object], at: datetime) -> Shortcoming:
    held.revision += 1
    held.save()
    record(f"shortcomings.{verb}", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return held

"""What another system decided or charged in a year, as it sends it itself, signed: licences, penalties, coercive
measures, charges.

sender(key, headers, data, *, at) -> Source             who signed this; NotGenuine
take(source, agency, entries, *, as_of, at) -> Outcome  all or nothing

A system acts in the name of whoever set it up: when that person may record counts no more, neither may it. Its
figures stand under its own name beside those of others and of the agency, and take the place of its own only. The
same again changes nothing; what was signed before what was taken last does not undo it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import OPERATOR
from gongkai.errors import GongkaiError, NotAllowed, Refused
from gongkai.publication import counts
from gongkai.publication.counts import Entry
from gongkai.publication.models import Source
from gongkai.publication.sheet import Outcome
from gongkai.publication.taking_in import reading, receiving, storing


class WrongRows(Refused):
    """Some figure cannot be taken in, so none was; ``outcome`` says which, and why."""

    def __init__(self, outcome: Outcome) -> None:
        first = outcome.errors[0]
        super().__init__(f"有{len(outcome.errors)}项不能登记，一项也没有登记。第{first.row}项：{first.message}")
        self.outcome = outcome


def sender(key: int, headers: Mapping[str, str], data: bytes, *, at: datetime) -> Source:
    return receiving.sender(key, Source.Kind.COUNTS, headers, data, at=at)


def take(source: Source, agency: str, entries: Sequence[Entry], *, as_of: datetime, at: datetime) -> Outcome:
    """``agency``: whose figures they are by code or name, "" for the source's own. NotAllowed when whoever set it
    up may not; WrongRows; Refused for another agency's and for what is older than what was taken. The desk is
    shown what came of it."""
    try:
        outcome = _take(source, agency, entries, as_of, at)
    except GongkaiError as error:
        reading.note(source, failure=str(error), at=at)
        raise
    changed = sum(line.step != "same" for line in outcome.lines)
    reading.note(source, said=f"登记{changed}项" if changed else "没有变化", at=at)
    return outcome


@transaction.atomic
def _take(source: Source, agency: str, entries: Sequence[Entry], as_of: datetime, at: datetime) -> Outcome:
    held = storing.hold(source)
    if agency not in ("", held.agency.credit_code, held.agency.name):
        raise Refused("这些数量的机关不是本来源所属的机关，没有登记；请核对代码或者名称。")
    earlier = held.signed_at is not None and as_of <= held.signed_at
    if not earlier:
        held.signed_at = as_of
        held.save(update_fields=["signed_at"])
    outcome = _put(held, entries, earlier, at)
    if outcome.errors:
        raise WrongRows(outcome)
    if earlier and any(line.step != "same" for line in outcome.lines):
        raise Refused("这些数量的签名时间不晚于已登记的，没有登记；请用现在的时间重新签名发送。")
    return outcome


def _put(source: Source, entries: Sequence[Entry], earlier: bool, at: datetime) -> Outcome:
    rows = [replace(entry, source=source.name) for entry in entries]
    user, facts = source.added_by or OPERATOR, {"source": source.pk}
    try:
        return counts.put_counts(user, source.agency, rows, facts=facts, dry_run=earlier, at=at)
    except NotAllowed:
        raise NotAllowed("添加这个来源的人已没有登记数量的权限，没有登记；请有权限的人停用后重新添加。") from None

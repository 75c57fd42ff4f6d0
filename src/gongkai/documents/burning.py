"""Burning the boxes in and proving it, as rows with a lease: a paper of a hundred pages takes longer than anybody
waits for a page. What must happen is in the rows; ``wake`` only rings for a worker.

ask(user, redaction, …) -> Redaction      from here on it waits for a worker
work(at, …) -> int                        burn what waits, the oldest first; how many were settled
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.who import day
from gongkai.apart import apart
from gongkai.documents import actions, queries, redacting
from gongkai.documents.models import Redaction
from gongkai.errors import GongkaiError, Refused, WrongState
from gongkai.jobs.registry import Periodic, register
from gongkai.papers.redaction.boxes import PAGE, Box, Page, Redacted
from gongkai.statute import outcomes

log = logging.getLogger(__name__)

SECONDS: Final = 600.0
# A worker that is silent for longer than its child may take is dead.
LEASE: Final = timedelta(seconds=SECONDS + 60)
MAX_ATTEMPTS: Final = 3
EVERY: Final = timedelta(minutes=5)
AT_A_TIME: Final = 5
_WORN_OUT: Final = f"生成{MAX_ATTEMPTS}次都中途停止；请拆分文件，或者把多数页改为不予公开后重试。"
Burn = Callable[..., Redacted]


@transaction.atomic
def ask(user: Person, redaction: Redaction, *, revision: int | None = None, at: datetime) -> Redaction:
    """Refused while a page has no decision, or a page given in part has no box. A page of boxes that was burned
    already is not burned again."""
    held = redacting.hold(user, redaction, revision)
    lacking = redacting.lacking(held)
    if lacking:
        raise Refused(f"还不能生成遮盖件：{'；'.join(lacking)}。")
    if held.result_id is not None or held.asked_at is not None:
        raise WrongState("遮盖件已经生成或者正在生成。")
    held.asked_at, held.attempts, held.failure = at, 0, ""
    held.save(update_fields=["asked_at", "attempts", "failure"])
    return held


def burned(data: bytes, boxes: list[Box], decisions: dict[int, Page], *, terms: list[str]) -> Redacted:
    """In a process of its own, bound in time and memory."""
    found: Redacted = apart(
        "gongkai.papers.redaction:redact", data, boxes, decisions, terms=terms, seconds=SECONDS
    )
    return found


def work(at: datetime, *, limit: int = 100, burn: Burn = burned) -> int:
    """Burn what waits, at most ``limit``; how many are settled now. ``at`` is when it begins."""
    began, settled = time.monotonic(), 0
    for _ in range(limit):
        now = at + timedelta(seconds=time.monotonic() - began)
        redaction = _claim(now)
        if redaction is None:
            break
        settled += _work_on(redaction, burn, now)
    return settled + sum(_fail(one, _WORN_OUT) for one in Redaction.objects.filter(
        _free(at), attempts__gte=MAX_ATTEMPTS))  # fmt: skip


def _free(at: datetime) -> Q:
    """Asked for, and under no lease, or under one that ran out."""
    return Q(asked_at__isnull=False) & (Q(claimed_until=None) | Q(claimed_until__lte=at))


def waits(at: datetime) -> bool:
    return Redaction.objects.filter(_free(at)).exists()


def _claim(at: datetime) -> Redaction | None:
    """The oldest that waits, ours until the lease ends. A conditional UPDATE: two workers never hold the same."""
    while True:
        found = Redaction.objects.filter(_free(at), attempts__lt=MAX_ATTEMPTS).order_by("asked_at", "pk").first()
        if found is None:
            return None
        worker = uuid.uuid4().hex
        taken = Redaction.objects.filter(_free(at), pk=found.pk, attempts__lt=MAX_ATTEMPTS).update(
            claimed_by=worker, claimed_until=at + LEASE, attempts=F("attempts") + 1
        )
        if taken:
            return Redaction.objects.select_related("original").get(pk=found.pk, claimed_by=worker)


def _work_on(redaction: Redaction, burn: Burn, at: datetime) -> bool:
    """Whether it is settled: burned and proved, or refused with a reason."""
    boxes, pages = list(redaction.boxes.all()), list(redaction.pages.all())
    drawn = [Box(b.page, b.x0, b.y0, b.x1, b.y1, words_of(b.reason, at), b.here_only) for b in boxes]
    # What is printed on a page that is left out.
    drawn += [Box(one.page, *PAGE, words_of(one.reason, at)) for one in pages if one.reason]
    decisions = {one.page: Page(one.decision) for one in pages}
    # Covered here and left elsewhere on purpose: it may stand where somebody left it.
    terms = sorted({box.term for box in boxes if box.term and not box.here_only})
    try:
        found = burn(queries.content(redaction.original), drawn, decisions, terms=terms)
        return _finish(redaction, found, at)
    except GongkaiError as problem:
        return _fail(redaction, str(problem))
    except Exception:
        # Whatever broke, it is tried again, and in the end a person is told.
        log.exception("burning broke off", extra={"job": "documents.burn", "object": redaction.key})
        _let_go(redaction)
        return False


def words_of(reason: str, at: datetime) -> str:
    """What a box is drawn for, as a person reads it: the code of a ground in force, else the words themselves."""
    try:
        return outcomes.reply(reason, day(at)).title
    except Refused:
        return reason


@transaction.atomic
def _finish(redaction: Redaction, found: Redacted, at: datetime) -> bool:
    """Keep what was burned. What was finished after the boxes changed, or another took over, is thrown away."""
    mine = _mine(redaction)
    if mine is None:
        return False
    if found.sha256_before != mine.original.sha256:
        return _settle(mine, failure="读到的原件与保存的不一致，已停止使用；请从备份恢复 files 目录。")
    mine.result = actions.store(found.data, mine.original.name, at=at, encrypted=True)
    mine.proof, mine.burned_at, mine.refused_reason = proof_of(found), at, ""
    return _settle(mine)


def proof_of(found: Redacted) -> dict[str, Any]:
    """As it is kept: what was checked by which reader, and both hashes."""
    proof = asdict(found.proof)
    return {**proof, "sha256_before": found.sha256_before, "sha256_after": found.sha256_after}


@transaction.atomic
def _fail(redaction: Redaction, reason: str) -> bool:
    mine = _mine(redaction)
    return mine is not None and _settle(mine, failure=reason)


def _settle(mine: Redaction, *, failure: str = "") -> bool:
    mine.failure = failure
    mine.asked_at, mine.claimed_by, mine.claimed_until = None, "", None
    mine.save()
    return True


def _let_go(redaction: Redaction) -> None:
    """Back into the row; the attempt counts."""
    Redaction.objects.filter(pk=redaction.pk, claimed_by=redaction.claimed_by).update(
        claimed_by="", claimed_until=None
    )


def _mine(redaction: Redaction) -> Redaction | None:
    """The row held, if it is still ours and still asks; call within a transaction."""
    found = redacting.locked(redaction)
    same = found.claimed_by == redaction.claimed_by and found.revision == redaction.revision
    return found if same and found.asked_at is not None else None


register(Periodic("documents.burn", "生成等待中的遮盖件", EVERY, work, lease=LEASE))

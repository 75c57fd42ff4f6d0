"""The file of a case as one ZIP: the whole of it, or the evidence that goes to a review body or a court.

Of the evidence nothing is in it that came after the decision (行诉法 35) but its own letter and the proof of its
service; in the simplified procedure of review five working days are given for it (复议法 54).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import IO

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases.acting import allow, allowed
from gongkai.cases.archiving import about, packing, pages, pieces
from gongkai.cases.archiving.packing import Listed, Packed, Piece
from gongkai.cases.models import Case, Decision
from gongkai.documents.names import safe
from gongkai.errors import WriteError, WrongState
from gongkai.writers import record as paper
from gongkai.writers.record import Heading, Record

_MAY = ("cases.work", "cases.approve")
INDEX, RECORDS = "00-目录", "00-办理记录"


@dataclass(frozen=True, slots=True)
class Bundle:
    """The ZIP at its beginning, what it is called, and its SHA-256, which stands in the audit chain."""

    name: str
    file: IO[bytes]
    size: int
    sha256: str
    files: tuple[Listed, ...]


def make(user: Who, case: Case, *, round: int | None = None, at: datetime) -> Bundle:
    """The evidence of the last answer that was decided, or of that ``round``. NotAllowed for who neither works on
    it nor approves, and for the office it was given to: papers of identity are in it. WrongState before a
    decision."""
    case = _permitted(user, case, at)
    decision = _decided(case, round)
    made = pack(case, decision)
    return _recorded(user, case, made, f"{safe(case.number)}案卷材料.zip", {"round": decision.round}, at)


def whole(user: Who, case: Case, *, at: datetime) -> Bundle:
    """Everything there is of it, at any time. NotAllowed as for the evidence."""
    case = _permitted(user, case, at)
    return _recorded(user, case, pack(case, None), f"{safe(case.number)}全部案卷.zip", {"whole": True}, at)


def pack(case: Case, decision: Decision | None) -> Packed:
    """Asks nobody's permission and records nothing."""
    stamp = about.last_touched(case) if decision is None else decision.frozen_at or decision.drafted_at
    on = day(stamp)
    records = list(pages.made(case, decision, on=on))
    missing: list[str] = []
    index = partial(_index, case, decision, missing, on)
    return packing.pack(_pieces(case, decision, records, missing, on), index, stamp=stamp)


def _permitted(user: Who, case: Case, at: datetime) -> Case:
    case = Case.objects.select_related("agency", "applicant").get(pk=case.pk)
    if not any(allowed(user, one, case, on=day(at)) for one in _MAY):
        allow(user, _MAY[0], case, on=day(at))
    ensure(user, "cases.identity", case.agency, on=day(at))
    return case


def _recorded(user: Who, case: Case, made: Packed, name: str, which: dict[str, object], at: datetime) -> Bundle:
    """It is told before anybody gets it: what is in it is in the chain by its hash."""
    told = {**which, "files": len(made.files), "sha256": made.sha256}
    record("cases.bundle", actor=actor(user), agency=case.agency, object=case, data=told, at=at)
    return Bundle(name, made.file, made.size, made.sha256, made.files)


def _decided(case: Case, round: int | None) -> Decision:
    found = case.decisions.exclude(frozen_at=None).order_by("round")
    decision = found.filter(round=round).first() if round else found.last()
    if decision is None:
        raise WrongState("还没有作出处理决定，没有可以提交的案卷材料。")
    return decision


def _pieces(
    case: Case, decision: Decision | None, records: Sequence[tuple[str, Record]], missing: list[str], on: date
) -> Iterator[Piece]:
    yield from _in_pdf(case, [one for _, one in records], missing, on)
    for path, one in records:
        yield Piece(f"{path}.html", one.title.partition(" ")[2], partial(paper.html, one))
    yield from pieces.of(case, decision)
    yield Piece("元数据.json", "元数据", partial(about.metadata, case, decision))
    yield Piece("审计记录.jsonl", "审计链中关于本件的记录", partial(about.audit_extract, case, decision))


def _in_pdf(case: Case, records: Sequence[Record], missing: list[str], on: date) -> Iterator[Piece]:
    """All pages in one file; where no font has a character, the index says that there is none, and why."""
    blocks = [block for one in records for block in (Heading(one.title.partition(" ")[2]), *one.blocks)]
    try:
        data = paper.pdf(Record(f"{case.number} 办理记录", blocks, on))
    except WriteError as error:
        missing.append(f"办理记录没有PDF/A，只有网页：{error}")
        return
    yield Piece(f"{RECORDS}.pdf", "办理记录（PDF/A）", partial(bytes, data))


def _index(
    case: Case, decision: Decision | None, missing: list[str], on: date, files: Sequence[Listed]
) -> Iterator[Piece]:
    found = pages.contents(case, decision, files, missing="".join(missing), on=on)
    if not missing:
        yield Piece(f"{INDEX}.pdf", "目录（PDF/A）", partial(paper.pdf, found))
    yield Piece(f"{INDEX}.html", "目录", partial(paper.html, found))

"""Papers that go into the file of a case, and what each of them proves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import person
from gongkai.cases.acting import finish, hold
from gongkai.cases.models import Case, CaseFile, Decision
from gongkai.documents import actions as documents
from gongkai.documents.models import StoredFile
from gongkai.documents.names import safe
from gongkai.errors import Refused
from gongkai.statute import outcomes


@dataclass(frozen=True)
class Paper:
    """A file as it was handed in: its bytes and what it was called."""

    name: str
    data: bytes


@transaction.atomic
def add(
    user: Who,
    case: Case,
    paper: Paper,
    *,
    what: str,
    evidence: str = "",
    revision: int | None = None,
    at: datetime,
) -> CaseFile:
    """Into the file. What comes after the decision was made is marked, and stays out of the bundle for review and
    court (行诉法 35). Refused for an empty file or for evidence the law does not name."""
    held = hold(user, case, "cases.work", "record", revision=revision, at=at)
    kept = put(user, held, paper, what=what, evidence=evidence, at=at)
    data = {"what": kept.what, "evidence": evidence, "sha256": kept.file.sha256, "late": kept.after_decision}
    finish(user, held, "record", "file", data=data, at=at)
    return kept


def put(user: Who, case: Case, paper: Paper, *, what: str, evidence: str = "", at: datetime) -> CaseFile:
    """The same in the transaction of a step that brings a paper along."""
    if what not in CaseFile.What.values:
        raise Refused("请从所列材料种类中选择。")
    if evidence and evidence not in outcomes.evidence():
        raise Refused("请从所列证据种类中选择。")
    return CaseFile.objects.create(
        case=case,
        file=stored(paper, at=at),
        name=safe(paper.name),
        what=what,
        evidence=evidence,
        added_by=person(user),
        added_at=at,
        after_decision=frozen(case) is not None,
    )


def stored(paper: Paper, *, at: datetime) -> StoredFile:
    """Its bytes, encrypted. Refused for none."""
    if not paper.data:
        raise Refused(f"“{safe(paper.name)}”是空文件，请重新扫描或选择。")
    return documents.store(paper.data, paper.name, at=at, encrypted=True)


def frozen(case: Case) -> Decision | None:
    """The decision of this round once its evidence is closed, else None."""
    return case.decisions.filter(round=case.round).exclude(frozen_at=None).first()

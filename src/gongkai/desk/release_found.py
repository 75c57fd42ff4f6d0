"""The file that an address names, among those that are given in this round of a case, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from gongkai.cases import awaiting, releases, releasing
from gongkai.cases.filing import frozen
from gongkai.cases.models import Case, Release
from gongkai.cases.states import possible
from gongkai.documents import examining

from .access import Asking, there
from .case_found import case_of, may


@dataclass(frozen=True, slots=True)
class Standing:
    """A word and its tone."""

    words: str
    tone: str = ""


def works_on(asking: Asking, pk: int) -> Case:
    """The case, for who prepares or checks what leaves; for nobody else is there such a page. The office that a
    case was given to prepares nothing that leaves."""
    case = case_of(asking, pk)
    if not works(asking, case):
        raise Http404
    return case


def works(asking: Asking, case: Case) -> bool:
    """Does this person prepare or check what leaves."""
    return may(asking, releasing.PREPARES, case) or may(asking, releasing.CHECKS, case)


def release_of(asking: Asking, pk: int, release: int) -> tuple[Case, Release]:
    case = works_on(asking, pk)
    return case, there(lambda: releases.of(case).get(pk=release))


def prepares(asking: Asking, case: Case) -> bool:
    """May this person change what is given, now."""
    return may(asking, releasing.PREPARES, case) and "release" in possible(case.state) and frozen(case) is None


def checks(asking: Asking, case: Case, release: Release) -> bool:
    """May this person look at it in the place of another, now: just where the lists show it as theirs."""
    if not may(asking, releasing.CHECKS, case) or frozen(case) is not None:
        return False
    return awaiting.to_check(asking.person).filter(pk=release.pk).exists()


def standing(release: Release) -> Standing:
    """How far it is."""
    if release.checked_by_id is not None:
        return Standing("已核对", "ok")
    if release.file_id is not None:
        return Standing("待核对", "soon")
    if release.refused_reason:
        return Standing("已退回", "late")
    if release.redaction is not None:
        return Standing("遮盖中", "info")
    if examining.known(release.source.file) is None:
        return Standing("待检查")
    return Standing("待准备", "info")


def leaves_as(release: Release) -> str:
    """In which form it leaves, "" before that is known."""
    if release.file_id is None:
        return ""
    if releases.is_redacted(release):
        return "遮盖件"
    return "清除隐藏信息后的文件" if releases.is_cleaned(release) else "原件"

"""What was chosen to be given with an answer, and what of it may leave; the steps are in ``releasing``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from gongkai.accounts.models import Person
from gongkai.cases.models import Case, CaseFile, Release
from gongkai.documents import examining
from gongkai.documents.models import Examination, Redaction, StoredFile
from gongkai.errors import Refused
from gongkai.papers.redaction import Page

if TYPE_CHECKING:
    from gongkai.papers.hidden import Finding

# Something is given: whoever else's rights it touches must have been asked and told.
GIVES: Final = frozenset({"granted", "partial"})
# What burning itself lays over the picture of a page on purpose, and has proved: the remaining words.
_BY_BURNING: Final = "ocr-layer"


def sources(case: Case) -> QuerySet[CaseFile]:
    """The papers in the file that could be given."""
    return case.files.filter(what=CaseFile.What.INFORMATION).select_related("file")


def of(case: Case, round: int | None = None) -> QuerySet[Release]:
    """What was chosen in a round, else in this one."""
    rows = Release.objects.filter(case=case, round=case.round if round is None else round)
    return rows.select_related("source__file", "file", "cleaned", "redaction__result", "prepared_by", "checked_by")


def unchosen(case: Case) -> QuerySet[CaseFile]:
    """Those of them that nobody chose in this round."""
    return sources(case).exclude(pk__in=of(case).values("source"))


def source_of(case: Case, key: str) -> CaseFile:
    """By its key in a form. Refused for a paper that cannot be given."""
    found = sources(case).filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise Refused("请从案卷中“拟提供的政府信息”里选择。")
    return found


def release_of(case: Case, key: str) -> Release:
    """By its key in a form. Refused for one that is not of this case and round."""
    found = of(case).filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise Refused("请从提供清单中选择。")
    return found


def waiting(case: Case) -> QuerySet[Release]:
    """Prepared, and waiting for another person to look."""
    return of(case).filter(checked_by=None).exclude(file=None)


def of_others(rows: QuerySet[Release], one: Person) -> QuerySet[Release]:
    """Those that this person neither prepared nor drew on: nobody checks what is their own. Asked in one place by
    the lists, the button and the step."""
    # As text, which both databases can search: SQLite knows no "contains" of JSON.
    drawers = Coalesce(Cast("redaction__drawers", TextField()), Value("", TextField()))
    own = Q(prepared_by=one) | Q(drawers__contains=f'"{one.key}"')
    return rows.alias(drawers=drawers).exclude(own)


def is_redacted(release: Release) -> bool:
    """Does the redacted copy leave."""
    drawn = release.redaction
    return release.file_id is not None and drawn is not None and drawn.result_id == release.file_id


def is_cleaned(release: Release) -> bool:
    """Does a cleaned copy leave."""
    return release.file_id is not None and release.file_id == release.cleaned_id


def given(case: Case, round: int | None = None) -> list[Release]:
    """What the applicant may have of a round: its answer gives something, was approved and has left, and every
    file was checked. Nothing of it, as long as one of them was not."""
    number = case.round if round is None else round
    decision = case.decisions.filter(round=number).exclude(decided_on=None).exclude(dispatched_on=None).first()
    if decision is None or decision.reply not in GIVES:
        return []
    found = list(of(case, number))
    return found if all(one.checked_by_id is not None and one.file_id is not None for one in found) else []


def open_findings(report: Examination, burned: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """What somebody has to answer for; not what burning itself laid over its own pages (``burned_pages``)."""
    found = examining.findings(report)
    return tuple(one for one in found if not (one.kind == _BY_BURNING and one.where in burned))


def burned_pages(drawn: Redaction | None) -> frozenset[str]:
    """The pages with boxes, as a report names them."""
    rows = drawn.pages.filter(decision=Page.PART) if drawn is not None else ()
    return frozenset(f"第{one.page + 1}页" for one in rows)


def outgoing_name(release: Release) -> str:
    """What a file is called when it leaves: its title, with the ending of what it is now."""
    return named(release.title, release.file or release.source.file)


def named(title: str, file: StoredFile) -> str:
    stem, dot, ending = title.rpartition(".")
    if not dot or len(ending) > 5 or file.kind not in _ENDINGS:
        return title
    return title if ending.lower() in _ENDINGS[file.kind] else f"{stem}.{_ENDINGS[file.kind][0]}"


_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "pdf": ("pdf",),
    "picture": ("png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp", "webp"),
    "docx": ("docx",),
    "xlsx": ("xlsx",),
}

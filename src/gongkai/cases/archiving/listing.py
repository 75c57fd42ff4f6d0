"""The list that goes with a hand-over: one line a file, by case, with its SHA-256 and without any name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.agencies.who import day
from gongkai.cases import papers
from gongkai.cases.models import Case
from gongkai.documents.models import StoredFile
from gongkai.letters.models import Letter
from gongkai.statute import outcomes

HEAD = (
    "编号", "种类", "收到日期", "办结日期", "办理结果", "公开状态", "密级", "文件", "字节", "SHA-256",
)  # fmt: skip
# Of the rows of table 3: something was given, or it was published before.
_OPEN, _PARTLY = ("3.1",), ("3.2",)
_Line = tuple[object, ...]


def rows(case: Case) -> Iterator[_Line]:
    """Under ``HEAD``; a case without a file has one line all the same."""
    head: _Line = (
        case.number, case.get_kind_display(), case.received_on or case.arrived_on, case.closed_on,
        outcomes.row_label(case.counted_row) if case.counted_row else "不计入表三", state_of(case), "非涉密",
    )  # fmt: skip
    files = list(_files(case))
    for what, size, sha256 in files:
        yield (*head, what, size, sha256)
    if not files:
        yield (*head, "", "", "")


def state_of(case: Case) -> str:
    """Its state of disclosure, by the row that it counts in."""
    if case.counted_row in _OPEN:
        return "予以公开"
    return "部分公开" if case.counted_row in _PARTLY else "没有公开"


def _files(case: Case) -> Iterator[tuple[str, int | str, str]]:
    for letter in papers.of_case(case).filter(state=Letter.State.SEALED):
        yield f"文书：{papers.title(letter.kind, _on(letter))}{letter.number}", _size(letter), letter.sealed_sha256
    for service in case.services.select_related("dispatch_proof", "proof"):
        for file, what in ((service.dispatch_proof, "发出证明"), (service.proof, "送达证明")):
            if file is not None:
                yield what, file.size, file.sha256
    for one in case.files.select_related("file"):
        yield one.get_what_display(), one.file.size, one.file.sha256
    for release in case.releases.exclude(file=None).select_related("file"):
        if release.file is not None:
            yield "提供的信息", release.file.size, release.file.sha256


def _on(letter: Letter) -> date:
    return day(letter.drafted_at)


def _size(letter: Letter) -> int | str:
    file: StoredFile | None = letter.sealed_file
    return file.size if file else "已销毁"

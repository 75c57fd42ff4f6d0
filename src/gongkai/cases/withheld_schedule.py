"""The schedule of what was withheld and why (不予公开内容一览), made from the boxes and the page decisions.

schedule(case, on=…) -> Schedule        page by page, of every file that leaves with boxes or without a page
parts(case, on=…) -> [{part, ground, reason}]   the same as the withheld parts of a partial disclosure (Art. 37)
pdf(case, on=…) -> bytes                 as a sheet that is printed or goes with the letter
attach(user, case, …) -> CaseFile        that sheet into the file, and among what is given
outdated(case) -> [title]                the sheets that are given and say something else than the boxes do now

A sheet that was attached is not made anew when a box changes: what leaves are the very bytes that a second person
looked at, and one made at the moment of release would leave unseen. The older one is refused instead (``fit``).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.cases import blackening, filing, releases, releasing
from gongkai.cases.acting import finish
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, Release
from gongkai.documents.models import Redaction
from gongkai.documents.redacting import pages_words
from gongkai.errors import Refused
from gongkai.papers.redaction import Page
from gongkai.statute import outcomes
from gongkai.writers import letter as paper

TITLE = "不予公开内容一览"


@dataclass(frozen=True, slots=True)
class Line:
    """One ground on one page: so many boxes, or the whole page (``boxes`` is 0). ``page`` counts from 1."""

    title: str
    page: int
    boxes: int
    decision: Page
    ground: str
    words: str
    articles: str

    @property
    def what(self) -> str:
        return f"遮盖{self.boxes}处" if self.boxes else f"整页{self.decision.label}"


@dataclass(frozen=True, slots=True)
class Schedule:
    lines: tuple[Line, ...]

    @property
    def boxes(self) -> int:
        return sum(one.boxes for one in self.lines)

    @property
    def pages(self) -> int:
        """Whole pages that are left out."""
        return sum(1 for one in self.lines if not one.boxes)


def schedule(case: Case, *, on: date) -> Schedule:
    """Of the files of this round whose redacted copy leaves, or is being drawn."""
    return Schedule(tuple(line for one in _redacted(case) for line in _lines(one, on)))


def _redacted(case: Case) -> Iterator[Release]:
    for one in releases.of(case):
        if (
            one.redaction is not None
            and not one.source.made_of
            and (one.file_id is None or releases.is_redacted(one))
        ):
            yield one


def _lines(release: Release, on: date) -> Iterator[Line]:
    for page, number, decision, ground in _places(release):
        yield Line(release.title, page + 1, number, decision, ground, *_of_the_law(ground, on))


def _places(release: Release) -> list[tuple[int, int, Page, str]]:
    """Page (from 0), boxes, decision and ground, in order."""
    drawn: Redaction | None = release.redaction
    assert drawn is not None
    out = {one.page: one for one in drawn.pages.all() if one.decision in (Page.WITHHELD, Page.NOT_ASKED)}
    found = [(page, 0, Page(one.decision), one.reason) for page, one in out.items()]
    counted = Counter((box.page, box.reason) for box in drawn.boxes.all() if box.page not in out)
    found += [(page, number, Page.PART, reason) for (page, reason), number in counted.items()]
    return sorted(found)


def _of_the_law(ground: str, on: date) -> tuple[str, str]:
    """Its title and its articles; a page that was not asked for has neither."""
    if not ground:
        return "", ""
    one = outcomes.reply(ground, on)
    return blackening.short(one.title), outcomes.cited(one.articles)


def parts(case: Case, *, on: date) -> list[dict[str, str]]:
    """One for each file and ground; what was not asked for is not withheld."""
    places: dict[tuple[str, str], list[Line]] = {}
    for line in schedule(case, on=on).lines:
        if line.ground:
            places.setdefault((line.title, line.ground), []).append(line)
    return [
        {
            "part": f"“{title}”{_where(lines)}",
            "ground": ground,
            "reason": f"{lines[0].words}，依据{lines[0].articles}",
        }
        for (title, ground), lines in places.items()
    ]


def _where(lines: list[Line]) -> str:
    covered = {line.page - 1 for line in lines if line.boxes}
    whole = {line.page - 1 for line in lines if not line.boxes}
    said = [f"{pages_words(covered)}中遮盖的{sum(line.boxes for line in lines)}处"] if covered else []
    return "，".join([*said, *([f"{pages_words(whole)}全页"] if whole else [])])


def sheet(case: Case, *, on: date) -> paper.Letter:
    """As it is printed. Refused when nothing is withheld."""
    found = schedule(case, on=on)
    if not found.lines:
        raise Refused("没有遮盖的内容，也没有不提供的页面，不需要一览。")
    head = paper.Row(tuple(paper.Cell(one, head=True) for one in ("文件", "页", "处理", "理由和依据")))
    rows = [
        paper.Row(tuple(paper.Cell(one) for one in (line.title, str(line.page), line.what, _reason(line))))
        for line in found.lines
    ]
    return paper.Letter(
        "withheld-schedule",
        TITLE,
        case.agency.name,
        paragraphs=(f"申请编号：{case.number}", paper.Table((6, 2, 4, 9), (head, *rows))),
        on=on,
        layout="form",
    )


def outdated(case: Case) -> list[str]:
    """Their titles."""
    given = [one for one in releases.of(case) if one.source.made_of]
    now = _digest(case) if given else ""
    return [one.title for one in given if one.source.made_of != now]


def _digest(case: Case) -> str:
    """Of what is withheld where and for which ground."""
    said = [(one.title, _places(one)) for one in _redacted(case)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _reason(line: Line) -> str:
    return f"{line.words}（{line.articles}）" if line.ground else "不属于申请的范围"


def pdf(case: Case, *, on: date) -> bytes:
    """The sheet. Refused when nothing is withheld."""
    return paper.write(sheet(case, on=on), "pdf")


@transaction.atomic
def attach(user: Who, case: Case, *, revision: int | None = None, at: datetime) -> CaseFile:
    """Into the file of the case, as information that can be given with the answer."""
    held, _ = releasing.preparing(user, case, revision, at)
    data = pdf(held, on=day(at))
    kept = filing.put(user, held, Paper(f"{TITLE}.pdf", data), what=CaseFile.What.INFORMATION, at=at)
    kept.made_of = _digest(held)
    kept.save(update_fields=["made_of"])
    finish(user, held, "release", "attach_schedule", data={"sha256": kept.file.sha256}, at=at)
    return kept

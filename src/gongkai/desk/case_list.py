"""办件: the working list, what is late on top, and its export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.cases import awaiting, masking, online, queries
from gongkai.cases.models import Case, OfficeTask
from gongkai.cases.queries import Filters
from gongkai.cases.states import UNFINISHED
from gongkai.statute.calendar import official

from . import case_words, reassessments, unopened_letters
from .access import Asking, reading
from .case_filters import CaseSearch, tabs_for
from .case_found import visible
from .rail import Count, waiting
from .tables import csv_response, xlsx_response

CSV_HEAD = (
    "编号", "申请内容", "申请人", "申请人类型", "收到日期", "答复期限", "期限情况", "状态", "承办科室", "经办人",
    "答复日期", "表三行次",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line. ``applicant`` is masked; ``waiting`` says for whom, "" when it is ours to act."""

    case: Case
    title: str
    applicant: str
    due: case_words.DueShown
    overdue: bool
    tone: str
    waiting: str


@reading
def case_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Everything in hand that this person may see; ``?csv`` and ``?xlsx`` hand out exactly what is
    shown."""
    asking.ensure_somewhere("cases.view")
    search = CaseSearch(request.GET, agencies=asking.within("cases.view"))
    wanted = search.wanted()
    for kind, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if kind in request.GET:
            return _export(wanted, asking, respond)
    page = queries.working_list(asking.person, wanted, on=asking.on, after=request.GET.get("after", ""))
    tabs = tabs_for(asking)
    numbers = queries.totals(asking.person, on=asking.on, among=tabs)
    context = {
        "rows": list(rows(page.cases, asking)),
        "next": page.next,
        "first": not request.GET.get("after"),
        "search": search,
        "tabs": [(one, numbers.get(one)) for one in tabs],
        "which": wanted.which,
        "total": queries.count(asking.person, wanted, on=asking.on),
        "filtered": wanted != Filters(which=wanted.which),
        "today": asking.on,
        "may_register": asking.may_somewhere("cases.register"),
        "may_assign": asking.may_somewhere("cases.assign"),
        "to_reassess": reassessments.count(asking),
        "unopened": unopened_letters.count(asking),
    }
    return render(request, "desk/cases/list.html", context)


def rows(cases: Iterable[Case], asking: Asking) -> Iterator[Row]:
    """The lines of these cases; a few questions besides, however many there are."""
    several = list(cases)
    also = awaited(case.pk for case in several)
    for case in several:
        yield _row(case, asking, case_words.waiting(case, also.get(case.pk, ())))


def awaited(keys: Iterable[int]) -> dict[int, list[str]]:
    """Who is awaited beside what the state says, by the keys of the cases; the first is worth telling."""
    wanted, found = list(keys), defaultdict[int, list[str]](list)
    several: tuple[tuple[str, QuerySet[Any]], ...] = (
        (case_words.ONLINE, online.unsettled()),
        ("负责人同意延期", awaiting.to_consent()),
        ("被征求意见方", awaiting.asked_outside()),
        ("协查科室", OfficeTask.objects.filter(answered_at=None)),
        ("核对提供的文件", awaiting.to_check()),
        ("审查", awaiting.to_review()),
    )
    for words, rows in several:
        for key in rows.filter(case__in=wanted).values_list("case", flat=True):
            found[key].append(words)
    return found


def _row(case: Case, asking: Asking, waiting: str = "") -> Row:
    return Row(
        case=case,
        title=case_words.title(case),
        applicant=masking.name(case.applicant.name, case.applicant_class),
        due=case_words.due_shown(case, official(), on=asking.on),
        overdue=case_words.overdue(case, on=asking.on),
        tone=case_words.tone(case),
        waiting=waiting,
    )


def _export(wanted: Filters, asking: Asking, respond: Callable[..., HttpResponse]) -> HttpResponse:
    found = queries.everything(asking.person, wanted, on=asking.on)
    lines = (_csv_line(_row(case, asking)) for case in found.iterator(2000))
    return respond(f"办件-{asking.on}", CSV_HEAD, lines)


def _csv_line(row: Row) -> tuple[object, ...]:
    case = row.case
    return (
        case.number, case.description, row.applicant, case.get_applicant_class_display(), case.received_on or "",
        case.due_on or "", row.due.tag, case.get_state_display(), case.unit or "", case.handler or "",
        case.answered_on or "", case.counted_row,
    )  # fmt: skip


def count(asking: Asking) -> Count | None:
    """In the rail: what is theirs to do next, and how much of it is late."""
    theirs = list(visible(asking).filter(_theirs(asking)).values_list("answered_on", "due_on")[: queries.MANY])
    late = sum(1 for answered_on, due_on in theirs if due_on and due_on < asking.on and not answered_on)
    return waiting(len(theirs), "件待办", late=late, late_words="件已逾期")


def _theirs(asking: Asking) -> Q:
    """A clerk's own and those nobody has taken; what waits for a reviewer or a head."""
    mine = Q(handler=asking.person) | Q(handler=None, agency__in=asking.within("cases.work"))
    approving = queries.to_approve() & Q(agency__in=asking.within("cases.approve"))
    reviewing = queries.to_review(asking.person) & Q(agency__in=asking.within("cases.review"))
    return (Q(state__in=UNFINISHED) & mine) | approving | reviewing

"""检查督查: the inspections of each quarter with their trend, one of them point by point, what is put right."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.agencies import addresses
from gongkai.documents import scanning
from gongkai.supervision import proofs, queries
from gongkai.supervision.inspection_states import Repair, Result, State
from gongkai.supervision.models import Inspection, Shortcoming, ShortcomingFile, Verdict
from gongkai.supervision.sampling import sampled
from gongkai.ui.pages import page_of

from .access import Asking, reading, there
from .case_letter import download
from .supervision_place import frame
from .supervision_sentences import told as told_of
from .supervision_works import around, asked_of
from .tables import csv_response, xlsx_response

PART = "desk:inspections"
RESULT_TONES = {Result.WAITING: "soon", Result.PASSED: "ok", Result.FAILED: "late", Result.CANNOT: ""}
STATE_TONES = {State.OPEN: "soon", State.CLOSED: "info", State.PUBLISHED: "ok", State.TAKEN_BACK: "late"}
REPAIR_TONES = {Repair.OPEN: "soon", Repair.PROVED: "info", Repair.SETTLED: "ok"}
_HEAD = ("机关", "年度", "季度", "自查", "状态", "检查日期", "得分", "问题", "已整改")
_POINTS = ("项目", "评分标准", "依据", "判定", "记录判定", "处数", "扣分", "最多扣分", "证据", "整改状态",
           "整改期限", "整改情况", "证明文件")  # fmt: skip
_TABS = {"open": "待办", "settled": "已整改", "all": "全部"}


@reading
def inspection_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """By quarter; ``?csv`` and ``?xlsx`` hand out the year."""
    asking.ensure_somewhere("supervision.view")
    asked = asked_of(request, asking)
    found = queries.inspections(asking.person, on=asking.on).filter(year=asked.year)
    found = _counted(found.filter(agency=asked.agency) if asked.agency else found)
    for wanted, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if wanted in request.GET:
            return respond(f"检查督查-{asked.year}", _HEAD, (_line(one) for one in found))
    page = page_of(request, found)
    waiting = queries.shortcomings(asking.person, on=asking.on).exclude(state=Repair.SETTLED).count()
    context = frame(
        asking, PART, page=page, rows=[(one, STATE_TONES[State(one.state)]) for one in page], waiting=waiting,
        may_inspect=asking.may_somewhere("inspections.inspect"), may_own=asking.may_somewhere("inspections.own"),
        **around(asked, asking),
    )  # fmt: skip
    return render(request, "desk/supervision/inspections.html", context)


def _counted(rows: QuerySet[Inspection]) -> QuerySet[Any]:
    return rows.order_by("-year", "-quarter", "agency__rank", "own").annotate(
        failed=Count("verdicts", filter=Q(verdicts__result=Result.FAILED)),
        settled=Count("verdicts", filter=Q(verdicts__shortcoming__state=Repair.SETTLED)),
    )


def _line(one: Any) -> tuple[object, ...]:
    return (one.agency.name, one.year, one.quarter, "是" if one.own else "否", one.get_state_display(), one.on,
            one.score, one.failed, one.settled)  # fmt: skip


def inspection_of(asking: Asking, pk: int) -> Inspection:
    """One that this person may look at, or a page that is not there."""
    return there(lambda: queries.inspections(asking.person, on=asking.on).get(pk=pk))


def may_work_on(asking: Asking, inspection: Inspection) -> bool:
    verb = "inspections.own" if inspection.own else "inspections.inspect"
    return asking.within(verb).filter(pk=inspection.agency_id).exists()


@reading
def inspection_one(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Point by point; what waits for a person first when there is something."""
    found = inspection_of(asking, pk)
    verdicts = list(found.verdicts.select_related("by", "shortcoming").prefetch_related("shortcoming__files"))
    for wanted, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if wanted in request.GET:
            return respond(f"检查-{found.year}-{found.quarter}", _POINTS, (_point(one) for one in verdicts))
    works = may_work_on(asking, found)
    before = queries.inspections(asking.person, on=asking.on).filter(agency=found.agency, own=found.own)
    trend = before.exclude(state=State.OPEN).order_by("-year", "-quarter")[:8]
    context = frame(
        asking, PART, inspection=found, tone=STATE_TONES[State(found.state)], trend=list(reversed(trend)),
        rows=[(one, RESULT_TONES[Result(one.result)], getattr(one, "shortcoming", None)) for one in verdicts],
        waiting=sum(1 for one in verdicts if one.result == Result.WAITING),
        sampled=sampled(found), off=sum(one.taken_off for one in verdicts),
        may_judge=works and found.state == State.OPEN,
        told=told_of(asking, found, works=works), word=addresses.word(found.agency),
    )  # fmt: skip
    return render(request, "desk/supervision/inspection.html", context)


def _point(one: Verdict) -> tuple[object, ...]:
    judged = (one.title, one.counts, one.reference, one.get_result_display(), "是" if one.automatic else "否",
              one.number, one.taken_off, one.most, one.ground)  # fmt: skip
    short: Shortcoming | None = getattr(one, "shortcoming", None)
    if short is None:
        return (*judged, "", "", "", "")
    files = "；".join(str(file.name) for file in short.files.all())
    return (*judged, short.get_state_display(), short.due_on, short.proof, files)


@reading
def shortcoming_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """What is to be put right, the nearest day first."""
    asking.ensure_somewhere("supervision.view")
    which = request.GET.get("which", "open")
    every = queries.shortcomings(asking.person, on=asking.on)
    found = every if which == "all" else every.filter(state=Repair.SETTLED)
    found = every.exclude(state=Repair.SETTLED) if which not in ("settled", "all") else found
    page = page_of(request, found)
    rows = [(one, REPAIR_TONES[Repair(one.state)], is_late(one, asking)) for one in page]
    tabs = list(_TABS.items())
    context = frame(asking, PART, page=page, rows=rows, tabs_of=tabs, which=which if which in _TABS else "open",
                    today=asking.on)  # fmt: skip
    return render(request, "desk/supervision/shortcomings.html", context)


def is_late(one: Shortcoming, asking: Asking) -> bool:
    return one.state != Repair.SETTLED and one.due_on < asking.on


@reading
def shortcoming_one(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    one = shortcoming_of(asking, pk)
    rectifies = asking.within("inspections.rectify").filter(pk=one.agency_id).exists()
    looks = asking.within("inspections.inspect").filter(pk=one.agency_id).exists()
    context = frame(
        asking, PART, one=one, verdict=one.verdict, inspection=one.verdict.inspection, late=is_late(one, asking),
        tone=REPAIR_TONES[Repair(one.state)], may_prove=rectifies and one.state == Repair.OPEN,
        may_look=looks and one.state == Repair.PROVED,
        files=[(file, scanning.outcome(file.file)) for file in files_of(one)],
    )  # fmt: skip
    return render(request, "desk/supervision/shortcoming.html", context)


def files_of(one: Shortcoming) -> QuerySet[ShortcomingFile]:
    return one.files.select_related("file__scan", "added_by")


@reading
def shortcoming_file(request: HttpRequest, asking: Asking, pk: int, file: int) -> HttpResponse:
    """A file of the proof, for who may see the shortcoming; recorded."""
    one = shortcoming_of(asking, pk)
    found = there(lambda: files_of(one).select_related("shortcoming__agency").get(pk=file))
    return download(proofs.look(asking.person, found, at=asking.at), found.name, "application/octet-stream")


def shortcoming_of(asking: Asking, pk: int, verb: str = "supervision.view") -> Shortcoming:
    return there(lambda: queries.shortcomings(asking.person, on=asking.on, verb=verb).get(pk=pk))

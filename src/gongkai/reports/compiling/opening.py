"""A report is opened for a year by compiling it, and compiled anew for as long as it is a draft.

open_compiled(user, agency, year, *, at) -> ReportVersion
recompile(user, version, *, at) -> ReportVersion

What a person entered instead of a compiled figure (``reviewing.correct_cell``, with a reason) stays when the rest
is compiled anew, and so do the words they wrote in the text, with its figures as the records say now (``bound``);
both are shown to whoever checks the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.readers.document import Reading
from gongkai.reports import checking, drafting, figures
from gongkai.reports.compiling import bound, freezing
from gongkai.reports.compiling.cells import Compiled
from gongkai.reports.compiling.tables import compile
from gongkai.reports.models import Report, ReportFigure, ReportVersion
from gongkai.reports.reviewing import permitted
from gongkai.reports.states import COMPILING, State, after
from gongkai.reports.stored import dump_content, dump_finding
from gongkai.reports.texts.pieces import Text, dump, lines


@transaction.atomic
def open_compiled(user: Who, agency: Agency, year: int, *, at: datetime) -> ReportVersion:
    """The year's records as a draft. Refused while the year runs, and for a year without this form; WrongState
    where a draft is open, or a version counts already."""
    ensure(user, "reports.compile", agency, on=day(at))
    if year >= day(at).year:
        raise Refused(f"{year}年还没有结束；年度报告从次年1月1日起编制。")
    compiled = compile(agency, year)
    report = drafting.locked_report(agency, year, at)
    _free(report)
    version = ReportVersion.objects.create(
        report=report,
        number=drafting.next_number(report),
        state=State.DRAFT,
        edition=compiled.report.edition or "",
        content=dump_content(compiled.report),
        reader_findings=[dump_finding(one) for one in compiled.doubts],
        created_by=person(user),
        created_at=at,
    )
    ReportFigure.objects.bulk_create(figures.rows(version, Reading(compiled.report, (), {}), year))
    return _compiled("reports.open", user, version, compiled, at)


@transaction.atomic
def recompile(user: Who, version: ReportVersion, *, at: datetime) -> ReportVersion:
    """Every figure and sentence as the records say now, but for those that a person entered or wrote."""
    version = permitted(user, "reports.compile", version, at)
    version.state = after(version.state, "compile")
    compiled = compile(version.agency, version.year)
    for figure in version.figures.all():
        _renew(figure, compiled)
    text = bound.followed_by(version)
    version.content = _renewed(version, dump_content(compiled.report), text)
    version.reader_findings = [dump_finding(one) for one in compiled.doubts]
    version.save(update_fields=["state", "content", "reader_findings"])
    return _compiled("reports.compile", user, version, compiled, at, text=text)


def _free(report: Report) -> None:
    states = set(report.versions.values_list("state", flat=True))
    if states & set(COMPILING):
        raise WrongState("这一年度的报告已经开始编制，请打开编制中的一版。")
    if State.PUBLISHED in states:
        raise WrongState("这一年度的报告已发布；要改动，请用“更正已发布的版本”。")
    if State.ACCEPTED in states:
        raise WrongState("这一年度的报告已有一版被接受；要重新编制，请先请审核人撤销接受并退回。")


def _compiled(
    verb: str,
    user: Who,
    version: ReportVersion,
    compiled: Compiled,
    at: datetime,
    *,
    text: Mapping[int, Text] | None = None,
) -> ReportVersion:
    plain = {str(part): dump(one) for part, one in text.items()} if text is not None else None
    kept = freezing.store(version, compiled, text=plain, by=person(user), at=at)
    checking.refresh(version)
    data = {"year": version.year, "number": version.number, "records": kept.sha256}
    record(verb, actor=actor(user), agency=version.agency, object=version, data=data, at=at)
    return version


def _renew(figure: ReportFigure, compiled: Compiled) -> None:
    """A corrected cell keeps its correction; what stands under it is the new figure."""
    now = figures.decided(compiled.report.value(figure.cell))
    if figure.corrected:
        figure.original_state, figure.original_value = now.state, now.value
        figure.save(update_fields=["original_state", "original_value"])
    elif (figure.state, figure.value) != (now.state, now.value):
        figure.state, figure.value = now.state, now.value
        figure.save(update_fields=["state", "value"])


def _renewed(version: ReportVersion, content: dict[str, Any], text: Mapping[int, Text]) -> dict[str, Any]:
    """The new head, with the text brought up to the records."""
    for part, one in text.items():
        if part == 0:
            content["preamble"] = list(lines(one))
        else:
            content["sections"][part - 1]["paragraphs"] = list(lines(one))
    return content

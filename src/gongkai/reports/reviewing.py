"""A version in review: figures corrected, the version returned, accepted, or taken back into review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, belongs_to, day, person
from gongkai.audit.actions import record
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.reports import checking, drafting, figures
from gongkai.reports.figures import Decided
from gongkai.reports.models import (
    Compilation,
    Correction,
    FigureState,
    ReportFigure,
    ReportVersion,
    Signature,
)
from gongkai.reports.states import State, after
from gongkai.reports.stored import dump_value
from gongkai.statute.form import Value, cells_by_name


@transaction.atomic
def correct_cell(
    user: Who, version: ReportVersion, *, cell: str, value: Value | str, reason: str, at: datetime
) -> ReportVersion:
    """Enter what a cell says: a number, "" or None (blank) or "/". What was read is kept, findings are found
    anew. Refused without a reason, for a cell the report has not, or for what is no figure."""
    version = permitted(user, "reports.correct", version, at)
    after(version.state, "correct")
    reason = _reason(reason, "请写明更正的理由（例如：原件第几页为多少）。")
    figure = _figure(version, cell)
    decided = figures.typed(value) if isinstance(value, str) else figures.decided(value)
    if (decided.state, decided.value) == (figure.state, figure.value):
        raise Refused("填写的与现有的相同，没有改动。")
    before = Decided(FigureState(figure.state), figure.value)
    Correction.objects.create(
        version=version,
        cell=cell,
        from_state=before.state,
        from_value=before.value,
        to_state=decided.state,
        to_value=decided.value,
        reason=reason,
        by=person(user),
        at=at,
    )
    _put(figure, decided, reason, user, at)
    _after_correction("reports.correct", user, version, cell, before, decided, reason, at)
    return version


@transaction.atomic
def undo(user: Who, version: ReportVersion, *, cell: str, at: datetime) -> ReportVersion:
    """Take back the last correction of a cell that still stands. WrongState when there is none."""
    version = permitted(user, "reports.correct", version, at)
    after(version.state, "correct")
    standing = version.corrections.filter(cell=cell, undone_at=None)
    last = standing.order_by("-pk").first()
    if last is None:
        raise WrongState("这一格没有可以撤销的更正。")
    last.undone_by, last.undone_at = person(user), at
    last.save(update_fields=["undone_by", "undone_at"])
    figure = _figure(version, cell)
    before = Decided(FigureState(figure.state), figure.value)
    back = Decided(FigureState(last.from_state), last.from_value)
    earlier = standing.order_by("-pk").first()
    if earlier is not None:
        figure.corrected_by, figure.corrected_at, figure.correction_reason = earlier.by, earlier.at, earlier.reason
    elif not _carries_an_older_correction(version, figure, back):
        figure.corrected_by = figure.corrected_at = figure.original_value = None
        figure.correction_reason = figure.original_state = ""
    figure.state, figure.value = back.state, back.value
    figure.save()
    _after_correction("reports.undo", user, version, cell, before, back, "", at)
    return version


@transaction.atomic
def accept(
    user: Who, version: ReportVersion, *, reasons: Mapping[str, str] | None = None, at: datetime
) -> ReportVersion:
    """The version counts from now on. Refused while a cell is undecided; every relation with an error left
    needs a written reason (``reasons``: relation -> reason). NotAllowed for who drafted it."""
    version = permitted(user, "reports.accept", version, at)
    state = after(version.state, "accept")
    obstacle = drafted_by(user, version, on=day(at))
    if obstacle:
        raise NotAllowed(obstacle)
    checking.refresh(version)
    if version.open_cells:
        raise WrongState(f"还有{version.open_cells}格没有确定（原件没有或有几种读法），请逐格填写后再接受。")
    given = _reasons_for_errors(version, reasons or {})
    for old in version.report.versions.filter(state=State.ACCEPTED):
        drafting.supersede(old, at=at)
    version.state, version.accept_reasons = state, given
    version.accepted_by, version.accepted_at = person(user), at
    version.save(update_fields=["state", "accept_reasons", "accepted_by", "accepted_at"])
    checking.refresh_dependents(version.agency, version.year)
    data = {"number": version.number, "errors": version.errors, "relations": sorted(given)}
    _record("reports.accept", user, version, data=data, at=at)
    return version


@transaction.atomic
def return_(user: Who, version: ReportVersion, *, comments: str, at: datetime) -> ReportVersion:
    """Back to the agency, with what has to be put right; it answers with a new file."""
    version = permitted(user, "reports.return", version, at)
    counted = version.state == State.ACCEPTED
    version.state = after(version.state, "return")
    version.comments = _reason(comments, "请写明退回的意见：哪里不对，怎样改。")
    version.returned_by, version.returned_at = person(user), at
    _make_room(version, at)
    version.save(update_fields=["state", "comments", "returned_by", "returned_at"])
    if counted:
        checking.refresh_dependents(version.agency, version.year)
    _record("reports.return", user, version, reason=version.comments, at=at)
    return version


@transaction.atomic
def reopen(user: Who, version: ReportVersion, *, reason: str, at: datetime) -> ReportVersion:
    """Take an acceptance back, to correct a figure; not once it is published (then ``revise``)."""
    version = permitted(user, "reports.accept", version, at)
    version.state = after(version.state, "reopen")
    reason = _reason(reason, "请写明撤销接受的理由。")
    _make_room(version, at)
    version.accepted_by = version.accepted_at = None
    version.accept_reasons = {}
    version.save(update_fields=["state", "accepted_by", "accepted_at", "accept_reasons"])
    checking.refresh(version)
    checking.refresh_dependents(version.agency, version.year)
    _record("reports.reopen", user, version, reason=reason, at=at)
    return version


def drafted_by(user: Who, version: ReportVersion, *, on: date) -> str:
    """Why this person may not accept it (Art. 17; nobody reviews what they drafted), "" when they may."""
    me = person(user)
    if me is None:
        return ""
    if version.submitted_at is not None and version.based_on_id is None and _wrote(me, version):
        return "这一版由您编制或者签发，不能由您接受；请由其他审核人接受。"
    if version.based_on_id is not None and version.created_by == me:
        return "这一版更正由您提出，不能由您接受；请由其他审核人接受。"
    if version.corrections.filter(by=me, undone_at=None).exists():
        return "您更正过这一版的数字，不能由您接受；请由其他审核人接受。"
    if version.rewordings.filter(by=me, undone_at=None).exists():
        return "您更正过这一版的正文，不能由您接受；请由其他审核人接受。"
    intake = version.intake
    if intake is not None and intake.taken_in_by == me and belongs_to(me, version.agency, on=on):
        return "这份报告由您上传，又是本机关的报告，不能由您接受；请由其他审核人接受。"
    return ""


def _wrote(me: Person, version: ReportVersion) -> bool:
    """A compiled one: who opened it, compiled it last, or signed it."""
    signed = Signature.objects.filter(version=version, by=me)
    compiled = Compilation.objects.filter(version=version, compiled_by=me)
    return version.created_by == me or signed.exists() or compiled.exists()


def unexplained(version: ReportVersion, reasons: Mapping[str, str]) -> list[str]:
    """The relations with an error left that no reason is given for, in the order of the form."""
    corrected = set(version.figures.exclude(corrected_at=None).values_list("cell", flat=True))
    broken = [
        f.relation for f, done in checking.findings(version, corrected) if f.severity == "error" and not done
    ]
    return [r for r in dict.fromkeys(broken) if not reasons.get(r, "").strip()]


def permitted(user: Who, verb: str, version: ReportVersion, at: datetime) -> ReportVersion:
    """The version as it is now, held with its report until the transaction ends, once ``user`` may do this."""
    now = ReportVersion.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "report__agency", "intake"
    )
    found = now.get(pk=version.pk)
    ensure(user, verb, found.agency, on=day(at))
    return found


def _make_room(version: ReportVersion, at: datetime) -> None:
    """A report has one version in review: the one that comes back takes the place of a newer draft only when
    there is none."""
    others = version.report.versions.filter(state__in=[State.READ, State.RETURNED]).exclude(pk=version.pk)
    if others.exists():
        raise WrongState("该报告另有一版正在审核；请先处理那一版。")


def _figure(version: ReportVersion, cell: str) -> ReportFigure:
    figure = version.figures.filter(cell=cell).first()
    if figure is None:
        raise Refused(f"这份报告的格式中没有“{cell}”这一格；请从表格中选择。")
    return figure


def _put(figure: ReportFigure, decided: Decided, reason: str, user: Who, at: datetime) -> None:
    _check_kind(figure.cell, decided)
    if not figure.corrected:
        figure.original_state, figure.original_value = figure.state, figure.value
    figure.state, figure.value = decided.state, decided.value
    figure.corrected_by, figure.corrected_at, figure.correction_reason = person(user), at, reason
    figure.save()


def _check_kind(cell: str, decided: Decided) -> None:
    """A person may enter what the original says, however wrong, but a count is whole."""
    known = cells_by_name().get(cell)
    if known is None or decided.value is None or known[0].column.kind == "money":
        return
    if decided.value != decided.value.to_integral_value():
        raise Refused("这一格是件数，应为整数；请核对原件。")


def _carries_an_older_correction(version: ReportVersion, figure: ReportFigure, back: Decided) -> bool:
    """A revision begins with the corrections of the version it is based on; they cannot be undone here."""
    older = version.based_on.figures.filter(cell=figure.cell).first() if version.based_on else None
    if older is None or not older.corrected:
        return False
    figure.corrected_by, figure.corrected_at = older.corrected_by, older.corrected_at
    figure.correction_reason = older.correction_reason
    return True


def _after_correction(
    verb: str,
    user: Who,
    version: ReportVersion,
    cell: str,
    before: Decided,
    now: Decided,
    reason: str,
    at: datetime,
) -> None:
    checking.refresh(version)
    data = {"cell": cell, "from": _plain(before), "to": _plain(now)}
    _record(verb, user, version, reason=reason, data=data, at=at)


def _plain(decided: Decided) -> str:
    shown = dump_value(figures.value_of(decided.state, decided.value))
    return shown if shown is not None else str(decided.state)


def _reasons_for_errors(version: ReportVersion, reasons: Mapping[str, str]) -> dict[str, str]:
    missing = unexplained(version, reasons)
    if missing:
        raise Refused(f"仍有错误的勾稽关系：{'、'.join(missing)}；请更正，或逐项写明仍予接受的理由。")
    return {relation: text.strip() for relation, text in reasons.items() if text.strip()}


def _reason(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def _record(
    verb: str,
    user: Who,
    version: ReportVersion,
    *,
    reason: str = "",
    data: Mapping[str, object] | None = None,
    at: datetime,
) -> None:
    record(verb, actor=actor(user), agency=version.agency, object=version, reason=reason, data=data, at=at)


__all__ = ["accept", "correct_cell", "drafted_by", "permitted", "reopen", "return_", "undo", "unexplained"]

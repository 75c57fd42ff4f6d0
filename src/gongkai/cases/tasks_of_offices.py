"""Who in the agency has the information? Its offices are asked; the clock runs on (Art. 33(3): only others)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, may
from gongkai.agencies.who import day, person
from gongkai.cases import events, privacy
from gongkai.cases.acting import allowed, ensure_fresh, finish, hold, words
from gongkai.cases.models import Case, OfficeTask
from gongkai.cases.states import UNDECIDED, State
from gongkai.errors import Refused, WrongState


@transaction.atomic
def ask(
    user: Who,
    case: Case,
    *,
    unit: Agency,
    question: str,
    due_on: date,
    revision: int | None = None,
    at: datetime,
) -> OfficeTask:
    """Ask one office, with a day of its own. Refused for an office of another agency."""
    held = hold(user, case, "cases.work", "ask-office", revision=revision, at=at)
    if unit.pk == held.agency_id or not unit.is_within(held.agency):
        raise Refused("只能请本机关的科室或者所属单位协查；其他机关请用征求意见。")
    if due_on < day(at):
        raise Refused("反馈期限不能早于今天。")
    made = OfficeTask.objects.create(
        case=held,
        unit=unit,
        question=_of_nobody(held, question),
        due_on=due_on,
        asked_by=person(user),
        asked_at=at,
    )
    events.add(held, "office-asked", day(at), data={"unit": unit.name, "task": made.pk}, by=user, at=at)
    finish(user, held, "ask-office", "ask_office", data={"unit": unit.key, "due": due_on.isoformat()}, at=at)
    return made


def _of_nobody(case: Case, question: str) -> str:
    """An office sees what to look for, never for whom."""
    question = words(question, "请写明需要协查的内容。")
    privacy.ensure_unnamed(case, question, refusal=privacy.TO_AN_OFFICE)
    return question


@transaction.atomic
def answer(
    user: Who, task: OfficeTask, *, has_it: bool, answer: str, revision: int | None = None, at: datetime
) -> OfficeTask:
    """The office says whether it has the information. The case's own clerk may write down what it said."""
    case = _held(task)
    if not may(user, "cases.task", task.unit, on=day(at)) and not allowed(user, "cases.work", case, on=day(at)):
        ensure(user, "cases.task", task.unit, on=day(at))
    ensure_fresh(case, revision)
    if case.state not in UNDECIDED or case.state == State.UNCONFIRMED:
        raise WrongState("这件申请已经答复，不再需要反馈。")
    task = OfficeTask.objects.select_for_update(no_key=True, of=("self",)).select_related("unit").get(pk=task.pk)
    if task.answered_at is not None:
        raise WrongState("这项协查已经反馈。")
    task.has_it, task.answer = has_it, words(answer, "请写明反馈内容。")
    task.answered_by, task.answered_at = person(user), at
    task.save(update_fields=["has_it", "answer", "answered_by", "answered_at"])
    data = {"unit": task.unit.name, "task": task.pk, "has_it": has_it}
    events.add(case, "office-answered", day(at), data=data, by=user, at=at)
    finish(user, case, "write", "answer_task", data={"unit": task.unit.key, "has_it": has_it}, at=at)
    return task


def _held(task: OfficeTask) -> Case:
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "applicant")
    return rows.get(pk=task.case_id)

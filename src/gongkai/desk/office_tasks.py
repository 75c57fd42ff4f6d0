"""协查: what the offices of an agency are asked to look for. They see the question and never who asks."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import tasks_of_offices
from gongkai.cases.models import OfficeTask
from gongkai.ui.pages import page_of

from .access import Asking, accepted, reading, there, working
from .case_fields import text
from .rail import Count, waiting


class AnswerForm(forms.Form):
    has_it = forms.TypedChoiceField(
        label="有没有", choices=[("yes", "有此信息"), ("no", "没有此信息")], coerce=lambda v: v == "yes",
        widget=forms.RadioSelect, error_messages={"required": "请选择有没有"},
    )  # fmt: skip
    answer = text("反馈内容", hint="有的写明名称、数量和在哪里；没有的写明查过哪里")


def tasks_of(asking: Asking) -> QuerySet[OfficeTask]:
    """Those of the offices where this person does such work."""
    return OfficeTask.objects.filter(unit__in=asking.within("cases.task")).select_related("unit")


@reading
def task_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere("cases.task")
    found = tasks_of(asking).order_by("answered_at", "due_on", "pk")
    done = "done" in request.GET
    found = found.exclude(answered_at=None).order_by("-answered_at") if done else found.filter(answered_at=None)
    page = page_of(request, found)
    return render(request, "desk/tasks/list.html", {"page": page, "done": done, "today": asking.on})


@working
def task_answer(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    task = there(lambda: tasks_of(asking).get(pk=pk))
    form = AnswerForm(request.POST or None)
    if form.is_valid() and accepted(
        form, lambda: tasks_of_offices.answer(asking.person, task, **form.cleaned_data, at=asking.at)
    ):
        messages.success(request, "反馈已提交。")
        return redirect("desk:tasks")
    return render(request, "desk/tasks/answer.html", {"task": task, "form": form})


def count(asking: Asking) -> Count | None:
    days = list(tasks_of(asking).filter(answered_at=None).values_list("due_on", flat=True)[:1000])
    late = sum(1 for due_on in days if due_on < asking.on)
    return waiting(len(days), "项待反馈", late=late, late_words="项已逾期")

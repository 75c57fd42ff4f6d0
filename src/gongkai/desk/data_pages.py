"""本人信息: what people ask about their own data, answered from one place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from gongkai.cases.models import DataRequest
from gongkai.cases.own_data import answering, held, receiving
from gongkai.errors import WriteError
from gongkai.ui.pages import page_of
from gongkai.writers import record as paper
from gongkai.writers.record import Heading, Table

from .access import Asking, accepted, reading, sending, there, working
from .case_fields import text, words
from .case_letter import download
from .incoming_one import to_settle
from .rail import Count, waiting

What = DataRequest.What


class ReceiveForm(forms.Form):
    what = forms.ChoiceField(label="要求", choices=What.choices, widget=forms.RadioSelect,
                             error_messages={"required": "请选择要求"})  # fmt: skip
    text = text("要求的内容", required=False, hint="更正的，写明哪一项不对、应当是什么；删除的，写明删除哪些")


class ProveForm(forms.Form):
    number = words("申请编号", required=False, most=60, hint="本人提出过的一件申请")
    document_number = words("证件号码", required=False, most=60, hint="两项填一项即可；都填的，须是同一个人")
    proof = words("核对了什么", hint="例如：当面出示居民身份证；代理人出示授权委托书和双方身份证")


class AnswerForm(forms.Form):
    """``changes`` of a correction: blank leaves what is known."""

    granted = forms.TypedChoiceField(
        label="结论", choices=[("yes", "同意"), ("no", "不同意")], coerce=lambda v: v == "yes",
        widget=forms.RadioSelect, error_messages={"required": "请选择结论"},
    )  # fmt: skip
    text = text("答复", hint="告知本人的内容；不同意的写明理由和依据")

    def __init__(self, data: Any, *, asked: DataRequest) -> None:
        super().__init__(data)
        if asked.what == What.CORRECTION and asked.applicant is not None:
            for name in answering.CORRECTABLE:
                self.fields[f"new-{name}"] = words(f"{held.FIELDS[name]}更正为", required=False)

    def changes(self) -> dict[str, str]:
        return {k.removeprefix("new-"): v for k, v in self.cleaned_data.items() if k.startswith("new-")}


@reading
def data_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere("data.answer")
    done = "done" in request.GET
    found = receiving.visible(asking.person, on=asking.on)
    found = found.exclude(answered_on=None) if done else found.filter(answered_on=None)
    page = page_of(request, found.order_by("-answered_on", "-pk") if done else found.order_by("received_on", "pk"))
    rows = [(one, receiving.due(one)) for one in page]
    return render(request, "desk/data/list.html", {"page": page, "rows": rows, "done": done, "today": asking.on})


@working
def data_receive(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Something that came in turns out to be one."""
    came = to_settle(asking, pk)
    if not asking.within("data.answer").filter(pk=came.agency_id).exists():
        raise Http404
    form = ReceiveForm(request.POST or None)
    made: list[DataRequest] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.append(receiving.from_register(asking.person, came, **form.cleaned_data, at=asking.at)),
    ):
        messages.success(request, f"已登记，编号 {made[0].number}。请先核对是不是本人。")
        return redirect("desk:data_one", pk=made[0].pk)
    return render(request, "desk/data/receive.html", {"incoming": came, "form": form})


@reading
def data_one(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = _found(asking, pk)
    context = {
        "asked": found,
        "due": receiving.due(found),
        "today": asking.on,
        "proved": bool(found.applicant_id and found.identity_proof),
    }
    return render(request, "desk/data/one.html", context)


@working
def data_prove(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = _found(asking, pk)
    form = ProveForm(request.POST or None)
    if form.is_valid() and accepted(
        form, lambda: answering.prove(asking.person, found, **form.cleaned_data, at=asking.at)
    ):
        messages.success(request, "已核对身份。现在可以查看和答复。")
        return redirect("desk:data_one", pk=pk)
    return render(request, "desk/data/prove.html", {"asked": found, "form": form})


@sending
def data_look(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Everything that is held, shown once; the look is recorded."""
    found = _found(asking, pk)
    blocks = [_shown(one) for one in answering.look(asking.person, found, at=asking.at)]
    return render(request, "desk/data/held.html", {"asked": found, "blocks": blocks})


def _shown(block: paper.Block) -> tuple[str, Any]:
    """Each cell with the head of its column: on a phone the row is a list."""
    if isinstance(block, Heading):
        return "heading", block.text
    if isinstance(block, Table):
        rows = [list(zip(block.heads, row, strict=True)) for row in block.rows]
        return "table", {"heads": block.heads, "rows": rows}
    return "text", block


@sending
def data_export(request: HttpRequest, asking: Asking, pk: int) -> HttpResponseBase:
    """As one file for the person: PDF/A, a page where no font has a character of it. Recorded."""
    found = _found(asking, pk)
    made = answering.export(asking.person, found, at=asking.at)
    try:
        return download(paper.pdf(made), f"本人信息{found.number}.pdf", "application/pdf")
    except WriteError:
        return download(paper.html(made), f"本人信息{found.number}.html", "application/octet-stream")


@working
def data_answer(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = _found(asking, pk)
    form = AnswerForm(request.POST or None, asked=found)

    def step() -> object:
        said = form.cleaned_data
        return answering.answer(
            asking.person, found, granted=said["granted"], text=said["text"], changes=form.changes(), at=asking.at
        )

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, "已答复。")
        return redirect("desk:data_one", pk=pk)
    return render(request, "desk/data/answer.html", {"asked": found, "form": form})


def count(asking: Asking) -> Count | None:
    found = receiving.visible(asking.person, on=asking.on).filter(answered_on=None)[:200]
    days = [receiving.due(one).on for one in found]
    return waiting(len(days), "件待答复", late=sum(1 for day in days if day < asking.on), late_words="件已逾期")


def _found(asking: Asking, pk: int) -> DataRequest:
    return there(lambda: receiving.visible(asking.person, on=asking.on).get(pk=pk))

"""留言: what visitors reported, suggested and complained of; answered in words, by the day it is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.agencies.who import day
from gongkai.errors import NotAllowed, Refused, Stale
from gongkai.publication import door_queries, doors
from gongkai.publication.door_states import NAMES_AN_ITEM, OUTCOMES, Kind, State
from gongkai.publication.models import DoorReport, Item
from gongkai.publication.states import ItemState
from gongkai.statute.calendar import official
from gongkai.ui.pages import page_of

from .access import Asking, posted, reading, sending, there, working
from .item_due import DueShown, left
from .item_form import sendable_again
from .report_forms import text
from .supervision_shown import shown as led_on
from .tables import csv_response, xlsx_response

HEAD = ("答复期限", "期限情况", "编号", "类型", "机关", "收到时间", "状态", "结果", "答复时间", "内容")
_TABS = {"open": "待答复", "answered": "已答复", "all": "全部"}
_BINDS = "采纳的建议应当及时公开（《条例》第四十四条第二款），以后不能再答复“不予公开”。"
_TONE = {State.OPEN: "soon", State.AGREED: "info", State.ANSWERED: "ok"}


@dataclass(frozen=True, slots=True)
class Row:
    report: DoorReport
    due: DueShown
    tone: str


class DoorSearch(forms.Form):
    which = forms.ChoiceField(choices=list(_TABS.items()), required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类型", choices=[("", "全部"), *Kind.choices], required=False)
    agency = forms.ModelChoiceField(
        label="机关", queryset=Agency.objects.none(), required=False, empty_label="全部"
    )
    q = forms.CharField(label="编号", max_length=60, required=False)

    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = asking.within("doors.view")
        self.several = agency.queryset.count() > 1
        self.is_valid()

    @property
    def tab(self) -> str:
        return self.cleaned_data.get("which") or "open"

    def narrowed(self, rows: QuerySet[DoorReport]) -> QuerySet[DoorReport]:
        given = self.cleaned_data
        wanted = Q(state=State.ANSWERED) if self.tab == "answered" else Q()
        wanted = ~Q(state=State.ANSWERED) if self.tab == "open" else wanted
        for name in ("kind", "agency"):
            wanted &= Q(**{name: given[name]}) if given.get(name) else Q()
        wanted &= Q(number__icontains=given["q"]) if given.get("q") else Q()
        order = ("due_on", "pk") if self.tab == "open" else ("-received_at", "-pk")
        return rows.filter(wanted).order_by(*order)


@reading
def door_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Due first; ``?csv`` and ``?xlsx`` hand out exactly what is shown, without who wrote it."""
    asking.ensure_somewhere("doors.view")
    search = DoorSearch(request.GET, asking=asking)
    found = search.narrowed(door_queries.visible(asking.person, on=asking.on))
    for kind, respond in (("csv", csv_response), ("xlsx", xlsx_response)):
        if kind in request.GET:
            return respond(f"留言-{asking.on}", HEAD, (_line(_row(one, asking)) for one in found))
    page = page_of(request, found)
    waiting = door_queries.open_(asking.person, on=asking.on).count()
    context = {"page": page, "rows": [_row(one, asking) for one in page], "search": search, "which": search.tab,
               "tabs": [(key, label, waiting if key == "open" else None) for key, label in _TABS.items()],
               "filtered": any(search.cleaned_data.get(one) for one in ("kind", "agency", "q")),
               "today": asking.on}  # fmt: skip
    return render(request, "desk/doors/list.html", context)


def _row(report: DoorReport, asking: Asking) -> Row:
    return Row(report, _due(report, asking), _TONE[State(report.state)])


def _due(report: DoorReport, asking: Asking) -> DueShown:
    if report.answered_at is None:
        return left(report.due_on, official(), on=asking.on, provisional=report.provisional)
    late = day(report.answered_at) > report.due_on
    return DueShown(report.due_on, "逾期答复" if late else "按期答复", "late" if late else "ok")


def _line(row: Row) -> tuple[object, ...]:
    one = row.report
    return (one.due_on, row.due.tag, one.number, one.get_kind_display(), one.agency, f"{one.received_at:%Y-%m-%d}",
            one.get_state_display(), one.get_outcome_display(), one.answered_at or "", one.text)  # fmt: skip


def report_of(asking: Asking, pk: int) -> DoorReport:
    """For looking at, or a page that is not there."""
    return there(lambda: door_queries.visible(asking.person, on=asking.on).get(pk=pk))


def _mine(asking: Asking, pk: int) -> DoorReport:
    """For answering."""
    found = report_of(asking, pk)
    if not asking.within("doors.answer").filter(pk=found.agency_id).exists():
        raise NotAllowed("您不能答复这件留言；需要时，请向本机关的系统管理员申请相应角色。")
    return found


@reading
def door_one(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    return _page(request, asking, report_of(asking, pk))


@sending
def door_contact(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """How to reach whoever wrote; the look is recorded."""
    found = _mine(asking, pk)
    return _page(request, asking, found, shown=doors.contact(asking.person, found, at=asking.at) or "没有留下")


def _page(request: HttpRequest, asking: Asking, found: DoorReport, shown: str = "") -> HttpResponse:
    answers = asking.within("doors.answer").filter(pk=found.agency_id).exists()
    context = {
        "report": found,
        "due": _due(found, asking),
        "tone": _TONE[State(found.state)],
        "may_answer": answers and found.state != State.ANSWERED,
        "may_agree": answers and found.state == State.OPEN and found.kind == Kind.SUGGESTION,
        "may_draft": answers and found.kind == Kind.SUGGESTION and asking.may_somewhere("items.draft"),
        "may_pass_on": answers and found.state == State.OPEN,
        "shown": shown,
        "has_contact": bool(found.contact) and answers,
        "led": led_on(asking, found) if found.kind == Kind.COMPLAINT else None,
        "item_seen": found.item and asking.within("items.view").filter(pk=found.item.agency_id).exists(),
    }
    return render(request, "desk/doors/one.html", context)


class _Fresh(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AnswerForm(_Fresh):
    outcome = forms.ChoiceField(label="结果", widget=forms.RadioSelect, error_messages={"required": "请选择结果"})
    became = forms.CharField(label="公开这项内容的信息", max_length=80, required=False,
                             help_text="索引号；结果是“已主动公开”或者“此前已公开”时填写")  # fmt: skip
    text = text("答复", "请写明答复的内容", rows=5, hint="留言的人凭编号和查询码看到；说明怎样处理、为什么")

    def __init__(self, *args: Any, report: DoorReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["revision", "outcome", "became", "text"])
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        possible = OUTCOMES[report.kind]
        if report.agreed_at:
            possible = tuple(one for one in possible if one in NAMES_AN_ITEM)
        field.choices = [(one.value, one.label) for one in possible]
        if not any(one in NAMES_AN_ITEM for one in possible):
            del self.fields["became"]

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or self.cleaned_data)
        found["became"] = self._item(found) if found.get("outcome") in [str(o) for o in NAMES_AN_ITEM] else None
        return found

    def _item(self, found: dict[str, Any]) -> Item | None:
        written = str(found.get("became") or "").strip()
        item = Item.objects.filter(number=written, state=ItemState.PUBLIC).first() if written else None
        if item is None:
            self.add_error("became", "没有这个索引号的已公开信息，请核对" if written else "请填写索引号")
        return item


class AgreeForm(_Fresh):
    text = text("采纳的意见", "请写明准备公开什么、什么时候公开", rows=4, hint="留言的人凭编号和查询码看到")


class PassOnForm(_Fresh):
    to = forms.ModelChoiceField(label="转交给哪个机关", queryset=Agency.objects.none(), empty_label="请选择",
                                error_messages={"required": "请选择机关"})  # fmt: skip

    def __init__(self, *args: Any, report: DoorReport, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        root = (report.agency.path or "").strip("/").partition("/")[0]
        others = Agency.objects.on(asking.on).filter(path__startswith=f"/{root}/").exclude(pk=report.agency_id)
        field.queryset = others.exclude(kind="internal").order_by("rank")


@working
def door_answer(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = _mine(asking, pk)
    first = {"revision": found.revision, "became": request.GET.get("became", "")}
    form = AnswerForm(posted(request), report=found, initial=first)

    def take() -> object:
        given = form.cleaned_data
        return doors.answer(asking.person, found, outcome=given["outcome"], text=given["text"],
                            became=given.get("became"), revision=given["revision"], at=asking.at)  # fmt: skip

    return _step(request, found, form, take, title="答复", done="已答复，留言的人凭编号和查询码可以看到。",
                 effects=("答复后不能再改；又有新情况的，请留言的人再提交一件。", *_told(found)))  # fmt: skip


@working
def door_agree(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = _mine(asking, pk)
    form = AgreeForm(posted(request), initial={"revision": found.revision})

    def take() -> object:
        given = form.cleaned_data
        return doors.agree(asking.person, found, text=given["text"], revision=given["revision"], at=asking.at)

    return _step(request, found, form, take, title="采纳建议",
                 done="已采纳。请新建信息；发布以后再来答复，写上索引号。",
                 effects=(_BINDS, *_told(found)))  # fmt: skip


@working
def door_pass_on(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = _mine(asking, pk)
    form = PassOnForm(posted(request), report=found, asking=asking, initial={"revision": found.revision})

    def take() -> object:
        given = form.cleaned_data
        return doors.pass_on(asking.person, found, to=given["to"], revision=given["revision"], at=asking.at)

    return _step(request, found, form, take, title="转交", done="已转交，由对方答复。", after="desk:doors",
                 effects=("对方接着办，答复期限不变；您不再看到这件留言。",))  # fmt: skip


def _told(found: DoorReport) -> tuple[str, ...]:
    return ("留言的人留了邮箱：发邮件告诉对方有了答复，邮件不含内容。",) if found.mail else ()


def _step(
    request: HttpRequest,
    found: DoorReport,
    form: _Fresh,
    take: Callable[[], object],
    *,
    title: str,
    done: str,
    effects: tuple[str, ...],
    after: str = "",
) -> HttpResponse:
    """A refusal comes back in the sheet; of somebody who was quicker it says so, and may be sent once more."""
    if request.method == "POST" and form.is_valid():
        try:
            take()
        except NotAllowed:
            raise
        except Stale as stale:
            sendable_again(form, DoorReport.objects.get(pk=found.pk).revision)
            form.add_error(None, str(stale))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(after) if after else redirect("desk:door", pk=found.pk)
    context = {"report": found, "form": form, "title": title, "effects": effects}
    return render(request, "desk/doors/step.html", context)

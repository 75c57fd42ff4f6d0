"""目录: the list of what an agency must make public, how each column stands, who answers for it; its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.publication import catalogue, columns, freshness, nothing_new, obligations, owners
from gongkai.publication.columns import Node
from gongkai.publication.models import Column, ColumnOwner
from gongkai.publication.words import Way
from gongkai.statute import duties

from .access import Asking, reading, there, working
from .column_fields import CloseForm, ColumnForm, LawForm, NothingNewForm, OwnerForm
from .column_place import agency_of, frame, may, sheet
from .tables import csv_response

PART = "columns_of"
TONES = {"empty": "late", "stale": "late", "soon": "soon", "fresh": "ok", "free": ""}
HEAD = (
    "一级事项", "二级事项", "公开内容（要素）", "条例事项", "公开依据", "公开时限", "公开渠道和载体", "公开对象",
    "公开方式", "栏目类别", "责任人", "信息条数", "最近公开", "更新情况",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line: ``state`` None for a first level that has parts."""

    node: Node
    depth: int
    owner: ColumnOwner | None
    state: freshness.Row | None
    tone: str
    period: str


@reading
def columns_home(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The agencies to choose from; with one only, its list."""
    asking.ensure_somewhere("columns.view")
    found = asking.within("columns.view").on(asking.on)
    if found.count() == 1:
        return redirect("desk:columns_of", pk=found.get().pk)
    rows = freshness.of_agencies(found[:500], asking.on)
    every = [row for of_one in rows.values() for row in of_one]
    late = obligations.visible(asking.person, on=asking.on).filter(closed_at=None, due_on__lt=asking.on)
    owed: dict[int, int] = {}
    for agency in late.values_list("agency", flat=True):
        owed[agency] = owed.get(agency, 0) + 1
    lines = [(one, *_counted(rows.get(one.pk, ())), owed.get(one.pk, 0)) for one in found[:500]]
    context = {"lines": lines, "verdicts": freshness.site(every, asking.on)}
    return render(request, "desk/publication/agencies.html", context)


def _counted(rows: Iterable[freshness.Row]) -> tuple[int, int, int]:
    states = [row.state for row in rows]
    return len(states), states.count(freshness.State.STALE), states.count(freshness.State.EMPTY)


@reading
def columns_of(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk)
    rows = list(_rows(agency, asking))
    if "csv" in request.GET:
        return csv_response(f"主动公开目录-{agency.name}", HEAD, (_line(row) for row in rows))
    context = frame(
        asking, agency, PART, rows=rows,
        verdicts=freshness.site([row.state for row in rows if row.state], asking.on),
        may_edit=may(asking, "columns.edit", agency),
        lacking=catalogue.lacking(agency).count(),
        first_lacking=catalogue.lacking(agency).first(),
    )  # fmt: skip
    return render(request, "desk/publication/columns.html", context)


def _rows(agency: Agency, asking: Asking) -> Iterator[Row]:
    states = {row.column.pk: row for row in freshness.of_agency(agency, asking.on)}
    tree = columns.public_columns(agency, asking.on)
    held = owners.owners_of(columns.listed(agency, asking.on), asking.on)
    for node in tree:
        yield _row(node, 0, states, held)
        for child in node.children:
            yield _row(child, 1, states, held)


def _row(node: Node, depth: int, states: Mapping[int, freshness.Row], held: Mapping[int, ColumnOwner]) -> Row:
    state = states.get(node.column.pk)
    tone = TONES[state.state] if state else ""
    return Row(node, depth, held.get(node.column.pk), state, tone, duties.period(node.column.period).title)


def _line(row: Row) -> tuple[object, ...]:
    column = row.node.column
    category = duties.CATEGORIES.get(column.category)
    return (
        column.parent.title if column.parent else column.title, column.title if column.parent else "",
        column.content, category.article if category else "", column.basis, column.period_words or row.period,
        "、".join(str(Way(one).label) for one in column.ways), column.audience, columns.MANNERS[column.manner],
        column.column_type, row.owner.person.name if row.owner else "", row.node.items,
        row.node.newest.isoformat() if row.node.newest else "", str(row.state.state.label) if row.state else "",
    )  # fmt: skip


@working
def columns_from_law(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """What Arts 20 and 21 give an agency of its kind."""
    agency = agency_of(asking, pk, "columns.edit")
    wanted = [one for one in columns.proposed(agency, asking.on) if not one.there]
    form = LawForm(request.POST or None, offered=[(one.category.code, one.category.label) for one in wanted])
    back = reverse("desk:columns_of", args=[pk])

    def step() -> object:
        return columns.from_law(asking.person, agency, leave_out=form.left_out(), at=asking.at)

    if not wanted:
        messages.info(request, "法定事项都已在目录中，或者本机关适用行业规定（《条例》第五十五条）。")
        return redirect(back)
    kind = agency.get_kind_display()
    said = f"按《条例》第二十条、第二十一条，{kind}应当主动公开下列事项；本机关没有的，不勾选。"
    return sheet(request, asking, agency, PART, form, step, heading="按法定事项建立目录", button="加入目录",
                 done="已加入目录。", back=back, words=(said,))  # fmt: skip


@working
def column_add(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "columns.edit")
    form = ColumnForm(request.POST or None, agency=agency, on=asking.on)

    def step() -> object:
        return columns.add(asking.person, agency, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, agency, PART, form, step, heading="增加事项", button="增加", done="事项已增加。",
                 back=reverse("desk:columns_of", args=[pk]))  # fmt: skip


@reading
def column_page(request: HttpRequest, asking: Asking, pk: int, column: int) -> HttpResponse:
    agency = agency_of(asking, pk)
    one = column_of(asking, pk, column)
    category = duties.CATEGORIES.get(one.category)
    state = {row.column.pk: row for row in freshness.of_agency(agency, asking.on)}.get(one.pk)
    open_ones = one.obligations.filter(closed_at=None).order_by("due_on")
    context = frame(
        asking, agency, PART, column=one, category=category, state=state, tone=TONES[state.state] if state else "",
        period=duties.period(one.period), manner=columns.MANNERS[one.manner],
        ways=[str(Way(way).label) for way in one.ways],
        owners=one.owners.select_related("person", "stand_in").order_by("-from_on"),
        records=one.nothing_new.select_related("by").order_by("-from_on")[:20],
        owed=[(each, obligations.standing(each, asking.on, soon=asking.on + timedelta(days=7)))
              for each in open_ones[:20]],
        may_edit=may(asking, "columns.edit", agency) and one.until_on is None,
        may_record=may(asking, "columns.record", agency) and one.until_on is None,
        may_draft=may(asking, "items.draft", agency) and one.until_on is None,
        has_parts=one.children.exists(),
        public_address=reverse("portal:agency_column", args=[addresses.word(agency), one.pk]),
    )  # fmt: skip
    return render(request, "desk/publication/column.html", context)


def column_of(asking: Asking, pk: int, column: int, verb: str = "columns.view") -> Column:
    """A column of this agency, or a page that is not there."""
    found = there(lambda: columns.visible(asking.person, column, on=asking.on, verb=verb))
    if found.agency_id != pk:
        raise Http404
    return found


def _back(pk: int, column: int) -> str:
    return reverse("desk:column", args=[pk, column])


@working
def column_edit(request: HttpRequest, asking: Asking, pk: int, column: int) -> HttpResponse:
    agency, one = agency_of(asking, pk, "columns.edit"), column_of(asking, pk, column, "columns.edit")
    form = ColumnForm(request.POST or None, agency=agency, on=asking.on, column=one)

    def step() -> object:
        return columns.edit(asking.person, one, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, agency, PART, form, step, heading=f"修改“{one}”", button="保存修改",
                 done="事项已修改。", back=_back(pk, column))  # fmt: skip


@working
def column_close(request: HttpRequest, asking: Asking, pk: int, column: int) -> HttpResponse:
    agency, one = agency_of(asking, pk, "columns.edit"), column_of(asking, pk, column, "columns.edit")
    form = CloseForm(request.POST or None, initial={"last_day": asking.on})

    def step() -> object:
        return columns.close(asking.person, one, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, agency, PART, form, step, heading=f"停用“{one}”", button="停用",
                 done="已定于该日停用。", back=_back(pk, column),
                 words=("停用以后目录里不再列出；里面还有已公开的信息时不能停用。",))  # fmt: skip


@working
def column_owner(request: HttpRequest, asking: Asking, pk: int, column: int) -> HttpResponse:
    agency, one = agency_of(asking, pk, "columns.edit"), column_of(asking, pk, column, "columns.edit")
    form = OwnerForm(request.POST or None, agency=agency, on=asking.on, now=owners.current(one, asking.on))

    def step() -> object:
        return owners.appoint(asking.person, one, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, agency, PART, form, step, heading=f"“{one}”的责任人", button="指定",
                 done="责任人已指定。", back=_back(pk, column),
                 words=("到期和超期的提醒发给责任人；以前的责任人保留在记录里。",))  # fmt: skip


@working
def column_nothing_new(request: HttpRequest, asking: Asking, pk: int, column: int) -> HttpResponse:
    agency, one = agency_of(asking, pk, "columns.record"), column_of(asking, pk, column, "columns.record")
    form = NothingNewForm(request.POST or None, on=asking.on)

    def step() -> object:
        return nothing_new.confirm(asking.person, one, **form.cleaned_data, at=asking.at)

    return sheet(request, asking, agency, PART, form, step, heading=f"“{one}”本期无新增", button="确认没有新增",
                 done="已登记本期无新增。", back=_back(pk, column),
                 words=(_LOOKED,))  # fmt: skip


_LOOKED = "请先核对：这段时间没有形成应当公开的信息。登记只作说明，不改变栏目的更新日期。"

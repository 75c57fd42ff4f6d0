"""设置: where letters turn people to, by which ways requests come, their numbers, what was carried over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.cases import channels, opening, registering
from gongkai.cases import incoming as arriving
from gongkai.cases import settings as answering
from gongkai.cases.models import OpenChannel
from gongkai.letters import numbering
from gongkai.letters.models import Series

from .access import Asking, accepted, reading, there, working
from .settings_forms import AnsweringForm, CloseChannelForm, OpenChannelForm, OpeningForm, SeriesForm

# The series that an office begins with; others are begun with their first number.
_SERIES = (
    (arriving.SERIES, "来件", arriving.PATTERN),
    (registering.SERIES, "申请", registering.PATTERN),
    (numbering.LETTERS, "文书", f"{numbering.WORD}〔{{year}}〕{{n}}号"),
)


def agencies_of(asking: Asking) -> AgencyQuerySet:
    """Those for which this person sets anything: the answering of requests, or the wording of letters."""
    both = asking.within("cases.settings") | asking.within("letters.wording")
    return both.distinct().on(asking.on)


@reading
def settings_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The agencies to choose from; with one only, its page."""
    found = agencies_of(asking)
    if not found.exists():
        asking.ensure_somewhere("cases.settings")
    if found.count() == 1:
        return redirect("desk:settings_of", pk=found.get().pk)
    return render(request, "desk/settings/list.html", {"agencies": found})


@reading
def settings_of(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = there(lambda: agencies_of(asking).get(pk=pk))
    may_set = asking.within("cases.settings").filter(pk=pk).exists()
    balance = opening.opening_of(agency)
    context = {
        "agency": agency,
        "may_set": may_set,
        "may_word": asking.within("letters.wording").filter(pk=pk).exists(),
        "answering": answering.of(agency),
        "review_body": answering.review_body(agency, on=asking.on),
        "channels": channels.of(agency, on=asking.on),
        "series": _series(agency, asking),
        "opening": balance,
        "carried": sum(balance[1].values()) if balance else 0,
    }
    return render(request, "desk/settings/agency.html", context)


def _series(agency: Agency, asking: Asking) -> list[tuple[str, str, str, Series | None]]:
    """Name, words, what the next number looks like, and the row of this year."""
    year = asking.on.year
    rows = {row.name: row for row in Series.objects.filter(agency=agency, year=year)}
    named = {name: words for name, words, _ in _SERIES}
    own = [(name, f"文书（{name.partition(':')[2]}）", numbering.PATTERN) for name in rows if name not in named]
    return [
        (name, words, numbering.sample(agency, name, year, pattern=pattern), rows.get(name))
        for name, words, pattern in (*_SERIES, *own)
    ]


def _mine(asking: Asking, pk: int) -> Agency:
    return asking.agency("cases.settings", pk)


@working
def answering_settings(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = _mine(asking, pk)
    form = AnsweringForm(request.POST or None, initial=AnsweringForm.of(answering.of(agency)))

    def step() -> object:
        return answering.put(asking.person, agency, **form.cleaned_data, at=asking.at)

    words = "以后拟写的文书用新的内容，已经拟写的不变。"
    return _sheet(request, agency, form, step, "救济途径和缴费", "保存", "已保存。", words)


@working
def channel_open(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = _mine(asking, pk)
    form = OpenChannelForm(request.POST or None, initial={"from_on": asking.on})

    def step() -> object:
        return channels.open_channel(asking.person, agency, **form.cleaned_data, at=asking.at)

    words = "当面提交和邮寄是基本渠道，始终开通。电子渠道每天自检，不通的会提醒。"
    return _sheet(request, agency, form, step, "启用申请渠道", "启用", "渠道已启用。", words)


@working
def channel_close(request: HttpRequest, asking: Asking, pk: int, channel: int) -> HttpResponse:
    agency = _mine(asking, pk)
    row = there(lambda: OpenChannel.objects.select_related("agency").get(pk=channel, agency=agency))
    form = CloseChannelForm(request.POST or None, initial={"last_day": asking.on})

    def step() -> object:
        return channels.close_channel(asking.person, row, **form.cleaned_data, at=asking.at)

    words = f"{row.get_channel_display()}（{row.address}）。已经收到的照常办理。"
    return _sheet(request, agency, form, step, "停用申请渠道", "停用", "渠道已定于该日停用。", words)


@working
def series_start(request: HttpRequest, asking: Asking, pk: int, name: str) -> HttpResponse:
    """Go on from a given number, in a pattern of the agency's own."""
    agency = _mine(asking, pk)
    known = {series: (words, pattern) for series, words, pattern in _SERIES}
    rows = {row.name: row for row in Series.objects.filter(agency=agency, year=asking.on.year)}
    row = rows.get(name)
    if name not in known and row is None:
        raise Http404
    words, pattern = known.get(name, (name, numbering.PATTERN))
    now = {"pattern": row.pattern if row else pattern, "next": row.next if row else 1}
    form = SeriesForm(request.POST or None, initial=now)

    def step() -> object:
        return numbering.start(asking.person, agency, name, asking.on.year, **form.cleaned_data, at=asking.at)

    told = f"{asking.on.year}年{words}编号。从原来的台账接着编的，填台账的下一个号；已经用过的号不能再用。"
    return _sheet(request, agency, form, step, f"{words}编号", "保存", "编号已设好。", told)


@working
def opening_balance(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """What was carried over into the first year kept here: row 4 of the report of the year before."""
    agency = _mine(asking, pk)
    found = opening.opening_of(agency)
    now: dict[str, Any] = {"year": found[0] if found else asking.on.year}
    if found:
        now |= {f"n-{code}": number for code, number in found[1].items()}
    form = OpeningForm(request.POST or None, initial=now)

    def step() -> object:
        return opening.enter_opening(
            asking.person, agency, year=form.cleaned_data["year"], numbers=form.numbers(),
            reason=form.cleaned_data["reason"], at=asking.at,
        )  # fmt: skip

    words = "启用本系统以前没有办结的申请，按上一年度报告表三“结转下年度继续办理”填写；导入的旧申请不重复计。"
    return _sheet(request, agency, form, step, "期初结转", "保存", "期初结转已登记。", words)


def _sheet(
    request: HttpRequest,
    agency: Agency,
    form: Form,
    step: Callable[[], object],
    heading: str,
    button: str,
    done: str,
    words: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, done)
        return redirect("desk:settings_of", pk=agency.pk)
    context = {"agency": agency, "form": form, "heading": heading, "button": button, "words": words}
    return render(request, "desk/settings/sheet.html", context)

"""The wording of letters and the reasons to choose from, as the agency has them from a day on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.models import Agency
from gongkai.agencies.models import in_force as holds
from gongkai.errors import Refused
from gongkai.letters import reasons, wording
from gongkai.letters.models import Wording
from gongkai.letters.templates import readable
from gongkai.statute import letters, outcomes
from gongkai.statute.letters import LetterKind
from gongkai.writers.letter import Letter

from .access import Asking, accepted, reading, there, working
from .case_letter import laid
from .settings_forms import ReasonForm, RetireForm, WordingForm


def _mine(asking: Asking, pk: int) -> Agency:
    return asking.agency("letters.wording", pk)


def _kind(code: str, asking: Asking) -> LetterKind:
    return there(lambda: _found(code, asking))


def _found(code: str, asking: Asking) -> LetterKind:
    try:
        return letters.letter_kind(code, asking.on)
    except Refused:
        raise Wording.DoesNotExist from None


@reading
def wording_list(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = _mine(asking, pk)
    own = {row.kind: row for row in Wording.objects.filter(holds(asking.on), agency=agency, title="")}
    kinds = [(kind, own.get(kind.code)) for kind in letters.letter_kinds(asking.on)]
    grounds = _grounds([kind for kind, _ in kinds if kind.answers], asking.on)
    context = {
        "agency": agency,
        "on_the_way": [one for one in kinds if not one[0].answers],
        "answers": [(kind, row, grounds.get(kind.code, "")) for kind, row in kinds if kind.answers],
    }
    return render(request, "desk/settings/wordings.html", context)


def _grounds(kinds: Sequence[LetterKind], on: date) -> dict[str, str]:
    """What tells apart the letters of one title, by their codes: seven of them refuse, each on its own ground."""
    times = Counter(one.title for one in kinds)
    return {one.code: outcomes.reply(one.code, on).title for one in kinds if times[one.title] > 1}


@reading
def wording_of(request: HttpRequest, asking: Asking, pk: int, kind: str) -> HttpResponse:
    """The wording in force with its places, every version, and the reasons of this letter."""
    agency, found = _mine(asking, pk), _kind(kind, asking)
    context = {
        "agency": agency,
        "kind": found,
        "own": wording.in_force(agency, kind, on=asking.on),
        "text": readable(found, wording.text_on(agency, kind, on=asking.on)),
        "versions": wording.versions(agency, kind).select_related("by"),
        "reasons": reasons.offered(agency, kind, on=asking.on),
        "today": asking.on,
    }
    return render(request, "desk/settings/wording.html", context)


@working
def wording_edit(request: HttpRequest, asking: Asking, pk: int, kind: str) -> HttpResponse:
    """A new version; ``preview`` shows the letter in it before it is kept."""
    agency, found = _mine(asking, pk), _kind(kind, asking)
    now = {"text": readable(found, wording.text_on(agency, kind, on=asking.on)), "from_on": asking.on}
    form = WordingForm(request.POST or None, initial=now)
    shown: list[Letter] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "preview" in request.POST:
            accepted(form, lambda: shown.append(wording.preview(agency, kind, given["text"], on=given["from_on"])))
        elif accepted(form, lambda: wording.edit(asking.person, agency, kind=kind, **given, at=asking.at)):
            messages.success(request, f"《{found.title}》的文字已保存，从{given['from_on']}起用。")
            return redirect("desk:wording_of", pk=pk, kind=kind)
    context = {"agency": agency, "kind": found, "form": form, **(laid(shown[0]) if shown else {})}
    return render(request, "desk/settings/wording_edit.html", context)


@working
def reason_new(request: HttpRequest, asking: Asking, pk: int, kind: str) -> HttpResponse:
    agency, found = _mine(asking, pk), _kind(kind, asking)
    form = ReasonForm(request.POST or None, kind=found, initial={"from_on": asking.on})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if accepted(form, lambda: wording.edit(asking.person, agency, kind=kind, **given, at=asking.at)):
            messages.success(request, f"理由“{given['title']}”已保存。")
            return redirect("desk:wording_of", pk=pk, kind=kind)
    context = {"agency": agency, "kind": found, "form": form, "heading": "增加理由", "button": "保存理由",
               "words": "拟写文书时可以选用；同名的理由从该日起换成新的文字。"}  # fmt: skip
    return render(request, "desk/settings/sheet.html", context)


@working
def wording_retire(request: HttpRequest, asking: Asking, pk: int, version: int) -> HttpResponse:
    """Back to the shipped wording, or: a reason that is offered no more."""
    agency = _mine(asking, pk)
    row = there(lambda: Wording.objects.select_related("agency").get(pk=version, agency=agency))
    found = _kind(row.kind, asking)
    form = RetireForm(request.POST or None, initial={"until_on": asking.on})

    def step() -> object:
        return wording.retire(asking.person, row, until_on=form.cleaned_data["until_on"], at=asking.at)

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, "已定于该日停用。")
        return redirect("desk:wording_of", pk=pk, kind=row.kind)
    after = "停用以后不再供选用。" if row.title else "停用以后恢复系统自带的文字。"
    context = {"agency": agency, "kind": found, "form": form, "heading": f"停用{row.title or found.title}",
               "button": "停用", "words": f"{after}已经用它拟写的文书不变。"}  # fmt: skip
    return render(request, "desk/settings/sheet.html", context)

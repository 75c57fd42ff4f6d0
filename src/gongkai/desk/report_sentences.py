"""年报: the district's own words for the sentences of its agencies' reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from gongkai.agencies.models import Agency
from gongkai.reports.compiling.bodies import FIRST_YEAR
from gongkai.reports.models import OwnSentence
from gongkai.reports.texts import own
from gongkai.reports.texts.knowing import catalogue
from gongkai.reports.texts.library import Library, Place, Sentence, library

from .access import Asking, accepted, reading, working
from .case_fields import text
from .column_fields import choice, whole
from .report_overview import due_year
from .report_texts import name_of

_ORDER_STEP = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence of the library as the page lists it; ``own`` is the district's, where it has one."""

    sentence: Sentence
    words: tuple[str, ...]
    own: OwnSentence | None


class SentenceForm(forms.Form):
    """One sentence, with facts in braces."""

    place = choice("段落", ())
    order = whole("在段落中的次序", least=1, most=999, hint="数小的在前；系统自带的句子是10、20、30……")
    text = text(
        "文字", required=False, rows=5, most=own.LONGEST,
        hint="数据项写在花括号里，例如：全年公开{主动公开政府信息}条。替换自带的句子时，留空就是不写这一句",
    )  # fmt: skip
    from_year = whole("从哪一年度的报告起用", least=FIRST_YEAR, most=2100, hint="此前年度的报告仍用原来的文字")

    def __init__(self, *args: object, library: Library, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [(one.code, f"{name_of(one.part)}：{one.label}") for one in library.places]


class RetireForm(forms.Form):
    until_year = whole("用到哪一年度的报告为止", least=FIRST_YEAR, most=2100)


@reading
def sentences(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """The words that the reports of a year are drafted with, by paragraph."""
    district = asking.agency("reports.settings", pk)
    year = _year(request, asking)
    context = {
        "district": district,
        "year": year,
        "years": range(asking.on.year, FIRST_YEAR - 1, -1),
        "parts": [(name_of(place.part), place, found) for place, found in _listed(district, year)],
    }
    return render(request, "desk/reports/sentences.html", context)


@working
def sentence_edit(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """``code``: in place of a sentence there is; without one, a sentence of the district's own."""
    district = asking.agency("reports.settings", pk)
    year = _year(request, asking)
    code = request.GET.get("code", "")
    shipped = library(date(year, 12, 31))
    held = own.holding(district, year).filter(code=code).first() if code else None
    now = own.sentence(held) if held else shipped.sentence(code)
    if code and now is None:
        raise Http404
    form = SentenceForm(request.POST or None, library=shipped, initial=_initial(now, held, year, request))
    if form.is_valid() and accepted(form, lambda: own.edit(
        asking.person, district, code=code, **form.cleaned_data, at=asking.at
    )):  # fmt: skip
        messages.success(request, f"已保存，{form.cleaned_data['from_year']}年度起的报告用这句话。")
        return redirect(_list(district, form.cleaned_data["from_year"]))
    context = {
        "district": district, "year": year, "form": form, "held": held, "code": code,
        "shipped": _words(sentence) if (sentence := shipped.sentence(code)) else (),
        "facts": tuple(catalogue().values()),
    }  # fmt: skip
    return render(request, "desk/reports/sentence_edit.html", context)


@working
def sentence_retire(request: HttpRequest, asking: Asking, pk: int, sentence: int) -> HttpResponse:
    district = asking.agency("reports.settings", pk)
    found = OwnSentence.objects.filter(district=district, pk=sentence).first()
    if found is None:
        raise Http404
    form = RetireForm(request.POST or None, initial={"until_year": due_year(asking.on)})
    if form.is_valid() and accepted(form, lambda: own.retire(
        asking.person, found, **form.cleaned_data, at=asking.at
    )):  # fmt: skip
        messages.success(request, "已停用，以后年度的报告用系统自带的文字。")
        return redirect(_list(district, form.cleaned_data["until_year"]))
    context = {"district": district, "form": form, "sentence": found}
    return render(request, "desk/reports/sentence_retire.html", context)


def _listed(district: Agency, year: int) -> Iterator[tuple[Place, list[Shown]]]:
    """Every paragraph with its sentences: the district's where it has its own, else the shipped ones."""
    rows = {one.code: one for one in own.holding(district, year)}
    shipped = library(date(year, 12, 31))
    found = {one.code: one for one in shipped.sentences} | {code: own.sentence(row) for code, row in rows.items()}
    for place in shipped.places:
        here = sorted((one for one in found.values() if one.place == place.code), key=lambda one: one.order)
        yield place, [Shown(one, _words(one), rows.get(one.code)) for one in here]


def _words(one: Sentence) -> tuple[str, ...]:
    """Its clauses as they read for many, or for none where there is nothing else."""
    return tuple(own.readable(clause.many or clause.one or clause.zero) for clause in one.clauses)


def _initial(now: Sentence | None, held: OwnSentence | None, year: int, request: HttpRequest) -> dict[str, object]:
    if now is None:
        return {"place": request.GET.get("place", ""), "order": 5 * _ORDER_STEP, "from_year": year}
    words = held.text if held else (now.clauses[0].many if now.opening and now.clauses else "")
    return {"place": now.place, "order": now.order, "text": own.readable(words), "from_year": year}


def _year(request: HttpRequest, asking: Asking) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else due_year(asking.on)
    return min(max(year, FIRST_YEAR), asking.on.year)


def _list(district: Agency, year: int) -> str:
    return f"{reverse('desk:sentences', args=[district.pk])}?{urlencode({'year': year})}"

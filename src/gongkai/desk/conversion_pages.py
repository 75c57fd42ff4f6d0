"""转主动公开: what several asked for (Art. 44). The desk sees requests and publication, and joins them here."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.cases import repeats
from gongkai.cases.models import Case
from gongkai.publication import columns, converting
from gongkai.publication.models import Column, Conversion
from gongkai.statute import duties
from gongkai.ui.pages import page_of

from .access import Asking, reading, there, working
from .case_fields import text, words
from .column_fields import of
from .column_place import agency_of, frame, may, sheet

PART = "conversions"
_TITLE = 120


class SuggestForm(forms.Form):
    """Which of the alike requests ask for the same."""

    title = words("建议公开的内容", most=300, hint="不写申请人")
    cases = forms.MultipleChoiceField(label="申请同一信息的", widget=forms.CheckboxSelectMultiple,
                                      error_messages={"required": "请勾选申请同一信息的"})  # fmt: skip

    def __init__(self, data: object, *, case: Case, found: repeats.Found) -> None:
        alike = [hit.case for hit in found.hits]
        first = {"title": case.description[:_TITLE], "cases": [one.number for one in alike]}
        super().__init__(data, initial=first)  # type: ignore[arg-type]  # None or what was sent
        field = self.fields["cases"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.number, f"{one.number}　{one.description[:60]}") for one in alike]


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label="决定", widget=forms.RadioSelect, error_messages={"required": "请选择"},
        choices=[("agree", "同意，转为主动公开"), ("decline", "不转为主动公开")],
    )  # fmt: skip
    title = words("公开的内容", most=300, hint="同意的，用这个名称登记应公开的信息；不写申请人和个人信息")
    column = of("栏目", Column.objects.none(), required=False, none="不指定")
    reason = text("理由", required=False, rows=3, hint="不转为主动公开的必须写明")

    def __init__(self, data: object, *, agency: Agency, asking: Asking, title: str) -> None:
        super().__init__(data, initial={"title": title})  # type: ignore[arg-type]  # None or what was sent
        field = self.fields["column"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = columns.leaves(agency, asking.on)


@reading
def conversion_list(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "columns.record")
    found = converting.visible(asking.person, on=asking.on).filter(agency=agency)
    context = frame(
        asking, agency, PART, page=page_of(request, found), may_decide=may(asking, "columns.edit", agency)
    )
    return render(request, "desk/publication/conversions.html", context)


@working
def conversion(request: HttpRequest, asking: Asking, pk: int, conversion: int) -> HttpResponse:
    """Agreed to, it must be public in time; declined, it says why."""
    agency = agency_of(asking, pk, "columns.edit")
    rows = converting.visible(asking.person, on=asking.on, verb="columns.edit")
    one: Conversion = there(lambda: rows.filter(agency__in=asking.within("columns.record")).get(
        pk=conversion, agency=pk))  # fmt: skip
    form = DecideForm(request.POST or None, agency=agency, asking=asking, title=one.title)

    def step() -> object:
        given = form.cleaned_data
        if given["decision"] == "decline":
            return converting.decline(asking.person, one, reason=given["reason"], at=asking.at)
        return converting.agree(
            asking.person, one, title=given["title"], column=given["column"], reason=given["reason"], at=asking.at
        )

    facts = {"申请": "\n".join(one.cases), "申请人": f"{one.applicants}个"}
    return sheet(
        request, asking, agency, PART, form, step, heading="是否转为主动公开", button="作出决定", done="已决定。",
        words=("多个申请人申请公开同一信息，该信息属于可以公开的，可以纳入主动公开的范围（《条例》第四十四条）。",
               "同意的，自今天起20个工作日内公开。"),
        facts=facts, back=reverse("desk:conversions", args=[pk]),
    )  # fmt: skip


@working
def conversion_suggest(request: HttpRequest, asking: Asking, case: int) -> HttpResponse:
    """From a request: who else asked for the same, and the suggestion to publish it."""
    one = there(lambda: Case.objects.select_related("agency", "applicant").get(
        pk=case, agency__in=asking.within("cases.work")))  # fmt: skip
    agency = agency_of(asking, one.agency_id, "columns.record")
    found = alike(asking, one)
    form = SuggestForm(request.POST or None, case=one, found=found)

    def step() -> object:
        chosen = form.cleaned_data["cases"]
        return suggest(asking, one, chosen, form.cleaned_data["title"])

    said = (
        f"{one.number}以外，另有{found.applicants}个申请人的申请与它相近。请核对是不是同一信息。"
        if found.hits
        else f"没有找到与{one.number}相近的其他人的申请。"
    )
    return sheet(
        request, asking, agency, PART, form, step, heading="建议转为主动公开", button="提出建议",
        done="已提出建议。",
        words=(said,), back=reverse("desk:case", args=[one.pk]),
        goes_to=lambda made: reverse("desk:conversions", args=[agency.pk]),
    )  # fmt: skip


def alike(asking: Asking, case: Case) -> repeats.Found:
    """What others asked of the same agency in nearly the same words."""
    return repeats.by_others(
        asking.person, case.agency, case.applicant, case.description, before=case, on=asking.on
    )


def suggest(asking: Asking, case: Case, numbers: list[str], title: str) -> Conversion | None:
    """With the requests that were found to ask for the same; different applicants are counted."""
    rows = Case.objects.filter(agency=case.agency, number__in=[case.number, *numbers])
    people = rows.values("applicant").distinct().count()
    return converting.suggest(
        asking.person, case.agency, title=title, cases=[case.number, *numbers], applicants=people, at=asking.at
    )


def registered(asking: Asking, case: Case) -> Conversion | None:
    """A request was registered: the second applicant for the same makes a suggestion (rule 40). Only what is alike
    beyond doubt by its words is taken without a person; all else is looked at from the page of the request."""
    if not asking.within("columns.record").filter(pk=case.agency_id).exists():
        return None
    found = alike(asking, case)
    sure = [hit.case for hit in found.hits if hit.alike.share >= _SURE]
    people = {case.applicant_id, *(one.applicant_id for one in sure)}
    if not duties.converts(len(people), asking.on):
        return None
    return suggest(asking, case, [one.number for one in sure], case.description[:_TITLE])


_SURE = 0.9

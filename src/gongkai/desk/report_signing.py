"""年报: a compiled draft on its way to the head and out: compiled anew, handed up, sent back, signed and filed."""

from __future__ import annotations

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.documents import queries as documents
from gongkai.documents.files import MAX_SIZE
from gongkai.documents.kinds import content_type
from gongkai.reports import actions, queries
from gongkai.reports.compiling.watching import watched
from gongkai.reports.models import Signature
from gongkai.statute.form import cells_by_name
from gongkai.ui.official import anchor, label
from gongkai.ui.templatetags.ui import figure as written

from .access import Asking, posted, reading, sending, there, working
from .days import day_field
from .report_forms import text
from .report_steps import page, too_late, version_for


class SignForm(forms.Form):
    name = forms.CharField(label="签发人", max_length=60, error_messages={"required": "请填写签发人的姓名"},
                           help_text="主要负责人的姓名，与签章页一致")  # fmt: skip
    signed_on = day_field("签发日期")
    scan = forms.FileField(label="签章页", required=False, help_text="签字并盖章的一页的扫描件，PDF 或图片",
                           widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}))  # fmt: skip

    def clean_scan(self) -> object:
        scan = self.cleaned_data.get("scan")
        if scan is not None and scan.size > MAX_SIZE:
            raise forms.ValidationError(f"签章页超过 {MAX_SIZE // 2**20} MB，请重新扫描")
        return scan

    @property
    def page(self) -> actions.Scan | None:
        scan = self.cleaned_data.get("scan")
        return actions.Scan(scan.name, scan.read()) if scan else None


class SendBackForm(forms.Form):
    comments = text("要修改什么", "请写明要修改什么", hint="经办人会看到这段话", rows=4)


@sending
def recompile(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = version_for(asking, pk, "compile")
    actions.recompile(asking.person, version, at=asking.at)
    messages.success(request, "已按现在的记录重新编制；您改过的数字和文字保留。")
    return redirect("desk:review", pk=pk)


@working
def hand_up(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = version_for(asking, pk, "hand_up")
    if late := too_late(request, asking, version, "hand_up"):
        return late
    form = forms.Form(posted(request))
    words = "送签以后不能再改，直到负责人签发或者退回修改。"

    def step() -> object:
        return actions.hand_up(asking.person, version, at=asking.at)

    return page(request, "plain_step", version, form, step, "已送签。", heading="送签", words=words)


@working
def send_back(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = version_for(asking, pk, "send_back")
    if late := too_late(request, asking, version, "send_back"):
        return late
    form = SendBackForm(request.POST or None)

    def step() -> object:
        return actions.send_back(asking.person, version, comments=form.cleaned_data["comments"], at=asking.at)

    words = "退回经办人修改，改好以后重新送签。"
    return page(request, "plain_step", version, form, step, "已退回修改。", heading="退回修改", words=words)


@working
def sign(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = version_for(asking, pk, "sign")
    if late := too_late(request, asking, version, "sign"):
        return late
    sent = request.method == "POST"
    form = SignForm(request.POST if sent else None, request.FILES if sent else None,
                    initial={"signed_on": asking.on})  # fmt: skip

    def step() -> object:
        data = form.cleaned_data
        return actions.sign(
            asking.person, version, name=data["name"], signed_on=data["signed_on"], scan=form.page, at=asking.at
        )

    words = "签发以后报送主管部门审核；审核接受以后发布。审核中的旧版本由这一版取代。"
    return page(request, "plain_step", version, form, step, "已签发并报送。", heading="签发并报送", words=words,
                multipart=True)  # fmt: skip


@reading
def signature(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """The signed page as it was scanned, to be saved."""
    version = there(lambda: queries.version(asking.person, pk, on=asking.on))
    found = Signature.objects.filter(version=version).exclude(scan=None).select_related("scan").first()
    if found is None or found.scan is None:
        raise Http404
    kind = found.scan.kind
    response = HttpResponse(documents.content(found.scan), content_type=content_type(kind))
    name = f"{version.agency.name}{version.year}年度报告签章页.{kind}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@reading
def changes(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """What the records say otherwise by now: shown, never put into the figure."""
    version = there(lambda: queries.version(asking.person, pk, on=asking.on))
    found = watched(version)
    if found is None:
        raise Http404
    known = cells_by_name()
    rows = [
        {
            "label": label(known[one.cell][0]), "place": anchor(known[one.cell][0]), "then": written(one.then),
            "now": written(one.now), "gone": len(one.gone), "came": len(one.came), "one": one,
        }
        for one in found.differences
    ]  # fmt: skip
    context = {
        "version": version,
        "watched": found,
        "rows": rows,
        "verbs": queries.verbs(asking.person, version, on=asking.on),
    }
    return render(request, "desk/reports/compiled_changes.html", context)

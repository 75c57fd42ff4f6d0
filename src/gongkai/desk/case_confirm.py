"""Both sides confirm a request that came by a channel without a receipt (Art. 31; 国办公开办函〔2015〕207号)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from gongkai.cases import registering
from gongkai.cases.models import Case
from gongkai.cases.steps import Need

from .access import Asking, working
from .case_form import CaseForm
from .case_found import case_of, may
from .case_step import sent, walk

_MEANS = Need("means", "确认的方式", "choice", choices=tuple(registering.Means.choices), initial="phone")


def _case(asking: Asking, pk: int) -> Case:
    case = case_of(asking, pk)
    if not may(asking, "cases.register", case):
        raise Http404
    return case


@working
def confirm(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    case = _case(asking, pk)
    form = CaseForm(*sent(request), case=case, asking=asking)
    form.add(
        (
            Need("office_on", "本机关确认的日期", "date", required=False,
                 initial=case.office_confirmed_on or asking.on),
            Need("applicant_on", "申请人确认的日期", "date", required=False, initial=case.applicant_confirmed_on,
                 hint="一次通话中双方都确认的，填同一天"),
            _MEANS,
        )
    )  # fmt: skip

    def take() -> object:
        return registering.confirm(asking.person, case, **form.given(), revision=form.seen_revision, at=asking.at)

    context = {
        "heading": "登记双方确认",
        "button": "登记确认",
        "words": "平常信函、传真、电子邮件和网上提交的申请，双方确认之日为收到申请之日（《条例》第三十一条）。",
        "effects": ("双方都确认的，从确认之日的次日起计算20个工作日；只有一方确认的，继续等候。",),
    }
    return walk(request, asking, case, form, take, done="确认已登记。", context=context)


@working
def tried(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    case = _case(asking, pk)
    form = CaseForm(*sent(request), case=case, asking=asking)
    form.add((Need("on", "联系的日期", "date"), _MEANS))

    def take() -> object:
        return registering.tried(asking.person, case, **form.given(), revision=form.seen_revision, at=asking.at)

    context = {
        "heading": "登记联系未成",
        "button": "登记这次联系",
        "words": "没有联系上申请人的，每次联系都记下；联系上以后登记双方确认。",
    }
    return walk(request, asking, case, form, take, done="这次联系已记下。", context=context)

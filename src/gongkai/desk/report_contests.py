"""年报: a return contested by the agency, upheld or withdrawn by who returned it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gongkai.reports import actions
from gongkai.reports.models import ReportVersion

from .access import Asking, working
from .report_forms import ReasonForm
from .report_steps import page, too_late, version_for


@working
def contest(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    words = "认为退回意见不对的，写明理由，由退回的一方决定维持还是撤销退回；每次退回只能提出一次。"
    done = "异议已提出，等待决定。"
    return _step(request, asking, pk, "contest", actions.contest, ("对退回提出异议", words, done))


@working
def uphold(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    words = "维持后仍为已退回，由报送机关改好重新上传；报送机关会看到这里写的理由。"
    return _step(request, asking, pk, "uphold", actions.uphold, ("维持退回", words, "已维持退回。"))


@working
def withdraw_return(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    words = "撤销后这一版回到待审核，可以接受；报送机关会看到这里写的理由。"
    said = ("撤销退回", words, "已撤销退回，这一版回到待审核。")
    return _step(request, asking, pk, "withdraw_return", actions.withdraw_return, said)


def _step(
    request: HttpRequest,
    asking: Asking,
    pk: int,
    verb: str,
    action: Callable[..., ReportVersion],
    said: tuple[str, str, str],
) -> HttpResponse:
    """``said``: the heading, what will happen, and what is told once it has."""
    version = version_for(asking, pk, verb)
    if late := too_late(request, asking, version, verb):
        return late
    form = ReasonForm(request.POST or None)
    heading, words, done = said

    def step() -> object:
        return action(asking.person, version, reason=form.cleaned_data["reason"], at=asking.at)

    return page(request, "plain_step", version, form, step, done, heading=heading, words=words)

"""A request becomes a case: one whole sheet, and before the first number what may be a repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import applicants, registering
from gongkai.cases.models import Case, Incoming
from gongkai.cases.states import State

from . import case_words
from .access import Asking, accepted, working
from .case_found import visible
from .incoming_forms import RegisterForm
from .incoming_one import to_settle

_MOST = 20


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier request of the same person; ``answered`` ones can make a repeat (Art. 36(6))."""

    case: Case
    title: str
    answered: bool


@working
def incoming_register(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = to_settle(asking, pk)
    if found.settled_as and request.method != "POST":
        messages.warning(request, f"这件来件已经处理：{found.get_settled_as_display()}。")
        return redirect("desk:incoming_one", pk=pk)
    form = RegisterForm(request.POST if request.method == "POST" else None, incoming=found, initial=_known(found))
    earlier = _earlier(form, found, asking)
    form.offer([one.case for one in earlier])
    looked = "looked" in request.POST
    if request.method == "POST" and form.is_valid() and (looked or not earlier):
        made: list[Case] = []
        if accepted(form, lambda: made.append(_register(form, found, asking))):
            messages.success(request, f"已登记为申请，编号 {made[0].number}。")
            return redirect("desk:case", pk=made[0].pk)
    context = {"incoming": found, "form": form, "earlier": earlier, "confirms": form.confirmed}
    return render(request, "desk/incoming/register.html", context)


def _known(found: Incoming) -> dict[str, str]:
    """What the register knows already."""
    return {"name": found.sender, "description": found.subject}


def _earlier(form: RegisterForm, found: Incoming, asking: Asking) -> Sequence[Earlier]:
    """What the same person asked here before, once it is known who asks; the newest first."""
    if not form.is_bound or not form.data.get("name"):
        return ()
    details = applicants.Details(
        kind=form.data.get("kind", ""), name=form.data.get("name", ""),
        document_number=form.data.get("document_number", ""), phone=form.data.get("phone", ""),
        email=form.data.get("email", ""), address=form.data.get("address", ""),
    )  # fmt: skip
    who = applicants.find(found.agency, details)
    if who is None:
        return ()
    cases = visible(asking).filter(applicant=who, agency=found.agency).order_by("-arrived_on", "-pk")[:_MOST]
    return [Earlier(one, case_words.title(one), one.state in (State.ANSWERED, State.CLOSED)) for one in cases]


def _register(form: RegisterForm, found: Incoming, asking: Asking) -> Case:
    given = form.cleaned_data
    return registering.register(
        asking.person,
        incoming=found,
        applicant=form.details(),
        asked=form.asked(),
        parties=form.parties(),
        confirmation=form.confirmation(),
        identity=list(given.get("identity") or ()),
        same_person=given["same_person"],
        repeats=given["repeats"],
        at=asking.at,
    )

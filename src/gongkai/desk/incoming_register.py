"""A request becomes a case: one whole sheet, and before the first number what may be a repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import applicants, consenting, identity, registering, repeats
from gongkai.cases.applicants import Details
from gongkai.cases.asking.submitting import Prefilled
from gongkai.cases.models import Applicant, Case, Incoming
from gongkai.cases.states import State

from . import case_words, conversion_pages
from .access import Asking, accepted, posted, working
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
    alike: bool


@working
def incoming_register(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = to_settle(asking, pk)
    if found.settled_as and request.method != "POST":
        messages.warning(request, f"这件来件已经处理：{found.get_settled_as_display()}。")
        return redirect("desk:incoming_one", pk=pk)
    sent = posted(request)
    form = RegisterForm(sent, incoming=found, initial={} if sent else _known(found, asking))
    earlier = _earlier(form, found, asking)
    form.offer([one.case for one in earlier])
    looked = "looked" in request.POST
    if request.method == "POST" and form.is_valid() and (looked or not earlier):
        made: list[Case] = []
        if accepted(form, lambda: made.append(_register(form, found, asking))):
            messages.success(request, f"已登记为申请，编号 {made[0].number}。")
            if conversion_pages.registered(asking, made[0]):
                messages.info(
                    request, "另有申请人申请过同一信息，已列入“转主动公开”的建议（《条例》第四十四条）。"
                )
            return redirect("desk:case", pk=made[0].pk)
    context = {"incoming": found, "form": form, "earlier": earlier, "confirms": form.confirmed,
               "others": _others(form, found, asking) if earlier or form.errors else None}  # fmt: skip
    return render(request, "desk/incoming/register.html", context)


def _known(found: Incoming, asking: Asking) -> dict[str, Any]:
    """What the register knows already: of a request from the portal all that the applicant filled in, and looking
    at that is recorded."""
    submitted = identity.look_at_submission(asking.person, found, at=asking.at)
    if submitted is None:
        return {"name": found.sender, "description": found.subject}
    known = _filled_in(submitted) | {"office_on": asking.on}
    return known | ({"electronic_service": False} if consenting.taken_back(found) else {})


def _filled_in(submitted: Prefilled) -> dict[str, Any]:
    """Both sides confirm by it: the applicant on the day it was submitted, the office when it registers it."""
    wanted = submitted.wanted
    given: dict[str, Any] = asdict(wanted.applicant)
    given |= {
        "identity": [one.pk for one in submitted.identity], "authority": submitted.authority,
        "what": wanted.asked.kind, "description": wanted.asked.description,
        "document_number_asked": wanted.asked.document_number, "form": wanted.asked.form,
        "route": wanted.asked.route, "electronic_service": wanted.asked.electronic_service,
        "applicant_on": submitted.applicant_on, "means": registering.Means.ONLINE.value,
    }  # fmt: skip
    for party in wanted.parties:
        given |= {
            "party_role": party.role, "party_name": party.details.name, "party_document": party.details.document,
            "party_number": party.details.document_number, "party_phone": party.details.phone,
        }  # fmt: skip
    return given


def _earlier(form: RegisterForm, found: Incoming, asking: Asking) -> Sequence[Earlier]:
    """What the same person asked here before, once it is known who asks: the same information first."""
    who = _who(form, found)
    if who is None:
        return ()
    alike = repeats.earlier(asking.person, found.agency, who, _value(form, "description"), on=asking.on)
    same = {hit.case.pk: hit for hit in alike.hits}
    others = visible(asking).filter(applicant=who, agency=found.agency).exclude(pk__in=same)
    rest = others.order_by("-arrived_on", "-pk")[: max(0, _MOST - len(same))]
    return [*(_shown(hit.case, True) for hit in alike.hits), *(_shown(one, False) for one in rest)]


def _shown(case: Case, alike: bool) -> Earlier:
    return Earlier(case, case_words.title(case), case.state in (State.ANSWERED, State.CLOSED), alike)


def _others(form: RegisterForm, found: Incoming, asking: Asking) -> repeats.Found | None:
    """The same information, asked by somebody else: a reason to publish it (Art. 44), never a repeat."""
    words = _value(form, "description")
    if not words.strip():
        return None
    return repeats.by_others(asking.person, found.agency, _who(form, found), words, on=asking.on)


def _who(form: RegisterForm, found: Incoming) -> Applicant | None:
    details = Details(**{one.name: _value(form, one.name) for one in fields(Details)})
    if not details.name or not (form.is_bound or details.document_number):
        return None
    return applicants.find(found.agency, details)


def _value(form: RegisterForm, name: str) -> str:
    """As it was sent, or as it stands in the sheet at first."""
    return str((form.data if form.is_bound else form.initial).get(name) or "")


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

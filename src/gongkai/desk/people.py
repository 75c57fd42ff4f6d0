"""人员: who works where in which role and until when."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.accounts.models import Person
from gongkai.agencies.models import Membership, StandIn, in_force
from gongkai.ui.pages import page_of

from .access import Asking, reading
from .people_forms import PeopleSearch


@reading
def people_list(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere("people.view")
    agencies = asking.within("people.view")
    search = PeopleSearch(request.GET or None, agencies=agencies)
    wanted = search.cleaned_data if search.is_valid() else {}
    found = Membership.objects.filter(agency__in=agencies).select_related("person", "agency")
    if not wanted.get("past"):
        found = found.exclude(until_on__lt=asking.on)
    if agency := wanted.get("agency"):
        found = found.filter(agency=agency)
    if role := wanted.get("role"):
        found = found.filter(role=role)
    if words := wanted.get("q"):
        found = found.filter(Q(person__name__icontains=words) | Q(person__username__icontains=words))
    context = {
        "page": page_of(request, found.order_by("agency__rank", "role", "person__username")),
        "search": search,
        "today": asking.on,
        "may_edit": asking.may_somewhere("people.edit"),
    }
    return render(request, "desk/people/list.html", context)


@reading
def person_detail(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    person = visible_person(asking, pk)
    agencies = asking.within("people.view")
    edit = set(asking.within("people.edit").values_list("pk", flat=True))
    memberships = person.memberships.filter(agency__in=agencies).select_related("agency")
    context = {
        "person": person,
        "memberships": [(m, m.agency_id in edit, _holds(m, asking)) for m in memberships],
        "stand_ins": StandIn.objects.filter(Q(person=person) | Q(membership__person=person))
        .filter(membership__agency__in=agencies)
        .select_related("person", "membership__person", "membership__agency"),
        "may_edit": person.memberships.filter(agency_id__in=edit).exists(),
        "is_self": person == asking.person,
        "today": asking.on,
    }
    return render(request, "desk/people/detail.html", context)


def _holds(membership: Membership, asking: Asking) -> bool:
    """In force, or yet to begin."""
    return membership.until_on is None or membership.until_on >= asking.on


def visible_person(asking: Asking, pk: int, verb: str = "people.view") -> Person:
    """A person who works, worked or stands in somewhere this may be done; anyone else is not there."""
    agencies = asking.within(verb)
    works = Q(memberships__agency__in=agencies) | Q(stands_in__membership__agency__in=agencies)
    found = Person.objects.filter(works, pk=pk).distinct().first()
    if found is None:
        raise Http404
    return found


def visible_membership(asking: Asking, pk: int) -> Membership:
    """A role that this person may end or let somebody stand in for."""
    found = Membership.objects.filter(pk=pk, agency__in=asking.within("people.edit"))
    membership = found.select_related("person", "agency").first()
    if membership is None:
        raise Http404
    return membership


def colleagues(asking: Asking) -> Q:
    """The condition on persons whom somebody with people.edit may appoint or let stand in."""
    here = asking.within("people.edit")
    today = in_force(asking.on, "memberships__")
    return Q(memberships__agency__in=here) & today & Q(is_active=True)

"""The steps of 人员: invite, appoint, let stand in, end, disable, enable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.accounts.models import Person
from gongkai.agencies import people as actions
from gongkai.agencies.models import Membership
from gongkai.agencies.roles import Role
from gongkai.errors import Refused
from gongkai.ui.signin.invitations import hand_out

from .access import Asking, accepted, sending, working
from .people import colleagues, visible_membership, visible_person
from .people_forms import AppointForm, DisableForm, DismissForm, InviteForm, StandInForm


def _sheet(request: HttpRequest, form: Form, heading: str, button: str, **more: Any) -> HttpResponse:
    context = {"form": form, "heading": heading, "button": button, **more}
    return render(request, "desk/people/sheet.html", context)


def _take(form: Form, step: Callable[[], object]) -> bool:
    return form.is_valid() and accepted(form, step)


@working
def invite(request: HttpRequest, asking: Asking) -> HttpResponse:
    asking.ensure_somewhere("people.edit")
    form = InviteForm(request.POST or None, agencies=asking.within("people.edit").on(asking.on))
    made: list[Membership] = []

    def step() -> None:
        data = form.cleaned_data
        made.append(
            actions.invite(
                data["username"],
                name=data["name"],
                email=data["email"],
                agency=data["agency"],
                role=Role(data["role"]),
                by=asking.person,
                at=asking.at,
            )
        )

    if _take(form, step):
        messages.success(request, f"已邀请{made[0].person.name}。请取设置密码的链接，交给本人。")
        return redirect("desk:person", pk=made[0].person_id)
    return _sheet(request, form, "邀请人员", "邀请")


@working
def appoint(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    person = visible_person(asking, pk, "people.edit")
    agencies = asking.within("people.edit").on(asking.on)
    form = AppointForm(request.POST or None, agencies=agencies, initial={"from_on": asking.on})

    def step() -> None:
        data = form.cleaned_data
        actions.appoint(
            person,
            agency=data["agency"],
            role=Role(data["role"]),
            from_on=data["from_on"],
            until_on=data["until_on"],
            by=asking.person,
            at=asking.at,
        )

    if _take(form, step):
        messages.success(request, f"{person.name}已增加角色。")
        return redirect("desk:person", pk=person.pk)
    return _sheet(request, form, "增加角色", "增加角色", person=person)


@working
def dismiss(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    membership = visible_membership(asking, pk)
    form = DismissForm(request.POST or None, initial={"last_day": asking.on})

    def step() -> None:
        actions.dismiss(membership, last_day=form.cleaned_data["last_day"], by=asking.person, at=asking.at)

    if _take(form, step):
        messages.success(request, "已记下任职的最后一天。")
        return redirect("desk:person", pk=membership.person_id)
    words = (
        f"{membership.person.name}在{membership.agency.name}的{membership.get_role_display()}，代理也随之结束。"
    )
    return _sheet(request, form, "结束任职", "结束任职", person=membership.person, words=words)


@working
def stand_in(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    membership = visible_membership(asking, pk)
    people = Person.objects.filter(colleagues(asking)).exclude(pk=membership.person_id).distinct()
    form = StandInForm(request.POST or None, people=people, initial={"from_on": asking.on})

    def step() -> None:
        data = form.cleaned_data
        actions.stand_in(
            membership,
            data["person"],
            from_on=data["from_on"],
            until_on=data["until_on"],
            by=asking.person,
            at=asking.at,
        )

    if _take(form, step):
        messages.success(request, "代理已安排，到期自动结束。")
        return redirect("desk:person", pk=membership.person_id)
    words = f"代理{membership.person.name}在{membership.agency.name}的{membership.get_role_display()}。"
    return _sheet(request, form, "安排代理", "安排代理", person=membership.person, words=words)


@working
def disable(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    person = visible_person(asking, pk, "people.edit")
    form = DisableForm(request.POST or None)

    def step() -> None:
        actions.disable(person, reason=form.cleaned_data["reason"], by=asking.person, at=asking.at)

    if _take(form, step):
        messages.success(request, f"{person.name}的账户已停用，正在使用的登录随即结束。")
        return redirect("desk:person", pk=person.pk)
    words = f"停用后{person.name}不能再登录；办过的事仍记在其名下，角色不变，可以恢复。"
    return _sheet(request, form, "停用账户", "停用账户", person=person, words=words)


@sending
def enable(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    person = visible_person(asking, pk, "people.edit")
    try:
        actions.enable(person, by=asking.person, at=asking.at)
        messages.success(request, f"{person.name}的账户已恢复，需要重新设置密码，请重发邀请。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:person", pk=person.pk)


@sending
def send_invitation(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Shows, once, the link by which an invited person sets a password. Whoever has one resets it themselves."""
    person = visible_person(asking, pk, "people.edit")
    shown = hand_out(person, by=asking.person, at=asking.at)
    return render(request, "desk/people/invitation.html", {"person": person, "link": shown})

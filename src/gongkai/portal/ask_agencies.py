"""Who can be asked: every agency that exists and answers for itself, and the ways that each has opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from gongkai.agencies import addresses
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.cases import channels
from gongkai.cases.words import Channel
from gongkai.reports import catalogue

from .absent import no_agency

_OPTIONAL = (
    (Channel.FAX, "传真", "以双方确认之日为收到申请之日，请留下电话。"),
    (Channel.EMAIL, "电子邮件", "以双方确认之日为收到申请之日，请在邮件中留下电话。"),
)


@dataclass(frozen=True, slots=True)
class Offered:
    """``online``: it takes the form on this site."""

    agency: Agency
    online: bool


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    offered: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One channel as a citizen needs it: what it is called, and where to bring or send the request."""

    label: str
    where: str
    hint: str = ""


def askable(on: date) -> AgencyQuerySet:
    """Those that owe a report of their own answer requests of their own; one that has ended answers none."""
    return catalogue.agencies(on).filter(pk__in=Agency.objects.on(on))


def online(agency: Agency, on: date) -> bool:
    return channels.is_open(agency, Channel.WEB, on=on)


def found(text: str, on: date) -> list[Group]:
    """By kind, in official order, those with every word of the text in their name."""
    wanted = Q()
    for word in catalogue.words(text):
        wanted &= Q(name__icontains=word)
    open_ones = set(channels.in_force(on).filter(channel=Channel.WEB).values_list("agency", flat=True))
    agencies = [Offered(one, one.pk in open_ones) for one in askable(on).filter(wanted)]
    groups = (Group(k.label, tuple(one for one in agencies if one.agency.kind == k)) for k in Kind)
    return [group for group in groups if group.offered]


def ways(agency: Agency, on: date) -> list[Way]:
    """The ways by which it can be asked today, in the order of the law."""
    return list(_ways(agency, on))


def _ways(agency: Agency, on: date) -> Iterator[Way]:
    opened = {one.channel: one.row for one in channels.of(agency, on=on) if one.open}
    office = agency.office or f"{agency.name}政府信息公开工作机构"
    place = agency.address or "地址请电话询问"
    hours = f"办公时间：{agency.hours}" if agency.hours else ""
    yield Way("当面提交", f"{place}，{office}", hours)
    yield Way("口头申请", f"{place}，{office}", "书写确有困难的，可以口头提出，由工作人员代为填写。")
    post = f"{place}（邮政编码 {agency.postcode}）" if agency.postcode else place
    yield Way("邮寄", f"{post}，{office}收", "请在信封上写明“政府信息公开申请”。")
    for channel, label, hint in _OPTIONAL:
        row = opened.get(channel)
        if row is not None:
            yield Way(label, row.address, hint)


def with_askable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the agency that the word means; an old word is sent on to the one that holds."""

    @wraps(view)
    def page(request: HttpRequest, word: str, *args: Any, **kwargs: Any) -> HttpResponse:
        agency = addresses.find(word)
        if agency is None or not askable(timezone.localdate()).filter(pk=agency.pk).exists():
            return no_agency(request)
        if word != addresses.word(agency) and request.method != "POST":
            there = request.get_full_path().replace(f"/{word}/", f"/{addresses.word(agency)}/", 1)
            return HttpResponsePermanentRedirect(there)
        return view(request, agency, *args, **kwargs)

    return page

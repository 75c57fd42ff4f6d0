"""What the first page of the district and that of an agency have in common: the search, the four columns under
their names and in their order (国办公开办函〔2019〕61号), 依申请公开 beside them, and the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.prepared import Prepared
from gongkai.publication import queries, work_rules
from gongkai.publication.models import Item, WorkRule
from gongkai.reports import published

from .cutting import MOST, capped
from .item_lists import listed

NEWEST = 10
_MORE = "多"


@dataclass(frozen=True, slots=True)
class Door:
    """One of the five; ``note`` says what is behind it."""

    title: str
    note: str
    address: str


def doors(agency: Agency | None, askable: bool = True) -> list[Door]:
    """Of an agency, or of the whole district."""
    word = addresses.word(agency) if agency else ""
    four = [
        Door("政府信息公开指南", "怎么查、怎么申请、找谁", _to("guide", word)),
        Door("政府信息公开制度", _rules(agency), _to("rules", word)),
        Door("法定主动公开内容", _items(agency), _to("catalogue", word)),
        Door("政府信息公开年报", _reports(agency), f"{_to('agency', word)}#reports" if word else _to("reports")),
    ]
    if askable:
        ask = reverse("portal:ask_agency", args=[word]) if word else reverse("portal:ask")
        four.append(Door("依申请公开", "提出申请、查询进度", ask))
    return four


def newest(agency: Agency | None = None) -> Sequence[Item]:
    return _newest_of(agency.pk) if agency else _newest()


_newest = Prepared(lambda: listed(queries.shown())[:NEWEST])
_newest_of = Prepared(lambda agency: listed(queries.shown().filter(agency_id=agency))[:NEWEST])


def _some(items: QuerySet[Item]) -> QuerySet[Item]:
    return items.only("pk").order_by()[: MOST + 1]


def _held(rules: QuerySet[WorkRule]) -> QuerySet[WorkRule]:
    return rules.filter(repealed_on=None).only("pk").order_by()


_all = Prepared(lambda: _some(queries.shown()))
_all_of = Prepared(lambda agency: _some(queries.shown().filter(agency_id=agency)))
_since = Prepared(lambda day: _some(queries.shown().filter(first_public_on__gte=day)))
_since_of = Prepared(lambda agency, day: _some(queries.shown().filter(agency_id=agency, first_public_on__gte=day)))
_held_rules = Prepared(lambda: _held(work_rules.readable()))
_held_rules_of = Prepared(lambda agency: _held(work_rules.readable().filter(agency_id=agency)))


@lru_cache(maxsize=8192)
def _to(name: str, word: str = "") -> str:
    if not word:
        return reverse(f"portal:{name}")
    return reverse(f"portal:{name}" if name == "agency" else f"portal:agency_{name}", args=[word])


def _items(agency: Agency | None) -> str:
    new_year = date(timezone.localdate().year, 1, 1)
    total, many = capped(_all_of.count(agency.pk) if agency else _all.count())
    year, year_many = capped(_since_of.count(agency.pk, new_year) if agency else _since.count(new_year))
    if not total:
        return "还没有公开的信息"
    return f"{total:,}{_MORE * many}条，本年{year:,}{_MORE * year_many}条"


def _rules(agency: Agency | None) -> str:
    count = _held_rules_of.count(agency.pk) if agency else _held_rules.count()
    return f"法规与工作制度{count}件" if count else "法规与工作制度"


def _reports(agency: Agency | None) -> str:
    years = published.years() if agency is None else [one.year for one in published.reports(agency=agency)]
    if not years:
        return "公布后可查阅、下载"
    first, last = min(years), max(years)
    return f"{first}年，可下载" if first == last else f"{first}—{last}年，可下载"

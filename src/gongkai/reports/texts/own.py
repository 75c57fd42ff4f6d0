"""A district's own sentences: in place of shipped ones, or besides them, for the reports from a year on.

edit(user, district, *, code, place, order, text, needs, from_year, at) -> OwnSentence
readable(text), coded(text)                                 with labels in the places, with codes
retire(user, sentence, *, until_year, at) -> OwnSentence    back to the shipped words
holding(district, year) -> QuerySet[OwnSentence]
for_agency(agency, year) -> (Sentence, …)                   of the agency's district and what is above it

A sentence is told where every fact it names is there, so that it never says "0篇".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.agencies.wordings import hold
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.reports.compiling.bodies import FIRST_YEAR
from gongkai.reports.models import OwnSentence
from gongkai.reports.texts.knowing import catalogue
from gongkai.reports.texts.library import PLACE, Clause, Library, Sentence, library

LONGEST: Final = 2000
_OWN: Final = "own-"
_PLACED: Final = re.compile(r"\{([^{}:]+)(:label|:number)?\}")
_LEFT: Final = re.compile(r"[{}]")
# Words that are there in every report.
_ALWAYS: Final = frozenset({"year", "agency", "name", "short", "we", "leadership", "leaders"})


@transaction.atomic
def edit(
    user: Who,
    district: Agency,
    *,
    code: str = "",
    place: str,
    order: int,
    text: str,
    needs: Sequence[str] = (),
    from_year: int,
    at: datetime,
) -> OwnSentence:
    """``code`` "" for a sentence of one's own. Refused for a fact that there is not, for words that are too long,
    and for an unknown paragraph; without words only a shipped sentence can be left out."""
    ensure(user, "reports.settings", district, on=day(at))
    hold(district)
    shipped = library(date(from_year, 12, 31))
    text = _sound(text)
    _place(shipped, place)
    _known(needs)
    if not text and shipped.sentence(code) is None:
        raise Refused("请填写句子的文字；留空只用于不写系统自带的某一句。")
    if not FIRST_YEAR <= from_year <= day(at).year:
        raise Refused(f"起始年度应在{FIRST_YEAR}年到{day(at).year}年之间。")
    code = code or _next_code(district)
    rows = OwnSentence.objects.filter(district=district, code=code)
    rows.filter(from_year=from_year).delete()
    _end(rows.filter(from_year__lt=from_year), from_year - 1)
    later = rows.filter(from_year__gt=from_year).order_by("from_year").first()
    made = OwnSentence.objects.create(
        district=district, code=code, place=place, order=order, text=text, needs=list(needs), from_year=from_year,
        until_year=later.from_year - 1 if later else None, by=person(user), at=at,
    )  # fmt: skip
    _record("reports.sentence", user, made, at)
    return made


@transaction.atomic
def retire(user: Who, sentence: OwnSentence, *, until_year: int, at: datetime) -> OwnSentence:
    """For the reports of later years the shipped words hold again. WrongState when it has ended by then."""
    ensure(user, "reports.settings", sentence.district, on=day(at))
    hold(sentence.district)
    found = OwnSentence.objects.select_related("district").get(pk=sentence.pk)
    if found.until_year is not None and found.until_year <= until_year:
        raise WrongState("这一句在此之前已经停用。")
    if until_year < found.from_year:
        raise Refused(f"这一句从{found.from_year}年度起使用，截止年度不能更早。")
    found.until_year = until_year
    found.save(update_fields=["until_year"])
    _record("reports.sentence_retire", user, found, at)
    return found


def holding(district: Agency, year: int) -> QuerySet[OwnSentence]:
    """Those that the reports of a year are drafted with."""
    return OwnSentence.objects.filter(_in(year), district=district)


def for_agency(agency: Agency, year: int) -> tuple[Sentence, ...]:
    """The nearest words last, since the last one of a code holds."""
    keys = [int(key) for key in (agency.path or "").split("/") if key]
    rows = OwnSentence.objects.filter(_in(year), district__in=keys).select_related("district")
    return tuple(sentence(one) for one in sorted(rows, key=lambda one: len(one.district.path or "")))


def sentence(row: OwnSentence) -> Sentence:
    """As the library has it."""
    clauses = (Clause("", many=row.text, needs=_needs(row)),) if row.text else ()
    return Sentence(
        code=row.code, place=row.place, order=row.order, clauses=clauses, since=date(row.from_year, 1, 1),
        until=date(row.until_year, 12, 31) if row.until_year else None,
    )  # fmt: skip


def _needs(row: OwnSentence) -> tuple[str, ...]:
    named = (found["name"] for found in PLACE.finditer(row.text))
    return tuple(dict.fromkeys([*row.needs, *(name for name in named if name not in _ALWAYS)]))


def _in(year: int) -> Q:
    return Q(from_year__lte=year) & (Q(until_year=None) | Q(until_year__gte=year))


def readable(text: str) -> str:
    """With the labels of the facts in its places: {主动公开政府信息} for {items}."""
    about = catalogue()
    return PLACE.sub(
        lambda found: (
            f"{{{about[found['name']].label}{found['as'] or ''}}}" if found["name"] in about else found[0]
        ),
        text,
    )


def coded(text: str) -> str:
    """The other way round; what is neither a label nor a code stays, to be refused."""
    by_label = {one.label: name for name, one in catalogue().items()}
    return _PLACED.sub(lambda found: f"{{{by_label.get(found[1], found[1])}{found[2] or ''}}}", text)


def _sound(text: str) -> str:
    """Without its last stop, which every sentence gets; every place in it a fact there may be."""
    plain = coded("".join(line.strip() for line in text.splitlines()).rstrip("。"))
    if len(plain) > LONGEST:
        raise Refused(f"一句最多{LONGEST}字。")
    _known(found[1] for found in _PLACED.finditer(plain))
    if _LEFT.search(PLACE.sub("", plain)):
        raise Refused("花括号里应是数据项，例如 {主动公开政府信息}；请从列表中选择。")
    return plain


def _known(names: Iterable[str]) -> None:
    if unknown := [name for name in names if name not in catalogue()]:
        raise Refused(f"没有“{unknown[0]}”这一数据项；请从列表中选择。")


def _place(shipped: Library, code: str) -> None:
    if shipped.place(code) is None:
        raise Refused("请选择这一句所在的段落。")


def _next_code(district: Agency) -> str:
    codes = OwnSentence.objects.filter(district=district, code__startswith=_OWN).values_list("code", flat=True)
    last = max((int(one.removeprefix(_OWN)) for one in codes), default=0)
    return f"{_OWN}{last + 1}"


def _end(earlier: QuerySet[OwnSentence], year: int) -> None:
    """Those that would go on end with that year."""
    earlier.filter(Q(until_year=None) | Q(until_year__gt=year)).update(until_year=year)


def _record(verb: str, user: Who, row: OwnSentence, at: datetime) -> None:
    data = {"code": row.code, "from_year": row.from_year, "until_year": row.until_year}
    record(verb, actor=actor(user), agency=row.district, object=row, data=data, at=at)

"""Questionnaires of other platforms, answered by export: what is asked, from where, and the answers of an agency.

questions(district, platform="") -> [PlatformQuestion]         those that are asked, in the order of their sheets
asked_of(agency) -> [PlatformQuestion]                         of every government at or above it
import_questions(user, district, data, *, dry_run, at) -> Outcome
retire(user, question, *, at) -> PlatformQuestion
answers(user, agencies, year, *, platform="", district=None, on) -> [Row]
enter(user, agency, year, *, name, value, unit, source, as_of, at) -> ReferenceFigure
references(agency, year) -> {name: ReferenceFigure}            names_asked(agency) -> (name, …)

An answer is out of the report that counts (accepted or published), else out of the newest that was filed, and says
which. What is missing is named and never nought.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.agencies.wordings import hold
from gongkai.audit.actions import record
from gongkai.errors import Refused, WrongState
from gongkai.publication.sheet import Line, Outcome, rows
from gongkai.reports import figures, lines
from gongkai.reports.expressions import Expression, Found, Kind, Part, parse
from gongkai.reports.lines import NOTHING
from gongkai.reports.models import PlatformQuestion, ReferenceFigure, ReportVersion
from gongkai.reports.published import code_of
from gongkai.reports.states import COMPILING, State
from gongkai.reports.stored import dump_value
from gongkai.reports.texts.facts import Fact, count
from gongkai.reports.texts.gathering import gathered
from gongkai.statute.form import SLASH

COLUMNS: Final = ("平台", "编号", "问题", "取数")
OPTIONAL: Final = ("单位",)
HEAD: Final = ("平台", "编号", "问题", "机关", "统一社会信用代码", "年度", "答案", "单位", "依据", "缺少")
_LIMITS: Final = {"平台": 60, "编号": 40, "问题": 300, "取数": 300, "单位": 20}
FIRST_YEAR: Final = 2008


@dataclass(frozen=True, slots=True)
class Row:
    """One answer. ``value`` None where ``missing`` says what is not there; ``names``: the reference figures that
    somebody still has to enter."""

    question: PlatformQuestion
    agency: Agency
    year: int
    value: int | Decimal | None
    basis: tuple[str, ...]
    missing: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def cells(self) -> tuple[object, ...]:
        """As ``HEAD``."""
        one = self.question
        return (
            one.platform, one.code, one.text, self.agency.name, code_of(self.agency), self.year, self.value,
            one.unit, "；".join(self.basis), "；".join(self.missing),
        )  # fmt: skip


def questions(district: Agency, platform: str = "") -> QuerySet[PlatformQuestion]:
    found = PlatformQuestion.objects.filter(district=district, retired_at=None)
    return found.filter(platform=platform) if platform else found


def asked_of(agency: Agency, platform: str = "") -> QuerySet[PlatformQuestion]:
    keys = [int(key) for key in (agency.path or "").split("/") if key]
    found = PlatformQuestion.objects.filter(district__in=keys, retired_at=None)
    found = found.order_by("platform", "district__path", "order", "pk")
    return found.filter(platform=platform) if platform else found


@transaction.atomic
def import_questions(user: Who, district: Agency, data: bytes, *, dry_run: bool = False, at: datetime) -> Outcome:
    """A table of the columns ``COLUMNS`` and ``OPTIONAL``, all rows or none. A question that is there already, by
    its platform and code, is changed by a new one; what the table does not have is left as it is."""
    ensure(user, "reports.settings", district, on=day(at))
    hold(district)
    there = {(one.platform, one.code): one for one in questions(district)}
    seen: set[tuple[str, str]] = set()
    found: list[Line] = []
    sound: list[tuple[dict[str, str], int]] = []
    for number, cells, unread in rows(data, "平台问题", COLUMNS, OPTIONAL):
        given = {name: " ".join(cells.get(name, "").split()) for name in (*COLUMNS, *OPTIONAL)}
        key = (given["平台"], given["编号"])
        wrong = [*unread, *_faults(given)] or (["平台和编号与上面的一行相同。"] if key in seen else [])
        seen.add(key)
        old = there.get(key)
        step = "error" if wrong else "new" if old is None else "same" if _same(old, given) else "changed"
        found.append(Line(number, step, f"{key[0]} {key[1]} {given['问题']}".strip(), "".join(wrong)))
        if step in ("new", "changed"):
            sound.append((given, number))
    applying = not dry_run and not any(line.step == "error" for line in found)
    if applying and sound:
        for given, number in sound:
            _put(user, district, given, there.get((given["平台"], given["编号"])), number, at)
        facts = {"rows": len(sound), "platforms": len({one["平台"] for one, _ in sound})}
        record(
            "reports.platform_questions", actor=actor(user), agency=district, object=district, data=facts, at=at
        )
    return Outcome(tuple(found), applying)


def _faults(given: Mapping[str, str]) -> Iterator[str]:
    for name in COLUMNS:
        if not given[name]:
            yield f"请填写{name}。"
    for name, most in _LIMITS.items():
        if len(given[name]) > most:
            yield f"{name}最多{most}字。"
    if given["取数"] and len(given["取数"]) <= _LIMITS["取数"]:
        try:
            parse(given["取数"])
        except Refused as refusal:
            yield str(refusal)


def _same(old: PlatformQuestion, given: Mapping[str, str]) -> bool:
    return (old.text, old.unit, old.source) == (given["问题"], given["单位"], given["取数"])


def _put(
    user: Who, district: Agency, given: Mapping[str, str], old: PlatformQuestion | None, order: int, at: datetime
) -> None:
    if old is not None:
        old.retired_by, old.retired_at = person(user), at
        old.save(update_fields=["retired_by", "retired_at"])
    PlatformQuestion.objects.create(
        district=district, platform=given["平台"], code=given["编号"], text=given["问题"], unit=given["单位"],
        source=given["取数"], order=old.order if old else order, by=person(user), at=at,
    )  # fmt: skip


@transaction.atomic
def retire(user: Who, question: PlatformQuestion, *, at: datetime) -> PlatformQuestion:
    """It is asked no more. WrongState when it was retired already."""
    ensure(user, "reports.settings", question.district, on=day(at))
    found = PlatformQuestion.objects.select_for_update(no_key=True, of=("self",)).get(pk=question.pk)
    if found.retired_at is not None:
        raise WrongState("这个问题已经停用；需要的，请重新导入。")
    found.retired_by, found.retired_at = person(user), at
    found.save(update_fields=["retired_by", "retired_at"])
    data = {"platform": found.platform, "code": found.code}
    record("reports.platform_retire", actor=actor(user), agency=found.district, object=found, data=data, at=at)
    return found


@transaction.atomic
def enter(
    user: Who,
    agency: Agency,
    year: int,
    *,
    name: str,
    value: Decimal,
    unit: str = "",
    source: str,
    as_of: date,
    at: datetime,
) -> ReferenceFigure:
    """Wherever it is asked it is answered by this. Refused without a source, for a number that no database keeps
    exactly, and for a day to come; WrongState when the very same was entered before."""
    ensure(user, "reports.reference", agency, on=day(at))
    hold(agency)
    name, source, unit = (" ".join(one.split()) for one in (name, source, unit))
    if not name or not source:
        raise Refused("请填写名称和来源：数字出自哪里，例如统计公报、编制部门核定。")
    if not FIRST_YEAR <= year <= day(at).year or as_of > day(at):
        raise Refused(f"年度应在{FIRST_YEAR}年到{day(at).year}年之间，截至日期不能晚于今天。")
    number = figures.decided(value).value
    assert number is not None  # A number stays one.
    rows_of = ReferenceFigure.objects.select_for_update(no_key=True, of=("self",))
    old = rows_of.filter(agency=agency, year=year, name=name, replaced_at=None).first()
    if old is not None and (old.value, old.unit, old.source, old.as_of) == (number, unit, source, as_of):
        raise WrongState("这个参考数已经填过，与现在填的完全相同。")
    if old is not None:
        old.replaced_at = at
        old.save(update_fields=["replaced_at"])
    made = ReferenceFigure.objects.create(
        agency=agency, year=year, name=name, value=number, unit=unit, source=source, as_of=as_of, by=person(user),
        at=at,
    )  # fmt: skip
    data = {"year": year, "name": name, "value": dump_value(number), "again": old is not None}
    record("reports.reference", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made


def references(agencies: Iterable[Agency], year: int) -> dict[tuple[int, str], ReferenceFigure]:
    """By agency and name those that hold."""
    found = ReferenceFigure.objects.filter(agency__in=[one.pk for one in agencies], year=year, replaced_at=None)
    return {(one.agency_id, one.name): one for one in found}


def names_asked(agency: Agency) -> tuple[str, ...]:
    """The reference figures that some question wants, each once."""
    found = [name for one in asked_of(agency) for name in parse(one.source).names(Kind.TYPED)]
    return tuple(dict.fromkeys(found))


def answers(
    user: Who, agencies: Sequence[Agency], year: int, asked: Iterable[PlatformQuestion], *, on: date
) -> list[Row]:
    """Of every agency the answer to every question. NotAllowed for who may not see the reports of one of them."""
    for one in agencies:
        ensure(user, "reports.view", one, on=on)
    sheet = [(question, parse(question.source)) for question in asked]
    known = _Known(agencies, year, [one for _, one in sheet])
    return [known.row(question, expression, one) for one in agencies for question, expression in sheet]


class _Known:
    """What the questions want of these agencies and this year, asked for all of them together."""

    def __init__(self, agencies: Sequence[Agency], year: int, asked: Sequence[Expression]) -> None:
        self._year = year
        self._versions = _versions(agencies, year)
        codes = {name for one in asked for name in one.names(Kind.CELL)}
        self._figures = lines.table(list(self._versions.values()), lines.chosen(codes))
        self._typed = references(agencies, year)
        self._facts: dict[int, Mapping[str, Fact]] = {}

    def row(self, question: PlatformQuestion, expression: Expression, agency: Agency) -> Row:
        answer = expression.answer(lambda part: self._found(part, agency))
        typed = [n for n in expression.names(Kind.TYPED) if (agency.pk, n) not in self._typed]
        return Row(question, agency, self._year, answer.value, answer.basis, answer.missing, tuple(typed))

    def _found(self, part: Part, agency: Agency) -> Found:
        if part.kind == Kind.CELL:
            return self._cell(part, agency)
        return self._reference(part, agency) if part.kind == Kind.TYPED else self._record(part, agency)

    def _cell(self, part: Part, agency: Agency) -> Found:
        version = self._versions.get(agency.pk)
        if version is None:
            return Found(None, f"没有{self._year}年度报告")
        found = self._figures[version.pk].get(part.name, NOTHING)
        if not found.given:
            return Found(None, "报告的表式没有这一格，或者尚待确认")
        if found.value is None or found.value == SLASH:
            return Found(None, "报告写明不适用（/）" if found.value == SLASH else "报告没有填")
        assert not isinstance(found.value, str)
        return Found(found.value, f"年报第{version.number}版，{State(version.state).label}")

    def _reference(self, part: Part, agency: Agency) -> Found:
        found = self._typed.get((agency.pk, part.name))
        if found is None:
            return Found(None, f"没有填写{self._year}年的这个参考数")
        value = figures.value_of("number", found.value)
        assert isinstance(value, int | Decimal)  # A number that was entered stays one.
        return Found(value, f"{found.source}，截至{found.as_of}")

    def _record(self, part: Part, agency: Agency) -> Found:
        if agency.pk not in self._facts:
            version = self._versions.get(agency.pk)
            tables = figures.annual_reports([version])[version.pk].figures if version else {}
            self._facts[agency.pk] = gathered(agency, self._year, tables)
        fact = self._facts[agency.pk].get(part.name)
        if fact is None:
            return Found(None, f"{self._year}年没有这项记录")
        if isinstance(fact.value, str):
            return Found(None, "这项记录是文字，不是数")
        return Found(count(fact), f"{self._year}年工作记录")


def _versions(agencies: Iterable[Agency], year: int) -> dict[int, ReportVersion]:
    """The one that counts, else the newest that was filed."""
    keys = [one.pk for one in agencies]
    found = ReportVersion.objects.filter(report__agency__in=keys, report__year=year)
    found = found.exclude(state__in=[State.SUPERSEDED, State.RETURNED, *COMPILING]).select_related(
        "report__agency"
    )
    out: dict[int, ReportVersion] = {}
    # Those that count come last and stay; of these the newer one.
    for one in sorted(found.defer("canonical"), key=lambda v: (v.state != State.READ, v.number)):
        out[one.report.agency_id] = one
    return out

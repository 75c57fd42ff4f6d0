"""What records can answer of the points of an inspection, for one agency or for a whole district at once.

RULES                        by code
counts(rule, agencies, span) -> {agency: number}   an agency that is not in it cannot be judged by records
grounds(rule, agency, span) -> [line]              what the number is made of, as evidence
register(rule)                                     a layer above adds what only it can tell

A fault is counted where its day lies in the quarter; how columns, links and the guide stand is asked of the day
one looks. Requests are counted and never named: what a citizen asked is not the inspector's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.publication import freshness, guide, obligations
from gongkai.publication.freshness import State
from gongkai.publication.models import DoorReport, Guide, Item, Obligation
from gongkai.publication.models import Finding as Checked
from gongkai.publication.models.checks import Decision, Kind
from gongkai.publication.obligations import Standing
from gongkai.publication.states import ItemState
from gongkai.review.models import Instance, Proceeding
from gongkai.review.states import State as ReviewState
from gongkai.statute import inspection, proceedings
from gongkai.supervision.inspection_states import Repair
from gongkai.supervision.models import Complaint, PlanTask, Shortcoming, Training

# So many are named as evidence; the number is that of all.
NAMED: Final = 10
Agencies = Sequence[Agency]
Columns = tuple[freshness.Row, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A quarter, and the day one looks. ``asked`` keeps, while one looks at many points at once, what two of them
    ask in common; None: each asks anew."""

    first: date
    last: date
    on: date
    asked: dict[tuple[int, ...], Mapping[int, Columns]] | None = field(default=None, compare=False, repr=False)

    @property
    def until(self) -> date:
        """What is over by the day one looks."""
        return min(self.last, self.on)


def span(year: int, quarter: int, on: date, *, remembering: bool = False) -> Span:
    first, last = inspection.quarter(year, quarter)
    return Span(first, last, on, {} if remembering else None)


@dataclass(frozen=True, slots=True)
class Rule:
    """``unit``: how the number is counted; ``cannot``: why it cannot be told where it cannot."""

    code: str
    title: str
    unit: str
    counts: Callable[[Agencies, Span], Mapping[int, int]]
    grounds: Callable[[Agency, Span], Iterable[str]]
    cannot: str = ""


RULES: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    RULES[rule.code] = rule


def counts(code: str, agencies: Agencies, of: Span) -> Mapping[int, int]:
    """KeyError for a rule that there is not."""
    return RULES[code].counts(agencies, of)


def grounds(code: str, agency: Agency, of: Span) -> list[str]:
    return shortened(RULES[code].grounds(agency, of))


def shortened(lines: Iterable[str]) -> list[str]:
    """No more than ``NAMED`` of them."""
    found = list(islice(lines, NAMED + 1))
    return [*found[:NAMED], "其余略"] if len(found) > NAMED else found


def by_agency(rows: QuerySet[Any], agencies: Iterable[int], field: str = "agency") -> dict[int, int]:
    """How many rows each has; 0 for an agency that may be judged and has none."""
    found = rows.order_by().values(field).annotate(number=Count("pk", distinct=True))
    return dict.fromkeys(agencies, 0) | {row[field]: row["number"] for row in found if row[field] is not None}


def keys(agencies: Agencies) -> list[int]:
    return [one.pk for one in agencies]


def _having(rows: QuerySet[Any], agencies: Agencies) -> list[int]:
    """Those that have such rows at all: what nobody keeps says nothing about anybody."""
    return list(rows.filter(agency__in=keys(agencies)).order_by().values_list("agency", flat=True).distinct())


# -- items that had to be public by a day


def obligation_line(one: Obligation) -> str:
    seen = f"{one.fulfilled_on}公开" if one.fulfilled_on else "尚未公开"
    return f"“{one.title}”：{one.formed_on}形成，应于{one.due_on}以前公开，{seen}"


def _late(of: Span) -> Q:
    in_time = Q(due_on__gte=of.first, due_on__lte=of.last)
    standing = obligations.where(Standing.LATE, of.on, of.on) | obligations.where(Standing.DONE_LATE, of.on, of.on)
    return in_time & standing


def _early(of: Span) -> Q:
    seen = Q(fulfilled_on__gte=of.first, fulfilled_on__lte=of.last)
    return seen & obligations.where(Standing.TOO_EARLY, of.on, of.on)


def _obligations(condition: Callable[[Span], Q], code: str, title: str) -> Rule:
    def number(agencies: Agencies, of: Span) -> Mapping[int, int]:
        rows = Obligation.objects.filter(condition(of), agency__in=keys(agencies))
        return by_agency(rows, _having(Obligation.objects.all(), agencies))

    def named(agency: Agency, of: Span) -> Iterable[str]:
        for one in Obligation.objects.filter(condition(of), agency=agency).order_by("due_on", "pk"):
            yield obligation_line(one)

    return Rule(code, title, "件", number, named, "没有登记应公开的信息，记录不能说明")


# -- columns, as they stand on the day


def _columns(state: State, code: str, title: str) -> Rule:
    def faulty(rows: Iterable[freshness.Row]) -> list[freshness.Row]:
        return [row for row in rows if row.state == state and (row.counts_in or state == State.EMPTY)]

    def number(agencies: Agencies, of: Span) -> Mapping[int, int]:
        return {pk: len(faulty(rows)) for pk, rows in _fresh(agencies, of).items()}

    def named(agency: Agency, of: Span) -> Iterable[str]:
        for row in faulty(freshness.of_agency(agency, of.on)):
            last = f"最近一次公开是{row.last_on}，应在{row.until}以前更新" if row.last_on else "没有信息"
            yield f"栏目“{row.column}”：{last}（{of.on}检查）"

    return Rule(code, title, "个", number, named, "没有建立主动公开目录，记录不能说明")


def _fresh(agencies: Agencies, of: Span) -> Mapping[int, Columns]:
    """Stale and empty are told by the same rows."""
    if of.asked is None:
        return freshness.of_agencies(agencies, of.on)
    who = tuple(keys(agencies))
    if who not in of.asked:
        of.asked[who] = freshness.of_agencies(agencies, of.on)
    return of.asked[who]


# -- what the automatic checks found in what the public sees


def _checked(kind: Kind, code: str, title: str) -> Rule:
    def rows() -> QuerySet[Checked]:
        open_ = Q(kind=kind, gone_at=None) & ~Q(decision=Decision.KEEP)
        seen = Q(version__item__state=ItemState.PUBLIC, version__item__current=F("version"))
        return Checked.objects.filter(open_, seen)

    def number(agencies: Agencies, of: Span) -> Mapping[int, int]:
        public = Item.objects.filter(state=ItemState.PUBLIC)
        return by_agency(rows().filter(agency__in=keys(agencies)), _having(public, agencies))

    def named(agency: Agency, of: Span) -> Iterable[str]:
        for one in rows().filter(agency=agency).select_related("version"):
            yield f"“{one.version.title}”：{one.message}（{one.found_at:%Y-%m-%d}发现）"

    return Rule(code, title, "处", number, named, "还没有公开的信息，无从检查")


# -- the guide


def _guides(agencies: Agencies, of: Span) -> Mapping[int, int]:
    """As many faults as fields are missing; one where there is no guide at all."""
    published = Guide.objects.filter(agency__in=keys(agencies), state=Guide.State.PUBLISHED)
    lacking = {one.agency_id: len(guide.page(one).missing) for one in published.select_related("agency")}
    return {one.pk: lacking.get(one.pk, 1) for one in agencies}


def _guide(agency: Agency, of: Span) -> Iterable[str]:
    if guide.published(agency) is None:
        yield f"没有公布指南（{of.on}检查）"
    for missing in guide.lacking(agency):
        yield f"指南缺少{missing.label}，已停止显示（{of.on}检查）"


# -- requests, counted


def _overdue(of: Span) -> Q:
    over = Q(answered_on=None, due_on__lt=of.on, closed_on=None) | Q(answered_on__gt=F("due_on"))
    return Q(due_on__gte=of.first, due_on__lte=of.last) & over


def _cases(agencies: Agencies, of: Span) -> Mapping[int, int]:
    return by_agency(Case.objects.filter(_overdue(of), agency__in=keys(agencies)), keys(agencies))


def _case_grounds(agency: Agency, of: Span) -> Iterable[str]:
    late = Case.objects.filter(_overdue(of), agency=agency)
    answered = late.filter(answered_on__isnull=False).count()
    yield f"{of.first}至{of.until}到期的申请中，逾期答复{answered}件，尚未答复{late.count() - answered}件"


# -- reconsiderations and lawsuits that went against the agency


def _lost(of: Span) -> Q:
    condition = Q(pk__in=[])
    for code, since, until in proceedings.spans("corrected"):
        condition |= Q(outcome=code, ended_on__gte=since, ended_on__lt=until)
    return Q(ended_on__gte=of.first, ended_on__lte=of.until) & condition


def _lost_by(agencies: Agencies, of: Span) -> Mapping[int, int]:
    rows = Instance.objects.filter(_lost(of), proceeding__agency__in=keys(agencies))
    rows = rows.exclude(proceeding__state=ReviewState.VOID)
    found = rows.order_by().values("proceeding__agency").annotate(number=Count("proceeding", distinct=True))
    return dict.fromkeys(keys(agencies), 0) | {row["proceeding__agency"]: row["number"] for row in found}


def _lost_grounds(agency: Agency, of: Span) -> Iterable[str]:
    rows = Proceeding.objects.filter(agency=agency, instances__in=Instance.objects.filter(_lost(of)))
    number = rows.exclude(state=ReviewState.VOID).distinct().count()
    yield f"{of.first}至{of.until}审结、结果纠正的行政复议和行政诉讼{number}件"


# -- complaints, errors on pages, suggestions


def _unanswered(answered: str, of: Span) -> Q:
    late = Q(**{f"{answered}__isnull": True}, due_on__lt=of.on)
    return Q(due_on__gte=of.first, due_on__lte=of.last) & late


def _doors(of: Span) -> Q:
    done_late = Q(due_on__gte=of.first, due_on__lte=of.last, answered_at__date__gt=F("due_on"))
    return _unanswered("answered_at", of) | done_late


def _by_hand(of: Span) -> Q:
    done_late = Q(due_on__gte=of.first, due_on__lte=of.last, answered_on__gt=F("due_on"))
    return Q(withdrawn_at=None) & (_unanswered("answered_on", of) | done_late)


def _answers(agencies: Agencies, of: Span) -> Mapping[int, int]:
    doors = by_agency(DoorReport.objects.filter(_doors(of), agency__in=keys(agencies)), keys(agencies))
    ours = by_agency(Complaint.objects.filter(_by_hand(of), agency__in=keys(agencies)), keys(agencies))
    return {pk: doors[pk] + ours[pk] for pk in doors}


def door_line(one: DoorReport) -> str:
    """By its number; what was written stays with whoever answers."""
    return f"{one.number}（{one.get_kind_display()}）：应于{one.due_on}以前答复"


def complaint_line(one: Complaint) -> str:
    return f"{one.on}收到的投诉（{one.get_channel_display()}）：应于{one.due_on}以前答复"


def _answer_grounds(agency: Agency, of: Span) -> Iterable[str]:
    for one in DoorReport.objects.filter(_doors(of), agency=agency).order_by("due_on", "pk"):
        yield door_line(one)
    for row in Complaint.objects.filter(_by_hand(of), agency=agency):
        yield complaint_line(row)


# -- training, the plan, what was found before


def _trained(agencies: Agencies, of: Span) -> Mapping[int, int]:
    """One fault where there was none in the year up to the end of the quarter."""
    rows = Training.objects.filter(
        agency__in=keys(agencies), withdrawn_at=None, on__gte=date(of.first.year, 1, 1), on__lte=of.until
    )
    held = by_agency(rows, keys(agencies))
    return {pk: 0 if number else 1 for pk, number in held.items()}


def _training_ground(agency: Agency, of: Span) -> Iterable[str]:
    yield f"{of.first.year}年1月1日至{of.until}，培训台账没有记录"


def _undone(of: Span) -> Q:
    due = Q(withdrawn_at=None, due_on__gte=of.first, due_on__lte=of.last)
    return due & (Q(done_on=None, due_on__lt=of.on) | Q(done_on__gt=F("due_on")))


def _plans(agencies: Agencies, of: Span) -> Mapping[int, int]:
    having = _having(PlanTask.objects.filter(withdrawn_at=None, on__year=of.first.year), agencies)
    return by_agency(PlanTask.objects.filter(_undone(of), agency__in=keys(agencies)), having)


def _plan_grounds(agency: Agency, of: Span) -> Iterable[str]:
    for one in PlanTask.objects.filter(_undone(of), agency=agency):
        done = f"{one.done_on}完成" if one.done_on else "尚未完成"
        yield f"“{one.title}”：{one.responsible}，应于{one.due_on}以前完成，{done}"


def _unrepaired(of: Span) -> Q:
    return Q(due_on__lt=of.on) & ~Q(state=Repair.SETTLED)


def _repairs(agencies: Agencies, of: Span) -> Mapping[int, int]:
    return by_agency(Shortcoming.objects.filter(_unrepaired(of), agency__in=keys(agencies)), keys(agencies))


def _repair_grounds(agency: Agency, of: Span) -> Iterable[str]:
    rows = Shortcoming.objects.filter(_unrepaired(of), agency=agency)
    for one in rows.select_related("verdict__inspection"):
        found = one.verdict.inspection
        yield f"{found.year}年第{found.quarter}季度“{one.verdict.title}”：应于{one.due_on}以前整改"


for _rule in (
    _obligations(_late, "late-items", "逾期公开"),
    _obligations(_early, "early-items", "过早公开"),
    _columns(State.STALE, "stale-columns", "超期未更新的栏目"),
    _columns(State.EMPTY, "empty-columns", "空白栏目"),
    _checked(Kind.METADATA, "metadata", "信息要素问题"),
    _checked(Kind.LINKS, "dead-links", "打不开的链接"),
    _checked(Kind.PERSONAL, "personal-data", "个人信息问题"),
    Rule("guide", "指南缺项", "项", _guides, _guide),
    Rule("overdue-cases", "逾期答复的申请", "件", _cases, _case_grounds),
    Rule("cases-lost", "复议诉讼结果纠正", "件", _lost_by, _lost_grounds),
    Rule("late-answers", "逾期答复的留言和投诉", "件", _answers, _answer_grounds),
    Rule("training", "没有培训", "项", _trained, _training_ground),
    Rule("plan", "工作方案任务逾期", "项", _plans, _plan_grounds, "没有登记本年度的工作方案任务，记录不能说明"),
    Rule("rectified", "逾期未整改的问题", "个", _repairs, _repair_grounds),
):
    register(_rule)

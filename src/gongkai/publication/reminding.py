"""The nightly look over the list: what is due, late, stale, empty, to be looked at; told once to whoever answers.

remind(at) -> int     the periodic job: how many persons were told something

The owner of a column is told, or the stand-in while they are away; the clerks where a column has no owner; the
head of what is over. Each occasion is told to each person once, however often the job runs and though a night
was missed: of several steps that were missed only the nearest is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, in_force
from gongkai.agencies.roles import Role
from gongkai.agencies.who import day
from gongkai.jobs.registry import Periodic, register
from gongkai.notices.reminders import AHEAD, Reminder, Today, write
from gongkai.publication import freshness, guide, obligations, owners, reassessing, work_rules
from gongkai.publication.freshness import State
from gongkai.publication.models import Column, ColumnOwner, Guide, Obligation
from gongkai.statute import duties

_EVERY = timedelta(hours=6)


class Roster(Today):
    """Who answers for a column today as well."""

    def __init__(self, today: date) -> None:
        super().__init__(today)
        self._owners: dict[int, ColumnOwner] = {}

    def know(self, columns: Iterable[Column]) -> None:
        self._owners |= owners.owners_of(columns, self.today)

    def answering(self, agency: Agency, column_id: int | None) -> tuple[Person, ...]:
        """The owner of the column, else the clerks, else the head: nothing falls between two chairs."""
        owner = self._owners.get(column_id) if column_id else None
        found = tuple(owners.answering(owner, agency, self.today)) if owner else ()
        return found or self.in_role(agency, Role.CLERK) or self.in_role(agency, Role.HEAD)


def remind(at: datetime) -> int:
    """Everything that is due by now."""
    roster = Roster(day(at))
    kinds = (_of_obligations, _of_columns, _of_reassessments, _of_work_rules, _of_guides)
    return sum(write(kind(roster), of="publication", at=at) for kind in kinds)


def _of_obligations(roster: Roster) -> Iterator[Reminder]:
    rows = Obligation.objects.filter(closed_at=None, target_on__lte=roster.today + AHEAD)
    found = list(rows.select_related("agency", "column").order_by("due_on", "pk"))
    roster.know({one.column for one in found if one.column})
    steps = sorted(duties.number(code, roster.today) for code in ("warn-working-days", "warn-near-working-days"))
    for one in found:
        left = roster.left(one.agency, obligations.aim(one))
        over = one.due_on < roster.today
        near = [step for step in steps if left <= step]
        if over or near:
            yield _owed(one, "over" if over else str(near[0]), left, roster.answering(one.agency, one.column_id))
        if over:
            yield _owed(one, "head", left, roster.in_role(one.agency, Role.HEAD))


def _owed(one: Obligation, step: str, left: int, to: tuple[Person, ...]) -> Reminder:
    aim = obligations.aim(one)
    words = "已经逾期" if step in ("over", "head") else (f"还有{left}个工作日" if left > 0 else "今天到期")
    doubt = "这一日期涉及尚未公布放假安排的年度，是暂定的。" if one.provisional else ""
    target = f"，应在最后一个工作日{aim}以前公开" if aim != one.due_on else ""
    what = "撤回" if duties.period(one.period).withdraws else "公开"
    body = f"“{one.title}”应于{one.due_on}以前{what}{target}，{words}。{doubt}"
    occasion = f"{one.key}:{one.due_on}:{step}"
    return Reminder(one.agency, one.key, occasion, f"主动公开：一项应{what}的信息{words}", body, to)


def _of_columns(roster: Roster) -> Iterator[Reminder]:
    """Stale, soon stale, and empty ones. An empty one is told once a quarter, since it has no day of its own."""
    agencies = Agency.objects.filter(pk__in=Column.objects.filter(in_force(roster.today)).values("agency"))
    found = freshness.of_agencies(agencies.on(roster.today), roster.today)
    rows = [row for of_one in found.values() for row in of_one]
    roster.know(row.column for row in rows)
    for row in rows:
        if row.state in (State.STALE, State.SOON):
            yield _column(row, roster)
        elif row.state == State.EMPTY and row.counts_in:
            quarter = f"{roster.today.year}-{(roster.today.month + 2) // 3}"
            yield _told(row.column, f"empty:{quarter}", "空白", f"栏目“{row.column}”里没有信息。", roster)


def _column(row: freshness.Row, roster: Roster) -> Reminder:
    until = row.until
    stale = row.state == State.STALE
    words = f"栏目“{row.column}”最近一次公开是{row.last_on}，应在{until}以前更新{'，已经超期' if stale else ''}。"
    if row.explained_until:
        words += f"已登记到{row.explained_until}无新增。"
    kind = "stale" if stale else "soon"
    return _told(row.column, f"{kind}:{until}", "超期未更新" if stale else "即将超期", words, roster)


def _told(column: Column, occasion: str, what: str, words: str, roster: Roster) -> Reminder:
    to = roster.answering(column.agency, column.pk)
    subject = f"主动公开：一个栏目{what}"
    return Reminder(column.agency, column.key, f"{column.key}:{occasion}", subject, words, to)


def _of_reassessments(roster: Roster) -> Iterator[Reminder]:
    """What is withheld and due to be looked at (Art. 18), to the head, who decides."""
    for one in reassessing.due(until=roster.today):
        body = f"一条没有主动公开的信息应于{one.due_on}复核：现在是否可以公开（《条例》第十八条）。"
        subject = "主动公开：一条没有主动公开的信息到期复核"
        to = roster.in_role(one.item.agency, Role.HEAD)
        yield Reminder(one.item.agency, one.item.key, f"{one.item.key}:reassess:{one.due_on}", subject, body, to)


def _of_work_rules(roster: Roster) -> Iterator[Reminder]:
    for rule in work_rules.to_look_at(until=roster.today):
        due = work_rules.due_on(rule)
        body = f"制度“{rule.title}”上次检视是{rule.looked_on}，应于{due}以前再看一次是否仍然适用。"
        to = roster.in_role(rule.agency, Role.HEAD)
        yield Reminder(rule.agency, rule.key, f"{rule.key}:{due}", "主动公开：一项公开工作制度应当检视", body, to)


def _of_guides(roster: Roster) -> Iterator[Reminder]:
    """A published guide whose agency record lost a field is not shown any more: that must not go unnoticed."""
    for one in Guide.objects.filter(state=Guide.State.PUBLISHED).select_related("agency").order_by("pk"):
        missing = guide.page(one).missing
        if missing:
            names = "、".join(field.label for field in missing)
            body = f"政府信息公开指南缺少{names}，已经停止显示。请补全机构信息或者发布新的一版。"
            codes = ",".join(field.code for field in missing)
            to = roster.in_role(one.agency, Role.HEAD)
            occasion = f"{one.key}:lacks:{codes}:{roster.today.isocalendar().week}"
            yield Reminder(one.agency, one.key, occasion, "主动公开：指南缺少法定内容", body, to)


register(Periodic("publication.remind", "提醒应公开的信息和栏目更新", _EVERY, remind))

"""销毁清册: the list as it is printed, exported and kept for good. Nothing personal stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import Who, within
from gongkai.agencies.who import day
from gongkai.cases.models import Case, Destruction, DestructionLine, Incoming
from gongkai.statute import retention
from gongkai.writers.record import Record, Table

HEAD = (
    "序号", "编号", "材料种类", "收到日期", "办结日期", "到期日", "文件数", "文件的SHA-256", "处理", "销毁日期",
)  # fmt: skip


def visible(user: Who, *, on: date) -> QuerySet[Destruction]:
    """The lists of the agencies where this user sees them."""
    return Destruction.objects.filter(agency__in=within(user, "retention.view", on=on)).select_related(
        "agency", "appraised_by", "approved_by", "done_by"
    )


def rows(destruction: Destruction) -> Iterator[tuple[object, ...]]:
    """Under ``HEAD``."""
    titles = titles_at(destruction)
    lines = destruction.lines.select_related("case", "incoming", "destruction").order_by("pk")
    for number, line in enumerate(lines, 1):
        came, over = _days(line)
        yield (
            number, named(line), titles.get(line.kind, line.kind), came, over, line.due_on, line.files,
            " ".join(line.hashes), said(line), line.done_at and f"{day(line.done_at)}",
        )  # fmt: skip


def titles_at(destruction: Destruction) -> dict[str, str]:
    return {one.code: one.title for one in retention.kinds(day(destruction.proposed_at))}


def named(line: DestructionLine) -> str:
    """The number of the case, or of what came in."""
    thing: Case | Incoming | None = line.case or line.incoming
    return thing.number if thing else ""


def said(line: DestructionLine) -> str:
    """What became of it."""
    if line.done_at is not None:
        return "已销毁"
    return f"保留：{line.kept_reason}" if line.kept_reason else line.destruction.get_state_display()


def of_case(case: Case) -> QuerySet[DestructionLine]:
    """What of a case was destroyed, for its page."""
    gone = DestructionLine.objects.filter(case=case).exclude(done_at=None)
    return gone.select_related("destruction").order_by("done_at", "pk")


def _days(line: DestructionLine) -> tuple[object, object]:
    if line.case is not None:
        return line.case.received_on or line.case.arrived_on, line.case.closed_on
    if line.incoming is not None:
        return line.incoming.arrived_on, line.incoming.settled_at and day(line.incoming.settled_at)
    return None, None


def printed(destruction: Destruction) -> Record:
    """To be signed by whoever destroyed it and whoever watched, and kept for good."""
    people = [
        ("鉴定", _name(destruction.appraised_by), _when(destruction.appraised_at), destruction.appraisal),
        ("批准", _name(destruction.approved_by), _when(destruction.approved_at), ""),
        ("销毁", _name(destruction.done_by), _when(destruction.done_at), ""),
        ("监销（签字）", "", "", ""),
    ]
    lines = [tuple("" if value is None else str(value) for value in row) for row in rows(destruction)]
    blocks = [
        Table(
            ("机关", "编号", "情况"),
            [(destruction.agency.name, destruction.number, destruction.get_state_display())],
        ),
        Table(("事项", "人员", "时间", "意见"), people, (2, 2, 2, 5)),
        Table(HEAD, lines, (1, 2, 2, 2, 2, 2, 1, 4, 2, 2)),
    ]  # fmt: skip
    return Record(f"销毁清册 {destruction.number}", blocks, day(destruction.done_at or destruction.proposed_at))


def _name(who: Person | None) -> str:
    return who.name if who else ""


def _when(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""

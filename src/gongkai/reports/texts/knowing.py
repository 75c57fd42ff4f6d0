"""From a year's records to the facts that a text may tell. No database: what was read comes in as values.

known(head, tables, published, asked, records) -> Facts
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from gongkai.reports.texts.facts import Fact, Facts, Part, Parts, Row, Value
from gongkai.statute.form import Value as Figure
from gongkai.statute.form import counted
from gongkai.statute.outcomes import GROUPS

if TYPE_CHECKING:
    from gongkai.supervision.models import Problem
    from gongkai.supervision.queries import YearRecords

_TOTAL: Final = "总计"
_CLASSES: Final = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_REMEDIES: Final = ("结果维持", "结果纠正", "其他结果", "尚未审结")
_LAWSUITS: Final = ("未经复议直接起诉", "复议后起诉")
_QUARTERS: Final = {1, 2, 3, 4}
_TITLES: Final = re.compile(r"《[^《》]+》")


@dataclass(frozen=True, slots=True)
class Head:
    """Who reports, in the words that a text uses: see ``naming``."""

    year: int
    agency: str
    name: str
    short: str
    we: str
    leadership: str
    leaders: str
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    staff: int = 0


@dataclass(frozen=True, slots=True)
class Published:
    """What proactive disclosure shows of the year. ``topic_items`` and ``way_items`` are how many items each key
    topic and each channel has; ``steps`` those of the way to the public that were gone."""

    items: int = 0
    topic_items: Mapping[str, int] = field(default_factory=dict)
    way_items: Mapping[str, int] = field(default_factory=dict)
    website: int = 0
    boards: int = 0
    interpretations: int = 0
    classes: Mapping[str, int] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    every_step: bool = False
    reviewed: int = 0
    errors_mended: int = 0
    rules: int = 0
    rules_new: int = 0
    reassessed: int = 0
    obligations: int = 0
    columns: int = 0
    complaint_line: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What disclosure on request shows beside its table."""

    channels: tuple[str, ...] = ()
    fee: int = 0
    fee_cases: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    label: str
    source: str
    unit: str = ""


@cache
def catalogue() -> Mapping[str, Known]:
    """Every fact there may be, by its name."""
    raw = files("gongkai.reports.texts").joinpath("data/known_facts.toml").read_text("utf-8")
    return {name: Known(**one) for name, one in tomllib.loads(raw)["fact"].items()}


def known(
    head: Head, tables: Mapping[str, Figure], published: Published, asked: Asked, records: YearRecords
) -> Facts:
    """What is not known (a cell that is not there, an address nobody entered) is no fact."""
    found: dict[str, Value | None] = {
        **_head(head), **_published(published), **_of_tables(tables), **_asked(asked), **_work(records),
        **_judged(records), **_among_people(records), **_problems(records),
    }  # fmt: skip
    about = catalogue()
    return {
        name: Fact(value, about[name].unit, about[name].label, about[name].source)
        for name, value in found.items()
        if value is not None
    }


def _head(head: Head) -> dict[str, Value | None]:
    words = ("agency", "name", "short", "we", "leadership", "leaders", "address", "postcode", "phone", "email")
    return {"year": str(head.year), "staff": head.staff, **{one: getattr(head, one) or None for one in words}}


def _published(found: Published) -> dict[str, Value | None]:
    numbers = (
        "items", "website", "boards", "interpretations", "reviewed", "errors_mended", "rules", "rules_new",
        "reassessed", "obligations", "columns",
    )  # fmt: skip
    return {
        **{one: getattr(found, one) for one in numbers},
        "topics": tuple(found.topic_items),
        "topic_items": _parts(found.topic_items),
        "ways": tuple(found.way_items),
        "way_items": _parts(found.way_items),
        "classes": _parts(found.classes),
        "sorted_in_four": int(len(found.classes) == 4 and all(found.classes.values())),
        "steps": found.steps,
        "every_step": int(found.every_step),
        "complaint_line": int(found.complaint_line),
    }


def _asked(found: Asked) -> dict[str, Value | None]:
    return {"channels": found.channels, "fee": found.fee, "fee_cases": found.fee_cases}


def _of_tables(tables: Mapping[str, Figure]) -> dict[str, Value | None]:
    cells = {
        name: one.source.removeprefix("tables:")
        for name, one in catalogue().items()
        if one.source.startswith("tables:")
    }
    plain = {name: counted(tables.get(cell)) for name, cell in cells.items()}
    lawsuits = _sum(tables, (f"{one}/{_TOTAL}" for one in _LAWSUITS))
    reviews = plain["reviews"]
    alive = [plain[name] for name in ("received", "carried", "answered", "forward")]
    return {
        **plain,
        "lawsuits": lawsuits,
        "remedies": None if reviews is None or lawsuits is None else reviews + lawsuits,
        "alive": int(any(alive)),
        "applicants": _parts({one: _whole(tables, f"1/{one}") for one in _CLASSES}),
        "results": _parts({label: _group(tables, code) for code, label in GROUPS.items()}),
        "review_results": _parts({one: _whole(tables, f"行政复议/{one}") for one in _REMEDIES}),
        "lawsuit_results": _parts(
            {one: sum(_whole(tables, f"{w}/{one}") for w in _LAWSUITS) for one in _REMEDIES}
        ),
    }


def _sum(tables: Mapping[str, Figure], cells: Iterable[str]) -> int | None:
    found = [counted(tables.get(cell)) for cell in cells]
    return None if None in found else int(sum(one for one in found if one is not None))


def _whole(tables: Mapping[str, Figure], cell: str) -> int:
    return int(counted(tables.get(cell)) or 0)


def _group(tables: Mapping[str, Figure], code: str) -> int:
    """All rows under a heading of the results."""
    rows = (cell for cell in tables if cell.endswith(f"/{_TOTAL}"))
    return sum(_whole(tables, cell) for cell in rows if cell == f"{code}/{_TOTAL}" or cell.startswith(f"{code}."))


def _parts(numbers: Mapping[str, int]) -> Parts:
    return Parts(tuple(Part(label, number) for label, number in numbers.items()))


def _work(records: YearRecords) -> dict[str, Value | None]:
    trainings, leaders = records.trainings, [one for one in records.trainings if one.leader]
    online = sum(one.online for one in trainings)
    done = [one for one in records.plan_tasks if one.done_on and one.done_on <= date(records.year, 12, 31)]
    return {
        "articles": len(records.articles),
        "trainings": len(trainings),
        "trainings_online": online,
        "trainings_offline": len(trainings) - online,
        "training_people": sum(one.people for one in trainings),
        "leader_trainings": len(leaders),
        "leader_materials": "".join(_titles(one.materials for one in leaders)),
        "meetings": len(records.meetings),
        "spreads": len(records.spreads),
        "plan_names": "".join(_titles(f"《{one.plan.strip('《》')}》" for one in records.plan_tasks if one.plan)),
        "plan_tasks": len(records.plan_tasks),
        "plan_done": len(done),
        **_proposals(records),
    }


def _titles(texts: Iterable[str]) -> Iterator[str]:
    """The titles in 《》 that stand in these texts, each once."""
    return iter(dict.fromkeys(found for text in texts for found in _TITLES.findall(text)))


def _proposals(records: YearRecords) -> dict[str, Value | None]:
    by_kind: Counter[str] = Counter()
    for one in records.proposals:
        by_kind[one.kind] += one.count
    return {
        "proposals": sum(by_kind.values()),
        "deputies": by_kind["deputies"],
        "advisers": by_kind["advisers"],
        "proposals_answered": sum(one.answered for one in records.proposals),
        "proposals_published": sum(one.published for one in records.proposals),
    }


def _judged(records: YearRecords) -> dict[str, Value | None]:
    # One that is still under way has no score, and is not yet an inspection that was made.
    inspections = [one for one in records.inspections if one.score is not None]
    complaints = records.complaints
    results = Counter(str(one.get_result_display()) for one in records.accountabilities)
    return {
        "inspections": len(inspections),
        "every_quarter": int({one.quarter for one in inspections} >= _QUARTERS),
        "inspection_findings": sum(one.findings for one in inspections),
        "rectified": sum(one.rectified for one in inspections),
        "complaints": len(complaints),
        "complaints_answered": sum(one.answered is not None for one in complaints),
        "complaints_founded": sum(one.founded is True for one in complaints),
        "suggestions": len(records.suggestions),
        "taken_up": sum(one.taken_up for one in records.suggestions),
        "appraisals": len(records.appraisals),
        "appraisal_results": tuple(dict.fromkeys(one.result for one in records.appraisals)),
        "evaluations": len(records.evaluations),
        "evaluation_results": tuple(dict.fromkeys(one.result for one in records.evaluations)),
        "accountabilities": len(records.accountabilities),
        "accountability_results": _parts(results),
    }


def _among_people(records: YearRecords) -> dict[str, Value | None]:
    innovations: tuple[Row, ...] = tuple(
        {"key": one.key, "title": _bare(one.title), "content": _bare(one.content), "effect": _bare(one.effect)}
        for one in records.innovations
    )
    found: dict[str, Value | None] = {"innovations": innovations, "activities": len(records.activities)}
    for name, kind in (("jobs", "jobs"), ("policy", "policy"), ("open_days", "open_day")):
        rows = [one for one in records.activities if one.kind == kind]
        found |= {name: len(rows), f"{name}_people": sum(one.people for one in rows)}
        if name != "open_days":
            found[f"{name}_explained"] = tuple(_several(one.explained for one in rows))
            found[f"{name}_leaflets"] = sum(one.leaflets for one in rows)
        if name == "jobs":
            found["jobs_posts"] = sum(one.posts for one in rows)
    return found


def _several(texts: Iterable[str]) -> Iterator[str]:
    """What stands in these texts between semicolons, each once."""
    found = (one.strip() for text in texts for one in re.split("[;；]", text))
    return iter(dict.fromkeys(one for one in found if one))


def _problems(records: YearRecords) -> dict[str, Value | None]:
    last = date(records.year, 12, 31)
    now = tuple(_problem(one, last) for one in records.problems)
    before = tuple(_problem(one, last) for one in records.carried_problems)
    return {
        "problems": now,
        "measures": tuple(one for one in now if one["measure"]),
        "problems_before": before,
        "problems_mended": sum(bool(one["done"]) for one in before),
    }


def _problem(one: Problem, last: date) -> Row:
    """``done`` and ``due`` as days in words; what was done after the year is not yet done in it."""
    done = one.done_on if one.done_on and one.done_on <= last else None
    due = None if done or one.due_on is None else one.due_on
    return {
        "key": one.key, "problem": _bare(one.problem), "cause": _bare(one.cause), "measure": _bare(one.measure),
        "person": one.person, "done": _day(done, last.year), "due": _day(due, last.year),
    }  # fmt: skip


def _day(one: date | None, year: int) -> str:
    if one is None:
        return ""
    return f"{one.month}月{one.day}日" if one.year == year else f"{one.year}年{one.month}月{one.day}日"


def _bare(text: str) -> str:
    """A record's words inside a sentence: on one line, without its last stop."""
    return "".join(text.split("\n")).strip().rstrip("。；;，,")

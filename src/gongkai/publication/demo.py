"""Published information for the demonstration: old stock taken in, and items walked through the same actions as
any other, in every state, so that each page of portal and desk has something to show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, Membership
from gongkai.agencies.permissions import OPERATOR, Who
from gongkai.agencies.roles import Role
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.publication import (
    attaching,
    checking_pages,
    checks,
    columns,
    demo_data,
    demo_list,
    demo_year,
    departing,
    drafting,
    line_review,
    owners,
    relating,
    releasing,
    reviewing,
    showing,
    topics,
)
from gongkai.publication.demo_data import New, Old
from gongkai.publication.demo_removing import everything_of
from gongkai.publication.importing import import_items
from gongkai.publication.models import Column, Item, Showing, Version
from gongkai.publication.stock_rows import COLUMNS
from gongkai.publication.words import Genre, RelationKind, Validity, Way
from gongkai.writers.spreadsheet import csv_text

# Persons of the demonstration are there since so many days; what they did is younger.
_SINCE: Final = timedelta(days=140)
_TAKEN_IN: Final = timedelta(days=130)
_PUBLIC_AFTER: Final = 4
# The steps of an item that is shown, in their order; ``New.until`` names the last one, or one of the tales below.
_WAY: Final = ("draft", "submitted", "unit_passed", "disclosure_passed", "approved", "released")
_REASON: Final = "演示：已核对，内容无误。"


@dataclass(frozen=True)
class _Office:
    """Who does what in one agency; the operator where the demonstration has nobody for it."""

    agency: Agency
    drafter: Who
    releaser: Who
    reviewer: Who
    head: Who


def create(at: datetime) -> int:
    """Where nothing is there yet; how many items."""
    agencies = {_number(one): one for one in Agency.objects.filter(demonstration=True).exclude(credit_code=None)}
    if not agencies or Item.objects.filter(agency__demonstration=True).exists():
        return 0
    with transaction.atomic():
        _columns(agencies, at - _SINCE)
        _topics(agencies, at)
    _take_in(agencies, at)
    if demo_year.STREET in agencies:
        demo_year.create(agencies[demo_year.STREET], at - _TAKEN_IN)
    walk = _Walk(agencies, at)
    for new in demo_data.new():
        if new.agency in agencies:
            walk.go(new)
    with transaction.atomic():
        listed = _listed()
        demo_list.create(listed, at)
        demo_list.without_a_list((one for one in agencies.values() if one not in listed), at)
    return Item.objects.filter(agency__demonstration=True).count()


def _listed() -> list[Agency]:
    """The agencies of the demonstration that have a list, in the order of the tree."""
    return list(Agency.objects.filter(demonstration=True, columns__isnull=False).distinct().order_by("rank"))


def remove(at: datetime) -> int:
    """Everything of proactive disclosure of demonstration agencies; how many items."""
    with transaction.atomic():
        items = [item.key for item in Item.objects.filter(agency__demonstration=True).order_by("pk").only("pk")]
        gone = everything_of(Agency.objects.filter(demonstration=True))
        if gone:
            data = {"items": items}
            record("items.demo_remove", actor=OPERATOR, agency=None, object="demo", data=data, at=at)
    return len(items)


def _number(agency: Agency) -> int:
    """Its number in the demonstration, as its invented code holds it."""
    return int((agency.credit_code or "")[8:16])


def _columns(agencies: Mapping[int, Agency], at: datetime) -> None:
    """The list of the law for every agency that shows something, with its owner where somebody is there."""
    showing_something = {one.agency for one in demo_data.old()} | {one.agency for one in demo_data.new()}
    for number in sorted(showing_something & set(agencies)):
        agency = agencies[number]
        made = columns.from_law(OPERATOR, agency, at=at)
        owner = owners.candidates(agency, timezone.localdate(at)).first()
        if owner is None:
            continue
        for column in (one for one in made if one.parent_id is None):
            owners.appoint(OPERATOR, column, person=owner, unit="办公室", from_on=timezone.localdate(at), at=at)


def _topics(agencies: Mapping[int, Agency], at: datetime) -> None:
    for year in sorted({demo_year.YEAR, at.year - 1, at.year}):
        topics.keep(OPERATOR, agencies[1], year=year, names=demo_data.topics(), at=at)


def _take_in(agencies: Mapping[int, Agency], at: datetime) -> None:
    """The list that each agency had before, as a CSV."""
    for number in sorted({one.agency for one in demo_data.old()} & set(agencies)):
        today = timezone.localdate(at)
        rows = [_row(one, today) for one in demo_data.old() if one.agency == number]
        rows.append(_row(demo_list.text_of_a_rule(number, agencies[number]), today))
        data = csv_text(COLUMNS, rows).encode()
        outcome = import_items(OPERATOR, agencies[number], data, name="存量清单（演示）.csv", at=at - _TAKEN_IN)
        if not outcome.applied:
            raise Refused(f"演示的存量清单有误：{outcome.report.first_errors[0].message}")


def _row(old: Old, today: date) -> tuple[str, ...]:
    made = today - timedelta(days=old.made)
    ended = f"{today - timedelta(days=old.ended)}" if old.ended else ""
    number = _document_number(old.word, old.serial, made)
    public = f"{made + timedelta(days=_PUBLIC_AFTER)}"
    return ("", old.title, number, f"{made}", public, "综合政务", old.category, old.genre, old.validity, ended,
            old.ways, old.body)  # fmt: skip


def _document_number(word: str, serial: int, made: date) -> str:
    return f"{word}〔{made.year}〕{serial}号" if word else ""


class _Walk:
    """Walks one item after another as far as it goes; each step an hour after the one before, never after now."""

    def __init__(self, agencies: Mapping[int, Agency], at: datetime) -> None:
        self._at, self._today = at, timezone.localdate(at)
        self._offices = {number: _office(agency) for number, agency in agencies.items()}
        self._made: dict[str, Item] = {}
        self._tales: Mapping[str, Callable[[Version, _Office, datetime], None]] = {
            "checked": self._checked, "corrected": self._corrected, "withdrawn": self._withdrawn,
            "removed": self._removed, "boarded": self._boarded, "attached": self._attached,
            "returned": self._returned, "kept": self._kept, "scheduled": self._scheduled,
        }  # fmt: skip

    def go(self, new: New) -> None:
        office = self._offices[new.agency]
        # Drafted two days after the document was made, at nine.
        start = datetime.combine(
            self._today - timedelta(days=new.made - 2), time(9), tzinfo=timezone.get_default_timezone()
        )
        at = min(start, self._at - timedelta(hours=12))
        version = self._begin(new, office, at)
        self._made[new.key] = version.item
        self._relate(new.key, office, at)
        if new.until in _WAY:
            self._until(new.until, version, office, at)
        else:
            self._tales[new.until](version, office, at)

    def _begin(self, new: New, office: _Office, at: datetime) -> Version:
        made = self._today - timedelta(days=new.made)
        said: dict[str, Any] = {
            "document_number": _document_number(new.word, new.serial, made), "made_on": made,
            "category": new.category, "genre": new.genre, "subject": new.subject, "keywords": new.keywords,
            "summary": f"{new.title}，由{office.agency.name}公开。", "class_basis": "《条例》第十九条",
            "column": _leaf(office.agency, new.category, self._today), "body": new.body,
        }  # fmt: skip
        if new.genre in (Genre.NORMATIVE, Genre.RULE):
            said.update(validity=Validity.IN_FORCE, effective_on=made + timedelta(days=1))
        said.update(new.more)
        version = drafting.begin(office.drafter, office.agency, title=new.title, at=at, **said)
        if new.topic:
            chosen = topics.of(office.agency, made.year).filter(name=new.topic)
            topics.put(office.drafter, version.item, chosen, at=at)
        return Version.objects.get(pk=version.pk)

    def _relate(self, key: str, office: _Office, at: datetime) -> None:
        """The interpretation of one document, and the old one that another repeals."""
        item = self._made[key]
        if key == "low-told" and "low" in self._made:
            relating.relate(office.drafter, item, kind=RelationKind.INTERPRETS, target=self._made["low"], at=at)
        if key == "relief":
            before = Item.objects.filter(agency=office.agency, title="示范区临时救助实施细则").first()
            if before is not None:
                relating.relate(office.drafter, item, kind=RelationKind.REPEALS, target=before, at=at)

    def _until(self, last: str, version: Version, office: _Office, at: datetime) -> None:
        """Through the review up to this step."""
        steps: Mapping[str, Callable[[datetime], object]] = {
            "submitted": lambda at: reviewing.submit(office.drafter, version, at=at),
            "unit_passed": lambda at: reviewing.unit_pass(office.reviewer, version, at=at),
            "disclosure_passed": lambda at: reviewing.disclosure_pass(
                office.reviewer, version, checklist=reviewing.all_right(), comment="已逐项审查。", at=at
            ),
            "approved": lambda at: self._approve(version, office, at),
            "released": lambda at: releasing.release(office.releaser, version, at=at),
        }
        for n, step in enumerate(_WAY[1 : _WAY.index(last) + 1], start=1):
            steps[step](at + timedelta(hours=n))

    def _approve(self, version: Version, office: _Office, at: datetime) -> None:
        """What the checks ask about was looked at."""
        for finding in checks.undecided(version):
            checks.settle(office.reviewer, finding, decision="keep", reason=_REASON, at=at)
        reviewing.approve(office.head, version, comment="同意。", at=at)

    def _checked(self, version: Version, office: _Office, at: datetime) -> None:
        self._until("released", version, office, at)
        answers = dict.fromkeys(checking_pages.CHECKLIST, True)
        later, words = at + timedelta(hours=6), "电脑和手机上都看过。"
        checking_pages.check(office.reviewer, version.item, checklist=answers, comment=words, at=later)

    def _corrected(self, version: Version, office: _Office, at: datetime) -> None:
        self._until("released", version, office, at)
        found = at + timedelta(days=2)
        note = "开放时间误写为16:30结束，更正为17:30结束。"
        second = drafting.revise(office.drafter, version.item, note=note, found_at=found, at=found)
        body = version.body.replace("16:30", "17:30")
        second = drafting.edit(office.drafter, second, body=body, at=found)
        self._until("released", second, office, found)

    def _withdrawn(self, version: Version, office: _Office, at: datetime) -> None:
        self._until("released", version, office, at)
        reason = "培训班因场地原因取消，通知不再适用；新的安排另行公布。"
        departing.withdraw(office.head, version.item, reason=reason, at=at + timedelta(days=5))

    def _removed(self, version: Version, office: _Office, at: datetime) -> None:
        self._until("released", version, office, at)
        found = at + timedelta(days=1)
        incident = "演示：附表中带有公民的证件号码，由工作人员在页面检查时发现，当日撤下，已联系搜索引擎删除快照。"
        departing.remove(office.head, version.item, incident=incident, found_at=found, at=found)

    def _boarded(self, version: Version, office: _Office, at: datetime) -> None:
        self._until("released", version, office, at)
        day, later = timezone.localdate(at), at + timedelta(days=8)
        place, note = "向阳社区公示栏", "照片存街道办事处"
        made = showing.show(office.drafter, version.item, way=Way.BOARD, place=place, from_on=day, proof_note=note,
                            at=later)  # fmt: skip
        showing.end(office.drafter, made, until_on=day + timedelta(days=7), at=later)
        line_review.pass_line(office.reviewer, Showing.objects.get(pk=made.pk), at=later)
        second, note = "和平社区公示栏", "照片待补"
        showing.show(
            office.drafter, version.item, way=Way.BOARD, place=second, from_on=day, proof_note=note, at=later
        )

    def _attached(self, version: Version, office: _Office, at: datetime) -> None:
        rows = (("向阳社区日间照料中心", "示范区公开路11号"), ("和平社区助餐点", "示范区公开路27号"))
        data = csv_text(("名称", "地址"), rows).encode()
        attaching.attach(office.drafter, version, data=data, name="社区养老服务设施名录.csv", at=at)
        self._until("released", Version.objects.get(pk=version.pk), office, at)

    def _returned(self, version: Version, office: _Office, at: datetime) -> None:
        self._until("unit_passed", version, office, at)
        comment = "请补充走访对象的范围和慰问标准，再送审。"
        reviewing.give_back(office.reviewer, version, comment=comment, at=at + timedelta(hours=4))

    def _kept(self, version: Version, office: _Office, at: datetime) -> None:
        self._until("disclosure_passed", version, office, at)
        reviewing.keep(office.head, version, comment="同意，作为内部事务信息。", at=at + timedelta(hours=5))

    def _scheduled(self, version: Version, office: _Office, at: datetime) -> None:
        self._until("approved", version, office, at)
        later = self._at + timedelta(days=3)
        releasing.schedule(office.releaser, version, release_at=later, at=at + timedelta(hours=5))


def _leaf(agency: Agency, category: str, on: date) -> Column | None:
    return columns.leaves(agency, on).filter(category=category).first()


def _office(agency: Agency) -> _Office:
    found: dict[str, Person] = {
        one.role: one.person for one in Membership.objects.filter(agency=agency).select_related("person")
    }
    head: Who = found.get(Role.HEAD, OPERATOR)
    officer: Who = found.get(Role.INFORMATION_OFFICER, OPERATOR)
    return _Office(
        agency=agency,
        drafter=found.get(Role.CLERK, officer),
        releaser=found.get(Role.CLERK, head),
        reviewer=found.get(Role.REVIEWER, OPERATOR),
        head=head,
    )

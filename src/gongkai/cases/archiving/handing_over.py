"""The closed cases of a year handed to an archive (《档案法》 13-15, 37; 实施条例 38-39), with the list of them.

obstacles(agency, year, on=) -> [str]        why a year cannot be handed over yet
hand_over(user, agency, …) -> Handover       registered, with its list
attach_receipt(user, handover, …)            what the archive signed, later
package(user, handover, at=) -> chunks       one ZIP of the whole files, as it is made

What is handed over before its ordinary time stays this agency's to disclose (《档案法》 15(2)); nothing is taken
out of this system by it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.acting import words
from gongkai.cases.archiving import bundle, listing
from gongkai.cases.archiving.packing import SUMS, Listed, sums
from gongkai.cases.filing import Paper, stored
from gongkai.cases.models import Case, Handover
from gongkai.cases.states import State
from gongkai.documents import actions as documents
from gongkai.documents import queries
from gongkai.documents.names import safe
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.writers.spreadsheet import xlsx_bytes

_CHUNK: Final = 2**20
MANIFEST: Final = "移交清单.xlsx"
_FEW: Final = 5


def closed_in(agency: Agency, year: int) -> QuerySet[Case]:
    """What would be handed over."""
    return Case.objects.filter(agency=agency, state=State.CLOSED, closed_on__year=year).order_by("number", "pk")


def obstacles(agency: Agency, year: int, *, on: date) -> list[str]:
    """In words, each naming what has to be done first."""
    found = []
    if year >= on.year:
        found.append(f"{year}年还没有结束")
    if Handover.objects.filter(agency=agency, year=year).exists():
        found.append(f"{year}年办结的已经移交过")
    cases = closed_in(agency, year)
    if not cases.exists():
        found.append(f"{year}年没有办结的申请")
    if numbers := _numbers(cases.filter(holds__until_on=None, holds__isnull=False)):
        found.append(f"登记了留存、不能移交：{numbers}")
    if numbers := _numbers(_answered_and_open(agency, year)):
        found.append(f"{year}年已经答复、没有办结：{numbers}")
    return found


def _answered_and_open(agency: Agency, year: int) -> QuerySet[Case]:
    rows = Case.objects.filter(agency=agency, answered_on__year=year, state__in=[State.DISPATCHED, State.ANSWERED])
    return rows.order_by("number")


def _numbers(cases: QuerySet[Case]) -> str:
    """A few of them, and how many there are."""
    known = list(dict.fromkeys(cases.values_list("number", flat=True)[:1000]))
    more = f"等{len(known)}件" if len(known) > _FEW else ""
    return "、".join(known[:_FEW]) + more


@transaction.atomic
def hand_over(
    user: Who,
    agency: Agency,
    *,
    year: int,
    archive: str,
    handed_on: date,
    opening: str,
    disclosure: str,
    classification: str,
    at: datetime,
) -> Handover:
    """With the opinion on opening, the state of disclosure and changes of classification (《档案法实施条例》).
    Refused while a case of the year is held or not closed, and a second time."""
    ensure(user, "archive.hand_over", agency, on=day(at))
    me = person(user)
    if me is None:
        raise NotAllowed("移交须由本机关的人员登记。")
    Agency.objects.select_for_update(no_key=True, of=("self",)).get(pk=agency.pk)
    if found := obstacles(agency, year, on=day(at)):
        raise Refused(f"还不能移交：{'；'.join(found)}。")
    if handed_on > day(at) or handed_on.year <= year:
        raise Refused("移交日期应当在办结年度以后、今天以前，请核对。")
    cases = list(closed_in(agency, year))
    made = Handover.objects.create(
        agency=agency,
        year=year,
        archive=words(archive, "请写明接收的档案馆。")[:120],
        handed_on=handed_on,
        cases=len(cases),
        manifest=documents.store(manifest(agency, year, cases), MANIFEST, at=at, encrypted=True),
        opinion=_opinion(opening, disclosure, classification),
        by=me,
        at=at,
    )
    made.listed.set(cases)
    data = {"year": year, "cases": len(cases), "sha256": made.manifest.sha256}
    record("archive.hand_over", actor=actor(user), agency=agency, object=made, data=data, at=at)
    return made


def _opinion(opening: str, disclosure: str, classification: str) -> str:
    parts = (
        ("开放意见", words(opening, "请写明开放意见：开放、延期开放及理由。")),
        ("公开状态", words(disclosure, "请写明公开状态：哪些已经公开，哪些不予公开。")),
        ("密级变更", words(classification, "请写明密级及变更情况；没有涉密的，写“无”。")),
    )
    return "\n".join(f"{label}：{text}" for label, text in parts)


def manifest(agency: Agency, year: int, cases: list[Case]) -> bytes:
    """One line a file, with its SHA-256."""
    rows = (row for case in cases for row in listing.rows(case))
    return xlsx_bytes(f"{year}年移交清单", listing.HEAD, rows)


@transaction.atomic
def attach_receipt(user: Who, handover: Handover, paper: Paper, *, at: datetime) -> Handover:
    """What the archive signed. WrongState once there is one."""
    held = (
        Handover.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=handover.pk)
    )
    ensure(user, "archive.hand_over", held.agency, on=day(at))
    if held.receipt is not None:
        raise WrongState("这次移交已经登记了回执。")
    held.receipt = stored(paper, at=at)
    held.save(update_fields=["receipt"])
    data = {"year": held.year, "sha256": held.receipt.sha256}
    record("archive.receipt", actor=actor(user), agency=held.agency, object=held, data=data, at=at)
    return held


def visible(user: Who, *, on: date) -> QuerySet[Handover]:
    """The hand-overs of the agencies where this user sees them."""
    mine = within(user, "archive.view", on=on)
    return Handover.objects.filter(agency__in=mine).select_related("agency", "by", "manifest", "receipt")


def package(user: Who, handover: Handover, *, at: datetime) -> Iterator[bytes]:
    """Recorded before the first byte; one case at a time, so that a year is no larger in memory than a case."""
    ensure(user, "archive.hand_over", handover.agency, on=day(at))
    ensure(user, "cases.identity", handover.agency, on=day(at))
    data = {"year": handover.year, "cases": handover.cases}
    record("archive.package", actor=actor(user), agency=handover.agency, object=handover, data=data, at=at)
    return _packed(handover)


def _packed(handover: Handover) -> Iterator[bytes]:
    sink = _Sink()
    listed: list[Listed] = []
    when = (handover.handed_on.year, handover.handed_on.month, handover.handed_on.day, 0, 0, 0)
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in (
            ("移交说明.txt", handover.opinion.encode()),
            (MANIFEST, queries.content(handover.manifest)),
        ):
            archive.writestr(zipfile.ZipInfo(name, when), data)
            listed.append(Listed(name, "", hashlib.sha256(data).hexdigest()))
        for case in handover.listed.order_by("number", "pk").select_related("agency", "applicant"):
            entry = zipfile.ZipInfo(f"案卷/{safe(case.number)}.zip", when)
            with bundle.pack(case, None).file as file, archive.open(entry, "w", force_zip64=True) as into:
                digest = hashlib.sha256()
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    into.write(chunk)
                    yield sink.taken()
            listed.append(Listed(entry.filename, "", digest.hexdigest()))
        archive.writestr(zipfile.ZipInfo(SUMS, when), sums(listed))
    yield sink.taken()


class _Sink(io.RawIOBase):
    """What a ZIP is written to that goes out as it is made; nothing is ever gone back to."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self._parts.append(bytes(data))  # type: ignore[call-overload]  # whatever bytes-like a ZIP hands over
        return len(self._parts[-1])

    def taken(self) -> bytes:
        out, self._parts = b"".join(self._parts), []
        return out

"""The text of a version in review: a part of it reworded as the original has it, or the last rewording undone.

A part is a number: 0 is what stands before the first section, n the n-th section as printed. What was read is
kept for as long as a rewording stands; the chain is told the part and the reason, never the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor, person
from gongkai.audit.actions import record
from gongkai.errors import Refused, TooLarge, WrongState
from gongkai.reports import checking
from gongkai.reports.compiling import bound
from gongkai.reports.models import ReportVersion, Rewording
from gongkai.reports.reviewing import permitted
from gongkai.reports.states import after

# Far more than a whole report; what is longer was pasted by mistake.
MAX_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the text as it stands. ``original`` is what was read, None where nothing was changed."""

    number: int
    heading: str
    paragraphs: tuple[str, ...]
    original: tuple[str, ...] | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def parts(version: ReportVersion) -> tuple[Part, ...]:
    """Every part of a version's text, in order."""
    read: dict[int, Sequence[str]] = {}
    for one in version.rewordings.filter(undone_at=None).order_by("-pk"):
        read[one.part] = one.from_text
    content = version.content
    texts = [("", content["preamble"]), *((s["heading"], s["paragraphs"]) for s in content["sections"])]
    return tuple(
        Part(number, heading, tuple(paragraphs), tuple(read[number]) if number in read else None)
        for number, (heading, paragraphs) in enumerate(texts)
    )


@transaction.atomic
def reword(user: Who, version: ReportVersion, *, part: int, text: str, reason: str, at: datetime) -> ReportVersion:
    """Enter what a part says in the original, one paragraph a line; findings are found anew. Refused without a
    reason, for a part that the report has not, and for the text that stands there. WrongState once the version is
    accepted: what is published stays as it is."""
    version = permitted(user, "reports.correct", version, at)
    after(version.state, "correct")
    if not reason.strip():
        raise Refused("请写明更正的理由（例如：原件这一段没有读全）。")
    now, new = _part(version, part), written(text)
    if new == written(now.text):
        raise Refused("填写的与现有的相同，没有改动。")
    Rewording.objects.create(
        version=version, part=part, from_text=list(now.paragraphs), to_text=list(new), reason=reason.strip(),
        by=person(user), at=at,
    )  # fmt: skip
    _put(version, part, new)
    _record("reports.reword", user, version, part, reason.strip(), at)
    return version


@transaction.atomic
def undo_rewording(user: Who, version: ReportVersion, *, part: int, at: datetime) -> ReportVersion:
    """Take back the last rewording of a part that still stands. WrongState when there is none."""
    version = permitted(user, "reports.correct", version, at)
    after(version.state, "correct")
    last = version.rewordings.filter(part=part, undone_at=None).order_by("-pk").first()
    if last is None:
        raise WrongState("这一部分没有可以撤销的更正。")
    last.undone_by, last.undone_at = person(user), at
    last.save(update_fields=["undone_by", "undone_at"])
    _put(version, part, last.from_text)
    _record("reports.undo_rewording", user, version, part, "", at)
    return version


def written(text: str) -> tuple[str, ...]:
    """What was typed as paragraphs: one a line, without what no format can print. TooLarge beyond ``MAX_TEXT``."""
    if len(text) > MAX_TEXT:
        raise TooLarge(f"一部分正文最多{MAX_TEXT}字；请核对是否多粘贴了内容。")
    lines = ("".join(c for c in line if _prints(c)).strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _prints(character: str) -> bool:
    return character == "\t" or (
        unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
    )


def _part(version: ReportVersion, number: int) -> Part:
    found = parts(version)
    if not 0 <= number < len(found):
        raise Refused("这份报告没有这一部分；请从正文中选择。")
    return found[number]


def _put(version: ReportVersion, part: int, paragraphs: Sequence[str]) -> None:
    if part == 0:
        version.content["preamble"] = list(paragraphs)
    else:
        version.content["sections"][part - 1]["paragraphs"] = list(paragraphs)
    version.save(update_fields=["content"])
    bound.put(version, part, paragraphs)
    checking.refresh(version)


def _record(verb: str, user: Who, version: ReportVersion, part: int, reason: str, at: datetime) -> None:
    data = {"part": part}
    record(verb, actor=actor(user), agency=version.agency, object=version, reason=reason, data=data, at=at)

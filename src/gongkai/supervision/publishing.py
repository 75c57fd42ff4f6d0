"""An inspection made public: worded by an inspector, approved by somebody else, taken back with a reason.

word(user, inspection, said, *, at)           sentences as somebody proposes them; nothing is public by it
publish(user, inspection, *, at)              approves what waits and makes the inspection public
approve(user, inspection, *, at)              approves what was worded since it is public
take_back(user, inspection, *, reason, at)    gone from the public at once; the reason stands in its place
wanting(inspection) -> [str]                  what is still to be worded before it can be published

The public reads these sentences alone: what an inspector saw and what an office proved stays at the desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import person
from gongkai.errors import NotAllowed, Refused
from gongkai.papers import masking, personal
from gongkai.supervision.acting import finish, hold
from gongkai.supervision.inspection_states import Said, after
from gongkai.supervision.models import Inspection, PublicSentence, Shortcoming

LONGEST: Final = 500
# These are somebody's own wherever they stand; of the others the words beside them tell.
_ALWAYS: Final = frozenset(
    {personal.Kind.ID_NUMBER, personal.Kind.BANK_CARD, personal.Kind.PASSPORT, personal.Kind.PLATE}
)


@dataclass(frozen=True, slots=True)
class Words:
    """What is proposed of the whole (``shortcoming`` None) or of one shortcoming; "" proposes nothing."""

    about: Said
    text: str
    shortcoming: int | None = None


@transaction.atomic
def word(
    user: Who, inspection: Inspection, said: Iterable[Words], *, revision: int | None = None, at: datetime
) -> Inspection:
    """Refused for personal data, for a shortcoming of another inspection, and of what an office found of itself.
    What is worded as it is public already, or left empty, waits for nobody."""
    held = hold(user, inspection, "word", revision, at)
    _ensure_of_the_supervisor(held)
    of = dict.fromkeys(shortcomings(held).values_list("pk", flat=True))
    worded = [_word(user, held, one, of, at) for one in said]
    if not any(worded):
        return held
    return finish(user, held, "word", {"sentences": sum(worded)}, at)


@transaction.atomic
def publish(user: Who, inspection: Inspection, *, revision: int | None = None, at: datetime) -> Inspection:
    """Refused of what an office found of itself, and while a sentence is wanting. NotAllowed for who inspected or
    worded."""
    held = hold(user, inspection, "publish", revision, at)
    _ensure_of_the_supervisor(held)
    if missing := wanting(held):
        raise Refused(f"还没有公开表述：{'、'.join(missing)}。请先拟写，由另一人审核后再通报。")
    approved = _approve(user, held, at)
    held.state, held.published_at = after(held.state, "publish"), at
    held.taken_back_at, held.taken_back_because = None, ""
    return finish(user, held, "publish", {"sentences": approved}, at)


@transaction.atomic
def approve(user: Who, inspection: Inspection, *, revision: int | None = None, at: datetime) -> Inspection:
    """Refused where nothing waits. NotAllowed for who inspected or worded."""
    held = hold(user, inspection, "approve", revision, at)
    if missing := wanting(held):
        raise Refused(f"还没有公开表述：{'、'.join(missing)}。请先拟写。")
    approved = _approve(user, held, at)
    if not approved:
        raise Refused("没有待审核的公开表述；需要修改的，请先拟写。")
    return finish(user, held, "approve", {"sentences": approved}, at)


@transaction.atomic
def take_back(
    user: Who, inspection: Inspection, *, reason: str, revision: int | None = None, at: datetime
) -> Inspection:
    """By one person, for it may be urgent. Refused without a reason, which the public reads."""
    held = hold(user, inspection, "take_back", revision, at)
    why = reason.strip()
    if not why or len(why) > 300:
        raise Refused("请写明撤回的理由，最多300字；理由公开显示在原来的地址。")
    _ensure_nobodys(why)
    held.state, held.taken_back_at, held.taken_back_because = after(held.state, "take_back"), at, why
    return finish(user, held, "take_back", {}, at, why)


def shortcomings(inspection: Inspection) -> QuerySet[Shortcoming]:
    """In the order of the sheet."""
    return Shortcoming.objects.filter(verdict__inspection=inspection).order_by("verdict__order")


def wanting(inspection: Inspection) -> list[str]:
    """Of the whole and of each shortcoming there has to be one, public already or waiting. In words."""
    have: set[tuple[str, int | None]] = set(inspection.sentences.values_list("about", "shortcoming"))
    missing = [] if (Said.WHOLE, None) in have else [str(Said.WHOLE.label)]
    for one in shortcomings(inspection).select_related("verdict"):
        if (Said.FOUND, one.pk) not in have:
            missing.append(f"“{one.verdict.title}”")
    return missing


def _word(user: Who, held: Inspection, one: Words, of: dict[int, None], at: datetime) -> bool:
    text = " ".join(one.text.split())
    if len(text) > LONGEST:
        raise Refused(f"每条公开表述最多{LONGEST}字，请概括。")
    if (one.about == Said.WHOLE) != (one.shortcoming is None) or not (
        one.shortcoming is None or one.shortcoming in of
    ):
        raise Refused("这个问题不是这次检查发现的，请打开它所在的检查。")
    _ensure_nobodys(text)
    rows = PublicSentence.objects.filter(inspection=held, about=one.about, shortcoming=one.shortcoming)
    public = rows.exclude(approved_at=None).order_by("-approved_at", "-pk").first()
    waits = rows.filter(approved_at=None).first()
    if not text or (public is not None and public.text == text):
        return bool(waits is not None and waits.delete()[0])
    if waits is not None and waits.text == text:
        return False
    made = waits or PublicSentence(inspection=held, about=one.about, shortcoming_id=one.shortcoming)
    made.text, made.written_by, made.written_at = text, person(user), at
    made.save()
    return True


def _approve(user: Who, held: Inspection, at: datetime) -> int:
    me = person(user)
    waiting = list(held.sentences.filter(approved_at=None))
    if me is not None and me.pk in (held.begun_by_id, *(one.written_by_id for one in waiting)):
        raise NotAllowed("检查由您开始或者公开表述由您拟写，请由主管部门的其他人员审核后公开。")
    for one in waiting:
        one.approved_by, one.approved_at = me, at
        one.save(update_fields=["approved_by", "approved_at"])
    return len(waiting)


def _ensure_of_the_supervisor(held: Inspection) -> None:
    if held.own:
        raise Refused("自查的结果不通报。")


def _ensure_nobodys(text: str) -> None:
    for hit in personal.find(text, personal.ALL):
        if hit.kind in _ALWAYS or masking.names_a_person(hit, text):
            label = personal.LABELS[hit.kind]
            raise Refused(f"公开的文字里有{label}，请删去个人信息（《条例》第十五条）后再保存。")

"""The boxes and page decisions drawn over a file, kept until somebody burns them in (``burning``).

begin(user, file, *, at) -> Redaction                 the original stays as it is
add_boxes / take_boxes(user, redaction, …)            by hand, or from hits
decide(user, redaction, {page: decision}, …)          what becomes of each page
hits_of_term / hits_of_kinds(redaction, …) -> Hits    proposals; nothing is changed
lacking(redaction) -> [str]                           what has to be done before it can be burned
check / refuse(user, redaction, …)                    by somebody who drew none of it

Whoever bound the file asks whether this person may, holds the object it is bound to, and records the step. Every
change counts up ``revision`` and drops what was burned before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor, isfinite
from typing import Final

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.apart import apart
from gongkai.documents import actions, queries
from gongkai.documents.models import Redaction, RedactionBox, RedactionPage, StoredFile
from gongkai.errors import NotAllowed, Refused, Stale, WrongState
from gongkai.papers.personal import Kind
from gongkai.papers.redaction.boxes import Box, Page, PageInfo

SECONDS: Final = 60.0
# More boxes than anybody looks through; a file like that is withheld page by page.
MOST_BOXES: Final = 5000
# A box smaller than that covers nothing and came from a slip of the hand.
_SMALLEST: Final = 0.0005
_FINE: Final = 10_000
_DECISIONS: Final = frozenset(one.value for one in Page)


def begin(user: Person, file: StoredFile, *, at: datetime) -> Redaction:
    """Count the pages and open them for boxes. Refused or Unreadable for what cannot be redacted, with why. Looks
    into the file: call it outside of a transaction."""
    found: tuple[PageInfo, ...] = apart("gongkai.papers.redaction:pages", queries.content(file), seconds=SECONDS)
    return Redaction.objects.create(
        original=file,
        drawn_by=user,
        drawn_at=at,
        drawers=[user.key],
        sheets=[[one.width, one.height, one.picture] for one in found],
    )


@dataclass(frozen=True, slots=True)
class Hits:
    """Proposals, each with the kind of personal data it is ("" for a term). ``unread``: in words, which pages no
    machine reads, so that a person has to look through them; "" for none."""

    boxes: tuple[tuple[str, Box], ...]
    unread: str = ""


def hits_of_term(redaction: Redaction, term: str, *, reason: str) -> Hits:
    """Where a term stands. Refused for a file of which no machine reads any page."""
    if not term.strip():
        raise Refused("请填写要查找的词语。")
    data = queries.content(redaction.original)
    found, unread = apart("gongkai.documents.readable:term", data, term.strip(), reason=reason, seconds=SECONDS)
    return Hits(tuple(("", box) for box in found), unread)


def hits_of_kinds(redaction: Redaction, kinds: Collection[str], *, reason: str) -> Hits:
    """Where personal data of these kinds stands. Refused as ``hits_of_term``."""
    wanted = [kind for kind in Kind if kind in kinds]
    if not wanted:
        raise Refused("请至少选择一类个人信息。")
    data = queries.content(redaction.original)
    found, unread = apart("gongkai.documents.readable:kinds", data, wanted, reason=reason, seconds=SECONDS)
    return Hits(tuple((kind.value, box) for kind, box in found), unread)


def picture(file: StoredFile, page: int, *, width: int) -> bytes:
    """One page of a file as PNG, ``width`` pixels wide."""
    found: bytes = apart(
        "gongkai.papers.redaction:picture", queries.content(file), page, width=width, seconds=SECONDS
    )
    return found


@transaction.atomic
def add_boxes(
    user: Person,
    redaction: Redaction,
    boxes: Iterable[Box],
    *,
    term: str = "",
    kind: str = "",
    revision: int | None = None,
    at: datetime,
) -> int:
    """How many were new. A page without a decision is given in part from now on."""
    held = hold(user, redaction, revision)
    known = {(b.page, b.x0, b.y0, b.x1, b.y1) for b in held.boxes.all()}
    fresh = [box for box in dict.fromkeys(map(_rounded, boxes)) if (box.page, *box.rect) not in known]
    if len(known) + len(fresh) > MOST_BOXES:
        raise Refused(f"遮盖框超过{MOST_BOXES}个；请改为整页不予公开，或者拆分文件。")
    for box in fresh:
        _ensure_on_a_page(held, box.page)
        if not box.reason:
            raise Refused("每个遮盖框都要选择依据（《条例》第三十七条）。")
    RedactionBox.objects.bulk_create(
        RedactionBox(redaction=held, page=b.page, x0=b.x0, y0=b.y0, x1=b.x1, y1=b.y1, reason=b.reason, term=term,
                     kind=kind, here_only=b.here_only)
        for b in fresh
    )  # fmt: skip
    decided = set(held.pages.values_list("page", flat=True))
    for page in {box.page for box in fresh} - decided:
        RedactionPage.objects.create(redaction=held, page=page, decision=Page.PART)
    _changed(held, user, at)
    return len(fresh)


@transaction.atomic
def take_boxes(
    user: Person, redaction: Redaction, keys: Collection[int], *, revision: int | None = None, at: datetime
) -> int:
    """Take these boxes away; how many they were."""
    held = hold(user, redaction, revision)
    gone, _ = held.boxes.filter(pk__in=keys).delete()
    _changed(held, user, at)
    return gone


@transaction.atomic
def decide(
    user: Person,
    redaction: Redaction,
    decisions: Mapping[int, tuple[str, str]],
    *,
    revision: int | None = None,
    at: datetime,
) -> None:
    """page -> (decision, reason). Refused for a page that is withheld without a reason."""
    held = hold(user, redaction, revision)
    for page, (decision, reason) in decisions.items():
        _ensure_on_a_page(held, page)
        if decision not in _DECISIONS:
            raise Refused("请从所列处理方式中选择。")
        if decision == Page.WITHHELD and not reason:
            raise Refused(f"第{page + 1}页不予公开，请选择依据（《条例》第三十七条）。")
        held.pages.update_or_create(
            page=page, defaults={"decision": decision, "reason": reason if decision == Page.WITHHELD else ""}
        )
    _changed(held, user, at)


def undecided(redaction: Redaction) -> list[int]:
    """The pages nobody has decided about, from 0."""
    decided = set(redaction.pages.values_list("page", flat=True))
    return [page for page in range(len(redaction.sheets)) if page not in decided]


def lacking(redaction: Redaction) -> list[str]:
    """What keeps it from being burned, in words; none when it can be."""
    decisions = dict(redaction.pages.values_list("page", "decision"))
    boxed = set(redaction.boxes.values_list("page", flat=True))
    open_ = [page for page in range(len(redaction.sheets)) if page not in decisions]
    empty = [page for page, decision in decisions.items() if decision == Page.PART and page not in boxed]
    idle = [page for page, decision in decisions.items() if decision == Page.WHOLE and page in boxed]
    given = [page for page, decision in decisions.items() if decision in (Page.WHOLE, Page.PART)]
    return [
        *([f"{pages_words(open_)}还没有决定怎样处理"] if open_ else []),
        *([f"{pages_words(empty)}定为部分提供，但没有遮盖框"] if empty else []),
        *([f"{pages_words(idle)}定为全部提供，但有遮盖框"] if idle else []),
        *(["所有页面都不提供，没有可以提供的内容"] if not open_ and not given else []),
    ]


def pages_words(pages: Collection[int]) -> str:
    """``第1-3、7页``, the pages counted from 0."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    said = [f"{run[0] + 1}" if len(run) == 1 else f"{run[0] + 1}-{run[-1] + 1}" for run in runs]
    return f"第{'、'.join(said)}页"


@transaction.atomic
def check(user: Person, redaction: Redaction, *, at: datetime) -> Redaction:
    """Somebody else looked at it. NotAllowed for whoever drew any of it; WrongState before it is burned."""
    held = _burned_by_another(user, redaction)
    held.checked_by, held.checked_at, held.refused_reason = user, at, ""
    held.save(update_fields=["checked_by", "checked_at", "refused_reason"])
    return held


@transaction.atomic
def refuse(user: Person, redaction: Redaction, *, reason: str, at: datetime) -> Redaction:
    """What has to be put right. The boxes stay; what was burned is refused for good, until it is burned anew."""
    held = _burned_by_another(user, redaction)
    if not reason.strip():
        raise Refused("请写明退回的理由：哪一页、哪一处、怎样改。")
    held.checked_by, held.checked_at, held.refused_reason = None, None, reason.strip()
    held.save(update_fields=["checked_by", "checked_at", "refused_reason"])
    return held


def drew(user: Person, redaction: Redaction) -> bool:
    return user.key in redaction.drawers


def _burned_by_another(user: Person, redaction: Redaction) -> Redaction:
    held = locked(redaction)
    if held.result_id is None:
        raise WrongState("还没有生成遮盖件，不能核对。")
    if drew(user, held):
        raise NotAllowed("您画过这份文件的遮盖框或者作过页面处理，不能由您核对；请由其他人核对。")
    return held


def locked(redaction: Redaction) -> Redaction:
    """As it is now, held until the transaction ends."""
    rows = Redaction.objects.select_for_update(no_key=True, of=("self",)).select_related("original", "result")
    return rows.get(pk=redaction.pk)


def hold(user: Person, redaction: Redaction, revision: int | None) -> Redaction:
    """As it is now, held; Stale when somebody changed it since this person looked."""
    held = locked(redaction)
    if revision is not None and held.revision > revision:
        raise Stale("这份文件的遮盖刚刚有人改过，您看到的已不是最新情况；请看过再改。")
    return held


def _changed(held: Redaction, user: Person, at: datetime) -> None:
    """Whatever was burned, asked for, checked or refused was so of other boxes."""
    held.revision += 1
    held.drawn_by, held.drawn_at = user, at
    held.drawers = sorted({*held.drawers, user.key})
    before, held.result, held.burned_at, held.proof = held.result_id, None, None, {}
    held.checked_by, held.checked_at = None, None
    held.asked_at, held.claimed_by, held.claimed_until, held.attempts, held.failure = None, "", None, 0, ""
    held.save()
    if before is not None:
        actions.forget([before])


def _ensure_on_a_page(redaction: Redaction, page: int) -> None:
    if not 0 <= page < len(redaction.sheets):
        raise Refused(f"这份文件共{len(redaction.sheets)}页，没有第{page + 1}页。")


def _rounded(box: Box) -> Box:
    """Within the page, and outwards to a ten-thousandth of it: the same hit found again is the same box."""
    if not all(map(isfinite, box.rect)):
        raise Refused("遮盖框的位置不是数字；请重新画框。")
    # What is a whole ten-thousandth but for the last digits of a float stays what it is.
    x0, y0 = (floor(round(min(max(edge, 0.0), 1.0) * _FINE, 3)) / _FINE for edge in (box.x0, box.y0))
    x1, y1 = (ceil(round(min(max(edge, 0.0), 1.0) * _FINE, 3)) / _FINE for edge in (box.x1, box.y1))
    if x1 - x0 < _SMALLEST or y1 - y0 < _SMALLEST:
        raise Refused("遮盖框太小或者在页面以外；请重新画框。")
    return Box(box.page, x0, y0, x1, y1, box.reason, box.here_only)

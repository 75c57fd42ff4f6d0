"""Drawing boxes over a file that is given, and having them burned in (遮盖).

begin(user, case, release, *, at) -> Redaction     open it for boxes; what was drawn in an earlier try is kept
draw / draw_hits / erase(user, case, release, …)   boxes by hand, boxes of what was found, boxes away again
decide / decide_rest(user, case, release, …)       what becomes of a page, or of all that are left
burn(user, case, release, …)                       ask for the copy; a worker makes and proves it
grounds(on) -> [(code, words)]                     what a box may be drawn for

A change takes the redacted copy out of the release: it has to be burned, prepared and checked anew. The boxes have
a count of their own (``Redaction.revision``); they never make the page of the case old for anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases import releases, releasing
from gongkai.cases.models import Case, Release
from gongkai.documents import burning, redacting, wake
from gongkai.documents.models import Redaction
from gongkai.errors import Refused, WrongState
from gongkai.papers.redaction import Box, Page
from gongkai.statute import outcomes

# Personal data is withheld as what the law calls it.
OF_A_PERSON = "third-party"


def grounds(on: date) -> list[tuple[str, str]]:
    """What may be the ground of a part held back, with its article (Art. 37)."""
    return [(one.code, f"{short(one.title)}（{outcomes.cited(one.articles)}）") for one in outcomes.grounds(on)]


def short(title: str) -> str:
    """A ground without the words that all of them begin with."""
    return title.removeprefix("不予公开：")


def begin(user: Who, case: Case, release: Release, *, at: datetime) -> Redaction:
    """Refused or Unreadable for a file that cannot be redacted (it says why). Looks into the file first, and holds
    nothing meanwhile."""
    releasing.ensure_preparing(user, case, at)
    if release.redaction is not None:
        return release.redaction
    if not isinstance(user, Person):
        raise WrongState("遮盖须由本人登录办理。")
    made = redacting.begin(user, release.source.file, at=at)
    with transaction.atomic():
        held, _ = releasing.preparing(user, case, None, at)
        mine = releasing.locked(held, release)
        if mine.redaction is not None:
            made.delete()
            return mine.redaction
        mine.redaction = made
        mine.save(update_fields=["redaction"])
        _record(user, mine, "draw_boxes", {"pages": len(made.sheets)}, at)
    return made


def draw(
    user: Who,
    case: Case,
    release: Release,
    boxes: Iterable[Box],
    *,
    term: str = "",
    kind: str = "",
    revision: int | None = None,
    at: datetime,
) -> int:
    """Boxes, each for a ground that the law knows; how many were new."""
    drawn = tuple(boxes)
    _of_the_law({box.reason for box in drawn}, at)
    if not drawn:
        raise Refused("没有要加的遮盖框；请先在页面上画框，或者填写位置。")

    def change(me: Person, redaction: Redaction) -> dict[str, object]:
        new = redacting.add_boxes(me, redaction, drawn, term=term, kind=kind, revision=revision, at=at)
        return {"boxes": new, "pages_of": sorted({box.page + 1 for box in drawn})}

    return int(str(_change(user, case, release, change, at)["boxes"]))


def erase(
    user: Who, case: Case, release: Release, keys: Collection[int], *, revision: int | None = None, at: datetime
) -> int:
    """These boxes away; how many they were."""

    def change(me: Person, redaction: Redaction) -> dict[str, object]:
        return {"boxes": -redacting.take_boxes(me, redaction, keys, revision=revision, at=at)}

    return -int(str(_change(user, case, release, change, at)["boxes"]))


def decide(
    user: Who,
    case: Case,
    release: Release,
    decisions: Mapping[int, tuple[str, str]],
    *,
    revision: int | None = None,
    at: datetime,
) -> None:
    """page (from 0) -> (decision, ground). A ground is asked for where a page is withheld."""
    _of_the_law({reason for decision, reason in decisions.values() if decision == Page.WITHHELD}, at)

    def change(me: Person, redaction: Redaction) -> dict[str, object]:
        redacting.decide(me, redaction, decisions, revision=revision, at=at)
        return {"pages_of": sorted(page + 1 for page in decisions)}

    _change(user, case, release, change, at)


def decide_rest(user: Who, case: Case, release: Release, *, revision: int | None = None, at: datetime) -> int:
    """Every page that nobody decided about is given whole; how many they were. Refused when there is none."""
    found = release.redaction
    rest = redacting.undecided(found) if found is not None else []
    if not rest:
        raise Refused("每一页都已经决定怎样处理。")
    decide(user, case, release, dict.fromkeys(rest, (Page.WHOLE, "")), revision=revision, at=at)
    return len(rest)


@transaction.atomic
def burn(user: Who, case: Case, release: Release, *, revision: int | None = None, at: datetime) -> Redaction:
    """Ask for the copy. Refused while a page has no decision; a worker is woken when this is committed."""
    held, me = releasing.preparing(user, case, None, at)
    mine = releasing.locked(held, release)
    asked = burning.ask(me, _drawn(mine), revision=revision, at=at)
    transaction.on_commit(wake.wake)
    _record(user, mine, "burn_boxes", {"boxes": asked.boxes.count(), "revision": asked.revision}, at)
    return asked


@transaction.atomic
def _change(
    user: Who,
    case: Case,
    release: Release,
    change: Callable[[Person, Redaction], dict[str, object]],
    at: datetime,
) -> dict[str, object]:
    held, me = releasing.preparing(user, case, None, at)
    mine = releasing.locked(held, release)
    if releases.is_redacted(mine):
        mine.file, mine.checked_by, mine.checked_at = None, None, None
        mine.save(update_fields=["file", "checked_by", "checked_at"])
    data = change(me, _drawn(mine))
    _record(user, mine, "draw_boxes", data, at)
    return data


def _drawn(release: Release) -> Redaction:
    if release.redaction is None:
        raise WrongState("这份文件还没有开始遮盖。")
    return release.redaction


def _of_the_law(reasons: Collection[str], at: datetime) -> None:
    """Refused for a ground that cannot hold back a part."""
    known = {one.code for one in outcomes.grounds(day(at))}
    if not set(reasons) <= known:
        raise Refused("请为每个遮盖框和不予公开的页面选择依据（《条例》第三十七条）。")


def _record(user: Who, release: Release, action: str, data: Mapping[str, object], at: datetime) -> None:
    case = release.case
    told = {"release": release.pk, **data}
    record(f"cases.{action}", actor=actor(user), agency=case.agency, object=case, data=told, at=at)

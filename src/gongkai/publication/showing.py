"""On which channels an item was shown, from when, and how that is proved (Arts 23, 25).

show(user, item, *, way, from_on, until_on=None, place="", address="", proof=None, proof_name="", proof_note="",
     at)                                     it was shown there from that day
end(user, showing, *, until_on, at)          the notice came down from the board
strike(user, showing, *, reason, at)         it was noted by mistake; it stays in the record
showings(item) -> QuerySet[Showing]          those that the public sees
recount(item)                                its first day on any channel, anew

What is entered here is seen, and counts, once it was passed (``line_review``); its last day and its being struck
bring no word to the page and hold at once. The website notes itself with the release; what is noted here happened
elsewhere. An item first counts in the year of its first day on any channel: a day before the release here needs a
proof, and never changes when it was released here.
"""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.documents import actions as documents
from gongkai.errors import Refused, WrongState
from gongkai.publication.acting import hold_item, told, words
from gongkai.publication.changing import changed
from gongkai.publication.models import Item, Showing
from gongkai.publication.words import Way

# Ways of which the place is the whole point.
_WITH_PLACE = (Way.BOARD, Way.READING_POINT, Way.SERVICE_HALL, Way.SERVICE_STATION, Way.ON_SITE)


@transaction.atomic
def show(
    user: Who,
    item: Item,
    *,
    way: str,
    from_on: date,
    until_on: date | None = None,
    place: str = "",
    address: str = "",
    proof: bytes | None = None,
    proof_name: str = "",
    proof_note: str = "",
    at: datetime,
) -> Showing:
    """``proof``: a photo or a scan, kept with the item; ``proof_note`` says in words what proves it (a gazette's
    number). One of the two is needed for a day before the item's first."""
    held = hold_item(user, "items.draft", item, at=at)
    _released(held)
    made = Showing(item=held, way=_way(way), place=place.strip(), address=_link(address), from_on=from_on)
    made.until_on, made.proof_note = until_on, proof_note.strip()
    made.added_by, made.added_at = person(user), at
    _ensure_possible(made, bool(proof), held, day(at))
    if proof is not None:
        made.proof = documents.store(proof, proof_name or "凭证", at=at)
    made.save()
    _bump(held)
    told(user, "show", held, data={"way": made.way, "from": from_on.isoformat()}, at=at)
    return made


@transaction.atomic
def end(user: Who, showing: Showing, *, until_on: date, at: datetime) -> Showing:
    """Its last day, included."""
    held = hold_item(user, "items.draft", showing.item, at=at)
    found = _standing(held, showing)
    if not found.from_on <= until_on <= day(at):
        raise Refused("截止日期应在公开日期和今天之间，请核对。")
    found.until_on = until_on
    found.save(update_fields=["until_on"])
    _bump(held)
    if found.passed_at is not None:
        _shown_anew(held)
    told(user, "show-end", held, data={"way": found.way, "until": until_on.isoformat()}, at=at)
    return found


@transaction.atomic
def strike(user: Who, showing: Showing, *, reason: str, at: datetime) -> Showing:
    """Taken out of the count; the line and its proof stay. Refused for the website's own line."""
    held = hold_item(user, "items.draft", showing.item, at=at)
    found = _standing(held, showing)
    reason = words(reason, "请写明划去的原因。")
    if found.way == Way.WEBSITE and not found.address:
        raise Refused("本网站的公开记录由系统在发布时记下，不能划去。")
    found.struck_at = at
    found.proof_note = f"{found.proof_note}（已划去：{reason}）"[:200]
    found.save(update_fields=["struck_at", "proof_note"])
    if found.passed_at is None:
        _bump(held)
    else:
        recount(held)
    told(user, "show-strike", held, data={"way": found.way, "from": found.from_on.isoformat()}, at=at)
    return found


def showings(item: Item) -> QuerySet[Showing]:
    """Those that were passed and stand, in the order of their days."""
    return item.showings.filter(struck_at=None, passed_at__isnull=False).select_related("proof")


def recount(item: Item) -> None:
    """Its first day on any channel; that of old stock stands in its own line of the channels. The caller holds the
    item."""
    days = showings(item).values_list("from_on", flat=True)
    if not days:
        raise Refused("这是唯一的公开记录，不能划去；没有公开过的，请办理撤回。")
    item.first_public_on = min(days)
    _bump(item)
    _shown_anew(item)


def _bump(item: Item) -> None:
    item.revision += 1
    item.save(update_fields=["first_public_on", "revision"])


def _shown_anew(item: Item) -> None:
    if item.is_public:
        changed([item])


def _released(item: Item) -> None:
    if item.released_at is None:
        raise WrongState("这条信息还没有发布；先审后发，审核发布后再登记其他渠道。")


def _standing(item: Item, showing: Showing) -> Showing:
    found = item.showings.filter(pk=showing.pk, struck_at=None).first()
    if found is None:
        raise WrongState("这条渠道记录已经划去。")
    return found


def _way(way: str) -> Way:
    if way not in Way.values:
        raise Refused("没有这种公开渠道，请从列表中选择。")
    return Way(way)


def _link(address: str) -> str:
    address = address.strip()
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError as error:
            raise Refused("网址不完整，请从浏览器的地址栏复制。") from error
    return address


def _ensure_possible(made: Showing, with_proof: bool, item: Item, today: date) -> None:
    if made.from_on > today:
        raise Refused("公开日期晚于今天；请在公开之后登记。")
    if made.until_on is not None and made.until_on < made.from_on:
        raise Refused("截止日期早于公开日期，请核对。")
    if made.way in _WITH_PLACE and not made.place:
        raise Refused("请写明公开的位置（哪个公示栏、哪个查阅点）。")
    first = item.first_public_on
    if first is not None and made.from_on < first and not (with_proof or made.proof_note):
        raise Refused("公开日期早于首次公开日期，须附凭证（照片、扫描件）或者写明凭证。")

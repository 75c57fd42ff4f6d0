"""One item: what it is, what is to be done next, what was found, what happened, and everything beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.agencies.calendars import calendar_for
from gongkai.publication import checking_pages, checks, relating, reviewing
from gongkai.publication.models import Departure, Item, Step, Version
from gongkai.publication.models.checks import Finding
from gongkai.publication.relating import Related
from gongkai.publication.states import OPEN, State
from gongkai.statute import duties

from . import item_words
from .access import Asking, reading
from .finding_marks import marked, placed
from .finding_places import at_fields, but_hints, with_findings
from .item_body import shown_body
from .item_due import due_shown, obligation_of
from .item_form import category_words
from .item_found import is_draft, item_of, may, version_of, visible
from .item_next import next_of

_QUESTIONS = {**checking_pages.CHECKLIST, **reviewing.CHECKLIST, "wrong": "系统检查发现的问题"}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the time line, the newest last."""

    at: datetime
    words: str
    by: str
    comment: str = ""
    checks: Sequence[tuple[str, str]] = ()


@reading
def item_page(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    item = item_of(asking, pk)
    version = version_of(item)
    context = {
        **of_version(version, asking),
        "due": due_shown(item, calendar_for(item.agency), on=asking.on),
        "obligation": obligation_of(item),
        "next": next_of(item, version, asking),
        "story": list(story(item)),
        "versions": list(item.versions.select_related("created_by").defer("body", "text").order_by("-number")),
        "relations": list(relations(item, asking)),
        "showings": item.showings.select_related("proof", "added_by"),
        "topics": item.topics.all(),
        "departure": item.departures.select_related("by").last(),
        "may_edit": is_draft(version) and may(asking, "items.draft", version),
        "may_draft": may(asking, "items.draft", version),
        "may_review_lines": item.is_public and may(asking, "items.review", version),
        "may_release": may(asking, "items.release", version),
        "reports": item.door_reports.exclude(state="answered"),
    }
    return render(request, "desk/items/item.html", context)


def of_version(version: Version, asking: Asking) -> dict[str, object]:
    """What every page that shows a version needs of it."""
    item, found = version.item, findings(version)
    body = marked(shown_body(version), version.text, found)
    places = at_fields(but_hints(found))
    return {
        "item": item,
        "version": version,
        "state": item_words.state_words(item, version),
        "tone": item_words.tone(version) if version.state in OPEN else item_words.item_tone(item),
        "waiting": item_words.waiting(version),
        "pairs": [
            (label, value, places.get(field, ()))
            for field, label, value in description(version)
            if value or field in places
        ],
        "returned": item_words.returned(version),
        "body": body,
        "placed": placed(body),
        "attachments": with_findings(version.attachments.select_related("file"), places),
        "findings": found,
        "open": version.state in OPEN or version.state == State.RELEASED,
        "may_check": may(asking, "items.check", version),
    }


def findings(version: Version) -> Sequence[Finding]:
    """Those that stand: what waits for somebody first."""
    return sorted(checks.standing(version), key=lambda one: (not one.waits, one.severity != "stop", one.pk))


def description(version: Version) -> Iterator[tuple[str, str, str]]:
    """Fields, labels and words of everything that is said of it."""
    yield "summary", "内容概述", version.summary
    yield "column", "栏目", str(version.column) if version.column else ""
    yield "category", "条例事项", category_words(duties.category(version.category)) if version.category else ""
    yield "document_number", "文号", version.document_number
    yield "issuer", "发文机关", version.issuer
    yield "joint_makers", "联合制发", "、".join(version.joint_makers)
    yield "made_on", "成文日期", str(version.made_on or "")
    yield "genre", "体裁", str(version.get_genre_display())
    yield "subject", "主题分类", version.subject
    yield "validity", "有效性", str(version.get_validity_display()) if version.validity else ""
    yield "effective_on", "施行日期", str(version.effective_on or "")
    yield "ended_on", "废止、失效日期", str(version.ended_on or "")
    yield "keywords", "关键词", "、".join(version.keywords)
    yield "source", "来源", version.source
    yield "disclosure_class", "公开属性", str(version.get_disclosure_class_display())
    why = "；".join(one for one in (version.class_basis, version.class_reason) if one)
    yield "class_basis", "公开属性依据", why


def story(item: Item) -> Iterator[Event]:
    """What happened to all of its versions, in order."""
    events = [_begun(one) for one in item.versions.select_related("created_by").defer("body", "text")]
    events += [_step(one) for one in Step.objects.filter(version__item=item).select_related("by", "version")]
    events += [_left(one) for one in item.departures.select_related("by")]
    yield from sorted(events, key=lambda one: one.at)


def _begun(version: Version) -> Event:
    words = "建立草稿" if version.number == 1 else f"起草第 {version.number} 版"
    found = version.found_at
    comment = f"更正说明：{version.note}" if version.note else ""
    if found is not None and found != version.created_at:
        comment += f"（{timezone.localtime(found):%Y-%m-%d %H:%M} 发现）"
    return Event(version.created_at, words, _name(version.created_by), comment)


def _step(step: Step) -> Event:
    several = step.version.number > 1
    words = f"第 {step.version.number} 版{step.get_kind_display()}" if several else str(step.get_kind_display())
    answers = [(_QUESTIONS.get(code, code), _answer(value)) for code, value in step.checklist.items()]
    return Event(step.at, words, _name(step.by), step.comment, answers)


def _answer(value: object) -> str:
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _left(departure: Departure) -> Event:
    words = "撤下，公众不再看到，也不说明" if departure.silent else "撤回，原地址说明原因"
    return Event(departure.at, words, _name(departure.by), departure.incident or departure.reason)


def _name(person: object) -> str:
    return str(getattr(person, "name", "") or "系统")


def relations(item: Item, asking: Asking) -> Iterator[tuple[Related, bool]]:
    """Both ways, and whether this person may open the other; what neither they nor the public may see is not
    even named."""
    several = relating.all_related(item)
    seen = set(
        visible(asking).filter(pk__in=[one.item.pk for one in several if one.item]).values_list("pk", flat=True)
    )
    for one in several:
        known = one.item is not None and one.item.pk in seen
        if one.item is None or known or one.item.is_public:
            yield one, known

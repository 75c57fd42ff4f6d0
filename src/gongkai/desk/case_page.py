"""One case: what it is, what is to be done next, why this day, what happened, and the papers beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.cases import consulting, due, masking, papers, releases
from gongkai.cases.identity import PERSONAL_PAPERS
from gongkai.cases.models import Case, Consultation, Fee, Release
from gongkai.cases.retention import register
from gongkai.notices import queries as notices
from gongkai.review import queries as review
from gongkai.statute import outcomes

from . import case_words
from .access import Asking, reading
from .case_clock import clock
from .case_effects import reply_title
from .case_found import case_of, may, visible
from .case_letter import may_read
from .case_list import awaited
from .case_next import buttons
from .case_papers import may_bundle
from .case_story import story
from .column_place import may as may_here
from .item_links import published_from
from .release_found import Standing, standing, works


@dataclass(frozen=True, slots=True)
class ConsultationShown:
    """``party`` is whole for who works on the case, else masked."""

    consultation: Consultation
    party: str
    until: date | None


@reading
def case_page(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    case = case_of(asking, pk)
    shown = case_words.due_shown(case, due.calendar_of(case), on=asking.on)
    context = {
        "case": case,
        "waiting": case_words.waiting(case, awaited([case.pk]).get(case.pk, ())),
        "title": case_words.title(case),
        "due": shown,
        "tone": case_words.tone(case),
        "clock": clock(case, shown, on=asking.on),
        "story": story(case),
        "steps": buttons(case, asking),
        "may_read": may_read(asking, case),
        "applicant": masking.name(case.applicant.name, case.applicant_class),
        "may_identity": may(asking, "cases.identity", case),
        "may_bundle": may_bundle(asking, case),
        "released": (released := _released(case, asking)),
        "to_give": _to_give(case, released),
        **_beside(case, asking),
    }
    return render(request, "desk/cases/case.html", context)


def _beside(case: Case, asking: Asking) -> dict[str, object]:
    """The papers, and everybody who was asked."""
    decision = case.decisions.select_related("letter", "drafted_by", "approved_by").last()
    return {
        "files": [(one, one.what in PERSONAL_PAPERS) for one in case.files.select_related("file", "added_by")],
        "letters": [(papers.title(one.kind, asking.on), one) for one in papers.of_case(case)],
        "services": case.services.select_related("letter", "delivery"),
        "notices": notices.about(asking.person, case.key, on=asking.on).filter(recipient=""),
        "consultations": _consultations(case, asking),
        "tasks": case.tasks.select_related("unit", "answered_by"),
        "searches": case.searches.select_related("signed_by"),
        "reviews": case.reviews.select_related("by"),
        "proceedings": review.about(asking.person, case, on=asking.on),
        "may_proceed": may_here(asking, "reviews.work", case.agency),
        "fee": Fee.objects.filter(case=case).first(),
        "decision": decision,
        "reply": reply_title(decision.reply, asking) if decision else "",
        "withheld": decision.withheld.all() if decision and may_read(asking, case) else (),
        "row": outcomes.row_label(case.counted_row) if case.counted_row else "",
        "parties": [(one, masking.name(one.applicant.name, one.applicant.kind))
                    for one in case.parties.select_related("applicant")],
        "incoming": case.incoming.all(),
        "gone": register.of_case(case),
        "may_register": may(asking, "cases.register", case),
        "related": _related(case, asking),
        "published": published_from(case, asking),
        "may_suggest": may(asking, "cases.work", case) and may_here(asking, "columns.record", case.agency),
    }  # fmt: skip


def _released(case: Case, asking: Asking) -> Sequence[tuple[Release, Standing]] | None:
    """What is given with the answer; None for who neither prepares nor checks it."""
    if not works(asking, case):
        return None
    return [(one, standing(one)) for one in releases.of(case)]


def _to_give(case: Case, released: object) -> bool:
    """Is there a word to be said about files: something could be given, or an answer was drafted that gives."""
    if released is None:
        return False
    decision = case.decision()
    gives = decision is not None and decision.reply in releases.GIVES
    return gives or releases.sources(case).exists()


def _consultations(case: Case, asking: Asking) -> Sequence[ConsultationShown]:
    whole = may(asking, "cases.work", case) or may(asking, "cases.approve", case)
    return [
        ConsultationShown(
            one,
            one.party if whole else masking.name(one.party),
            None if one.opinion else consulting.answer_by(one),
        )
        for one in case.consultations.select_related("letter", "case__agency")
    ]


def _related(case: Case, asking: Asking) -> Sequence[tuple[str, Case]]:
    """Cases that this one came from, went into or repeats; only those that may be seen."""
    keys = {"重复的申请": case.repeats_id, "拆分自": case.split_from_id, "已并入": case.merged_into_id}
    found = visible(asking).in_bulk([pk for pk in keys.values() if pk])
    named = [(words, found[pk]) for words, pk in keys.items() if pk in found]
    return [
        *named,
        *(("拆分出", one) for one in visible(asking).filter(split_from=case)),
        *(("并入本件", one) for one in visible(asking).filter(merged_into=case)),
    ]

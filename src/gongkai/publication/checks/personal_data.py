"""Personal data in what will be public, each with the masked form in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gongkai.papers import masking
from gongkai.papers.personal import LABELS, Hit
from gongkai.papers.personal import Kind as Datum
from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models.checks import Kind, Severity

EDITION: Final = "1"
_SOURCE: Final = "《政府信息公开条例》第十五条、《个人信息保护法》第二十五条"
# What names one person wherever it stands; the rest may be an office's.
_OF_A_PERSON: Final = frozenset({Datum.ID_NUMBER, Datum.BANK_CARD, Datum.PASSPORT, Datum.PLATE})


def look(subject: Subject) -> Iterator[Found]:
    own = _own(subject)
    for place, hits in subject.hits.items():
        text = subject.texts[place]
        as_list = masking.is_list(text, hits)
        for hit in hits:
            if masking.compact(hit.text) not in own:
                yield _found(subject, place, text, hit, as_list)


def _found(subject: Subject, place: str, text: str, hit: Hit, as_list: bool) -> Found:
    person = hit.kind in _OF_A_PERSON or masking.names_a_person(hit, text, as_list=as_list)
    proposal = masking.proposal(hit, checkable=as_list)
    message = (
        f"有{LABELS[hit.kind]}；公开时宜写作{proposal}。" if person else f"有{LABELS[hit.kind]}，如属个人请遮盖。"
    )
    severity = Severity.DECIDE if person else Severity.HINT
    return subject.at(
        Kind.PERSONAL,
        str(hit.kind),
        severity,
        message,
        place,
        hit.start,
        hit.end,
        proposal=proposal,
        source=_SOURCE,
    )


def _own(subject: Subject) -> frozenset[str]:
    """What the agency says of itself: its own telephone and address are no one's secret."""
    agency = subject.agency
    told = (agency.phone, agency.fax, agency.email, agency.address)
    return frozenset(masking.compact(one) for whole in told for one in (whole, *whole.split("、")) if one)

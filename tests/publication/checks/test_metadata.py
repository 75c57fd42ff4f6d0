"""The fields of Art. 12, the class, and what score sheets ask for."""

from __future__ import annotations

import pytest

from gongkai.publication.models import Version
from gongkai.publication.models.checks import Kind, Severity
from gongkai.publication.words import DisclosureClass, Genre, Validity
from tests.publication.conftest import MADE_ON

from .conftest import codes, found


def test_a_whole_draft_lacks_nothing(draft: Version) -> None:
    assert found(draft, Kind.METADATA) == []


@pytest.mark.parametrize(("field", "nothing"), [("title", " "), ("summary", ""), ("made_on", None)])
def test_what_article_12_asks_for_stops(draft: Version, field: str, nothing: object) -> None:
    (one,) = found(draft, Kind.METADATA, **{field: nothing})
    assert (one.severity, one.place, one.code) == (Severity.STOP, field, f"{field}-missing")
    assert "第十二条" in one.source


def test_neither_body_nor_attachment(draft: Version) -> None:
    (one,) = found(draft, Kind.METADATA, text="\n")
    assert one.severity == Severity.STOP


def test_a_forbidden_class_stops_and_another_needs_its_reason(draft: Version) -> None:
    (one,) = found(draft, Kind.METADATA, disclosure_class=DisclosureClass.FORBIDDEN)
    assert (one.severity, one.code) == (Severity.STOP, "class-forbidden")
    (one,) = found(draft, Kind.METADATA, disclosure_class=DisclosureClass.ON_REQUEST)
    assert (one.severity, one.code) == (Severity.DECIDE, "class-reason-missing")
    assert found(draft, Kind.METADATA, class_reason="涉及第三方权益") == []


def test_a_normative_document_says_whether_it_is_in_force(draft: Version) -> None:
    normative = {"genre": Genre.NORMATIVE, "document_number": ""}
    wanting = found(draft, Kind.METADATA, **normative)
    assert codes(wanting) == ["document_number-missing", "validity-missing", "effective_on-missing"]
    assert {one.severity for one in wanting} == {Severity.DECIDE}
    whole = {"document_number": "示民规〔2026〕1号", "validity": Validity.IN_FORCE, "effective_on": MADE_ON}
    assert found(draft, Kind.METADATA, **whole) == []
    assert codes(found(draft, Kind.METADATA, validity=Validity.REPEALED)) == ["ended_on-missing"]


def test_the_rest_is_only_said(draft: Version) -> None:
    bare = {"category": "", "subject": "", "keywords": [], "summary": draft.title}
    hints = found(draft, Kind.METADATA, **bare)
    assert codes(hints) == ["summary-is-title", "category-missing", "subject-missing", "keywords-missing"]
    assert {one.severity for one in hints} == {Severity.HINT}
    assert codes(found(draft, Kind.METADATA, summary="长" * 201))[0] == "summary-long"


def test_a_notice_without_number_or_maker(draft: Version) -> None:
    given = found(draft, Kind.METADATA, genre=Genre.NOTICE, document_number="", issuer="")
    assert [(one.code, one.severity) for one in given] == [
        ("document_number-missing", Severity.HINT),
        ("issuer-missing", Severity.DECIDE),
    ]

"""A letter gets its number when nothing is missing, and then its words stand."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import Refused, Unreadable, WriteError, WrongState
from gongkai.letters import drafting, issuing, rendering, stored
from gongkai.letters.models import Letter, Series
from gongkai.writers.letter import lines
from tests.letters import sample
from tests.letters.conftest import AT, ON, drafted, entries


def test_draft_to_number_to_pdf(clerk: Person, draft: Letter) -> None:
    letter = issuing.issue(clerk, draft, on=ON, at=AT)
    assert letter.state == Letter.State.ISSUED
    assert letter.number == "依申请公开〔2026〕1号"
    assert (letter.issued_on, letter.issued_by, letter.issued_at) == (ON, clerk, AT)
    printed = list(lines(drafting.paper_of(letter)))
    assert printed[:4] == ["示范区民政局", letter.number, "示范区民政局政府信息公开申请补正告知书", "张某："]
    assert "2026年3月9日" in printed
    assert rendering.pdf(letter).startswith(b"%PDF")
    assert rendering.docx(letter).startswith(b"PK")


def test_the_entry_tells_number_and_digest_and_no_name(clerk: Person, draft: Letter) -> None:
    letter = issuing.issue(clerk, draft, on=ON, at=AT)
    (entry,) = entries("letters.issue")
    data = json.loads(entry.data)
    assert data == {
        "kind": "supplement-notice", "subject": "case:5", "number": letter.number, "on": "2026-03-09",
        "digest": letter.digest,
    }  # fmt: skip
    assert entry.object == letter.key
    assert "张某" not in entry.data + entry.reason


@pytest.mark.parametrize("kind", sample.KINDS)
def test_each_element_that_is_missing_is_named(clerk: Person, bureau: Agency, kind: str) -> None:
    wanted = [
        e for e in drafting.letter_kind(kind, ON).elements if e.required and e.filled not in ("issue", "agency")
    ]
    gone = next(e for e in wanted if not e.text and e.code not in ("addressee", "recipient"))
    draft = drafted(clerk, bureau, kind, **{gone.code: ""})
    with pytest.raises(Refused, match=gone.label.replace("（", "（").split("（")[0]):
        issuing.issue(clerk, draft, on=ON, at=AT)
    draft.refresh_from_db()
    assert (draft.state, draft.number) == (Letter.State.DRAFT, "")
    assert not Series.objects.exists()


def test_a_missing_glyph_takes_no_number(clerk: Person, bureau: Agency) -> None:
    draft = drafted(clerk, bureau, request="私\ue000字")
    with pytest.raises(WriteError, match=r"U\+E000"):
        issuing.issue(clerk, draft, on=ON, at=AT)
    assert not Series.objects.exists()
    assert Letter.objects.get().state == Letter.State.DRAFT


def test_a_form_has_no_number(clerk: Person, bureau: Agency) -> None:
    letter = issuing.issue(clerk, drafted(clerk, bureau, "receipt"), on=ON, at=AT)
    assert (letter.number, letter.state) == ("", Letter.State.ISSUED)
    assert not Series.objects.exists()


def test_the_day_is_never_in_the_future(clerk: Person, draft: Letter) -> None:
    with pytest.raises(Refused, match="不能晚于今天"):
        issuing.issue(clerk, draft, on=ON + timedelta(days=1), at=AT)


def test_a_letter_is_issued_once(clerk: Person, letter: Letter) -> None:
    with pytest.raises(WrongState, match="已编号"):
        issuing.issue(clerk, letter, on=ON, at=AT)
    assert len(entries("letters.issue")) == 1


def test_the_year_of_the_number_is_that_of_the_day(clerk: Person, bureau: Agency) -> None:
    letter = issuing.issue(clerk, drafted(clerk, bureau), on=date(2025, 12, 31), at=AT)
    assert letter.number == "依申请公开〔2025〕1号"


def test_words_changed_behind_the_program_are_not_printed(letter: Letter) -> None:
    letter.content = letter.content.replace("补正", "更正")
    letter.save(update_fields=["content"])
    with pytest.raises(Unreadable, match="被改动"):
        rendering.pdf(Letter.objects.get())


def test_the_digest_does_not_tell_what_is_in_it(clerk: Person, bureau: Agency) -> None:
    one, two = (issuing.issue(clerk, drafted(clerk, bureau), on=ON, at=AT) for _ in range(2))
    assert one.digest != two.digest
    assert stored.load(one.content).salt != stored.load(two.content).salt


@pytest.mark.parametrize("kind", sample.KINDS)
def test_every_kind_can_be_issued(clerk: Person, bureau: Agency, kind: str) -> None:
    letter = issuing.issue(clerk, drafted(clerk, bureau, kind), on=ON, at=AT)
    printed = "".join(lines(drafting.paper_of(letter)))
    assert "【" not in printed
    assert "示范区民政局" in printed

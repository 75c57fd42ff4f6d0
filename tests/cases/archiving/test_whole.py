"""The whole file of a case: everything in order, verified without this program, made within seconds and in little
memory."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from gongkai.accounts.models import Person
from gongkai.audit.chain import GENESIS, canonical
from gongkai.audit.models import Entry
from gongkai.cases import filing, papers
from gongkai.cases.archiving import bundle, pages
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, Release
from gongkai.cases.retention import holds
from gongkai.documents import actions as documents
from gongkai.documents.models import Redaction
from gongkai.errors import NotAllowed, WriteError
from gongkai.writers import record as paper

from .. import deeds, walk
from ..asking import ZHANG
from ..conftest import entries
from ..retention import laid
from ..walk import Office, at
from .test_bundle import opened

pytestmark = pytest.mark.django_db
LATER = date(2026, 3, 11)


def of(office: Office, case: Case) -> dict[str, bytes]:
    return opened(bundle.whole(office.clerk, case, at=at(LATER)))


def test_everything_is_in_it(office: Office) -> None:
    case = laid.rich(office)
    filing.add(office.clerk, case, Paper("后来.txt", b"found later"), what="proof", at=at(LATER, 8))
    files = of(office, case)
    for data in (laid.FORM.data, laid.CARD.data, laid.POWER.data, laid.GIVEN.data, b"found later"):
        assert data in files.values()
    assert [name for name in files if name.startswith("文书/")]
    assert [name for name in files if name.startswith("送达/")]
    assert "01-时间线和期限.html" in files
    assert files["00-办理记录.pdf"].startswith(b"%PDF-")
    assert b"pdfaid" in files["00-办理记录.pdf"], "PDF/A"
    assert list(files)[-1] == "SHA256SUMS"
    assert pages.WHOLE in files["00-目录.html"].decode()


def test_at_any_time(office: Office) -> None:
    """Before there is an answer, too, and what is only drafted is marked so."""
    case = walk.opened(office.agency, deeds.RECEIVED)
    papers.prepare(office.clerk, case, kind="receipt", values={}, at=at(deeds.DAY))
    files = of(office, case)
    (letter,) = [name for name in files if name.startswith("文书/")]
    assert "没有盖章件" in letter
    assert files[letter].startswith(b"%PDF-")


def test_sha256sum_verifies_it(office: Office, tmp_path: Path) -> None:
    case = laid.rich(office)
    for make in (bundle.whole, bundle.make):
        made = make(office.clerk, case, at=at(LATER))
        where = tmp_path / make.__name__
        with made.file, zipfile.ZipFile(made.file) as archive:
            archive.extractall(where)
        done = subprocess.run(
            ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=where, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        listed = (where / "SHA256SUMS").read_text("utf-8").splitlines()
        assert len(listed) == len([one for one in where.rglob("*") if one.is_file()]) - 1
        broken = next(where.glob("材料/*"))
        broken.write_bytes(b"x")
        again = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=where, capture_output=True, check=False)
        assert again.returncode == 1


def test_the_same_content_the_same_bytes(office: Office) -> None:
    case = laid.rich(office)
    first = bundle.whole(office.clerk, case, at=at(LATER, 9))
    second = bundle.whole(office.head, case, at=at(date(2026, 4, 1)))
    with first.file, second.file:
        assert first.sha256 == second.sha256 == hashlib.sha256(first.file.read()).hexdigest()
    filing.add(office.clerk, case, Paper("后来.txt", b"found later"), what="proof", at=at(date(2026, 4, 2)))
    third = bundle.whole(office.clerk, case, at=at(date(2026, 4, 3)))
    with third.file:
        assert third.sha256 != first.sha256


def test_the_extract_of_the_chain_can_be_recomputed(office: Office) -> None:
    case = laid.rich(office)
    lines = of(office, case)["审计记录.jsonl"].decode().splitlines()
    told = [json.loads(line) for line in lines]
    assert {"cases.register", "cases.approve", "cases.close", "letters.seal", "incoming.take-in"} <= {
        one["verb"] for one in told
    }
    digests = {GENESIS, *Entry.objects.values_list("digest", flat=True)}
    for one in told:
        digest = one.pop("digest")
        assert hashlib.sha256(canonical(one).encode()).hexdigest() == digest
        assert one["previous"] in digests
    assert "cases.bundle" not in {one["verb"] for one in told}


def test_the_metadata_say_what_it_is_and_nothing_of_whom(office: Office) -> None:
    case = laid.rich(office)
    found = json.loads(of(office, case)["元数据.json"])
    assert found["number"] == case.number
    assert found["table_3"] == {"row": "3.1", "on": "2026-03-05"}
    assert [one["reply"] for one in found["decisions"]] == ["granted"]
    text = json.dumps(found, ensure_ascii=False)
    assert ZHANG.name not in text
    assert laid.PARTY not in text


def redacted(office: Office, also: Sequence[Paper] = ()) -> tuple[Case, Release]:
    """Something was given with boxes burned in; ``also``: what else is in the file."""
    case = walk.opened(office.agency, deeds.RECEIVED)
    for one in also:
        filing.add(office.clerk, case, one, what=CaseFile.What.OTHER, at=at(deeds.DAY, 9))
    source = filing.add(
        office.clerk, case, Paper("原件.pdf", b"%PDF the whole truth"), what=CaseFile.What.INFORMATION,
        at=at(deeds.DAY, 9),
    )  # fmt: skip
    result = documents.store(b"%PDF black boxes", "遮盖.pdf", at=at(deeds.DAY), encrypted=True)
    drawn = Redaction.objects.create(
        original=source.file, result=result, drawn_by=office.clerk, drawn_at=at(deeds.DAY),
        checked_by=office.reviewer, checked_at=at(deeds.DAY),
    )  # fmt: skip
    release = Release.objects.create(
        case=case, source=source, title="合同", file=result, redaction=drawn, prepared_by=office.clerk,
        prepared_at=at(deeds.DAY), checked_by=office.reviewer, checked_at=at(deeds.DAY, 9),
    )  # fmt: skip
    office.served(office.answer(case, deeds.NEXT), deeds.NEXT)
    return case, release


def test_the_original_of_what_was_redacted_is_in_the_whole_and_never_in_the_evidence(office: Office) -> None:
    case, _ = redacted(office)
    assert b"%PDF the whole truth" in of(office, case).values()
    evidence = opened(bundle.make(office.clerk, case, at=at(LATER)))
    assert b"%PDF the whole truth" not in evidence.values()
    assert b"%PDF black boxes" in evidence.values()
    assert pages.SEALED in evidence["00-目录.html"].decode()


def test_nor_the_original_under_another_name_nor_that_of_what_was_cleaned(office: Office) -> None:
    """An office sent it in, a clerk added it as what is given: the same bytes twice, and hidden all the same."""
    truth = Paper("科室送来的.pdf", b"%PDF the whole truth")
    case, release = redacted(office, also=[truth])
    evidence = opened(bundle.make(office.clerk, case, at=at(LATER)))
    assert truth.data not in evidence.values()
    Release.objects.filter(pk=release.pk).update(redaction=None, cleaned=release.file)
    evidence = opened(bundle.make(office.clerk, case, at=at(LATER)))
    assert truth.data not in evidence.values()
    assert b"%PDF black boxes" in evidence.values()


def test_a_glyph_that_no_font_has_is_said_in_the_index(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(record: paper.Record) -> bytes:
        raise WriteError("没有一种字体能显示“𠀀”")

    case = laid.plain(office)
    monkeypatch.setattr(paper, "pdf", lacking)
    files = of(office, case)
    assert "只有网页：没有一种字体能显示" in files["00-目录.html"].decode()
    assert not [name for name in files if name.startswith("00-") and name.endswith(".pdf")]


def test_who_may_and_who_may_not(office: Office, outsider: Person, auditor: Person) -> None:
    case = laid.plain(office)
    for who in (outsider, auditor, office.reviewer):
        with pytest.raises(NotAllowed):
            bundle.whole(who, case, at=at(LATER))
    assert entries("cases.bundle") == []
    made = bundle.whole(office.head, case, at=at(LATER))
    made.file.close()
    (entry,) = entries("cases.bundle")
    assert made.sha256 in entry.data
    assert '"whole":true' in entry.data


def test_one_that_is_held_is_handed_out_all_the_same(office: Office) -> None:
    case = laid.plain(office)
    holds.call(office.clerk, case, source="review:1", reason="复议", at=at(LATER, 8))
    assert of(office, case)


def test_within_seconds_and_in_bounded_memory(office: Office) -> None:
    """Forty papers of three megabytes: one of them at a time."""
    case = laid.plain(office)
    for number in range(40):
        data = f"{number}".encode() * 1_500_000
        file = documents.store(data[: 3 * 2**20], f"{number}.txt", at=at(LATER), encrypted=True)
        CaseFile.objects.create(case=case, file=file, name=f"{number}.txt", what="other", added_at=at(LATER))
    tracemalloc.start()
    began = time.monotonic()
    made = bundle.whole(office.clerk, case, at=at(LATER))
    taken, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    with made.file:
        assert len(made.files) > 40
    assert peak < 40 * 2**20, peak
    assert taken < 30, taken

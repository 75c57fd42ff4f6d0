"""Requests laid down as rows, for pages that only show them; steps are tested with ``tests/cases``."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import due, filing
from gongkai.cases.incoming import take_in
from gongkai.cases.models import (
    Applicant,
    Case,
    CaseEvent,
    CaseFile,
    DataRequest,
    Destruction,
    Handover,
    Incoming,
    OfficeTask,
    OnlinePaper,
    OpenChannel,
    Release,
)
from gongkai.cases.states import State
from gongkai.documents import actions as documents
from gongkai.documents.models import Redaction
from gongkai.letters import stored
from gongkai.letters.models import Letter, Wording
from gongkai.notices import outbox
from gongkai.notices.models import NoticeWording
from gongkai.writers import letter as paper
from tests.documents import sheets

# A Friday in the middle of a request's twenty working days.
NOW = datetime(2026, 3, 13, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
RECEIVED = date(2026, 3, 2)
NAME = "欧阳某某"
NUMBER = "990001199001011234"
_numbers = itertools.count(1)


def applicant(agency: Agency, name: str = NAME, kind: str = "natural") -> Applicant:
    return Applicant.objects.create(
        agency=agency, kind=kind, name=name, name_hash="x", document="other", document_number=NUMBER,
        phone="13800001234", email="someone@example.cn", address="示范区公开路一百号", created_at=NOW,
    )  # fmt: skip


def made(agency: Agency, handler: Person | None = None, received_on: date = RECEIVED, **fields: Any) -> Case:
    """In hand unless ``fields`` say otherwise, with its receipt on the time line and its date worked out."""
    who = fields.pop("applicant", None) or applicant(agency)
    state = fields.pop("state", State.OPEN)
    fields.setdefault("number", f"示住建申〔2026〕{next(_numbers)}号")
    case = Case.objects.create(
        agency=agency, handler=handler, state=state,
        channel=fields.pop("channel", "signed_post"), applicant=who, applicant_class=who.kind,
        arrived_on=received_on, received_on=None if state == State.UNCONFIRMED else received_on,
        description=fields.pop("description", "老旧小区改造工程的招标文件"), created_at=NOW, **fields,
    )  # fmt: skip
    if case.received_on:
        happened(case, "received", received_on, handler)
    return case


def happened(case: Case, kind: str, on: date, by: Person | None = None, **fields: Any) -> CaseEvent:
    """One more line, and what follows from it."""
    event = CaseEvent.objects.create(case=case, kind=kind, on=on, by=by, at=NOW, round=case.round, **fields)
    due.refresh(case, on=TODAY)
    return event


def letter_of(case: Case, clerk: Person, kind: str = "receipt") -> Letter:
    """A letter of this case, as a draft."""
    return Letter.objects.create(
        agency=case.agency, kind=kind, subject=case.key, numbered=False, drafted_by=clerk, drafted_at=NOW,
        content=stored.dump(_content(case.agency)),
    )  # fmt: skip


def archive_addresses(case: Case, clerk: Person) -> dict[str, list[object]]:
    """The routes of 档案 and 本人信息: a year handed over, a list of destruction, a request for one's own data."""
    agency = case.agency
    manifest = documents.store(b"PK list", "list.xlsx", at=NOW)
    handed = Handover.objects.create(
        agency=agency, year=2025, archive="示范区档案馆", handed_on=TODAY, cases=1, manifest=manifest,
        receipt=manifest, opinion="开放", by=clerk, at=NOW,
    )  # fmt: skip
    handed.listed.add(case)
    gone = Destruction.objects.create(agency=agency, number="XH2026-001", proposed_at=NOW)
    gone.lines.create(case=case, kind="identity", due_on=TODAY)
    came = take_in(clerk, agency=agency, channel="window", arrived_on=TODAY, at=NOW)
    asked = DataRequest.objects.create(
        agency=agency, number="BR2026-0001", what="access", incoming=came, received_on=TODAY, case=case,
        applicant=case.applicant, identity_proof="当面出示证件",
    )  # fmt: skip
    return {
        "hand_over": [agency.pk, 2025],
        **{name: [handed.pk] for name in ("handover", "handover_package")},
        "handover_file": [handed.pk, "xlsx"],
        **{name: [gone.pk] for name in ("destruction", "destruction_appraise")},
        "destruction_do": [gone.pk, "approve"],
        "retention_period": [agency.pk, "identity"],
        **{f"data_{name}": [asked.pk] for name in ("one", "prove", "look", "export", "answer")},
    }


def release_addresses(case: Case, clerk: Person) -> dict[str, list[object]]:
    """The routes of what is given, filled in with a file that boxes are drawn over."""
    released = release_of(case, clerk)
    one: list[object] = [case.pk, released.pk]
    return {
        "releases": [case.pk],
        "release_choose": [case.pk],
        **{f"release_schedule{name}": [case.pk] for name in ("", "_pdf", "_attach")},
        "case_preview": [case.pk, "applicant"],
        **dict.fromkeys(("release", "redact"), one),
        "release_do": [*one, "check"],
        "redact_do": [*one, "burn"],
        "release_file": [*one, "original"],
        "release_picture": [*one, 1, "original"],
    }


def release_of(case: Case, clerk: Person, data: bytes | None = None, name: str = "平面图.png") -> Release:
    """A file that is given, of one page, open for boxes."""
    file = documents.store(data or sheets.picture(), name, at=NOW, encrypted=True)
    source = CaseFile.objects.create(case=case, file=file, name=name, what="information", added_at=NOW)
    drawn = Redaction.objects.create(
        original=file, drawn_by=clerk, drawn_at=NOW, drawers=[clerk.key], sheets=[[320, 400, True]]
    )
    return Release.objects.create(
        case=case, source=source, title=name, redaction=drawn, prepared_by=clerk, prepared_at=NOW
    )


def online_paper(case: Case, about: Incoming, clerk: Person) -> Incoming:
    """What the applicant sent by the page of the request: a problem, in words that others may not see."""
    came = take_in(clerk, agency=case.agency, channel="window", arrived_on=TODAY, opened=True, at=NOW)
    OnlinePaper.objects.create(incoming=came, about=about, case=case, what="problem", text=NAME, sent_at=NOW)
    return came


def addresses_of(agency: Agency, clerk: Person) -> dict[str, list[object]]:
    """What the routes of 来件, 办件, 设置 and the rest are filled in with: one thing of each kind."""
    case = made(agency, clerk)
    letter = letter_of(case, clerk)
    papers = [filing.Paper("申请表.pdf", b"%PDF-1.4 1"), filing.Paper("身份证.pdf", b"%PDF-1.4 2")]
    came = take_in(
        clerk, agency=agency, channel="window", arrived_on=TODAY, papers=papers[:1], opened=True, at=NOW
    )
    files = [
        CaseFile.objects.create(
            case=case, file=documents.store(p.data, p.name, at=NOW), name=p.name, what=what, added_at=NOW
        )
        for p, what in zip(papers, ("request", "identity"), strict=True)
    ]
    task = OfficeTask.objects.create(case=case, unit=agency, question="有吗", due_on=TODAY, asked_at=NOW)
    channel = OpenChannel.objects.create(agency=agency, channel="fax", address="0533", from_on=RECEIVED)
    words = Wording.objects.create(agency=agency, kind="granted", text="x", from_on=RECEIVED, at=NOW)
    said = NoticeWording.objects.create(
        agency=agency, kind="accepted", means="text", text="x", from_on=RECEIVED, at=NOW
    )
    told = outbox.put(
        agency, means="desk", recipient=clerk.key, subject="提醒", body="正文", about=case.key, once="x", at=NOW
    )
    one, here = [case.pk], [agency.pk]
    return {
        **{
            f"case{name}": one
            for name in (
                "",
                "_confirm",
                "_tried",
                "_decide",
                "_correct",
                "_write",
                "_identity",
                "_bundle",
                "_whole",
                "_kept",
                "_hold",
                "_lift",
            )
        },
        **release_addresses(case, clerk),
        "case_draft": [case.pk, "granted"],
        "case_draft_correction": [case.pk, "corrected"],
        "case_write_kind": [case.pk, "receipt"],
        "case_letter": [case.pk, letter.pk],
        "case_revise": [case.pk, letter.pk],
        "case_letter_file": [case.pk, letter.pk, "docx"],
        "case_file": [case.pk, files[0].pk],
        "case_identity_paper": [case.pk, files[1].pk],
        "case_step": [case.pk, "search"],
        "case_step_about": [case.pk, "issue", letter.key],
        **{
            f"incoming_{name}": [came.pk]
            for name in (
                "one",
                "open",
                "text",
                "register",
                "code",
                "take",
                "answer",
                "attach",
                "paper",
                "not_request",
                "duplicate",
            )
        },
        **{f"incoming_{name}": [online_paper(case, came, clerk).pk] for name in ("take", "answer")},
        "incoming_file": [came.pk, came.files.get().pk],
        "task_answer": [task.pk],
        **{name: [told.pk] for name in ("notice_read", "notice_resend", "notice_settle")},
        "data_receive": [came.pk],
        **archive_addresses(case, clerk),
        "counts": [agency.pk, 2026],
        "count_cell": [agency.pk, 2026, "1", "natural"],
        "quarter": [agency.pk, 2026, 1],
        **dict.fromkeys(("settings_of", "settings_answering", "channel_open", "opening", "wordings"), here),
        **dict.fromkeys(("notice_wordings", "quiet_hours"), here),
        "notice_wording_edit": [agency.pk, "accepted", "text"],
        "notice_wording_retire": [agency.pk, said.pk],
        "channel_close": [agency.pk, channel.pk],
        "series_start": [agency.pk, "case"],
        **{name: [agency.pk, "granted"] for name in ("wording_of", "wording_edit", "reason_new")},
        "wording_retire": [agency.pk, words.pk],
    }


def _content(agency: Agency) -> stored.Content:
    letter = paper.Letter("receipt", f"{agency.name}登记回执", agency.name, paragraphs=("已收到。",))
    return stored.Content({}, "已收到。", "", TODAY, letter)

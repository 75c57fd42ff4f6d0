"""What goes with each kind, and what stays in the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from gongkai.audit.models import Entry
from gongkai.audit.verify import verify
from gongkai.cases import closing, deciding, identity, incoming, masking, papers, releasing
from gongkai.cases.archiving import bundle
from gongkai.cases.asking import codes
from gongkai.cases.filing import Paper
from gongkai.cases.following import sending, taking
from gongkai.cases.following.holder import holder
from gongkai.cases.models import (
    AccessCode,
    Applicant,
    Case,
    CaseFile,
    DestructionLine,
    Fee,
    Hold,
    Incoming,
    IncomingFile,
    OnlinePaper,
    Submission,
)
from gongkai.cases.own_data import answering, receiving
from gongkai.cases.retention import carrying, destroying, due, periods
from gongkai.cases.table3 import table3
from gongkai.documents import files
from gongkai.documents.models import Redaction, StoredFile
from gongkai.documents.queries import content
from gongkai.errors import WrongState
from gongkai.letters import rendering
from gongkai.letters.models import Letter
from gongkai.notices.models import Notice

from .. import deeds, giving
from ..archiving.test_whole import redacted
from ..asking import LI, NUMBER, ZHANG, asked, came, registered
from ..conftest import entries
from ..walk import Office, at
from ..web import submitted
from . import laid
from .laid import CARD, CONTACT_DUE, DECISION_DUE, FORM, GIVEN, IDENTITY_DUE, PAPERS_DUE, PARTY, POWER

pytestmark = pytest.mark.django_db
SECRETS = (
    ZHANG.name, NUMBER, ZHANG.phone, ZHANG.address, LI.name, LI.phone, "zhang@example.cn", PARTY, "0533-7654321",
    "张三丰的来信", "某合同的价款",
)  # fmt: skip


def on_disk() -> set[bytes]:
    """All that can still be read."""
    return {content(one) for one in StoredFile.objects.all()}


def everything_told() -> Iterator[str]:
    """Every text of every row, opened."""
    for label in ("cases", "letters", "notices", "documents", "audit"):
        own = [one for one in apps.get_app_config(label).get_models() if one.__module__.startswith("gongkai.")]
        for model in own:
            for row in model._base_manager.values():
                yield f"{model.__name__} {row}"


def test_identity_goes_first_and_nothing_else_with_it(office: Office) -> None:
    case = laid.rich(office)
    laid.destroyed(office, IDENTITY_DUE)
    assert not {CARD.data, POWER.data} & on_disk()
    assert {FORM.data, GIVEN.data} <= on_disk()
    kept = laid.now(case).applicant
    assert (kept.document_number, kept.document_hash, kept.document) == ("", "", "")
    assert (kept.name, kept.phone) == (ZHANG.name, ZHANG.phone)
    assert not case.files.filter(what__in=identity.PERSONAL_PAPERS).exists()
    assert IncomingFile.objects.count() == 1


def test_a_raw_message_goes_with_the_identity_paper_that_it_brought(office: Office) -> None:
    case = laid.rich(office)
    paper = Incoming.objects.get(case=case)
    incoming.keep(paper, Paper("原始邮件.eml", b"From: somebody with the card in it"), raw=True, at=at(laid.DAY))
    laid.destroyed(office, IDENTITY_DUE)
    assert not paper.files.filter(raw=True).exists()


def test_contact_goes_next(office: Office) -> None:
    case = laid.rich(office)
    laid.destroyed(office, IDENTITY_DUE)
    laid.destroyed(office, CONTACT_DUE)
    kept = laid.now(case).applicant
    assert (kept.name, kept.phone, kept.email, kept.address, kept.postcode) == (ZHANG.name, "", "", "", "")
    assert not [one for one in case.services.all() if one.address]
    assert not [one for one in Notice.objects.filter(about=case.key) if one.address]
    assert case.consultations.get().party == PARTY, "who was asked is no contact of the applicant"
    assert case.consultations.get().party_contact == ""


def test_papers_go_and_the_decision_stays(office: Office) -> None:
    case = laid.rich(office)
    list_ = laid.destroyed(office, PAPERS_DUE)
    assert {line.kind for line in list_.lines.all()} == {"identity", "contact", "papers"}
    after = laid.now(case)
    assert list_.number in after.description
    assert (after.original_description, after.document_number) == ("", "")
    assert after.applicant.name == ZHANG.name
    letter = after.decisions.get().letter
    assert letter is not None
    assert rendering.sealed(letter)
    others = Letter.objects.filter(subject=case.key).exclude(pk=letter.pk)
    assert others
    assert all(one.content == "" and one.sealed_file is None and one.destroyed_at for one in others)
    assert (case.consultations.get().party, case.consultations.get().opinion) == ("", "agrees")
    register = Incoming.objects.get()
    assert (register.sender, register.subject, register.files.count()) == ("", "", 0)
    assert register.number


def test_in_the_end_nobody_and_nothing_is_told(
    office: Office, folder: Path, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    case = laid.rich(office)
    with django_capture_on_commit_callbacks(execute=True):
        laid.destroyed(office, DECISION_DUE)
    told = list(everything_told())
    assert not [(one, row[:80]) for row in told for one in SECRETS if one in row]
    assert not {CARD.data, POWER.data, FORM.data, GIVEN.data} & on_disk()
    assert not Applicant.objects.filter(anonymous=False).exists()
    assert laid.now(case).applicant.anonymous
    shown = laid.now(case).applicant
    assert masking.name(shown.name, shown.kind) == destroying.GONE
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert names == {one.on_disk for one in StoredFile.objects.all()}, "no bytes without a row"


def test_nor_what_was_written_about_a_refund_or_a_hold(office: Office) -> None:
    case = laid.rich(office)
    Fee.objects.create(
        case=case, method="by_item", quantity=11, amount=100, refund_reason="张三丰多缴", created_at=at(laid.NEXT)
    )
    Hold.objects.create(case=case, source="hand", reason="张三丰申诉", from_on=laid.NEXT, until_on=laid.NEXT)
    laid.destroyed(office, DECISION_DUE)
    assert Fee.objects.get().refund_reason == destroying.GONE
    assert Hold.objects.get().reason == destroying.GONE


def test_what_stays_is_number_days_outcome_class_and_row(office: Office) -> None:
    case = laid.rich(office)
    before, table = laid.now(case), table3(office.agency, 2026)
    laid.destroyed(office, DECISION_DUE)
    after = laid.now(case)
    for column in (
        "number", "received_on", "answered_on", "closed_on", "applicant_class", "counted_row", "counted_on",
        "state", "due_on", "channel",
    ):  # fmt: skip
        assert getattr(after, column) == getattr(before, column), column
    assert after.decisions.get().reply == "granted"
    assert table3(office.agency, 2026).cells == table.cells
    assert after.events.count() == before.events.count()


def test_somebody_who_asks_again_keeps_what_that_request_needs(office: Office) -> None:
    case = laid.rich(office)
    other = asked(office.clerk, office.agency, "另一件事", at=at(laid.NEXT, 18))
    assert other.applicant_id == case.applicant_id
    laid.destroyed(office, IDENTITY_DUE)
    assert laid.now(other).applicant.document_number == NUMBER
    assert {line.case_id for line in DestructionLine.objects.all()} == {case.pk}


def test_a_file_that_another_case_holds_too_stays(office: Office) -> None:
    laid.rich(office)
    other = asked(office.clerk, office.agency, "另一件事", at=at(laid.NEXT, 18))
    CaseFile.objects.create(
        case=other, file=StoredFile.objects.get(pk__in=CaseFile.objects.filter(what="identity").values("file")),
        name="x", what="identity", added_at=at(laid.NEXT),
    )  # fmt: skip
    laid.destroyed(office, IDENTITY_DUE)
    assert CARD.data in on_disk()
    assert POWER.data not in on_disk()


def test_a_signed_sheet_leaves_its_row_and_nothing_on_it(office: Office) -> None:
    case = deeds.submitted(office)
    decision = deciding.approve_on_paper(
        office.clerk, case, scan=Paper("审批单.png", b"\x89PNG signed"), approved_by="某局长", on=deeds.DAY,
        at=at(deeds.DAY, 14),
    )  # fmt: skip
    assert decision.letter is not None
    office.served(office.post(case, decision.letter, deeds.DAY), deeds.NEXT)
    closing.close(office.reviewer, case, at=at(deeds.NEXT, 18))
    laid.destroyed(office, DECISION_DUE)
    assert b"\x89PNG signed" not in on_disk()
    kept = case.files.get()
    assert kept.name == destroying.GONE
    assert laid.now(case).decisions.get().approval_scan == kept


def test_whoever_opens_what_is_gone_is_told_so(office: Office) -> None:
    case = laid.rich(office)
    laid.destroyed(office, DECISION_DUE)
    letter = laid.now(case).decisions.get().letter
    assert letter is not None
    with pytest.raises(WrongState, match="已经销毁"):
        rendering.sealed(letter)
    assert papers.values_of(letter) == {}
    assert due.of_case(laid.now(case), periods.of(office.agency, on=DECISION_DUE)) == {}


def test_what_was_no_request_goes_with_its_sender(office: Office) -> None:
    paper = came(office.clerk, office.agency, papers=[FORM], subject="信访")
    incoming.not_a_request(
        office.clerk, paper, reason="张三丰要求解决宅基地纠纷，已告知到信访部门", at=at(laid.DAY)
    )
    list_ = laid.destroyed(office, date(2028, 3, 5))
    (line,) = list_.lines.all()
    assert (line.kind, line.case, line.incoming, line.files) == ("incoming", None, paper, 1)
    after = Incoming.objects.get()
    assert (after.sender, after.subject, after.settled_reason, after.files.count()) == ("", "", "", 0)
    assert (after.number, after.settled_as, after.arrived_on) == (paper.number, "not_a_request", paper.arrived_on)
    assert FORM.data not in on_disk()


def test_the_chain_tells_what_went_by_which_list_and_nothing_of_it(office: Office) -> None:
    case = laid.rich(office)
    list_ = laid.destroyed(office, PAPERS_DUE)
    (entry,) = entries("retention.destroy")
    said = json.loads(entry.data)
    assert entry.object == case.key
    assert said["number"] == list_.number
    assert said["kinds"] == ["identity", "contact", "papers"]
    assert said["files"] >= 5
    assert verify() == []
    told = "".join(f"{one.reason}{one.data}" for one in Entry.objects.all())
    assert not [one for one in SECRETS if one in told]


def test_the_whole_is_in_one_transaction(office: Office, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Whatever breaks while the chain is written, nothing is gone: not a row, not a byte."""
    case = laid.rich(office)
    list_ = laid.approved(office, PAPERS_DUE)

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    before, rows = on_disk(), list(everything_told())
    monkeypatch.setattr(carrying, "record", broken)
    with connection.cursor(), pytest.raises(RuntimeError):
        carrying._case(office.clerk, list_, case.pk, at(PAPERS_DUE, 11))
    assert on_disk() == before
    assert list(everything_told()) == rows
    assert all(files.intact(one.on_disk) for one in StoredFile.objects.all())


def test_a_bundle_of_what_is_left_is_still_made(office: Office) -> None:
    case = laid.rich(office)
    laid.destroyed(office, PAPERS_DUE)
    for make in (bundle.make, bundle.whole):
        found = make(office.clerk, Case.objects.get(pk=case.pk), at=at(PAPERS_DUE, 12))
        with found.file:
            assert any(one.path.startswith("08-销毁登记") for one in found.files)


def test_what_was_submitted_online_goes_field_by_field(office: Office, opened: None) -> None:
    """The number first, the contact next; with the papers the form, what was sent later, and the query code."""
    made = submitted(office.agency)
    (card,) = made.incoming.files.all()
    case = registered(office.clerk, made.incoming, identity=[card], at=at(laid.DAY, 9))
    Case.objects.filter(pk=case.pk).update(state="open", received_on=laid.DAY)
    later = came(office.clerk, office.agency, subject="张三丰的补正", at=at(laid.DAY, 9))
    incoming.paper(office.clerk, later, case=case, what="supplement", at=at(laid.DAY, 9))
    OnlinePaper.objects.create(
        incoming=later, about=made.incoming, case=case, what="supplement", text="张三丰：补正如下",
        sent_at=at(laid.DAY),
    )  # fmt: skip
    office.served(office.answer(laid.now(case), laid.NEXT), laid.NEXT)
    office.closed(case, laid.NEXT)

    laid.destroyed(office, IDENTITY_DUE)
    values = json.loads(Submission.objects.get().values)
    assert (values["document_number"], values["phone"]) == ("", ZHANG.phone)
    laid.destroyed(office, CONTACT_DUE)
    values = json.loads(Submission.objects.get().values)
    assert (values["phone"], values["address"], values["name"]) == ("", "", "张三丰")
    assert values["description"]
    laid.destroyed(office, PAPERS_DUE)
    assert not Submission.objects.exists()
    assert OnlinePaper.objects.get().text == ""
    assert not AccessCode.objects.filter(ended_at=None).exists()
    laid.destroyed(office, DECISION_DUE)
    told = list(everything_told())
    assert not [(one, row[:80]) for row in told for one in (ZHANG.name, NUMBER, ZHANG.phone) if one in row]


def test_nor_is_anything_told_of_who_followed_it_online(office: Office, opened: None) -> None:
    """What was sent by the page and answered, asked about their data, proved for a new code, and given."""
    made = submitted(office.agency, email="zhang@example.cn", notify=["mail"])
    (card,) = made.incoming.files.all()
    case = registered(office.clerk, made.incoming, identity=[card], at=at(laid.DAY, 9))
    of = holder(AccessCode.objects.select_related("incoming__agency", "incoming__case").get(ended_at=None))
    sent = sending.send(of, of.case, "problem", text="张三丰有意见", once="1", at=at(laid.DAY, 10))
    taking.answer(office.clerk, sent, text="张三丰您好", at=at(laid.DAY, 10))
    asked_for = receiving.by_holder(of, what="correction", text="张三丰写错了", once="2", at=at(laid.DAY, 10))
    answering.answer(office.clerk, asked_for, granted=False, text="张三丰没有写错", at=at(laid.DAY, 11))
    codes.replace(office.clerk, made.incoming, proof="张三丰出示身份证", at=at(laid.DAY, 11))
    Case.objects.filter(pk=case.pk).update(state="open", received_on=laid.DAY)
    giving.prepared(office, laid.now(case), name="张三丰的低保.txt")
    for one in case.releases.all():
        releasing.refuse(office.reviewer, laid.now(case), one, reason="漏了张三丰", at=at(laid.DAY, 12))
        releasing.drop(office.clerk, laid.now(case), one, at=at(laid.DAY, 12))
    office.served(office.answer(laid.now(case), laid.NEXT), laid.NEXT)
    office.closed(case, laid.NEXT)
    laid.destroyed(office, DECISION_DUE)
    told = list(everything_told())
    secrets = (ZHANG.name, NUMBER, ZHANG.phone, "zhang@example.cn")
    assert not [(one, row[:80]) for row in told for one in secrets if one in row]


def test_the_original_of_a_redaction_goes_with_the_decision_and_not_before(office: Office) -> None:
    case, _ = redacted(office)
    office.closed(case, laid.NEXT)
    laid.destroyed(office, PAPERS_DUE)
    assert {b"%PDF the whole truth", b"%PDF black boxes"} <= on_disk(), (
        "what was given stays as long as the answer"
    )
    laid.destroyed(office, DECISION_DUE)
    assert not {b"%PDF the whole truth", b"%PDF black boxes"} & on_disk()
    assert not Redaction.objects.exists()
    assert not case.releases.exists()

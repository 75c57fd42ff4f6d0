"""After a whole way nothing of whoever asked lies in the clear: not in a row, not in a file, not in a line of the
log, not in what others are shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.cases import consulting, identity, papers, reminders, unopened
from gongkai.cases.archiving import bundle
from gongkai.cases.asking import codes, drafts
from gongkai.cases.filing import Paper
from gongkai.cases.following import sending, taking
from gongkai.cases.following.holder import holder
from gongkai.cases.models import AccessCode, Case, Incoming
from gongkai.cases.own_data import receiving
from gongkai.cases.registering import Party
from gongkai.cases.words import PartyRole
from gongkai.letters import rendering
from gongkai.search.sql import INDEX

from . import deeds
from .asking import LI, NUMBER, SCAN, ZHANG, came, registered
from .walk import Office, at
from .web import filled, submitted

DAY, NEXT = deeds.DAY, deeds.NEXT
PARTY = "欧阳第三方商贸有限公司"
SECRETS = (
    ZHANG.name, NUMBER, ZHANG.phone, ZHANG.address, LI.name, LI.phone, "zhang@example.cn", PARTY, "0533-7654321",
)  # fmt: skip
FORM = replace(SCAN, name="张三丰的申请表.pdf", data=f"%PDF-1.7 {ZHANG.name} {NUMBER}".encode())
CARD = replace(SCAN, name=f"{NUMBER}.jpg", data=b"\xff\xd8\xff" + NUMBER.encode())


@pytest.fixture
def walked(office: Office, caplog: pytest.LogCaptureFixture) -> Case:
    """Registered with an agent, others asked, letters written, answered, served, handed out as a bundle."""
    caplog.set_level(logging.INFO)
    paper = came(office.clerk, office.agency, papers=[FORM, CARD], sender_contact=ZHANG.phone, subject="低保资金")
    card = paper.files.get(file__kind="picture")
    who = replace(ZHANG, email="zhang@example.cn")
    case = registered(
        office.clerk, paper, who, identity=[card], parties=[Party(PartyRole.AGENT, LI)], at=at(DAY, 9)
    )
    made = consulting.ask(
        office.clerk, case, whom="third-party", party=PARTY, contact="0533-7654321", extract="某合同的价款",
        at=at(DAY),
    )  # fmt: skip
    assert made.letter is not None
    office.served(office.post(case, made.letter, DAY, address=ZHANG.address), NEXT)
    consulting.hear(office.clerk, made, opinion="agrees", on=NEXT, at=at(NEXT))
    office.served(office.answer(case, NEXT), NEXT)
    identity.reveal(office.clerk, case.applicant, "document_number", at=at(NEXT, 18))
    bundle.make(office.clerk, case, at=at(NEXT, 19)).file.close()
    bundle.whole(office.clerk, case, at=at(NEXT, 19)).file.close()
    for job in (reminders.remind, unopened.raise_alarms):
        job(at(NEXT, 20))
    return case


def rows() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            # What the index of SQLite holds lies in tables of its own, which are looked through.
            if table == INDEX:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, repr(row)


def test_no_row_and_no_file_holds_it(walked: Case, folder: Path) -> None:
    text = list(rows())
    assert any(table == "cases_applicant" for table, _ in text)
    assert not [(table, one) for table, row in text for one in SECRETS if one in row]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 2
    for path in files:
        data = path.read_bytes()
        assert not [one for one in SECRETS if one.encode() in data or one in str(path)]


def test_nor_what_is_filled_in_sent_and_proved_on_the_portal(office: Office, opened: None) -> None:
    made = submitted(office.agency, email="zhang@example.cn", notify=["mail"])
    registered(office.clerk, made.incoming, at=at(DAY, 9))
    of = holder(AccessCode.objects.select_related("incoming__agency", "incoming__case").get(ended_at=None))
    paper = Paper(f"{ZHANG.name}.txt", f"{ZHANG.name} {NUMBER}".encode())
    sent = sending.send(of, of.case, "problem", text=f"我是{ZHANG.name}", papers=[paper], once="1", at=at(DAY, 10))
    taking.answer(office.clerk, sent, text=f"{ZHANG.name}您好", at=at(DAY, 11))
    receiving.by_holder(of, what="correction", text=f"{ZHANG.name}写错了", once="2", at=at(DAY, 11))
    codes.replace(office.clerk, made.incoming, proof=f"{ZHANG.name}出示{NUMBER}", at=at(DAY, 12))
    draft, key = filled(office.agency)
    drafts.attach(draft, paper, "request", at=at(DAY, 12))
    secrets = (*SECRETS, made.code, made.code.replace("-", ""), key)
    assert not [(table, one) for table, row in rows() for one in secrets if one in row]


def test_no_line_of_the_log_and_no_page_of_others_tells_it(
    walked: Case, office: Office, auditor: Person, reviewer: Person, caplog: pytest.LogCaptureFixture
) -> None:
    came_in = Incoming.objects.get()
    pages = (
        "/desk/cases/?which=all", "/desk/cases/?which=all&csv", "/desk/incoming/?state=all",
        "/desk/incoming/?state=all&csv", f"/desk/cases/{walked.pk}/", f"/desk/incoming/{came_in.pk}/",
        "/desk/notices/", "/desk/audit/",
    )  # fmt: skip
    Authenticator.objects.create(user=auditor, type=Authenticator.Type.TOTP, data={"secret": "x"})
    for person in (auditor, reviewer):
        client = Client()
        client.force_login(person)
        for page in pages:
            shown = client.get(page)
            text = b"".join(shown).decode("utf-8", "replace")
            # Whoever reviews reads the file with the names of its papers, and nothing else.
            names = (FORM.name, CARD.name) if person == reviewer else ()
            for name in names:
                text = text.replace(name, "")
            assert not [one for one in SECRETS if one in text], (person, page)
    assert not [record for record in caplog.records if any(one in repr(vars(record)) for one in SECRETS)]


def test_a_letter_to_somebody_else_tells_nothing_of_it(walked: Case) -> None:
    (asked,) = walked.consultations.all()
    assert asked.letter is not None
    text = repr(papers.values_of(asked.letter)).replace(PARTY, "")
    assert not [one for one in SECRETS if one in text]
    assert ZHANG.name.encode() not in rendering.docx(asked.letter)


@pytest.mark.parametrize("name", ["django.template", "django.db.backends"])
def test_whoever_wants_a_talkative_log_does_not_get_the_pages_in_it(name: str) -> None:
    levels: dict[str, dict[str, str]] = settings.LOGGING["loggers"]
    assert levels[name]["level"] == "INFO"

"""The requests of the demonstration: in many states, made once, and taken away with everything beneath them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai import demo
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.cases import channels, delivering, queries
from gongkai.cases import demo as requests
from gongkai.cases.archiving import handing_over
from gongkai.cases.asking import codes
from gongkai.cases.models import (
    AccessCode,
    Applicant,
    Case,
    CaseFile,
    Destruction,
    ElectronicDelivery,
    Incoming,
    OpenChannel,
    Release,
    Submission,
)
from gongkai.cases.queries import Filters, Which
from gongkai.cases.states import State
from gongkai.cases.words import Channel
from gongkai.documents import actions as documents
from gongkai.documents.models import Redaction, StoredFile
from gongkai.letters.models import Letter, Series
from gongkai.notices.models import Notice
from gongkai.notices.sending import send_due
from tests.district import SHANGHAI

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 10, 15, 0, tzinfo=SHANGHAI)


@pytest.fixture
def district(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its requests only."""
    settings.GONGKAI_DEMO, settings.GONGKAI_TEXT_URL = True, "files"
    for module in (demo.making, demo.removing):
        monkeypatch.setattr(module, "SHOWN", ("gongkai.cases.demo",))
    demo.create(AT)


@pytest.mark.usefixtures("district")
def test_they_stand_in_many_states() -> None:
    states = set(Case.objects.values_list("state", flat=True))
    assert states >= {State.OPEN, State.AWAITING_SUPPLEMENT, State.IN_APPROVAL, State.DISPATCHED, State.CLOSED}
    clerk = Case.objects.exclude(handler=None).first()
    assert clerk is not None
    assert clerk.handler is not None
    page = queries.totals(clerk.handler, on=AT.date())
    assert page[Which.OVERDUE].number == 1
    assert page[Which.UNCLAIMED].number == 1
    assert Incoming.objects.filter(settled_as="").count() == 3
    assert queries.count(clerk.handler, Filters(which=Which.WAITING), on=AT.date()).number == 1


@pytest.mark.usefixtures("district")
def test_something_is_due_to_be_destroyed_and_a_year_can_be_handed_over() -> None:
    list_ = Destruction.objects.get()
    assert list_.state == "proposed"
    assert {line.kind for line in list_.lines.all()} == {"identity"}
    assert sum(line.files for line in list_.lines.all()) == 2
    assert handing_over.obstacles(list_.agency, AT.year - 2, on=AT.date()) == []


@pytest.mark.usefixtures("district")
def test_each_can_be_followed_with_a_code_that_is_printed() -> None:
    found = requests.to_follow(AT)
    assert len(found) == Case.objects.filter(imported=False).count()
    assert {stands for _, _, stands in found} >= {"等您补正", "正在办理", "答复已经发出", "已答复"}
    assert all(codes.find(number, code) for number, code, _ in found)
    assert requests.to_follow(AT) == found


@pytest.mark.usefixtures("district")
def test_one_of_them_was_submitted_online_and_waits_to_be_confirmed() -> None:
    came = Incoming.objects.get(channel=Channel.WEB)
    assert came.settled_as == ""
    assert channels.is_open(came.agency, Channel.WEB, on=AT.date())
    assert [one.what for one in came.files.all()] == ["identity"]
    assert came.submission.electronic_consent


@pytest.mark.usefixtures("district")
def test_one_was_delivered_electronically_and_told_by_mail_and_text_message(
    settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    (delivery,) = delivering.unopened(AT.date())
    assert delivery.service.case.state == State.ANSWERED
    send_due(AT)
    assert not Notice.objects.exclude(state="sent").exists()
    assert list((tmp_path / "mail").iterdir())
    assert any("/letters/" in file.read_text() for file in (tmp_path / "texts").iterdir())


@pytest.mark.usefixtures("district")
def test_made_again_they_stay_as_they_are() -> None:
    before = list(Case.objects.order_by("pk").values_list()), Entry.objects.count()
    demo.create(AT)
    assert (list(Case.objects.order_by("pk").values_list()), Entry.objects.count()) == before


@pytest.mark.usefixtures("district")
def test_started_again_on_another_port_the_page_of_requests_lies_there(settings: Settings) -> None:
    OpenChannel.objects.filter(channel=Channel.WEB).update(test_error="在线申请页面打不开")
    settings.GONGKAI_ADDRESS = "http://127.0.0.1:8123"
    demo.create(AT)
    row = OpenChannel.objects.get(channel=Channel.WEB)
    assert row.address.startswith("http://127.0.0.1:8123/ask/")
    assert row.test_error == ""


@pytest.mark.usefixtures("district")
def test_nothing_is_left_of_them_but_the_chain() -> None:
    assert requests.remove(AT) == 12
    for one in (
        Case,
        Incoming,
        Submission,
        AccessCode,
        OpenChannel,
        Letter,
        Series,
        Notice,
        Applicant,
        ElectronicDelivery,
    ):
        assert not one._default_manager.exists(), one
    assert Entry.objects.filter(verb="cases.demo_remove").count() == 1


@pytest.mark.usefixtures("district")
def test_what_somebody_redacted_in_it_goes_too() -> None:
    made = Case.objects.filter(agency__demonstration=True).exclude(handler=None).order_by("pk").first()
    assert made is not None
    assert made.handler is not None
    source = CaseFile.objects.filter(case=made).order_by("pk")[0]
    result = documents.store(b"burned", "x.pdf", at=AT, encrypted=True)
    drawn = Redaction.objects.create(original=source.file, result=result, drawn_by=made.handler, drawn_at=AT)
    Release.objects.create(
        case=made, source=source, title="x", redaction=drawn, prepared_by=made.handler, prepared_at=AT
    )
    requests.remove(AT)
    assert not Redaction.objects.exists()
    assert not StoredFile.objects.filter(encrypted=True).exists()


@pytest.mark.usefixtures("district")
def test_they_go_with_the_district() -> None:
    demo.remove(AT)
    assert not Agency.objects.exists()


def test_without_anybody_to_answer_there_is_nothing(district: None) -> None:
    requests.remove(AT)
    Agency.objects.filter(demonstration=True).update(demonstration=False)
    requests.create(AT)
    assert not Case.objects.exists()

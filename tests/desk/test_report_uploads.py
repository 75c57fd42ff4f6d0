"""Dropping files at the desk: taken in, read in the background, found again, and doubts settled."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai import writers
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.desk import report_forms
from gongkai.readers import read
from gongkai.reports import tasks
from gongkai.reports.models import Intake
from gongkai.reports.states import IntakeState
from tests.reports.made import report

from .conftest import AT, SignIn, text_of

UPLOAD = "desk:upload"


def a_file(agency: str, year: int = 2024, name: str = "年报.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, writers.write(report(agency, year), "json"))


def test_one_file_is_taken_in_and_its_progress_shown(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    response = client.post(reverse(UPLOAD), {"reports": a_file(housing.name)})
    intake = Intake.objects.get()
    assert response["Location"] == reverse("desk:batch", args=[intake.batch])
    waiting = text_of(client.get(response["Location"]))
    assert "已处理 0 / 1 个" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    tasks.work(AT, read=read)
    done = text_of(client.get(response["Location"]))
    assert "全部 1 个文件已处理：读取 1 个" in done
    assert "hx-trigger" not in done
    assert reverse("desk:review", args=[intake.versions.get().pk]) in done


def test_progress_is_sent_alone_when_the_page_asks_by_itself(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    where = client.post(reverse(UPLOAD), {"reports": a_file(housing.name)})["Location"]
    piece = text_of(client.get(where, headers={"HX-Request": "true"}))
    assert piece.startswith('<div id="progress"')
    assert "<html" not in piece


def test_progress_that_asks_after_signing_out_sends_the_whole_page_to_sign_in(client) -> None:  # type: ignore[no-untyped-def]
    address = reverse("desk:batch", args=[uuid.uuid4()])
    asked = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address}"}
    response = client.get(address, headers=asked)
    assert response.status_code == 204
    assert response["HX-Redirect"] == f"/accounts/login/?next={address}"


def test_many_files_at_once_and_one_of_them_is_broken(
    housing: Agency, street: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    broken = SimpleUploadedFile("坏.docx", b"PK\x03\x04 not a document")
    files = [a_file(housing.name), a_file(street.name), broken]
    where = client.post(reverse(UPLOAD), {"reports": files})["Location"]
    tasks.work(AT, read=read)
    text = text_of(client.get(where))
    assert "读取 2 个，无法读取 1 个" in text
    intake = Intake.objects.get(state=IntakeState.UNREADABLE)
    assert intake.reason in text
    assert housing.name in text
    assert street.name in text


def test_a_batch_left_alone_is_found_in_the_list_of_files(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    client.post(reverse(UPLOAD), {"reports": a_file(housing.name, name="找得到.json")})
    assert "找得到.json" in text_of(client.get(reverse("desk:files"), {"state": "busy"}))
    assert "找得到.json" not in text_of(client.get(reverse("desk:files"), {"state": "unreadable"}))


def test_without_a_file_nothing_is_taken_in(clerk: Person, sign_in: SignIn) -> None:
    text = text_of(sign_in(clerk).post(reverse(UPLOAD), {"year": "2024"}))
    assert '<a href="#id_reports">请选择至少一个文件</a>' in text
    assert 'value="2024"' in text
    assert not Intake.objects.exists()


def test_an_empty_file_is_told_and_sends_back_none_of_the_others(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    files = [SimpleUploadedFile("空.txt", b""), a_file(housing.name)]
    where = sign_in(clerk).post(reverse(UPLOAD), {"reports": files})["Location"]
    tasks.work(AT, read=read)
    assert list(Intake.objects.order_by("pk").values_list("state", flat=True)) == ["unreadable", "read"]
    assert "文件是空的" in text_of(sign_in(clerk).get(where))


def test_a_file_too_large_is_named(
    housing: Agency, clerk: Person, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_forms, "MAX_SIZE", 100)
    text = text_of(sign_in(clerk).post(reverse(UPLOAD), {"reports": a_file(housing.name, name="扫描件.json")}))
    assert "“扫描件.json”超过" in text
    assert not Intake.objects.exists()


def test_nobody_uploads_for_an_agency_that_is_not_theirs(street: Agency, clerk: Person, sign_in: SignIn) -> None:
    sign_in(clerk).post(reverse(UPLOAD), {"reports": a_file(street.name), "agency": street.pk})
    assert not Intake.objects.exists()


class TestDoubt:
    """A file that says another name than any agency in the list waits for a person."""

    @pytest.fixture
    def doubtful(self, housing: Agency, supervisor: Person, sign_in: SignIn) -> Intake:
        sign_in(supervisor).post(reverse(UPLOAD), {"reports": a_file("示范区住建局", 2023)})
        tasks.work(AT, read=read)
        return Intake.objects.get()

    def test_it_says_what_is_in_doubt(self, doubtful: Intake, supervisor: Person, sign_in: SignIn) -> None:
        text = text_of(sign_in(supervisor).get(reverse("desk:file", args=[doubtful.pk])))
        assert doubtful.question in text
        assert 'value="2023"' in text

    def test_a_person_says_whose_it_is(
        self, doubtful: Intake, housing: Agency, supervisor: Person, sign_in: SignIn
    ) -> None:
        sheet = {"agency": housing.pk, "year": 2023}
        response = sign_in(supervisor).post(reverse("desk:file", args=[doubtful.pk]), sheet)
        assert doubtful.versions.get().agency == housing
        assert response["Location"] == reverse("desk:review", args=[doubtful.versions.get().pk])

    def test_one_settled_leads_to_the_next_and_the_last_to_all_of_them(
        self, housing: Agency, supervisor: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(supervisor)
        client.post(reverse(UPLOAD), {"reports": [a_file("住建局", 2022), a_file("住建局", 2023)]})
        tasks.work(AT, read=read)
        first, second = Intake.objects.order_by("pk")
        sheets = ({"agency": housing.pk, "year": year} for year in (2022, 2023))
        to_next = client.post(reverse("desk:file", args=[first.pk]), next(sheets))["Location"]
        assert to_next == reverse("desk:file", args=[second.pk])
        assert "同批还有 1 份待确认" in text_of(client.get(to_next))
        to_all = client.post(reverse("desk:file", args=[second.pk]), next(sheets))["Location"]
        assert to_all == reverse("desk:batch", args=[first.batch])

    def test_it_can_be_set_aside_with_a_reason(
        self, doubtful: Intake, supervisor: Person, sign_in: SignIn
    ) -> None:
        client, address = sign_in(supervisor), reverse("desk:discard", args=[doubtful.pk])
        assert "请写明作废的理由" in text_of(client.post(address, {"reason": ""}))
        client.post(address, {"reason": "不是本地区的"})
        doubtful.refresh_from_db()
        assert doubtful.state == IntakeState.DISCARDED

    def test_another_agency_does_not_see_it(self, doubtful: Intake, clerk: Person, sign_in: SignIn) -> None:
        client = sign_in(clerk)
        for name in ("file", "original", "discard"):
            assert client.get(reverse(f"desk:{name}", args=[doubtful.pk])).status_code == 404
        assert client.post(reverse("desk:retry", args=[doubtful.pk])).status_code == 404
        assert client.get(reverse("desk:batch", args=[doubtful.batch])).status_code == 404
        assert doubtful.name not in text_of(client.get(reverse("desk:files")))


def test_an_unreadable_file_can_be_read_again(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    client.post(reverse(UPLOAD), {"reports": SimpleUploadedFile("a.docx", b"PK\x03\x04 nothing")})
    tasks.work(AT, read=read)
    intake = Intake.objects.get()
    page = text_of(client.get(reverse("desk:file", args=[intake.pk])))
    assert "这份文件读不出来" in page
    assert intake.reason in page
    client.post(reverse("desk:retry", args=[intake.pk]))
    intake.refresh_from_db()
    assert intake.state == IntakeState.WAITING


def test_the_original_comes_back_byte_for_byte_and_never_as_a_page(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    data = b"<html><script>alert(1)</script>" + housing.name.encode()
    client.post(reverse(UPLOAD), {"reports": SimpleUploadedFile("年报 一.html", data)})
    response = client.get(reverse("desk:original", args=[Intake.objects.get().pk]))
    assert response.content == data
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%B9%B4")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_batch_that_never_was_is_not_there(clerk: Person, sign_in: SignIn) -> None:
    assert sign_in(clerk).get(reverse("desk:batch", args=[uuid.uuid4()])).status_code == 404

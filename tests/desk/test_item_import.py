"""批量导入 at the desk: tried in the background, every row told, taken in once it is confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.publication import import_runs
from gongkai.publication.models import ImportRun, Item
from gongkai.publication.stock_rows import COLUMNS
from tests.publication.test_import_runs import BAD, GOOD

from .conftest import Appoint, SignIn, text_of
from .items import NOW

PAGE = reverse("desk:item_import")


@pytest.fixture(autouse=True)
def home(settings: Settings, folder: Path) -> Iterator[None]:
    settings.HOME = folder
    with time_machine.travel(NOW, tick=False):
        yield


def sent(agency: Agency, data: bytes = GOOD, name: str = "存量.csv") -> dict[str, object]:
    return {"agency": agency.pk, "list": SimpleUploadedFile(name, data, "text/csv")}


def page(run: ImportRun, *what: object) -> str:
    return reverse(f"desk:item_import_{'do' if what else 'run'}", args=[run.pk, *what])


def test_a_list_is_uploaded_tried_and_taken_in(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    assert "还没有导入过" in text_of(client.get(PAGE))
    response = client.post(PAGE, sent(housing))
    run = ImportRun.objects.get()
    assert response["Location"] == page(run)
    assert "可以离开这一页" in text_of(client.get(page(run)))
    import_runs.work(NOW)
    text = text_of(client.get(page(run)))
    assert "导入 2 条" in text
    assert "不能倒签" in text
    client.post(page(run, "confirm"))
    import_runs.work(NOW)
    assert "2 条已收录" in text_of(client.get(page(run)))
    assert Item.objects.count() == 2
    assert "存量.csv" in text_of(client.get(PAGE))


def test_a_blank_list_is_handed_out_and_can_be_read_back(
    housing: Agency, clerk: Person, auditor: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    assert 'href="?blank=xlsx"' in text_of(client.get(PAGE))
    blank = client.get(f"{PAGE}?blank=xlsx").content
    sheet = openpyxl.load_workbook(BytesIO(blank)).active
    assert sheet is not None
    assert tuple(cell.value for cell in sheet[1]) == COLUMNS
    row = ["", "旧文件", "示建发〔2020〕1号", "2020-01-02", "2020-01-05", *[""] * (len(COLUMNS) - 6), "正文"]
    sheet.append(row)
    filled = BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(filled)
    client.post(PAGE, sent(housing, filled.getvalue(), "存量.xlsx"))
    import_runs.work(NOW)
    assert "1 行都可以收录" in text_of(client.get(page(ImportRun.objects.get())))
    assert sign_in(auditor).get(f"{PAGE}?blank=xlsx").status_code == 403


def test_the_page_asks_again_by_itself_until_it_is_done(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    client.post(PAGE, sent(housing))
    run = ImportRun.objects.get()
    piece = text_of(client.get(page(run), headers={"hx-request": "true"}))
    assert "hx-get" in piece
    assert "<html" not in piece
    import_runs.work(NOW)
    assert "hx-get" not in text_of(client.get(page(run), headers={"hx-request": "true"}))


def test_every_wrong_row_is_told_and_handed_out(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    client.post(PAGE, sent(housing, BAD))
    run = ImportRun.objects.get()
    import_runs.work(NOW)
    text = text_of(client.get(page(run)))
    assert "1 行有误，一行也没有导入" in text
    assert 'class="num" data-of="行">3<' in text
    assert "改好后重新上传" in text
    report = client.get(reverse("desk:item_import_report", args=[run.pk]))
    assert "有误" in report.content.decode("utf-8-sig")
    assert "不能导入" in text_of(client.post(page(run, "confirm"), follow=True))
    assert not Item.objects.exists()


def test_what_is_no_list_comes_back_in_the_sheet(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    text = text_of(sign_in(clerk).post(PAGE, sent(housing, b"\x00\x01", "x.xlsx")))
    assert "errors" in text
    assert not ImportRun.objects.exists()
    assert "请选择清单文件" in text_of(sign_in(clerk).post(PAGE, {"agency": housing.pk}))


def test_it_is_given_up(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    client.post(PAGE, sent(housing))
    run = ImportRun.objects.get()
    assert "已放弃" in text_of(client.post(page(run, "discard"), follow=True))
    assert client.post(page(run, "nothing")).status_code == 404
    assert client.get(reverse("desk:item_import_report", args=[run.pk])).status_code == 404


def test_another_agency_finds_nothing(
    housing: Agency, street: Agency, clerk: Person, reviewer: Person, appoint: Appoint, sign_in: SignIn
) -> None:
    sign_in(clerk).post(PAGE, sent(housing))
    run, other = ImportRun.objects.get(), sign_in(appoint(Role.CLERK, street))
    assert "存量.csv" not in text_of(other.get(PAGE))
    assert other.get(page(run)).status_code == 404
    assert other.post(page(run, "confirm")).status_code == 404
    assert sign_in(reviewer).get(PAGE).status_code == 403

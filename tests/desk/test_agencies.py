"""机构 at the desk: the tree, one agency, its contact block, and the import of a list."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry

from .conftest import Appoint, SignIn

HEAD = ("统一社会信用代码", "名称", "类型", "上级代码", "排序")
GOOD = ("113703050042219186", "示范区财政局", "政府部门", "", 40)


def workbook(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("机构.xlsx", out.getvalue())


def test_the_list_shows_the_tree_in_official_order(
    district: Agency, street: Agency, housing: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    text = sign_in(supervisor).get(reverse("desk:agencies")).content.decode()
    assert text.index(district.name) < text.index(housing.name) < text.index(street.name)


def test_a_clerk_sees_their_own_agency_only(
    housing: Agency, street: Agency, clerk: Person, sign_in: SignIn
) -> None:
    client = sign_in(clerk)
    text = client.get(reverse("desk:agencies")).content.decode()
    assert housing.name in text
    assert street.name not in text
    assert client.get(reverse("desk:agency", args=[street.pk])).status_code == 404
    assert client.get(reverse("desk:agency_contact", args=[housing.pk])).status_code == 404


def test_filters_stay_in_the_address_and_the_export_hands_out_what_is_shown(
    housing: Agency, street: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    shown = client.get(reverse("desk:agencies"), {"q": "住房"}).content.decode()
    assert housing.name in shown
    assert street.name not in shown
    assert "?q=%E4%BD%8F%E6%88%BF&amp;csv=1" in shown
    handed = client.get(reverse("desk:agencies"), {"q": "住房", "csv": "1"}).content.decode("utf-8-sig")
    assert [line.split(",")[1] for line in handed.splitlines()] == ["名称", housing.name]


def test_nothing_found_says_how_it_comes(supervisor: Person, sign_in: SignIn) -> None:
    text = sign_in(supervisor).get(reverse("desk:agencies"), {"q": "没有这个"}).content.decode()
    assert "没有符合条件的机构" in text


def test_the_contact_block_is_saved_by_the_action(housing: Agency, supervisor: Person, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    address = reverse("desk:agency_contact", args=[housing.pk])
    assert client.post(address, {"office": "办公室", "phone": "0000-0000018"})["Location"] == reverse(
        "desk:agency", args=[housing.pk]
    )
    housing.refresh_from_db()
    assert (housing.office, housing.phone) == ("办公室", "0000-0000018")
    assert Entry.objects.order_by("-sequence").first().verb == "agencies.contact"  # type: ignore[union-attr]


def test_a_wrong_line_keeps_what_was_typed(housing: Agency, supervisor: Person, sign_in: SignIn) -> None:
    address = reverse("desk:agency_contact", args=[housing.pk])
    text = sign_in(supervisor).post(address, {"office": "办公室", "email": "not-one"}).content.decode()
    assert "邮箱的写法不对" in text
    assert 'value="办公室"' in text
    housing.refresh_from_db()
    assert housing.office == ""


class TestImport:
    def test_a_trial_changes_nothing_and_says_row_by_row(
        self, district: Agency, administrator: Person, sign_in: SignIn
    ) -> None:
        before = Entry.objects.count()
        text = self.send(sign_in(administrator), district, workbook(GOOD)).content.decode()
        assert "试算通过，还没有改动任何内容" in text
        assert "示范区财政局" in text
        assert not Agency.objects.filter(name="示范区财政局").exists()
        assert Entry.objects.count() == before

    def test_the_tried_list_is_imported_without_choosing_it_again(
        self, district: Agency, administrator: Person, sign_in: SignIn
    ) -> None:
        client = sign_in(administrator)
        kept = self.send(client, district, workbook(GOOD)).context["kept"]
        response = client.post(reverse("desk:agency_import"), {"kept": kept, "under": district.pk, "apply": "1"})
        assert response["Location"] == reverse("desk:agencies")
        made = Agency.objects.get(name="示范区财政局")
        assert made.parent == district

    def test_a_bad_row_stops_everything_and_names_itself(
        self, district: Agency, administrator: Person, sign_in: SignIn
    ) -> None:
        bad = ("11370305004221918B", "示范区审计局", "政府部门", "", 50)
        file = workbook(GOOD, bad)
        response = self.send(sign_in(administrator), district, file, apply="1")
        assert "有 1 行不能导入，什么都没有改" in response.content.decode()
        assert not Agency.objects.filter(name="示范区财政局").exists()

    def test_a_forged_list_is_not_taken(self, district: Agency, administrator: Person, sign_in: SignIn) -> None:
        data = {"kept": "Zm9yZ2Vk", "under": district.pk, "apply": "1"}
        text = sign_in(administrator).post(reverse("desk:agency_import"), data).content.decode()
        assert "请选择机构名单" in text

    def test_what_is_no_list_is_said_in_words(
        self, district: Agency, administrator: Person, sign_in: SignIn
    ) -> None:
        text = self.send(sign_in(administrator), district, SimpleUploadedFile("a.xlsx", b"MZ")).content.decode()
        assert "这不是 XLSX 文件" in text

    def test_only_an_administrator_may(self, supervisor: Person, sign_in: SignIn) -> None:
        assert sign_in(supervisor).get(reverse("desk:agency_import")).status_code == 403

    def test_nobody_imports_under_an_agency_that_is_not_theirs(
        self, housing: Agency, street: Agency, appoint: Appoint, sign_in: SignIn
    ) -> None:
        from gongkai.agencies.roles import Role

        own = appoint(Role.ADMINISTRATOR, housing)
        self.send(sign_in(own), street, workbook(GOOD), apply="1")
        assert not Agency.objects.filter(name="示范区财政局").exists()

    def send(self, client, under: Agency, file: SimpleUploadedFile, **more: str):  # type: ignore[no-untyped-def]
        return client.post(reverse("desk:agency_import"), {"file": file, "under": under.pk, **more})


@pytest.mark.django_db
def test_signing_in_comes_first(client) -> None:  # type: ignore[no-untyped-def]
    assert client.get("/desk/agencies/")["Location"].startswith("/accounts/login/?next=/desk/agencies/")

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases import applicants
from gongkai.cases.applicants import Details, known
from gongkai.cases.channels import TAKEN
from gongkai.cases.models import Applicant
from gongkai.cases.words import ApplicantClass, IdentityDocument
from gongkai.errors import Refused

from .asking import CREDIT_CODE, LI, NUMBER, OTHER_NUMBER, ZHANG, came, registered
from .conftest import AT

COMPANY = Details(
    ApplicantClass.BUSINESS, "示范商贸有限公司", "王五", IdentityDocument.CREDIT_CODE, CREDIT_CODE, "0533-1234567"
)


def test_the_same_number_is_the_same_person_by_every_way(clerk: Person, bureau: Agency, opened: None) -> None:
    cases = [registered(clerk, came(clerk, bureau, channel)) for channel in TAKEN]
    assert len({case.applicant_id for case in cases}) == 1
    assert Applicant.objects.count() == 1


@pytest.mark.parametrize(
    "written", ["3703 0519 9001 0112 31", "３７０３０５１９９００１０１１２３１", " 370305-19900101-1231 "]
)
def test_however_the_number_is_written(written: str, bureau: Agency) -> None:
    first = known(bureau, ZHANG, at=AT)
    assert known(bureau, replace(ZHANG, document_number=written), at=AT) == first
    assert applicants.by_number(bureau, written) == first


def test_the_hash_key_may_be_in_rotation(bureau: Agency, settings: Settings) -> None:
    first = known(bureau, ZHANG, at=AT)
    old = first.document_hash
    settings.HMAC_KEYS = ["f" * 64, *settings.HMAC_KEYS]
    found = known(bureau, ZHANG, at=AT)
    assert found.pk == first.pk
    assert found.document_hash != old
    settings.HMAC_KEYS = settings.HMAC_KEYS[:1]
    assert applicants.by_number(bureau, NUMBER) == first
    assert applicants.namesakes(bureau, "张 三丰") == [first]


def test_another_agency_knows_nobody_of_ours(bureau: Agency, finance: Agency) -> None:
    first = known(bureau, ZHANG, at=AT)
    assert applicants.find(finance, ZHANG) is None
    assert known(finance, ZHANG, at=AT).pk != first.pk


def test_what_is_new_replaces_and_what_is_blank_stays(bureau: Agency) -> None:
    known(bureau, ZHANG, at=AT)
    moved = known(bureau, replace(ZHANG, phone="", address="示范区胜利路2号"), at=AT)
    assert (moved.phone, moved.address) == (ZHANG.phone, "示范区胜利路2号")


def test_a_number_under_another_name_is_looked_at_first(bureau: Agency) -> None:
    first = known(bureau, ZHANG, at=AT)
    other = replace(ZHANG, name="章三丰")
    with pytest.raises(Refused, match=r"张\*\*.*核对") as refusal:
        known(bureau, other, at=AT)
    assert "张三丰" not in str(refusal.value)
    first.refresh_from_db()
    assert first.name == "张三丰"
    assert known(bureau, other, same_person=True, at=AT).name == "章三丰"
    assert applicants.namesakes(bureau, "章三丰") == [first]


def test_a_citizen_is_no_company(bureau: Agency) -> None:
    known(bureau, replace(COMPANY, document=IdentityDocument.OTHER, document_number="A-100"), at=AT)
    with pytest.raises(Refused, match="另一类"):
        known(bureau, replace(ZHANG, document=IdentityDocument.OTHER, document_number="A100"), at=AT)


def test_a_company_may_turn_out_to_be_of_another_class(bureau: Agency) -> None:
    first = known(bureau, COMPANY, at=AT)
    assert known(bureau, replace(COMPANY, kind=ApplicantClass.LEGAL), at=AT).pk == first.pk


def test_without_a_number_the_same_name_and_contact(bureau: Agency) -> None:
    first = known(bureau, LI, at=AT)
    assert known(bureau, replace(LI, phone="139 0000 0000"), at=AT) == first
    assert known(bureau, replace(LI, phone="13911111111"), at=AT) != first
    assert known(bureau, replace(LI, name="李五"), at=AT) != first
    company = replace(LI, kind=ApplicantClass.OTHER)
    assert known(bureau, company, at=AT) != first
    assert len(applicants.namesakes(bureau, "李四")) == 3


def test_who_is_known_by_number_is_found_without_it(bureau: Agency) -> None:
    first = known(bureau, ZHANG, at=AT)
    bare = replace(ZHANG, document="", document_number="")
    again = known(bureau, bare, at=AT)
    assert (again.pk, again.document_number) == (first.pk, NUMBER)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "alien"}, "类型"),
        ({"name": "  "}, "姓名"),
        ({"name": "长" * 101}, "超过100字"),
        ({"document": ""}, "一并填写"),
        ({"document_number": ""}, "一并填写"),
        ({"document": "library_card"}, "证件类型"),
        ({"document_number": "37030519900101123"}, "18位"),
        ({"document_number": "37030519900230123X"}, "出生日期"),
        ({"document_number": "37030519900101123A"}, "校验码"),
        ({"document_number": "3703051990010112AX"}, "数字"),
        ({"document": "credit_code"}, "公民没有"),
        ({"kind": "business", "document": "credit_code"}, "统一社会信用代码"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, str], why: str, bureau: Agency) -> None:
    with pytest.raises(Refused, match=why):
        known(bureau, replace(ZHANG, **change), at=AT)
    assert not Applicant.objects.exists()


def test_two_numbers_are_two_people_of_one_name(bureau: Agency) -> None:
    first = known(bureau, ZHANG, at=AT)
    second = known(bureau, replace(ZHANG, document_number=OTHER_NUMBER), at=AT)
    assert first != second
    assert applicants.namesakes(bureau, "张三丰") == [first, second]


def test_names_and_numbers_are_not_readable_in_the_table(bureau: Agency) -> None:
    from django.db import connection

    known(bureau, ZHANG, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_applicant")
        row = " ".join(str(value) for value in cursor.fetchone())
    for plain in ("张三丰", NUMBER, "13812345678", "人民路"):
        assert plain not in row

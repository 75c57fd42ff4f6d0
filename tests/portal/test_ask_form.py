"""The form, from its first page to the receipt."""

from __future__ import annotations

import pytest

from gongkai.agencies.models import Agency
from gongkai.cases.models import Draft, Incoming

from .asking import WANTED, Citizen, card, errors, open_web, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(bureau: Agency) -> Citizen:
    open_web(bureau)
    return Citizen(bureau)


def test_from_the_question_to_the_receipt(citizen: Citizen, bureau: Agency) -> None:
    citizen.fill(identity={"identity": card()})
    text = citizen.get("check/")
    assert WANTED in text
    assert "身份证.pdf" in text
    text = citizen.submit()
    came = Incoming.objects.get(agency=bureau)
    assert came.number in text
    assert came.sender == "张三丰"
    assert [one.what for one in came.files.all()] == ["identity"]
    assert not Draft.objects.exists()

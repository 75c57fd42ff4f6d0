"""到期复核: what was held back and is to be looked at again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.cases.models import Decision, Withheld

from .cases import NOW, TODAY, made
from .conftest import SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")

LIST = "/desk/cases/reassess/"


def held_back(agency: Agency, clerk: Person, on: date, part: str = "讨论记录") -> Withheld:
    decision = Decision.objects.create(case=made(agency, clerk), reply="process", row="3.3.6", drafted_at=NOW)
    return Withheld.objects.create(decision=decision, part=part, ground="process", reason="x", reassess_on=on)


def test_what_is_due_and_what_comes_up(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    late = held_back(housing, clerk, TODAY - timedelta(days=1), "到期的记录")
    held_back(housing, clerk, TODAY + timedelta(days=30), "快到的记录")
    held_back(housing, clerk, TODAY + timedelta(days=300), "还早的记录")
    client = sign_in(clerk)
    text = text_of(client.get(LIST))
    assert text.index("到期的记录") < text.index("快到的记录")
    assert "还早的记录" not in text
    assert text.count("已到期") == 1
    assert f"/steps/reassess/{late.key}/" in text
    assert "1 项不予公开的内容到期复核" in text_of(client.get("/desk/cases/"))


def test_nothing_is_said_plainly(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    assert "没有到期复核的内容" in text_of(client.get(LIST))
    assert "到期复核" not in text_of(client.get("/desk/cases/"))


def test_nobody_else_sees_it(housing: Agency, clerk: Person, reviewer: Person, sign_in: SignIn) -> None:
    held_back(housing, clerk, TODAY, "到期的记录")
    assert sign_in(reviewer).get(LIST).status_code in (403, 404)
    assert "项不予公开" not in text_of(sign_in(reviewer).get("/desk/cases/"))

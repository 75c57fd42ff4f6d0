"""The word of an agency in public addresses: it never stops leading there."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.addresses import find, word
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency

pytestmark = pytest.mark.django_db


def agency(code: str | None = None) -> Agency:
    return Agency.objects.create(
        name="示例局", kind=Kind.DEPARTMENT, credit_code=code, valid_from=date(2019, 1, 1), path=f"/{code}/"
    )


def test_with_a_code_it_is_the_code() -> None:
    one = agency("11990001000000020T")
    assert word(one) == "11990001000000020T"
    assert find("11990001000000020T") == one


def test_without_a_code_it_is_the_key() -> None:
    one = agency()
    assert word(one) == f"a{one.pk}"
    assert find(word(one)) == one


def test_the_short_word_still_leads_there_when_a_code_came() -> None:
    one = agency()
    short = word(one)
    one.credit_code = "11990001000000020T"
    one.save()
    assert find(short) == one
    assert word(one) == "11990001000000020T"


@pytest.mark.parametrize("nothing", ["", "a0", "a", "A7", "a9" * 12, "11990001000000020t", "' OR 1=1", "a１"])
def test_other_words_find_nothing(nothing: str) -> None:
    agency()
    agency("11990001000000020T")
    assert find(nothing) is None

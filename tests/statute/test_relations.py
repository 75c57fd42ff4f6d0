"""The relations are data, one entry for each name a finding may carry."""

from __future__ import annotations

import pytest

from gongkai.statute.form import RELATIONS, editions, relations
from gongkai.statute.form.relations import severity_of

ERRORS = {"A1", "A2", "A3", "A4", "A5", "A8", "A9"}


def test_every_relation_is_described() -> None:
    assert tuple(relations()) == RELATIONS
    assert all(r.says and r.reference for r in relations().values())


@pytest.mark.parametrize("relation", RELATIONS)
def test_severity_is_what_the_law_and_practice_make_it(relation: str) -> None:
    assert severity_of(relation) == ("error" if relation in ERRORS else "warning")


def test_what_a_relation_needs_beside_the_report() -> None:
    needs = {r.id: r.needs for r in relations().values() if r.needs}
    assert needs == {"A4": "last_year", "A7": "last_year", "A9": "subordinates"}


def test_editions_named_exist() -> None:
    assert {e for r in relations().values() for e in r.editions} <= set(editions())
    assert relations()["A7"].editions == ("2021",)


def test_an_unknown_relation_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        severity_of("A11")

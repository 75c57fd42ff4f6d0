"""Entries of the chain in words: verbs known, names looked up, nothing unknown swallowed."""

from __future__ import annotations

import re
from pathlib import Path

import gongkai
from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.actions import record
from gongkai.desk.audit_verbs import VERBS
from gongkai.desk.audit_words import said, verb_words

from .conftest import AT

SOURCE = Path(gongkai.__file__).parent


def test_every_verb_that_the_program_records_has_words() -> None:
    """Whoever adds a step adds its words."""
    called = re.compile(r'\b_?(?:record|after_correction)\(\s*"([a-z_.-]+)"')
    used = {v for file in SOURCE.rglob("*.py") for v in called.findall(file.read_text("utf-8"))}
    assert len(used) > 25
    assert used <= set(VERBS)


def test_names_are_looked_up_and_keys_without_a_name_stay(
    housing: Agency, clerk: Person, supervisor: Person
) -> None:
    data = {"role": "clerk", "until": "2025-03-01", "for": clerk.key, "sha256": "ab"}
    entry = record("people.stand-in", actor=supervisor, agency=housing, object=clerk, data=data, at=AT)
    (told,) = said([entry])
    assert (told.verb, told.actor, told.agency) == ("安排代理", supervisor.name, housing.name)
    assert told.facts == f"{clerk.name}；代理：{clerk.name}；角色：经办人；到：2025-03-01"


def test_who_is_no_person_is_called_by_what_they_are(housing: Agency) -> None:
    entries = [
        record("reports.read", actor=a, agency=None, object="intake:1", at=AT) for a in ("worker", "operator")
    ]
    assert [one.actor for one in said(entries)] == ["后台读取", "运维人员（服务器命令）"]


def test_a_verb_nobody_has_words_for_is_shown_as_it_is() -> None:
    assert verb_words("nothing.known") == "nothing.known"

"""Each kind of record is described by its model alone."""

from __future__ import annotations

import pytest

from gongkai.errors import Refused
from gongkai.supervision.kinds import KINDS, code_of, columns, kind_of, shown, title_of
from gongkai.supervision.models import Activity, Evaluation, Training, WorkRecord


def test_every_kind_of_record_is_among_them() -> None:
    assert set(KINDS) == set(WorkRecord.__subclasses__())


def test_a_kind_is_found_by_its_code_and_by_its_name() -> None:
    for kind in KINDS:
        assert kind_of(code_of(kind)) is kind
        assert kind_of(title_of(kind)) is kind
    with pytest.raises(Refused, match="没有“会餐”这一类台账"):
        kind_of("会餐")


def test_what_there_is_to_say_begins_with_day_and_title_in_the_words_of_the_kind() -> None:
    assert [one.label for one in columns(Training)][:3] == ["培训日期", "培训主题", "方式"]
    for kind in KINDS:
        assert [one.name for one in columns(kind)][:2] == ["on", "title"]
        assert not {"id", "agency", "created_at", "withdrawn_at", "revision"} & {one.name for one in columns(kind)}


def test_no_two_kinds_have_the_same_title_so_a_table_is_known_by_its_head() -> None:
    assert len({kind.TITLE for kind in KINDS}) == len(KINDS)
    labels = {one.label for kind in KINDS for one in columns(kind) if one.name != "title"}
    assert not labels & {kind.TITLE for kind in KINDS}


def test_a_record_is_none_without_day_title_and_what_has_no_usual_value() -> None:
    assert [one.name for one in columns(Activity) if one.needed] == ["on", "title", "kind"]
    assert [one.name for one in columns(Evaluation) if one.needed] == ["on", "title", "result"]


def test_a_person_reads_words_not_codes() -> None:
    row = Activity(kind="jobs", people=3)
    by_name = {one.name: one for one in columns(Activity)}
    assert shown(row, by_name["kind"]) == "送岗到户"
    assert shown(row, by_name["people"]) == 3
    online = next(one for one in columns(Training) if one.name == "online")
    assert [shown(Training(online=value), online) for value in (True, False)] == ["是", "否"]
    score = next(one for one in columns(Evaluation) if one.name == "score")
    assert shown(Evaluation(), score) == ""

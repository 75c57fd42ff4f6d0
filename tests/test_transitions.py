"""What a table of steps gives, and what it says where it gives nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import models

from gongkai import transitions
from gongkai.errors import WrongState


class Light(models.TextChoices):
    RED = "red", "红灯"
    GREEN = "green", "绿灯"
    BROKEN = "broken", "坏了"


MOVES: Mapping[tuple[str, str], Light] = {
    (Light.RED, "go"): Light.GREEN,
    (Light.GREEN, "stop"): Light.RED,
    (Light.GREEN, "fail"): Light.BROKEN,
}
VERBS = {"go": "放行", "stop": "叫停", "fail": "判为损坏"}


def after(state: Light, verb: str, **more: str) -> Light:
    return transitions.after(MOVES, VERBS, state, verb, "这盏灯", hidden=("fail",), **more)


def test_every_move_of_the_table() -> None:
    for (state, verb), then in MOVES.items():
        assert after(state, verb) is then


def test_another_says_where_the_thing_is_and_what_a_person_may_do() -> None:
    with pytest.raises(WrongState) as refused:
        after(Light.GREEN, "go")
    assert str(refused.value) == "这盏灯“绿灯”，不能放行；现在可以：叫停。"


def test_where_nothing_may_be_done_it_says_what_else() -> None:
    for otherwise, said in ({}, "它不能再变动。"), ({"otherwise": "请换一盏。"}, "请换一盏。"):
        with pytest.raises(WrongState) as refused:
            after(Light.BROKEN, "go", **otherwise)
        assert str(refused.value) == f"这盏灯“坏了”，不能放行；{said}"


def test_a_verb_that_nobody_knows_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        after(Light.RED, "jump")

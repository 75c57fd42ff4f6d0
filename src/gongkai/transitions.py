"""The one question to every table of steps: where is a thing after this verb, and what may be done instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db import models

from gongkai.errors import WrongState

S = TypeVar("S", bound=models.TextChoices)
_NOTHING = "它不能再变动。"


def after(
    moves: Mapping[tuple[str, str], S],
    verbs: Mapping[str, str],
    state: S,
    verb: str,
    what: str,
    *,
    hidden: tuple[str, ...] = (),
    otherwise: str = _NOTHING,
) -> S:
    """The state that the table gives. WrongState, naming the thing as ``what`` and its state, and the verbs that
    its state allows, without the ``hidden`` ones, which no person does. ``otherwise``: where there is none."""
    found = moves.get((state, verb))
    if found is not None:
        return found
    possible = "、".join(verbs[v] for of, v in moves if of == state and v not in hidden)
    hint = f"现在可以：{possible}。" if possible else otherwise
    raise WrongState(f"{what}“{state.label}”，不能{verbs[verb]}；{hint}")

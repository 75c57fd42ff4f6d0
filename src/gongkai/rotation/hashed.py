"""Every keyed hash there is (``fields.register_hashes``), written anew under the newest key.

rehash() -> (int, [str])     how many rows were written, and those that could not be: another row has that hash
left() -> int                how many rows still have a hash under an older key
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from gongkai.fields import Hashes, registered_hashes

BATCH = 200


def rehash() -> tuple[int, list[str]]:
    written, stuck = 0, list[str]()
    for one in registered_hashes():
        for keys in _batches(one):
            with transaction.atomic():
                for row in (
                    _model(one)._base_manager.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
                ):
                    outcome = _rehash(one, row)
                    written += outcome is True
                    stuck += [f"{one.model} {row.pk}"] if outcome is None else []
    return written, stuck


def left() -> int:
    return sum(
        bool(_differing(one, row))
        for one in registered_hashes()
        for keys in _batches(one)
        for row in _model(one)._base_manager.filter(pk__in=keys)
    )


def _rehash(one: Hashes, row: models.Model) -> bool | None:
    """Whether it was written; None when the database does not let it: the same person twice."""
    fresh = _differing(one, row)
    if not fresh:
        return False
    try:
        with transaction.atomic():
            _model(one)._base_manager.filter(pk=row.pk).update(**fresh)
    except IntegrityError:
        return None
    return True


def _differing(one: Hashes, row: models.Model) -> dict[str, str]:
    """The columns whose hash is not that under the newest key, with what it should be."""
    before = {name: getattr(row, name) for name in one.columns}
    one.rehash(row)
    return {name: getattr(row, name) for name in one.columns if getattr(row, name) != before[name]}


def _batches(one: Hashes) -> Iterator[list[Any]]:
    last: Any = None
    while True:
        rows = _model(one)._base_manager.order_by("pk")
        following = rows if last is None else rows.filter(pk__gt=last)
        keys = list(following.values_list("pk", flat=True)[:BATCH])
        if not keys:
            return
        yield keys
        last = keys[-1]


def _model(one: Hashes) -> Any:
    return apps.get_model(one.model)

"""Who is to know, in the same transaction, when the public sees something else of an item.

on_change(one, *, many=None)    a module names its function in ``AppConfig.ready``: search, feeds, exports, caches
changed(items)                  called whenever an item appears, changes or goes
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongkai.publication.models import Item


@dataclass(frozen=True)
class _Hook:
    one: Callable[[Item], object]
    many: Callable[[Sequence[Item]], object] | None


_hooks: dict[str, _Hook] = {}


def on_change(
    one: Callable[[Item], object], *, many: Callable[[Sequence[Item]], object] | None = None
) -> Callable[[Item], object]:
    """``one`` is called with the item as it now is (``item.is_public`` says whether it is seen at all); ``many``
    instead, where it is given, with a batch. Whatever they raise takes the whole step back."""
    _hooks[f"{one.__module__}.{one.__qualname__}"] = _Hook(one, many)
    return one


def changed(items: Sequence[Item]) -> None:
    """Tell all who are to know. In the transaction of the step, before its audit entry."""
    for hook in list(_hooks.values()):
        if hook.many is not None and len(items) > 1:
            hook.many(items)
        else:
            for item in items:
                hook.one(item)

"""Which layers of a PDF are seen (ISO 32000-2, 8.11): the state in which the file opens."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf

DEEPEST = 16


class Layers:
    """Asks of an optional content group, or of a condition over several, whether it is seen."""

    def __init__(self, pdf: Pdf) -> None:
        plan: Any = pdf.Root.get(Name.OCProperties)
        settings: Any = plan.get(Name.D) if isinstance(plan, Dictionary) else None
        settings = settings if isinstance(settings, Dictionary) else Dictionary()
        self._shown = settings.get(Name.BaseState) != Name.OFF
        self._on = _ids(settings.get(Name.ON))
        self._off = _ids(settings.get(Name.OFF))

    def seen(self, what: Object | None) -> bool:
        """Whether that is drawn; what is not a layer at all is."""
        if not isinstance(what, Dictionary):
            return True
        if what.get(Name.Type) != Name.OCMD:
            return self._group(what)
        if isinstance(expression := what.get(Name.VE), Array):
            return self._expression(expression, 0)
        groups: Any = what.get(Name.OCGs)
        each = [self._group(g) for g in (groups if isinstance(groups, Array) else [groups]) if g is not None]
        policy = str(what.get(Name.P, Name.AnyOn))
        match policy:
            case "/AllOn":
                return all(each)
            case "/AllOff":
                return not any(each)
            case "/AnyOff":
                return not each or not all(each)
        return not each or any(each)

    def _group(self, group: Any) -> bool:
        key = getattr(group, "objgen", (0, 0))
        if key in self._off:
            return False
        return self._shown or key in self._on

    def _expression(self, one: Any, depth: int) -> bool:
        if not isinstance(one, Array):
            return self._group(one)
        if depth > DEEPEST or not len(one):
            return False
        values = [self._expression(part, depth + 1) for part in list(one)[1:]]
        match str(one[0]):
            case "/And":
                return all(values)
            case "/Not":
                return not any(values)
        return any(values)


def _ids(groups: Any) -> frozenset[tuple[int, int]]:
    return frozenset(g.objgen for g in groups) if isinstance(groups, Array) else frozenset()

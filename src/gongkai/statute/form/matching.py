"""Whose report it is: the name in a report against a list of agencies. Exact, or one short form, or nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .names import same_agency_key
from .tree import Body, Tree

# What a short form may leave out in front: one or more places.
_PLACES = re.compile(r"(?:[^省市区县旗州盟镇乡]{1,6}(?:自治区|自治州|自治县|新区|[省市区县旗州盟镇乡]))+")
_SHORTEST = 3


def match(name: str | None, bodies: Iterable[Body]) -> tuple[Body, ...]:
    """The agencies that a name can mean: one where it is certain, several or none where it is not.

    A name that is the same after normalisation goes before one that is a short form; a short form leaves out
    places in front (齐陵街道 for 临淄区齐陵街道办事处) and nothing else.
    """
    if not name:
        return ()
    key = same_agency_key(name)
    bodies = tuple(bodies)
    exact = tuple(b for b in bodies if same_agency_key(b.name) == key)
    if exact or len(key) < _SHORTEST:
        return exact
    return tuple(b for b in bodies if _shorter(key, same_agency_key(b.name)))


def _shorter(short: str, long: str) -> bool:
    return long.endswith(short) and _PLACES.fullmatch(long[: -len(short)]) is not None


def fuller(name: str | None, body: Body, superior: str) -> bool:
    """Whether ``name`` is the agency's listed name with its superior's place in front:
    淄博市临淄区教育局 for 教育局 under 临淄区人民政府, but never 淄博市教育局."""
    if not name:
        return False
    key, listed = same_agency_key(name), same_agency_key(body.name)
    place = re.sub(r"人民政府$|政府$", "", same_agency_key(superior))
    if len(listed) < _SHORTEST or not key.endswith(listed) or not place:
        return False
    front = key[: -len(listed)]
    return bool(front) and (front.endswith(place) or place.endswith(front))


class Register:
    """Who is who in a whole tree, for many names: an exact one is looked up, any other compared with all."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._bodies = tuple(tree.bodies.values())
        self._exact: dict[str, list[Body]] = {}
        for body in self._bodies:
            self._exact.setdefault(same_agency_key(body.name), []).append(body)

    def find(self, name: str | None) -> tuple[Body, ...]:
        """As ``match`` among all, then by the place of a superior in front (``fuller``)."""
        if not name:
            return ()
        if exact := self._exact.get(same_agency_key(name)):
            return tuple(exact)
        return match(name, self._bodies) or tuple(b for b in self._bodies if self._fuller(name, b))

    def _fuller(self, name: str, body: Body) -> bool:
        return any(fuller(name, body, above.name) for above in self._tree.above(body.code))

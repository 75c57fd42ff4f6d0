"""What a page draws with, copied key by key: only what drawing needs, and only what the page asks for by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from gongkai.errors import TooLarge

from . import content, jpeg, limits, vocabulary
from .layers import Layers

_STATE: Final = "LW LC LM ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 HT FL SM SA BM CA ca AIS TK"
_FORM: Final = ["BBox", "Matrix", "FormType"]
_PATTERN: Final = ["PatternType", "PaintType", "TilingType", "BBox", "XStep", "YStep", "Matrix"]


class Resources:
    """Makes clean copies inside one PDF, each object once."""

    def __init__(self, pdf: Pdf, layers: Layers) -> None:
        self._pdf, self._layers = pdf, layers
        self._made: dict[tuple[int, int], Object] = {}
        self._scrubbed: set[tuple[int, int]] = set()
        self._stripped: set[tuple[int, int]] = set()
        self._depth = 0

    def page(self, stream: Object, data: bytes, resources: Any) -> tuple[bytes, Dictionary]:
        """What is drawn, and the resources for it."""
        resources = resources if isinstance(resources, Dictionary) else Dictionary()
        drawn = content.drawn(stream, data, self._layer(resources), self._xobject(resources))
        return drawn, self._of(resources, content.used_names(drawn))

    def _layer(self, resources: Dictionary) -> Callable[[str], bool]:
        properties: Any = resources.get(Name.Properties)
        named = properties if isinstance(properties, Dictionary) else Dictionary()
        return lambda name: self._layers.seen(named.get(name))

    def _xobject(self, resources: Dictionary) -> Callable[[str], bool]:
        group: Any = resources.get(Name.XObject)
        named = group if isinstance(group, Dictionary) else Dictionary()

        def is_drawn(name: str) -> bool:
            one: Any = named.get(name)
            known = isinstance(one, Stream) and one.get(Name.Subtype) in (Name.Form, Name.Image)
            return known and self._layers.seen(one.get(Name.OC))

        return is_drawn

    def _of(self, resources: Dictionary, used: frozenset[str]) -> Dictionary:
        made = Dictionary()
        for group, make in (
            ("/ExtGState", self._state),
            ("/ColorSpace", self._scrub),
            ("/Pattern", self._pattern),
            ("/Shading", self._scrub),
            ("/XObject", self._drawing),
            ("/Font", self._font),
        ):
            named: Any = resources.get(group)
            if isinstance(named, Dictionary):
                kept = {key: make(named[key], resources) for key in named.keys() if key in used}  # noqa: SIM118
                made[group] = Dictionary({key: one for key, one in kept.items() if one is not None})
        return made

    def _once(self, one: Any, make: Callable[[], Object | None]) -> Object | None:
        """The copy made before, or a new one. A form inside itself is left out, as viewers do."""
        key = one.objgen
        if key in self._made:
            return self._made[key]
        if self._depth >= limits.FORMS:
            raise TooLarge(f"页面里的图形一层套一层，超过{limits.FORMS}层；请另存为普通PDF后再处理。")
        if key != (0, 0):
            self._made[key] = None  # type: ignore[assignment]  # being made: met again only inside itself
        self._depth += 1
        made = make()
        self._depth -= 1
        if key != (0, 0) and made is not None:
            self._made[key] = made
        return made

    def _drawing(self, one: Any, around: Dictionary) -> Object | None:
        if not isinstance(one, Stream):
            return None
        if one.get(Name.Subtype) != Name.Form:
            return self._image(one)
        return self._once(one, lambda: self._form(one, around))

    def _form(self, one: Stream, around: Dictionary) -> Object:
        own: Any = one.get(Name.Resources, around)
        drawn, resources = self.page(one, one.read_bytes(), own)
        made = self._pdf.make_stream(drawn, Type=Name.XObject, Subtype=Name.Form, Resources=resources)
        _copy(one, made, _FORM)
        group: Any = one.get(Name.Group)
        if isinstance(group, Dictionary):
            made.Group = self.group(group)
        return made

    def group(self, group: Dictionary) -> Dictionary:
        """How what is drawn together mixes with what lies under it."""
        made = Dictionary(Type=Name.Group)
        _copy(group, made, ["S", "I", "K"])
        if Name.CS in group:
            made.CS = self._scrub(group.CS, group)
        return made

    def _image(self, one: Stream) -> Object:
        if one.objgen not in self._stripped:
            self._stripped.add(one.objgen)
            self._scrub(one, one)
            jpeg.strip(one)
            if isinstance(mask := one.get(Name.SMask), Stream):
                jpeg.strip(mask)
        return one

    def _pattern(self, one: Any, around: Dictionary) -> Object | None:
        if not isinstance(one, Stream):
            return self._scrub(one, around)
        return self._once(one, lambda: self._tile(one, around))

    def _tile(self, one: Stream, around: Dictionary) -> Object:
        drawn, resources = self.page(one, one.read_bytes(), one.get(Name.Resources, around))
        made = self._pdf.make_stream(drawn, Type=Name.Pattern, Resources=resources)
        _copy(one, made, _PATTERN)
        return made

    def _state(self, one: Any, around: Dictionary) -> Object | None:
        if not isinstance(one, Dictionary):
            return None
        made = Dictionary(Type=Name.ExtGState)
        _copy(one, made, _STATE.split())
        for key in [k for k in made.keys() if k in ("/Font", "/HT", "/TR", "/TR2", "/BG", "/UCR")]:  # noqa: SIM118
            self._scrub(made[key], around)
        mask: Any = one.get(Name.SMask)
        if isinstance(mask, Dictionary):
            form = self._drawing(mask.get(Name.G), around)
            made.SMask = Dictionary(Type=Name.Mask, S=mask.get(Name.S, Name.Alpha))
            if form is not None:
                made.SMask.G = form
            _copy(mask, made.SMask, ["BC", "TR"])
        elif mask is not None:
            made.SMask = Name("/None")
        return made

    def _font(self, one: Any, around: Dictionary) -> Object | None:
        if not isinstance(one, Dictionary):
            return None
        if one.get(Name.Subtype) == Name.Type3:
            return self._once(one, lambda: self._drawn_font(one, around))
        return self._scrub(one, around)

    def _drawn_font(self, one: Dictionary, around: Dictionary) -> Object:
        """A font whose letters are drawings."""
        made = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(), Resources=Dictionary())
        _copy(one, made, ["FontBBox", "FontMatrix", "Encoding", "FirstChar", "LastChar", "Widths", "ToUnicode"])
        group: Any = made.Resources
        drawings: Any = one.get(Name.CharProcs)
        own = one.get(Name.Resources, around)
        for key in drawings.keys() if isinstance(drawings, Dictionary) else ():
            drawn, resources = self.page(drawings[key], drawings[key].read_bytes(), own)
            made.CharProcs[key] = self._pdf.make_stream(drawn)
            _merge(group, resources)
        return self._pdf.make_indirect(made)

    def _scrub(self, root: Any, _around: Object) -> Object:
        """Take every key away that drawing does not need, in that object and in all it leads to."""
        todo: list[Any] = [root]
        while todo:
            one = todo.pop()
            if isinstance(one, Object) and one.is_indirect:
                if one.objgen in self._scrubbed:
                    continue
                self._scrubbed.add(one.objgen)
            if isinstance(one, Array):
                todo.extend(part for part in one if isinstance(part, Array | Dictionary | Stream))
            elif isinstance(one, Dictionary | Stream):
                for key in [key for key in one.keys() if key not in vocabulary.KEYS]:  # noqa: SIM118
                    del one[key]
                todo.extend(part for _, part in one.items() if isinstance(part, Array | Dictionary | Stream))
        return root  # type: ignore[no-any-return]


def _copy(source: Any, target: Any, keys: list[str]) -> None:
    for key in keys:
        if "/" + key in source:
            target["/" + key] = source["/" + key]


def _merge(into: Any, more: Any) -> None:
    for group, named in more.items():
        if group not in into:
            into[group] = named
            continue
        for key, one in named.items():
            into[group][key] = one

"""What a page draws, without what it only says: marks, comments, unknown operators, layers that are off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import pikepdf
from pikepdf import Name, Operator

_SAYS_MORE: Final = re.compile(rb"%|\b(?:BDC|BMC|EMC|MP|DP|BX|EX|PS|Do|BI)\b")
_NAME: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")

_MARKING: Final = frozenset({"BDC", "BMC", "EMC", "MP", "DP", "BX", "EX"})
_PAINTING: Final = frozenset({"f", "F", "f*", "S", "s", "B", "B*", "b", "b*"})
_SHOWING: Final = frozenset({"Tj", "TJ", "sh", "Do", "INLINE IMAGE"})
_NEXT_LINE: Final = frozenset({"'", '"'})
_KNOWN: Final = (
    frozenset(
        [
            "q",
            "Q",
            "cm",
            "w",
            "J",
            "j",
            "M",
            "d",
            "ri",
            "i",
            "gs",
            "m",
            "l",
            "c",
            "v",
            "y",
            "h",
            "re",
            "n",
            "W",
            "W*",
            "BT",
            "ET",
            "Tc",
            "Tw",
            "Tz",
            "TL",
            "Tf",
            "Tr",
            "Ts",
            "Td",
            "TD",
            "Tm",
            "T*",
            "d0",
            "d1",
            "CS",
            "cs",
            "SC",
            "SCN",
            "sc",
            "scn",
            "G",
            "g",
            "RG",
            "rg",
            "K",
            "k",
        ]
    )
    | _PAINTING
    | _SHOWING
    | _NEXT_LINE
)

Instruction = Any
"""Of pikepdf's two kinds, an operator with operands or an inline image."""


def used_names(data: bytes) -> frozenset[str]:
    """Every name the bytes hold: at least all the resources they ask for."""
    found = (_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), one) for one in _NAME.findall(data))
    return frozenset("/" + one.decode("utf-8", "surrogateescape") for one in found)


def drawn(
    stream: pikepdf.Object, data: bytes, layer: Callable[[str], bool], xobject: Callable[[str], bool]
) -> bytes:
    """The drawing operators of ``stream``, whose unpacked bytes are ``data``.

    ``layer`` says whether the layer of that resource name is seen, ``xobject`` whether that XObject is drawn.
    """
    if not _SAYS_MORE.search(data):
        return data
    return pikepdf.unparse_content_stream(_kept(pikepdf.parse_content_stream(stream), layer, xobject))


def _kept(
    instructions: Iterable[Instruction], layer: Callable[[str], bool], xobject: Callable[[str], bool]
) -> list[Instruction]:
    kept: list[Instruction] = []
    open_marks: list[bool] = []
    for one in instructions:
        operator, operands = str(one.operator), one.operands
        if operator in _MARKING:
            _mark(open_marks, operator, operands, layer)
        elif operator == "Do" and not (operands and xobject(str(operands[0]))):
            continue
        elif operator in _KNOWN:
            kept += [one] if all(open_marks) else _unseen(one, operator)
    return kept


def _mark(open_marks: list[bool], operator: str, operands: Sequence[Any], layer: Callable[[str], bool]) -> None:
    if operator in ("BDC", "BMC"):
        named = operator == "BDC" and len(operands) == 2 and operands[0] == Name.OC
        open_marks.append(layer(str(operands[1])) if named and isinstance(operands[1], Name) else True)
    elif operator == "EMC" and open_marks:
        open_marks.pop()


def _unseen(one: Instruction, operator: str) -> list[Instruction]:
    """What is left of an instruction on a layer that is off: its effect on what comes after."""
    if operator in _PAINTING:
        return [pikepdf.ContentStreamInstruction([], Operator("n"))]
    if operator in _NEXT_LINE:
        return [pikepdf.ContentStreamInstruction([], Operator("T*"))]
    return [] if operator in _SHOWING else [one]

"""Rich text as data for the typesetter, and its pictures as files beside the template."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from PIL import Image, UnidentifiedImageError

from . import rich

_MOST_SIDE: Final = 2400
"""Pixels; a larger picture is drawn smaller, for no printer shows more on a page."""
_DENSITY: Final = 110
"""Pixels an inch at which a picture stands, unless the page is too narrow for it."""
TALL: Final = 260.0
"""Points from which a cell may break over pages; a page holds more than twice as much."""
_HIGHEST: Final = 200.0
"""Millimetres: a picture and its line of text stand on one page."""


def part_data(part: rich.Part, pictures: Mapping[str, bytes], width: float, size: float) -> dict[str, Any]:
    """``width``: millimetres of the text; ``size``: points of the text in tables."""
    match part:
        case rich.Text():
            return text_data(part)
        case rich.Table():
            return table_data(part, width, size)
    return _picture_data(part, pictures, width)


def text_data(text: rich.Text) -> dict[str, Any]:
    return {
        "kind": "text",
        "level": text.level,
        "align": text.align,
        "mark": text.mark,
        "depth": text.depth,
        "runs": [
            {"text": run.text, "marks": sorted(run.marks), "href": run.href if "://" in run.href else ""}
            for run in text.runs
        ],
    }


def table_data(table: rich.Table, width: float, size: float) -> dict[str, Any]:
    def box(one: rich.Box) -> dict[str, Any]:
        return {
            "x": one.x, "y": one.y, "colspan": one.colspan, "rowspan": one.rowspan, "head": one.head,
            "align": one.align, "texts": [text_data(text) for text in one.texts],
        }  # fmt: skip

    widths, points = column_widths(table, width), table_size(table, size)
    return {
        "kind": "table",
        "caption": table.caption,
        "widths": widths,
        "size": points,
        "tall": any(_height(one, widths, points) > TALL for one in table.boxes),
        "heads": [box(one) for one in table.boxes if one.y < table.heads],
        "boxes": [box(one) for one in table.boxes if one.y >= table.heads],
    }


def column_widths(table: rich.Table, width: float) -> list[float]:
    """Millimetres of each column, by what is in it: a number needs less than a sentence."""
    need = [2.5] * table.columns
    for box in table.boxes:
        if box.colspan == 1:
            longest = max((_wide(line) for line in box.text.split(rich.BREAK)), default=0.0)
            need[box.x] = max(need[box.x], min(longest, 8.0 + longest / 12) + 1.5)
    total = sum(need) or 1.0
    return [width * one / total for one in need]


def _height(box: rich.Box, widths: Sequence[float], size: float) -> float:
    return height(box.text.split(rich.BREAK), sum(widths[box.x : box.x + box.colspan]), size)


def height(lines: Iterable[str], width: float, size: float) -> float:
    """About how many points high lines of so many millimetres are, rather too many than too few."""
    room = max(1.0, (width * 72 / 25.4 - 8) / size)
    return sum(-(-max(_wide(line), 1.0) // room) for line in lines) * size * 1.6


def _wide(text: str) -> float:
    return sum(0.55 if char.isascii() else 1.0 for char in text)


def table_size(table: rich.Table, size: float) -> float:
    """Points: a table of many columns is set smaller."""
    return max(7.0, size - 0.5 * max(0, table.columns - 6))


def _picture_data(picture: rich.Picture, pictures: Mapping[str, bytes], width: float) -> dict[str, Any]:
    opened = _opened(pictures.get(picture.token, b""))
    words = picture.shows or "图"
    if opened is None:
        return text_data(
            rich.Text((rich.Run(f"（图：{picture.shows}）" if picture.shows else "（图）"),), align="center")
        )
    shown, _ = picture_size(*opened.size, width)
    return {"kind": "picture", "file": _file(picture.token), "shows": words, "width": shown}


def picture_size(across: int, down: int, width: float) -> tuple[float, float]:
    """Millimetres of a picture of so many pixels: as it is, unless the page is too small for it."""
    shown = min(width, across / _DENSITY * 25.4, _HIGHEST * across / down)
    return shown, shown * down / across


def media(pictures: Mapping[str, bytes], parts: Iterable[rich.Part]) -> dict[str, bytes]:
    """The files that templates ask for: how rich text is set, and each picture wrapped as SVG, for the typesetter
    takes only text from memory."""
    from .typesetting import template

    found = {"rich.typ": template("rich.typ")}
    for part in parts:
        if isinstance(part, rich.Picture) and (image := _opened(pictures.get(part.token, b""))) is not None:
            found[_file(part.token)] = _svg(image)
    return found


def _file(token: str) -> str:
    return f"{token}.svg"


def _opened(data: bytes) -> Image.Image | None:
    if not data:
        return None
    try:
        image = Image.open(io.BytesIO(data))
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return image


def shrunk(data: bytes) -> tuple[bytes, int, int] | None:
    """A picture as PNG without anything but its pixels, and its size; None where it is no picture."""
    image = _opened(data)
    return None if image is None else (_png(image), *image.size)


def _png(image: Image.Image) -> bytes:
    if max(image.size) > _MOST_SIDE:
        image.thumbnail((_MOST_SIDE, _MOST_SIDE))
    flat = Image.new("RGB", image.size, "white")
    seen = image.convert("RGBA")
    flat.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "PNG", optimize=False)
    return out.getvalue()


def _svg(image: Image.Image) -> bytes:
    png = base64.b64encode(_png(image)).decode("ascii")
    across, down = image.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" '
        f'viewBox="0 0 {across} {down}"><image width="{across}" height="{down}" '
        f'href="data:image/png;base64,{png}"/></svg>'
    ).encode()

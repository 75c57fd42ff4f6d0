"""A PDF made anew from what its pages show. Everything else of the old file stays behind.

What would come out of a printer is kept: page content, filled form fields, stamps and marks that print. Comments,
links, attachments, scripts, outlines, names, tags, metadata, layers that are off, other applications' data and
earlier revisions are not copied.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from gongkai.errors import GongkaiError, TooLarge, Unreadable

from . import limits
from .doubts import Doubts
from .layers import Layers
from .opening import open_pdf
from .resources import Resources

_LETTER: Final = (0.0, 0.0, 612.0, 792.0)
_NEVER: Final = frozenset({"/Popup", "/Text", "/Link", "/FileAttachment", "/Redact", "/Sound", "/Movie", "/Screen",
                           "/RichMedia", "/3D", "/TrapNet", "/PrinterMark"})  # fmt: skip
_HIDDEN: Final = 2
_PRINT: Final = 4
_NOT_ON_SCREEN: Final = 32


@dataclass
class Clean:
    """``pdf`` holds the chosen pages; ``crops`` those that showed a part of themselves only; ``pending`` where
    somebody marked a place to be redacted and never did it, in the page's own units; ``doubts`` why the text of a
    page may not be what it shows."""

    pdf: Pdf
    data: bytes
    remarks: list[str]
    crops: set[int] = field(default_factory=set)
    pending: dict[int, list[tuple[float, float, float, float]]] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)


def clean(data: bytes, only: int | None = None) -> Clean:
    """The file made anew, or its page ``only`` alone. Raises as ``opening.open_pdf`` does."""
    pdf, remarks = open_pdf(data)
    try:
        made = Clean(Pdf.new(), b"", remarks)
        _fill(pdf, made, only)
        made.data = saved(made.pdf)
    except GongkaiError:
        raise
    except (
        pikepdf.PdfError,
        RuntimeError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RecursionError,
    ) as error:
        raise Unreadable("PDF的内部结构有错，不能可靠地处理；请用原软件重新导出。") from error
    return made


def saved(pdf: Pdf) -> bytes:
    """Written from the start, one revision, the same bytes for the same content."""
    for key in [key for key in pdf.trailer.keys() if key not in ("/Root", "/Size")]:  # noqa: SIM118
        del pdf.trailer[key]
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _fill(pdf: Pdf, made: Clean, only: int | None) -> None:
    layers = Layers(pdf)
    resources, doubts = Resources(pdf, layers), Doubts()
    if only is not None and not 0 <= only < len(pdf.pages):
        raise Unreadable(f"没有第{only + 1}页。")
    for number, page in enumerate(pdf.pages):
        if only is None or number == only:
            made.pending[number] = list(_marks(page.obj, layers))
    undrawn = _undrawn(pdf)
    pdf.flatten_annotations("all")
    if undrawn:
        made.remarks.append("有填写了的表单域或文字批注没有外观，画不出来，副本里没有它的内容；请核对。")
    for number, page in enumerate(pdf.pages):
        if only is not None and number != only:
            continue
        copy, cropped = _page(pdf, page, resources, number)
        made.pdf.pages.append(pikepdf.Page(copy))
        if doubt := doubts.of(copy):
            made.doubts[number] = doubt
        if cropped:
            made.crops.add(number)


def _marks(page: Any, layers: Layers) -> Iterator[tuple[float, float, float, float]]:
    """Drop what does not print; give back the places somebody meant to redact."""
    kept = Array()
    for one in _annotations(page):
        if one.get(Name.Subtype) == Name.Redact:
            yield _box(one.get(Name.Rect), (0.0, 0.0, 0.0, 0.0))
        if str(one.get(Name.Subtype)) not in _NEVER and _printed(one) and layers.seen(one.get(Name.OC)):
            kept.append(one)
    if Name.Annots in page:
        page.Annots = kept


def _undrawn(pdf: Pdf) -> bool:
    """Have filled fields drawn that their program left to the viewer; whether words that print still are not."""
    form: Any = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and form.get(Name.NeedAppearances, False):
        pdf.generate_appearance_streams()
    return any(
        Name.AP not in one
        and (one.get(Name.Subtype) == Name.FreeText or (one.get(Name.Subtype) == Name.Widget and Name.V in one))
        for page in pdf.pages
        for one in _annotations(page.obj)
    )


def _annotations(page: Any) -> Iterator[Dictionary]:
    found: Any = page.get(Name.Annots)
    yield from (one for one in (found if isinstance(found, Array) else ()) if isinstance(one, Dictionary))


def _printed(annotation: Dictionary) -> bool:
    flags = int(annotation.get(Name.F, 0))
    if flags & _HIDDEN:
        return False
    return bool(flags & _PRINT or (annotation.get(Name.Subtype) == Name.Widget and not flags & _NOT_ON_SCREEN))


def _page(pdf: Pdf, page: Any, resources: Resources, number: int) -> tuple[Dictionary, bool]:
    media = _box(_inherited(page.obj, Name.MediaBox), _LETTER)
    crop = _meet(_box(_inherited(page.obj, Name.CropBox), media), media)
    unit = float(page.obj.get(Name.UserUnit, 1))
    if max(crop[2] - crop[0], crop[3] - crop[1]) * unit > limits.PAGE_POINTS:
        raise TooLarge(
            f"第{number + 1}页的边长超过{limits.PAGE_POINTS / 72 * 2.54 / 100:.0f}米；请检查后重新导出。"
        )
    if Name.Contents in page.obj:
        page.contents_coalesce()
        contents: Any = page.obj.Contents
        drawn, kept = resources.page(page, contents.read_bytes(), _inherited(page.obj, Name.Resources))
    else:
        drawn, kept = b"", Dictionary()
    made = Dictionary(Type=Name.Page, MediaBox=Array(list(crop)), Resources=kept, Contents=pdf.make_stream(drawn))
    rotate: Any = _inherited(page.obj, Name.Rotate)
    if isinstance(rotate, int) and rotate % 90 == 0 and rotate % 360:
        made.Rotate = rotate % 360
    if unit > 0 and unit != 1:
        made.UserUnit = page.obj.UserUnit
    group: Any = page.obj.get(Name.Group)
    if isinstance(group, Dictionary):
        made.Group = resources.group(group)
    cropped = any(abs(a - b) > 1 for a, b in zip(media, crop, strict=True))
    return pdf.make_indirect(made), cropped


def _inherited(page: Any, key: Name) -> Any:
    """The page's own entry, or that of the nearest node above it."""
    for _ in range(64):
        if key in page:
            return page[key]
        page = page.get(Name.Parent)
        if not isinstance(page, Dictionary):
            return None
    return None


def _box(value: Any, default: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    try:
        x0, y0, x1, y1 = (float(one) for one in value)
    except (TypeError, ValueError):
        return default
    made = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return made if made[2] - made[0] > 0 and made[3] - made[1] > 0 else default


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, float, float, float]:
    made = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    whole = (other[0], other[1], other[2], other[3])
    return made if made[2] > made[0] and made[3] > made[1] else whole

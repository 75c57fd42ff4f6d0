"""A PDF without what its reader does not see: notes, forms, attachments, scripts, layers that are off, its past.

The pages are drawn before and after; where they differ in anything a reader sees, there is no clean copy.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import pikepdf
import pypdfium2.raw as raw
from pikepdf import Name
from PIL import ImageChops

from gongkai.errors import Refused, Unreadable

from . import pdf_pages
from .findings import Found
from .pdf import opened
from .pdf_layers import without_layers
from .pdf_objects import everything, plain
from .pdf_orphans import undrawn
from .pdf_parts import LOCAL_ACTIONS, is_spoken, off_layers
from .picture_parts import stripped

_NOTES: Final = frozenset({"Text", "Popup", "FileAttachment", "Sound", "Movie", "RichMedia", "Screen", "3D"})
"""Annotations that are a mark beside the page, not on it: their icon goes with them."""
_UNSHOWN: Final = 1 << 1 | 1 << 5  # hidden, no view
_KEPT_OF_ANNOTATION: Final = frozenset(
    {"/Type", "/Subtype", "/Rect", "/F", "/C", "/IC", "/BS", "/Border", "/QuadPoints", "/CA", "/L", "/LE",
     "/Vertices", "/InkList", "/AP", "/AS", "/DA", "/Q", "/RD", "/BE", "/P", "/StructParent"}
)  # fmt: skip
_OF_CATALOGUE: Final = (
    "/AcroForm", "/AA", "/OpenAction", "/Metadata", "/PieceInfo", "/Collection", "/AF", "/DSS", "/Perms", "/Legal",
    "/SpiderInfo", "/Requirements", "/OCProperties", "/Threads",
)  # fmt: skip
_OF_OBJECTS: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/Thumb", "/AA")
_SCALE: Final = 1.0
_CHANGE: Final = 40  # of 255; a rounding apart is no difference


def clean(data: bytes) -> bytes:
    """A new file, written whole: nothing of earlier versions, nothing that no page refers to."""
    seen = cache(lambda: "\n".join(page.seen for page in pdf_pages.look(data, Found())))
    with opened(data) as document:
        for page in document.pages:
            _without_notes(page.obj)
        _fields_drawn(document)
        before = _saved(document)
        _flattened(document)
        _layers(document)
        _catalogue(document)
        _undrawn(document)
        _objects(document, seen)
        after = _saved(document)
    _same_look(before, after)
    return after


def _fields_drawn(document: pikepdf.Pdf) -> None:
    """Fields as a reader sees them, without the second form (XFA) that only some programs show."""
    form = document.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if "/XFA" in form:
            del form["/XFA"]
        if form.get("/NeedAppearances", False):
            document.generate_appearance_streams()


def _saved(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.remove_unreferenced_resources()
    document.save(
        out,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


def _without_notes(page: Any) -> None:
    if "/Annots" in page:
        annotations = [a for a in page.Annots if isinstance(a, pikepdf.Dictionary)]
        page.Annots = pikepdf.Array(
            a for a in annotations if plain(a.get("/Subtype")) not in _NOTES and not _unshown(a)
        )


def _unshown(annotation: Any) -> bool:
    return bool(int(annotation.get("/F", 0)) & _UNSHOWN)


def _flattened(document: pikepdf.Pdf) -> None:
    """What annotations and form fields look like becomes part of the page; what they say besides goes.

    A link stays a link. A mark without a drawing of its own stays a mark, with nothing but its shape.
    """
    document.flatten_annotations("screen")
    for page in document.pages:
        kept = [a for a in page.obj.get("/Annots", ()) if isinstance(a, pikepdf.Dictionary) and _stays(a)]
        for annotation in kept:
            _bare(annotation)
        if kept:
            page.obj.Annots = pikepdf.Array(kept)
        elif "/Annots" in page.obj:
            del page.obj["/Annots"]


def _stays(annotation: Any) -> bool:
    if annotation.get("/Subtype") == "/Link":
        action = annotation.get("/A")
        target = plain(action.get("/URI")) if isinstance(action, pikepdf.Dictionary) else ""
        local = isinstance(action, pikepdf.Dictionary) and plain(action.get("/S")) in LOCAL_ACTIONS
        return not local and not target.lower().startswith("file:")
    return bool(annotation.get("/Subtype") != "/Widget")


def _bare(annotation: Any) -> None:
    extra = {"/A", "/Dest", "/H"} if annotation.get("/Subtype") == "/Link" else set()
    for key in list(annotation.keys()):
        if key not in _KEPT_OF_ANNOTATION | extra:
            del annotation[key]


def _layers(document: pikepdf.Pdf) -> None:
    properties = document.Root.get("/OCProperties")
    if isinstance(properties, pikepdf.Dictionary) and (off := off_layers(properties)):
        without_layers(document, {layer.objgen for layer in off})


def _catalogue(document: pikepdf.Pdf) -> None:
    root = document.Root
    for key in _OF_CATALOGUE:
        if key in root and not (key == "/OpenAction" and isinstance(root[key], pikepdf.Array)):
            del root[key]
    if "/Names" in root:
        for key in ("/EmbeddedFiles", "/JavaScript", "/AP", "/Renditions"):
            if key in root.Names:
                del root.Names[key]
    if "/Info" in document.trailer:
        del document.trailer["/Info"]


def _undrawn(document: pikepdf.Pdf) -> None:
    """Pictures and forms that no page draws: out of every list of resources, and so out of the file."""
    gone = {stream.objgen for stream in undrawn(document)}
    for item in everything(document):
        objects = item.get("/XObject")
        if isinstance(objects, pikepdf.Dictionary):
            for key in [k for k in objects.keys() if objects[k].objgen in gone]:  # noqa: SIM118
                del objects[key]


def _objects(document: pikepdf.Pdf, seen: Callable[[], str]) -> None:
    for item in list(everything(document)):
        for key in _OF_OBJECTS:
            if key in item:
                del item[key]
        spoken = plain(item.get("/ActualText"))
        if spoken.strip() and not is_spoken(spoken, seen()):
            del item["/ActualText"]
        if plain(item.get("/S")) in ("JavaScript", "Launch", "SubmitForm", "ImportData"):
            item.S = Name.Named
            for key in ("/JS", "/F", "/Win", "/Next"):
                if key in item:
                    del item[key]
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
            _image(item)


def _image(item: pikepdf.Stream) -> None:
    """A photograph keeps its pixels; its turn, which PDF ignores, is not applied."""
    if item.get("/Filter") in (Name.DCTDecode, pikepdf.Array([Name.DCTDecode])):
        bare = stripped(item.read_raw_bytes(), "JPEG")
        if bare is not None:
            item.write(bare, filter=Name.DCTDecode)


def _same_look(before: bytes, after: bytes) -> None:
    """Raises Refused where any page looks different, Unreadable where the copy cannot be opened."""
    one, other = pdf_pages.opened(before), pdf_pages.opened(after)
    try:
        if len(one) != len(other):
            raise Unreadable("清除后的页数不对，没有保存；请将文件打印为PDF后再试。")
        for document in (one, other):
            if document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
                document.init_forms()
        for index in range(len(one)):
            if _differ(one[index], other[index]):
                raise Refused(f"清除会改变第{index + 1}页的样子，没有保存；请打印为新的PDF后再检查。")
    finally:
        one.close()
        other.close()


def _differ(one: Any, other: Any) -> bool:
    pictures = [
        page.render(scale=min(_SCALE, 2000 / max(*page.get_size(), 1)), may_draw_forms=True).to_pil().convert("L")
        for page in (one, other)
    ]
    if pictures[0].size != pictures[1].size:
        return True
    return any(ImageChops.difference(*pictures).histogram()[_CHANGE:])

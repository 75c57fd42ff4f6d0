"""What a PDF carries beside its pages: notes, forms, attachments, scripts, layers, thumbnails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from gongkai.errors import GongkaiError

from . import picture
from .findings import Found
from .inside import Inside
from .office import is_told
from .pdf_objects import children, plain, stream_bytes, text_of

LOCAL_ACTIONS: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/GoToR"}
)
_FORM_DEPTH: Final = 30


def look(document: pikepdf.Pdf, found: Found, inside: Inside, visible: str) -> None:
    for number, page in enumerate(document.pages, 1):
        _page(page.obj, f"第{number}页", found)
    _form(document.Root.get("/AcroForm"), found)
    _attachments(document, found, inside)
    _catalogue(document.Root, found)
    _layers(document.Root.get("/OCProperties"), found)
    _objects(document, found, visible)
    _strings(document, found)


def _page(page: Any, where: str, found: Found) -> None:
    if "/Thumb" in page:
        found.add("thumbnail", where, "保存时的页面缩略图")
    _actions(page.get("/AA"), where, found)
    if "/PieceInfo" in page:
        found.add("custom-data", where, "制作程序的私有数据")
    for annotation in page.get("/Annots", ()):
        if isinstance(annotation, pikepdf.Dictionary):
            _annotation(annotation, where, found)


def _annotation(annotation: Any, where: str, found: Found) -> None:
    kind = plain(annotation.get("/Subtype"))
    action = annotation.get("/A")
    if kind == "Link":
        _link(action, where, found)
        return
    if kind == "Widget":
        if "/T" not in annotation and "/Parent" not in annotation:
            return
        _actions(annotation.get("/AA"), where, found)
        return
    if kind == "Popup":
        return
    texts = [text_of(annotation.get(key)) for key in ("/T", "/Subj", "/Contents", "/RC")]
    found.concealed("annotation", where, f"{kind}：" + "　".join(filter(None, texts[:3])))
    found.personal(where, texts[3])


def _link(action: Any, where: str, found: Found) -> None:
    if not isinstance(action, pikepdf.Dictionary):
        return
    target = plain(action.get("/URI")) or _file(action.get("/F"))
    if action.get("/S") in LOCAL_ACTIONS or target.lower().startswith("file:"):
        found.concealed("external-link", where, target or plain(action.get("/S")))
    else:
        found.personal(where, target)


def _file(specification: Any) -> str:
    if isinstance(specification, pikepdf.Dictionary):
        return plain(specification.get("/UF")) or plain(specification.get("/F"))
    return plain(specification)


def _form(form: Any, found: Found) -> None:
    if not isinstance(form, pikepdf.Dictionary):
        return
    for name, value in _fields(form.get("/Fields", ()), "", 0):
        found.concealed("form-field", "表单", f"{name}={value}")
    for index, part in enumerate(form.get("/XFA", ()) if isinstance(form.get("/XFA"), pikepdf.Array) else ()):
        if index % 2 and isinstance(part, pikepdf.Stream):
            found.concealed("form-field", "表单（XFA）", (stream_bytes(part) or b"").decode("utf-8", "replace"))
    if isinstance(form.get("/XFA"), pikepdf.Stream):
        found.concealed("form-field", "表单（XFA）", text_of(form.get("/XFA")))


def _fields(fields: Any, above: str, depth: int) -> Iterator[tuple[str, str]]:
    """Whole name and value of every field that is no signature."""
    if depth > _FORM_DEPTH:
        return
    for field in fields:
        if not isinstance(field, pikepdf.Dictionary):
            continue
        name = ".".join(filter(None, (above, plain(field.get("/T")))))
        if field.get("/FT") != "/Sig" and ("/V" in field or "/DV" in field or "/Kids" not in field):
            yield name, text_of(field.get("/V")) or text_of(field.get("/DV"))
        if "/Kids" in field:
            kids = [kid for kid in field["/Kids"] if isinstance(kid, pikepdf.Dictionary) and "/T" in kid]
            yield from _fields(kids, name, depth + 1)


def _attachments(document: pikepdf.Pdf, found: Found, inside: Inside) -> None:
    """Every embedded file, whether the list of attachments names it or not."""
    for item in document.objects:
        if not isinstance(item, pikepdf.Dictionary) or "/EF" not in item:
            continue
        name = _file(item) or "附件"
        found.concealed("attachment", "附件", f"{name}　{plain(item.get('/Desc'))}")
        stream = (
            item["/EF"].get("/UF", item["/EF"].get("/F")) if isinstance(item["/EF"], pikepdf.Dictionary) else None
        )
        data = stream_bytes(stream) if isinstance(stream, pikepdf.Stream) else None
        if data is None:
            found.unexamined(f"附件 {name}", "打不开。")
        else:
            found.take_in(inside(data, name), f"附件 {name}")


def _catalogue(root: Any, found: Found) -> None:
    opening = root.get("/OpenAction")
    _action(opening, "打开文件时", found)
    _actions(root.get("/AA"), "文件动作", found)
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        found.add("script", "文件脚本", "JavaScript")
    if "/PieceInfo" in root:
        found.add("custom-data", "文件内部", "制作程序的私有数据")


def _actions(actions: Any, where: str, found: Found) -> None:
    if isinstance(actions, pikepdf.Dictionary):
        for key in actions.keys():  # noqa: SIM118 - a pikepdf object is no mapping
            _action(actions[key], where, found)


def _action(action: Any, where: str, found: Found) -> None:
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") in LOCAL_ACTIONS | {"/URI"}:
        told = text_of(action.get("/JS")) or plain(action.get("/URI")) or _file(action.get("/F"))
        found.concealed("script", where, f"{plain(action.get('/S'))}：{told}")


def _layers(properties: Any, found: Found) -> None:
    """Layers that are off when the file is opened, or in print."""
    if not isinstance(properties, pikepdf.Dictionary):
        return
    for layer in off_layers(properties):
        found.add("hidden-layer", "图层", plain(layer.get("/Name")) or "（未命名）")


def off_layers(properties: Any) -> list[Any]:
    """The optional content groups that the default configuration switches off."""
    default = properties.get("/D")
    if not isinstance(default, pikepdf.Dictionary):
        return []
    off = list(default.get("/OFF", ()))
    if default.get("/BaseState") == "/OFF":
        on = {layer.objgen for layer in default.get("/ON", ())}
        off += [layer for layer in properties.get("/OCGs", ()) if layer.objgen not in on]
    return [layer for layer in off if isinstance(layer, pikepdf.Dictionary)]


def _strings(document: pikepdf.Pdf, found: Found) -> None:
    """Titles of bookmarks, names of places, labels, descriptions: whatever text any object holds."""
    for item in document.objects:
        where = "书签" if isinstance(item, pikepdf.Dictionary) and "/Title" in item else "文件内部"
        for text in _texts(item, 0):
            found.swept(where, text)


def _texts(item: Any, depth: int) -> Iterator[str]:
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif depth < _FORM_DEPTH and (depth == 0 or item is None or not getattr(item, "is_indirect", False)):
        for child in children(item):
            yield from _texts(child, depth + 1)


def _objects(document: pikepdf.Pdf, found: Found, visible: str) -> None:
    """Pictures' own notes, and what tagged objects would say aloud instead of what they show."""
    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
            _image(item, found)
        elif isinstance(item, pikepdf.Dictionary):
            spoken = plain(item.get("/ActualText"))
            if spoken.strip() and not is_spoken(spoken, visible):
                found.concealed("alternative-content", "标记", f"替代文字：{spoken}")


def is_spoken(spoken: str, visible: str) -> bool:
    """True where the visible text says the same; a single sign (a bullet, a ligature) tells nothing."""
    return len(spoken.strip()) < 4 or is_told(spoken, visible)


def _image(item: Any, found: Found) -> None:
    if item.get("/Filter") not in ("/DCTDecode", pikepdf.Array([pikepdf.Name.DCTDecode])):
        return
    try:
        picture.beside(item.read_raw_bytes(), found, "页内图片")
    except GongkaiError:
        found.unexamined("页内图片", "一幅图片损坏，打不开。")

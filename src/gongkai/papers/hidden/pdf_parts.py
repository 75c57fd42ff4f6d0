"""What a PDF carries beside its pages: notes, forms, attachments, scripts, layers, thumbnails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pikepdf

from gongkai.errors import GongkaiError

from . import picture
from .findings import Found
from .inside import Inside
from .office import is_told
from .pdf_objects import children, contents, everything, plain, stream_bytes, text_of
from .pdf_orphans import shows_text

LOCAL_ACTIONS: Final = frozenset(
    {"JavaScript", "Launch", "SubmitForm", "ImportData", "Rendition", "GoToE", "GoToR"}
)
_PROGRAMS: Final = frozenset({"JavaScript", "Launch", "SubmitForm", "ImportData"})
_SPOKEN: Final = re.compile(rb"/ActualText\s*(<[0-9A-Fa-f\s]*>|\((?:\\.|[^()\\])*\))", re.DOTALL)
_FORM_DEPTH: Final = 30


def look(document: pikepdf.Pdf, found: Found, inside: Inside, visible: str) -> None:
    for number, page in enumerate(document.pages, 1):
        _page(page.obj, f"第{number}页", found)
    _form(document.Root.get("/AcroForm"), found)
    items = tuple(everything(document))
    _attachments(items, found, inside)
    _catalogue(document.Root, found)
    _scripts(items, found)
    _layers(document.Root.get("/OCProperties"), found)
    _objects(items, found, visible)
    for content in contents(document):
        for value in _SPOKEN.findall(content):
            _spoken(plain(pikepdf.Object.parse(value)), found, visible)
    _strings(items, found)


def _page(page: Any, where: str, found: Found) -> None:
    if "/Thumb" in page:
        found.add("thumbnail", where, "保存时的页面缩略图")
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
        if "/V" in annotation and annotation.get("/FT") != "/Sig" and "/Parent" not in annotation:
            found.concealed("form-field", "表单", f"{plain(annotation.get('/T'))}={text_of(annotation['/V'])}")
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
    if plain(action.get("/S")) in LOCAL_ACTIONS or target.lower().startswith("file:"):
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


def _attachments(items: Sequence[Any], found: Found, inside: Inside) -> None:
    """Every embedded file, whether the list of attachments names it or not."""
    for item in items:
        if "/EF" not in item:
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
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        found.add("script", "文件脚本", "JavaScript")
    if "/PieceInfo" in root:
        found.add("custom-data", "文件内部", "制作程序的私有数据")


def _scripts(items: Sequence[Any], found: Found) -> None:
    """Whatever runs by itself: programs wherever they hang, and addresses called when something is opened."""
    for item in items:
        if plain(item.get("/S")) in _PROGRAMS:
            _action(item, found)
        for holder in (item.get("/AA"), item.get("/OpenAction")):
            if isinstance(holder, pikepdf.Dictionary):
                for action in (holder, *children(holder)):
                    if isinstance(action, pikepdf.Dictionary) and plain(action.get("/S")) in LOCAL_ACTIONS | {
                        "URI"
                    }:
                        _action(action, found)


def _action(action: Any, found: Found) -> None:
    told = text_of(action.get("/JS")) or plain(action.get("/URI")) or _file(action.get("/F"))
    found.concealed("script", "动作", f"{plain(action.get('/S'))}：{told}")


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


def _strings(items: Sequence[Any], found: Found) -> None:
    """Titles of bookmarks, names of places, labels, descriptions: whatever text any object holds."""
    for item in items:
        where = "书签" if "/Title" in item else "文件内部"
        for child in children(item):
            for text in child if isinstance(child, pikepdf.Array) else (child,):
                if isinstance(text, pikepdf.String):
                    found.swept(where, str(text))


def _objects(items: Sequence[Any], found: Found, visible: str) -> None:
    """Pictures' own notes, and what tagged objects would say aloud instead of what they show."""
    for item in items:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
            _image(item, found)
        _spoken(plain(item.get("/ActualText")), found, visible)
        mask = item.get("/G")
        if isinstance(mask, pikepdf.Stream) and shows_text(stream_bytes(mask) or b""):
            found.add("invisible-text", "蒙版", "图形的蒙版里有文字，看不见而仍在文件里")


def _spoken(text: str, found: Found, visible: str) -> None:
    if text.strip() and not is_spoken(text, visible):
        found.concealed("alternative-content", "标记", f"替代文字：{text}")


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

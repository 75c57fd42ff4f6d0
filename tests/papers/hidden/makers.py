"""Files that hide something, made in memory."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from gongkai.papers.hidden import Finding, Report, clean, examine

NUMBER = "11010519491231002X"
MASKED = "11*************02X"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = {
    "docx": (
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
}


def kinds(report: Report) -> set[str]:
    return {finding.kind for finding in report.findings}


def of(report: Report, kind: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.kind == kind]


def texts(report: Report, kind: str) -> list[str]:
    return [finding.text for finding in of(report, kind)]


def cleaned(data: bytes, *kinds_gone: str) -> bytes:
    """The clean copy, after proof that findings of these kinds were there, are listed as removed, and are gone."""
    before = examine(data)
    assert set(kinds_gone) <= kinds(before)
    result = clean(data)
    assert set(kinds_gone) <= {finding.kind for finding in result.removed}
    after = examine(result.data)
    assert after.examined
    assert after.findings == result.left
    assert not set(kinds_gone) & kinds(after)
    return result.data


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _relations(relations: Mapping[str, tuple[str, str]]) -> str:
    """id -> (type, target); a target with :// or a backslash is external."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if "://" in target or "\\" in target else "")
        + "/>"
        for key, (kind, target) in relations.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def office(
    kind: str, parts: Mapping[str, str | bytes], relations: Mapping[str, Mapping[str, tuple[str, str]]]
) -> bytes:
    main, content_type = _MAIN[kind]
    overrides = f'<Override PartName="/{main}" ContentType="{content_type}"/>'
    if "xl/sharedStrings.xml" in parts:
        strings = content_type.replace("sheet.main", "sharedStrings")
        overrides += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{strings}"/>'
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="jpg" ContentType="image/jpeg"/>{overrides}</Types>'
    )
    tops = {"main": ("officeDocument", main)}
    for part in parts:
        if part.startswith("docProps/"):
            tops[part.split("/")[1].split(".")[0]] = (f"properties-{part[9:13]}", part)
    made: dict[str, str | bytes] = {"[Content_Types].xml": types, "_rels/.rels": _relations(tops)}
    for owner, held in relations.items():
        at, _, last = owner.rpartition("/")
        made[f"{at}/_rels/{last}.rels"] = _relations(held)
    return zipped({**made, **parts})


def docx(
    body: str,
    parts: Mapping[str, str | bytes] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
    **more: Mapping[str, tuple[str, str]],
) -> bytes:
    """A Word file of this body; ``relations`` are those of the document, others by the name of their part."""
    document = f'<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>'
    others = {f"word/{name}.xml": held for name, held in more.items()}
    return office(
        "docx", {"word/document.xml": document, **(parts or {})}, {"word/document.xml": relations or {}, **others}
    )


def word_part(root: str, content: str) -> str:
    return f'<w:{root} xmlns:w="{WORD}" xmlns:r="{RELATIONS}">{content}</w:{root}>'


def p(*runs: str, properties: str = "") -> str:
    held = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{held}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def visible_text(data: bytes) -> str:
    """All text of the body of a Word file, as its XML has it."""
    from lxml import etree

    root = etree.fromstring(members(data)["word/document.xml"])
    return "".join(str(t) for t in root.xpath("//*[local-name()='t']/text()"))


def pdf(
    content: bytes = b"BT /F1 20 Tf 20 20 Td (visible) Tj ET",
    change: Callable[[pikepdf.Pdf, Any], None] | None = None,
    box: tuple[int, int, int, int] = (0, 0, 400, 400),
    **save: Any,
) -> bytes:
    """A page with this content and one font, F1; ``change`` may do more to the file and its page."""
    document = pikepdf.new()
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page = Dictionary(
        Type=Name.Page,
        MediaBox=list(box),
        Resources=Dictionary(Font=Dictionary(F1=font)),
        Contents=document.make_stream(content),
    )
    document.pages.append(pikepdf.Page(page))
    if change:
        change(document, document.pages[0].obj)
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pikepdf warns of the very things these files are made for
        document.save(out, **save)
    return out.getvalue()


def jpeg(size: tuple[int, int] = (60, 40), exif: Mapping[int, Any] | None = None, **save: Any) -> bytes:
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    tags = image.getexif()
    for tag, value in (exif or {}).items():
        tags[tag] = value
    out = io.BytesIO()
    image.save(out, "JPEG", exif=tags, **save)
    return out.getvalue()


def photo() -> bytes:
    """As a telephone takes it: who, with what, where."""
    image = Image.radial_gradient("L").resize((60, 40)).convert("RGB")
    tags = image.getexif()
    tags[0x010F], tags[0x013B] = "Maker", "Zhang San"
    tags.get_ifd(0x8825).update({1: "N", 2: (24.0, 54.0, 0.0), 3: "E", 4: (118.0, 35.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=tags)
    return out.getvalue()

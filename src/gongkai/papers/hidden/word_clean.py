"""A Word file without what its reader does not see. What is on its pages stays as it is."""

from __future__ import annotations

import re
from typing import Any, Final

from gongkai.errors import Refused

from . import word_changes
from .package import each, local
from .rewriting import Rewriting, local_links, take_out
from .word import seen
from .word_headers import main_of, shown_parts
from .word_look import Look, Looks

_STORIES: Final = r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml\Z"
_DROPPED: Final = (
    r"customXml/",
    r"word/comments",
    r"word/people\.xml",
    r"word/glossary/",
    r"word/(?:embeddings|activeX|ctrlProps|printerSettings)/",
    r"word/(?:vbaProject|vbaData|attachedToolbars|customizations)",
)
_SETTINGS: Final = ("rsids", "docVars", "attachedTemplate", "mailMerge", "trackRevisions")
_FIELD: Final = ("fldChar", "instrText", "delInstrText")


def clean(data: bytes) -> bytes:
    """A new file. Raises Unreadable, TooLarge or Refused."""
    rewriting = Rewriting(data)
    looks = Looks(rewriting.package)
    shown = set(shown_parts(rewriting.package))
    rewriting.drop_properties()
    for pattern in _DROPPED:
        rewriting.drop(pattern)
    for name in rewriting.names(_STORIES):
        _story(rewriting.tree(name), looks)
        rewriting.unlink(name, local_links(rewriting, name))
    _headers(rewriting, shown)
    for name in rewriting.names(r"word/settings\d*\.xml\Z"):
        take_out(rewriting.tree(name), *_SETTINGS)
        for element, relation in rewriting.relations(name):
            if relation.external:
                element.getparent().remove(element)
    for name in rewriting.names(r"word/(?:styles|numbering|stylesWithEffects)\d*\.xml\Z"):
        take_out(rewriting.tree(name), "rsid", "rPrChange", "pPrChange")
        _unmark(rewriting.tree(name))
    copy = rewriting.written()
    if seen(copy) != seen(data):
        raise Refused("清除会改变看得见的文字，没有保存；请用Word打开，接受修订、删除批注后另存，再检查。")
    return copy


def _story(root: Any, looks: Looks) -> None:
    word_changes.accept(root)
    for reference in list(each(root, "commentReference")):
        run = reference.getparent()
        run.remove(reference)
        if all(local(c) == "rPr" for c in run) and run.getparent() is not None:
            run.getparent().remove(run)
    take_out(root, "commentRangeStart", "commentRangeEnd", "dataBinding")
    _hidden_runs(root, looks)
    _hidden_shapes(root)
    _alternatives(root)
    _unmark(root)


def _hidden_runs(root: Any, looks: Looks) -> None:
    """Hidden text; a field that stands among it keeps its marks, so that it is still whole."""
    for run in list(each(root, "r")):
        if looks.of_run(run) is not Look.HIDDEN or run.getparent() is None:
            continue
        if next(each(run, *_FIELD), None) is None:
            run.getparent().remove(run)
        else:
            take_out(run, "t", "delText", "drawing", "pict", "object")


def _hidden_shapes(root: Any) -> None:
    for properties in list(each(root, "docPr")):
        if properties.get("hidden") in ("1", "true"):
            drawing = next((a for a in properties.iterancestors() if local(a) == "drawing"), None)
            if drawing is not None and drawing.getparent() is not None:
                drawing.getparent().remove(drawing)


def _alternatives(root: Any) -> None:
    for alternate in list(each(root, "AlternateContent")):
        texts = {
            name: "".join(t.text or "" for part in alternate if local(part) == name for t in each(part, "t"))
            for name in ("Choice", "Fallback")
        }
        if texts["Fallback"].strip() and texts["Fallback"] != texts["Choice"]:
            take_out(alternate, "Fallback")


def _unmark(root: Any) -> None:
    """Revision save ids tell which passages were written at one sitting."""
    for element in root.iter():
        for key in [k for k in element.attrib if re.search(r"\}rsid\w*\Z", str(k))]:
            del element.attrib[key]


def _headers(rewriting: Rewriting, shown: set[str]) -> None:
    main = main_of(rewriting.package)
    targets = {relation.id: relation.target for _, relation in rewriting.relations(main)}
    for reference in list(each(rewriting.tree(main), "headerReference", "footerReference")):
        identity = next((v for k, v in reference.attrib.items() if str(k).endswith("}id")), "")
        if targets.get(identity) not in shown:
            reference.getparent().remove(reference)

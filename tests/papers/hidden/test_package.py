"""Office packages: read within bounds, led through by relations, written again."""

from __future__ import annotations

import pytest

from gongkai.errors import TooLarge, Unreadable
from gongkai.papers.hidden import limits
from gongkai.papers.hidden.package import Package, parse_xml, part_of, reached, relations_of, zipped
from gongkai.papers.hidden.rewriting import Rewriting, take_out, unwrap

from .makers import docx, members, p, r, word_part

PLAIN = docx(p(r("x")), {"word/a.xml": "<a/>"}, {"a": ("settings", "a.xml"), "b": ("hyperlink", "http://a.cn/")})


def test_relations_lead_to_members_or_outside() -> None:
    package = Package(PLAIN)
    found = package.relations("word/document.xml")
    assert (found["a"].target, found["a"].type, found["a"].external) == ("word/a.xml", "settings", False)
    assert (found["b"].target, found["b"].external) == ("http://a.cn/", True)
    assert package.relations("word/a.xml") == {}


@pytest.mark.parametrize(
    ("part", "path"),
    [("", "_rels/.rels"), ("word/document.xml", "word/_rels/document.xml.rels"), ("a.xml", "_rels/a.xml.rels")],
)
def test_where_relations_stand(part: str, path: str) -> None:
    assert relations_of(part) == path


def test_a_part_is_found_by_its_relation_or_by_its_usual_name() -> None:
    package = Package(PLAIN)
    assert part_of(package, "word/document.xml", "settings", "word/settings.xml") == "word/a.xml"
    assert part_of(package, "word/document.xml", "styles", "word/styles.xml") == "word/styles.xml"


def test_what_relations_reach() -> None:
    package = Package(PLAIN)
    assert set(package.names) <= reached(lambda part: package.relations(part).values())


def test_relations_in_a_circle_end() -> None:
    data = docx(p(), {"word/a.xml": "<a/>"}, {"a": ("x", "a.xml")}, a={"d": ("x", "document.xml")})
    package = Package(data)
    assert "word/a.xml" in reached(lambda part: package.relations(part).values())


def test_a_missing_part_and_a_broken_package() -> None:
    with pytest.raises(Unreadable, match="缺少"):
        Package(PLAIN).read("word/none.xml")
    with pytest.raises(Unreadable):
        Package(PLAIN[:100])


@pytest.mark.parametrize(
    ("bound", "value", "words"),
    [("MAX_MEMBERS", 2, "超过2个"), ("MAX_PART", 10, "过大"), ("MAX_UNPACKED", 10, "过大")],
)
def test_bounds(monkeypatch: pytest.MonkeyPatch, bound: str, value: int, words: str) -> None:
    monkeypatch.setattr(limits, bound, value)
    with pytest.raises(TooLarge, match=words):
        Package(PLAIN).read("word/document.xml")


def test_xml_has_no_entities_and_no_more_tags_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="DTD"):
        parse_xml(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    with pytest.raises(Unreadable):
        parse_xml(b"<a><b></a>")
    with pytest.raises(Unreadable):
        parse_xml(b"<a>" * 400 + b"</a>" * 400)
    monkeypatch.setattr(limits, "MAX_TAGS", 3)
    with pytest.raises(TooLarge):
        parse_xml(b"<a><b/><c/></a>")


def test_a_written_zip_tells_nothing_of_its_making() -> None:
    assert zipped({"a": b"1", "b": b"2"}) == zipped({"a": b"1", "b": b"2"})


def test_rewriting_without_a_change_keeps_every_part() -> None:
    written = members(Rewriting(PLAIN).written())
    assert set(written) == set(members(PLAIN))
    assert written["word/document.xml"] == members(PLAIN)["word/document.xml"]


def test_a_dropped_part_takes_its_relations_and_mentions_along() -> None:
    data = docx(
        p('<w:r><w:object r:id="e"/></w:r>', r("留")) + '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>',
        {"word/e.xml": "<e/>", "word/only.xml": "<o/>", "word/header1.xml": word_part("hdr", p())},
        {"e": ("oleObject", "e.xml"), "h": ("header", "header1.xml")},
        e={"o": ("x", "only.xml")},
    )
    rewriting = Rewriting(data)
    rewriting.drop(r"word/e\.xml\Z")
    written = members(rewriting.written())
    assert "word/header1.xml" in written
    assert not {"word/e.xml", "word/_rels/e.xml.rels", "word/only.xml"} & set(written)
    assert b'"e"' not in written["word/document.xml"] + written["word/_rels/document.xml.rels"]


def test_a_picture_that_its_part_no_longer_names_goes() -> None:
    data = docx(p(r("x")), {"word/media/a.png": b"x"}, {"i": ("image", "media/a.png")})
    assert "word/media/a.png" not in members(Rewriting(data).written())


def test_content_types_lose_what_is_gone_and_the_macros() -> None:
    parts = members(PLAIN)
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = parts["[Content_Types].xml"].replace(plain, macro)
    types = types.replace(b"</Types>", b'<Override PartName="/word/gone.xml" ContentType="x"/></Types>')
    written = members(Rewriting(zipped({**parts, "[Content_Types].xml": types})).written())["[Content_Types].xml"]
    assert plain in written
    assert macro not in written
    assert b"gone.xml" not in written


def test_taking_out_and_unwrapping() -> None:
    root = parse_xml(b"<a><b>1<c/></b><d><e/><f/></d></a>")
    take_out(root, "b")
    unwrap(root, "d")
    assert [child.tag for child in root] == ["e", "f"]

"""How a run of a Word file looks, by its own format, its styles and the ground behind it."""

from __future__ import annotations

import pytest

from gongkai.papers.hidden.package import Package, each
from gongkai.papers.hidden.word_look import Look, Looks, is_light

from .makers import docx, p, r, word_part

STYLES = word_part(
    "styles",
    '<w:style w:styleId="hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="shown"><w:basedOn w:val="hidden"/><w:rPr><w:vanish w:val="false"/></w:rPr></w:style>'
    '<w:style w:styleId="round"><w:basedOn w:val="round"/></w:style>'
    '<w:style w:styleId="white"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:styleId="dark"><w:tblStylePr><w:tcPr><w:shd w:fill="000000"/></w:tcPr></w:tblStylePr></w:style>',
)


def look(body: str) -> Look:
    package = Package(docx(body, {"word/styles.xml": STYLES}, {"s": ("styles", "styles.xml")}))
    return Looks(package).of(next(each(package.xml("word/document.xml"), "t")))


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("", Look.PLAIN),
        ("<w:vanish/>", Look.HIDDEN),
        ('<w:vanish w:val="1"/>', Look.HIDDEN),
        ('<w:vanish w:val="0"/>', Look.PLAIN),
        ("<w:webHidden/>", Look.PLAIN),
        ('<w:rStyle w:val="hidden"/>', Look.HIDDEN),
        ('<w:rStyle w:val="shown"/>', Look.PLAIN),
        ('<w:rStyle w:val="round"/>', Look.PLAIN),
        ('<w:rStyle w:val="unknown"/>', Look.PLAIN),
        ('<w:rStyle w:val="white"/>', Look.FAINT),
        ('<w:rStyle w:val="white"/><w:color w:val="FF0000"/>', Look.PLAIN),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="none"/>', Look.FAINT),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="yellow"/>', Look.PLAIN),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', Look.PLAIN),
        ('<w:color w:val="auto"/><w:highlight w:val="black"/>', Look.FAINT),
        ('<w:color w:val="00FF00"/><w:shd w:val="clear" w:fill="00ff00"/>', Look.FAINT),
        ('<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>', Look.FAINT),
        ('<w:sz w:val="5"/>', Look.TINY),
        ('<w:sz w:val="6"/>', Look.PLAIN),
        ('<w:sz w:val="oops"/>', Look.PLAIN),
        ('<w:vanish/><w:sz w:val="1"/>', Look.HIDDEN),
    ],
)
def test_a_run(properties: str, expected: Look) -> None:
    assert look(p(r("x", properties))) is expected


WHITE = r("x", '<w:color w:val="FFFFFF"/>')


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(WHITE), Look.FAINT),
        (p(r("x"), properties='<w:pStyle w:val="hidden"/>'), Look.HIDDEN),
        (p(WHITE, properties='<w:shd w:val="clear" w:fill="FFFFFF"/>'), Look.FAINT),
        (p(WHITE, properties='<w:shd w:val="clear" w:fill="auto"/>'), Look.FAINT),
        (p(WHITE, properties='<w:shd w:val="clear" w:fill="333333"/>'), Look.PLAIN),
        (f"<w:txbxContent>{p(WHITE)}</w:txbxContent>", Look.PLAIN),
        (f"<w:tbl><w:tr><w:tc>{p(WHITE)}</w:tc></w:tr></w:tbl>", Look.FAINT),
        (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="dark"/></w:tblPr><w:tr><w:tc>{p(WHITE)}</w:tc></w:tr></w:tbl>',
            Look.PLAIN,
        ),
    ],
)
def test_the_ground_behind_it(body: str, expected: Look) -> None:
    assert look(body) is expected


@pytest.mark.parametrize(
    ("colour", "light"),
    [
        ("FFFFFF", True),
        ("F0F0F0", True),
        ("F0F0EF", False),
        ("000000", False),
        ("auto", False),
        ("", False),
        ("xyzxyz", False),
    ],
)
def test_light_colours(colour: str, light: bool) -> None:
    assert is_light(colour) is light

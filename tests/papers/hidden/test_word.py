"""Word files: what is found beside the text that is seen, and what cleaning leaves of it."""

from __future__ import annotations

import io

import docx as python_docx
import pytest

from gongkai.errors import Refused
from gongkai.papers.hidden import clean, examine

from .makers import (
    MASKED,
    NUMBER,
    WORD,
    cleaned,
    docx,
    jpeg,
    kinds,
    members,
    of,
    p,
    photo,
    r,
    texts,
    visible_text,
    word_part,
    zipped,
)

WHO = 'w:id="1" w:author="李四" w:date="2024-01-01T00:00:00Z"'
PLAIN = p(r("公开的内容"))


def made(document: python_docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_plain_file_hides_nothing() -> None:
    document = python_docx.Document()
    document.add_paragraph("公开的内容")
    report = examine(made(document))
    assert (report.examined, report.findings) == (True, ())


def test_an_identity_number_cut_into_runs_is_found() -> None:
    report = examine(docx(p(r("身份证："), r(NUMBER[:7]), r(NUMBER[7:12], "<w:b/>"), r(NUMBER[12:]))))
    assert [(f.where, f.text) for f in of(report, "id-number")] == [("正文第1段", MASKED)]


def test_personal_data_in_tables_headers_and_notes() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p(r('13812345678'))}</w:tc></w:tr></w:tbl>"
    section = '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'
    data = docx(
        table + section,
        {
            "word/header1.xml": word_part("hdr", p(r("闽C12345"))),
            "word/footnotes.xml": word_part("footnotes", f'<w:footnote w:id="1">{p(r(NUMBER))}</w:footnote>'),
        },
        {"h": ("header", "header1.xml"), "f": ("footnotes", "footnotes.xml")},
    )
    report = examine(data)
    assert {(f.kind, f.where) for f in report.findings} == {
        ("phone", "正文第1段"),
        ("plate", "页眉1第1段"),
        ("id-number", "脚注第1段"),
    }


@pytest.mark.parametrize(
    ("body", "kind", "left"),
    [
        (p(r("留"), f"<w:ins {WHO}>{r('新增')}</w:ins>"), "inserted-text", "留新增"),
        (p(r("留"), f"<w:del {WHO}><w:r><w:delText>原来的</w:delText></w:r></w:del>"), "deleted-text", "留"),
        (
            p(f"<w:moveFrom {WHO}>{r('移')}</w:moveFrom>") + p(r("留"), f"<w:moveTo {WHO}>{r('移')}</w:moveTo>"),
            "moved-text",
            "留移",
        ),
        (p(r("留", f"<w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange>")), "changed-format", "留"),
        (p(r("留"), r("隐藏的", "<w:vanish/>")), "hidden-text", "留"),
    ],
)
def test_changes_and_hidden_text(body: str, kind: str, left: str) -> None:
    data = docx(body)
    assert visible_text(cleaned(data, kind)) == left


def test_who_changed_is_named_and_goes() -> None:
    data = docx(p(f"<w:ins {WHO}>{r('新增')}</w:ins>"))
    assert texts(examine(data), "author") == ["修订者：李四"]
    cleaned(data, "author", "inserted-text")


def test_a_deleted_number_is_found_masked_twice() -> None:
    report = examine(docx(p(f"<w:del {WHO}><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del>")))
    assert texts(report, "deleted-text") == [MASKED]
    assert texts(report, "id-number") == [MASKED]
    assert NUMBER not in str(report)


def test_a_deleted_paragraph_mark_joins_what_it_parted() -> None:
    mark = f"<w:rPr><w:del {WHO}/></w:rPr>"
    data = docx(p(r("前半"), properties=mark) + p(r("后半"), f"<w:ins {WHO}>{r('了')}</w:ins>"))
    document = members(cleaned(data, "inserted-text"))["word/document.xml"].decode()
    assert document.count("<w:p>") == 1
    assert visible_text(clean(data).data) == "前半后半了"


def test_a_deleted_row_goes_and_the_others_stay() -> None:
    def row(text: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{p(r(text))}</w:tc></w:tr>"

    gone = f"<w:del {WHO}/>"
    text = p(f"<w:del {WHO}><w:r><w:delText>删</w:delText></w:r></w:del>")
    deleted = f"<w:tr><w:trPr>{gone}</w:trPr><w:tc>{text}</w:tc></w:tr>"
    data = docx(f"<w:tbl>{row('甲')}{deleted}{row('乙')}</w:tbl>")
    copy = cleaned(data, "deleted-text")
    assert visible_text(copy) == "甲乙"
    assert members(copy)["word/document.xml"].count(b"<w:tr>") == 2


def test_hidden_by_a_style_or_what_it_is_based_on() -> None:
    styles = word_part(
        "styles",
        '<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>',
    )
    body = (
        p(r("藏"), properties='<w:pStyle w:val="b"/>')
        + p(r("藏二", '<w:rStyle w:val="a"/>'))
        + p(r("现", '<w:rStyle w:val="a"/><w:vanish w:val="0"/>'))
    )
    data = docx(body, {"word/styles.xml": styles}, {"s": ("styles", "styles.xml")})
    assert texts(examine(data), "hidden-text") == ["藏", "藏二"]
    assert visible_text(cleaned(data, "hidden-text")) == "现"


def test_a_hidden_field_stays_whole() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="{kind}"/></w:r>'

    body = p(r("目录"), mark("begin"), r("隐藏", "<w:vanish/>"), mark("end"))
    document = members(cleaned(docx(body), "hidden-text"))["word/document.xml"]
    assert document.count(b"fldChar ") == 2


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('<w:color w:val="FFFFFF"/>', "faint-text"),
        ('<w:color w:val="FDFDFD"/>', "faint-text"),
        ('<w:highlight w:val="black"/>', "faint-text"),
        ('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>', "faint-text"),
        ('<w:sz w:val="2"/>', "tiny-text"),
    ],
)
def test_text_that_is_there_and_not_seen(properties: str, kind: str) -> None:
    data = docx(p(r("看不见", properties)))
    assert texts(examine(data), kind) == ["看不见"]
    assert kind in {f.kind for f in clean(data).left}


@pytest.mark.parametrize(
    "body",
    [
        p(r("白字", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F497D"/>')),
        p(r("白字", '<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>')),
        p(r("白字", '<w:color w:val="FFFFFF"/>'), properties='<w:shd w:val="clear" w:fill="FF0000"/>'),
        '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="00FF00"/></w:tcPr>'
        + p(r("白字", '<w:color w:val="FFFFFF"/>'))
        + "</w:tc></w:tr></w:tbl>",
        p(r("黑底自动字", '<w:shd w:val="clear" w:fill="000000"/>')),
    ],
)
def test_light_text_on_a_dark_ground_is_seen(body: str) -> None:
    assert examine(docx(body)).findings == ()


def test_comments_go_with_their_marks_and_names() -> None:
    comment = f'<w:comment {WHO} w:initials="L">{p(r("此处删去，联系13812345678"))}</w:comment>'
    body = p(
        '<w:commentRangeStart w:id="1"/>',
        r("正文"),
        '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
    )
    people = word_part("people", '<w:person w:author="王五"/>')
    data = docx(
        body,
        {"word/comments.xml": word_part("comments", comment), "word/people.xml": people},
        {"c": ("comments", "comments.xml"), "p": ("people", "people.xml")},
    )
    report = examine(data)
    assert texts(report, "comment") == ["李四：此处删去，联系138****5678"]
    assert of(report, "comment")[0].where == "word/comments.xml 第1条批注"
    assert texts(report, "author") == ["修订、批注者：王五"]
    copy = cleaned(data, "comment", "author", "phone")
    assert not [name for name in members(copy) if "comment" in name or "people" in name]
    assert b"comment" not in members(copy)["word/document.xml"]


def test_properties_are_found_and_go() -> None:
    document = python_docx.Document()
    document.add_paragraph("公开的内容")
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.title = "张三", "李四", "举报信处理（内部）"
    data = made(document)
    report = examine(data)
    assert texts(report, "author") == ["creator=张三", "lastModifiedBy=李四"]
    assert texts(report, "property") == ["title=举报信处理（内部）"]
    copy = cleaned(data, "author", "property")
    assert not [name for name in members(copy) if name.startswith("docProps/")]
    assert python_docx.Document(io.BytesIO(copy)).paragraphs[0].text == "公开的内容"


def test_what_the_text_says_itself_is_hidden_from_nobody() -> None:
    document = python_docx.Document()
    document.add_paragraph("鲤城区教育局2024年政府信息公开工作年度报告")
    document.core_properties.title = "2024年政府信息公开工作年度报告"
    document.core_properties.author = "鲤城区教育局"
    assert examine(made(document)).findings == ()


def test_custom_properties_variables_and_data() -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
        '<property name="拟稿人"><v>赵六</v></property></Properties>'
    )
    settings = word_part("settings", '<w:docVars><w:docVar w:name="密级" w:val="内部"/></w:docVars><w:rsids/>')
    data = docx(
        PLAIN,
        {
            "docProps/custom.xml": custom,
            "word/settings.xml": settings,
            "customXml/item1.xml": "<a><b>流程意见：不同意</b></a>",
        },
        {"s": ("settings", "settings.xml"), "x": ("customXml", "../customXml/item1.xml")},
    )
    report = examine(data)
    assert texts(report, "property") == ["拟稿人=赵六"]
    assert texts(report, "document-variable") == ["密级=内部"]
    assert texts(report, "custom-data") == ["流程意见：不同意"]
    copy = cleaned(data, "property", "document-variable", "custom-data")
    assert b"rsids" not in members(copy)["word/settings.xml"]


def test_an_embedded_workbook_is_looked_into_and_goes() -> None:
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = NUMBER
    book.save(out)
    element = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="e"/>'
    body = p(f"<w:r><w:object><w:t>图标</w:t>{element}</w:object></w:r>")
    data = docx(body, {"word/embeddings/a.xlsx": out.getvalue()}, {"e": ("package", "embeddings/a.xlsx")})
    report = examine(data)
    assert report.examined
    assert of(report, "embedded-file")[0].where == "word/embeddings/a.xlsx"
    assert of(report, "id-number")[0].where == "word/embeddings/a.xlsx　工作表“Sheet”第1行"
    copy = cleaned(data, "embedded-file", "id-number")
    assert b"OLEObject" not in members(copy)["word/document.xml"]
    assert visible_text(copy) == "图标"


def test_an_ole_object_is_not_examined_until_it_is_gone() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    data = docx(PLAIN, {"word/embeddings/oleObject1.bin": ole}, {"e": ("oleObject", "embeddings/oleObject1.bin")})
    report = examine(data)
    assert not report.examined
    assert "word/embeddings/oleObject1.bin" in report.unexamined
    cleaned(data, "embedded-file")


def test_macros_go() -> None:
    data = docx(PLAIN, {"word/vbaProject.bin": b"x"}, {"m": ("vbaProject", "vbaProject.bin")})
    assert "word/vbaProject.bin" not in members(cleaned(data, "macro"))


def test_links_into_somebodys_machine() -> None:
    link = f'<w:hyperlink r:id="a">{r("附件")}</w:hyperlink><w:hyperlink r:id="b">{r("网站")}</w:hyperlink>'
    settings = word_part("settings", '<w:attachedTemplate r:id="t"/>')
    data = docx(
        p(link),
        {"word/settings.xml": settings},
        {
            "a": ("hyperlink", "file:///C:/Users/zhangsan/a.docx"),
            "b": ("hyperlink", "http://www.example.gov.cn/"),
            "s": ("settings", "settings.xml"),
        },
        settings={"t": ("attachedTemplate", "\\\\server\\share\\zhangsan.dotm")},
    )
    report = examine(data)
    assert texts(report, "external-link") == [
        "file:///C:/Users/zhangsan/a.docx",
        "\\\\server\\share\\zhangsan.dotm",
    ]
    copy = cleaned(data, "external-link")
    assert visible_text(copy) == "附件网站"
    assert b"example.gov.cn" in members(copy)["word/_rels/document.xml.rels"]


def test_headers_that_no_page_shows() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="d"/><w:headerReference w:type="first" r:id="f"/>'
        '<w:footerReference w:type="even" r:id="e"/></w:sectPr>'
    )
    data = docx(
        PLAIN + section,
        {
            "word/header1.xml": word_part("hdr", p(r("页眉"))),
            "word/header2.xml": word_part("hdr", p(r("内部资料"))),
            "word/footer1.xml": word_part("ftr", p(r("偶数页"))),
        },
        {"d": ("header", "header1.xml"), "f": ("header", "header2.xml"), "e": ("footer", "footer1.xml")},
    )
    assert texts(examine(data), "hidden-header") == ["内部资料", "偶数页"]
    names = members(cleaned(data, "hidden-header"))
    assert "word/header1.xml" in names
    assert not {"word/header2.xml", "word/footer1.xml"} & set(names)


def test_a_first_header_is_shown_where_a_section_asks_for_it() -> None:
    section = '<w:sectPr><w:headerReference w:type="first" r:id="f"/><w:titlePg/></w:sectPr>'
    data = docx(
        PLAIN + section, {"word/header1.xml": word_part("hdr", p(r("首页")))}, {"f": ("header", "header1.xml")}
    )
    assert examine(data).findings == ()


def test_an_older_drawing_with_another_text() -> None:
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:txbxContent>{p(r("新"))}</w:txbxContent></mc:Choice>'
        f"<mc:Fallback><w:txbxContent>{p(r('旧' + NUMBER))}</w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    data = docx(body)
    assert texts(examine(data), "alternative-content") == ["旧" + MASKED]
    assert visible_text(cleaned(data, "alternative-content", "id-number")) == "新"


def test_a_filled_shape_over_the_text_is_said() -> None:
    body = (
        '<w:p><w:r><w:drawing><wp:anchor xmlns:wp="wp" behindDoc="0"><wp:wrapNone/><a:g xmlns:a="a"><w:wsp>'
        "<w:spPr><a:solidFill/></w:spPr></w:wsp></a:g></wp:anchor></w:drawing></w:r></w:p>"
    )
    report = examine(docx(PLAIN + body))
    assert len(of(report, "covered-text")) == 1
    assert not of(report, "covered-text")[0].cleanable


def test_pictures_in_it_lose_what_the_camera_wrote() -> None:
    data = docx(
        PLAIN + p('<w:r><w:pict r:id="i"/></w:r>'),
        {"word/media/image1.jpg": photo()},
        {"i": ("image", "media/image1.jpg")},
    )
    assert {"picture-position", "picture-metadata"} <= kinds(examine(data))
    copy = cleaned(data, "picture-position", "picture-metadata")
    assert "word/media/image1.jpg" in members(copy)


def test_a_large_picture_is_said_to_be_unread() -> None:
    data = docx(PLAIN, {"word/media/image1.jpg": jpeg((900, 700))}, {"i": ("image", "media/image1.jpg")})
    assert texts(examine(data), "picture-only") == ["900×700像素，图中文字未读取"]


def test_a_thumbnail_of_the_first_page() -> None:
    cleaned(docx(PLAIN, {"docProps/thumbnail.jpeg": jpeg()}), "thumbnail")


def test_fields_that_name_a_path() -> None:
    code = '<w:r><w:instrText>INCLUDETEXT "C:\\\\Users\\\\zhangsan\\\\a.docx"</w:instrText></w:r>'
    assert texts(examine(docx(p(code))), "external-link") == ["C:\\\\Users\\\\zhangsan\\\\a.docx"]


@pytest.mark.parametrize("content", ["<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', ""])
def test_damaged_xml_and_entities_are_not_examined(content: str) -> None:
    report = examine(zipped({"word/document.xml": content}))
    assert not report.examined
    assert report.unexamined


def test_a_bomb_is_not_unpacked() -> None:
    report = examine(zipped({"word/document.xml": b"<a>" + b" " * 70_000_000 + b"</a>"}))
    assert not report.examined
    assert "过大" in report.unexamined or "压缩比" in report.unexamined


def test_the_strict_kind_is_examined_and_not_cleaned() -> None:
    plain = docx(PLAIN + p(r("藏", "<w:vanish/>")))
    parts = {
        name: content.replace(WORD.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, content in members(plain).items()
    }
    data = zipped(parts)
    assert kinds(examine(data)) == {"hidden-text"}
    with pytest.raises(Refused, match="Strict"):
        clean(data)


def test_python_docx_reads_what_was_cleaned() -> None:
    document = python_docx.Document()
    document.add_heading("标题", 1)
    document.add_table(2, 2).cell(0, 0).text = "格"
    document.add_paragraph("公开").add_run("隐藏").font.hidden = True
    document.sections[0].header.paragraphs[0].text = "页眉"
    copy = python_docx.Document(io.BytesIO(cleaned(made(document), "hidden-text")))
    assert [paragraph.text for paragraph in copy.paragraphs] == ["标题", "公开"]
    assert copy.tables[0].cell(0, 0).text == "格"
    assert copy.sections[0].header.paragraphs[0].text == "页眉"


def test_parts_that_nothing_refers_to_and_a_comment_of_the_zip() -> None:
    data = zipped({**members(docx(PLAIN)), "word/old.xml": f"<x>{NUMBER}</x>"})
    report = examine(data)
    assert [f.where for f in of(report, "leftover-text")] == ["word/old.xml"]
    assert texts(report, "id-number") == [MASKED]
    assert "word/old.xml" not in members(cleaned(data, "leftover-text", "id-number"))


def test_a_number_in_an_attribute_and_in_a_chart() -> None:
    chart = f'<c xmlns:a="a"><a:p><a:t>{NUMBER[:6]}</a:t><a:t>{NUMBER[6:]}</a:t></a:p></c>'
    data = docx(
        p(f'<w:r><w:drawing><w:docPr descr="持证人{NUMBER}"/></w:drawing></w:r>'),
        {"word/charts/chart1.xml": chart},
        {"c": ("chart", "charts/chart1.xml")},
    )
    assert [f.where for f in of(examine(data), "id-number")] == ["word/charts/chart1.xml 第1段"]
    only = docx(p(f'<w:r><w:drawing><w:docPr descr="持证人{NUMBER}"/></w:drawing></w:r>'))
    assert [f.where for f in of(examine(only), "id-number")] == ["word/document.xml"]


def test_parts_of_other_names_are_found_by_their_relations() -> None:
    styles = word_part("styles", '<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>')
    data = docx(
        p(r("藏", '<w:rStyle w:val="a"/>'), r("留")),
        {"word/styles2.xml": styles},
        {"s": ("styles", "styles2.xml")},
    )
    parts = {
        name.replace("document.xml", "document2.xml"): content.replace(b"document.xml", b"document2.xml")
        for name, content in members(data).items()
    }
    copy = cleaned(zipped(parts), "hidden-text")
    assert "藏".encode() not in members(copy)["word/document2.xml"]


def test_a_text_box_is_told_once_though_it_stands_there_twice() -> None:
    box = f"<w:txbxContent>{p(r(NUMBER))}</w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    )
    report = examine(docx(body))
    assert [(f.kind, f.where) for f in report.findings] == [("id-number", "正文第2段")]


def test_properties_that_stand_elsewhere() -> None:
    core = '<cp:coreProperties xmlns:cp="cp" xmlns:dc="dc"><dc:creator>张三</dc:creator></cp:coreProperties>'
    parts = members(docx(PLAIN))
    relation = (
        '<Relationship Id="core" Target="package/services/1.psmdcp" Type="http://schemas.openxmlformats.org/package/'
        '2006/relationships/metadata/core-properties"/></Relationships>'
    )
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", relation.encode())
    data = zipped({**parts, "package/services/1.psmdcp": core})
    assert texts(examine(data), "author") == ["creator=张三"]
    assert "package/services/1.psmdcp" not in members(cleaned(data, "author"))


def test_a_video_in_it_is_not_examined() -> None:
    data = docx(PLAIN, {"word/media/media1.mp4": b"x"}, {"m": ("media", "media/media1.mp4")})
    report = examine(data)
    assert not report.examined
    assert "word/media/media1.mp4" in report.unexamined


def test_a_cropped_picture_keeps_what_was_cut_off() -> None:
    def drawn(crop: str) -> bytes:
        return docx(p(f'<w:r><w:drawing><a:srcRect xmlns:a="a" {crop}/></w:drawing></w:r>'))

    assert kinds(examine(drawn('l="25000" t="0"'))) == {"cropped-picture"}
    assert examine(drawn('l="0" t="0"')).findings == ()
    assert examine(drawn("")).findings == ()


def test_a_drawing_that_is_switched_off() -> None:
    data = docx(p(r("留"), '<w:r><w:drawing><w:docPr hidden="1" name="旧章"/></w:drawing></w:r>'))
    assert texts(examine(data), "hidden-text") == ["隐藏的图形 旧章"]
    cleaned(data, "hidden-text")

"""PDF: what is on its pages and in its corners without being seen, and what cleaning leaves."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from gongkai.papers.hidden import clean, examine
from gongkai.papers.hidden.pdf_pages import texts as texts_of_pages

from .makers import MASKED, NUMBER, cleaned, kinds, of, pdf, photo, texts

HELLO = b"BT /F1 20 Tf 20 20 Td (visible) Tj ET\n"


def at(y: int, text: str, before: str = "", x: int = 20, size: float = 20) -> bytes:
    return f"{before} BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n".encode()


def picture_of(document: pikepdf.Pdf, page: Any, grey: int = 128, name: str = "/I1") -> None:
    """A picture of 50 by 50 noisy pixels among the resources of the page."""
    pixels = bytes((grey + 37 * i * i) % 256 for i in range(2500))
    image = document.make_stream(zlib.compress(pixels))
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 50, 50
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceGray, 8, Name.FlateDecode
    page.Resources.XObject = Dictionary({name: image})


def test_a_plain_file_hides_nothing() -> None:
    report = examine(pdf(HELLO, deterministic_id=True))
    assert (report.examined, report.findings) == (True, ())


def test_personal_data_in_sight() -> None:
    report = examine(pdf(at(50, NUMBER) + at(20, "13812345678")))
    assert {(f.kind, f.where, f.text) for f in report.findings} == {
        ("id-number", "第1页", MASKED),
        ("phone", "第1页", "138****5678"),
    }


def test_a_number_set_digit_by_digit_or_over_two_lines() -> None:
    spaced = b"BT /F1 12 Tf 20 80 Td [" + b" -900 ".join(f"({c})".encode() for c in NUMBER) + b"] TJ ET\n"
    assert texts(examine(pdf(spaced)), "id-number") == [MASKED]
    assert texts(examine(pdf(at(50, NUMBER[:10]) + at(25, NUMBER[10:]))), "id-number") == [MASKED]


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        (HELLO + at(100, "secret") + b"0 g 15 95 200 30 re f", "covered-text", "secret"),
        (HELLO + at(100, "secret") + b"1 g 15 95 200 30 re f", "covered-text", "secret"),
        (HELLO + at(100, "half secret") + b"0 g 55 90 200 40 re f", "covered-text", "secret"),
        (HELLO + at(100, "secret", "q 0 0 1 1 re W n") + b"Q", "covered-text", "secret"),
        (HELLO + at(100, "secret", "1 g"), "faint-text", "secret"),
        (HELLO + at(100, "secret", "0.98 g"), "faint-text", "secret"),
        (HELLO + at(100, "secret", "3 Tr"), "invisible-text", "secret"),
        (HELLO + at(100, "secret", "", 500), "outside-page", "secret"),
        (HELLO + at(100, "secret", "", 20, 1), "tiny-text", "secret"),
        (HELLO + b"q .05 0 0 .05 0 0 cm " + at(2000, "secret") + b"Q", "tiny-text", "secret"),
    ],
)
def test_text_that_is_not_seen(content: bytes, kind: str, text: str) -> None:
    report = examine(pdf(content))
    assert kinds(report) == {kind}
    assert texts(report, kind) == [text]


@pytest.mark.parametrize(
    "content",
    [
        b"0 0 1 rg 15 95 200 30 re f " + at(100, "white on blue", "1 g"),
        at(100, "under a veil"),
        HELLO + b"0 g 15 95 200 30 re f",
        at(100, "- . , _ | : ;"),
    ],
)
def test_text_that_is_seen(content: bytes) -> None:
    assert examine(pdf(content)).findings == ()


def test_under_a_transparent_box_it_is_still_seen() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        page.Resources.ExtGState = Dictionary(G=Dictionary(ca=0.4))

    assert examine(pdf(at(100, "marked") + b"/G gs 1 1 0 rg 15 95 200 30 re f", change)).findings == ()


def test_text_under_a_picture_or_in_a_form_under_a_box() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        picture_of(document, page)
        form = document.make_stream(at(200, "nested"))
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 400, 400])
        form.Resources = Dictionary(Font=page.Resources.Font)
        page.Resources.XObject.Fm = form

    content = HELLO + at(100, "secret") + b"q 100 0 0 40 15 90 cm /I1 Do Q /Fm Do 0 g 15 190 300 40 re f"
    assert texts(examine(pdf(content, change)), "covered-text") == ["secret", "nested"] or texts(
        examine(pdf(content, change)), "covered-text"
    ) == ["secret nested"]


def test_a_covered_number_is_masked_and_found() -> None:
    report = examine(pdf(HELLO + at(100, NUMBER) + b"0 g 15 90 300 40 re f"))
    assert texts(report, "covered-text") == [MASKED]
    assert texts(report, "id-number") == [MASKED]


def test_a_rotated_and_cropped_page() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        page.Rotate = 90
        page.CropBox = Array([0, 0, 400, 150])

    content = HELLO + at(100, "secret") + b"0 g 15 95 200 30 re f 0 g " + at(300, "cropped")
    report = examine(pdf(content, change))
    assert {(f.kind, f.text) for f in report.findings} == {("covered-text", "secret"), ("outside-page", "cropped")}


def test_a_picture_page_is_said_to_be_unread() -> None:
    report = examine(pdf(b"q 400 0 0 400 0 0 cm /I1 Do Q", picture_of))
    assert report.examined
    assert texts(report, "picture-only") == ["整页是图片或图形，没有文字层，文字未读取"]


def test_text_as_curves_is_said_to_be_unread() -> None:
    assert kinds(examine(pdf(b"0 g 20 20 m 40 60 l 60 20 l f"))) == {"picture-only"}


def test_an_empty_page_is_nothing() -> None:
    assert examine(pdf(b"")).findings == ()


def test_an_ocr_layer_over_a_scan_is_said_to_be_so() -> None:
    report = examine(pdf(b"q 400 0 0 400 0 0 cm /I1 Do Q " + at(100, "scanned", "3 Tr"), picture_of))
    assert texts(report, "ocr-layer") == ["scanned"]
    assert "未读取" in of(report, "ocr-layer")[0].label


def layered(document: pikepdf.Pdf, page: Any) -> None:
    off = document.make_indirect(Dictionary(Type=Name.OCG, Name="底稿"))
    on = document.make_indirect(Dictionary(Type=Name.OCG, Name="正文"))
    page.Resources.Properties = Dictionary(L0=off, L1=on)
    document.Root.OCProperties = Dictionary(OCGs=Array([off, on]), D=Dictionary(OFF=Array([off])))


def test_layers_that_are_off_go_and_the_others_stay() -> None:
    content = HELLO + b"/OC /L0 BDC" + at(100, "draft") + b"EMC /OC /L1 BDC" + at(60, "shown") + b"EMC"
    data = pdf(content, layered)
    assert texts(examine(data), "hidden-layer") == ["draft", "底稿"]
    assert texts_of_pages(cleaned(data, "hidden-layer"))[0].split() == ["visible", "shown"]


def test_a_form_on_a_layer_that_is_off() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        layered(document, page)
        form = document.make_stream(at(100, "draft"))
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 400, 400])
        form.Resources, form.OC = Dictionary(Font=page.Resources.Font), page.Resources.Properties.L0
        page.Resources.XObject = Dictionary(Fm=form)

    copy = cleaned(pdf(HELLO + b"/Fm Do", change), "hidden-layer")
    assert texts_of_pages(copy)[0].split() == ["visible"]


def annotated(**values: Any) -> Any:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        annotation = Dictionary(Type=Name.Annot, Rect=Array([100, 100, 150, 150]), **values)
        page.Annots = Array([document.make_indirect(annotation)])

    return change


def test_notes_and_who_wrote_them() -> None:
    data = pdf(HELLO, annotated(Subtype=Name.Text, T="李四", Contents=f"此人{NUMBER}"))
    assert texts(examine(data), "annotation") == [f"Text：李四　此人{MASKED}"]
    with pikepdf.open(io.BytesIO(cleaned(data, "annotation", "id-number"))) as document:
        assert "/Annots" not in document.pages[0].obj


def test_a_stamp_stays_on_the_page_without_its_words() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        drawn = document.make_stream(b"1 0 0 rg 0 0 50 50 re f")
        drawn.Type, drawn.Subtype, drawn.BBox = Name.XObject, Name.Form, Array([0, 0, 50, 50])
        annotated(Subtype=Name.Stamp, F=4, Contents="内部意见", AP=Dictionary(N=drawn))(document, page)

    copy = cleaned(pdf(HELLO, change), "annotation")
    import pypdfium2

    picture = pypdfium2.PdfDocument(copy)[0].render().to_pil().convert("RGB")
    assert picture.getpixel((125, 275)) == (255, 0, 0)


def test_a_link_stays_and_one_into_a_machine_goes() -> None:
    link = {"Subtype": Name.Link, "Border": Array([0, 0, 0])}
    web = pdf(HELLO, annotated(**link, A=Dictionary(S=Name.URI, URI="http://www.example.gov.cn/")))
    assert examine(web).findings == ()
    local = pdf(HELLO, annotated(**link, A=Dictionary(S=Name.URI, URI="file:///C:/Users/zhangsan/a.doc")))
    assert texts(examine(local), "external-link") == ["file:///C:/Users/zhangsan/a.doc"]
    cleaned(local, "external-link")


def test_form_fields_become_part_of_the_page() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        annotated(Subtype=Name.Widget, FT=Name.Tx, T="name", V="Zhang", DA="/F1 12 Tf 0 g", F=4)(document, page)
        document.Root.AcroForm = Dictionary(
            Fields=Array([page.Annots[0]]), NeedAppearances=True, DR=Dictionary(Font=page.Resources.Font)
        )

    data = pdf(HELLO, change)
    assert texts(examine(data), "form-field") == ["name=Zhang"]
    copy = cleaned(data, "form-field")
    assert "Zhang" in texts_of_pages(copy)[0]
    assert "/AcroForm" not in pikepdf.open(io.BytesIO(copy)).Root


def test_a_field_that_no_page_shows() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        field = document.make_indirect(Dictionary(FT=Name.Tx, T="mobile", V="13812345678"))
        document.Root.AcroForm = Dictionary(Fields=Array([field]))

    assert {"form-field", "phone"} == kinds(examine(pdf(HELLO, change)))
    cleaned(pdf(HELLO, change), "form-field", "phone")


def test_attachments_are_looked_into_and_go() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        document.attachments["名单.txt"] = f"电话13812345678\n{NUMBER}".encode()

    data = pdf(HELLO, change)
    report = examine(data)
    assert "名单.txt" in texts(report, "attachment")[0]
    assert of(report, "id-number")[0].where == "附件 名单.txt　第2行"
    cleaned(data, "attachment", "id-number", "phone")


def test_an_attachment_nobody_can_read() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        document.attachments["a.rar"] = b"Rar!\x1a\x07\x00"

    report = examine(pdf(HELLO, change))
    assert not report.examined
    assert "a.rar" in report.unexamined


def test_properties_and_xmp() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:creator"] = ["李四"]
            metadata["xmp:CreatorTool"] = "a program"
            metadata["pdf:Keywords"] = f"联系{NUMBER}"
        document.docinfo["/Author"] = "张三"
        document.docinfo["/Title"] = "内部讨论稿"
        document.docinfo["/Company"] = "某公司"
        document.docinfo["/Producer"] = "a program 1.0"

    data = pdf(HELLO, change)
    report = examine(data)
    assert texts(report, "author") == ["Author=张三", "creator=李四"]
    assert set(texts(report, "property")) == {"Title=内部讨论稿", "Company=某公司", f"Keywords=联系{MASKED}"}
    copy = cleaned(data, "author", "property", "id-number")
    assert "/Metadata" not in pikepdf.open(io.BytesIO(copy)).Root


def test_a_title_that_the_page_says_is_hidden_from_nobody() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        document.docinfo["/Title"] = "visible"

    assert examine(pdf(HELLO, change)).findings == ()


def test_scripts_and_actions() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        page.AA = Dictionary(O=Dictionary(S=Name.URI, URI="http://tracker.example.com/"))

    data = pdf(HELLO, change)
    assert texts(examine(data), "script") == ["JavaScript：app.alert(1)", "URI：http://tracker.example.com/"]
    cleaned(data, "script")


def test_thumbnails_and_data_of_programs() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        page.Thumb = document.make_stream(b"x")
        page.PieceInfo = Dictionary(Editor=Dictionary(Private="draft"))

    cleaned(pdf(HELLO, change), "thumbnail", "custom-data")


def appended(data: bytes, new: bytes) -> bytes:
    """An incremental update: the content stream of the page replaced, the old one still in the file."""
    with pikepdf.open(io.BytesIO(data)) as document:
        number = document.pages[0].obj.Contents.objgen[0]
        root, size = document.Root.objgen[0], len(document.objects) + 1
    start = int(data.rsplit(b"startxref", 1)[1].split()[0])
    body = f"{number} 0 obj\n<</Length {len(new)}>>\nstream\n".encode() + new + b"\nendstream\nendobj\n"
    table = (
        f"xref\n{number} 1\n{len(data):010d} 00000 n \ntrailer\n<</Size {size} /Root {root} 0 R /Prev {start}>>\n"
    )
    return data + body + table.encode() + f"startxref\n{len(data) + len(body)}\n%%EOF\n".encode()


def test_an_earlier_version_that_says_more() -> None:
    old = pdf(HELLO + at(60, NUMBER), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = appended(old, HELLO)
    report = examine(data)
    assert texts(report, "earlier-version") == ["文件里还保存着1个较早的版本", f"现版本已没有的文字：{MASKED}"]
    copy = cleaned(data, "earlier-version", "id-number")
    assert texts_of_pages(copy)[0].split() == ["visible"]
    assert NUMBER.encode() not in copy


def test_a_linearised_file_has_one_version() -> None:
    assert examine(pdf(HELLO, linearize=True)).findings == ()


def test_what_stands_behind_the_end() -> None:
    data = pdf(HELLO) + b"PK\x03\x04 something else"
    assert kinds(examine(data)) == {"trailing-data"}
    cleaned(data, "trailing-data")


def test_a_page_that_was_cut_out_and_is_still_there() -> None:
    data = pdf(HELLO, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    extra = b"BT /F1 12 Tf (secret) Tj ET"
    lost = b"90 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(extra), extra)
    start = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    size = int(data[start:].split(b"/Size")[1].split()[0])
    table = data[start:].replace(b"trailer", b"90 1\n%010d 00000 n \ntrailer" % start)
    table = table.replace(b"/Size %d" % size, b"/Size 91")
    moved = table[: table.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF\n" % (start + len(lost))
    changed = data[:start] + lost + moved
    assert kinds(examine(changed)) == {"leftover-text"}
    assert b"secret" not in cleaned(changed, "leftover-text")


def test_photographs_lose_what_the_camera_wrote() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        image = document.make_stream(photo())
        image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 60, 40
        image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceRGB, 8, Name.DCTDecode
        page.Resources.XObject = Dictionary(I1=image)

    data = pdf(HELLO + b"q 60 0 0 40 100 100 cm /I1 Do Q", change)
    assert "picture-position" in kinds(examine(data))
    cleaned(data, "picture-position", "picture-metadata")


def test_what_a_tag_would_say_aloud() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        element = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Span, ActualText=f"原文{NUMBER}"))
        document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=element)

    data = pdf(HELLO, change)
    assert texts(examine(data), "alternative-content") == [f"替代文字：原文{MASKED}"]
    cleaned(data, "alternative-content", "id-number")


def test_covered_text_is_left_for_redaction() -> None:
    data = pdf(HELLO + at(100, "secret") + b"0 g 15 95 200 30 re f", annotated(Subtype=Name.Text, Contents="x"))
    result = clean(data)
    assert [f.kind for f in result.left] == ["covered-text"]
    assert [f.kind for f in result.removed] == ["annotation"]
    assert not result.left[0].cleanable


def test_encrypted_and_broken_files_are_not_examined() -> None:
    locked = pdf(HELLO, encryption=pikepdf.Encryption(owner="a", user="b"))
    for data, reason in ((locked, "密码"), (b"%PDF-1.7\n broken", "损坏"), (pdf(HELLO)[:200], "")):
        report = examine(data)
        assert not report.examined
        assert reason in report.unexamined


def test_a_file_with_an_owner_password_only_is_examined_and_cleaned() -> None:
    data = pdf(
        HELLO, annotated(Subtype=Name.Text, Contents="x"), encryption=pikepdf.Encryption(owner="a", user="")
    )
    assert kinds(examine(data)) == {"annotation"}
    assert not pikepdf.open(io.BytesIO(cleaned(data, "annotation"))).is_encrypted


def test_many_pages_are_each_named() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        for _ in range(2):
            document.pages.append(document.pages[0])

    report = examine(pdf(HELLO + at(100, "13812345678"), change))
    assert [f.where for f in of(report, "phone")] == ["第1页", "第2页", "第3页"]


def test_cleaning_says_that_a_signature_is_lost() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        annotated(Subtype=Name.Text, Contents="x")(document, page)
        signature = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=Array([0, 1, 2, 3]))
        field = document.make_indirect(Dictionary(FT=Name.Sig, T="sign", V=document.make_indirect(signature)))
        document.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)

    data = pdf(HELLO, change)
    assert kinds(examine(data)) == {"annotation"}
    assert {f.kind for f in clean(data).removed} == {"annotation", "signature"}


def test_damaged_xmp_is_read_as_text() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        document.Root.Metadata = document.make_stream(f"<x:y><dc:creator>{NUMBER}".encode())

    assert {"property", "id-number"} == kinds(examine(pdf(HELLO, change, fix_metadata_version=False)))


def test_a_page_too_large_to_be_drawn_is_not_examined() -> None:
    report = examine(pdf(HELLO, box=(0, 0, 14000, 14000)))
    assert not report.examined
    assert "第1页" in report.unexamined


def test_a_blank_glyph_is_nothing_hidden() -> None:
    assert examine(pdf(b"BT /F1 20 Tf 20 20 Td (a\\240b   c) Tj ET")).findings == ()


def test_a_number_in_a_bookmark_or_in_a_description() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"关于{NUMBER}", 0))
        figure = document.make_indirect(Dictionary(S=Name.Figure, Alt="电话13812345678"))
        document.Root.StructTreeRoot = Dictionary(K=figure)

    report = examine(pdf(HELLO, change))
    assert [f.where for f in of(report, "id-number")] == ["书签"]
    assert [f.where for f in of(report, "phone")] == ["文件内部"]


def test_a_number_on_the_page_is_told_once() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"{NUMBER}", 0))

    assert [f.where for f in of(examine(pdf(at(20, NUMBER), change)), "id-number")] == ["第1页"]


def test_a_picture_that_no_page_draws() -> None:
    data = pdf(HELLO, picture_of)
    assert texts(examine(data), "leftover-text") == ["有1个不再显示的页面内容、图片或附件仍留在文件里"]
    assert b"/Image" not in cleaned(data, "leftover-text")
    assert "leftover-text" not in kinds(examine(pdf(HELLO + b"q 9 0 0 9 9 9 cm /I1 Do Q", picture_of)))


def test_a_picture_drawn_by_a_form_that_borrows_its_resources() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        picture_of(document, page)
        form = document.make_stream(b"q 9 0 0 9 9 9 cm /I1 Do Q")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 400, 400])
        page.Resources.XObject.Fm = form

    assert examine(pdf(HELLO + b"/Fm Do", change)).findings == ()


def test_a_picture_that_goes_on_beyond_the_page() -> None:
    report = examine(pdf(HELLO + b"q 100 0 0 100 350 200 cm /I1 Do Q", picture_of))
    assert [f.where for f in of(report, "cropped-picture")] == ["第1页"]


def test_a_picture_in_a_form_is_where_the_form_is() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        picture_of(document, page)
        form = document.make_stream(b"q 300 0 0 300 0 0 cm /I1 Do Q")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 400, 400])
        form.Resources = Dictionary(XObject=Dictionary(I1=page.Resources.XObject.I1))
        page.Resources.XObject = Dictionary(Fm=form)

    large, small = (pdf(HELLO + size + b" cm /Fm Do", change) for size in (b"1 0 0 1 50 50", b".1 0 0 .1 50 50"))
    assert texts(examine(large), "picture-only") == ["页内图片占56%，图中文字未读取"]
    assert examine(small).findings == ()


def test_what_the_content_would_say_aloud() -> None:
    content = b"/Span <</ActualText (id " + NUMBER.encode() + b")>> BDC" + HELLO + b"EMC"
    assert texts(examine(pdf(content)), "alternative-content") == [f"替代文字：id {MASKED}"]
    assert examine(pdf(b"/Span <</ActualText <76697369626C65>>> BDC" + HELLO + b"EMC")).findings == ()


def test_scripts_in_any_corner_and_files_that_no_list_names() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        stream = document.make_stream(b"13812345678")
        note = Dictionary(Type=Name.Filespec, F="a.txt", EF=Dictionary(F=stream))
        link = {"Subtype": Name.Link, "Border": Array([0, 0, 0])}
        annotated(**link, A=Dictionary(S=Name.JavaScript, JS="x()"), FS=note)(document, page)

    data = pdf(HELLO, change)
    assert {"script", "attachment", "phone", "external-link"} == kinds(examine(data))
    cleaned(data, "script", "attachment", "phone", "external-link")


def test_a_field_that_no_form_lists() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        annotated(Subtype=Name.Widget, FT=Name.Tx, T="mobile", V="13812345678", F=2)(document, page)

    assert texts(examine(pdf(HELLO, change)), "form-field") == ["mobile=138****5678"]
    cleaned(pdf(HELLO, change), "form-field", "phone")


def test_text_in_a_mask() -> None:
    def change(document: pikepdf.Pdf, page: Any) -> None:
        group = document.make_stream(at(100, "secret"))
        group.Type, group.Subtype, group.BBox = Name.XObject, Name.Form, Array([0, 0, 400, 400])
        group.Resources = Dictionary(Font=page.Resources.Font)
        mask = document.make_indirect(Dictionary(S=Name.Luminosity, G=group))
        page.Resources.ExtGState = Dictionary(G=Dictionary(SMask=mask))

    assert "invisible-text" in kinds(examine(pdf(HELLO + b"q /G gs Q", change)))

"""What a PDF says beside its pages: tags, comments, forms, attachments, metadata, layers, names."""

from __future__ import annotations

from typing import Any

from pikepdf import AttachedFileSpec, OutlineItem

from .paper import KEEP, LINES, NAME, TERM, Array, Dictionary, Maker, Name, Pdf, add, form, grey, new, save

_RECT = [60, 400, 260, 440]
_PRINT = 4


def _made(change: Any, contents: bytes = LINES, **resources: Any) -> bytes:
    pdf = new()
    page = add(pdf, contents, **resources)
    change(pdf, page)
    return save(pdf)


def _annotated(subtype: str, **entries: Any) -> bytes:
    def change(pdf: Pdf, page: Any) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array(_RECT), **entries)
        page.Annots = Array([pdf.make_indirect(note)])

    return _made(change)


def _popup(pdf: Pdf, page: Any) -> None:
    text = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Text,
            Rect=Array(_RECT),
            Contents=f"ask {TERM}",
            T=TERM,
            RC=f"<p>{TERM}</p>",
        )
    )
    text.Popup = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=Array(_RECT), Parent=text, Contents=TERM)
    )
    page.Annots = Array([text, text.Popup])


def _shown(words: str) -> bytes:
    return f"0.9 g 0 0 200 40 re f 0 g BT /F 14 Tf 6 14 Td ({words}) Tj ET".encode()


def _appearance(pdf: Pdf, words: str) -> Dictionary:
    return Dictionary(N=form(pdf, _shown(words), BBox=Array([0, 0, 200, 40])))


def _free_text(pdf: Pdf, page: Any) -> None:
    page.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array(_RECT), Contents=f"see {TERM}",
                           F=_PRINT, DA="/F 14 Tf", AP=_appearance(pdf, f"see {TERM}"))
            )
        ]
    )  # fmt: skip


def _stamp(pdf: Pdf, page: Any) -> None:
    page.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array(_RECT), Contents=TERM, F=_PRINT,
                           AP=_appearance(pdf, "Sealed and kept"))
            )
        ]
    )  # fmt: skip


def _attached_note(pdf: Pdf, page: Any) -> None:
    spec = AttachedFileSpec(pdf, f"letter of {TERM}".encode(), filename=f"{TERM}.txt")
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array(_RECT), FS=spec.obj, Contents=TERM)
    page.Annots = Array([pdf.make_indirect(note)])


def _fields(pdf: Pdf, page: Any, *, drawn: bool = True, **more: Any) -> None:
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=f"name of {TERM}", TU=TERM, V=f"filled: {TERM}",
        DV=TERM, Rect=Array(_RECT), F=_PRINT, DA="/F 14 Tf 0 g",
    )  # fmt: skip
    if drawn:
        field.AP = _appearance(pdf, f"filled: {TERM}")
    made = pdf.make_indirect(field)
    page.Annots = Array([made])
    fonts = Dictionary(Font=Dictionary(F=page.Resources.Font.F))
    pdf.Root.AcroForm = Dictionary(Fields=Array([made]), DR=fonts, DA="/F 14 Tf 0 g", **more)


def _xfa(pdf: Pdf, page: Any, *, dynamic: bool) -> None:
    packet = pdf.make_stream(f"<xdp:xdp><name>{TERM}</name></xdp:xdp>".encode())
    _fields(pdf, page, XFA=packet)
    if dynamic:
        pdf.Root.NeedsRendering = True
        del page.Annots
        pdf.Root.AcroForm.Fields = Array([])


def _signed(pdf: Pdf, page: Any) -> None:
    signature = Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), SubFilter=Name("/adbe.pkcs7.detached"),
        ByteRange=Array([0, 10, 20, 30]), Contents=bytes(32), Name=TERM, Reason=f"for {TERM}",
    )  # fmt: skip
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="seal", V=pdf.make_indirect(signature), F=132,
        Rect=Array(_RECT), AP=_appearance(pdf, "Signed and kept"),
    )  # fmt: skip
    made = pdf.make_indirect(field)
    page.Annots = Array([made])
    pdf.Root.AcroForm = Dictionary(Fields=Array([made]), SigFlags=3)
    pdf.Root.Perms = Dictionary(DocMDP=signature)


def _tagged(pdf: Pdf, page: Any, key: str) -> None:
    element = Dictionary(Type=Name.StructElem, S=Name.P, Pg=page, K=0, **{key: f"about {TERM}"})
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=pdf.make_indirect(element)))
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
    page.StructParents = 0


def _marked(words: str) -> bytes:
    return f"/Span << /MCID 0 /ActualText ({words}) /E ({words}) >> BDC\n".encode() + LINES + b"\nEMC"


def _attachment(pdf: Pdf, _: Any) -> None:
    pdf.attachments["note.txt"] = AttachedFileSpec(pdf, f"letter of {TERM}".encode(), filename=f"{TERM}.txt")


def _told(pdf: Pdf, _: Any) -> None:
    pdf.docinfo = pdf.make_indirect(Dictionary(Title=f"File of {TERM}", Author=NAME, Custom=TERM))  # type: ignore[assignment]
    packet = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:title>{TERM} {NAME}</dc:title></x:xmpmeta>"
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _private(pdf: Pdf, page: Any) -> None:
    own = Dictionary(LastModified="D:20260101", Private=pdf.make_stream(f"layers of {TERM}".encode()))
    page.PieceInfo = Dictionary(Editor=own)
    page.LastModified = "D:20260101"
    page.Metadata = pdf.make_stream(f"<x>{TERM}</x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Unknown = Dictionary(Deep=Array([Dictionary(Deeper=TERM)]))


def _layer(pdf: Pdf, page: Any, *, condition: bool = False, on_form: bool = False, only: bool = False) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=f"Draft for {TERM}"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group])))
    what = Dictionary(Type=Name.OCMD, OCGs=Array([group]), P=Name.AllOn) if condition else group
    page.Resources.Properties = Dictionary(L=what)
    hidden = f"BT /F 14 Tf 60 500 Td (Hidden layer of {TERM}) Tj ET 10 10 200 100 re f".encode()
    seen = f"BT /F 14 Tf 60 700 Td ({KEEP} alone) Tj ET".encode() if only else LINES
    if on_form:
        page.Resources.XObject = Dictionary(X=form(pdf, hidden, OC=what))
        page.Contents = pdf.make_stream(seen + b"\n/X Do")
    else:
        page.Contents = pdf.make_stream(seen + b"\n/OC /L BDC\n" + hidden + b"\nEMC")


def _script(pdf: Pdf, page: Any) -> None:
    action = Dictionary(S=Name.JavaScript, JS=f"app.alert('{TERM}')")
    pdf.Root.OpenAction = action
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([TERM, action])))
    page.AA = Dictionary(O=action)


def _outlined(pdf: Pdf, _: Any) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem(f"Letter to {TERM}", 0))


def _destinations(pdf: Pdf, page: Any) -> None:
    place = Array([page, Name.Fit])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([f"see-{TERM}", place])))
    pdf.Root.Dests = Dictionary({f"/to-{TERM}": place})


def _labels(pdf: Pdf, _: Any) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=f"{TERM}-", S=Name.D)]))
    pdf.Root.Lang = TERM
    pdf.Root.ViewerPreferences = Dictionary(Direction=Name.L2R, Secret=TERM)


def _thumbnail(pdf: Pdf, page: Any) -> None:
    page.Thumb = grey(pdf, 10, 20)
    page.B = Array([pdf.make_indirect(Dictionary(Type=Name.Bead, T=Dictionary(I=Dictionary(Title=TERM))))])


def _portfolio(pdf: Pdf, page: Any) -> None:
    _attachment(pdf, page)
    pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.T)


def _resource_name(pdf: Pdf, page: Any) -> None:
    page.Resources.XObject = Dictionary({f"/For{TERM}": form(pdf, b"0.5 g 60 300 100 50 re f")})
    page.Contents = pdf.make_stream(LINES + f"\n/For{TERM} Do".encode())


def _font_name(pdf: Pdf, page: Any) -> None:
    page.Resources.Font.F.BaseFont = Name(f"/Helvetica-For{TERM}")
    page.Resources.Font.F.FontDescriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(f"/{TERM}"), Flags=32
    )


def _second_page(pdf: Pdf, page: Any) -> None:
    """The name only in a comment on a page that nobody boxes anything on."""
    other = add(pdf, f"BT /F 14 Tf 60 700 Td (Second page, {KEEP}) Tj ET".encode())
    other.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array(_RECT), Contents=NAME + TERM)
            )
        ]
    )
    other.Metadata = pdf.make_stream(f"<x>{NAME}</x>".encode("utf-16"), Type=Name.Metadata, Subtype=Name.XML)


_ACTION = Dictionary(S=Name.URI, URI=f"https://www.example.gov.cn/?name={TERM}")

MAKERS: dict[str, Maker] = {
    "tagged-actual-text.pdf": lambda: _made(lambda pdf, page: _tagged(pdf, page, "ActualText"), _marked(TERM)),
    "tagged-alt.pdf": lambda: _made(lambda pdf, page: _tagged(pdf, page, "Alt")),
    "annotation-popup.pdf": lambda: _made(_popup),
    "annotation-free-text.pdf": lambda: _made(_free_text),
    "annotation-stamp.pdf": lambda: _made(_stamp),
    "annotation-hidden.pdf": lambda: _annotated("Square", F=2, Contents=TERM),
    "annotation-highlight.pdf": lambda: _annotated("Highlight", Contents=TERM, T=TERM),
    "annotation-link.pdf": lambda: _annotated("Link", A=_ACTION),
    "annotation-file.pdf": lambda: _made(_attached_note),
    "annotation-redact-pending.pdf": lambda: _annotated("Redact", Contents=TERM, OverlayText=TERM),
    "form-fields.pdf": lambda: _made(_fields),
    "form-fields-undrawn.pdf": lambda: _made(
        lambda pdf, page: _fields(pdf, page, drawn=False, NeedAppearances=True)
    ),
    "xfa-beside.pdf": lambda: _made(lambda pdf, page: _xfa(pdf, page, dynamic=False)),
    "xfa-dynamic.pdf": lambda: _made(lambda pdf, page: _xfa(pdf, page, dynamic=True)),
    "signed.pdf": lambda: _made(_signed),
    "attachment.pdf": lambda: _made(_attachment),
    "metadata.pdf": lambda: _made(_told),
    "metadata-only.pdf": lambda: _made(_told, f"BT /F 14 Tf 60 700 Td ({KEEP} alone) Tj ET".encode()),
    "piece-info.pdf": lambda: _made(_private),
    "layer-off.pdf": lambda: _made(_layer),
    "layer-off-only.pdf": lambda: _made(lambda pdf, page: _layer(pdf, page, only=True)),
    "layer-off-form.pdf": lambda: _made(lambda pdf, page: _layer(pdf, page, on_form=True)),
    "layer-condition.pdf": lambda: _made(lambda pdf, page: _layer(pdf, page, condition=True)),
    "script.pdf": lambda: _made(_script),
    "outline.pdf": lambda: _made(_outlined),
    "destinations.pdf": lambda: _made(_destinations),
    "page-labels.pdf": lambda: _made(_labels),
    "thumbnail.pdf": lambda: _made(_thumbnail),
    "portfolio.pdf": lambda: _made(_portfolio),
    "resource-name.pdf": lambda: _made(_resource_name),
    "font-name.pdf": lambda: _made(_font_name),
    "comment-on-another-page.pdf": lambda: _made(_second_page),
}

"""Files whose frame is broken, layered, looped or bursting."""

from __future__ import annotations

import zlib

from pikepdf import Encryption, Permissions

from .paper import (
    KEEP,
    LINES,
    TERM,
    Array,
    Dictionary,
    Maker,
    add,
    appended,
    form,
    new,
    raw,
    save,
    simple,
    stream,
)

_SAFE = f"BT /F 14 Tf 60 700 Td (Nothing to see, {KEEP} stays) Tj ET".encode()


def _nested(depth: int) -> bytes:
    pdf = new()
    inner = form(pdf)
    for _ in range(depth):
        outer = form(pdf, b"/X Do")
        outer.Resources = Dictionary(XObject=Dictionary(X=inner))
        inner = outer
    add(pdf, b"/X Do", XObject=Dictionary(X=inner))
    return save(pdf)


def _looped_form() -> bytes:
    pdf = new()
    inner = form(pdf, LINES + b"\n/X Do")
    inner.Resources.XObject = Dictionary(X=inner)
    add(pdf, b"/X Do", XObject=Dictionary(X=inner))
    return save(pdf)


def _shared() -> bytes:
    """Two pages, one set of resources; only the first draws what the second has at hand as well."""
    pdf = new()
    first = add(pdf, b"/X Do", XObject=Dictionary(X=form(pdf)))
    add(pdf, _SAFE).Resources = first.Resources
    first.Resources = pdf.make_indirect(first.Resources)
    return save(pdf)


def _shared_twice() -> bytes:
    pdf = new()
    drawing = form(pdf)
    for _ in range(2):
        add(pdf, b"/X Do", XObject=Dictionary(X=drawing))
    return save(pdf)


def _no_own_resources() -> bytes:
    pdf = new()
    inner = form(pdf)
    del inner.Resources
    add(pdf, b"/X Do", XObject=Dictionary(X=inner))
    return save(pdf)


def _two_pages(packed: bool = False, linear: bool = False) -> bytes:
    pdf = new()
    add(pdf)
    add(pdf, _SAFE)
    return save(pdf, packed=packed, linearize=linear)


def _old_text() -> bytes:
    before = simple(LINES.replace(KEEP.encode(), f"Drafted for {TERM}, {KEEP}".encode()))
    return appended(before, {4: stream(LINES)})


def _old_annotation() -> bytes:
    note = b"<< /Type /Annot /Subtype /Text /Rect [0 0 20 20] /Contents (%s) >>" % TERM.encode()
    before = appended(simple(), {6: note})
    return appended(before, {6: b"null"})


def _lost_page() -> bytes:
    whole = _two_pages()
    return whole[: len(whole) * 3 // 5]


def _no_pages() -> bytes:
    return raw([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])


def _tree_loop() -> bytes:
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 800] /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> >>",
            stream(LINES),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def _twice_defined() -> bytes:
    """Object 4 stands in the file twice; the table knows the second only."""
    first = b"4 0 obj\n" + stream(f"BT /F 14 Tf (Old: {TERM}) Tj ET".encode()) + b"\nendobj\n"
    made = simple()
    head, rest = made[: made.index(b"1 0 obj")], made[made.index(b"1 0 obj") :]
    return head + first + rest


def _deep(depth: int) -> bytes:
    return simple(page=b"/Deep " + b"[" * depth + f"({TERM})".encode() + b"]" * depth)


def _bomb(layers: int, size: int) -> bytes:
    data = b"q " + b" " * size + LINES + b" Q"
    for _ in range(layers):
        data = zlib.compress(data, 9)
    filters = b"/Filter [" + b"/FlateDecode " * layers + b"]"
    made = simple()
    return made.replace(stream(LINES), stream(data, filters))


def _split_contents() -> bytes:
    """One operator in two streams, one word in two strings."""
    pdf = new()
    page = add(pdf)
    half = len(TERM) // 2
    parts = [
        f"BT /F 14 Tf 60 700 Td (Applicant {TERM[:half]}) Tj".encode(),
        f"({TERM[half:]}) Tj 0 -40 ".encode(),
        f"Td ({KEEP} paragraph stays) Tj ET".encode(),
    ]
    page.Contents = Array([pdf.make_stream(part) for part in parts])
    return save(pdf)


def _locked(**settings: object) -> bytes:
    pdf = new()
    add(pdf)
    return save(pdf, encryption=Encryption(owner="owner", R=3, aes=False, metadata=False, **settings))  # type: ignore[arg-type]


_NOTHING = Permissions(
    accessibility=False, extract=False, modify_annotation=False, modify_assembly=False, modify_form=False,
    modify_other=False, print_highres=False, print_lowres=False,
)  # fmt: skip

MAKERS: dict[str, Maker] = {
    "nested-forms.pdf": lambda: _nested(5),
    "nested-too-deep.pdf": lambda: _nested(40),
    "form-in-itself.pdf": _looped_form,
    "shared-resources.pdf": _shared,
    "form-on-two-pages.pdf": _shared_twice,
    "form-without-resources.pdf": _no_own_resources,
    "incremental-old-text.pdf": _old_text,
    "incremental-old-annotation.pdf": _old_annotation,
    "object-streams.pdf": lambda: _two_pages(packed=True),
    "linearized.pdf": lambda: _two_pages(linear=True),
    "broken-xref.pdf": lambda: simple().replace(b"startxref\n", b"startxref\n9"),
    "no-xref.pdf": lambda: simple().split(b"xref\n0")[0] + b"trailer\n<< /Root 1 0 R >>\n",
    "truncated.pdf": _lost_page,
    "garbage-before.pdf": lambda: b"garbage " * 40 + simple(),
    "garbage-after.pdf": lambda: simple() + f"\n% {TERM} {TERM}\n".encode() * 20,
    "garbage-between.pdf": lambda: simple().replace(b"endobj\n5 0", f"endobj\n% {TERM}\n5 0".encode()),
    "trailer-says-more.pdf": lambda: simple(trailer=f"/Root 1 0 R /Secret ({TERM})".encode()),
    "no-pages.pdf": _no_pages,
    "page-tree-loop.pdf": _tree_loop,
    "twice-defined.pdf": _twice_defined,
    "deep-arrays.pdf": lambda: _deep(200),
    "too-deep-arrays.pdf": lambda: _deep(5000),
    "bomb.pdf": lambda: _bomb(1, 130 << 20),
    "bomb-in-bomb.pdf": lambda: _bomb(2, 130 << 20),
    "split-contents.pdf": _split_contents,
    "comment-in-contents.pdf": lambda: simple(f"% for {TERM}\n".encode() + LINES),
    "unknown-operator.pdf": lambda: simple(LINES + f"\nBX ({TERM}) secret EX".encode()),
    "words-after-contents.pdf": lambda: simple(LINES + f"\n({TERM})".encode()),
    "no-mediabox.pdf": lambda: simple().replace(b"/MediaBox [0 0 400 800]", b"                       "),
    "empty-page-first.pdf": lambda: _empty_first(),
    "encrypted-owner.pdf": lambda: _locked(),
    "encrypted-user.pdf": lambda: _locked(user="user"),
    "encrypted-nothing-allowed.pdf": lambda: _locked(allow=_NOTHING),
}


def _empty_first() -> bytes:
    pdf = new()
    del add(pdf, b"").Contents
    add(pdf)
    return save(pdf)

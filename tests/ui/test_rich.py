"""The field of a body, and the packaged editor it comes with."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

import pytest
from django import forms

from gongkai.ui.rich import RichTextField, offer

# The package as it was published (docs/adr/0024): anything else is not what was looked at.
EDITOR = "dfe143953e7e504247031aeaecf34b9f0eb10d9f832c9569b4c948423d39d608"


class Sheet(forms.Form):
    body = RichTextField(label="正文", required=False)


def body(text: str) -> str:
    form = Sheet({"body": text})
    assert form.is_valid(), form.errors
    return str(form.cleaned_data["body"])


def test_the_packaged_editor_is_unmodified_and_has_its_licence() -> None:
    folder = files("gongkai.ui").joinpath("static/ui/prose-editor")
    assert hashlib.sha256(folder.joinpath("editor.js").read_bytes()).hexdigest() == EDITOR
    assert "Redistribution and use in source and binary forms" in folder.joinpath("LICENSE.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("第一段\n\n  第二段 1 < 2 & 3\n", "<p>第一段</p>\n<p>第二段 1 &lt; 2 &amp; 3</p>"),
        ("<p>甲<script>x</script></p>", "<p>甲</p>"),
        ("", ""),
        ("  \n ", ""),
        ("a<b", "<p>a&lt;b</p>"),
    ],
)
def test_lines_are_paragraphs_and_html_is_cleaned(typed: str, clean: str) -> None:
    assert body(typed) == clean


def test_what_is_too_long_is_an_error_of_the_field() -> None:
    form = Sheet({"body": "<p>" + "甲" * 2_000_001})
    assert not form.is_valid()
    assert "body" in form.errors


def test_it_is_a_text_field_with_a_module_beside_it() -> None:
    form = Sheet()
    html = str(form["body"])
    assert html.startswith("<textarea")
    assert "data-rich" in html
    assert "style=" not in html
    assert str(form.media) == '<script src="/static/ui/rich.js" type="module"></script>'


def test_pictures_are_offered_by_their_public_address() -> None:
    form = Sheet()
    offer(form.fields["body"], shown="/desk/x/files/", pictures=[("/items/1/files/a/", '图"<')])
    attributes = form.fields["body"].widget.attrs
    assert json.loads(attributes["data-pictures"]) == [{"src": "/items/1/files/a/", "name": '图"<'}]
    assert "&quot;" in str(form["body"])

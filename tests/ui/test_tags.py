"""How days, instants, figures and forms are written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from gongkai.statute.form import Value
from gongkai.ui.pages import page_of
from gongkai.ui.templatetags import ui


class Sheet(forms.Form):
    name = forms.CharField(label="名称", error_messages={"required": "请填写名称"}, help_text="与公章一致")
    note = forms.CharField(label="说明", required=False)
    kind = forms.ChoiceField(label="类型", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="已核对", required=False)

    def clean(self) -> None:
        raise forms.ValidationError("代码与名称对不上")


def show(source: str, **context: object) -> str:
    request: HttpRequest = RequestFactory().get("/list?year=2024&page=2")
    return Template("{% load ui %}" + source).render(RequestContext(request, context))


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, ""), (0, "0"), (79, "79"), ("/", "/"), (Decimal("2.50"), "2.5"), (Decimal("100"), "100"),
     (Decimal("24252.311082"), "24252.311082"), (Decimal("0.00"), "0")],
)  # fmt: skip
def test_a_figure_is_written_as_the_form_prints_it(value: Value, written: str) -> None:
    assert ui.figure(value) == written


def test_a_day_and_an_instant_are_those_of_beijing() -> None:
    late = datetime(2025, 1, 30, 16, 30, tzinfo=UTC)
    assert (ui.day(late), ui.day_text(late), ui.moment(late)) == (
        "2025-01-31",
        "2025年1月31日",
        "2025-01-31 00:30",
    )
    assert (ui.day(date(2026, 3, 13)), ui.day_text(date(2026, 3, 13))) == ("2026-03-13", "2026年3月13日")
    assert (ui.day(None), ui.day_text(None), ui.moment(None)) == ("", "", "")


@pytest.mark.parametrize(("size", "words"), [(812, "812 字节"), (36_200, "36 KB"), (2_400_000, "2.4 MB")])
def test_a_file_size_is_for_a_person(size: int, words: str) -> None:
    assert ui.file_size(size) == words


def test_errors_stand_on_top_with_links_to_their_fields() -> None:
    html = show("{% error_summary form %}", form=Sheet({"note": "留着"}))
    assert "有 3 处需要修改" in html
    assert '<a href="#id_name">请填写名称</a>' in html
    assert "代码与名称对不上" in html


class Choice(forms.Form):
    one = forms.ChoiceField(label="其一", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    more = forms.MultipleChoiceField(label="几个", choices=[("a", "甲")], widget=forms.CheckboxSelectMultiple)


def test_a_group_of_answers_has_its_name_once() -> None:
    html = show("{% error_summary form %}{% field form.one %}{% field form.more %}", form=Choice({}))
    names = re.findall(r' id="([^"]+)"', html)
    assert sorted(names) == sorted(set(names))
    assert {"id_one", "id_one_0", "id_one_1", "id_more", "id_more_0"} <= set(names)
    assert set(re.findall(r'href="#([^"]+)"', html)) == {"id_one", "id_more"}


def test_what_several_fields_are_told_alike_stands_with_their_labels() -> None:
    html = show("{% error_summary one two %}", one=Sheet({"name": ""}), two=Sheet({"name": "", "kind": "a"}))
    assert html.count("名称：请填写名称") == 2
    assert "类型：" not in html


class Upload(forms.Form):
    name = forms.CharField(label="名称", error_messages={"required": "请填写名称"})
    paper = forms.FileField(label="文件", required=False)


def test_files_that_a_browser_lets_go_are_named() -> None:
    paper = MultiValueDict[str, UploadedFile[Any]]({"paper": [SimpleUploadedFile("通知.docx", b"x")]})
    assert "请重新选择：通知.docx" in show("{% error_summary form %}", form=Upload({}, paper))
    assert "重新选择" not in show("{% error_summary form %}", form=Upload({}, MultiValueDict()))
    assert show("{% error_summary form %}", form=Upload({"name": "甲"}, paper)).strip() == ""


def test_a_sheet_that_was_not_sent_or_is_right_has_no_summary() -> None:
    assert show("{% error_summary form %}", form=Sheet()).strip() == ""
    assert show("{% error_summary form %}", form=None).strip() == ""


def test_a_field_has_label_hint_error_and_says_what_is_optional() -> None:
    form = Sheet({"note": "留着"})
    name, note = show("{% field form.name %}", form=form), show("{% field form.note %}", form=form)
    assert '<label for="id_name">名称</label>' in name
    assert 'aria-invalid="true"' in name
    assert 'aria-describedby="id_name_hint id_name_wrong"' in name
    assert 'id="id_name_hint">与公章一致' in name
    assert "（选填）" in note
    assert 'value="留着"' in note


def test_choices_stand_in_a_fieldset_and_a_tick_before_its_words() -> None:
    form = Sheet()
    assert "<legend>类型</legend>" in show("{% field form.kind %}", form=form)
    assert show("{% field form.sure %}", form=form).index("<input") < show(
        "{% field form.sure %}", form=form
    ).index("已核对")


def test_pages_keep_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/list?year=2024&page=2")
    html = show("{% pages page %}", page=page_of(request, list(range(120))))
    assert "共 120 项，第 2 页，共 3 页" in html
    assert "year=2024&amp;page=3" in html
    assert "year=2024&amp;page=1" in html


def test_a_page_that_is_not_there_shows_the_nearest() -> None:
    assert page_of(RequestFactory().get("/?page=99"), list(range(60))).number == 2
    assert page_of(RequestFactory().get("/?page=x"), list(range(60))).number == 1


def test_text_from_outside_is_escaped() -> None:
    form = Sheet({"name": "<script>1</script>", "kind": "a"})
    assert "<script>" not in show("{% field form.name %}{% error_summary form %}", form=form)

"""导入标准目录, 导入数量: a table that is tried first, with a report per row, and taken in as a whole or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.publication import column_import, counts

from .access import Asking, posted_with_files, working
from .column_fields import category_choices, choice
from .column_place import agency_of, frame
from .tried import TableForm, tried


class CatalogueForm(TableForm):
    category = choice("这份目录属于", category_choices("不归入条例事项"), required=False)
    every_level = forms.BooleanField(label="其他层级的行也导入", required=False,
                                     help_text="不勾选时，公开层级不含本机关的行不收录")  # fmt: skip
    field_order = ("file", "category", "every_level")


@working
def columns_import(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "columns.edit")
    form = CatalogueForm(*posted_with_files(request))

    def take(data: bytes, dry_run: bool) -> Any:
        return column_import.import_columns(
            asking.person, agency, data, dry_run=dry_run, category=form.cleaned_data["category"],
            every_level=form.cleaned_data["every_level"], at=asking.at,
        )  # fmt: skip

    said = f"基层政务公开标准目录，一行一个事项，表头为：{'、'.join(column_import.HEADS)}。表头分两行的也可以。"
    return _page(request, asking, agency, "columns_of", form, take, heading="导入标准目录", said=said,
                 back=reverse("desk:columns_of", args=[pk]))  # fmt: skip


@working
def counts_import(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = agency_of(asking, pk, "columns.record")
    form = TableForm(*posted_with_files(request))

    def take(data: bytes, dry_run: bool) -> Any:
        return counts.import_counts(asking.person, agency, data, dry_run=dry_run, at=asking.at)

    labels = "、".join(str(one.label) for one in counts.What)
    said = (
        f"一行一个数，表头为：{'、'.join(counts.COLUMNS)}，可以另有来源、说明。项目是{labels}；收费金额以万元计。"
        "处理决定计全部，不论是否公开。"
    )
    return _page(request, asking, agency, "published_year", form, take, heading="导入数量", said=said,
                 back=reverse("desk:published_year", args=[pk]))  # fmt: skip


def _page(
    request: HttpRequest,
    asking: Asking,
    agency: Agency,
    part: str,
    form: TableForm,
    take: Callable[[bytes, bool], Any],
    *,
    heading: str,
    said: str,
    back: str,
) -> HttpResponse:
    found = tried(request, form, take)
    if found.applied:
        messages.success(request, f"已导入，共 {found.applied} 行。")
    context = frame(asking, agency, part, form=form, heading=heading, said=said, back=back, **found.context)
    return render(request, "desk/publication/import.html", context)

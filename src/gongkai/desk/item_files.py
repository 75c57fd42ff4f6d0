"""Attachments of a version, to be saved: what came from outside is never shown as a page of ours."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from gongkai.documents import queries as documents

from .access import Asking, reading
from .case_letter import download
from .item_found import numbered


@reading
def item_file(request: HttpRequest, asking: Asking, pk: int, version: int, token: str) -> HttpResponse:
    found = numbered(asking, pk, version).attachments.filter(token=token).select_related("file").first()
    if found is None:
        raise Http404
    return download(documents.content(found.file), found.name, "application/octet-stream")

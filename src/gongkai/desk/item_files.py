"""Attachments of a version, to be saved: what came from outside is never shown as a page of ours."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from gongkai.documents import queries as documents
from gongkai.documents.kinds import picture_type

from .access import Asking, reading
from .case_letter import download
from .item_found import numbered


@reading
def item_file(request: HttpRequest, asking: Asking, pk: int, version: int, token: str) -> HttpResponse:
    found = numbered(asking, pk, version).attachments.filter(token=token).select_related("file").first()
    if found is None:
        raise Http404
    data = documents.content(found.file)
    # A picture stands in the body, too; whoever opens its address saves it like any other file.
    return download(data, found.name, picture_type(data))

"""The bytes behind a file that is given: a page of it as a picture, and the file itself. Only for who prepares or
checks it, and never kept by a browser."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from gongkai.cases import releases
from gongkai.cases.models import Release
from gongkai.documents import queries, redacting
from gongkai.documents.models import StoredFile

from .access import Asking, reading
from .case_letter import download
from .release_found import release_of

# Wide enough to read small print on a screen, and no more.
WIDTH = 1400


@reading
def release_picture(
    request: HttpRequest, asking: Asking, pk: int, release: int, page: int, which: str
) -> HttpResponse:
    """``which``: the original, or the redacted copy."""
    _, one = release_of(asking, pk, release)
    drawn = one.redaction
    if drawn is None or not 1 <= page <= len(drawn.sheets):
        raise Http404
    file = {"original": drawn.original, "result": drawn.result}.get(which)
    if file is None:
        raise Http404
    response = HttpResponse(redacting.picture(file, page - 1, width=WIDTH), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@reading
def release_file(request: HttpRequest, asking: Asking, pk: int, release: int, which: str) -> HttpResponse:
    """The original, the copies made of it, or what leaves."""
    _, one = release_of(asking, pk, release)
    file = _file(one, which)
    if file is None:
        raise Http404
    name = releases.named(one.title, file)
    return download(queries.content(file), name, "application/octet-stream")


def _file(one: Release, which: str) -> StoredFile | None:
    if which == "redacted":
        return one.redaction.result if one.redaction is not None else None
    return {"original": one.source.file, "cleaned": one.cleaned, "outgoing": one.file}.get(which)

"""The files of an item: its attachments as they were attached, and the item itself as Word and PDF."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from gongkai import writers
from gongkai.documents import queries as documents
from gongkai.documents.models import StoredFile
from gongkai.publication import reading
from gongkai.publication.models import Attachment

from . import gone
from .absent import absent
from .items import shown

# A file from an agency runs nothing in the reader's browser.
_SEALED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_UNKNOWN = "application/octet-stream"
_TYPES = {
    "pdf": "application/pdf", "txt": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8",
    "docx": writers.MEDIA_TYPES["docx"], "xlsx": writers.MEDIA_TYPES["xlsx"], "doc": "application/msword",
    "xls": "application/vnd.ms-excel", "png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "gif": "image/gif", "zip": "application/zip",
}  # fmt: skip


@require_safe
def attachment(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    item = shown(pk)
    if item is None:
        return gone.not_there(request, pk)
    found = reading.file(item, token)
    if found is None:
        return gone.no_file(request)
    if documents.held(found.file):
        words = "这个附件正在查毒，请过几分钟再打开。信息的正文不受影响。"
        return absent(request, "暂时不能下载", words, item.agency)
    return _attached(request, found)


def _attached(request: HttpRequest, found: Attachment) -> HttpResponse:
    kind = found.file.kind
    name = found.name if "." in found.name else f"{found.name}.{kind}"
    # A picture is shown in the body: its name ends as its content is (``publication.attaching``).
    known = name.rpartition(".")[2].lower() if kind == "picture" else kind
    return handed_out(request, found.file, name, _TYPES.get(known, _UNKNOWN))


def handed_out(request: HttpRequest, file: StoredFile, name: str, kind: str) -> HttpResponse:
    """Asked again each time, since it may be gone the next moment; sent again only when it is another."""
    response = HttpResponse(content_type=kind)
    response["ETag"] = etag = quote_etag(file.sha256)
    response["Cache-Control"] = "no-cache"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Content-Security-Policy"] = _SEALED
    response["X-Content-Type-Options"] = "nosniff"
    found = get_conditional_response(request, etag=etag, response=response)
    if isinstance(found, HttpResponse) and found is not response:
        return found
    response.content = documents.content(file)
    return response

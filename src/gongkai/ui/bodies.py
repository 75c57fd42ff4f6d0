"""How much may be sent: files by somebody at the desk, a few by who asks for information, forms by everybody else.

Django bounds forms and the memory that files take, not the files: a stranger could fill the disk with what the
sign-in page is sent. So the length is looked at before anything is read.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from gongkai.cases.asking import uploads
from gongkai.publication.taking_in import receiving
from gongkai.reports.taking_in import MAX_TOTAL
from gongkai.ui import hashing
from gongkai.ui.errors import error_page
from gongkai.ui.middleware import GetResponse

FORM = 3 * 2**20
# The files of one upload, and what separates them.
FILES = MAX_TOTAL + FORM
# What one request for information may have in all.
ATTACHED = uploads.MAX_TOTAL + FORM
_SIGNED = "/api/v1/intake/"
_TAKES_FILES, _TAKES_A_FEW = "/desk/", ("/ask/", "/follow/")
_TOO_MUCH = "提交的内容过大，没有接收，也没有改动任何内容。请减少内容后再提交；文件请登录后在工作台上传。"
_TOO_MANY = (
    f"文件过大，没有接收，此前保存的内容都在。每个文件不超过{uploads.MAX_FILE // 2**20}MB、"
    f"共{uploads.MAX_TOTAL // 2**20}MB；请返回上一页，降低扫描分辨率或者分几次上传。"
)


def bodies_are_bounded(get_response: GetResponse) -> GetResponse:
    """Stands after sign-in is known, and before any view or check reads what was sent."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _length(request) > _bound(request):
            words = _TOO_MANY if request.path.startswith(_TAKES_A_FEW) else _TOO_MUCH
            return error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)
        return get_response(request)

    return middleware


def _length(request: HttpRequest) -> int:
    """As stated; without one Django reads nothing."""
    stated = request.META.get("CONTENT_LENGTH") or ""
    return int(stated) if stated.isascii() and stated.isdigit() else 0


def _bound(request: HttpRequest) -> int:
    if request.path.startswith(_TAKES_A_FEW):
        return ATTACHED
    if request.path.startswith(_SIGNED):
        return receiving.MOST
    if request.path == hashing.PATH:
        return hashing.MOST
    at_the_desk = request.path.startswith(_TAKES_FILES) and request.user.is_authenticated
    return FILES if at_the_desk else FORM

"""Pages of the portal that lie ready in memory, and are never stale.

A page is kept together with the head of the audit chain and the day on which it was made. Whoever asks next is
given it only while both are the same: every step that changes anything (a release, a withdrawal, a telephone
number) adds its entry to the chain in its own transaction, so from the moment it stands no process hands out what
was kept before. The price is one look at one row. Kept are pages for people without an account, without any cookie
but that of large print, that set none; each process keeps its own, up to ``GONGKAI_PAGE_MEMORY`` megabytes.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from gongkai.audit import queries
from gongkai.ui.display import COOKIE
from gongkai.ui.middleware import GetResponse

_MARK = "gongkai_kept"
_MEGABYTE = 2**20
# What a client may send that changes nothing on a page.
_COOKIES = frozenset({COOKIE})
# Faces and files that are never kept: not even the chain is asked for them.
_OTHERS = ("/desk/", "/api/", "/accounts/", "/static/", "/ask/", "/follow/", "/healthz")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    headers: tuple[tuple[str, str], ...]
    content: bytes

    def response(self) -> HttpResponse:
        response = HttpResponse(self.content)
        for name, value in self.headers:
            response.headers[name] = value
        return response


class Store:
    """What lies ready of one state of the installation; another state empties it. The oldest goes first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, _Page] = OrderedDict()
        self._state: Key = ()
        self._size = 0
        self._lock = Lock()

    def get(self, state: Key, key: Key) -> _Page | None:
        with self._lock:
            if state != self._state:
                self._empty(state)
            return self._pages.get(key)

    def put(self, state: Key, key: Key, page: _Page, most: int) -> None:
        """Nothing, when the state has changed since."""
        with self._lock:
            if state != self._state or key in self._pages or len(page.content) > most:
                return
            self._pages[key] = page
            self._size += len(page.content)
            while self._size > most:
                _, gone = self._pages.popitem(last=False)
                self._size -= len(gone.content)

    def _empty(self, state: Key) -> None:
        self._pages.clear()
        self._size, self._state = 0, state


def keep(response: HttpResponse) -> HttpResponse:
    """Says of this page that it may be kept (``public_page.kept_page``)."""
    setattr(response, _MARK, True)
    return response


def kept_pages(get_response: GetResponse) -> GetResponse:
    """Stands before whatever packs pages, so that they lie ready packed."""
    store = Store()

    def middleware(request: HttpRequest) -> HttpResponse:
        most = settings.GONGKAI_PAGE_MEMORY * _MEGABYTE
        if most <= 0 or not _plain(request):
            return get_response(request)
        return _answer(request, get_response, store, most)

    return middleware


def _answer(request: HttpRequest, get_response: GetResponse, store: Store, most: int) -> HttpResponse:
    # Asked before the page is made: what changes while it is made cannot be kept under the newer state.
    state, key = (queries.head(), timezone.localdate().isoformat()), _key(request)
    found = store.get(state, key)
    if found is not None:
        return _fresh(request, found)
    response = get_response(request)
    if _may_be_kept(response):
        headers = tuple(response.headers.items())
        store.put(state, key, _Page(headers, response.content), most)
    return response


def _fresh(request: HttpRequest, page: _Page) -> HttpResponse:
    response = page.response()
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    known = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return known if isinstance(known, HttpResponse) else response


def _plain(request: HttpRequest) -> bool:
    return request.method == "GET" and not request.path.startswith(_OTHERS) and request.COOKIES.keys() <= _COOKIES


def _key(request: HttpRequest) -> Key:
    meta = request.META
    packed = "gzip" if "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "") else ""
    large = request.COOKIES.get(COOKIE, "")
    htmx = meta.get("HTTP_HX_REQUEST", "")
    return (meta.get("HTTP_HOST", ""), request.get_full_path(), packed, large, htmx, request.scheme or "")


def _may_be_kept(response: HttpResponse) -> bool:
    marked = getattr(response, _MARK, False) and response.status_code == 200 and not response.streaming
    return bool(marked and not response.cookies and "ETag" in response.headers)

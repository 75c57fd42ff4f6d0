"""Who is asking and what time it is: read once here, handed down to everything else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.agencies.permissions import remembering, within
from gongkai.errors import NotAllowed, Refused

from .locked_year import with_reason

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asking:
    """One person's request at the desk, at one moment."""

    person: Person
    at: datetime

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)

    def within(self, verb: str) -> AgencyQuerySet:
        return within(self.person, verb, on=self.on)

    def may_somewhere(self, verb: str) -> bool:
        return self.within(verb).exists()

    def ensure_somewhere(self, verb: str) -> None:
        """NotAllowed for a page that this person has nothing to do with."""
        if not self.may_somewhere(verb):
            raise NotAllowed("您的角色没有这一页。需要时，请向本机关的系统管理员申请相应角色。")

    def agency(self, verb: str, pk: int) -> Agency:
        """The agency, if this may be done there; one that may not even be known about is simply not there."""
        found = self.within(verb).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found


_LOOKING = ("GET", "HEAD")
View = Callable[Concatenate[HttpRequest, Asking, P], HttpResponseBase]
Plain = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def _desk(view: View[P], methods: tuple[str, ...]) -> Plain[P]:
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with remembering() if request.method in _LOOKING else nullcontext():
            response = _answer(request, methods) or _answered(request, view, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    update_wrapper(inner, view)
    return inner


def _answered(request: HttpRequest, view: View[P], *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
    """The page; where it takes a step in a locked year, the reason for it is asked for."""
    asking = _asking(request)
    if request.method in _LOOKING:
        return view(request, asking, *args, **kwargs)
    return with_reason(request, lambda: view(request, asking, *args, **kwargs))


def reading(view: View[P]) -> Plain[P]:
    """A page of the desk: signed in, never cached, only looked at."""
    return _desk(view, ("GET", "HEAD"))


def working(view: View[P]) -> Plain[P]:
    """A page of the desk with a form: GET shows it, POST sends it."""
    return _desk(view, ("GET", "HEAD", "POST"))


def sending(view: View[P]) -> Plain[P]:
    """A step of the desk: POST only."""
    return _desk(view, ("POST",))


def _answer(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse | None:
    """What comes before the view: sign in first, and only by the methods it has."""
    if not isinstance(request.user, Person):
        return _to_login(request)
    return None if request.method in methods else HttpResponseNotAllowed(methods)


def _to_login(request: HttpRequest) -> HttpResponse:
    """A piece that asks by itself must not get the sign-in page in its place: the whole page goes there."""
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/desk/"
    return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(page)["Location"]})


def _asking(request: HttpRequest) -> Asking:
    if not isinstance(request.user, Person):
        raise NotAllowed("请先登录。")
    return Asking(request.user, timezone.now())


def accepted(form: BaseForm, step: Callable[[], object]) -> bool:
    """Takes the step a valid form asks for; a refusal is shown in the form, with everything that was typed.

    NotAllowed is not a mistake in a form and goes on to its page.
    """
    try:
        step()
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def posted(request: HttpRequest) -> Any:
    """What was sent, None for a page that is only looked at. An empty QueryDict is sent, too: it is asked for."""
    return request.POST if request.method == "POST" else None


def posted_with_files(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def there(get: Callable[[], T]) -> T:
    """What a query finds for this person; what it does not find is a page that is not there."""
    try:
        return get()
    except ObjectDoesNotExist:
        raise Http404 from None

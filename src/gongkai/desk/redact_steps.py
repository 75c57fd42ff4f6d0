"""The steps of redacting, each sent by a form beside the page: boxes, what is found, decisions, the copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.cases import blackening
from gongkai.cases.models import Case, Release
from gongkai.documents import redacting
from gongkai.documents.models import Redaction
from gongkai.errors import GongkaiError, NotAllowed, Refused
from gongkai.papers.redaction import Box

from .access import Asking, sending
from .numbers import number
from .redact_forms import BoxForm, KindForm, PageForm, TermForm
from .redact_page import found_on, page_number, shown
from .release_found import prepares, release_of


class Sent:
    """What was sent about one page of one file."""

    def __init__(self, request: HttpRequest, asking: Asking, case: Case, release: Release) -> None:
        assert release.redaction is not None
        self.request, self.asking, self.case, self.release = request, asking, case, release
        self.redaction: Redaction = release.redaction
        self.page = page_number(request.POST.get("page"), self.redaction)
        self.grounds = blackening.grounds(asking.on)

    @property
    def which(self) -> dict[str, Any]:
        """How the boxes stood when the page was opened, and when this is."""
        return {"revision": number(self.request.POST.get("revision", "")), "at": self.asking.at}

    def form(self, kind: type[Any], prefix: str) -> Any:
        return kind(self.request.POST, prefix=prefix, grounds=self.grounds)

    def remember(self, ground: str) -> None:
        self.request.session["redact_ground"] = ground

    def again(self, **more: Any) -> HttpResponse:
        """The page with what was typed, or found."""
        fresh = Redaction.objects.select_related("original", "result").get(pk=self.redaction.pk)
        return shown(self.request, self.asking, self.case, self.release, fresh, self.page, **more)

    def found(self, hits: redacting.Hits, ground: str, term: str, **more: Any) -> HttpResponse:
        """The page with what was found, to accept."""
        self.remember(ground)
        return self.again(
            searched=True, found=found_on(self.redaction, hits.boxes), unread=hits.unread, found_term=term,
            found_ground=ground, **more,
        )  # fmt: skip

    def back(self, words: str, *, to: int | None = None) -> HttpResponse:
        messages.success(self.request, words)
        address = reverse("desk:redact", args=[self.case.pk, self.release.pk])
        return redirect(f"{address}?page={to or self.page}")


Step = Callable[[Sent], HttpResponse]


@sending
def redact_do(request: HttpRequest, asking: Asking, pk: int, release: int, verb: str) -> HttpResponse:
    case, one = release_of(asking, pk, release)
    step = STEPS.get(verb)
    if step is None or one.redaction is None:
        raise Http404
    if not prepares(asking, case):
        raise NotAllowed("现在不能修改遮盖：须由本机关经办人在提交审批以前办理。")
    return step(Sent(request, asking, case, one))


def _try(sent: Sent, name: str, form: forms.Form, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Take a step; a refusal comes back in its form, with everything that was typed."""
    if form.is_valid():
        try:
            return act()
        except NotAllowed:
            raise
        except GongkaiError as problem:
            form.add_error(None, str(problem))
    return sent.again(**{name: form})


def _box(sent: Sent) -> HttpResponse:
    form = sent.form(BoxForm, "box")

    def act() -> HttpResponse:
        try:
            boxes = form.boxes(sent.page - 1)
        except ValueError as error:
            raise Refused("画的框没有完整送到，请重新画框。") from error
        new = blackening.draw(sent.asking.person, sent.case, sent.release, boxes, **sent.which)
        sent.remember(form.cleaned_data["ground"])
        return sent.back(f"已加 {new} 个遮盖框。")

    return _try(sent, "box_form", form, act)


def _erase(sent: Sent) -> HttpResponse:
    keys = [key for one in sent.request.POST.getlist("box") if (key := number(one)) is not None]

    def act() -> str:
        gone = blackening.erase(sent.asking.person, sent.case, sent.release, keys, **sent.which)
        return f"已删去 {gone} 个遮盖框。"

    return _plain(sent, act)


def _term(sent: Sent) -> HttpResponse:
    form = sent.form(TermForm, "term")

    def act() -> HttpResponse:
        term, ground = form.cleaned_data["term"], form.cleaned_data["ground"]
        hits = redacting.hits_of_term(sent.redaction, term, reason=ground)
        return sent.found(hits, ground, term, term_form=form)

    return _try(sent, "term_form", form, act)


def _kinds(sent: Sent) -> HttpResponse:
    form = sent.form(KindForm, "kind")

    def act() -> HttpResponse:
        ground = form.cleaned_data["ground"]
        hits = redacting.hits_of_kinds(sent.redaction, form.cleaned_data["kinds"], reason=ground)
        return sent.found(hits, ground, "", kind_form=form)

    return _try(sent, "kind_form", form, act)


def _accept(sent: Sent) -> HttpResponse:
    """Proposals that somebody left ticked become boxes, kind by kind. Where some were not, the others are covered
    at their place only: what was left on purpose may be seen."""
    ground, term = sent.request.POST.get("ground", ""), sent.request.POST.get("term", "")
    values = sent.request.POST.getlist("found")
    here_only = len(values) < (number(sent.request.POST.get("total", "")) or 0)

    def act() -> str:
        by_kind: dict[str, list[Box]] = {}
        for value in values:
            kind, box = _proposal(value, ground)
            by_kind.setdefault(kind, []).append(replace(box, here_only=here_only))
        which, new = sent.which, 0
        for kind, boxes in by_kind.items() or [("", [])]:
            new += blackening.draw(
                sent.asking.person, sent.case, sent.release, boxes, term=term, kind=kind, **which
            )
            which = {"at": which["at"]}  # the boxes before these were our own
        return f"已加 {new} 个遮盖框。"

    return _plain(sent, act)


def _proposal(value: str, ground: str) -> tuple[str, Box]:
    try:
        page, x0, y0, x1, y1, kind = value.split(",")
        return kind, Box(int(page), float(x0), float(y0), float(x1), float(y1), ground)
    except ValueError as error:
        raise Refused("所选的结果没有完整送到，请重新查找。") from error


def _decide(sent: Sent) -> HttpResponse:
    form = sent.form(PageForm, "page")

    def act() -> HttpResponse:
        decision, ground = form.cleaned_data["decision"], form.cleaned_data["ground"]
        blackening.decide(
            sent.asking.person, sent.case, sent.release, {sent.page - 1: (decision, ground)}, **sent.which
        )
        rest = [n + 1 for n in redacting.undecided(sent.redaction)]
        following = next((n for n in rest if n > sent.page), next((n for n in rest if n != sent.page), sent.page))
        return sent.back(f"第 {sent.page} 页已决定。", to=following)

    return _try(sent, "page_form", form, act)


def _rest(sent: Sent) -> HttpResponse:
    def act() -> str:
        rest = blackening.decide_rest(sent.asking.person, sent.case, sent.release, **sent.which)
        return f"其余 {rest} 页全部提供。"

    return _plain(sent, act)


def _burn(sent: Sent) -> HttpResponse:
    def act() -> str:
        blackening.burn(sent.asking.person, sent.case, sent.release, **sent.which)
        return "正在生成遮盖件并重新读取验证；可以离开这一页，生成不会中断。"

    return _plain(sent, act)


def _plain(sent: Sent, act: Callable[[], str]) -> HttpResponse:
    """A step without fields; a refusal is said on top."""
    try:
        return sent.back(act())
    except NotAllowed:
        raise
    except GongkaiError as problem:
        messages.error(sent.request, str(problem))
        return redirect(f"{reverse('desk:redact', args=[sent.case.pk, sent.release.pk])}?page={sent.page}")


STEPS: Mapping[str, Step] = {
    "box": _box,
    "erase": _erase,
    "term": _term,
    "kinds": _kinds,
    "accept": _accept,
    "decide": _decide,
    "rest": _rest,
    "burn": _burn,
}

"""One file that is given: what it hides, in which form it leaves, and the look of another person at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import blackening, releases, releasing
from gongkai.cases.models import Case, Release
from gongkai.documents import examining
from gongkai.documents.models import Examination, Redaction, StoredFile
from gongkai.errors import GongkaiError, NotAllowed

from . import case_words
from .access import Asking, reading, sending
from .case_fields import text, words
from .numbers import number
from .release_found import checks, leaves_as, prepares, release_of, standing
from .release_proof import proof_words

Act = Callable[[Any, Case, Release, dict[str, Any]], object]


# Kinds that have no pages of their own: boxes are drawn on a PDF printed from them.
_NO_PAGES = frozenset({"docx", "xlsx", "ole", "ofd", "html", "text", "json", "zip"})


class ReasonForm(forms.Form):
    """Why it leaves all the same."""

    reason = text("仍然提供的理由", rows=2, required=False, most=2000,
                  hint="看过哪些、为什么可以提供；记入案卷，申请人看不到")  # fmt: skip


class RefuseForm(forms.Form):
    """What has to be put right."""

    reason = text("退回的理由", rows=3, hint="哪一页、哪一处、怎样改", most=2000)


class TitleForm(forms.Form):
    title = words("申请人看到的文件名称", most=150)


class NoForm(forms.Form):
    """Nothing to enter."""


@dataclass(frozen=True, slots=True)
class Verb:
    """``done``: what is said afterwards; ``to_list``: the release may be gone."""

    act: Act
    done: str
    form: type[forms.Form] = NoForm
    to_list: bool = False


def _examine(user: Any, case: Case, release: Release, given: dict[str, Any]) -> object:
    return releasing.examine(user, release, at=given["at"])


def _begin(user: Any, case: Case, release: Release, given: dict[str, Any]) -> object:
    return blackening.begin(user, case, release, at=given["at"])


def _of(action: Callable[..., object]) -> Act:
    return lambda user, case, release, given: action(user, case, release, **given)


VERBS: Mapping[str, Verb] = {
    "examine": Verb(_examine, "检查完成。"),
    "rename": Verb(_of(releasing.rename), "名称已修改。", TitleForm),
    "drop": Verb(_of(releasing.drop), "已从提供清单中去掉；原件仍在案卷中。", to_list=True),
    "as-it-is": Verb(_of(releasing.as_it_is), "按原件提供；请另一人核对。", ReasonForm),
    "clean": Verb(_of(releasing.clean), "隐藏信息已清除；原件没有改动。"),
    "cleaned": Verb(_of(releasing.cleaned), "提供清除隐藏信息后的文件；请另一人核对。", ReasonForm),
    "redact": Verb(_begin, "可以开始遮盖。"),
    "redacted": Verb(_of(releasing.redacted), "提供遮盖件；请另一人核对。", ReasonForm),
    "check": Verb(_of(releasing.check), "已核对。"),
    "refuse": Verb(_of(releasing.refuse), "已退回。", RefuseForm, to_list=True),
}


@reading
def release(request: HttpRequest, asking: Asking, pk: int, release: int) -> HttpResponse:
    case, one = release_of(asking, pk, release)
    return _page(request, asking, case, one, {})


@sending
def release_do(request: HttpRequest, asking: Asking, pk: int, release: int, verb: str) -> HttpResponse:
    case, one = release_of(asking, pk, release)
    step = VERBS.get(verb)
    if step is None:
        raise Http404
    form = step.form(request.POST, prefix=verb)
    if not form.is_valid():
        return _page(request, asking, case, one, {verb: form})
    given = {**form.cleaned_data, "at": asking.at}
    if verb not in ("examine", "redact"):
        given["revision"] = number(request.POST.get("revision", ""))
    try:
        step.act(asking.person, case, one, given)
    except NotAllowed:
        raise
    except GongkaiError as problem:
        form.add_error(None, str(problem))
        return _page(request, asking, *release_of(asking, pk, release), {verb: form})
    messages.success(request, step.done)
    if step.to_list:
        return redirect("desk:releases", pk=pk)
    return redirect("desk:redact" if verb == "redact" else "desk:release", pk=pk, release=release)


def _page(
    request: HttpRequest, asking: Asking, case: Case, one: Release, sent: Mapping[str, forms.Form]
) -> HttpResponse:
    drawn = one.redaction
    initial = {"title": one.title}
    sheets = {name: sent.get(name) or verb.form(prefix=name, initial=initial) for name, verb in VERBS.items()}
    at = _page_number(request, one)
    before, after = _report(one.source.file), _report(one.cleaned)
    burned = _report(drawn.result) if drawn is not None else None
    for name, report in (("as-it-is", before), ("cleaned", after), ("redacted", burned)):
        sheets[name].fields["reason"].required = _needs_reason(report, drawn if name == "redacted" else None)
    context = {
        "case": case,
        "title": case_words.title(case),
        "release": one,
        "standing": standing(one),
        "leaves_as": leaves_as(one),
        "outgoing_name": releases.outgoing_name(one),
        "forms": sheets,
        "as_it_is": sheets["as-it-is"],
        "failed": next(iter(sent.values()), None),
        "examination": before,
        "findings": examining.findings(before) if before else (),
        "removed": _gone(before, after),
        "left": examining.findings(after) if after else (),
        "proof": proof_words(drawn) if drawn is not None and drawn.result is not None else None,
        "result_findings": _open(burned, drawn),
        "outgoing": (outgoing := _report(one.file)),
        "outgoing_findings": _open(outgoing, drawn if releases.is_redacted(one) else None),
        "may_prepare": prepares(asking, case),
        "has_pages": one.source.file.kind not in _NO_PAGES,
        "may_check": checks(asking, case, one),
        "redacted": releases.is_redacted(one),
        "page": at,
        "pages": len(drawn.sheets) if drawn is not None else 0,
        "previous": at - 1 if at > 1 else None,
        "following": at + 1 if drawn is not None and at < len(drawn.sheets) else None,
    }
    return render(request, "desk/releases/one.html", context)


def _page_number(request: HttpRequest, one: Release) -> int:
    last = len(one.redaction.sheets) if one.redaction is not None else 1
    return min(max(number(request.GET.get("page", "")) or 1, 1), max(last, 1))


def _report(file: StoredFile | None) -> Examination | None:
    return examining.known(file) if file is not None else None


def _gone(before: Examination | None, after: Examination | None) -> tuple[Any, ...]:
    """What the cleaned copy no longer has."""
    if before is None or after is None:
        return ()
    left = set(examining.findings(after))
    kinds = {one.kind for one in left}
    return tuple(one for one in examining.findings(before) if one not in left and one.kind not in kinds)


def _open(report: Examination | None, burned: Redaction | None) -> tuple[Any, ...]:
    """What somebody has to answer for, once it was examined."""
    return releases.open_findings(report, releases.burned_pages(burned)) if report else ()


def _needs_reason(report: Examination | None, burned: Redaction | None) -> bool:
    """Something is in it, or nobody could look."""
    return report is not None and (not report.examined or bool(_open(report, burned)))

"""The files of a case, and what is masked of whoever asks: a paper of identity and each look leave their mark."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.cases import identity, masking
from gongkai.cases.archiving import bundle
from gongkai.cases.models import Applicant, Case

from . import case_words
from .access import Asking, reading, sending, there
from .case_found import case_of, may
from .case_letter import download, may_read

_LABELS = {
    "name": "姓名或者名称",
    "representative": "法定代表人或者负责人",
    "document_number": "证件号码",
    "phone": "联系电话",
    "email": "电子邮箱",
    "address": "通信地址",
}


@reading
def case_file(request: HttpRequest, asking: Asking, pk: int, file: int) -> HttpResponse:
    """A paper of the file, except those that show who somebody is."""
    case = case_of(asking, pk)
    found = there(lambda: case.files.select_related("file", "case__agency").get(pk=file))
    if not may_read(asking, case) or found.what in identity.PERSONAL_PAPERS:
        raise Http404
    return download(identity.look(asking.person, found, at=asking.at), found.name, "application/octet-stream")


@sending
def identity_paper(request: HttpRequest, asking: Asking, pk: int, file: int) -> HttpResponse:
    """A paper of identity or a power of attorney: asked for by a button, and recorded."""
    case = _identified(asking, pk)
    found = there(lambda: case.files.select_related("file", "case__agency").get(pk=file))
    if found.what not in identity.PERSONAL_PAPERS:
        raise Http404
    return download(
        identity.open_paper(asking.person, found, at=asking.at), found.name, "application/octet-stream"
    )


@sending
def reveal(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Everything known of the applicant, shown once. Each field that is opened is recorded."""
    case = _identified(asking, pk)
    who = case.applicant
    fields = [name for name in _LABELS if getattr(who, name)]
    opened = [(_label(name), identity.reveal(asking.person, who, name, at=asking.at)) for name in fields]
    context = {"case": case, "title": case_words.title(case), "opened": opened, "masked": masked(who)}
    return render(request, "desk/cases/identity.html", context)


@sending
def bundle_file(request: HttpRequest, asking: Asking, pk: int) -> FileResponse:
    """The file of the answer as it stood at the decision, for a review body or a court; recorded."""
    case = case_of(asking, pk)
    if not may_bundle(asking, case):
        raise Http404
    return _zip(bundle.make(asking.person, case, at=asking.at))


@sending
def whole_file(request: HttpRequest, asking: Asking, pk: int) -> FileResponse:
    """Everything there is of it, for the agency itself and an archive; recorded."""
    case = case_of(asking, pk)
    if not may_bundle(asking, case):
        raise Http404
    return _zip(bundle.whole(asking.person, case, at=asking.at))


def _zip(found: bundle.Bundle) -> FileResponse:
    """Off the disk, piece by piece; the file ends with the answer."""
    return FileResponse(found.file, as_attachment=True, filename=found.name, content_type="application/zip")


def may_bundle(asking: Asking, case: Case) -> bool:
    """Who works on it or approves, of the agency itself: papers of identity are in it."""
    works = may(asking, "cases.work", case) or may(asking, "cases.approve", case)
    return works and may(asking, "cases.identity", case)


def masked(who: Applicant) -> str:
    return masking.name(who.name, who.kind)


def _identified(asking: Asking, pk: int) -> Case:
    case = case_of(asking, pk)
    if not may(asking, "cases.identity", case):
        raise Http404
    return case


def _label(name: str) -> str:
    return _LABELS[name]

"""One thing that came in: looked at, settled, its scans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.cases import channels, identity, mailbox
from gongkai.cases import incoming as actions
from gongkai.cases.following import taking
from gongkai.cases.models import CaseFile, Incoming, IncomingFile, Submission
from gongkai.documents import scanning
from gongkai.errors import Refused

from .access import Asking, accepted, posted, posted_with_files, reading, sending, there, working
from .case_found import visible as visible_cases
from .case_letter import download
from .incoming_forms import AttachForm, DuplicateForm, NotRequestForm, PaperForm, TakeInForm, papers_of


@dataclass(frozen=True, slots=True)
class Came:
    """A file of it; ``scanned`` says what the virus scanner said, "" for what was scanned in by the office."""

    row: IncomingFile
    what: str
    scanned: str
    held: bool


def files_of(found: Incoming) -> list[Came]:
    """What strangers sent says of itself whether a scanner looked at it: nothing passes as clean in silence."""
    strange = found.channel in channels.ELECTRONIC
    return [_came(one, strange) for one in found.files.select_related("file__scan")]


def _came(one: IncomingFile, strange: bool) -> Came:
    looked = scanning.outcome(one.file)
    what = CaseFile.What(one.what).label if one.what else ""
    return Came(one, what, looked.words if strange or looked.state else "", looked.held)


def incoming_of(asking: Asking, pk: int) -> Incoming:
    """For looking at."""
    return there(lambda: actions.register_of(asking.person, on=asking.on).get(pk=pk))


def to_settle(asking: Asking, pk: int) -> Incoming:
    """For working on."""
    return there(lambda: actions.visible(asking.person, on=asking.on).select_related("agency").get(pk=pk))


@working
def incoming_new(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Take something in: whoever types it has read it."""
    asking.ensure_somewhere("cases.register")
    agencies = asking.within("cases.register").on(asking.on)
    form = TakeInForm(*posted_with_files(request), agencies=agencies, today=asking.on)
    made: list[Incoming] = []
    if form.is_valid() and accepted(
        form, lambda: made.append(actions.take_in(asking.person, **form.given(), opened=True, at=asking.at))
    ):
        messages.success(request, f"来件已登记，编号 {made[0].number}。请接着处理。")
        return redirect("desk:incoming_one", pk=made[0].pk)
    return render(request, "desk/incoming/new.html", {"form": form})


@reading
def incoming_one(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Who sent it and what it says is shown to those who may register it, once somebody has opened it."""
    found = incoming_of(asking, pk)
    mine = asking.within("cases.register").filter(pk=found.agency_id).exists()
    paper = taking.of_incoming(found)
    context = {
        "incoming": found,
        "mine": mine,
        "opened": mine and found.opened_at is not None,
        "files": files_of(found),
        "duplicates": found.duplicates.all(),
        "submission": Submission.objects.filter(incoming=found).first(),
        "has_code": found.access_codes.exists(),
        "may_code": found.settled_as in ("", Incoming.SettledAs.CASE),
        "paper": paper,
        "about": taking.case_of(paper) if paper else None,
    }
    return render(request, "desk/incoming/one.html", context)


@sending
def incoming_open(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = to_settle(asking, pk)
    actions.open_it(asking.person, found, at=asking.at)
    return redirect("desk:incoming_one", pk=pk)


@reading
def incoming_file(request: HttpRequest, asking: Asking, pk: int, file: int) -> HttpResponse:
    """Only for those who may register it: identity papers are among what comes in, so each look is recorded."""
    found = to_settle(asking, pk)
    if found.opened_at is None:
        raise Http404
    kept = there(lambda: found.files.select_related("file", "incoming__agency").get(pk=file))
    data = identity.look_at_incoming(asking.person, kept, at=asking.at)
    return download(data, kept.name, "application/octet-stream")


@reading
def incoming_text(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """The words of an e-mail, so that nobody needs a mail program to read a request; a look as at its raw form."""
    found = to_settle(asking, pk)
    raw = found.files.filter(raw=True).select_related("file", "incoming__agency").first()
    if found.opened_at is None or raw is None:
        raise Http404
    identity.look_at_incoming(asking.person, raw, at=asking.at)
    return render(request, "desk/incoming/text.html", {"incoming": found, "text": mailbox.text_of(found)})


@working
def incoming_attach(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = to_settle(asking, pk)
    form = AttachForm(*posted_with_files(request))

    def step() -> object:
        return actions.attach(asking.person, found, papers_of(form.cleaned_data["papers"]), at=asking.at)

    return _sheet(request, found, form, step, "补充扫描件", "上传", "扫描件已保存。")


@working
def incoming_not_request(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = to_settle(asking, pk)
    form = NotRequestForm(posted(request))

    def step() -> object:
        return actions.not_a_request(asking.person, found, reason=form.cleaned_data["reason"], at=asking.at)

    words = (
        "不是要求获取政府信息的来件（信访、咨询、广告等）写明理由并告知来件人去处；来件仍留在登记簿里，不能删除。"
    )
    return _sheet(request, found, form, step, "不是政府信息公开申请", "登记为不是公开申请", "已登记。", words)


@working
def incoming_duplicate(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = to_settle(asking, pk)
    form = DuplicateForm(posted(request), incoming=found)

    def step() -> object:
        return actions.duplicate(asking.person, found, of=form.cleaned_data["of"], at=asking.at)

    words = "同一份来件先传真后邮寄等情形。两个人提出的内容相同的申请是两件，不是重复来件。"
    return _sheet(request, found, form, step, "重复来件", "登记为重复来件", "已登记为重复来件。", words)


@working
def incoming_paper(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = to_settle(asking, pk)
    matched = found.matched_case.number if found.matched_case else ""
    form = PaperForm(posted(request), initial={"case": matched})

    def step() -> object:
        number = form.cleaned_data["case"].strip()
        case = visible_cases(asking).filter(agency=found.agency, number=number).first()
        if case is None:
            raise Refused(f"本机关没有编号为“{number}”的申请，请核对。")
        return actions.paper(asking.person, found, case=case, what=form.cleaned_data["what"], at=asking.at)

    words = "来件是办理中的申请的补正、意见、回执等材料。归入以后，到申请页面登记相应的步骤（如收到补正）。"
    return _sheet(request, found, form, step, "归入办理中的申请", "归入", "已归入该申请的材料。", words)


def _sheet(
    request: HttpRequest,
    found: Incoming,
    form: Form,
    step: Callable[[], object],
    heading: str,
    button: str,
    done: str,
    words: str = "",
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, done)
        return redirect("desk:incoming_one", pk=found.pk)
    context = {"incoming": found, "form": form, "heading": heading, "button": button, "words": words}
    return render(request, "desk/incoming/sheet.html", context)

"""The files that are given with an answer, and how each becomes fit to leave the house.

choose / drop(user, case, …)                         which papers of the file are given in this round
clean(user, case, release, …)                        a copy without what the original hides
as_it_is / cleaned / redacted(user, case, release)   what leaves: the original, that copy, the redacted one
check / refuse(user, case, release, …)               by another person, with the right to review

Nothing leaves before it was examined for what it hides; what was found, or that nobody could look, is let through
with a written reason only. A case of which nothing is chosen (a paper is handed over) asks for nothing here. The
boxes are drawn in ``blackening``; what was chosen, and what of it is ready, is asked of ``releases``.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day, person
from gongkai.cases import events, releases
from gongkai.cases.acting import allow, finish, hold, words
from gongkai.cases.filing import frozen
from gongkai.cases.models import Case, CaseFile, Release
from gongkai.cases.states import after
from gongkai.documents import actions as documents
from gongkai.documents import examining, redacting
from gongkai.documents.models import Examination, StoredFile
from gongkai.documents.names import safe
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.notices import alarms

PREPARES, CHECKS = "cases.release", "cases.review"


@transaction.atomic
def choose(
    user: Who, case: Case, *, source: CaseFile, title: str = "", revision: int | None = None, at: datetime
) -> Release:
    """This paper is given. Refused for one that is not in the file as information to be given."""
    held, me = preparing(user, case, revision, at)
    if not releases.sources(held).filter(pk=source.pk).exists():
        raise Refused("只能提供案卷中登记为“拟提供的政府信息”的材料；请先用“加入材料”登记。")
    if releases.of(held).filter(source=source).exists():
        raise Refused("这份材料已经在提供清单中。")
    made = Release.objects.create(
        case=held,
        round=held.round,
        source=source,
        title=safe(title or source.name),
        prepared_by=me,
        prepared_at=at,
    )
    _done(user, held, "choose_file", made, at)
    return made


@transaction.atomic
def drop(user: Who, case: Case, release: Release, *, revision: int | None = None, at: datetime) -> None:
    """It is not given after all; what was drawn over it goes with it, the paper stays in the file."""
    held, _ = preparing(user, case, revision, at)
    mine = locked(held, release)
    data, drawn = {"release": mine.pk, "sha256": mine.source.file.sha256}, mine.redaction
    copies = [mine.cleaned_id, drawn.result_id if drawn is not None else None]
    mine.delete()
    if drawn is not None:
        drawn.delete()
    documents.forget(key for key in copies if key is not None)
    finish(user, held, "release", "drop_file", data=data, at=at)


@transaction.atomic
def rename(
    user: Who, case: Case, release: Release, *, title: str, revision: int | None = None, at: datetime
) -> Release:
    """What the applicant sees it called; a check is a check of that as well. Where somebody else prepared what
    leaves, it is prepared anew: whoever checks was neither of the two."""
    held, me = preparing(user, case, revision, at)
    mine = locked(held, release)
    mine.title = safe(words(title, "请填写文件名称。"))
    if mine.prepared_by_id != me.pk:
        mine.file, mine.reason = None, ""
    _prepared_by(mine, me, at)
    _done(user, held, "prepare_file", mine, at)
    return mine


def examine(user: Who, release: Release, *, at: datetime) -> Examination:
    """The report on the original, made when there is none. It may take a minute and holds nothing meanwhile."""
    allow(user, PREPARES, release.case, on=day(at))
    return examining.examine(release.source.file, at=at)


def as_it_is(
    user: Who, case: Case, release: Release, *, reason: str = "", revision: int | None = None, at: datetime
) -> Release:
    """The original leaves. Refused when something was found in it, or nobody could look, and no reason says why it
    leaves all the same."""
    ensure_preparing(user, case, at)
    return _prepare(user, case, release, release.source.file, reason=reason, revision=revision, at=at)


def clean(user: Who, case: Case, release: Release, *, revision: int | None = None, at: datetime) -> Release:
    """Make a copy that hides nothing; where nothing at all is left to answer for, it is what leaves (``cleaned``
    with a reason otherwise). Refused, Unreadable or TooLarge where this file cannot be cleaned."""
    ensure_preparing(user, case, at)
    examining.examine(release.source.file, at=at)
    copy = examining.clean_copy(release.source.file, at=at)
    report = examining.examine(copy.file, at=at)
    with transaction.atomic():
        held, me = preparing(user, case, revision, at)
        mine = locked(held, release)
        before, mine.cleaned = mine.cleaned_id, copy.file
        mine.file = copy.file if report.examined and not report.count else None
        mine.reason = ""
        _prepared_by(mine, me, at)
        if before is not None and before != copy.file.pk:
            documents.forget([before])
        _done(user, held, "clean_file", mine, at)
    return mine


def cleaned(
    user: Who, case: Case, release: Release, *, reason: str = "", revision: int | None = None, at: datetime
) -> Release:
    """The cleaned copy leaves. What is left in it needs a reason, too."""
    ensure_preparing(user, case, at)
    if release.cleaned is None:
        raise WrongState("还没有清除隐藏信息；请先清除。")
    return _prepare(user, case, release, release.cleaned, reason=reason, revision=revision, at=at)


def redacted(
    user: Who, case: Case, release: Release, *, reason: str = "", revision: int | None = None, at: datetime
) -> Release:
    """The copy with the boxes burned in leaves. WrongState before it was burned and proved."""
    ensure_preparing(user, case, at)
    drawn = release.redaction
    if drawn is None or drawn.result is None:
        raise WrongState("还没有生成遮盖件；请先完成遮盖。")
    if drawn.refused_reason:
        raise WrongState("这份遮盖件已被核对人退回；请按退回的理由修改以后重新生成。")
    return _prepare(user, case, release, drawn.result, reason=reason, revision=revision, at=at)


def _prepare(
    user: Who,
    case: Case,
    release: Release,
    file: StoredFile,
    *,
    reason: str,
    revision: int | None,
    at: datetime,
) -> Release:
    """Examined first, in its own time; then bound to the release, when nobody changed anything meanwhile."""
    report = examining.examine(file, at=at)
    by_burning = release.redaction is not None and release.redaction.result == file
    _ensure_accepted(report, reason, releases.burned_pages(release.redaction) if by_burning else frozenset())
    with transaction.atomic():
        held, me = preparing(user, case, revision, at)
        mine = locked(held, release)
        drawn = mine.redaction
        if by_burning and (drawn is None or drawn.result != file):
            raise WrongState("遮盖刚刚有人改过，请重新生成遮盖件。")
        mine.file, mine.reason = file, reason.strip()
        _prepared_by(mine, me, at)
        _done(user, held, "prepare_file", mine, at)
    return mine


def _ensure_accepted(report: Examination, reason: str, burned: frozenset[str]) -> None:
    if reason.strip():
        return
    if not report.examined:
        raise Refused(
            f"这份文件没有检查完（{report.unexamined.rstrip('。')}）；仍要提供的，请写明理由，否则请遮盖或者另存后重新加入。"
        )
    if releases.open_findings(report, burned):
        raise Refused("检查出上面所列的内容；请清除、遮盖，或者逐项看过以后写明仍然提供的理由。")


def _prepared_by(mine: Release, me: Person, at: datetime) -> None:
    """Anew: an earlier check was of something else."""
    mine.prepared_by, mine.prepared_at = me, at
    mine.checked_by, mine.checked_at, mine.refused_reason = None, None, ""
    mine.save()


@transaction.atomic
def check(user: Who, case: Case, release: Release, *, revision: int | None = None, at: datetime) -> Release:
    """Another person looked at what leaves. NotAllowed for whoever prepared it or drew a box on it."""
    held, me, mine = _checking(user, case, release, revision, at)
    mine.checked_by, mine.checked_at, mine.refused_reason = me, at, ""
    mine.save()
    if releases.is_redacted(mine) and mine.redaction is not None:
        redacting.check(me, mine.redaction, at=at)
    events.add(held, "file-checked", day(at), data={"passed": True}, by=user, at=at)
    _done(user, held, "check_file", mine, at, verb="review")
    return mine


@transaction.atomic
def refuse(
    user: Who, case: Case, release: Release, *, reason: str, revision: int | None = None, at: datetime
) -> Release:
    """Back to whoever prepared it, with what has to be put right."""
    held, me, mine = _checking(user, case, release, revision, at)
    why = words(reason, "请写明退回的理由：哪一页、哪一处、怎样改。")
    if releases.is_redacted(mine) and mine.redaction is not None:
        redacting.refuse(me, mine.redaction, reason=why, at=at)
    mine.file, mine.reason, mine.refused_reason = None, "", why
    mine.checked_by, mine.checked_at = None, None
    mine.save()
    events.add(held, "file-checked", day(at), data={"passed": False}, by=user, at=at)
    _tell_preparer(held, mine, at)
    _done(user, held, "refuse_file", mine, at, verb="review")
    return mine


def _tell_preparer(case: Case, mine: Release, at: datetime) -> None:
    """Neither what the file is called nor the reason travels by mail."""
    alarms.put(
        mine.prepared_by, case.agency, occasion=f"{mine.key}:refused:{case.revision}", about=case.key,
        subject="依申请公开：一份拟提供的文件核对未通过",
        body=f"{case.number}有一份拟提供的文件核对未通过，退回的理由见这件申请的“提供的文件”。", at=at,
    )  # fmt: skip


def _checking(
    user: Who, case: Case, release: Release, revision: int | None, at: datetime
) -> tuple[Case, Person, Release]:
    held = hold(user, case, CHECKS, "review", revision=revision, at=at)
    me = person(user)
    if me is None:
        raise NotAllowed("核对须由本人登录办理。")
    _ensure_open(held)
    mine = locked(held, release)
    if mine.file is None:
        raise WrongState("这份文件还没有准备好，不能核对。")
    if mine.checked_by_id is not None:
        raise WrongState("这份文件已经核对。")
    if not releases.of_others(Release.objects.filter(pk=mine.pk), me).exists():
        raise NotAllowed("这份文件是您准备的或者您画过遮盖框，不能由您核对；请由其他人核对。")
    return held, me, mine


def preparing(user: Who, case: Case, revision: int | None, at: datetime) -> tuple[Case, Person]:
    """The case held, and who prepares. NotAllowed for who may not; WrongState once the decision was approved."""
    held = hold(user, case, PREPARES, "release", revision=revision, at=at)
    me = person(user)
    if me is None:
        raise NotAllowed("准备提供的文件须由本人登录办理。")
    _ensure_open(held)
    return held, me


def ensure_preparing(user: Who, case: Case, at: datetime) -> None:
    """Before a file is looked into, which takes long: NotAllowed or WrongState as it will be said afterwards."""
    allow(user, PREPARES, case, on=day(at))
    after(case.state, "release")
    _ensure_open(case)


def _ensure_open(case: Case) -> None:
    """What was approved is given as it was approved."""
    if frozen(case) is not None:
        raise WrongState("处理决定已经批准，提供的文件不能再改；确需修改的，请先由负责人退回。")


def locked(case: Case, release: Release) -> Release:
    """The release of this case and round as it is now, held until the transaction ends."""
    rows = Release.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("source__file", "file", "cleaned", "redaction__result").filter(
        pk=release.pk, case=case, round=case.round
    )
    mine = found.first()
    if mine is None:
        raise WrongState("这份文件已经不在提供清单中。")
    return mine


def _done(user: Who, case: Case, action: str, mine: Release, at: datetime, *, verb: str = "release") -> None:
    data = {
        "release": mine.pk,
        "before": mine.source.file.sha256,
        "sha256": mine.file.sha256 if mine.file else "",
        "with_reason": bool(mine.reason),
    }
    finish(user, case, verb, action, data=data, at=at)

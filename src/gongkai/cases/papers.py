"""The letters of a case, from the draft to the sealed paper. None of these steps moves the clock: a letter acts
when it leaves (docs/adr/0014; ``dispatching``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import day
from gongkai.cases import events, letter_values, privacy
from gongkai.cases.acting import finish, hold
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseEvent
from gongkai.errors import Refused, WrongState
from gongkai.letters import drafting, issuing, sealing, stored
from gongkai.letters.models import Letter
from gongkai.statute import letters as law

PREPARED = "letter-prepared"

# Letters that tell something and change nothing; the others belong to a step of their own.
PLAIN = ("receipt", "acceptance", "registration-form", "consultation-notice", "assistance-letter",
         "service-receipt",         "approval-form", "consultation-reply")  # fmt: skip


def of_case(case: Case) -> QuerySet[Letter]:
    """All letters of a case, as they were begun."""
    return Letter.objects.filter(subject=case.key).select_related("sealed_file")


@transaction.atomic
def prepare(
    user: Who,
    case: Case,
    *,
    kind: str,
    values: Mapping[str, object],
    addressee: str = "",
    revision: int | None = None,
    at: datetime,
) -> Letter:
    """Draft a letter that only tells something (a receipt, that others are being asked, a request for help).
    Refused for a kind that has a step of its own."""
    held = hold(user, case, "cases.work", "write", revision=revision, at=at)
    if kind not in PLAIN:
        raise Refused("这种文书由相应的办理步骤生成；请从办理步骤中拟写。")
    return written(user, held, kind=kind, values=values, addressee=addressee, at=at)


def written(
    user: Who,
    held: Case,
    *,
    kind: str,
    values: Mapping[str, object],
    addressee: str = "",
    until: date | None = None,
    at: datetime,
) -> Letter:
    """A step that does nothing but draft a letter ends with this: the draft, and the case as it is then."""
    letter = draft(user, held, kind=kind, values=values, addressee=addressee, until=until, at=at)
    finish(user, held, "write", "write", data={"kind": kind}, at=at)
    return letter


def draft(
    user: Who,
    case: Case,
    *,
    kind: str,
    values: Mapping[str, object],
    addressee: str = "",
    tag: str = "",
    days: int | None = None,
    until: date | None = None,
    at: datetime,
) -> Letter:
    """A draft in the caller's transaction, with its line on the time line, which keeps the days and the day that
    the letter will set. What the file and the law say is filled in; ``values`` are what the clerk writes."""
    _of_nobody(case, kind, values, at)
    if not addressee and not law.letter_kind(kind, day(at)).names_applicant:
        raise Refused("这份文书不是给申请人的，请写明主送单位或者个人。")
    held = letter_values.filled(case, kind, values, on=day(at))
    letter = drafting.draft(
        user,
        agency=case.agency,
        kind=kind,
        subject=case.key,
        addressee=addressee or letter_values.addressee(case),
        values=held,
        on=day(at),
        at=at,
    )
    events.add(
        case,
        PREPARED,
        day(at),
        tag=tag,
        days=days,
        until=until,
        letter=letter,
        data={"kind": kind},
        by=user,
        at=at,
    )
    return letter


def _of_nobody(case: Case, kind: str, values: Mapping[str, object], at: datetime) -> None:
    """What others are shown says nothing of who asked."""
    form = law.letter_kind(kind, day(at))
    if not form.names_applicant:
        privacy.ensure_unnamed(case, *(str(values.get(one.code, "")) for one in form.written_by("clerk")))


def line_of(case: Case, letter: Letter) -> CaseEvent:
    """The line that tells of its draft, with the days it sets. WrongState for a letter of another case."""
    found = case.events.filter(kind=PREPARED, letter=letter).last()
    if found is None:
        raise WrongState("这份文书不属于这件申请。")
    return found


@transaction.atomic
def revise(
    user: Who,
    case: Case,
    letter: Letter,
    *,
    values: Mapping[str, object],
    revision: int | None = None,
    at: datetime,
) -> Letter:
    """Other words for a letter that is still a draft; the letter of a decision is changed with the decision."""
    held = hold(user, case, "cases.work", "write", revision=revision, at=at)
    line_of(held, letter)
    if held.decisions.filter(letter=letter).exists():
        raise WrongState("决定文书随处理决定修改；请修改处理决定，修改后须重新审查。")
    letter = put_values(user, held, letter, values, at=at)
    finish(user, held, "write", "revise", data={"kind": letter.kind}, at=at)
    return letter


def put_values(user: Who, case: Case, letter: Letter, values: Mapping[str, object], *, at: datetime) -> Letter:
    """Other words for a draft, in the transaction of the step that changes them."""
    _of_nobody(case, letter.kind, values, at)
    return drafting.revise(user, letter, values=letter_values.filled(case, letter.kind, values, on=day(at)), at=at)


def add_values(user: Who, case: Case, letter: Letter, values: Mapping[str, object], *, at: datetime) -> Letter:
    """More of what a draft says, the rest as it is."""
    return put_values(user, case, letter, {**values_of(letter), **values}, at=at)


def values_of(letter: Letter) -> dict[str, object]:
    """What a letter says, element by element; nothing once it is destroyed."""
    return {} if letter.destroyed_at else dict(stored.load(letter.content).values)


def set_aside(user: Who, letter: Letter, *, reason: str, at: datetime) -> Letter:
    """Void, in the transaction of the step that makes it so."""
    return drafting.void(user, letter, reason=reason, at=at)


@transaction.atomic
def issue(
    user: Who, case: Case, letter: Letter, *, on: date | None = None, revision: int | None = None, at: datetime
) -> Letter:
    """Its number and its day. Refused while an element is missing, a decision is not approved, or an extension has
    not the head's consent."""
    held = hold(user, case, "cases.work", "seal", revision=revision, at=at)
    line_of(held, letter)
    ensure_ready(held, letter)
    on = on or day(at)
    events.check_day(held, on, at)
    if held.decisions.filter(letter=letter, decided_on__gt=on).exists():
        raise Refused("落款日期早于作出处理决定的日期，请核对。")
    letter = issuing.issue(user, letter, on=on, at=at)
    finish(user, held, "seal", "issue", data={"kind": letter.kind, "number": letter.number}, at=at)
    return letter


@transaction.atomic
def seal(
    user: Who,
    case: Case,
    letter: Letter,
    *,
    paper: Paper,
    electronic: bool = False,
    revision: int | None = None,
    at: datetime,
) -> Letter:
    """Attach the sealed paper's scan or the e-sealed file: those bytes are what will have been sent."""
    held = hold(user, case, "cases.work", "seal", revision=revision, at=at)
    line_of(held, letter)
    letter = sealing.attach(user, letter, data=paper.data, name=paper.name, electronic=electronic, at=at)
    data = {"kind": letter.kind, "number": letter.number, "sha256": letter.sealed_sha256}
    finish(user, held, "seal", "seal", data=data, at=at)
    return letter


@transaction.atomic
def void(
    user: Who, case: Case, letter: Letter, *, reason: str, revision: int | None = None, at: datetime
) -> Letter:
    """A letter that is not going to leave. Its number stays used. WrongState once it has left."""
    held = hold(user, case, "cases.work", "write", revision=revision, at=at)
    line_of(held, letter)
    if held.services.filter(letter=letter).exists():
        raise WrongState("这份文书已经发出，不能作废；内容有误的，请另行发文更正。")
    letter = drafting.void(user, letter, reason=reason, at=at)
    finish(user, held, "write", "void", data={"kind": letter.kind, "number": letter.number}, at=at)
    return letter


def ensure_ready(case: Case, letter: Letter) -> None:
    """Refused for a decision that is not approved, or an extension without the head's consent."""
    if case.decisions.filter(letter=letter, round=case.round).exists():
        if case.decisions.filter(letter=letter, decided_on=None).exists():
            raise WrongState("处理决定尚未批准，不能编号；请先提交审批。")
    elif letter.kind == "extension-notice" and not consented(case, letter):
        raise Refused("延期须经政府信息公开工作机构负责人同意（《条例》第三十三条）；请先由负责人同意。")


def consented(case: Case, letter: Letter) -> bool:
    """The head agreed to the extension that this letter tells of."""
    return case.events.filter(kind="extension-consented", letter=letter, struck_at=None).exists()


def title(kind: str, on: date) -> str:
    """What a kind of letter is called."""
    return law.letter_kind(kind, on).title

"""The review (审核审查): 科室审核, then 公开审查和保密审查 item by item, then approval; returned at any stage.

submit(user, version, …)              the draft goes into review
unit_pass(user, version, …)           by a reviewer of the office that drafted it, or of the agency
disclosure_pass(user, version, checklist=…, …)
approve(user, version, …)             it may be shown
keep(user, version, …)                it is not to be published proactively; its class says why
give_back(user, version, comment=…, …)  to its drafters, with what must be changed

Who had a hand in a draft passes none of it; who passed the disclosure review does not approve, unless the agency
has nobody else for the review. A version that comes back goes through all of it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.agencies import roster
from gongkai.agencies.permissions import Who, may
from gongkai.agencies.roles import Role
from gongkai.agencies.who import day, person
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.publication import checks
from gongkai.publication.acting import allowed, hold, move, told, words
from gongkai.publication.models import Step, Version
from gongkai.publication.obstacles import ensure_may_be_approved, ensure_may_be_reviewed
from gongkai.publication.states import ItemState, State, item_after
from gongkai.publication.words import DisclosureClass, StepKind

# 公开审查和保密审查, item by item (《保守国家秘密法实施条例》第四十二条). Of what is not published, the last.
CHECKLIST: Final[Mapping[str, str]] = {
    "secrecy": "不涉及国家秘密，也不涉及工作秘密",
    "security": "公开后不会危及国家安全、公共安全、经济安全、社会稳定（《条例》第十四条）",
    "trade_secret": "不涉及商业秘密，或者已取得同意（《条例》第十五条）",
    "privacy": "不涉及个人隐私，个人信息已作遮盖处理（《条例》第十五条）",
    "internal": "不属于内部事务信息、过程性信息、行政执法案卷信息，或者依规定应当公开（《条例》第十六条）",
    "attachments": "附件已逐个打开看过，包括隐藏的工作表和文档修订记录",
    "class": "公开属性及其依据、理由恰当",
}
_OF_ANY_CLASS = ("class",)

_PERMISSION = {
    State.UNIT_REVIEW: "items.review",
    State.DISCLOSURE_REVIEW: "items.review",
    State.APPROVAL: "items.approve",
    State.APPROVED: "items.approve",
}


def submit(user: Who, version: Version, *, revision: int | None = None, at: datetime) -> Version:
    """Refused while the draft lacks what the law asks for, or a check found what blocks it. The checks look before
    anything is held; what they find stays found, whatever becomes of the rest."""
    now = Version.objects.select_related("item__agency", "unit").get(pk=version.pk)
    if now.state == State.DRAFT and allowed(user, "items.draft", now, on=day(at)):
        checks.run(now, at=at)
    return _submit(user, version, revision, at)


@transaction.atomic
def _submit(user: Who, version: Version, revision: int | None, at: datetime) -> Version:
    held = hold(user, "items.draft", version, "submit", revision=revision, at=at)
    ensure_may_be_reviewed(held)
    # What is not to be published is reviewed for its class alone; its words are not held against it.
    if held.disclosure_class == DisclosureClass.ACTIVE:
        checks.ensure_submittable(held)
    move(user, held, "submit", step=StepKind.SUBMIT, at=at)
    told(user, "submit", held.item, version=held, at=at)
    return held


@transaction.atomic
def unit_pass(
    user: Who, version: Version, *, comment: str = "", revision: int | None = None, at: datetime
) -> Version:
    """NotAllowed for its drafters."""
    held = _hold_of_another(user, "items.review", version, "unit_pass", revision, at)
    move(user, held, "unit_pass", step=StepKind.UNIT_PASS, comment=comment.strip(), at=at)
    told(user, "unit-pass", held.item, version=held, at=at)
    return held


@transaction.atomic
def disclosure_pass(
    user: Who,
    version: Version,
    *,
    checklist: Mapping[str, bool],
    comment: str = "",
    revision: int | None = None,
    at: datetime,
) -> Version:
    """Every question of ``asked`` answered with yes; whoever cannot say yes gives it back."""
    held = _hold_of_another(user, "items.review", version, "disclosure_pass", revision, at)
    unanswered = [text for code, text in asked(held).items() if checklist.get(code) is not True]
    if unanswered:
        raise Refused(
            f"公开审查和保密审查须逐项确认，还没有确认：{'；'.join(unanswered)}。不能确认的，请退回修改。"
        )
    answers = dict.fromkeys(asked(held), True)
    kind = StepKind.DISCLOSURE_PASS
    move(user, held, "disclosure_pass", step=kind, comment=comment.strip(), checklist=answers, at=at)
    told(user, "disclosure-pass", held.item, version=held, data={"confirmed": sorted(answers)}, at=at)
    return held


@transaction.atomic
def approve(
    user: Who, version: Version, *, comment: str = "", revision: int | None = None, at: datetime
) -> Version:
    """It may be shown. NotAllowed for its drafters, and for who passed its disclosure review where another could
    have; Refused while a finding of the checks is neither put right nor kept with a reason."""
    held = _hold_of_another(user, "items.approve", version, "approve", revision, at)
    ensure_may_be_approved(held)
    checks.ensure_approvable(held)
    move(user, held, "approve", step=StepKind.APPROVE, comment=comment.strip(), at=at)
    told(user, "approve", held.item, version=held, at=at)
    return held


@transaction.atomic
def keep(user: Who, version: Version, *, comment: str = "", revision: int | None = None, at: datetime) -> Version:
    """It is not published proactively, for the class and reason that stand in it. Refused for one proposed as
    主动公开; WrongState while the public still sees an earlier version: that is withdrawn, with its reason."""
    held = _hold_of_another(user, "items.approve", version, "keep", revision, at)
    if held.disclosure_class == DisclosureClass.ACTIVE:
        raise Refused("拟定的公开属性是“主动公开”；改定为其他属性的，请退回修改并写明依据和理由。")
    if held.item.state == ItemState.PUBLIC:
        raise WrongState("这条信息已经公开；不再公开的，请办理撤回并说明原因。")
    move(user, held, "keep", step=StepKind.KEEP, comment=comment.strip(), at=at)
    if held.item.state == ItemState.PREPARING:
        held.item.state = item_after(held.item.state, "keep")
    held.item.revision += 1
    held.item.save(update_fields=["state", "revision"])
    told(user, "keep", held.item, version=held, data={"class": held.disclosure_class}, at=at)
    return held


@transaction.atomic
def give_back(user: Who, version: Version, *, comment: str, revision: int | None = None, at: datetime) -> Version:
    """Back to its drafters from any stage before the release. Its drafters may take it back as well."""
    stage = State(Version.objects.values_list("state", flat=True).get(pk=version.pk))
    mine = _is_drafter(user, version) and not may(user, _PERMISSION.get(stage, "items.review"),
                                                  version.item.agency, on=day(at))  # fmt: skip
    permission = "items.draft" if mine else _PERMISSION.get(stage, "items.review")
    of_unit = stage == State.UNIT_REVIEW
    held = hold(user, permission, version, "return", revision=revision, of_unit=of_unit, at=at)
    comment = words(comment, "请写明退回的意见：哪里要改，怎样改。")
    held.release_at, held.scheduled_by, held.release_failure = None, None, ""
    move(user, held, "return", step=StepKind.RETURN, comment=comment, at=at)
    told(user, "return", held.item, version=held, data={"from": stage}, at=at)
    return held


def asked(version: Version) -> dict[str, str]:
    """The questions of its disclosure review: of what is not to be published, only whether its class is right."""
    if version.disclosure_class == DisclosureClass.ACTIVE:
        return dict(CHECKLIST)
    return {code: CHECKLIST[code] for code in _OF_ANY_CLASS}


def all_right() -> dict[str, bool]:
    """Every question answered with yes."""
    return dict.fromkeys(CHECKLIST, True)


def obstacle_for(user: Who, version: Version, verb: str, *, on: date) -> str:
    """Why this very person may not do this step, whatever their role; "" when they may."""
    me = person(user)
    if me is None:
        return ""
    if me.key in version.drafters:
        return "您参与起草了这一稿，不能审核或者批准；请由其他人办理。"
    if verb in ("approve", "keep") and _passed_disclosure(version, me) and another_reviews(version, me, on):
        return "您办理了这一稿的公开审查和保密审查，不能再由您批准；请退回，由其他审核人审查后再批准。"
    return ""


def this_round(version: Version) -> list[Step]:
    """The steps since it last went into review."""
    steps = list(version.steps.select_related("by"))
    begun = max((n for n, step in enumerate(steps) if step.kind == StepKind.SUBMIT), default=0)
    return steps[begun:]


def _hold_of_another(
    user: Who, permission: str, version: Version, verb: str, revision: int | None, at: datetime
) -> Version:
    of_unit = verb == "unit_pass"
    held = hold(user, permission, version, verb, revision=revision, of_unit=of_unit, at=at)
    obstacle = obstacle_for(user, held, verb, on=day(at))
    if obstacle:
        raise NotAllowed(obstacle)
    return held


def _passed_disclosure(version: Version, me: Person) -> bool:
    return any(step.by_id == me.pk and step.kind == StepKind.DISCLOSURE_PASS for step in this_round(version))


def another_reviews(version: Version, me: Person, on: date) -> bool:
    """Has the agency somebody else for the review? Of a clerk and a head alone, the head does both."""
    reviewers = roster.in_role(version.item.agency, Role.REVIEWER, Role.HEAD, on=on)
    return any(one != me and one.key not in version.drafters for one in reviewers)


def _is_drafter(user: Who, version: Version) -> bool:
    me = person(user)
    return me is not None and me.key in version.drafters

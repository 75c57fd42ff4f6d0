"""The roles, and the one table that says which role may do what how far.

Both ``may`` and ``within`` read this table, and the reference page on permissions is printed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from django.db import models

from gongkai.errors import Refused


class Role(models.TextChoices):
    CLERK = "clerk", "经办人"
    INFORMATION_OFFICER = "information_officer", "信息员"
    REVIEWER = "reviewer", "审核人"
    HEAD = "head", "政府信息公开工作机构负责人"
    SUPERVISOR = "supervisor", "主管部门人员"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"


def role_of(word: str) -> Role:
    """The role by its code; Refused for another word."""
    if word not in Role.values:
        raise Refused(f"没有“{word}”这个角色，可用：{'、'.join(Role.values)}。")
    return Role(word)


class Reach(Enum):
    OWN = "本机关"
    SUBTREE = "本机关及所属"


# Who must sign in with a code as well.
SECOND_FACTOR = frozenset({Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR})

_OWN, _TREE = Reach.OWN, Reach.SUBTREE

# verb -> role -> reach; who is not named may not. The auditor reads and changes nothing.
PERMISSIONS: Mapping[str, Mapping[Role, Reach]] = {
    "agencies.view": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _TREE,
        Role.SUPERVISOR: _TREE, Role.AUDITOR: _TREE, Role.ADMINISTRATOR: _TREE,
    },
    "agencies.contact": {Role.HEAD: _OWN, Role.SUPERVISOR: _TREE, Role.ADMINISTRATOR: _TREE},
    "agencies.edit": {Role.ADMINISTRATOR: _TREE},
    "people.view": {
        Role.HEAD: _OWN, Role.SUPERVISOR: _TREE, Role.AUDITOR: _TREE, Role.ADMINISTRATOR: _TREE,
    },
    "people.edit": {Role.ADMINISTRATOR: _TREE},
    "calendar.edit": {Role.ADMINISTRATOR: _TREE},
    "reports.view": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN,
        Role.SUPERVISOR: _TREE, Role.AUDITOR: _TREE,
    },
    "reports.import": {Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.SUPERVISOR: _TREE},
    "reports.correct": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.REVIEWER: _OWN, Role.SUPERVISOR: _TREE,
    },
    "reports.accept": {Role.REVIEWER: _OWN, Role.HEAD: _OWN, Role.SUPERVISOR: _TREE},
    "reports.return": {Role.REVIEWER: _OWN, Role.HEAD: _OWN, Role.SUPERVISOR: _TREE},
    "reports.contest": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "reports.publish": {Role.HEAD: _OWN, Role.SUPERVISOR: _TREE},
    "reports.settings": {Role.SUPERVISOR: _TREE},
    # A figure that no record makes (常住人口): typed once, asked by other platforms year after year.
    "reports.reference": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.HEAD: _OWN, Role.SUPERVISOR: _TREE,
    },
    # Cases. The supervisor sees counts, never a case: what a citizen asked is the answering agency's business, and
    # not that of whoever stands above it either.
    "cases.view": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN,
        Role.AUDITOR: _TREE,
    },
    "cases.count": {
        Role.CLERK: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN, Role.SUPERVISOR: _TREE, Role.AUDITOR: _TREE,
    },
    "cases.register": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "cases.work": {Role.CLERK: _OWN},
    "cases.task": {Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN},
    "cases.assign": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    # What leaves the house: the agency's own, never an office that a case was given to.
    "cases.release": {Role.CLERK: _OWN},
    "cases.review": {Role.REVIEWER: _OWN, Role.HEAD: _OWN},
    "cases.approve": {Role.HEAD: _OWN},
    "cases.close": {Role.REVIEWER: _OWN, Role.HEAD: _OWN},
    "cases.identity": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "cases.settings": {Role.HEAD: _OWN, Role.ADMINISTRATOR: _TREE},
    # Archives. Who destroys is never alone: one appraises, another approves.
    "archive.view": {
        Role.CLERK: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN, Role.AUDITOR: _TREE,
    },
    "archive.hand_over": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "retention.view": {
        Role.CLERK: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN, Role.AUDITOR: _TREE,
    },
    "retention.hold": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "retention.appraise": {Role.CLERK: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN},
    "retention.approve": {Role.HEAD: _OWN},
    "retention.carry_out": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "retention.settings": {Role.HEAD: _OWN},
    # What an agency holds about somebody who asks for their own data.
    "data.answer": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "letters.wording": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    # Only what could not be sent, and never its words.
    "notices.view": {Role.CLERK: _OWN, Role.HEAD: _OWN, Role.AUDITOR: _TREE, Role.ADMINISTRATOR: _TREE},
    "notices.settle": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    # Proactive disclosure. Who drafted never reviews; that is asked of the version, not here.
    "items.view": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN,
        Role.SUPERVISOR: _TREE, Role.AUDITOR: _TREE,
    },
    "items.draft": {Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN},
    "items.review": {Role.REVIEWER: _OWN, Role.HEAD: _OWN},
    "items.approve": {Role.HEAD: _OWN},
    "items.release": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "items.check": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN,
    },
    "items.withdraw": {Role.HEAD: _OWN, Role.SUPERVISOR: _TREE},
    "items.import": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "columns.view": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN,
        Role.SUPERVISOR: _TREE, Role.AUDITOR: _TREE,
    },
    "columns.edit": {Role.HEAD: _OWN, Role.SUPERVISOR: _TREE},
    # What was formed and must be public; that there was nothing; what was decided and charged in a year.
    "columns.record": {Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.HEAD: _OWN},
    "guide.edit": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "guide.publish": {Role.HEAD: _OWN},
    # What visitors report and suggest.
    "doors.view": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.HEAD: _OWN, Role.SUPERVISOR: _TREE,
        Role.AUDITOR: _TREE,
    },
    "doors.answer": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "publication.settings": {Role.HEAD: _OWN, Role.SUPERVISOR: _TREE, Role.ADMINISTRATOR: _TREE},
    # Reconsiderations and lawsuits: as a case, the agency's own business; the supervisor sees table 4's counts.
    "reviews.view": {
        Role.CLERK: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN, Role.AUDITOR: _TREE,
    },
    "reviews.work": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "reviews.import": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    # Supervision: what the work itself leaves behind (training, meetings, proposals, plans, problems) ...
    "supervision.view": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.REVIEWER: _OWN, Role.HEAD: _OWN,
        Role.SUPERVISOR: _TREE, Role.AUDITOR: _TREE,
    },
    "supervision.record": {
        Role.CLERK: _OWN, Role.INFORMATION_OFFICER: _OWN, Role.HEAD: _OWN, Role.SUPERVISOR: _TREE,
    },
    # ... inspections: begun by who supervises, or by the office about itself; what was found is put right by it.
    "inspections.inspect": {Role.SUPERVISOR: _TREE},
    "inspections.own": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "inspections.rectify": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    # Public appraisal: who wrote a questionnaire, or what it came to, never approves that.
    "appraisals.draft": {Role.CLERK: _OWN, Role.HEAD: _OWN, Role.SUPERVISOR: _TREE},
    "appraisals.run": {Role.HEAD: _OWN, Role.SUPERVISOR: _TREE},
    "appraisals.approve": {Role.HEAD: _OWN, Role.SUPERVISOR: _TREE},
    # The report that the records make: written by the office, signed by its head.
    "reports.compile": {Role.CLERK: _OWN, Role.HEAD: _OWN},
    "reports.sign": {Role.HEAD: _OWN},
    "audit.view": {Role.AUDITOR: _TREE},
    "operations.view": {Role.AUDITOR: _TREE, Role.ADMINISTRATOR: _TREE},
}  # fmt: skip

"""What can be done with a case now by this person: the one next step filled, everything else quiet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.urls import reverse

from gongkai.cases import online
from gongkai.cases import steps as registry
from gongkai.cases.models import Case, Consultation
from gongkai.cases.states import State
from gongkai.cases.steps import Offer
from gongkai.ui.templatetags.ui import day_text

from .access import Asking
from .case_found import may

# As many stand beside the filled one; the rest is unfolded.
_BESIDE = 2
# Shown at the line of the time line they are about.
_AT_A_LINE = ("redate", "strike")
# What everything leads to: why it is not possible yet is worth a sentence.
_TOLD = ("submit", "approve", "close")
# For another day, or for what went wrong: always unfolded.
_QUIET = frozenset({"reassess", "void", "dispatch-late", "pay-late"})
# Never the next step by itself: somebody must want it.
WANTED = frozenset({"void", "withdraw", "reopen", "refund", "unlink", "return", "decline-extension", "assign",
                    "hand-over", "override", "file", "dispatch-late", "pay-late", "write", "split", "merge",
                    "unmerge", "reassess", "release", "consent-electronic",
                    "revoke-electronic", "send-paper"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Button:
    """``obstacle`` says why not yet; ``about`` what it is done to, where that is not the case."""

    words: str
    address: str
    filled: bool = False
    obstacle: str = ""
    about: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """``now`` are shown, the first of them filled; ``more`` is unfolded; ``told`` says what keeps the case from
    going on; ``lines`` are the steps about a line of the time line, by its key."""

    now: tuple[Button, ...]
    more: tuple[Button, ...]
    told: tuple[Button, ...]
    lines: Mapping[int, tuple[Button, ...]] = field(default_factory=dict)


def buttons(case: Case, asking: Asking) -> Buttons:
    offers = registry.offers(asking.person, case, on=asking.on)
    plain = [one for one in offers if one.step.code not in _AT_A_LINE]
    possible = [one for one in plain if not one.obstacle]
    wanted = [one for one in possible if one.step.code in WANTED or _settled(one)]
    first = [
        *_online(case, asking),
        *_confirming(case, asking),
        *(_button(case, one) for one in possible if one not in wanted),
    ]
    if first:
        first[0] = replace(first[0], filled=True)
    ready = [*first, *(_button(case, one) for one in wanted)]
    blocked = [one for one in plain if one.obstacle]
    told = tuple(_button(case, one) for one in blocked if one.step.code in _TOLD)
    rest = (_button(case, one) for one in blocked if one.step.code not in _TOLD)
    shown = [one for one in ready if one.code not in _QUIET]
    now = shown[: _BESIDE + 1]
    more = [one for one in ready if one not in now]
    return Buttons(tuple(now), (*more, *rest), told, _lines(case, offers))


def _settled(offer: Offer) -> bool:
    """A finding that was made may be made anew, but nobody is asked for it."""
    found = offer.about.object if offer.about else None
    return isinstance(found, Consultation) and offer.step.code == "find" and bool(found.finding)


def address(case: Case, offer: Offer) -> str:
    if offer.about:
        return reverse("desk:case_step_about", args=[case.pk, offer.step.code, offer.about.key])
    return reverse("desk:case_step", args=[case.pk, offer.step.code])


def _button(case: Case, offer: Offer) -> Button:
    about = offer.about.label if offer.about else ""
    return Button(
        offer.step.title, address(case, offer), obstacle=offer.obstacle, about=about, code=offer.step.code
    )


def _online(case: Case, asking: Asking) -> list[Button]:
    """What the applicant sent by the page of the request goes before everything else."""
    if not may(asking, "cases.register", case):
        return []
    return [
        Button(
            f"办理网上提交：{one.get_what_display()}",
            reverse("desk:incoming_one", args=[one.incoming_id]),
            about=f"申请人{day_text(one.sent_at)}提交，来件{one.incoming.number}",
        )
        for one in online.waiting(case)
    ]


def _confirming(case: Case, asking: Asking) -> list[Button]:
    """Registering and confirming stand outside of the registry."""
    if case.state != State.UNCONFIRMED or not may(asking, "cases.register", case):
        return []
    return [
        Button("登记双方确认", reverse("desk:case_confirm", args=[case.pk])),
        Button("登记联系未成", reverse("desk:case_tried", args=[case.pk])),
    ]


def _lines(case: Case, offers: Iterable[Offer]) -> Mapping[int, tuple[Button, ...]]:
    found: dict[int, tuple[Button, ...]] = {}
    for one in offers:
        if one.step.code in _AT_A_LINE and one.about:
            key = int(one.about.key.split(":")[1])
            button = Button(one.step.title, address(case, one))
            found[key] = (*found.get(key, ()), button)
    return found

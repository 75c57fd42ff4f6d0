"""What the working list shows: whose, how near, waiting for whom, and words; all of it in the address."""

from __future__ import annotations

from django import forms

from gongkai.cases.queries import Awaited, Filters, Which
from gongkai.cases.states import State

from .access import Asking
from .agency_search import AgencySearch

# The tabs in the order of a morning; each is a ``Which``.
TABS = (
    Which.AGENCY, Which.MINE, Which.UNCLAIMED, Which.OVERDUE, Which.TODAY, Which.SOON, Which.WAITING,
    Which.TO_REVIEW, Which.TO_APPROVE, Which.TO_CLOSE, Which.ALL,
)  # fmt: skip
# Whose work it is; the others are shown to all.
_OF = {
    Which.MINE: "cases.work", Which.UNCLAIMED: "cases.work", Which.TO_REVIEW: "cases.review",
    Which.TO_APPROVE: "cases.approve", Which.TO_CLOSE: "cases.close",
}  # fmt: skip


def tabs_for(asking: Asking) -> tuple[Which, ...]:
    """The tabs that this person has some use for."""
    return tuple(one for one in TABS if one not in _OF or asking.may_somewhere(_OF[one]))


class CaseSearch(AgencySearch):
    which = forms.ChoiceField(choices=Which.choices, required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *State.choices], required=False)
    waiting = forms.ChoiceField(label="等谁", choices=[("", "全部"), *Awaited.choices], required=False)
    q = forms.CharField(label="编号或内容", max_length=60, required=False)
    field_order = ("which", "state", "waiting", "agency", "q")

    def wanted(self) -> Filters:
        """What was asked for; a filter that makes no sense is left out."""
        given = self.cleaned_data
        agency = given.get("agency")
        return Filters(
            which=Which(given.get("which") or Which.AGENCY),
            awaited=given.get("waiting", ""),
            state=given.get("state", ""),
            agency=agency.pk if agency else None,
            text=given.get("q", ""),
        )

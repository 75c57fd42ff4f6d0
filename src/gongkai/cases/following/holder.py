"""Whoever proved the number and the code of a request, and what is theirs to see.

Every page and every step of following takes a ``Holder``; nothing is ever looked up by a key out of an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.cases.models import AccessCode, Case, Incoming, OnlinePaper


@dataclass(frozen=True)
class Holder:
    """``cases``: all that came of the request, in the order in which they were made; none before it is
    registered."""

    access: AccessCode
    incoming: Incoming
    cases: tuple[Case, ...]

    @property
    def agency(self) -> Agency:
        return self.incoming.agency

    @cached_property
    def case(self) -> Case | None:
        """The case that the request became; None before it is registered."""
        return next((one for one in self.cases if one.pk == self.incoming.case_id), None)

    def numbered(self, number: int) -> Case | None:
        """The so-manieth of ``cases``, from 1."""
        return self.cases[number - 1] if 1 <= number <= len(self.cases) else None

    def sent(self, case: Case | None) -> tuple[OnlinePaper, ...]:
        """What was sent by the page about this case, the oldest first; what was sent before there was a case is
        about the first of them."""
        keys = {case.pk if case else None}
        if case is not None and case.pk == self.incoming.case_id:
            keys.add(None)
        rows = self.incoming.online_papers.select_related("incoming").order_by("pk")
        return tuple(one for one in rows if one.case_id in keys)


def holder(access: AccessCode) -> Holder:
    """Of a code that was found by its number (``asking.codes.find``)."""
    return Holder(access, access.incoming, _cases(access.incoming))


def still(key: int) -> Holder | None:
    """The same on the next page, by the key that the session keeps. None once the code has ended."""
    rows = AccessCode.objects.select_related("incoming__agency", "incoming__case", "incoming__duplicate_of")
    found = rows.filter(pk=key, ended_at=None).first()
    return holder(found) if found else None


def _cases(incoming: Incoming) -> tuple[Case, ...]:
    """The case, its parts, and what either was merged into. A paper that was filed into another's case opens
    nothing: that case has a code of its own."""
    if incoming.settled_as != Incoming.SettledAs.CASE or incoming.case is None:
        return ()
    whole = incoming.case
    mine = Q(pk=whole.pk) | Q(split_from=whole)
    into = Q(pk__in=Case.objects.filter(mine).exclude(merged_into=None).values("merged_into"))
    same = Q(agency=whole.agency_id, applicant=whole.applicant_id)
    rows = Case.objects.filter(same & (mine | into)).select_related("agency", "merged_into", "split_from")
    return tuple(rows.order_by("pk"))

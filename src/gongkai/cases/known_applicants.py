"""Many applicants at once, as a ledger brings them: the questions of ``applicants.known``, asked of the database a
few times in all and not several times for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from gongkai.agencies.models import Agency
from gongkai.cases import applicants
from gongkai.cases.applicants import Details
from gongkai.cases.models import Applicant

# As many hashes stand in one question.
_AT_ONCE = 500
# As in ``applicants.namesakes``.
_NAMESAKES = 50


class Known:
    """The applicants of one agency that any of these ``details`` may mean, held until the transaction ends; what
    is new or changed goes into the database with ``save``."""

    def __init__(self, agency: Agency, details: Sequence[Details], at: datetime) -> None:
        self._agency, self._at = agency, at
        self._by_number: dict[str, Applicant] = {}
        self._by_name: defaultdict[str, list[Applicant]] = defaultdict(list)
        self._kept: set[int] = set()
        self._fresh: list[Applicant] = []
        self._changed: dict[int, Applicant] = {}
        for row in self._rows([one.tidy() for one in details]):
            self._keep(row)

    def known(self, details: Details) -> Applicant:
        """As ``applicants.known``, and with its refusals. A new one is saved with ``save`` only."""
        details = details.tidy()
        applicants.check(details)
        found = self._find(details)
        if found is None:
            found = applicants.made(self._agency, details, self._at)
            self._fresh.append(found)
        else:
            applicants.ensure_same(found, details, same_person=False)
            if applicants.bring_up_to_date(found, details) and found.pk:
                self._changed[found.pk] = found
        self._keep(found)
        return found

    def save(self) -> None:
        """Those that are new get their keys."""
        Applicant.objects.bulk_create(self._fresh)
        for one in self._changed.values():
            one.save()

    def _rows(self, details: Sequence[Details]) -> list[Applicant]:
        numbers = {
            h for one in details if one.document_number for h in applicants.number_hashes(one.document_number)
        }
        # Only who has no number is looked for by name.
        names = {h for one in details if not one.document_number for h in applicants.name_hashes(one.name)}
        found: dict[int, Applicant] = {}
        for column, hashes in (("document_hash", sorted(numbers)), ("name_hash", sorted(names))):
            for n in range(0, len(hashes), _AT_ONCE):
                some = {f"{column}__in": hashes[n : n + _AT_ONCE]}
                rows = Applicant.objects.select_for_update(no_key=True, of=("self",)).filter(
                    agency=self._agency, **some
                )
                found |= {row.pk: row for row in rows.order_by("pk")}
        return [found[pk] for pk in sorted(found)]

    def _find(self, details: Details) -> Applicant | None:
        if number := details.document_number:
            return self._by_number.get(applicants.same_number(number))
        same = self._by_name[applicants.same_name(details.name)][:_NAMESAKES]
        return next((one for one in same if applicants.reached_alike(one, details)), None)

    def _keep(self, one: Applicant) -> None:
        if one.document_number:
            self._by_number.setdefault(applicants.same_number(one.document_number), one)
        if id(one) not in self._kept:
            self._kept.add(id(one))
            self._by_name[applicants.same_name(one.name)].append(one)

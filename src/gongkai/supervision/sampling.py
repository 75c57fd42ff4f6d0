"""Items that an inspection looks at one by one: drawn, but the same for whoever looks and whenever."""

from __future__ import annotations

from hashlib import sha256
from heapq import nsmallest
from typing import Final

from gongkai.publication.models import Item
from gongkai.publication.queries import shown
from gongkai.statute import inspection as law
from gongkai.supervision.models import Inspection

MANY: Final = 10


def sampled(inspection: Inspection, many: int = MANY) -> list[Item]:
    """Of what the public first saw in the quarter, by day; all where there are no more. Drawn by the hash of the
    inspection and the item: nobody chooses, and nobody can draw again until it suits."""
    first, last = law.quarter(inspection.year, inspection.quarter)
    every = shown().filter(agency=inspection.agency_id, first_public_on__range=(first, last))
    drawn = nsmallest(
        many, every.values_list("pk", flat=True), key=lambda pk: sha256(f"{inspection.key}:{pk}".encode()).digest()
    )
    return list(every.filter(pk__in=drawn).select_related("current").order_by("first_public_on", "pk"))

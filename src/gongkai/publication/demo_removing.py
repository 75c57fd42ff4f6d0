"""Takes the published information of a demonstration away: rows before what they point to, their files too."""

from __future__ import annotations

from django.db.models import Model

from gongkai.agencies.models import AgencyQuerySet
from gongkai.documents import actions as documents
from gongkai.letters.models import Series
from gongkai.publication import changing
from gongkai.publication.models import (
    Attachment,
    Column,
    ColumnOwner,
    Conversion,
    Departure,
    DoorReport,
    Guide,
    ImportRun,
    Item,
    ListHandover,
    NothingNew,
    Obligation,
    Push,
    PushTarget,
    Reassessment,
    Relation,
    SavedSearch,
    Seal,
    Showing,
    Source,
    Step,
    TakenIn,
    Topic,
    Version,
    WorkRule,
    WorkRuleStep,
    YearCount,
    YearTarget,
)
from gongkai.publication.models.checks import Finding, WordPair
from gongkai.publication.numbering import SERIES
from gongkai.publication.states import ItemState, item_after

# What points to items, versions and columns, in the order in which it can go, and how its agency is reached.
_BEFORE_ITEMS: tuple[tuple[type[Model], str], ...] = (
    (Seal, "version__item__agency"), (Push, "item__agency"), (PushTarget, "agency"), (TakenIn, "item__agency"),
    (Source, "agency"), (SavedSearch, "agency"), (DoorReport, "agency"), (ListHandover, "agency"),
    (Conversion, "agency"), (Reassessment, "item__agency"), (WorkRuleStep, "rule__agency"), (WorkRule, "agency"),
    (Obligation, "agency"), (Finding, "agency"), (WordPair, "agency"), (Relation, "source__agency"),
    (Relation, "target__agency"), (Departure, "item__agency"), (Step, "version__item__agency"),
)  # fmt: skip
_AFTER_ITEMS: tuple[tuple[type[Model], str], ...] = (
    (Topic, "district"), (NothingNew, "column__agency"), (ColumnOwner, "column__agency"), (Guide, "agency"),
    (YearCount, "agency"), (YearTarget, "agency"), (ImportRun, "agency"),
)  # fmt: skip


def everything_of(agencies: AgencyQuerySet) -> int:
    """In the caller's transaction; how many rows. Search and every other outlet lose the items first."""
    items = Item.objects.filter(agency__in=agencies)
    shown = list(items.filter(state=ItemState.PUBLIC))
    for item in shown:
        item.state = item_after(item.state, "remove")
    changing.changed(shown)
    files = _files(agencies)
    count = sum(_gone(model, path, agencies) for model, path in _BEFORE_ITEMS)
    count += _gone(Attachment, "version__item__agency", agencies) + _gone(Showing, "item__agency", agencies)
    # An item holds its shown version, and a public one must: it stops being public for the length of a statement.
    items.update(state=ItemState.PREPARING, current=None)
    count += _gone(Version, "item__agency", agencies)
    for item in items:
        item.topics.clear()
    count += _gone(Item, "agency", agencies)
    count += sum(_gone(model, path, agencies) for model, path in _AFTER_ITEMS)
    Column.objects.filter(agency__in=agencies, parent__isnull=False).delete()
    count += _gone(Column, "agency", agencies)
    Series.objects.filter(agency__in=agencies, name=SERIES).delete()
    documents.forget(files)
    return count


def _gone(model: type[Model], path: str, agencies: AgencyQuerySet) -> int:
    number, _ = model._default_manager.filter(**{f"{path}__in": agencies}).delete()
    return number


def _files(agencies: AgencyQuerySet) -> list[int]:
    """Those that only they have."""
    attached = Attachment.objects.filter(version__item__agency__in=agencies).values_list("file", flat=True)
    proofs = Showing.objects.filter(item__agency__in=agencies).exclude(proof=None).values_list("proof", flat=True)
    sealed = Seal.objects.filter(version__item__agency__in=agencies).values_list("file", flat=True)
    handed = ListHandover.objects.filter(agency__in=agencies).values_list("file", flat=True)
    return sorted({key for rows in (attached, proofs, sealed, handed) for key in rows if key is not None})

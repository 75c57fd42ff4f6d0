"""Items and their versions; the list of what must be public; the guide; checks; counts; doors; outlets."""

from gongkai.publication.models.checks import (
    Checked,
    Finding,
    Link,
    LinkUse,
    StockCheck,
    TextBand,
    WordPair,
)
from gongkai.publication.models.counts import YearCount, YearTarget
from gongkai.publication.models.doors import DoorReport
from gongkai.publication.models.duties import Column, ColumnOwner, NothingNew, Obligation
from gongkai.publication.models.guide import Guide
from gongkai.publication.models.import_runs import ImportRun
from gongkai.publication.models.items import (
    DESCRIPTION,
    Attachment,
    Beside,
    Departure,
    Item,
    Relation,
    Showing,
    Step,
    Topic,
    Version,
)
from gongkai.publication.models.outlets import Push, PushTarget, Seal, Source, TakenIn
from gongkai.publication.models.saved import SavedSearch
from gongkai.publication.models.work import (
    Conversion,
    ListHandover,
    Reassessment,
    WorkRule,
    WorkRuleStep,
)

__all__ = [
    "DESCRIPTION", "Attachment", "Beside", "Checked", "Column", "ColumnOwner", "Conversion", "Departure",
    "DoorReport", "Finding", "Guide", "ImportRun", "Item", "Link", "LinkUse",
    "ListHandover", "NothingNew", "Obligation", "Push", "PushTarget", "Reassessment", "Relation",
    "SavedSearch", "Seal", "Showing", "Source", "Step", "StockCheck", "TakenIn", "TextBand", "Topic",
    "Version", "WordPair", "WorkRule", "WorkRuleStep", "YearCount", "YearTarget",
]  # fmt: skip

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
from gongkai.publication.models.doors import DoorReport
from gongkai.publication.models.duties import Column, ColumnOwner, NothingNew, Obligation
from gongkai.publication.models.items import (
    DESCRIPTION,
    Attachment,
    Departure,
    Item,
    Relation,
    Showing,
    Step,
    Topic,
    Version,
)
from gongkai.publication.models.saved import SavedSearch

__all__ = [
    "DESCRIPTION", "Attachment", "Checked", "Column", "ColumnOwner", "Departure", "DoorReport", "Finding",
    "Item", "Link", "LinkUse", "NothingNew", "Obligation", "Relation", "SavedSearch", "Showing", "Step",
    "StockCheck", "TextBand", "Topic", "Version", "WordPair",
]  # fmt: skip

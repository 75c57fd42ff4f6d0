"""政府信息公开目录 (Art. 12): index, name, summary and day of every item that is shown; refused while one lacks.

entries(agency) -> QuerySet[Item]         every line that is whole, newest first
lacking(agency) -> QuerySet[Item]         shown items whose line lacks something (old stock taken in with blanks)
current(agency) -> QuerySet[Item] | None  what is given out as the catalogue; None while a line lacks something
ensure_whole(agency)                      Refused, naming the first of them
missing(item) -> (Field, …)
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.publication.models import Item
from gongkai.publication.queries import NEWEST, shown
from gongkai.statute import duties
from gongkai.statute.duties import Field

_LACKS = Q(number=None) | Q(title="") | Q(summary="") | Q(made_on=None)


def entries(agency: Agency) -> QuerySet[Item]:
    """Those of one agency."""
    return shown().filter(~_LACKS, agency=agency).order_by(*NEWEST)


def lacking(agency: Agency) -> QuerySet[Item]:
    """The desk lists them: they are put right by a new version."""
    return shown().filter(_LACKS, agency=agency).order_by(*NEWEST)


def current(agency: Agency) -> QuerySet[Item] | None:
    """As a whole: page for printing, Word, PDF."""
    return None if lacking(agency).exists() else entries(agency)


def ensure_whole(agency: Agency) -> None:
    """Rule 44."""
    first = lacking(agency).first()
    if first is not None:
        names = "、".join(one.label for one in missing(first))
        raise Refused(
            f"目录不完整：“{first.title}”等{lacking(agency).count()}条缺少{names}（《条例》第十二条），请补全后再生成。"
        )


def missing(item: Item) -> tuple[Field, ...]:
    """What Art. 12 requires of its line and is not there."""
    values = {"number": item.number, "title": item.title, "summary": item.summary, "made_on": item.made_on}
    return duties.lacking("catalogue", values)

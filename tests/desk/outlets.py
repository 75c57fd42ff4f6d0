"""A platform that is told, and a source that is read, for the pages that show them."""

from __future__ import annotations

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.publication.models import PushTarget, Source
from gongkai.publication.pushing import targets
from gongkai.publication.taking_in import sources

from .cases import NOW as AT


def target(agency: Agency, name: str = "区政府门户网站") -> PushTarget:
    address = "https://portal.example.cn/intake"
    return targets.add(OPERATOR, agency, name=name, address=address, at=AT)[0]


def feed(agency: Agency, name: str = "区住建局旧网站") -> Source:
    address = "https://old.example.cn/rss.xml"
    return sources.add(OPERATOR, agency, kind="feed", name=name, address=address, at=AT)[0]


def outlet_addresses(agency: Agency) -> dict[str, list[object]]:
    """The routes of 渠道对接, filled in."""
    told, read = [agency.pk, target(agency).pk], [agency.pk, feed(agency).pk]
    return {
        **{name: [agency.pk] for name in ("outlets_of", "target_add", "source_add")},
        **dict.fromkeys(("target", "target_again", "target_end"), told),
        **dict.fromkeys(("source_read", "source_end"), read),
    }

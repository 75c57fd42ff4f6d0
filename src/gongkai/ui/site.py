"""What a site must say of itself: its name and the numbers in the footer. From settings, nothing invented.

The name that is not set is that of the first agency at the top of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.agencies.models import Agency
from gongkai.prepared import Prepared

_COLUMN = "政府信息公开"


@dataclass(frozen=True, slots=True)
class Site:
    """``domain`` is the host that people see; ``root`` the agency at the top of the tree, None before set-up.
    ``code`` is 网站标识码; it, ``icp``, ``police`` and ``complaints`` are empty where the settings are."""

    name: str
    domain: str
    code: str
    icp: str
    police: str
    complaints: str
    demonstration: bool
    root: Agency | None

    @property
    def address(self) -> str:
        return str(settings.GONGKAI_ADDRESS)


_root = Prepared(lambda: Agency.objects.filter(parent=None).order_by("rank")[:1])


def site() -> Site:
    root = _root.first()
    name = settings.GONGKAI_SITE_NAME or (f"{root.name} {_COLUMN}" if root else _COLUMN)
    return Site(
        name=name,
        domain=urlsplit(settings.GONGKAI_ADDRESS).netloc,
        code=settings.GONGKAI_SITE_CODE,
        icp=settings.GONGKAI_ICP,
        police=settings.GONGKAI_POLICE_RECORD,
        complaints=settings.GONGKAI_COMPLAINTS,
        demonstration=bool(root and root.demonstration),
        root=root,
    )

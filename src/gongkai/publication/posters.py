"""An item as a notice for a board (公示栏), a clean PDF without anything of the site.

poster(item, *, from_on, until_on=None, where="") -> bytes
"""

from __future__ import annotations

from datetime import date

from gongkai.documents import queries as documents
from gongkai.errors import WrongState
from gongkai.papers import rich_text
from gongkai.publication.models import Item, Version
from gongkai.writers import poster as writer


def poster(item: Item, *, from_on: date, until_on: date | None = None, where: str = "") -> bytes:
    """Of the wording that is shown; WrongState where none is. WriteError where it ends before it begins, and for a
    character that no font here prints. ``where``: where the whole is found."""
    version = item.current
    if not item.is_public or version is None or version.released_at is None:
        raise WrongState("这条信息没有公开，不能生成公示栏海报；发布以后再生成。")
    made_on = version.made_on or item.first_public_on or from_on
    return writer.write(
        writer.Poster(
            title=version.title,
            agency="、".join(version.joint_makers) or version.issuer or item.agency.name,
            body=version.body or rich_text.typed(version.summary),
            on=made_on,
            from_on=from_on,
            until_on=until_on,
            document_number=version.document_number,
            where=where,
            pictures=_pictures(version),
        )
    )


def _pictures(version: Version) -> dict[str, bytes]:
    wanted = rich_text.pictures(version.body)
    rows = version.attachments.filter(token__in=wanted).select_related("file") if wanted else ()
    return {one.token: documents.content(one.file) for one in rows}

"""Proves, whenever Django checks a database, that the index is there, and says when it is not whole."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from gongkai.search import sql
from gongkai.search.models import Document, Piece, Rebuild
from gongkai.triggers import unprotected

_TABLES = [model._meta.db_table for model in (Document, Piece, Rebuild)]
_HINT = "运行 gongkai search rebuild；已经做完的部分不会重做。"


@register(Tags.database)
def index_is_there(databases: Sequence[str] | None = None, **options: object) -> list[CheckMessage]:
    """E060: without its table or index nothing is found, or everything slowly."""
    missing = unprotected(databases, _TABLES, sql.missing)
    return [Error("检索索引不存在或者不是本程序所建。", hint=_HINT, id="gongkai.E060")] if missing else []


@register(Tags.database)
def index_is_whole(databases: Sequence[str] | None = None, **options: object) -> list[CheckMessage]:
    """W060: while it is made anew nobody can search, and nobody goes on with one that was cut off before night."""
    for alias in databases or ():
        there = set(connections[alias].introspection.table_names()) >= set(_TABLES)
        if there and Rebuild.objects.using(alias).filter(running=True).exists():
            return [Warning("检索索引正在重建或者重建中断，期间不能检索。", hint=_HINT, id="gongkai.W060")]
    return []

"""Proves that the database itself keeps administrator and auditor apart."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from gongkai.agencies import sql


@register(Tags.database)
def roles_are_kept_apart(databases: Sequence[str] | None = None, **options: object) -> list[CheckMessage]:
    """E011: a trigger of ``agencies.sql`` is missing."""
    missing = [name for alias in databases or () for name in _missing(alias)]
    if not missing:
        return []
    hint = "运行 gongkai audit protect 重新建立。"
    return [Error(f"缺少“管理员与审计员分设”的数据库约束：{'、'.join(missing)}。", hint=hint, id="gongkai.E011")]


def _missing(alias: str) -> list[str]:
    connection = connections[alias]
    try:
        if "agencies_standin" not in connection.introspection.table_names():
            return []  # before the first migrate
    except DatabaseError:
        return []  # unreachable: said by other checks and by the doctor
    return sql.missing(connection)

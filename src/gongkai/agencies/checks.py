"""Proves that the database itself keeps administrator and auditor apart."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, register

from gongkai.agencies import sql
from gongkai.triggers import unprotected


@register(Tags.database)
def roles_are_kept_apart(databases: Sequence[str] | None = None, **options: object) -> list[CheckMessage]:
    """E011: a trigger of ``agencies.sql`` is missing."""
    missing = unprotected(databases, sql.TABLES, sql.missing)
    if not missing:
        return []
    hint = "运行 gongkai audit protect 重新建立。"
    return [Error(f"缺少“管理员与审计员分设”的数据库约束：{'、'.join(missing)}。", hint=hint, id="gongkai.E011")]

"""Proves, whenever Django checks a database, that the audit chain is protected there."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, register

from gongkai.audit import sql
from gongkai.triggers import unprotected


@register(Tags.database)
def audit_is_protected(databases: Sequence[str] | None = None, **options: object) -> list[CheckMessage]:
    """E010: SQLite's table rebuild drops triggers without a word, and anybody may have dropped one."""
    missing = unprotected(databases, [sql.TABLE], sql.missing)
    if not missing:
        return []
    hint = "运行 gongkai audit protect 重新建立，随后运行 gongkai audit verify 核验期间是否被改动。"
    return [Error(f"审计表缺少或被改动的保护：{'、'.join(missing)}。", hint=hint, id="gongkai.E010")]

"""Proves, whenever Django checks a database, that issued letters and taken numbers are locked there."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, register

from gongkai.letters import sql
from gongkai.triggers import unprotected


@register(Tags.database)
def issued_letters_are_locked(databases: Sequence[str] | None = None, **options: object) -> list[CheckMessage]:
    """E040: SQLite's table rebuild drops triggers without a word, and anybody may have dropped one."""
    missing = unprotected(databases, sql.TABLES, sql.missing)
    if not missing:
        return []
    hint = "运行 gongkai audit protect 重新建立，随后核对已编号文书的校验值。"
    return [Error(f"已编号文书缺少锁定保护：{'、'.join(missing)}。", hint=hint, id="gongkai.E040")]

"""Asks the index: the documents that have every word, those that have them in the title first, then the newest.

find(words, …) -> list[int]      their numbers
in_titles(words, …) -> list[int] those that have every word in one or another of their titles, the newest first

Both raise CannotSearch where the index cannot answer. An empty list always means: there is none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.db import DatabaseError, connection, transaction
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from gongkai.errors import CannotSearch
from gongkai.prepared import Prepared
from gongkai.search import pieces, sql
from gongkai.search.models import Rebuild
from gongkai.search.places import document

log = logging.getLogger("gongkai.search")

# Nobody turns more pages than that; what there is more is counted as more.
MOST: Final = 1_001
SECONDS: Final = 5.0

_under_way = Prepared(lambda: Rebuild.objects.filter(running=True)[:1])
# Documents that may be shown: their key is the number of the document.
Among = QuerySet[Any]
Marks = Sequence[Sequence[str]]


def find(
    words: Sequence[str],
    *,
    marks: Marks = (),
    among: Among | None = None,
    limit: int = MOST,
    titles_first: bool = True,
) -> list[int]:
    """The first ``limit`` documents in which every word stands somewhere. ``marks``: of each group, one must be
    there. ``among``: only these may be found, whatever the index says; looked up for what is found only. Without
    ``titles_first`` the newest come first, wherever the words stand.

    CannotSearch while the index is made anew, when it fails, or takes longer than five seconds.
    """
    shown = _shown(among)

    def ask() -> list[int]:
        first = _documents(_in_title(words, marks), shown, limit) if titles_first else []
        rest = _documents(_anywhere(words, marks), shown, limit) if len(first) < limit else []
        return list(dict.fromkeys([*first, *rest]))[:limit]

    return _asked(ask)


def in_titles(
    words: Sequence[str], *, marks: Marks = (), among: Among | None = None, limit: int = MOST
) -> list[int]:
    """As ``find``, of titles alone."""
    shown = _shown(among)
    return _asked(lambda: _documents(_in_title(words, marks), shown, limit))


def _asked(ask: Callable[[], list[int]]) -> list[int]:
    try:
        with _reading(), sql.bounded(connection, SECONDS):
            under_way = _under_way.first()
            found = [] if under_way else ask()
    except DatabaseError as error:
        # Its kind only: the text of the error may quote what somebody looked for.
        log.error("the index could not be asked", extra={"failure": type(error).__name__})
        raise CannotSearch("检索暂时不能使用，请稍后再试，或者按栏目查找。") from error
    if under_way:
        raise CannotSearch(f"检索索引正在重建（已完成{_share(under_way)}%），请稍后再试，或者按栏目查找。")
    return found


@contextmanager
def _reading() -> Iterator[None]:
    """PostgreSQL: a savepoint to come back to. A transaction of SQLite would wait for whoever writes."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            yield
    else:
        yield


def _share(rebuild: Rebuild) -> int:
    return min(99, rebuild.done * 100 // rebuild.total) if rebuild.total else 0


def _documents(question: sql.Question, shown: sql.Condition | None, limit: int) -> list[int]:
    return [document(at) for at in sql.documents(connection, question, shown, limit)]


def _in_title(words: Sequence[str], marks: Marks) -> sql.Question:
    tokens = dict.fromkeys(token for word in words for token in pieces.asked_of_title(word))
    return sql.Question(tuple(tokens), marks, _to_look_up(words), whole=True, title=True)


def _anywhere(words: Sequence[str], marks: Marks) -> sql.Question:
    """One long word is looked for piece by piece; several may stand in different pieces."""
    tokens = dict.fromkeys(token for word in words for token in pieces.asked(word))
    looked_up = _to_look_up(words)
    return sql.Question(tuple(tokens), marks, looked_up, whole=len(words) > 1 or not looked_up)


def _to_look_up(words: Sequence[str]) -> tuple[str, ...]:
    """A character or a pair is a token: where the index has it, it is."""
    return tuple(word for word in words if len(word) > 2)


def _shown(among: QuerySet[Model] | None) -> sql.Condition | None:
    if among is None:
        return None
    # A name of a column that sql.py puts together from constants.
    row = RawSQL(sql.document_of(connection), ())  # noqa: S611
    one = among.filter(pk=row).order_by().values("pk")[:1]
    statement, parameters = one.query.sql_with_params()
    return f"({statement})", parameters

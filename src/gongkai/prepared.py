"""Questions to the database that are put together once: Django builds the SQL of a query anew each time it is
asked, and on a page of ten short questions that is most of the work.

    _newest = Prepared(lambda day: Item.objects.filter(first_public_on__lte=day).select_related("agency")[:10])
    _newest(today)                   the same list as of the query itself

The query must have the same shape for all values; ``int``, ``str`` and ``date`` may be given. It is built twice
with different marks, and what differs is where the values go: what cannot be told apart is an error at once and no
answer. ``prefetch_related``, annotations and models with a parent are not known here.

Words that are the same for all values (``state = 'public'``) stand in the SQL itself: only so does SQLite see that
an index over the public ones alone has all that is asked for, and reads no row (six times as fast to count).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)
_WORD = re.compile(r"[a-z_]+")
_ALIAS = "default"
# Small enough for the smallest column: Django answers what no column can hold without asking.
_MARK = 32_000
_DAY = date(3001, 1, 1)
_FROM_DB = Model.from_db.__func__  # type: ignore[attr-defined]  # what a subclass would override


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which columns of a row make an object, and what hangs on it by ``select_related``; ``key``: the column that
    is empty where there is none."""

    model: Any
    names: tuple[str, ...]
    first: int
    last: int
    key: int
    related: tuple[_Related, ...]


@dataclass(frozen=True, slots=True)
class _Related:
    shape: _Shape
    hang: Callable[[Any, Any], None]
    hang_back: Callable[[Any, Any], None]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """``places``: which value stands at which parameter."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    compiler: Any
    converters: Any
    shape: _Shape


class Prepared(Generic[M]):
    """A query of models, compiled when it is first asked."""

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build
        self._compiled: _Compiled | None = None

    def __call__(self, *values: Any) -> list[M]:
        made = self._made(values)
        rows = _rows(made, made.sql, values)
        if made.converters:
            rows = made.compiler.apply_converters(rows, made.converters)
        return [_object(made.shape, row) for row in rows]

    def count(self, *values: Any) -> int:
        """How many it gives, counted by the database. Of a query of one table (``only("pk")``)."""
        made = self._made(values)
        ((found,),) = _rows(made, f"SELECT COUNT(*) FROM ({made.sql}) counted", values)  # noqa: S608 - Django's SQL
        return int(found)

    def _made(self, values: Sequence[Any]) -> _Compiled:
        if self._compiled is None:
            self._compiled = _compiled(self._build, values)
        return self._compiled

    def first(self, *values: Any) -> M | None:
        """Of a query that is cut to one."""
        found = self(*values)
        return found[0] if found else None


def _rows(made: _Compiled, sql: str, values: Sequence[Any]) -> Any:
    parameters = list(made.parameters)
    for place, which in made.places:
        parameters[place] = _given(values[which])
    with connections[_ALIAS].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _object(shape: _Shape, row: Sequence[Any]) -> Any:
    """As ``Model.from_db`` makes it, without the signals and the look at every field that was not asked for."""
    found = shape.model.__new__(shape.model)
    found.__dict__.update(zip(shape.names, row[shape.first : shape.last], strict=True))
    found._state = state = ModelState()
    state.adding, state.db = False, _ALIAS
    for one in shape.related:
        other = None if row[one.shape.key] is None else _object(one.shape, row)
        one.hang(found, other)
        if other is not None:
            one.hang_back(other, found)
    return found


def _shape(info: Mapping[str, Any], select: Sequence[Any]) -> _Shape:
    """TypeError for a model that does more than Django's own when it is made."""
    model, fields = info["model"], info["select_fields"]
    if info.get("from_parent") or model.__init__ is not Model.__init__ or model.from_db.__func__ is not _FROM_DB:
        raise TypeError(f"no model for a prepared query: {model.__name__}")
    first, last = fields[0], fields[-1] + 1
    names = tuple(column[0].target.attname for column in select[first:last])
    related = (
        _Related(_shape(one, select), one["local_setter"], one["remote_setter"])
        for one in info.get("related_klass_infos", ())
    )
    return _Shape(model, names, first, last, first + names.index(model._meta.pk.attname), tuple(related))


def _compiled(build: Callable[..., QuerySet[Any]], values: Sequence[Any]) -> _Compiled:
    compiler, sql, one = _sql(build, [_mark(value, n) for n, value in enumerate(values)])
    _, again, other = _sql(build, [_mark(value, n + 50) for n, value in enumerate(values)])
    if sql != again or len(one) != len(other):
        raise TypeError("the query has another shape for other values")
    marks = {_given(_mark(value, n)): n for n, value in enumerate(values)}
    which = [marks[a] if a != b else None for a, b in zip(one, other, strict=True)]
    if {n for n in which if n is not None} != set(range(len(values))):
        raise TypeError("a value is nowhere in the query")
    if compiler.annotation_col_map:
        raise TypeError("annotations are not known here")
    sql, kept = _with_words(sql, one, which)
    places = tuple((place, n) for place, (_, n) in enumerate(kept) if n is not None)
    select = compiler.select
    converters = compiler.get_converters([expression for expression, *_ in select])
    shape = _shape(compiler.klass_info, select)
    return _Compiled(sql, tuple(value for value, _ in kept), places, compiler, converters, shape)


_Kept = list[tuple[Any, int | None]]


def _with_words(sql: str, parameters: Sequence[Any], which: Sequence[int | None]) -> tuple[str, _Kept]:
    """The SQL with the words that never change, and the parameters that are left."""
    pieces, kept = sql.split("%s"), _Kept()
    if "%%" in sql or len(pieces) != len(parameters) + 1:
        raise TypeError("a percent sign is not known here")
    text = pieces[0]
    for piece, parameter, n in zip(pieces[1:], parameters, which, strict=True):
        word = _WORD.fullmatch(parameter) if n is None and isinstance(parameter, str) else None
        if word:
            text += f"'{word[0]}'{piece}"
        else:
            text += f"%s{piece}"
            kept.append((parameter, n))
    return text, kept


def _sql(build: Callable[..., QuerySet[Any]], marks: Sequence[Any]) -> tuple[Any, str, Sequence[Any]]:
    compiler = build(*marks).query.get_compiler(_ALIAS)
    sql, parameters = compiler.as_sql()
    return compiler, sql, parameters


def _mark(value: Any, number: int) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | str | date):
        raise TypeError(f"no value of a prepared query: {type(value).__name__}")
    if isinstance(value, date):
        return _DAY + timedelta(days=number)
    return _MARK + number if isinstance(value, int) else f"mark-{_MARK + number}"


def _given(value: Any) -> Any:
    """As the database takes it."""
    return connections[_ALIAS].ops.adapt_datefield_value(value) if isinstance(value, date) else value

"""Questions to the database that are put together once: Django builds the SQL of a query anew each time it is
asked, and on a page of ten short questions that is most of the work.

    _newest = Prepared(lambda day: Item.objects.filter(first_public_on__lte=day).select_related("agency")[:10])
    _newest(today)                   the same list as of the query itself

The query must have the same shape for all values; ``int``, ``str`` and ``date`` may be given. It is built twice
with different marks, and what differs is where the values go: what cannot be told apart is an error at once and no
answer. ``prefetch_related`` and annotations are not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models import query as django_query

M = TypeVar("M", bound=Model)
_ALIAS = "default"
# Small enough for the smallest column: Django answers what no column can hold without asking.
_MARK = 32_000
_DAY = date(3001, 1, 1)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """``places``: which value stands at which parameter."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    compiler: Any
    converters: Any
    model: Any
    names: tuple[str, ...]
    first: int
    last: int
    populators: Any


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
        return [_object(made, row) for row in rows]

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


def _object(made: _Compiled, row: Sequence[Any]) -> Any:
    found = made.model.from_db(_ALIAS, made.names, row[made.first : made.last])
    for populator in made.populators:
        populator.populate(row, found)
    return found


def _compiled(build: Callable[..., QuerySet[Any]], values: Sequence[Any]) -> _Compiled:
    compiler, sql, one = _sql(build, [_mark(value, n) for n, value in enumerate(values)])
    _, again, other = _sql(build, [_mark(value, n + 50) for n, value in enumerate(values)])
    if sql != again or len(one) != len(other):
        raise TypeError("the query has another shape for other values")
    marks = {_given(_mark(value, n)): n for n, value in enumerate(values)}
    places = tuple((n, marks[a]) for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    if {which for _, which in places} != set(range(len(values))):
        raise TypeError("a value is nowhere in the query")
    select, info, columns = compiler.select, compiler.klass_info, compiler.annotation_col_map
    if columns:
        raise TypeError("annotations are not known here")
    fields = info["select_fields"]
    first, last = fields[0], fields[-1] + 1
    names = tuple(column[0].target.attname for column in select[first:last])
    # The stubs know a later Django, which asks for more.
    related: Any = django_query.get_related_populators
    populators = related(info, select, _ALIAS)
    converters = compiler.get_converters([expression for expression, *_ in select])
    return _Compiled(sql, tuple(one), places, compiler, converters, info["model"], names, first, last, populators)


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

"""A small bar chart as SVG, drawn on the server: prints, needs no script, passes the content security policy.

``bars`` shows one figure over the years, ``lying`` one figure of many bodies, with the number at each bar; several
figures are several charts with a scale of their own, so that nothing rests on colour. The same data stands as a
table beneath.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape

from django.utils.safestring import SafeString, mark_safe

_WIDTH, _HEIGHT = 360, 168
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 24, 26
Number = int | Decimal | Fraction
# A line of ``lying``: the name above its bar, and how wide the bars may be beside their numbers.
_LINE, _BAR, _ROOM = 36, 10, 260
_NAME = 26
# How wide a digit is drawn, and from how many years on large print needs more room than a phone has.
_DIGIT, _MANY = 7.5, 6


@dataclass(frozen=True, slots=True)
class Point:
    """One year, or one body. ``value`` is None where there is no number; ``shown`` is the number as printed, or
    the word that stands in its place (未填, /, 无年报)."""

    label: str
    value: Number | None
    shown: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a value stands: ``zero`` is the height of the base line, ``unit`` how many points one is worth."""

    zero: float
    unit: float

    def y(self, value: Number) -> float:
        return self.zero - float(value) * self.unit


def bars(name: str, title: str, points: Sequence[Point], *, unit: str = "年") -> SafeString:
    """The chart. ``name`` makes its ids and must be a word that is used once on the page; ``unit`` stands behind
    each label where the chart is told in words."""
    scale = _scale([p.value for p in points if p.value is not None])
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(points), 1)
    many = " many" if len(points) > _MANY else ""
    drawn = "".join(_bar(point, _LEFT + step * at, step, scale) for at, point in enumerate(points))
    # Every text that enters is escaped where it enters.
    return mark_safe(  # noqa: S308
        f'<svg class="chart{many}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(in_words(points, unit))}</desc>'
        f'<line class="base" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{scale.zero:.1f}" y2="{scale.zero:.1f}"/>'
        f"{drawn}</svg>"
    )


def lying(
    name: str, title: str, points: Sequence[Point], *, middle: Number | None = None, full: Number = 0
) -> SafeString:
    """One figure of many bodies, a bar each, in the order given; ``middle`` draws their median as a line. Figures
    with a minus have no bar here, only their number. ``full`` is what the whole width stands for where charts are
    to be held against one another (100 for shares); 0: the greatest of them."""
    high = max([0.0, float(full), float(middle or 0), *(float(p.value) for p in points if p.value is not None)])
    unit = _ROOM / high if high else 0.0
    height = _TOP + _LINE * len(points)
    line = ""
    if middle is not None:
        x = _LEFT + max(float(middle), 0.0) * unit
        line = f'<line class="middle" x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{height}"/>'
    drawn = "".join(_lying(point, _TOP + _LINE * at, unit) for at, point in enumerate(points))
    told = "，".join(f"{p.label} {p.shown}" for p in points) + "。" if points else "没有数据。"
    # Every text that enters is escaped where it enters.
    return mark_safe(  # noqa: S308
        f'<svg class="chart lying" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(told)}</desc>{drawn}{line}</svg>'
    )


def _lying(point: Point, top: float, unit: float) -> str:
    label = f'<text class="name" x="{_LEFT}" y="{top:.1f}">{escape(_short(point.label))}</text>'
    if point.value is None:
        return f'{label}<text class="gap" x="{_LEFT}" y="{top + 15:.1f}">{escape(point.shown)}</text>'
    width = max(float(point.value) * unit, 1.0)
    return (
        f'{label}<rect x="{_LEFT}" y="{top + 5:.1f}" width="{width:.1f}" height="{_BAR}"/>'
        f'<text class="number" x="{_LEFT + width + 5:.1f}" y="{top + 15:.1f}">{escape(point.shown)}</text>'
    )


def _short(label: str) -> str:
    """As much of a name as there is room for; the table has all of it."""
    return label if len(label) <= _NAME else f"{label[: _NAME - 1]}…"


def in_words(points: Sequence[Point], unit: str = "年") -> str:
    """The chart for those who do not see it: ``2023年 12，2024年 15。``"""
    return "，".join(f"{p.label}{unit} {p.shown}" for p in points) + "。" if points else "没有数据。"


def _scale(values: Sequence[Number]) -> _Scale:
    """Zero is always on it; bars below the base line are figures with a minus."""
    high = max([0.0, *(float(v) for v in values)])
    low = min([0.0, *(float(v) for v in values)])
    room = _HEIGHT - _TOP - _BOTTOM - (14 if low < 0 else 0)
    unit = room / (high - low) if high > low else 0.0
    return _Scale(_TOP + high * unit if high > low else float(_TOP + room), unit)


def _bar(point: Point, left: float, step: float, scale: _Scale) -> str:
    middle = left + step / 2
    year = f'<text class="year" x="{middle:.1f}" y="{_HEIGHT - 8}">{escape(point.label)}</text>'
    if point.value is None:
        return f'{year}<text class="gap" x="{middle:.1f}" y="{scale.zero - 6:.1f}">{escape(point.shown)}</text>'
    width = min(step * 0.62, 44)
    top, bottom = sorted((scale.y(point.value), scale.zero))
    # A zero is drawn too, as a line: it is a figure that was reported, not one that is missing.
    height = max(bottom - top, 1)
    above = scale.y(point.value) <= scale.zero
    text_y = top - 5 if above else bottom + 13
    return (
        f'{year}<rect x="{middle - width / 2:.1f}" y="{bottom - height if above else top:.1f}" '
        f'width="{width:.1f}" height="{height:.1f}"/>'
        f'<text class="number" x="{middle:.1f}" y="{text_y:.1f}">{escape(_fitted(point, step))}</text>'
    )


def _fitted(point: Point, step: float) -> str:
    """The number, in 万 where it would run into its neighbour; the table has every digit."""
    if point.value is None or len(point.shown) * _DIGIT <= step or -10_000 < point.value < 10_000:
        return point.shown
    return f"{float(point.value) / 10_000:.1f}万"

"""``gongkai rollup``: add up reports by a list of agencies; say who is missing and what is doubtful."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from gongkai.errors import Refused, Unreadable
from gongkai.statute.form import check
from gongkai.statute.form.rollup import Submitted, roll_up, year_of
from gongkai.statute.form.tree import Tree, agencies_from_csv

from . import each_node
from .convert import save
from .inputs import expand, load, read


def run(args: Namespace) -> int:
    tree = agencies_from_csv(_text(args.agencies))
    for note in tree.notes:
        print(f"名单　{note}")
    parent = _parent(tree, args.parent)
    reports, unread = _reports(args.folder)
    year = args.year or year_of(one.report for one in reports)
    if year is None:
        raise Refused("没有一份报告写明年度；请用 --year 指明要汇总的年度。")
    result = roll_up(parent, tree, reports, year=year)
    save(result.report, args.to)
    counted = sorted({c.source for cell in result.contributions.values() for c in cell})
    print(f"{tree.bodies[parent].name}{year}年：计入{len(counted)}份报告，写入 {args.to}")
    for body in result.missing:
        print(f"    缺　{body.name}（{body.code}）没有{year}年报告，未计入")
    for doubt in result.doubtful:
        print(f"    疑　{doubt.source}：{doubt.reason}（{'已计入' if doubt.counted else '未计入'}）")
    if args.each:
        each_node.write(Path(args.each), tree, reports, year)
    if unread:
        return 2
    return 0 if result.complete else 1


def _parent(tree: Tree, named: str | None) -> str:
    """The agency to add up for: the one named, else the only one without a superior."""
    if named:
        return named
    if len(tree.roots) != 1:
        names = "、".join(f"{b.name}（{b.code}）" for b in tree.roots)
        raise Refused(f"名单里有{len(tree.roots)}个没有上级的机关：{names}；请用 --parent 指明汇总到哪一个。")
    return tree.roots[0].code


def _text(path: str) -> str:
    """The list of agencies, in UTF-8 or as a Chinese spreadsheet saves CSV."""
    try:
        data = load(path)
    except OSError as error:
        raise Unreadable(f"机关名单 {path} 打不开（{error.strerror}）；请核对路径。") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"机关名单 {path} 不是文本；请用表格软件另存为CSV（UTF-8）。")


def _reports(folder: str) -> tuple[list[Submitted], bool]:
    """Every report below the folder with its findings, and whether a file could not be read (said at once)."""
    reports, unread = [], False
    for path in expand([folder]):
        outcome = read(path)
        if outcome.reading is None:
            print(f"gongkai: {path}：{outcome.error}", file=sys.stderr)
            unread = True
            continue
        reading = outcome.reading
        findings = (*reading.findings, *check(reading.report))
        reports.append(Submitted(reading.report, str(Path(path)), findings))
    return reports, unread

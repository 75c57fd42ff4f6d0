"""Items for pages that show them: what ``tests/publication`` makes, and one address of each kind."""

from __future__ import annotations

from typing import Any

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.publication import checks, doors, relating, releasing
from gongkai.publication.checks import own_pairs
from gongkai.publication.models import Attachment, DoorReport, ImportRun, Item, Showing, Version, WordPair
from tests.documents import sheets
from tests.publication.conftest import AT, drafted, passed

NOW = AT
BODY = "<h2>一、总体要求</h2><p>自2026年4月1日起执行。</p>"


def draft(user: Person, agency: Agency, title: str = "关于调整养老服务补贴标准的通知", **more: Any) -> Version:
    return drafted(user, agency, title, body=BODY, **more)


def public(
    clerk: Person, reviewer: Person, head: Person, agency: Agency, title: str = "已公开的通知", **more: Any
) -> Item:
    version = draft(clerk, agency, title, **more)
    return releasing.release(clerk, passed(version, clerk, reviewer, head), at=AT).item


def attached(version: Version, name: str = "补贴标准表.pdf") -> Attachment:
    from gongkai.documents import actions as documents

    file = documents.store(sheets.letter(), name, at=AT)
    return Attachment.objects.create(version=version, file=file, name=name, token="a" * 24)


def shown_elsewhere(item: Item, **more: Any) -> Showing:
    return Showing.objects.create(
        item=item, way="board", place="社区公示栏", from_on=AT.date(), added_at=AT, passed_at=AT, **more
    )


def said(agency: Agency, kind: str = "error", text: str = "第二段的日期不对", **more: Any) -> DoorReport:
    return doors.submit(agency, kind=kind, text=text, contact="visitor@example.cn", at=AT, **more)[0]


def own_pair(agency: Agency) -> WordPair:
    return own_pairs.add(OPERATOR, agency, wrong="金点子", right="建议", why="统一用语。", at=AT)


def addresses_of(agency: Agency, clerk: Person) -> dict[str, list[object]]:
    """What the routes of 公开 are filled in with."""
    version = draft(clerk, agency, subject="")
    item, file = version.item, attached(version)
    showing = shown_elsewhere(item, proof=file.file)
    relation = relating.relate(clerk, item, kind="quotes", words="《某某办法》", at=AT)
    finding = checks.run(version, at=AT)[0]
    run = ImportRun.objects.create(agency=agency, file=file.file, name="存量.csv", report=file.file, at=AT)
    one, report = [item.pk], said(agency)
    return {
        **{f"item{name}": one for name in ("", "_edit", "_channel", "_poster", "_relate", "_topics")},
        "item_step": [item.pk, "discard"],
        "item_version": [item.pk, 1],
        "item_file": [item.pk, 1, file.token],
        "item_differences": [item.pk, 1, 1],
        **{name: [item.pk, showing.pk] for name in ("item_channel_end", "item_channel_strike", "item_proof")},
        "item_unrelate": [item.pk, relation.pk],
        **{name: [item.pk, "relation", relation.pk] for name in ("item_line_pass", "item_line_return")},
        "item_finding": [item.pk, finding.pk],
        **{f"item_import_{name}": [run.pk] for name in ("run", "report")},
        "item_import_do": [run.pk, "discard"],
        **{name: [agency.pk] for name in ("check_again", "words_of", "word_new")},
        "word_end": [agency.pk, own_pair(agency).pk],
        "topic_year": [agency.pk, 2026],
        **{f"door{name}": [report.pk] for name in ("", "_contact", "_answer", "_agree", "_pass_on")},
    }

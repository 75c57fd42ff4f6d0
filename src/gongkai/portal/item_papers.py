"""An item and a guide as Word and PDF: what the page shows, made by the writers."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from threading import Lock
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai import writers
from gongkai.agencies.models import Agency
from gongkai.documents import queries as documents
from gongkai.errors import WriteError
from gongkai.papers import rich_text
from gongkai.publication import guide as guides
from gongkai.publication import reading, seals
from gongkai.publication.guide import GuidePage, Part
from gongkai.publication.reading import Reading
from gongkai.ui.templatetags.ui import day, moment
from gongkai.writers import guide as guide_writer
from gongkai.writers import item as item_writer

from . import gone
from .absent import absent
from .asked import with_agency
from .item_facts import address, makers_of, source
from .item_files import handed_out
from .items import shown

_TURN = Lock()
WAITS = 2.0
"""Seconds that somebody waits for another's paper."""


@require_safe
def item(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    """The text of the version that holds, with its code against forgery: the same bytes each time."""
    found = shown(pk)
    if found is None or found.current is None:
        return gone.not_there(request, pk)
    now = timezone.now()
    read = reading.reading(found, on=timezone.localdate(now))
    try:
        seal = seals.of_text(found.current, format, lambda code: _item(read, format, code), at=now)
    except WriteError as error:
        return absent(request, "暂时不能生成文件", f"{error} 网页上的内容与它相同。", found.agency)
    return handed_out(request, seal.file, _name(found.title, format), writers.MEDIA_TYPES[format])


@require_safe
@with_agency
def guide(request: HttpRequest, agency: Agency, format: str) -> HttpResponse:
    """Made anew each time: it can disagree with the agency record no more than the page does."""
    page = guides.current(agency)
    if page is None:
        return absent(request, "指南还没有公布", f"{agency.name}的政府信息公开指南公布后可以下载。", agency)
    title = f"{agency.name}政府信息公开指南"
    return written(request, title, format, lambda: guide_writer.write(_guide(page, title), format))


def written(request: HttpRequest, title: str, format: str, write: Callable[[], bytes]) -> HttpResponse:
    """A paper that is not kept, as a download: one at a time in each process, since a long list takes seconds and
    whoever asks for many at once would keep everybody else from their pages."""
    if not _TURN.acquire(timeout=WAITS):
        return _busy(request)
    try:
        data = write()
    except WriteError as error:
        return absent(request, "暂时不能生成文件", f"{error} 网页上的内容与它相同。")
    finally:
        _TURN.release()
    response = HttpResponse(data, content_type=writers.MEDIA_TYPES[format])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(_name(title, format))}"
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _busy(request: HttpRequest) -> HttpResponse:
    words = "正在生成其他文件，请过十几秒再下载。网页上的内容与它相同。"
    response = absent(request, "请稍后再下载", words)
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response["Retry-After"] = "15"
    return response


def _item(found: Reading, format: str, code: str) -> bytes:
    version = found.version
    paper = item_writer.ItemPaper(
        title=version.title,
        makers=makers_of(found.item, version),
        body=version.body,
        document_number=version.document_number,
        made_on=version.made_on,
        released_on=timezone.localdate(version.released_at) if version.released_at else None,
        notice=_notice(found),
        attachments=tuple(one.name for one in found.files),
        facts=_facts(found, code),
        foot=f"防伪码 {code}　{settings.GONGKAI_ADDRESS}{address(found.item)}",
        pictures=_pictures(found),
    )
    return item_writer.write(paper, format)


def _notice(found: Reading) -> str:
    until = f"自{day(found.version.ended_on)}起" if found.version.ended_on else ""
    return f"本文件{until}已{found.validity_words}" if found.ended else ""


def _facts(found: Reading, code: str) -> tuple[tuple[str, str], ...]:
    item = found.item
    return (
        ("索引号", item.number or ""),
        ("来源", source(item, found.version)),
        ("发布时间", moment(item.released_at)),
        ("网址", settings.GONGKAI_ADDRESS + address(item)),
        ("防伪码", f"{code}（在 {settings.GONGKAI_ADDRESS}{reverse('portal:verify')} 查验）"),
    )


def _pictures(found: Reading) -> dict[str, bytes]:
    wanted = set(rich_text.pictures(found.version.body))
    return {one.token: documents.content(one.file) for one in found.attachments if one.token in wanted}


def _guide(page: GuidePage, title: str) -> guide_writer.Guide:
    on = page.published_on or timezone.localdate()
    return guide_writer.Guide(page.agency.name, title, on, tuple(_section(one) for one in page.parts))


def _section(part: Part) -> guide_writer.Section:
    pairs = tuple((label, value) for label, value in part.pairs if value)
    return guide_writer.Section(part.title, "\n".join(part.paragraphs), pairs)


def _name(title: str, format: str) -> str:
    """Short enough for every file system: 80 characters are 240 bytes."""
    return f"{title[:80]}.{format}"

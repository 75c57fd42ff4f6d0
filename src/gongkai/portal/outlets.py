"""What machines read: the feed of published reports, and what robots may ask for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure

from gongkai import writers
from gongkai.agencies import addresses
from gongkai.publication.describing import plain
from gongkai.reports import catalogue, published
from gongkai.reports.models import Rendering, ReportVersion
from gongkai.ui.site import site

from .public_page import public_page

_ENTRIES = 50


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """Atom: each publication one entry, a correction as one of its own with its public note."""
    here = site()
    atom = Atom1Feed(
        title=plain(f"{here.name}：年度报告"),
        link=here.address + "/",
        description="新发布和更正的政府信息公开工作年度报告",
        language="zh-CN",
        feed_url=here.address + reverse("portal:feed"),
        author_name=plain(here.root.name if here.root else here.name),
    )
    latest = catalogue.latest(_ENTRIES)
    pdf = {r.version_id: r for r in published.renderings(latest) if r.format == "pdf"}
    for version in latest:
        _entry(atom, version, pdf.get(version.pk), here.address)
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _entry(atom: Atom1Feed, version: ReportVersion, pdf: Rendering | None, address: str) -> None:
    link = address + reverse(
        "portal:version", args=[addresses.word(version.agency), version.year, version.public_number]
    )
    corrected = f"（更正，第{version.public_number}版）" if version.public_number != 1 else ""
    atom.add_item(
        title=plain(f"{version.agency.name}{version.year}年政府信息公开工作年度报告{corrected}"),
        link=link,
        description=plain(version.note or f"{version.agency.name}公布{version.year}年度报告。"),
        unique_id=link,
        author_name=plain(version.agency.name),
        pubdate=version.published_at,
        updateddate=version.published_at,
        enclosures=[_enclosure(pdf, link)] if pdf is not None else [],
    )


def _enclosure(pdf: Rendering, link: str) -> Enclosure:
    size = str(pdf.file.size) if pdf.file is not None else "0"
    return Enclosure(f"{link}report.pdf", size, writers.MEDIA_TYPES["pdf"])


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = (
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /accounts/",
        "Disallow: /ui/",
        "Disallow: /search/",
        "Disallow: /doors/",
        "Disallow: /embed/",
        f"Sitemap: {site().address}{reverse('portal:sitemap')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

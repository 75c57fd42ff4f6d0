"""Copies the items of an installation of ours into the site, from a file with one JSON object an item.

Run as ``python -m benchmarks.wagtail_site.fill FILE``.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from wagtail.models import Page, Site

    from benchmarks.wagtail_site.models import HomePage, ItemPage, ListPage

    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="政府信息公开", slug="home"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="beside")
    items = home.add_child(instance=ListPage(title="全部信息", slug="items"))
    agencies: dict[str, Any] = {}
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        items.add_child(instance=_page(ItemPage, json.loads(line), agencies))
    print(ItemPage.objects.count())


def _page(model: Any, row: dict[str, Any], agencies: dict[str, Any]) -> Any:
    from benchmarks.wagtail_site.models import Agency

    name = row.pop("agency")
    if name not in agencies:
        agencies[name] = Agency.objects.create(name=name, rank=f"{len(agencies):04d}")
    row["agency"] = agencies[name]
    at = datetime.fromisoformat(row.pop("released_at"))
    row["made_on"] = date.fromisoformat(row["made_on"])
    return model(slug=f"i{row.pop('id')}", first_published_at=at, last_published_at=at, live=True, **row)


if __name__ == "__main__":
    main()

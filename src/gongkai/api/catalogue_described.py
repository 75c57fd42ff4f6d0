"""The catalogue as a data set, described by W3C DCAT 3 in JSON-LD."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Max, Min
from django.http import HttpResponse
from django.utils import timezone

from gongkai.publication import queries
from gongkai.ui.site import site

from .showing import absolute

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORMATS = (("items_csv", "text/csv"), ("items_json", "application/json"))


def dcat() -> dict[str, Any]:
    """A catalogue with its one data set, and every way to it."""
    first_last = queries.shown().aggregate(first=Min("first_public_on"), changed=Max("changed_at"))
    name = site().name
    publisher = {"@type": "foaf:Agent", "foaf:name": name}
    changed = first_last["changed"]
    times = {"dct:modified": _typed(timezone.localtime(changed).isoformat(), "dateTime")} if changed else {}
    covered = (
        {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": _typed(str(first_last["first"]), "date")}}
        if first_last["first"]
        else {}
    )
    return {
        "@context": _CONTEXT,
        "@id": absolute("api:dcat"),
        "@type": "dcat:Catalog",
        "dct:title": f"{name}目录",
        "dct:publisher": publisher,
        "dct:language": "zh-CN",
        "foaf:homepage": {"@id": settings.GONGKAI_ADDRESS + "/"},
        "dcat:dataset": [
            {
                "@id": absolute("api:items"),
                "@type": "dcat:Dataset",
                "dct:title": "主动公开的政府信息",
                "dct:description": "索引号、名称、内容概述、生成日期及其他目录项，一项一行（《条例》第十二条）。",
                "dct:publisher": publisher,
                "dct:language": "zh-CN",
                "dcat:keyword": ["政府信息公开", "主动公开", "公开目录"],
                "dcat:landingPage": {"@id": settings.GONGKAI_ADDRESS + "/"},
                **times,
                **covered,
                "dcat:distribution": [_distribution(url, kind) for url, kind in _FORMATS],
            }
        ],
        "dcat:service": [
            {
                "@type": "dcat:DataService",
                "dct:title": "目录接口",
                "dcat:endpointURL": {"@id": absolute("api:items")},
                "dcat:endpointDescription": {"@id": absolute("api:openapi-json")},
                "dcat:servesDataset": {"@id": absolute("api:items")},
            }
        ],
    }


def response(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/ld+json")


def _distribution(url: str, kind: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": absolute(f"api:{url}")},
        "dcat:mediaType": kind,
    }


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}

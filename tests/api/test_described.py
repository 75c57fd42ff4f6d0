"""The description: a snapshot, and a page made from it that loads nothing from elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from gongkai.api.described import described
from gongkai.api.v1 import api

SNAPSHOT = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"


def test_the_description_is_the_one_in_the_documentation() -> None:
    """Changed on purpose: ``make docs`` writes it again."""
    assert json.loads(json.dumps(api.get_openapi_schema())) == json.loads(SNAPSHOT.read_text("utf-8"))


def test_every_operation_says_what_it_is_and_how_it_fails() -> None:
    schema = json.loads(json.dumps(api.get_openapi_schema()))
    for path, methods in schema["paths"].items():
        assert list(methods) == ["post" if path.startswith("/api/v1/counts/") else "get"], path
        (operation,) = methods.values()
        assert operation["summary"]
        assert operation["description"]
        assert operation["responses"]["200"]["content"], path
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"]


def test_every_parameter_is_explained() -> None:
    groups, _ = described()
    for operations in groups.values():
        for operation in operations:
            assert all(parameter.text for parameter in operation.parameters), operation.path


@pytest.mark.django_db
def test_the_page_shows_every_operation_and_shape(client: Client) -> None:
    response = client.get("/api/v1/")
    text = response.content.decode()
    tree = html.fromstring(text)
    groups, shapes = described()
    for operation in (one for group in groups.values() for one in group):
        assert f"{operation.method} {operation.path}" in text
    for link in tree.xpath("//a[starts-with(@href,'#shape-')]/@href"):
        assert tree.xpath(f"//*[@id='{link[1:]}']"), link
    assert shapes
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)
    assert "<script" not in text

"""The page that explains the interface, made from its own description; nothing is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .v1 import api

_IN = {"path": "地址", "query": "参数"}


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    where: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """``body``: the shape of what is sent, "" where nothing is."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    parameters: tuple[Parameter, ...]
    media: str
    shape: str
    body: str

    @property
    def shape_name(self) -> str:
        """Without the mark of a list."""
        return self.shape.removesuffix("[]")


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    text: str
    fields: tuple[Field, ...]


def docs(request: HttpRequest) -> HttpResponse:
    groups, shapes = described()
    context = {
        "column": "api",
        "about": api.description,
        "groups": groups,
        "shapes": shapes,
        "address": settings.GONGKAI_ADDRESS,
    }
    return render(request, "api/docs.html", context)


@cache
def described() -> tuple[dict[str, list[Operation]], tuple[Shape, ...]]:
    """Operations by tag, and the shapes they answer with."""
    schema = api.get_openapi_schema()
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_operation(method.upper(), path, operation))
    return groups, tuple(_shape(name, one) for name, one in schema["components"]["schemas"].items())


def _operation(method: str, path: str, plain: Mapping[str, Any]) -> Operation:
    sent = plain.get("requestBody", {}).get("content", {}).get("application/json", {})
    content = plain["responses"][200].get("content", {})
    media = next(iter(content), "")
    return Operation(
        id=plain["operationId"],
        method=method,
        path=path,
        summary=plain["summary"],
        text=plain.get("description", ""),
        parameters=tuple(_parameters(plain.get("parameters", ()))),
        media=media,
        shape=_kind(content.get(media, {}).get("schema", {})),
        body=_kind(sent.get("schema", {})),
    )


def _parameters(plain: Any) -> Iterator[Parameter]:
    for one in plain:
        text = one.get("description") or one["schema"].get("description", "")
        yield Parameter(one["name"], _IN.get(one["in"], one["in"]), bool(one["required"]), text)


def _shape(name: str, plain: Mapping[str, Any]) -> Shape:
    fields = (Field(n, _kind(one), one.get("description", "")) for n, one in plain.get("properties", {}).items())
    return Shape(name, plain.get("description", ""), tuple(fields))


def _kind(plain: Mapping[str, Any]) -> str:
    """A type in one line: ``string``, ``ReportOut[]``, ``number | null``."""
    if "$ref" in plain:
        return str(plain["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in plain:
        return " | ".join(dict.fromkeys(_kind(one) for one in plain["anyOf"]))
    if plain.get("type") == "array":
        return f"{_kind(plain['items'])}[]"
    if "enum" in plain:
        return " | ".join(map(str, plain["enum"]))
    return str(plain.get("type", ""))

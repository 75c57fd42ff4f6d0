"""``{% url 'portal:guide' %}`` looked up once: a page names thirty addresses that are the same on every page, and
finding them took longer than anything else in it. A builtin of all templates (``settings.TEMPLATES``): none has to
know. Addresses with a part that changes are Django's own business.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import get_script_prefix

register = template.Library()


class _SameEverywhere(URLNode):
    """By the path under which the site lies, which the server may set for each request."""

    def __init__(self, node: URLNode) -> None:
        super().__init__(node.view_name, node.args, node.kwargs, node.asvar)
        self._known: dict[tuple[str, bool], str] = {}

    def render(self, context: Any) -> Any:
        key = get_script_prefix(), bool(context.autoescape)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = super().render(context)
        return found


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    node = django_url(parser, token)
    fixed = node.asvar is None and not node.kwargs and all(map(_is_fixed, (node.view_name, *node.args)))
    return _SameEverywhere(node) if fixed else node


def _is_fixed(part: FilterExpression) -> bool:
    return not part.is_var and not part.filters

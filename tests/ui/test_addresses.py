"""An address that is the same on every page is looked up once, and is what Django would have found."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix


@pytest.fixture(autouse=True)
def _prefix() -> Iterator[None]:
    before = get_script_prefix()
    yield
    set_script_prefix(before)


def test_it_is_the_address_and_is_looked_up_once() -> None:
    page = Template("{% url 'portal:guide' %} {% url 'portal:door' 'error' %}")
    wanted = f"{reverse('portal:guide')} {reverse('portal:door', args=['error'])}"
    assert page.render(Context()) == wanted
    with patch("django.urls.reverse", side_effect=AssertionError("looked up again")):
        assert page.render(Context()) == wanted


def test_parts_that_change_are_looked_up_each_time() -> None:
    for text in ("{% url 'portal:item' pk %}", "{% url 'portal:item' pk=pk %}", "{% url name pk %}"):
        page = Template(text)
        for pk in (1, 2):
            assert page.render(Context({"pk": pk, "name": "portal:item"})) == f"/items/{pk}/"


def test_it_may_be_kept_under_a_name() -> None:
    page = Template("{% url 'portal:guide' as found %}{{ found }} {% url 'portal:nowhere' as none %}{{ none }}")
    assert page.render(Context()) == "/guide/ "


def test_where_the_site_lies_under_a_path_each_path_has_its_own() -> None:
    page = Template("{% url 'portal:guide' %}")
    for prefix in ("/", "/open/", "/"):
        set_script_prefix(prefix)
        assert page.render(Context()) == f"{prefix}guide/"


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        Template("{% url 'portal:nowhere' %}").render(Context())

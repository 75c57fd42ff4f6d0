"""What a page costs does not grow with what is published: no question for each row."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency

from .conftest import publish

pytestmark = pytest.mark.django_db

Counting = Callable[[int], AbstractContextManager[Any]]


@pytest.mark.parametrize(
    ("address", "most"),
    [("/", 9), ("/reports/", 6), ("/compare/", 14), ("/feed.xml", 4), ("/sitemap.xml", 4),
     ("/api/v1/reports", 3), ("/api/v1/agencies", 3), ("/api/v1/figures.csv?year=2024", 3)],
)  # fmt: skip
def test_questions_to_the_database(
    client: Client,
    supervisor: Person,
    bureau: Agency,
    finance: Agency,
    street: Agency,
    django_assert_max_num_queries: Counting,
    address: str,
    most: int,
) -> None:
    for agency in (bureau, finance, street):
        for year in (2023, 2024):
            publish(supervisor, agency, year)
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200

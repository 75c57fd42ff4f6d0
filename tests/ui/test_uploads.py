"""What is uploaded to items touches no disk before it was looked at."""

from __future__ import annotations

import tempfile
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile, TemporaryUploadedFile
from django.test import RequestFactory
from pytest_django import Settings

from gongkai.ui import uploads

BIG = b"x" * (4 * 2**20)


def sent(path: str) -> Any:
    request = RequestFactory().post(path, {"added": SimpleUploadedFile("a.bin", BIG)})
    return request.FILES["added"]


def test_to_items_it_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    file = sent("/desk/publication/items/1/edit/")
    assert isinstance(file, InMemoryUploadedFile)
    assert file.read() == BIG


def test_elsewhere_large_files_go_the_usual_way() -> None:
    assert isinstance(sent("/desk/reports/"), TemporaryUploadedFile)


def test_too_much_at_once_is_refused(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setattr(uploads, "MOST", 2**20)
    with pytest.raises(RequestDataTooBig, match="分几次"):
        sent("/desk/publication/items/1/edit/")

"""What the sheet of a draft does with files: the body out of a Word file, attachments added, named, moved, cleaned
and taken out. The sheet was saved before, so nothing that was typed is lost with a file that is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from gongkai.errors import GongkaiError, Refused
from gongkai.publication import attaching, bodies
from gongkai.publication.models import Attachment, Version

from .access import Asking
from .item_form import ItemForm
from .numbers import number

# What a button of the sheet may ask of one attachment: "up:5".
DOES = ("up", "down", "remove", "clean")


def take(form: ItemForm, version: Version, asking: Asking, sent: Mapping[str, str]) -> list[str]:
    """All that the sheet asks for; what should be known of it, in words. What is refused stands at its field, and
    the rest is done."""
    notes = _body(form, version, asking)
    _rename(form, version, asking, sent)
    for one in form.cleaned_data.get("added") or ():
        try:
            attaching.attach(asking.person, version, data=one.read(), name=one.name or "附件", at=asking.at)
        except GongkaiError as refusal:
            form.add_error("added", f"“{one.name}”：{refusal}")
    return notes + _do(form, version, asking, sent.get("file_do", ""))


def _body(form: ItemForm, version: Version, asking: Asking) -> list[str]:
    word = form.cleaned_data.get("word")
    if not word:
        return []
    try:
        taken = bodies.from_file(
            asking.person, version, data=word.read(), name=word.name or "正文.docx", at=asking.at
        )
    except GongkaiError as refusal:
        form.add_error("word", str(refusal))
        return []
    return ["已用文件作正文，请核对。", *(f"{one}。" for one in taken.notes)]


def _rename(form: ItemForm, version: Version, asking: Asking, sent: Mapping[str, str]) -> None:
    for one in version.attachments.all():
        name = sent.get(f"name_{one.pk}", one.name).strip()
        if name and name != one.name:
            _tried(form, partial(attaching.rename, asking.person, one, name=name, at=asking.at))


def _do(form: ItemForm, version: Version, asking: Asking, asked: str) -> list[str]:
    verb, _, key = asked.partition(":")
    rows = list(version.attachments.all())
    one = next((row for row in rows if row.pk == number(key)), None)
    if verb not in DOES or one is None:
        return []
    if verb == "clean":
        return _clean(form, one, asking)
    if verb == "remove":
        _tried(form, lambda: attaching.remove(asking.person, one, at=asking.at))
        return []
    keys = moved([row.pk for row in rows], one.pk, -1 if verb == "up" else 1)
    _tried(form, lambda: attaching.reorder(asking.person, version, keys, at=asking.at))
    return []


def moved(keys: list[int], key: int, by: int) -> list[int]:
    """One place up or down; what stands at an end stays there."""
    at = keys.index(key)
    rest = [one for one in keys if one != key]
    rest.insert(max(0, at + by), key)
    return rest


def _clean(form: ItemForm, one: Attachment, asking: Asking) -> list[str]:
    try:
        copied = attaching.clean(asking.person, one, at=asking.at)
    except GongkaiError as refusal:
        form.add_error("added", f"“{one.name}”：{refusal}")
        return []
    left = f"，还有{len(copied.left)}项要人看" if copied.left else ""
    return [f"“{one.name}”已清除{len(copied.removed)}项隐藏信息{left}。"]


def _tried(form: ItemForm, step: Callable[[], object]) -> None:
    try:
        step()
    except Refused as refusal:
        form.add_error("added", str(refusal))

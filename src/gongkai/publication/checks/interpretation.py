"""Policy and its interpretation, linked both ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models import Relation
from gongkai.publication.models.checks import Kind, Severity
from gongkai.publication.words import REGISTERED, Genre, RelationKind

EDITION: Final = "1"


def look(subject: Subject) -> Iterator[Found]:
    links = Relation.objects.filter(kind=RelationKind.INTERPRETS)
    if subject.version.genre == Genre.INTERPRETATION and not links.filter(source=subject.item).exists():
        words = "政策解读没有关联被解读的文件。"
        yield Found(Kind.INTERPRETATION, "of-nothing", Severity.DECIDE, words, "relations")
    if subject.version.genre in REGISTERED and not links.filter(target=subject.item).exists():
        genre = subject.version.get_genre_display()
        words = f"{genre}还没有关联政策解读；解读应与文件同步发布、相互链接。"
        yield Found(Kind.INTERPRETATION, "none", Severity.HINT, words, "relations")

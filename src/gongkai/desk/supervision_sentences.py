"""The public sentences of an inspection as its page and its steps show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.supervision import publishing
from gongkai.supervision.inspection_states import Said, State
from gongkai.supervision.models import Inspection, PublicSentence, Shortcoming

from .access import Asking


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the page: ``public`` is read by everybody, ``waiting`` by nobody else yet."""

    title: str
    about: Said
    shortcoming: Shortcoming | None
    public: str
    waiting: PublicSentence | None

    @property
    def field(self) -> str:
        return f"{self.about}-{self.shortcoming.pk}" if self.shortcoming else str(self.about)

    @property
    def newest(self) -> str:
        return self.waiting.text if self.waiting else self.public


def lines(inspection: Inspection) -> list[Line]:
    """The whole, then of each shortcoming what was found and what was done, whether worded or not."""
    said: dict[tuple[str, int | None], list[PublicSentence]] = {}
    for one in inspection.sentences.select_related("written_by").order_by("approved_at", "pk"):
        said.setdefault((one.about, one.shortcoming_id), []).append(one)
    return [_line(about, short, said) for about, short in _places(inspection)]


def _places(inspection: Inspection) -> Iterator[tuple[Said, Shortcoming | None]]:
    yield Said.WHOLE, None
    for short in publishing.shortcomings(inspection).select_related("verdict"):
        yield Said.FOUND, short
        yield Said.DONE, short


def _line(
    about: Said, short: Shortcoming | None, said: dict[tuple[str, int | None], list[PublicSentence]]
) -> Line:
    rows = said.get((about, short.pk if short else None), [])
    public = [one.text for one in rows if one.approved_at is not None]
    waiting = next((one for one in rows if one.approved_at is None), None)
    title = f"{short.verdict.title}：{about.label}" if short else str(about.label)
    return Line(title, about, short, public[-1] if public else "", waiting)


@dataclass(frozen=True, slots=True)
class Told:
    """公开表述 on the page of an inspection, with the steps that this person may take."""

    lines: list[Line]
    may_word: bool
    may_publish: bool
    may_approve: bool
    may_take_back: bool
    missing: list[str]


def told(asking: Asking, inspection: Inspection, *, works: bool) -> Told | None:
    """None of what is under way, and of what an office finds of itself."""
    if inspection.own or inspection.state == State.OPEN:
        return None
    found = lines(inspection)
    writers = {one.waiting.written_by_id for one in found if one.waiting}
    second = works and asking.person.pk not in {inspection.begun_by_id, *writers}
    public, waits = inspection.state == State.PUBLISHED, any(one.waiting for one in found)
    missing = publishing.wanting(inspection)
    return Told(found, works, second and not public and not missing, second and public and waits,
                works and public, missing)  # fmt: skip

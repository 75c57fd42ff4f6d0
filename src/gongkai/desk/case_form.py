"""A sheet that knows how the case stood when it was opened: nobody overwrites what another did meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.dateparse import parse_datetime

from gongkai.cases.filing import Paper
from gongkai.cases.models import Case
from gongkai.cases.steps import Need

from .access import Asking
from .case_fields import fields_of, first_of
from .case_story import StoryLine, story

_KEPT = ("revision", "seen")


class CaseForm(forms.Form):
    """``revision`` and ``seen``: how the case stood when the page was opened, and when that was."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        case: Case,
        asking: Asking,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        given = {"revision": case.revision, "seen": asking.at.isoformat(), **(initial or {})}
        super().__init__(data, files, initial=given, **kwargs)
        self.case, self.asking = case, asking

    def add(self, needs: Iterable[Need]) -> None:
        """A field for each need, with what stands in it at first."""
        for name, field in fields_of(needs, self.case, self.asking).items():
            self.fields[name] = field
        if "searched_by" in self.fields:
            self.initial.setdefault("searched_by", self.asking.person.name)
        for need in needs:
            if need.initial is not None:
                self.initial.setdefault(need.code, first_of(need))

    def given(self) -> dict[str, Any]:
        """What the action is called with: the fields, files as papers; what was left empty and is no text, not."""
        own = {name: value for name, value in self.cleaned_data.items() if name not in _KEPT}
        return {name: _paper(value) for name, value in own.items()}

    @property
    def seen_revision(self) -> int | None:
        found: int | None = self.cleaned_data.get("revision")
        return found

    def catch_up(self, case: Case) -> Sequence[StoryLine]:
        """After somebody was quicker: what they did. The sheet can be sent again as the case stands now."""
        since = parse_datetime(self.cleaned_data.get("seen") or "")
        data = dict(self.data.items())
        data[self.add_prefix("revision")], data[self.add_prefix("seen")] = (
            str(case.revision),
            self.asking.at.isoformat(),
        )
        self.data = data
        return [line for line in story(case) if since is not None and line.at >= since]


def _paper(value: Any) -> Any:
    return Paper(value.name or "文件", value.read()) if isinstance(value, UploadedFile) else value

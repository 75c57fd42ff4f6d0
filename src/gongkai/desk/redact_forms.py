"""What is entered beside a page that is redacted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from gongkai.papers.personal import LABELS
from gongkai.papers.redaction import Box, Page

from .case_fields import words

# As many boxes are drawn before they are sent.
_MOST = 200


def _percent(label: str, *, least: float = 0) -> forms.FloatField:
    wrong = {"invalid": f"{label}应是0到100的数字", "min_value": f"{label}不能小于{least:g}",
             "max_value": f"{label}不能大于100"}  # fmt: skip
    widget = forms.NumberInput(attrs={"step": "0.1", "class": "figure"})
    return forms.FloatField(label=f"{label}（%）", min_value=least, max_value=100, required=False, widget=widget,
                            error_messages=wrong)  # fmt: skip


class _WithGround(forms.Form):
    """``grounds``: what something may be withheld for."""

    ground = forms.ChoiceField(label="依据", error_messages={"required": "请选择依据（《条例》第三十七条）"})

    def __init__(self, *args: Any, grounds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *grounds]


class BoxForm(_WithGround):
    """Boxes that were drawn (``drawn``: ``x0,y0,x1,y1`` as fractions, one a line), or one by its numbers."""

    left, top = _percent("左"), _percent("上")
    width, height = _percent("宽", least=0.1), _percent("高", least=0.1)
    here_only = forms.BooleanField(label="同样的文字在别处可以保留，只遮这一处", required=False)
    drawn = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)
    field_order = ("left", "top", "width", "height", "ground", "here_only", "drawn")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("drawn") and not self.errors and None in (
            data.get("left"), data.get("top"), data.get("width"), data.get("height"),
        ):  # fmt: skip
            raise forms.ValidationError("请在页面上拖动鼠标画框，或者填写框的左、上、宽、高")
        return data

    def boxes(self, page: int) -> list[Box]:
        """On this page (from 0). ValueError for what no page of ours sends."""
        data = self.cleaned_data
        lines = str(data["drawn"]).split()
        edges = [tuple(float(edge) for edge in line.split(",")) for line in lines[:_MOST]]
        if not lines:
            left, top = data["left"] / 100, data["top"] / 100
            edges = [(left, top, left + data["width"] / 100, top + data["height"] / 100)]
        return [Box(page, x0, y0, x1, y1, data["ground"], data["here_only"]) for x0, y0, x1, y1 in edges]


class TermForm(_WithGround):
    term = words("词语", hint="姓名、单位、地址等；空格和换行不影响查找", most=100)
    field_order = ("term", "ground")


class KindForm(_WithGround):
    kinds = forms.MultipleChoiceField(
        label="个人信息种类", choices=[(kind.value, label) for kind, label in LABELS.items()],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少选择一类"},
    )  # fmt: skip
    field_order = ("kinds", "ground")


class PageForm(_WithGround):
    """What becomes of the page; the ground of a page that is withheld."""

    decision = forms.ChoiceField(
        label="处理方式", choices=[(one.value, one.label) for one in Page], widget=forms.RadioSelect,
        error_messages={"required": "请选择本页怎样处理"},
    )  # fmt: skip
    field_order = ("decision", "ground")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].required = False
        self.fields["ground"].label = "整页不予公开的依据"

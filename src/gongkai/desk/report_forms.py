"""The sheets of 年报."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.documents.files import MAX_SIZE
from gongkai.reports.due import latest
from gongkai.reports.states import State
from gongkai.reports.taking_in import FIRST_YEAR
from gongkai.reports.wording import MAX_TEXT

ACCEPTED = ".docx,.doc,.wps,.pdf,.html,.htm,.mht,.txt,.md,.xlsx,.json"


def text(label: str, missing: str, *, hint: str = "", rows: int = 3, required: bool = True) -> forms.CharField:
    """A field for sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    errors = {"required": missing}
    return forms.CharField(label=label, max_length=20_000, widget=widget, error_messages=errors, help_text=hint,
                           required=required)  # fmt: skip


def year_field(label: str = "年度", *, required: bool = True, hint: str = "") -> forms.IntegerField:
    errors = {"required": "请填写年度", "invalid": "年度应是 2024 这样的四位数",
              "min_value": f"年度不早于{FIRST_YEAR}年", "max_value": "年度应是 2024 这样的四位数"}  # fmt: skip
    return forms.IntegerField(label=label, min_value=FIRST_YEAR, max_value=2100, required=required, help_text=hint,
                              error_messages=errors)  # fmt: skip


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """One file field that takes many."""

    widget = _Several(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        files = [super(Files, self).clean(one, initial) for one in given or [None]]
        if heavy := [f"“{one.name}”" for one in files if one.size > MAX_SIZE]:
            raise forms.ValidationError(f"{'、'.join(heavy)}超过 {MAX_SIZE // 2**20} MB；请拆分或去掉其中的图片，"
                                        "连同其他文件重新选择")  # fmt: skip
        return files


class _OfAgency(forms.Form):
    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = agencies


class UploadForm(_OfAgency):
    reports = Files(
        label="年度报告文件",
        # An empty one is taken in and told as unreadable: it must not send back the others chosen with it.
        allow_empty_file=True,
        error_messages={"required": "请选择至少一个文件"},
    )
    agency = forms.ModelChoiceField(label="机关", queryset=Agency.objects.none(), required=False,
                                    empty_label="按文件里写的",
                                    help_text="一次上传多个机关的文件时，留着不选")  # fmt: skip
    year = year_field(required=False, hint="不填就按文件里写的")


class BindForm(_OfAgency):
    agency = forms.ModelChoiceField(label="这是哪个机关的年度报告", queryset=Agency.objects.none(),
                                    empty_label="请选择", error_messages={"required": "请选择机关"})  # fmt: skip
    year = year_field("哪个年度")


class DiscardForm(forms.Form):
    reason = text("作废的理由", "请写明作废的理由", hint="文件仍保存着，只是不作为年度报告", rows=2)


class FileSearch(forms.Form):
    WAITING = "waiting"
    state = forms.ChoiceField(
        label="情况", required=False,
        choices=[("", "全部"), ("doubtful", "待确认机关或年度"), ("unreadable", "无法读取"),
                 ("busy", "等待或正在读取"), ("read", "已读取"), ("discarded", "已作废")],
    )  # fmt: skip
    q = forms.CharField(label="文件名", max_length=60, required=False)


class OverviewSearch(forms.Form):
    year = year_field(required=False)
    district = forms.ModelChoiceField(label="地区", queryset=Agency.objects.none(), required=False)
    state = forms.ChoiceField(
        label="情况", required=False,
        choices=[("", "全部"), ("late", "逾期"), ("missing", "未报送"), ("findings", "有错误或存疑"),
                 *((s.value, s.label) for s in State if s != State.SUPERSEDED)],
    )  # fmt: skip
    q = forms.CharField(label="机关", max_length=60, required=False)

    def __init__(self, *args: Any, districts: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district = self.fields["district"]
        assert isinstance(district, forms.ModelChoiceField)
        district.queryset = districts
        district.empty_label = None
        if districts.count() < 2:
            district.widget = forms.HiddenInput()


class CorrectForm(forms.Form):
    """What a cell says in the original; ``value`` is checked by the action, which knows what a figure is."""

    value = forms.CharField(label="应为", required=False, strip=True, max_length=40,
                            widget=forms.TextInput(
                                attrs={"class": "figure", "autocomplete": "off", "autofocus": True}),
                            help_text="填数字；原件空白就留空；原件写“不适用”就填 /")  # fmt: skip
    reason = text("理由", "请写明更正的理由", hint="例如：原件第3页为22", rows=2)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, now: str, compiled: bool = False) -> None:
        """``compiled``: there is no original; the records say otherwise, and the supervisor reads why."""
        super().__init__(data, initial={"value": now, "seen": now})
        self.now = now
        if compiled:
            self.fields["value"].help_text = "填数字；没有填报的留空；不适用的填 /。记录有误的，请改记录"
            self.fields["reason"].help_text = "主管部门会看到，例如：另有3件在其他系统办理"

    def clean(self) -> dict[str, Any]:
        """Whoever typed beside an older figure is shown the one of today first."""
        given: dict[str, Any] = super().clean() or {}
        if "seen" in self.data and given.get("seen") != self.now:
            self.data = {**{name: self.data[name] for name in self.data}, "seen": self.now}
            told = f"您打开以后，这一格已被改为“{self.now or '空白'}”；请核对，仍要改的再提交一次"
            self.add_error("value", told)
        return given


class WordingForm(forms.Form):
    """What a part of the text says in the original, one paragraph a line."""

    wording = forms.CharField(label="正文", required=False, strip=False, max_length=MAX_TEXT,
                              widget=forms.Textarea(attrs={"rows": 14}),
                              help_text="照原件填写，一行一段；空行不计")  # fmt: skip
    reason = text("理由", "请写明更正的理由", hint="例如：原件这一段没有读全", rows=2)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, now: str) -> None:
        self.mark = hashlib.sha256(now.encode()).hexdigest()[:16]
        super().__init__(data, initial={"wording": now, "seen": self.mark})

    def clean(self) -> dict[str, Any]:
        """Whoever typed over an older text is told so first."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("seen") != self.mark:
            self.data = {**{name: self.data[name] for name in self.data}, "seen": self.mark}
            self.add_error("wording", "您打开以后，这一部分已被别人改过；请对照下面现在的正文，仍要改的再提交一次")
        return given


# Characters in a line of the sheet.
_LINE = 34


class WritingForm(WordingForm):
    """A part of the text of a draft, which needs no reason: nothing was read that it departs from."""

    wording = forms.CharField(label="正文", required=False, strip=False, max_length=MAX_TEXT,
                              widget=forms.Textarea(attrs={"rows": 20}),
                              help_text="一行一段。只改文字，数字仍跟随记录；改了数字，就不再跟随")  # fmt: skip
    reason = None  # type: ignore[assignment] # Django's way of leaving out an inherited field.

    def __init__(self, data: Mapping[str, Any] | None = None, *, now: str) -> None:
        super().__init__(data, now=now)
        rows = sum(1 + len(line) // _LINE for line in now.splitlines())
        self.fields["wording"].widget.attrs["rows"] = min(max(rows + 2, 8), 30)


class ReadingForm(forms.Form):
    """One of the ways in which a row's digits can be cut."""

    way = forms.ChoiceField(label="这一行的读法", widget=forms.RadioSelect,
                            error_messages={"required": "请选择一种读法"})  # fmt: skip
    reason = text("理由", "请写明这样读的理由", rows=2)

    def __init__(self, *args: Any, ways: Sequence[tuple[int, ...]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [(str(at), "　".join(map(str, one))) for at, one in enumerate(ways)]


class AcceptForm(forms.Form):
    """One reason for each relation that still has an error; where several have the same, it is written once."""

    SAME = "same"

    def __init__(self, *args: Any, relations: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = len(relations) > 1
        if several:
            hint = "填在这里，下面空着的各项都用它"
            self.fields[self.SAME] = text("各项理由相同时", "", hint=hint, rows=2, required=False)
        for relation, says in relations:
            self.fields[relation] = text(f"{relation}：{says}", "", rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        same = given.pop(self.SAME, "")
        for relation, reason in list(given.items()):
            given[relation] = reason or same
            if not given[relation]:
                self.add_error(relation, f"请写明{relation}不符仍予接受的理由")
        return given


class ReturnForm(forms.Form):
    comments = text("退回意见", "请写明退回的意见：哪里不对，怎样改", hint="报送机关会看到这段话", rows=8)


class ReasonForm(forms.Form):
    reason = text("理由", "请写明理由", rows=2)


class NoteForm(forms.Form):
    note = text("更正说明", "请写明更正说明：改了什么、为什么", hint="与新版本一同发布，公众会看到这段话")


class PublishForm(forms.Form):
    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if again:
            self.fields["note"] = NoteForm().fields["note"]

    @property
    def note(self) -> str:
        return str(self.cleaned_data.get("note", ""))


class DueForm(forms.Form):
    year = year_field("年度（报告的年份）")
    due_on = forms.DateField(label="提交截止日期", required=False, widget=forms.DateInput(attrs={"type": "date"}),
                             error_messages={"invalid": "日期应是 2025-01-15 这样的写法"},
                             help_text="不填就取消本地区的日期，按法定日期计算")  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        year, day = data.get("year"), data.get("due_on")
        if year and day and not date(year + 1, 1, 1) <= day <= latest(year):
            self.add_error("due_on", f"{year}年度报告的日期应在{year + 1}年1月1日至3月31日之间")
        return data

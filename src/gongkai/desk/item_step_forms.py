"""What is asked at each step of an item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.publication import checking_pages, reviewing
from gongkai.publication.models import Item, Version

from .report_forms import text

_MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
_INCIDENT = "只有本机关内部看到。写清：泄露的内容属于哪一类、谁发现、怎样处置、报告了谁；不要照抄泄露的内容"
_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


def moment_field(label: str, *, hint: str = "", required: bool = True, missing: str = "") -> forms.DateTimeField:
    errors = {"required": missing, "invalid": f"{label}应写成 2026-03-13 09:00 这样"}
    return forms.DateTimeField(label=label, widget=_MOMENT, input_formats=_FORMATS, help_text=hint,
                               required=required, error_messages=errors)  # fmt: skip


class StepForm(forms.Form):
    """``revision``: how the version, or the item, stood when the page was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, version: Version, at: datetime, of_item: bool = False) -> None:
        thing: Item | Version = version.item if of_item else version
        super().__init__(data, initial={"revision": thing.revision})
        self.version, self.at = version, at

    def given(self) -> dict[str, Any]:
        """What the action is called with."""
        return dict(self.cleaned_data)


class OpinionForm(StepForm):
    comment = text("意见", "", required=False, rows=2, hint="不写就是同意")


class DisclosureForm(OpinionForm):
    """Each question by itself; whoever cannot confirm one gives it back."""

    def __init__(self, data: Any = None, *, version: Version, at: datetime, of_item: bool = False) -> None:
        super().__init__(data, version=version, at=at)
        for code, question in reviewing.asked(version).items():
            self.fields[f"q_{code}"] = forms.BooleanField(label=question, required=False)
        self.order_fields(["revision", *(name for name in self.fields if name.startswith("q_")), "comment"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(found.items()):
            if name.startswith("q_") and not value:
                self.add_error(name, "还没有确认；不能确认的，请退回修改")
        return found

    def given(self) -> dict[str, Any]:
        found = self.cleaned_data
        answers = {name[2:]: value for name, value in found.items() if name.startswith("q_")}
        return {"revision": found["revision"], "comment": found["comment"], "checklist": answers}


class CheckForm(StepForm):
    """Each question answered; a no says in words what is wrong."""

    comment = text("问题和处理", "", required=False, rows=3, hint="有不正常的项目时填写")

    def __init__(self, data: Any = None, *, version: Version, at: datetime, of_item: bool = False) -> None:
        super().__init__(data, version=version, at=at, of_item=of_item)
        for code, question in checking_pages.CHECKLIST.items():
            self.fields[f"q_{code}"] = forms.ChoiceField(
                label=question, choices=[("yes", "正常"), ("no", "不正常")], widget=forms.RadioSelect,
                error_messages={"required": "请检查后选择"},
            )  # fmt: skip
        self.order_fields([*(name for name in self.fields if name.startswith("q_")), "comment"])

    def given(self) -> dict[str, Any]:
        found = self.cleaned_data
        answers = {name[2:]: value == "yes" for name, value in found.items() if name.startswith("q_")}
        return {"comment": found["comment"], "checklist": answers}


class ReturnForm(StepForm):
    comment = text("退回的意见", "请写明哪里要改、怎样改", rows=4, hint="拟稿的人会看到")


class ReleaseForm(StepForm):
    """Now, or at a set time; what stands there already is taken back with an empty time."""

    _WHEN = (("now", "现在发布"), ("later", "定时发布"))
    when = forms.ChoiceField(label="什么时候发布", choices=_WHEN, widget=forms.RadioSelect)
    release_at = moment_field("发布时间", required=False, hint="选“定时发布”时填写；到时由系统发布")

    def __init__(self, data: Any = None, *, version: Version, at: datetime, of_item: bool = False) -> None:
        super().__init__(data, version=version, at=at)
        self.initial["when"] = "later" if version.release_at else "now"
        self.initial["release_at"] = version.release_at
        field = self.fields["when"]
        if version.release_at and isinstance(field, forms.ChoiceField):
            field.choices = [*self._WHEN, ("never", "取消定时，以后再定")]

    def clean(self) -> dict[str, Any]:
        found: Mapping[str, Any] = super().clean() or self.cleaned_data
        if found.get("when") == "later" and not found.get("release_at") and "release_at" not in self.errors:
            self.add_error("release_at", "请填写发布时间")
        when = found.get("release_at")
        if found.get("when") == "later" and when and when <= self.at:
            self.add_error("release_at", "定时发布的时间须晚于现在；公开时间由系统记录，不得倒签。")
        return dict(found)


class WithdrawForm(StepForm):
    reason = text("撤回原因", "请写明撤回的原因", rows=3,
                  hint="原来的网址会显示这段话，公众能看到；不要写个人信息")  # fmt: skip
    sure = forms.BooleanField(label="已核对上面列出的后果，确定撤回",
                              error_messages={"required": "请核对后果并勾选"})  # fmt: skip

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "sure"}


class RemoveForm(StepForm):
    found_at = moment_field("什么时候发现的", missing="请填写发现的时间")
    incident = text("事件报告", "请写明泄露了什么、谁怎样发现、采取了什么措施", rows=6,
                    hint=_INCIDENT)  # fmt: skip
    sure = forms.BooleanField(label="已核对上面列出的后果，确定撤下",
                              error_messages={"required": "请核对后果并勾选"})  # fmt: skip

    def __init__(self, data: Any = None, *, version: Version, at: datetime, of_item: bool = False) -> None:
        super().__init__(data, version=version, at=at, of_item=of_item)
        self.initial["found_at"] = timezone.localtime(at)

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "sure"}


class ReviseForm(StepForm):
    note = text("更正说明", "请写明更正说明：改了什么、为什么改", rows=3, hint="发布后公众能看到；不要写个人信息")
    found_at = moment_field("什么时候发现的", required=False, hint="发现错误的时间；不填就是现在")

    def __init__(self, data: Any = None, *, version: Version, at: datetime, of_item: bool = False) -> None:
        super().__init__(data, version=version, at=at, of_item=of_item)
        if not version.item.is_public:
            self.fields["note"].required = False
            self.fields["note"].help_text = "改了什么、为什么改；第一次发布的不用写"


class DiscardForm(StepForm):
    sure = forms.BooleanField(label="确定作废这一稿", error_messages={"required": "请勾选确认"})

    def given(self) -> dict[str, Any]:
        return {"revision": self.cleaned_data["revision"]}

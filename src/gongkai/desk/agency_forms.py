"""The sheets of 机构."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms

from gongkai.agencies.actions import MAX_ORDER, Contact
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, AgencyQuerySet

from .days import day_field


class AgencySearch(forms.Form):
    q = forms.CharField(label="名称或统一社会信用代码", max_length=60, required=False)
    kind = forms.ChoiceField(label="类型", choices=[("", "全部"), *Kind.choices], required=False)
    ended = forms.BooleanField(label="含已撤销", required=False)


class ContactForm(forms.Form):
    """The block that guide and report print."""

    office = forms.CharField(
        label="政府信息公开工作机构", max_length=120, required=False, help_text="例如：办公室"
    )
    address = forms.CharField(label="办公地址", max_length=200, required=False)
    hours = forms.CharField(label="办公时间", max_length=200, required=False,
                            help_text="例如：工作日 8:30—12:00，13:30—17:30")  # fmt: skip
    phone = forms.CharField(label="联系电话", max_length=60, required=False)
    fax = forms.CharField(label="传真", max_length=60, required=False)
    email = forms.EmailField(label="电子邮箱", required=False,
                             error_messages={"invalid": "邮箱的写法不对，应像 xxgk@example.gov.cn"})  # fmt: skip
    postcode = forms.RegexField(r"^\d{6}$", label="邮政编码", required=False,
                                error_messages={"invalid": "邮政编码是六位数字"})  # fmt: skip

    @staticmethod
    def of(agency: Agency) -> dict[str, str]:
        return {f.name: getattr(agency, f.name) for f in fields(Contact)}

    def contact(self) -> Contact:
        return Contact(**self.cleaned_data)


class ImportForm(forms.Form):
    """The list, and under which agency its rows without a superior go. ``kept`` is a list tried before."""

    file = forms.FileField(label="机构名单（XLSX）", required=False,
                           widget=forms.FileInput(attrs={"accept": ".xlsx"}))  # fmt: skip
    under = forms.ModelChoiceField(label="没有上级代码的机构放在", queryset=Agency.objects.none())
    kept = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, places: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        under = self.fields["under"]
        assert isinstance(under, forms.ModelChoiceField)
        under.queryset = places
        under.initial = places.first()
        under.empty_label = None


def _reason(label: str, missing: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, required=required, error_messages={"required": missing},
                           widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip


def _several(label: str, hint: str, missing: str = "") -> forms.ModelMultipleChoiceField[Agency]:
    return forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=label,
        help_text=hint,
        required=bool(missing),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing},
    )


class _Choosing(forms.Form):
    """A sheet whose agencies can only be chosen among those given."""

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            if isinstance(one, forms.ModelChoiceField):
                one.queryset = agencies


def _order() -> forms.IntegerField:
    return forms.IntegerField(
        label="排序",
        min_value=0,
        max_value=MAX_ORDER,
        help_text="同一上级之下，数小的在前",
        error_messages={
            "required": "请填写排序",
            "invalid": "排序应是整数",
            "min_value": "排序不小于0",
            "max_value": f"排序不超过{MAX_ORDER}",
        },
    )


class FoundForm(_Choosing):
    name = forms.CharField(label="名称", max_length=120, error_messages={"required": "请填写名称"})
    kind = forms.ChoiceField(label="类型", choices=[("", "请选择"), *Kind.choices],
                             error_messages={"required": "请选择类型"})  # fmt: skip
    credit_code = forms.CharField(label="统一社会信用代码", max_length=40, required=False,
                                  help_text="十八位；还没有的可以不填")  # fmt: skip
    order = _order()
    supervisor = forms.ModelChoiceField(Agency.objects.none(), label="政府信息公开工作主管部门", required=False,
                                        empty_label="不指定")  # fmt: skip
    valid_from = day_field("设立日期")
    reason = _reason("设立的依据", "请写明设立的依据，例如批准文件的文号")


class RenameForm(forms.Form):
    name = forms.CharField(label="新名称", max_length=120, error_messages={"required": "请填写新名称"})
    reason = _reason("更名的依据", "请写明更名的依据，例如批准文件的文号")


class KindForm(forms.Form):
    kind = forms.ChoiceField(
        label="类型", choices=Kind.choices, help_text="决定要不要编制自己的年度报告、何时报送"
    )
    reason = _reason("改变类型的依据", "请写明改变类型的依据，例如批准文件的文号")


class SupervisorForm(_Choosing):
    supervisor = forms.ModelChoiceField(Agency.objects.none(), label="政府信息公开工作主管部门", required=False,
                                        empty_label="不指定", help_text="《条例》第三条")  # fmt: skip
    reason = _reason("依据", "请写明依据，例如文件的文号")


class MoveForm(_Choosing):
    parent = forms.ModelChoiceField(Agency.objects.none(), label="上级", empty_label="请选择",
                                    error_messages={"required": "请选择上级"})  # fmt: skip
    order = _order()
    reason = _reason("依据", "请写明调整的依据，例如批准文件的文号")

    def __init__(self, *args: Any, agencies: AgencyQuerySet, top: bool, **kwargs: Any) -> None:
        super().__init__(*args, agencies=agencies, **kwargs)
        if top:
            del self.fields["parent"]


class DaysForm(forms.Form):
    valid_from = day_field("设立日期")
    valid_until = day_field("撤销日期", required=False, hint="存续的最后一天；不填就是一直存续")
    reason = _reason("依据", "请写明依据，例如批准设立或撤销的文号")


class MergeForm(_Choosing):
    successor = forms.ModelChoiceField(Agency.objects.none(), label="并入哪个机关", empty_label="请选择",
                                       help_text="新设的机关，请先设立",
                                       error_messages={"required": "请选择并入哪个机关"})  # fmt: skip
    on = day_field("哪天起", hint="这一天起由并入的机关承接")
    others = _several("同时并入的其他机关", "几个机关合并为一个时勾选")
    reason = _reason("合并的依据", "请写明合并的依据，例如批准文件的文号")


class SplitForm(_Choosing):
    on = day_field("哪天起", hint="这一天起由承接的机关分别承接")
    goes_on = forms.BooleanField(label="本机关继续存续，只分出一部分职能", required=False)
    successors = _several("由哪些机关承接", "新设的机关，请先设立", "请选择承接的机关")
    reason = _reason("分立的依据", "请写明分立的依据，例如批准文件的文号")

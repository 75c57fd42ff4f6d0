"""The sheets of 机构."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms

from gongkai.agencies.actions import Contact
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency, AgencyQuerySet


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

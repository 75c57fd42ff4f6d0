"""The sheets of 人员."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.agencies.roles import SECOND_FACTOR, Role

from .days import day_field

_NEEDS_CODE = "、".join(role.label for role in Role if role in SECOND_FACTOR)


class WithAgency(forms.Form):
    """A sheet with a choice of agency; only those given can be chosen."""

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = agencies


class PeopleSearch(WithAgency):
    q = forms.CharField(label="姓名或用户名", max_length=60, required=False)
    agency = forms.ModelChoiceField(
        label="机关", queryset=Agency.objects.none(), required=False, empty_label="全部"
    )
    role = forms.ChoiceField(label="角色", choices=[("", "全部"), *Role.choices], required=False)
    past = forms.BooleanField(label="含已结束", required=False)


class InviteForm(WithAgency):
    name = forms.CharField(label="姓名", max_length=60, error_messages={"required": "请填写姓名"})
    username = forms.CharField(label="用户名", max_length=60, error_messages={"required": "请填写用户名"},
                               help_text="登录时用，不能改；字母、数字或汉字，不含空格")  # fmt: skip
    email = forms.EmailField(label="电子邮箱", required=False, help_text="忘记密码时，重设的链接会发到这里",
                             error_messages={"invalid": "邮箱的写法不对，应像 xxgk@example.gov.cn"})  # fmt: skip
    agency = forms.ModelChoiceField(label="机关", queryset=Agency.objects.none(), empty_label="请选择",
                                    error_messages={"required": "请选择机关"})  # fmt: skip
    role = forms.ChoiceField(label="角色", choices=Role.choices, help_text=f"{_NEEDS_CODE}登录时还需要验证码")


class AppointForm(WithAgency):
    agency = forms.ModelChoiceField(label="机关", queryset=Agency.objects.none(), empty_label="请选择",
                                    error_messages={"required": "请选择机关"})  # fmt: skip
    role = forms.ChoiceField(label="角色", choices=Role.choices, help_text=f"{_NEEDS_CODE}登录时还需要验证码")
    from_on = day_field("起始日期")
    until_on = day_field("截止日期", required=False, hint="不填就是一直有效")


class DismissForm(forms.Form):
    last_day = day_field("最后一天", hint="这一天仍有这个角色，第二天起没有")


class StandInForm(forms.Form):
    person = forms.ModelChoiceField(label="代理人", queryset=Person.objects.none(), empty_label="请选择",
                                    error_messages={"required": "请选择代理人"})  # fmt: skip
    from_on = day_field("起始日期")
    until_on = day_field("截止日期", hint="代理都有截止日期，到期自动结束")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = people


class DisableForm(forms.Form):
    reason = forms.CharField(label="停用原因", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
                             error_messages={"required": "请填写停用原因"})  # fmt: skip

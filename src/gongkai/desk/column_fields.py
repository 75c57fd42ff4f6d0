"""The fields of the sheets of the list: columns, owners, what is owed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.publication import columns, nothing_new, owners
from gongkai.publication.models import Column, ColumnOwner
from gongkai.publication.words import Way
from gongkai.statute import duties, freshness

from .case_fields import text, words
from .days import day_field


def choice(label: str, offered: Iterable[tuple[str, str]], *, hint: str = "", required: bool = True) -> Any:
    """One of a list."""
    return forms.ChoiceField(label=label, choices=list(offered), help_text=hint, required=required,
                             error_messages={"required": f"请选择{label}"})  # fmt: skip


def of(
    label: str, found: Any, *, hint: str = "", required: bool = True, none: str = "请选择"
) -> forms.ModelChoiceField[Any]:
    """One of what was found."""
    return forms.ModelChoiceField(found, label=label, help_text=hint, required=required, empty_label=none,
                                  error_messages={"required": f"请选择{label}"})  # fmt: skip


def category_choices(none: str = "不归入") -> list[tuple[str, str]]:
    return [("", none), *((one.code, _numbered(one)) for one in duties.CATEGORIES.values())]


def _numbered(one: duties.Category) -> str:
    """The item of Art. 20 by its number, a matter of Art. 21 by its name."""
    article, _, number = one.code.partition(".")
    return f"第二十条第{number}项　{one.short}" if article == "20" else f"第二十一条　{one.short}"


def period_choices() -> list[tuple[str, str]]:
    return [(one.code, one.title) for one in duties.PERIODS.values()]


def whole(label: str, *, required: bool = True, hint: str = "", least: int = 0, most: int = 10**9) -> Any:
    errors = {"required": f"请填写{label}", "invalid": f"{label}应是整数",
              "min_value": f"{label}不能小于{least}", "max_value": f"{label}太大，请核对"}  # fmt: skip
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, help_text=hint,
                              error_messages=errors)  # fmt: skip


class ColumnForm(forms.Form):
    """A line of the list."""

    parent = of("上级事项", Column.objects.none(), required=False, none="没有，它是一级事项")
    title = words("事项名称", most=120)
    content = text("公开内容（要素）", required=False, rows=2)
    category = choice("条例事项", category_choices(), required=False)
    basis = text("公开依据", required=False, rows=2)
    period = choice("公开时限", period_choices())
    ways = forms.MultipleChoiceField(label="公开渠道和载体", choices=Way.choices, required=False,
                                     widget=forms.CheckboxSelectMultiple)  # fmt: skip
    audience = words("公开对象", required=False, most=100, hint="例如：全社会")
    manner = choice("公开方式", columns.MANNERS.items())
    column_type = words("栏目类别", required=False, most=30,
                        hint="决定多久必须更新。常用：" + "、".join(freshness.types()[:8]))  # fmt: skip
    fresh_days = whole("更新周期（天）", required=False, least=1, most=3660, hint="不填就按栏目类别")
    order = whole("排序", hint="小的在前")

    def __init__(self, data: Any = None, *, agency: Agency, on: date, column: Column | None = None) -> None:
        initial = (
            {name: getattr(column, name) for name in columns.FIELDS}
            if column
            else {"order": 0, "ways": ["website"]}
        )
        super().__init__(data, initial=initial)
        if column is not None:
            del self.fields["parent"]
        else:
            above = self.fields["parent"]
            assert isinstance(above, forms.ModelChoiceField)
            above.queryset = columns.listed(agency, on).filter(parent=None)
            del self.fields["order"]


class CloseForm(forms.Form):
    last_day = day_field("最后一天", hint="从第二天起不再列出")
    reason = text("理由", rows=2)


class PersonChoice(forms.ModelChoiceField[Any]):
    """Told apart by the name they sign in with."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.username}）"


class OwnerForm(forms.Form):
    person = PersonChoice(Person.objects.none(), label="责任人", empty_label="请选择",
                          error_messages={"required": "请选择责任人"})  # fmt: skip
    stand_in = PersonChoice(Person.objects.none(), label="代理人", required=False, empty_label="不指定",
                            help_text="责任人离开时由谁办理")  # fmt: skip
    unit = words("责任科室", required=False, most=120)
    from_on = day_field("从哪天起负责")

    def __init__(self, data: Any = None, *, agency: Agency, on: date, now: ColumnOwner | None) -> None:
        known = {"person": now.person_id, "stand_in": now.stand_in_id, "unit": now.unit} if now else {}
        super().__init__(data, initial={**known, "from_on": on})
        for name in ("person", "stand_in"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = owners.candidates(agency, on)


class NothingNewForm(forms.Form):
    """A quarter that is over, or any other time."""

    from_on = day_field("从")
    until_on = day_field("到", hint="这段时间须已结束")
    reason = text("说明", required=False, rows=2, hint="例如：本季度没有新的政策和办理结果")

    def __init__(self, data: Any = None, *, on: date) -> None:
        number = (on.month - 1) // 3
        first, last = nothing_new.quarter(on.year if number else on.year - 1, number or 4)
        super().__init__(data, initial={"from_on": first, "until_on": last})


class LawForm(forms.Form):
    """The items of the law that are not in the list yet; what is unticked is left out."""

    codes = forms.MultipleChoiceField(label="加入目录的事项", widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, data: Any = None, *, offered: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"codes": [code for code, _ in offered]})
        self.offered = offered
        field = self.fields["codes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = offered

    def left_out(self) -> list[str]:
        return [code for code, _ in self.offered if code not in self.cleaned_data["codes"]]

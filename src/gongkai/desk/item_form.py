"""The sheet of an item: one column, its fields in groups, what is typed never lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import QueryDict

from gongkai.agencies.models import Agency
from gongkai.publication.models import Column, Version
from gongkai.publication.words import DisclosureClass, Genre, Validity
from gongkai.statute import duties
from gongkai.ui.rich import RichTextField

from .access import Asking
from .item_body import offer_pictures
from .report_forms import text

_SEVERAL = re.compile(r"[，,、；;\n]+")
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
# Heading, what it is for, and its fields.
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("必备", "目录必须载明的内容（《条例》第十二条），提交审核前要填全。",
     ("title", "summary", "made_on")),
    ("正文和附件", "", ("body", "word", "added", "note")),
    ("分类", "",
     ("column", "document_number", "issuer", "joint_makers", "genre", "category", "subject", "validity",
      "effective_on", "ended_on", "keywords", "source")),
    ("公开属性", "拟稿时提出，由批准的人决定；不是主动公开的，要写明依据和理由。",
     ("disclosure_class", "class_basis", "class_reason")),
)  # fmt: skip
_LISTS = ("joint_makers", "keywords")
_FILES = ("word", "added")
_WORD = "DOCX 文件：取入文字、表格和图片，替换现在的正文；WPS、DOC 先另存为 DOCX"
_NO_DESCRIPTION = ("revision", *_FILES)
BASES = (
    "《条例》第十四条（国家秘密等禁止公开）",
    "《条例》第十五条（商业秘密、个人隐私）",
    "《条例》第十六条第一款（内部事务信息）",
    "《条例》第十六条第二款（过程性信息、执法案卷）",
)


class ColumnField(forms.ModelChoiceField[Column]):
    """A column by its place in the list."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent.title} ／ {obj.title}" if obj.parent else str(obj.title)


class DayField(forms.DateField):
    widget = _DAY


class Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One field that takes several files."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one or self.required]


class ItemForm(forms.Form):
    """``revision`` is how the draft stood when the page was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="标题", max_length=300, error_messages={"required": "请填写标题"})
    summary = text("内容概述", "", required=False, hint="一两句话，约一百字；目录里和搜索结果里都会显示", rows=3)
    made_on = DayField(label="成文日期", required=False, help_text="公开期限从这一天起算")
    column = ColumnField(label="栏目", queryset=Column.objects.none(), required=False,
                         empty_label="请选择",
                         help_text="法定主动公开内容中的位置；不选的，各栏目里都没有它")  # fmt: skip
    body = RichTextField(label="正文", required=False)
    word = forms.FileField(label="用 Word 文件作正文", required=False, help_text=_WORD,
                           widget=forms.FileInput(attrs={"accept": ".docx"}))  # fmt: skip
    added = FilesField(label="添加附件", required=False, help_text="可以一次选多个；标有密级的文件不得上传")
    note = text("更正说明", "请写明更正说明", required=False, rows=2,
                hint="改了什么、为什么改；发布后公众能看到")  # fmt: skip
    document_number = forms.CharField(label="文号", max_length=100, required=False)
    issuer = forms.CharField(label="发文机关", max_length=120, required=False)
    joint_makers = forms.CharField(label="联合制发机关", max_length=2000, required=False,
                                   help_text="牵头的在最前，用顿号隔开；单独制发的不填")  # fmt: skip
    genre = forms.ChoiceField(label="体裁", choices=Genre.choices)
    category = forms.ChoiceField(label="条例事项", required=False)
    subject = forms.CharField(label="主题分类", max_length=60, required=False)
    validity = forms.ChoiceField(label="有效性", required=False,
                                 choices=[("", "不适用"), *Validity.choices])  # fmt: skip
    effective_on = DayField(label="施行日期", required=False)
    ended_on = DayField(label="废止或者失效日期", required=False)
    keywords = forms.CharField(label="关键词", max_length=2000, required=False, help_text="用顿号隔开")
    source = forms.CharField(label="来源", max_length=120, required=False)
    disclosure_class = forms.ChoiceField(label="公开属性", choices=DisclosureClass.choices,
                                         widget=forms.RadioSelect)  # fmt: skip
    class_basis = forms.CharField(label="依据", max_length=60, required=False,
                                  widget=forms.TextInput(attrs={"list": "bases"}))  # fmt: skip
    class_reason = text("理由", "", required=False, rows=2)

    def __init__(self, data: Any = None, files: Any = None, *, version: Version, asking: Asking) -> None:
        super().__init__(data, files, initial=initial(version))
        self.version = version
        offer_pictures(self.fields["body"], version)
        self._columns(version, asking)
        self._categories(asking)
        if version.number == 1:
            del self.fields["note"]

    def _columns(self, version: Version, asking: Asking) -> None:
        field = self.fields["column"]
        assert isinstance(field, forms.ModelChoiceField)
        now = Q(until_on=None) | Q(until_on__gte=asking.on)
        rows = Column.objects.filter(now, agency=version.item.agency, children=None)
        field.queryset = rows.select_related("parent")

    def _categories(self, asking: Asking) -> None:
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        held = duties.categories(asking.on)
        field.choices = [("", "都不是"), *((one.code, category_words(one)) for one in held)]

    def groups(self) -> Iterator[tuple[str, str, Sequence[forms.BoundField]]]:
        for heading, hint, names in GROUPS:
            yield heading, hint, [self[name] for name in names if name in self.fields]

    def changed_values(self) -> dict[str, Any]:
        """What the action is called with."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in _NO_DESCRIPTION}
        return given | {name: split(given[name]) for name in _LISTS}


def initial(version: Version) -> dict[str, Any]:
    """What stands in a version, as the fields show it."""
    names = [name for _, _, group in GROUPS for name in group if name not in _FILES]
    found = {name: getattr(version, name) for name in names}
    found |= {name: "、".join(getattr(version, name)) for name in _LISTS}
    return found | {"column": version.column_id, "revision": version.revision}


def split(words: str) -> list[str]:
    return [one for part in _SEVERAL.split(words) if (one := part.strip())]


def category_words(one: duties.Category) -> str:
    return f"{one.article.removeprefix('《条例》')}　{one.short}"


def sendable_again(form: forms.Form, revision: int) -> None:
    """After somebody was quicker: the sheet may be sent once more, as the thing stands now."""
    assert isinstance(form.data, QueryDict)
    data = form.data.copy()
    data["revision"] = str(revision)
    form.data = data


class NewItemForm(forms.Form):
    """The little that a new item begins with; the whole sheet comes next."""

    agency = forms.ModelChoiceField(label="机关", queryset=Agency.objects.none(), empty_label="请选择",
                                    error_messages={"required": "请选择机关"})  # fmt: skip
    title = forms.CharField(label="标题", max_length=300, error_messages={"required": "请填写标题"})
    column = ColumnField(label="栏目", queryset=Column.objects.none(), required=False,
                                    empty_label="以后再选")  # fmt: skip
    made_on = DayField(label="成文日期", required=False, help_text="公开期限从这一天起算")
    from_case = forms.CharField(label="来自哪件申请", max_length=60, required=False,
                                help_text="申请编号，只作为文字保存（《条例》第四十四条）")  # fmt: skip

    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency, column = self.fields["agency"], self.fields["column"]
        assert isinstance(agency, forms.ModelChoiceField)
        assert isinstance(column, forms.ModelChoiceField)
        agencies = asking.within("items.draft").on(asking.on)
        agency.queryset = agencies
        self.only = agencies.first() if agencies.count() == 1 else None
        if self.only:
            agency.widget, self.initial["agency"] = forms.HiddenInput(), self.only.pk
        now = Q(until_on=None) | Q(until_on__gte=asking.on)
        column.queryset = Column.objects.filter(now, agency__in=agencies, children=None).select_related("parent")

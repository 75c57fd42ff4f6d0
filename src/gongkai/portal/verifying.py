"""防伪查询: is what somebody holds what was published here, and does it still hold?

By the code that is printed in it, or by the file itself: only its SHA-256 is compared, nothing of it is kept
(``ui.hashing``). What left silently is unknown here, as everywhere.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai import query_code
from gongkai.documents.files import MAX_SIZE
from gongkai.publication import seals
from gongkai.publication.seals import Verified
from gongkai.ui import limits
from gongkai.ui.hashing import Hashed

from .form_page import form_page

_LENGTH = 16
_WRONG_LENGTH = f"防伪码是{_LENGTH}位字母和数字；请照文件页脚印的填写，横线可以不填。"


class _FileField(forms.FileField):
    """Its name is nobody's business here."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, Hashed) and data.size > MAX_SIZE:
            raise forms.ValidationError(f"文件超过{MAX_SIZE // 2**20}MB，本站没有发布过这么大的文件。")
        return data if isinstance(data, Hashed) else None


class VerifyForm(forms.Form):
    code = forms.CharField(
        label="防伪码", required=False, max_length=60,
        help_text=f"{_LENGTH}位，印在文件每页的页脚；附件的防伪码在信息页面的附件后面",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    file = _FileField(
        label="或者选择文件", required=False,
        help_text=f"不超过{MAX_SIZE // 2**20}MB；只计算校验值来比对，不保存文件",
    )  # fmt: skip

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        if code and len(query_code.plain(code)) != _LENGTH:
            raise forms.ValidationError(_WRONG_LENGTH)
        return code

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors and not given.get("code") and not given.get("file"):
            raise forms.ValidationError("请填写防伪码，或者选择一个文件。")
        if given.get("code") and given.get("file"):
            raise forms.ValidationError("防伪码和文件请只用一种：两样一起填，看不出结果说的是哪一样。")
        return given


@form_page
def verify(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    context: dict[str, Any] = {"form": form, "column": "verify"}
    if request.method == "POST" and form.is_valid():
        challenge = limits.check(request, "lookup")
        context["challenge"] = challenge
        if challenge is None:
            found = _found(form.cleaned_data)
            if not found:
                limits.failed(request, "lookup")
            context |= {"answered": True, "found": found, "by_file": bool(form.cleaned_data["file"])}
    return render(request, "portal/verify.html", context)


def _found(given: dict[str, Any]) -> list[Verified]:
    file = given["file"]
    if isinstance(file, Hashed):
        return seals.by_sha256(file.sha256)
    one = seals.by_code(given["code"])
    return [] if one is None else [one]

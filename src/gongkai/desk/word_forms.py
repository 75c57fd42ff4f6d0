"""The sheets of an agency's own pairs of words."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.papers.wording import Pair
from gongkai.publication.checks import own_pairs

from .case_fields import text, words
from .days import day_field


class PairForm(forms.Form):
    wrong = words("错误写法", most=40, hint="文中出现就会标出，2至40个字")
    right = words("正确写法", required=False, most=40, hint="不填的，只提示不宜使用")
    why = words("理由", most=200, hint="起草人看到标记时会看到")
    source = words("依据", required=False, most=200, hint="文件名称和文号")
    unless = text("例外", required=False, rows=3, hint="包含它而写法正确的较长词语，每行一个")
    from_on = day_field("启用日期")
    sample = text("试一试", required=False, rows=4, hint="贴入一段文字，看会标出哪些；不保存")

    def pair(self) -> Pair:
        given = self.cleaned_data
        return own_pairs.made(given["wrong"], given["right"], given["why"], given["source"], self.longer)

    @property
    def longer(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["unless"]).splitlines() if line.strip()]

    def given(self) -> dict[str, Any]:
        names = ("wrong", "right", "why", "source", "from_on")
        return {**{name: self.cleaned_data[name] for name in names}, "unless": self.longer}


class EndForm(forms.Form):
    until_on = day_field("最后一天")

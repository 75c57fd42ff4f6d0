"""The application form to print and fill in by hand, in the agency's own wording, with a prompt in every box."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai import writers
from gongkai.agencies.models import Agency
from gongkai.cases.words import ApplicantClass, Form, IdentityDocument
from gongkai.letters import wording
from gongkai.letters.composing import compose
from gongkai.statute import letters
from gongkai.writers import letter as paper

from .ask_agencies import with_askable

_KIND = "application-form"
_ORGANISATIONS = [one for one in ApplicantClass if one is not ApplicantClass.NATURAL]


def _boxes(labels: list[str]) -> str:
    return "　".join(f"□{label}" for label in labels)


_PROMPTS = {
    "applicant_name": "公民（姓名）：\n单位（名称）：\n单位类型："
    + _boxes([one.label for one in _ORGANISATIONS])
    + "\n法定代表人或者负责人：\n代理人（附授权委托书）：",
    "identity_proof": _boxes([one.label for one in IdentityDocument])
    + "\n证件号码：\n附证件复印件，或者当面出示原件。",
    "applicant_contact": "联系电话：\n电子邮箱：\n通信地址和邮政编码：",
    "description": "名称或者文号：\n其他便于查找的特征（时间、地点、事项）：\n（不需要说明用途）",
    "form": _boxes([one.label for one in Form]),
    "route": "□当面领取　□邮政寄送　□电子送达\n□本人同意以电子方式送达答复和告知书，电子邮箱：",
}


@require_safe
@with_askable
def paper_form(request: HttpRequest, agency: Agency, format: str) -> HttpResponse:
    on = timezone.localdate()
    data = _written(agency.name, wording.text_on(agency, _KIND, on=on), on, format)
    response = HttpResponse(data, content_type=writers.MEDIA_TYPES[format])
    name = quote(f"{agency.name}政府信息公开申请表.{format}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "public, max-age=3600"
    return response


@lru_cache(maxsize=256)
def _written(agency: str, text: str, on: date, format: str) -> bytes:
    """Once a day and agency: laying out a page takes a tenth of a second."""
    kind = letters.letter_kind(_KIND, on)
    return paper.write(compose(kind, text, agency=agency, values=_PROMPTS, law_on=on), format)

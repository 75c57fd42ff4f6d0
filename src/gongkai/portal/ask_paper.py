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
_DOCUMENTS = [one for one in IdentityDocument if one is not IdentityDocument.RESIDENCE]


def _boxes(labels: list[str]) -> str:
    return " ".join(f"□{label}" for label in labels)


# As many lines as leave the form on one page.
_WIDE = "　" * 10
_PROMPTS = {
    "applicant_name": "公民姓名或者单位名称：\n"
    + _boxes([one.label for one in _ORGANISATIONS])
    + f"\n法定代表人：{_WIDE}代理人（附委托书）：",
    "identity_proof": _boxes([one.label for one in _DOCUMENTS]) + "\n证件号码（附复印件，或者当面出示）：",
    "applicant_contact": f"联系电话：{_WIDE}电子邮箱：\n通信地址和邮政编码：",
    "description": "（不需要说明用途）",
    "form": _boxes([one.label for one in Form]),
    "route": "□当面领取　□邮政寄送　□电子送达，本人同意以上述电子邮箱接收文书",
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

"""The fields of the form, read and judged.

FIELDS                        their names; ``MANY`` of them may have several values
wanted(values) -> Wanted      as registering takes it
faults(values) -> {field: message}            all at once, each with its article
will_follow(values, whats) -> {field: message}   what is missing and no error: a supplement will be asked for

Never a purpose (Art. 27, 29). No proof of identity is no fault (Art. 30): the request is taken in, and asked to be
supplemented.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from gongkai.cases import applicants, registering
from gongkai.cases.applicants import Details
from gongkai.cases.models import CaseFile
from gongkai.cases.registering import Asked, Party
from gongkai.cases.words import ApplicantClass, Form, Kind, PartyRole, Route

Values = Mapping[str, "str | Sequence[str]"]
_APPLICANT: Final = tuple(one.name for one in fields(Details))
# The agent, or a joint applicant.
_PARTY: Final = ("party_role", "party_name", "party_document", "party_number", "party_phone")
_ASKED: Final = ("what", "description", "document_number_asked", "form", "route", "electronic_service")
# ``proof``: how identity is shown, "upload" or "in_person"; ``notify``: "mail", "text" or both.
FIELDS: Final = (*_APPLICANT, "proof", *_PARTY, *_ASKED, "notify")
MANY: Final = frozenset({"notify"})
PROOFS: Final = {"upload": "上传身份证明", "in_person": "到本机关当面出示"}
NOTIFY: Final = {"mail": "电子邮件", "text": "短信"}
# Nobody asks to be answered by public notice, or through another office.
ROUTES: Final = (Route.DIRECT, Route.POST, Route.ELECTRONIC)
ELECTRONIC_CONSENT: Final = (
    "我同意以电子方式接收本申请的文书和政府信息。文书到达本网站“查询申请”页面的日期为送达日期；"
    "我可以随时撤回同意，撤回以前已经送达的不受影响。"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_CONTACTS = ("phone", "email", "address")
_NO_CONTACT = "请至少填写一种联系方式：电话、电子邮箱或者通信地址（《条例》第二十九条第二款第（一）项）。"
_NO_FORM = "请选择获取信息的{}（《条例》第二十九条第二款第（三）项）。"


@dataclass(frozen=True)
class Wanted:
    """A request as it was submitted; ``notify``: by which means the applicant wants to hear."""

    applicant: Details
    asked: Asked
    parties: tuple[Party, ...]
    proof: str
    notify: tuple[str, ...]

    @property
    def told_by(self) -> dict[str, str]:
        """The address of each means by which the applicant wants to hear."""
        addresses = {"mail": self.applicant.email, "text": self.mobile}
        return {means: addresses[means] for means in self.notify if means in addresses}

    @property
    def mobile(self) -> str:
        """Where a text message goes: a mobile telephone, "" when none was given."""
        return mobile_of(self.applicant.phone) or next(
            (m for p in self.parties if (m := mobile_of(p.details.phone))), ""
        )


def wanted(values: Values) -> Wanted:
    """Whatever stands there, right or wrong."""
    one = _Reader(values)
    applicant = Details(**{name: one.text(name) for name in _APPLICANT}).tidy()
    asked = Asked(
        description=one.text("description"),
        document_number=one.text("document_number_asked"),
        form=one.text("form"),
        route=one.text("route"),
        electronic_service=bool(one.text("electronic_service")),
        kind=one.text("what") or Kind.DISCLOSURE,
    )
    return Wanted(applicant, asked, _parties(one), one.text("proof"), one.several("notify"))


def faults(values: Values) -> dict[str, str]:
    """Every fault by its field, in the order of the form."""
    found = wanted(values)
    return _of_applicant(found) | _of_party(found, values) | _of_asked(found) | _of_notify(found)


def will_follow(values: Values, whats: Collection[str]) -> dict[str, str]:
    """What the office will ask to be supplemented (Art. 30); ``whats``: the kinds of the files there are."""
    found, told = wanted(values), {}
    if CaseFile.What.IDENTITY not in whats:
        told["proof"] = (
            "请在本机关与您确认时当面出示身份证明；没有出示的，本机关将告知您补正（《条例》第二十九条、第三十条）。"
            if found.proof == "in_person"
            else "没有身份证明的申请照样受理登记；本机关将告知您补正（《条例》第二十九条、第三十条）。"
        )
    agent = any(party.role == PartyRole.AGENT for party in found.parties)
    if agent and CaseFile.What.AUTHORITY not in whats:
        told["party_role"] = "没有授权委托书；本机关将告知您补正（《条例》第三十条）。"
    return told


def mobile_of(phone: str) -> str:
    """Its eleven digits, "" for anything else."""
    digits = re.sub(r"[\s\-‐–—]", "", phone).removeprefix("+86")
    return digits if _MOBILE.fullmatch(digits) else ""


class _Reader:
    def __init__(self, values: Values) -> None:
        self._values = values

    def text(self, name: str) -> str:
        value = self._values.get(name, "")
        return (value if isinstance(value, str) else "".join(value[:1])).strip()

    def several(self, name: str) -> tuple[str, ...]:
        value = self._values.get(name, ())
        return tuple(dict.fromkeys(one for one in ([value] if isinstance(value, str) else value) if one))


def _parties(one: _Reader) -> tuple[Party, ...]:
    if not one.text("party_role"):
        return ()
    details = Details(
        kind=ApplicantClass.NATURAL,
        name=one.text("party_name"),
        document=one.text("party_document"),
        document_number=one.text("party_number"),
        phone=one.text("party_phone"),
    )
    return (Party(one.text("party_role"), details.tidy()),)


def _of_applicant(found: Wanted) -> dict[str, str]:
    told = applicants.faults(found.applicant)
    if found.applicant.email and not _is_email(found.applicant.email):
        told.setdefault("email", "电子邮箱的写法不对，请核对，如 name@example.cn。")
    party_reached = any(party.details.phone for party in found.parties)
    if not party_reached and not any(getattr(found.applicant, way) for way in _CONTACTS):
        told.setdefault("phone", _NO_CONTACT)
    if found.proof and found.proof not in PROOFS:
        told["proof"] = "请选择怎样提供身份证明。"
    return told


def _of_party(found: Wanted, values: Values) -> dict[str, str]:
    if not found.parties:
        given = _Reader(values).text("party_name")
        return {"party_role": "请选择是代理人还是共同申请人。"} if given else {}
    party = found.parties[0]
    names = {"name": "party_name", "document": "party_document", "document_number": "party_number",
             "phone": "party_phone"}  # fmt: skip
    told = {names[field]: fault for field, fault in applicants.faults(party.details).items() if field in names}
    if not party.details.name:
        told["party_name"] = "请填写代理人或者共同申请人的姓名。"
    if party.role not in (PartyRole.AGENT, PartyRole.JOINT):
        told["party_role"] = "请选择是代理人还是共同申请人。"
    number = party.details.document_number
    if number and number == found.applicant.document_number:
        told["party_number"] = "同一人不能既是申请人又是代理人；本人申请的，不填代理人。"
    return told


def _of_asked(found: Wanted) -> dict[str, str]:
    told = registering.faults(found.asked)
    for old, new in (("document_number", "document_number_asked"), ("kind", "what")):
        if old in told:
            told[new] = told.pop(old)
    if found.asked.form not in Form.values:
        told["form"] = _NO_FORM.format("形式")
    if found.asked.route not in ROUTES:
        told["route"] = _NO_FORM.format("途径")
    elif found.asked.route == Route.POST and not found.applicant.address:
        told["address"] = "选择邮政寄送的，请填写通信地址。"
    elif found.asked.route == Route.ELECTRONIC and not found.asked.electronic_service:
        told["electronic_service"] = "选择电子送达的，须事先书面同意；请阅读并勾选，或者改选其他途径。"
    return told


def _of_notify(found: Wanted) -> dict[str, str]:
    if not set(found.notify) <= set(NOTIFY):
        return {"notify": "请从所列通知方式中选择。"}
    if "mail" in found.notify and not found.applicant.email:
        return {"notify": "选择电子邮件通知的，请填写电子邮箱。"}
    if "text" in found.notify and not found.mobile:
        return {"notify": "选择短信通知的，请填写手机号码。"}
    return {}


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True

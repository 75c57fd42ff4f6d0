"""The pages of the form in their order: first what is asked, then who asks, so that nobody gives their name in
vain where the information is public already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.cases.asking import submitting
from gongkai.cases.asking.wanted import Values

from .ask_forms import (
    ApplicantForm,
    AttachmentsForm,
    ContactForm,
    DeliveryForm,
    DescriptionForm,
    IdentityForm,
    PartyForm,
    StepForm,
    WhoForm,
)


def _always(values: Values) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """``asked`` says whether the page is asked of who answered so far."""

    code: str
    title: str
    form: type[StepForm]
    lead: str = ""
    asked: Callable[[Values], bool] = _always
    template: str = "portal/ask/fields.html"


_NO_PROOF_YET = "《条例》要求申请时提供身份证明。现在没有的，可以先提交，机关会告诉您怎样补。"
ALL = (
    Step("description", "要公开什么", DescriptionForm, template="portal/ask/description.html"),
    Step("delivery", "怎样提供给您", DeliveryForm),
    Step("who", "谁来申请", WhoForm),
    Step("applicant", "申请人", ApplicantForm),
    Step("party", "代理人或者共同申请人", PartyForm, asked=lambda values: bool(values.get("party_role"))),
    Step("identity", "身份证明", IdentityForm, _NO_PROOF_YET, template="portal/ask/identity.html"),
    Step("contact", "怎样联系您", ContactForm, "电话、电子邮箱、通信地址至少填写一种。"),
    Step("attachments", "附件", AttachmentsForm, "有助于找到信息的材料，如写有文号的通知、地块位置图。"),
)
CODES = {one.code: one for one in ALL}


def asked(values: Values) -> list[Step]:
    return [one for one in ALL if one.asked(values)]


def after(step: Step, values: Values) -> Step | None:
    """None: everything was asked."""
    rest = asked(values)
    return next((one for one in rest if ALL.index(one) > ALL.index(step)), None)


def before(step: Step, values: Values) -> Step | None:
    return next((one for one in reversed(asked(values)) if ALL.index(one) < ALL.index(step)), None)


def unanswered(values: Values) -> Step | None:
    """The first page on which something is missing or wrong; None when nothing is."""
    wrong = submitting.check(values)
    return next((one for one in asked(values) if any(name in wrong for name in one.form.base_fields)), None)

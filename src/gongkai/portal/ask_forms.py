"""The questions of the form, one form a page. What is wrong is judged by ``cases.asking``, for all of it at once;
here stands how each question is put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from gongkai.cases.asking import submitting
from gongkai.cases.asking.wanted import ELECTRONIC_CONSENT, FIELDS, MANY, NOTIFY, PROOFS, Values
from gongkai.cases.models import CaseFile, DraftFile
from gongkai.cases.words import ApplicantClass, Form, IdentityDocument, PartyRole, Route
from gongkai.notices import texting

ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.doc,.wps,.ofd,.xlsx,.txt"
_OF_PARTY = ("party_name", "party_phone", "party_document", "party_number")
_SIZES = "PDF、照片、Word等文档，每个不超过15MB"
# One question for both: a citizen, or an organisation of one of the five kinds.
KINDS = [(one.value, f"单位：{one.label}") for one in ApplicantClass if one is not ApplicantClass.NATURAL]
KINDS.insert(0, (ApplicantClass.NATURAL.value, "公民（个人）"))


class Files(forms.ClearableFileInput):
    """Several at once; what is kept is listed above it."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT, "multiple": True})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return None  # the page keeps them with the draft before anything is judged


def words(label: str, *, hint: str = "", kind: str = "text", **attrs: str) -> forms.CharField:
    """One line, as long as somebody pastes it: what a browser cuts off is lost without a word. ``kind`` is that of
    the input, by which a phone chooses its keys."""
    widget = forms.TextInput(attrs=attrs)
    widget.input_type = kind
    return forms.CharField(label=label, required=False, help_text=hint, widget=widget)


def choice(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    """All of the answers in sight."""
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect())


def files(label: str, hint: str = _SIZES) -> forms.FileField:
    return forms.FileField(label=label, required=False, help_text=hint, widget=Files())


class StepForm(forms.Form):
    """One page. ``blank`` are the fields that may stay empty; ``whats`` says what the files of a field are."""

    blank: ClassVar[frozenset[str]] = frozenset()
    whats: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        values: Values,
        kept: Sequence[DraftFile] = (),
    ) -> None:
        super().__init__(data, files, initial=dict(values), use_required_attribute=False)
        self.values = values
        self.natural = values.get("kind") == ApplicantClass.NATURAL
        self.agent = values.get("party_role") == PartyRole.AGENT
        self.kept = {name: [one for one in kept if one.what == what] for name, what in self.whats.items()}
        self.optional = set(self.blank)
        self.shape()

    def shape(self) -> None:
        """Fit the questions to what was answered before."""

    def typed(self) -> dict[str, str | list[str]]:
        """What stands in the fields of this page, right or wrong."""
        sent = self.data
        assert isinstance(sent, QueryDict)
        return {
            name: sent.getlist(name) if name in MANY else sent.get(name, "")
            for name in self.fields
            if name in FIELDS
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name, said in submitting.check({**self.values, **self.typed()}).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, said)
        return given


class DescriptionForm(StepForm):
    blank = frozenset({"document_number_asked"})
    description = forms.CharField(
        label="您要什么信息", required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明名称，或者其他便于查找的特征：哪一年、哪个地方、哪件事。一件申请写一项内容，答复更快。不需要说明用途。",
    )  # fmt: skip
    document_number_asked = words("文号", hint="知道的话填写，如“示政发〔2025〕8号”", autocomplete="off")


class DeliveryForm(StepForm):
    form = choice("要什么形式的", Form.choices)
    route = choice("怎样给您", [
        (Route.DIRECT, "到机关当面领取"),
        (Route.POST, "邮政寄送到我的地址"),
        (Route.ELECTRONIC, "电子送达，在本站查收"),
    ])  # fmt: skip
    electronic_service = forms.BooleanField(
        label=ELECTRONIC_CONSENT, required=False,
        help_text="电子送达要有您事先的书面同意。文书放到“查询申请”页面后会通知您；没有打开的，机关另行寄送纸质文书。",
    )  # fmt: skip

    def typed(self) -> dict[str, str | list[str]]:
        """Consent is given where electronic service is chosen, and nowhere else."""
        found = super().typed()
        return found if found["route"] == Route.ELECTRONIC else {**found, "electronic_service": ""}


class WhoForm(StepForm):
    kind = choice("申请人是", KINDS)
    party_role = choice("谁来办理", [
        ("", "申请人自己（单位由本单位人员办理）"), (PartyRole.AGENT, "代理人，受申请人委托"),
        (PartyRole.JOINT, "申请人，另有一人共同申请"),
    ])  # fmt: skip

    def typed(self) -> dict[str, str | list[str]]:
        """What was answered for somebody else is taken back: nobody is asked for it any more."""
        found = super().typed()
        gone = [*_OF_PARTY] if not found["party_role"] else []
        if found["kind"] == ApplicantClass.NATURAL:
            gone.append("representative")
            if self.values.get("document") == IdentityDocument.CREDIT_CODE:
                gone += ["document", "document_number"]
        return {**found, **dict.fromkeys(gone, "")}


class ApplicantForm(StepForm):
    blank = frozenset({"representative"})
    name = words("姓名", hint="与身份证件一致", autocomplete="name")
    representative = words("法定代表人或者负责人", autocomplete="off")

    def shape(self) -> None:
        if self.natural:
            del self.fields["representative"]
        else:
            self.fields["name"].label = "单位名称"
            self.fields["name"].help_text = "与营业执照、登记证书一致"
            self.fields["name"].widget.attrs["autocomplete"] = "organization"
        if self.agent:
            self.fields["name"].widget.attrs["autocomplete"] = "off"


class PartyForm(StepForm):
    blank = frozenset({"party_phone"})
    party_name = words("姓名")
    party_phone = words("联系电话", inputmode="tel", kind="tel")

    def shape(self) -> None:
        if self.agent:
            self.fields["party_name"].widget.attrs["autocomplete"] = "name"
            self.fields["party_phone"].widget.attrs["autocomplete"] = "tel"


class IdentityForm(StepForm):
    """Nothing here is required: who gives no proof now is asked to supplement (Art. 30)."""

    whats = {"identity": CaseFile.What.IDENTITY, "authority": CaseFile.What.AUTHORITY}
    blank = frozenset({"document", "document_number", "party_document", "party_number"})
    proof = choice("怎样提供身份证明", list(PROOFS.items()))
    identity = files("身份证件", f"身份证拍正反两面。{_SIZES}")
    document = forms.ChoiceField(label="证件类型", required=False)
    document_number = words("证件号码", hint="加密保存", autocomplete="off", spellcheck="false")
    party_document = forms.ChoiceField(label="证件类型", required=False)
    party_number = words("证件号码", hint="加密保存", autocomplete="off", spellcheck="false")
    authority = files("授权委托书", f"写明委托谁、委托什么事，有委托人签名或者盖章。{_SIZES}")

    def shape(self) -> None:
        people = [(one.value, one.label) for one in IdentityDocument if one is not IdentityDocument.CREDIT_CODE]
        _offer(self.fields["document"], people if self.natural else IdentityDocument.choices)
        _offer(self.fields["party_document"], people)
        if not self.natural:
            self.fields["identity"].label = "营业执照或者登记证书"
            self.fields["identity"].help_text = _SIZES
        role = self.values.get("party_role")
        if not role:
            del self.fields["party_document"], self.fields["party_number"]
        else:
            who = "代理人" if role == PartyRole.AGENT else "共同申请人"
            self.fields["document"].label = "申请人的证件类型"
            self.fields["document_number"].label = "申请人的证件号码"
            self.fields["identity"].label = f"{self.fields['identity'].label}（申请人和{who}的）"
            self.fields["party_document"].label = f"{who}的证件类型"
            self.fields["party_number"].label = f"{who}的证件号码"
        if not self.agent:
            del self.fields["authority"]


class ContactForm(StepForm):
    blank = frozenset({"email", "address", "postcode", "notify", "phone"})
    phone = words("联系电话", autocomplete="tel", inputmode="tel", kind="tel",
                  hint="机关收到申请后打电话与您确认，答复期限从确认起算")  # fmt: skip
    email = words("电子邮箱", autocomplete="email", inputmode="email", kind="email")
    address = words("通信地址", autocomplete="street-address")
    postcode = words("邮政编码", autocomplete="postal-code", inputmode="numeric")
    notify = forms.MultipleChoiceField(
        label="回执和办理进度怎样通知您", required=False, choices=list(NOTIFY.items()),
        widget=forms.CheckboxSelectMultiple(), help_text="通知里不写姓名和申请内容。短信发到上面的手机号码。",
    )  # fmt: skip

    def shape(self) -> None:
        if not texting.available():
            _only_by_mail(self.fields["notify"])
        if self.values.get("route") == Route.POST:
            self.optional.discard("address")
            self.fields["address"].help_text = "您选择了邮政寄送，文书寄到这里"


class AttachmentsForm(StepForm):
    whats = {"attachments": CaseFile.What.REQUEST}
    blank = frozenset({"attachments"})
    attachments = files("附件", f"没有可以不传。{_SIZES}")


def _only_by_mail(field: forms.Field) -> None:
    """Nothing sends text messages here, so none is promised."""
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices, field.help_text = [("mail", NOTIFY["mail"])], "通知里不写姓名和申请内容。"


def _offer(field: forms.Field, choices: Sequence[tuple[Any, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", "不填写"), *choices]

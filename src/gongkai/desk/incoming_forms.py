"""The sheets of 来件: whole sheets, for clerks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from gongkai.agencies.models import Agency, AgencyQuerySet
from gongkai.cases.applicants import Details
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, Incoming, IncomingFile
from gongkai.cases.receiving import needs_confirmation
from gongkai.cases.registering import Asked, Confirmation, Means, Party
from gongkai.cases.words import ApplicantClass, Channel, Form, IdentityDocument, Kind, PartyRole, Route

from .case_fields import text, words
from .days import day_field
from .numbers import number
from .report_forms import Files

_PAPERS = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.docx,.doc,.wps,.ofd,.txt,.eml,.xlsx,.zip"


class PapersField(Files):
    """Scans and attachments: several at once."""

    widget = type(Files.widget)(attrs={"accept": _PAPERS})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        return super().clean(data, initial) if data or self.required else []


def papers_of(files: Sequence[Any]) -> list[Paper]:
    return [Paper(one.name or "文件", one.read()) for one in files]


class _NamedFile(forms.ModelChoiceField[IncomingFile]):
    def label_from_instance(self, obj: IncomingFile) -> str:
        return str(obj.name)


class _NamedFiles(forms.ModelMultipleChoiceField[IncomingFile]):
    def clean(self, value: Any) -> Any:
        """A key that no database takes is none of the choices."""
        keys = value if isinstance(value, list | tuple) else []
        return super().clean([key if number(key) is not None else "" for key in keys])

    def label_from_instance(self, obj: IncomingFile) -> str:
        return str(obj.name)


# What a ledger of earlier years leaves open is nothing that a clerk says of a paper in hand; and nobody asks to be
# answered by public notice, or through another office.
_CHANNELS = tuple(one for one in Channel.choices if one[0] != Channel.UNRECORDED)
_ROUTES = tuple((one.value, one.label) for one in (Route.DIRECT, Route.POST, Route.ELECTRONIC))


class TakeInForm(forms.Form):
    agency = forms.ModelChoiceField(Agency.objects.none(), label="机关", empty_label=None)
    channel = forms.ChoiceField(label="收到方式", choices=_CHANNELS, widget=forms.RadioSelect,
                                error_messages={"required": "请选择收到方式"})  # fmt: skip
    arrived_on = day_field("收到日期", hint="挂号信、快件填签收的日期；以后才登记的，也填实际收到的日期")
    sender = words("来件人", required=False, hint="来件上写的姓名或者名称，加密保存")
    sender_contact = words("来件人联系方式", required=False, most=300)
    subject = words("事由", required=False, most=500, hint="要什么，一句话")
    postal_number = words("邮件号", required=False, most=40, hint="信封上的邮件号")
    papers = PapersField(label="原件的扫描件", required=False, error_messages={"required": "请选择文件"})

    def __init__(self, *args: Any, agencies: AgencyQuerySet, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["arrived_on"] = today
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = agencies
        self.initial["agency"] = agencies.first()
        if agencies.count() == 1:
            agency.widget = forms.HiddenInput()

    def given(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        return {**found, "papers": papers_of(found["papers"] or [])}


class AttachForm(forms.Form):
    papers = PapersField(label="扫描件或者附件", error_messages={"required": "请选择文件"})


class NotRequestForm(forms.Form):
    reason = text("是什么，已告知来件人向哪里反映", "请写明是什么事项，已告知来件人向哪里反映",
                  hint="例如：信访事项，已告知向区信访局提出")  # fmt: skip


class DuplicateForm(forms.Form):
    of = forms.ModelChoiceField(Incoming.objects.none(), label="最先收到的一件", empty_label="请选择",
                                error_messages={"required": "请选择最先收到的一件"})  # fmt: skip

    def __init__(self, *args: Any, incoming: Incoming, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Incoming.objects.filter(agency=incoming.agency).exclude(pk=incoming.pk).exclude(
            settled_as=Incoming.SettledAs.DUPLICATE
        )  # fmt: skip
        field = self.fields["of"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others.order_by("-arrived_on", "-pk")


class PaperForm(forms.Form):
    case = forms.CharField(label="申请编号", max_length=60, error_messages={"required": "请填写申请编号"})
    what = forms.ChoiceField(label="材料种类", choices=CaseFile.What.choices)


class RegisterForm(forms.Form):
    """Who asks (with whom, through whom), what, and how it shall be given. Never what for (Art. 27)."""

    kind = forms.ChoiceField(label="申请人类型", choices=ApplicantClass.choices, widget=forms.RadioSelect,
                             error_messages={"required": "请选择申请人类型"})  # fmt: skip
    name = words("姓名或者名称", most=100)
    representative = words("法定代表人或者负责人", required=False, most=60, hint="法人、其他组织填写")
    document = forms.ChoiceField(label="证件类型", required=False,
                                 choices=[("", "没有提供，登记后补正"), *IdentityDocument.choices])  # fmt: skip
    document_number = words("证件号码", required=False, most=60, hint="加密保存")
    phone = words("联系电话", required=False, most=60)
    email = words("电子邮箱", required=False, most=200)
    address = words("通信地址", required=False, most=300)
    postcode = words("邮政编码", required=False, most=12)
    identity = _NamedFiles(IncomingFile.objects.none(), label="哪些是身份证明", required=False,
                                              widget=forms.CheckboxSelectMultiple)  # fmt: skip
    same_person = forms.BooleanField(label="证件号码相同而姓名不同，已核对是同一人", required=False)

    party_role = forms.ChoiceField(label="还有其他人", required=False,
                                   choices=[("", "没有"), (PartyRole.JOINT.value, "共同申请人"),
                                            (PartyRole.AGENT.value, "代理人")])  # fmt: skip
    party_name = words("其他人的姓名", required=False, most=100)
    party_document = forms.ChoiceField(label="其他人的证件类型", required=False,
                                       choices=[("", "没有提供"), *IdentityDocument.choices])  # fmt: skip
    party_number = words("其他人的证件号码", required=False, most=60)
    party_phone = words("其他人的联系电话", required=False, most=60)
    authority = _NamedFile(IncomingFile.objects.none(), label="授权委托书", required=False,
                                       empty_label="没有或者不是代理人")  # fmt: skip

    what = forms.ChoiceField(label="申请种类", choices=Kind.choices, initial=Kind.DISCLOSURE)
    description = text("所需政府信息的内容描述", "请填写所需政府信息的名称、文号或者其他特征性描述", rows=5,
                       most=5000, hint="照申请上写的填；不问用途")  # fmt: skip
    document_number_asked = words("文号", required=False, most=100)
    form = forms.ChoiceField(label="获取信息的形式", required=False, choices=[("", "没有写明"), *Form.choices])
    route = forms.ChoiceField(label="获取信息的途径", required=False, choices=[("", "没有写明"), *_ROUTES])
    electronic_service = forms.BooleanField(label="申请人书面同意电子送达", required=False)

    office_on = day_field("本机关确认的日期", required=False)
    applicant_on = day_field("申请人确认的日期", required=False, hint="还没有联系上的，留空，登记以后再填")
    means = forms.ChoiceField(label="确认的方式", required=False, choices=[("", "还没有确认"), *Means.choices])

    repeats = forms.ModelChoiceField(Case.objects.none(), label="就同一信息此前的申请", required=False, blank=True,
                                     empty_label="不是重复申请", widget=forms.RadioSelect)  # fmt: skip

    def __init__(self, *args: Any, incoming: Incoming, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = incoming.files.all()
        for name in ("identity", "authority"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = files
        if not files:
            del self.fields["identity"]
        self.confirmed = needs_confirmation(incoming.channel)
        if not self.confirmed:
            for name in ("office_on", "applicant_on", "means"):
                del self.fields[name]

    def offer(self, earlier: Sequence[Case]) -> None:
        """The earlier requests that this may repeat, to choose from."""
        field = self.fields["repeats"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Case.objects.filter(pk__in=[one.pk for one in earlier]).order_by("-arrived_on", "-pk")

    def details(self) -> Details:
        return Details(**{one.name: self.cleaned_data.get(one.name, "") for one in fields(Details)})

    def asked(self) -> Asked:
        given = self.cleaned_data
        return Asked(
            description=given.get("description", ""), document_number=given.get("document_number_asked", ""),
            form=given.get("form", ""), route=given.get("route", ""),
            electronic_service=given.get("electronic_service", False), kind=given.get("what", Kind.DISCLOSURE),
        )  # fmt: skip

    def parties(self) -> list[Party]:
        given = self.cleaned_data
        if not given["party_role"]:
            return []
        details = Details(
            kind=ApplicantClass.NATURAL, name=given["party_name"], document=given["party_document"],
            document_number=given["party_number"], phone=given["party_phone"],
        )  # fmt: skip
        return [Party(given["party_role"], details, given["authority"])]

    def confirmation(self) -> Confirmation | None:
        if not self.confirmed:
            return None
        given = self.cleaned_data
        return Confirmation(given["office_on"], given["applicant_on"], given["means"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("party_role") and not given.get("party_name"):
            self.add_error("party_name", "请填写共同申请人或者代理人的姓名")
        if given.get("party_name") and not given.get("party_role"):
            self.add_error("party_role", "请选择是共同申请人还是代理人")
        return given

"""What the page 检查 shows: of whom, which kind, how grave, decided or not; all of it in the address."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet

from gongkai.publication.models.checks import Decision, Finding, Kind, Severity
from gongkai.publication.states import OPEN, State

from .agency_search import AgencySearch

_ALL = ("", "全部")
_DECISIONS = (("", "待处理"), (Decision.MEND.value, "将改正"), (Decision.KEEP.value, "已保留"), ("all", "全部"))
_SEVERITIES = (("", "须处理"), *Severity.choices, ("all", "全部"))


class CheckSearch(AgencySearch):
    stage = forms.ChoiceField(label="阶段", required=False,
                              choices=[_ALL, ("stock", "已公开"), ("work", "在办")])  # fmt: skip
    kind = forms.ChoiceField(label="类别", required=False, choices=[_ALL, *Kind.choices])
    severity = forms.ChoiceField(label="程度", required=False, choices=_SEVERITIES)
    decision = forms.ChoiceField(label="处理", required=False, choices=_DECISIONS)
    q = forms.CharField(label="标题或者问题", max_length=60, required=False)
    field_order = ("stage", "kind", "severity", "decision", "agency", "q")

    @property
    def filtered(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)

    def narrowed(self, findings: QuerySet[Finding]) -> QuerySet[Finding]:
        given = self.cleaned_data.get
        if stage := given("stage"):
            states = [State.RELEASED] if stage == "stock" else list(OPEN)
            findings = findings.filter(version__state__in=states)
        if kind := given("kind"):
            findings = findings.filter(kind=kind)
        if agency := given("agency"):
            findings = findings.filter(agency=agency)
        if words := given("q"):
            findings = findings.filter(version__title__contains=words) | findings.filter(message__contains=words)
        return self._decided(self._grave(findings))

    def _grave(self, findings: QuerySet[Finding]) -> QuerySet[Finding]:
        severity = self.cleaned_data.get("severity")
        if not severity:
            return findings.exclude(severity=Severity.HINT)
        return findings if severity == "all" else findings.filter(severity=severity)

    def _decided(self, findings: QuerySet[Finding]) -> QuerySet[Finding]:
        decision = self.cleaned_data.get("decision") or ""
        return findings if decision == "all" else findings.filter(decision=decision)

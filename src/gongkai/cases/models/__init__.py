"""Requests for disclosure: who asks, what arrives, the case, the steps, the results."""

from gongkai.cases.models.applicants import Applicant
from gongkai.cases.models.case import Case, CaseEvent, CaseFile, CaseParty
from gongkai.cases.models.incoming import Incoming, IncomingFile, OpenChannel
from gongkai.cases.models.results import Decision, OpeningBalance, QuarterLook, Service, Withheld
from gongkai.cases.models.settings import AnsweringSettings
from gongkai.cases.models.steps import Consultation, Fee, OfficeTask, ReviewRecord, SearchRecord

__all__ = [
    "AnsweringSettings", "Applicant", "Case", "CaseEvent", "CaseFile", "CaseParty", "Consultation", "Decision",
    "Fee", "Incoming", "IncomingFile", "OfficeTask", "OpenChannel", "OpeningBalance", "QuarterLook",
    "ReviewRecord", "SearchRecord", "Service", "Withheld",
]  # fmt: skip

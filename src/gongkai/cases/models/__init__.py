"""Requests for disclosure: who asks, what arrives, the case, its steps, the results, what leaves, what stays."""

from gongkai.cases.models.applicants import Applicant
from gongkai.cases.models.archives import Destruction, DestructionLine, Handover, Hold, RetentionPeriod
from gongkai.cases.models.asking import AccessCode, Draft, DraftFile, Submission
from gongkai.cases.models.case import Case, CaseEvent, CaseFile, CaseParty
from gongkai.cases.models.following import DataRequest, ElectronicDelivery, OnlinePaper
from gongkai.cases.models.incoming import Incoming, IncomingFile, OpenChannel
from gongkai.cases.models.releases import Release
from gongkai.cases.models.results import Decision, OpeningBalance, QuarterLook, Service, Withheld
from gongkai.cases.models.settings import AnsweringSettings
from gongkai.cases.models.steps import Consultation, Fee, OfficeTask, ReviewRecord, SearchRecord

__all__ = [
    "AccessCode", "AnsweringSettings", "Applicant", "Case", "CaseEvent", "CaseFile", "CaseParty", "Consultation",
    "DataRequest", "Decision", "Destruction", "DestructionLine", "Draft", "DraftFile", "ElectronicDelivery", "Fee",
    "Handover", "Hold", "Incoming", "IncomingFile", "OfficeTask", "OnlinePaper", "OpenChannel", "OpeningBalance",
    "QuarterLook", "Release", "RetentionPeriod", "ReviewRecord", "SearchRecord", "Service", "Submission",
    "Withheld",
]  # fmt: skip

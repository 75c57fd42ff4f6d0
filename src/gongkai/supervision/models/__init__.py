"""The records of a year's work, and the inspections of it."""

from gongkai.supervision.models.inspections import Inspection, ScoreSheet, Shortcoming, Verdict
from gongkai.supervision.models.judged import Accountability, Appraisal, Complaint, Evaluation, Suggestion
from gongkai.supervision.models.leading import LedOn
from gongkai.supervision.models.occasions import (
    Activity,
    Article,
    Innovation,
    Meeting,
    Proposal,
    Spread,
    Training,
)
from gongkai.supervision.models.plans import PlanTask, Problem
from gongkai.supervision.models.proofs import ShortcomingFile
from gongkai.supervision.models.questionnaires import (
    AnswerSheet,
    Appraised,
    Panel,
    PanelCode,
    Question,
    Questionnaire,
)
from gongkai.supervision.models.sentences import PublicSentence
from gongkai.supervision.models.work import Correction, WorkRecord

__all__ = [
    "Accountability",
    "Activity",
    "AnswerSheet",
    "Appraisal",
    "Appraised",
    "Article",
    "Complaint",
    "Correction",
    "Evaluation",
    "Innovation",
    "Inspection",
    "LedOn",
    "Meeting",
    "Panel",
    "PanelCode",
    "PlanTask",
    "Problem",
    "Proposal",
    "PublicSentence",
    "Question",
    "Questionnaire",
    "ScoreSheet",
    "Shortcoming",
    "ShortcomingFile",
    "Spread",
    "Suggestion",
    "Training",
    "Verdict",
    "WorkRecord",
]

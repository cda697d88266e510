"""What support exists: stages, programmes, rules, the plan; and the calls that open it."""

from .alert import Alert, AlertNews, Subscriber
from .call import Call, CallCriterion, CallDocument, CallExtension, CallRole, Cohort, Entry
from .call_letter import CallLetter
from .category import CallCategory
from .meeting import InformationMeeting, MeetingExemption, Registration
from .plan import Line, LineStop, LineWalk, LineWaypoint
from .programme import ActorProgrammeRelation, Programme, ProgrammeComponent
from .question import FormRevision, Question
from .reference import Audience, DocumentKind, GlossaryTerm, LetterTemplate, Stage, StageFunction
from .result import CallResult
from .rule import OrientationAnswer, OrientationQuestion, Profile, Rule

__all__ = [
    "ActorProgrammeRelation",
    "Alert",
    "AlertNews",
    "Audience",
    "Call",
    "CallCategory",
    "CallCriterion",
    "CallDocument",
    "CallExtension",
    "CallLetter",
    "CallResult",
    "CallRole",
    "Cohort",
    "DocumentKind",
    "Entry",
    "FormRevision",
    "GlossaryTerm",
    "InformationMeeting",
    "LetterTemplate",
    "Line",
    "LineStop",
    "LineWalk",
    "LineWaypoint",
    "MeetingExemption",
    "OrientationAnswer",
    "OrientationQuestion",
    "Profile",
    "Programme",
    "ProgrammeComponent",
    "Question",
    "Registration",
    "Rule",
    "Stage",
    "StageFunction",
    "Subscriber",
]

"""Applications, what is asked of them, how they are screened, read and decided."""

from .application import Answer, Application, Attachment, CategoryChange, RuleDeclaration, Snapshot, Step
from .committee import (
    AgendaItem,
    Assignment,
    CommitteeMember,
    CommitteeSession,
    InterestDeclaration,
    Mark,
    ReadingRefusal,
    Review,
)
from .decision import Decision, Inadmissibility, Letter, RedirectProposal
from .draft import DraftNotice, DraftPage
from .links import DetectedLink, LinkSettlement
from .message import InternalNote, Message, MessageFile, ThreadReading
from .minutes import Minutes, MinutesVersion
from .number import NumberSeries
from .paper import PaperLetter, PaperUndo
from .reopening import Reopening
from .reuse import Reuse
from .saved_view import ColumnChoice, SavedView
from .screening import CompletenessRequest, ItemReply, MoreTime, RequestItem, RuleOpinion
from .withdrawal import Withdrawal

__all__ = [
    "AgendaItem",
    "Answer",
    "Application",
    "Assignment",
    "Attachment",
    "CategoryChange",
    "ColumnChoice",
    "CommitteeMember",
    "CommitteeSession",
    "CompletenessRequest",
    "Decision",
    "DetectedLink",
    "DraftNotice",
    "DraftPage",
    "Inadmissibility",
    "InterestDeclaration",
    "InternalNote",
    "ItemReply",
    "Letter",
    "LinkSettlement",
    "Mark",
    "Message",
    "MessageFile",
    "Minutes",
    "MinutesVersion",
    "MoreTime",
    "NumberSeries",
    "PaperLetter",
    "PaperUndo",
    "ReadingRefusal",
    "RedirectProposal",
    "Reopening",
    "RequestItem",
    "Reuse",
    "Review",
    "RuleDeclaration",
    "RuleOpinion",
    "SavedView",
    "Snapshot",
    "Step",
    "ThreadReading",
    "Withdrawal",
]

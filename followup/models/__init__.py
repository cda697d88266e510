"""After admission: participations, the people around them, hours, meetings, promises, private notes."""

from .hours import HourEntry, HourPackage
from .meeting import Correction, Meeting, PrivateNote, Promise
from .participation import SILENCE_DAYS, ComponentProgress, Participation, ParticipationRole

__all__ = [
    "SILENCE_DAYS",
    "ComponentProgress",
    "Correction",
    "HourEntry",
    "HourPackage",
    "Meeting",
    "Participation",
    "ParticipationRole",
    "PrivateNote",
    "Promise",
]

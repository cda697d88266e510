"""The officers' desk for the follow-up: cohorts to open, participations, the people and the hours."""

from . import cohort, participation

__all__ = ["cohort", "participation"]

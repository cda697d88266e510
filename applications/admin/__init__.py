"""The officers' desk: applications, committees, and what awaits on the first page."""

from . import application, committee, paper

__all__ = ["application", "committee", "paper"]

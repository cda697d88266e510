"""Forms of the follow-up: they check shapes; the domain functions check truth."""

from .meeting import CorrectForm, LogForm, PromiseForm
from .officer import GrantForm, NameForm, OpenForm, ReleaseForm
from .progress import ComponentForm

__all__ = ["ComponentForm", "CorrectForm", "GrantForm", "LogForm", "NameForm", "OpenForm", "PromiseForm", "ReleaseForm"]

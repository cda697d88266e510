"""How a letter of one call reads on a real file of that call, before its words are kept."""

from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from applications import letters, outcomes
from applications.models import Application, Letter
from applications.states import State
from programmes.call_letters import Text
from programmes.models import Call

FILES_OFFERED = 50


def files(call: Call, user: User) -> QuerySet[Application]:
    """The files of the call that the person instructs, the latest first."""
    seen = Application.objects.instructed_by(user).filter(call=call).exclude(state=State.DRAFT)
    return seen.select_related("call__programme__lead_actor", "project").order_by("-pk")[:FILES_OFFERED]


def preview(text: Text, subject: str, body: str, application: Application, now: datetime) -> Letter:
    """The letter as the team of this file would read it, not saved; « à préciser » stands for what is not known yet."""
    typed = replace(text, subject=subject, body=body)
    return letters.draft(typed, application, letters.addressees(application), decided(text.code, application, now))


def decided(code: str, application: Application, now: datetime) -> dict[str, str]:
    """The words of the file's own decision, when this is the letter that says it."""
    decision = application.decisions.filter(superseded_at=None).first()
    if decision is None:
        return {}
    announced, words = outcomes.letter_of(decision, now)
    return words if announced == code else {}

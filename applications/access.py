"""Who may do what with one application: verbs read by the transition table, the views and the templates."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from applications.models import Application
from programmes.models import Call
from projects.models import Project

Person = User | AnonymousUser


def belongs(user: Person, application: Application) -> bool:
    """In the project's team, whatever the role."""
    return Project.objects.visible_to(user).filter(pk=application.project_id).exists()


def writes(user: Person, application: Application) -> bool:
    """Owner or editor of the project, or filling it for its owner: may write, join documents and submit."""
    return Project.objects.editable_by(user).filter(pk=application.project_id).exists()


def answers_for(user: Person, application: Application) -> bool:
    """May speak in the person's name: confirm or leave a place, withdraw, answer a proposal."""
    return Project.objects.answered_by(user).filter(pk=application.project_id).exists()


def runs(user: Person, call: Call) -> bool:
    """Officer or manager of the leading organisation, or named for the call."""
    return Call.objects.run_by(user).filter(pk=call.pk).exists()


def instructs(user: Person, application: Application) -> bool:
    """Runs the call of a submitted application and declared no interest in it; a draft is nobody's but the team's."""
    return Application.objects.instructed_by(user).filter(pk=application.pk).exists()


def reads_in_committee(user: Person, application: Application) -> bool:
    """Sits, was given the file, and has declared no interest in it."""
    return Application.objects.read_in_committee_by(user).filter(pk=application.pk).exists()


def reads(user: Person, application: Application) -> bool:
    """One row's twin of `Application.objects.visible_to`; a test compares them."""
    return belongs(user, application) or instructs(user, application) or reads_in_committee(user, application)

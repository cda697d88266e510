"""The right to apply: a call may ask that somebody of the team came to an information meeting first."""

from accounts.models import User
from programmes import meetings
from programmes.models import Call
from projects.models import Project, TeamMember

MEETING_FIRST = "Cet appel demande d’être venu à une réunion d’information avant de candidater."


class MeetingFirst(Exception):
    """Nobody of the team attended a meeting of the call, or was exempted; the text is the sentence."""


def team_of(projects) -> list[User]:
    members = TeamMember.objects.active().filter(project__in=projects)
    return list(User.objects.filter(pk__in=members.values("user")))


def may_apply(call: Call, user: User) -> bool:
    """Whether the person has a reason to begin: she came, or somebody of one of her teams did."""
    if not call.requires_meeting:
        return True
    return meetings.may_apply(call, [user, *team_of(Project.objects.editable_by(user))])


def require(call: Call, project: Project) -> None:
    """Raise MeetingFirst unless somebody of the project's team may apply."""
    if call.requires_meeting and not meetings.may_apply(call, team_of([project])):
        raise MeetingFirst(MEETING_FIRST)

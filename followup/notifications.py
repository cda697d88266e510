"""Who hears of what in a follow-up: neutral sentences and a link, never what was said."""

from accounts import outbox
from accounts.models import User
from followup.models import Meeting, Participation, ParticipationRole

WELCOMES: dict[str, str] = {
    ParticipationRole.Kind.REFERENT: "referent_named",
    ParticipationRole.Kind.MENTOR: "mentor_named",
    ParticipationRole.Kind.TRAINER: "supporter_named",
    ParticipationRole.Kind.ADVISER: "supporter_named",
}


def participants(participation: Participation) -> list[User]:
    roles = participation.roles.active().filter(kind=ParticipationRole.Kind.PARTICIPANT).select_related("user")
    return [role.user for role in roles]


def opened(participation: Participation) -> None:
    for user in participants(participation):
        outbox.owe(user, "support_opened", key=f"support_opened:{participation.pk}:{user.pk}", about=participation)


def named(role: ParticipationRole) -> None:
    outbox.owe(role.user, WELCOMES[role.kind], key=f"named:{role.pk}", about=role.participation)


def meeting_logged(meeting: Meeting) -> None:
    for user in participants(meeting.participation):
        outbox.owe(user, "meeting_logged", key=f"meeting_logged:{meeting.pk}:{user.pk}", about=meeting)

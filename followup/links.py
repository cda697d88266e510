"""Who supports or supported whom: what the follow-up tells the committees of later calls."""

from applications.links import Ground, teams_of
from followup.models import ParticipationRole

Kind = ParticipationRole.Kind


def of_support(items, members):
    """A referent, mentor, trainer or adviser, of today or before, of the project or of somebody of its team."""
    seats = {member.user_id: member.pk for member in members}
    teams = teams_of(items)
    people = {user for team in teams.values() for user in team}
    support = ParticipationRole.objects.filter(user__in=seats, kind__in=Kind.SUPPORT).order_by()
    projects = set(support.filter(participation__project__in=teams).values_list("participation__project", "user"))
    followed = support.filter(participation__roles__kind=Kind.PARTICIPANT, participation__roles__user__in=people)
    persons = set(followed.values_list("participation__roles__user", "user"))
    for item in items:
        project = item.application.project_id
        for user, member in seats.items():
            if (project, user) in projects or any((person, user) in persons for person in teams[project]):
                yield item.pk, member, Ground.FOLLOWED

"""Who keeps a sheet: its organisation's own people, and those of the chamber that checks it."""

from django.db.models import Q

from accounts.models import User
from actors.models import Actor, OrganisationRole
from actors.models.actor import NATIONAL_CHAMBER

EDITORS = ("editor", "manager")


def people_of_house(actor: Actor) -> list[User]:
    """Editors and managers of the organisation, today."""
    return _people(Q(actor=actor, kind__in=EDITORS))


def checkers_of(actor: Actor) -> list[User]:
    """Who checks the sheets of an organisation: people of its region's chamber, else of ESS France, else superusers."""
    region = region_of(actor)
    for chambers in (Actor.objects.open_chambers().filter(region=region), Actor.objects.filter(slug=NATIONAL_CHAMBER)):
        people = _people(Q(actor__in=chambers, kind__in=EDITORS)) or _people(Q(actor__in=chambers))
        if people:
            return people
    return list(User.objects.filter(is_superuser=True, is_active=True))


def region_of(actor: Actor) -> str | None:
    return actor.region_id or (actor.department.region_id if actor.department else None)


def houses_of(user: User):
    """Public organisations whose sheet a person keeps as one of its own."""
    roles = user.organisation_roles.active().filter(kind__in=EDITORS)
    return Actor.objects.public().filter(pk__in=roles.values("actor"))


def checks(user: User, actor: Actor) -> bool:
    """Whether the person may say that the sheets of an organisation are verified, and decide on proposals."""
    return Actor.objects.checked_by(user).filter(pk=actor.pk).exists()


def is_of_house(user: User, actor: Actor) -> bool:
    return houses_of(user).filter(pk=actor.pk).exists()


def _people(roles):
    held = OrganisationRole.objects.active().filter(roles)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))

"""Filling a file for somebody: nothing is stored without her agreement, and it ends when she says so."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEntry, User
from accounts.outbox import owe
from actors.models import Actor
from projects import access, team
from projects.models import Agreement, Project
from projects.models.helping import AgreementQuerySet

LASTS = timedelta(days=180)
LASTS_AT_MOST = timedelta(days=365)
GIVEN_AT_MOST = timedelta(days=90)
READ = "helped_file"

Scope, Closing = Agreement.Scope, Agreement.Closing


class CannotHelp(Exception):
    """Its text says why, and what to do."""


@dataclass(frozen=True)
class Words:
    """An agreement as its helper tells it."""

    actor: Actor
    manner: str
    given_on: date
    scope: str
    until: date
    postal_address: str = ""


def houses_of(user: User) -> QuerySet[Actor]:
    """Organisations of the directory in which the person has a role today: she helps for one of them."""
    return Actor.objects.public().filter(pk__in=user.organisation_roles.active().values("actor")).order_by("sort_name")


def helped_by(user: User, now: datetime) -> AgreementQuerySet:
    """Agreements that the helper may still read through, with what their pages name."""
    return Agreement.objects.held_by(user).readable(now).select_related("project", "person", "actor", "helper")


def end_of(day: date) -> datetime:
    """The first instant after the day: an agreement holds on its last day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@transaction.atomic
def begin(first_name: str, last_name: str, words: Words, *, by: User, now: datetime, **project) -> Agreement:
    """A project whose owner is a new person without an account, filled by `by` through her agreement.

    The address that she may have plays no part here: whether an account exists cannot be learnt. Raises CannotHelp.
    """
    require_sound(words, by=by, now=now)
    person = User.objects.create_user(None, first_name=first_name, last_name=last_name)
    created = team.create_project(person, now=now, helped=True, **project)
    return _write(created, person, words, by=by, now=now)


@transaction.atomic
def renew(agreement: Agreement, words: Words, *, by: User, now: datetime) -> Agreement:
    """Another agreement in place of this one, told by the same helper, also up to thirty days after it ended."""
    require_sound(words, by=by, now=now)
    Project.objects.select_for_update().get(pk=agreement.project_id)
    held = Agreement.objects.held_by(by).readable(now).filter(pk=agreement.pk).first()
    if held is None:
        raise CannotHelp("Cet accord est clos : il ne se renouvelle plus. Demandez-en un nouveau à la personne.")
    _close(held, Closing.REPLACED, by=by, now=now)
    return _write(held.project, held.person, words, by=by, now=now)


def require_sound(words: Words, *, by: User, now: datetime) -> None:
    """Raise CannotHelp unless the helper belongs to the organisation and the dates are within their limits."""
    today = timezone.localdate(now)
    if not houses_of(by).filter(pk=words.actor.pk).exists():
        raise CannotHelp("Vous n’avez pas de rôle dans cette structure aujourd’hui.")
    if not today - GIVEN_AT_MOST <= words.given_on <= today:
        raise CannotHelp(f"L’accord a été donné il y a {GIVEN_AT_MOST.days} jours au plus, et pas dans l’avenir.")
    if not today <= words.until <= today + LASTS_AT_MOST:
        raise CannotHelp("L’accord dure un an au plus, et finit aujourd’hui au plus tôt.")


def _write(project: Project, person: User, words: Words, *, by: User, now: datetime) -> Agreement:
    return Agreement.objects.create(
        project=project,
        person=person,
        helper=by,
        actor=words.actor,
        manner=words.manner,
        given_on=words.given_on,
        scope=words.scope,
        starts_at=now,
        ends_at=end_of(words.until),
        postal_address=words.postal_address,
    )


def _close(agreement: Agreement, closing: str, *, by: User, now: datetime) -> None:
    agreement.closed_at, agreement.closed_by, agreement.closing = now, by, closing
    agreement.save(update_fields=["closed_at", "closed_by", "closing"])


def record(project: Project, person: User, words: Words, *, by: User, now: datetime) -> Agreement:
    """One more agreement of the person of a file; the caller holds the project and knows that `by` may tell it.

    Raises CannotHelp.
    """
    require_sound(words, by=by, now=now)
    return _write(project, person, words, by=by, now=now)


def close_for(agreement: Agreement, *, why: str, by: User, now: datetime) -> None:
    """Close the open agreement of a helper who left, with its reason; the caller holds the project. She is told."""
    agreement.closing_note = why
    agreement.save(update_fields=["closing_note"])
    _close(agreement, Closing.STAFF, by=by, now=now)
    tell(agreement.helper, key=f"help_changed:{agreement.pk}")


@transaction.atomic
def leave(agreement: Agreement, *, by: User, now: datetime) -> bool:
    """The helper stops: at her next request the file is closed to her. False when it was closed already."""
    held = Agreement.objects.select_for_update(of=("self",)).held_by(by).filter(pk=agreement.pk, closed_at=None).first()
    if held is None:
        return False
    _close(held, Closing.LEFT, by=by, now=now)
    return True


@transaction.atomic
def decide(agreement: Agreement, scope: str, *, by: User, now: datetime) -> Agreement | None:
    """The person (owner of the project) lets the helper do this from now on, or nothing more (`scope` empty).

    None when nothing is open any more. The helper is told that something changed, and can see what.
    """
    Project.objects.select_for_update().get(pk=agreement.project_id)
    open_rows = Agreement.objects.filter(pk=agreement.pk, closed_at=None)
    held = open_rows.select_related("helper", "actor", "project").first()
    if held is None or not access.owns(by, held.project):
        return None
    goes_on = bool(scope) and held.ends_at > now
    _close(held, Closing.REPLACED if goes_on else Closing.REVOKED, by=by, now=now)
    kept = _write(held.project, by, as_chosen(held, scope, now), by=held.helper, now=now) if goes_on else None
    tell(held.helper, key=f"help_changed:{held.pk}")
    return kept


def as_chosen(former: Agreement, scope: str, now: datetime) -> Words:
    """The words of an agreement that the person gives herself, until the day that was set."""
    return Words(former.actor, Agreement.Manner.ONLINE, timezone.localdate(now), scope, former.last_day)


def tell(helper: User, *, key: str) -> None:
    owe(helper, "help_changed", key=key, link=settings.SITE_ADDRESS + reverse("projects:helping"))


def note_reading(project: Project, *, by: User, now: datetime) -> None:
    """« Qui a consulté mon dossier »: one line per helper and day, for files that are filled for somebody."""
    if not project.helped:
        return
    agreement = Agreement.objects.held_by(by).readable(now).filter(project=project).first()
    if agreement is None:
        return
    today = timezone.localdate(now)
    seen = AccessEntry.objects.filter(kind=READ, object_id=str(project.pk), reader=by, at__date=today)
    if not seen.exists():
        AccessEntry.objects.create(
            kind=READ, object_id=str(project.pk), reader=by, subject_id=agreement.person_id, at=now
        )


def readings(project: Project) -> QuerySet[AccessEntry]:
    return AccessEntry.objects.filter(kind=READ, object_id=str(project.pk)).select_related("reader")


def helper_of(user: User, project: Project, now: datetime) -> Agreement | None:
    """The agreement through which the person acts on this project at this instant."""
    if not project.helped:
        return None
    return Agreement.objects.held_by(user).in_force(now).filter(project=project).select_related("actor").first()

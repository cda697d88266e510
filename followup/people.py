"""The people around a participation: named with a date, replaced with a reason, never forgotten."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from followup import access, notifications
from followup.models import Participation, ParticipationRole

Kind = ParticipationRole.Kind


class NamingRefused(Exception):
    """The person cannot be named, or the role cannot end; the text is a French sentence."""


@transaction.atomic
def name(
    participation: Participation,
    user: User,
    kind: str,
    *,
    by: User,
    now: datetime,
    need: str = "",
    reason: str = "",
) -> ParticipationRole:
    """Give `user` the role `kind`; a new referent replaces the one of today, whose role ends with `reason`.

    Naming somebody who already holds the role changes nothing but her `need`. Raises NamingRefused.
    """
    participation = (
        Participation.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=participation.pk)
    )
    check(participation, user, kind, by)
    day = timezone.localdate(now)
    held = participation.roles.active_on(day).filter(kind=kind)
    role = held.filter(user=user).first()
    if role:
        if need and need != role.need:
            role.need = need
            role.save(update_fields=["need"])
        return role
    previous = held.first() if kind == Kind.REFERENT else None
    if previous:
        close(previous, reason=reason, now=now)
    role = participation.roles.create(user=user, kind=kind, need=need, starts_on=day)
    notifications.named(role)
    return role


@transaction.atomic
def invite(
    participation: Participation,
    kind: str,
    email: str,
    *,
    by: User,
    now: datetime,
    first_name: str = "",
    last_name: str = "",
    need: str = "",
    reason: str = "",
) -> ParticipationRole:
    """Name the person at this address, whose account is made when there is none; see `name`."""
    user = User.objects.invited(email, first_name=first_name, last_name=last_name)
    return name(participation, user, kind, by=by, now=now, need=need, reason=reason)


def check(participation: Participation, user: User, kind: str, by: User) -> None:
    if not access.runs(by, participation):
        raise NamingRefused("Seule l’équipe qui porte le programme nomme les personnes qui accompagnent.")
    if kind not in Kind.SUPPORT:
        raise NamingRefused("Ce rôle ne se donne pas ici.")
    if participation.roles.active().filter(user=user, kind=Kind.PARTICIPANT).exists():
        raise NamingRefused("Cette personne participe au projet : elle ne peut pas aussi l’accompagner.")


def close(role: ParticipationRole, *, reason: str, now: datetime) -> None:
    """End a role today: from now on its holder no longer reads the file. A reason is asked."""
    if not reason.strip():
        raise NamingRefused("Dites pourquoi la personne change : le motif reste dans l’historique.")
    role.ends_on = timezone.localdate(now)
    role.reason = reason.strip()
    role.save(update_fields=["ends_on", "reason"])


@transaction.atomic
def release(role: ParticipationRole, *, by: User, reason: str, now: datetime) -> None:
    """End the role of a mentor, a trainer or an adviser; a referent is only ever replaced."""
    role = (
        ParticipationRole.objects.select_for_update(of=("self",))
        .select_related("participation__cohort")
        .get(pk=role.pk)
    )
    if not access.runs(by, role.participation):
        raise NamingRefused("Seule l’équipe qui porte le programme met fin à un accompagnement.")
    if role.kind not in Kind.SUPPORT or role.kind == Kind.REFERENT:
        raise NamingRefused("Nommez d’abord une autre personne référente : personne ne reste sans.")
    close(role, reason=reason, now=now)

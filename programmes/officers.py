"""People named for one call, whatever their organisation: a role with a start, an end and a reason."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import outbox
from accounts.models import User
from programmes.calls import CallRefused, led_by
from programmes.models import Call, CallRole


@transaction.atomic
def name_officer(
    call: Call,
    email: str,
    *,
    first_name: str = "",
    last_name: str = "",
    starts_on: date,
    ends_on: date | None = None,
    reason: str,
    by: User,
) -> CallRole:
    """Open the files of `call` to the person of this address, whose account is made when there is none.

    Only the leading organisation names somebody: a role on a call gives none to others. Raises CallRefused.
    """
    held = _led(call, by)
    user = User.objects.invited(email, first_name=first_name, last_name=last_name)
    if held.roles.filter(user=user).exclude(ends_on__lt=starts_on).exists():
        raise CallRefused("Cette personne a déjà un rôle sur cet appel à cette date.")
    role = held.roles.create(user=user, starts_on=starts_on, ends_on=ends_on, reason=reason)
    link = settings.SITE_ADDRESS + reverse("admin:programmes_call_change", args=[held.pk])
    outbox.owe(user, "call_officer_named", key=f"call_officer_named:{role.pk}", call=held, role=role, link=link)
    return role


@transaction.atomic
def end_role(role: CallRole, *, on: date, by: User) -> None:
    """The role holds until the day before `on`; one that has not begun yet is erased."""
    _led(role.call, by)
    if role.starts_on >= on:
        role.delete()
        return
    CallRole.objects.filter(pk=role.pk).update(ends_on=date.fromordinal(on.toordinal() - 1))


def running(call: Call) -> list[User]:
    """Everybody who runs the call today: the leading organisation's people, and those named for it."""
    by_role = User.objects.filter(organisation_roles__in=call.leader.roles.running())
    by_call = User.objects.filter(call_roles__in=call.roles.active())
    return list((by_role | by_call).filter(is_active=True).distinct().order_by("pk"))


def _led(call: Call, by: User) -> Call:
    held = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if not led_by(by).filter(pk=held.programme_id).exists():
        raise CallRefused("Seule la structure qui porte l’appel nomme quelqu’un.")
    return held

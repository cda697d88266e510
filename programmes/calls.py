"""The life of a call before its applications: its form, announcing, extending, cancelling it."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from actors.models import OldAddress
from actors.revision import bump
from programmes import checklist, revisions
from programmes.models import Call, FormRevision, Programme
from programmes.models.call import staffed_by

TRUNCATED = 100
TAKEN_BY_PAGES = {"calendrier", "programme", "region"}
# What the apps above do when a call is cancelled, in the same transaction: (call, by, now).
ON_CANCEL: list[Callable[[Call, User, datetime], None]] = []


class CallRefused(Exception):
    """The sentence says why, in French."""


def led_by(user: User):
    """Programmes for which the person may open a call: those that her organisation leads."""
    if user.is_superuser:
        return Programme.objects.all()
    return Programme.objects.filter(lead_actor__in=staffed_by(user))


def free_slug(title: str) -> str:
    """An address made from the title that no other call has, or has had."""
    stem = slugify(title)[:TRUNCATED] or "appel"
    taken = TAKEN_BY_PAGES | set(Call.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken.update(OldAddress.of(Call).filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def form_of(call: Call) -> FormRevision:
    """The form that new applications answer, made with the call; a correction is nobody's before it is published."""
    return revisions.in_force(call) or call.revisions.create(number=1)


@transaction.atomic
def publish(call: Call, *, by: User, now: datetime) -> Call:
    """Announce the call and freeze its form; from here only its dates may be extended.

    Raises CallRefused with what is missing, or when it is already announced or cancelled.
    """
    held = _held(call, by)
    if held.published_at:
        raise CallRefused("Cet appel est déjà publié.")
    gaps = checklist.lacks(held, now)
    if gaps:
        raise CallRefused(f"Il manque : {' '.join(gap.sentence for gap in gaps)}")
    held.published_at = now
    held.version += 1  # a page opened before it lets more be written: what is typed there is given back
    held.save(update_fields=["published_at", "changed_at", "version"])
    held.revisions.filter(frozen_at=None).update(frozen_at=now)
    bump()
    return held


@transaction.atomic
def extend(call: Call, closes_at: datetime, *, note: str, by: User, now: datetime) -> Call:
    """Put the closing off, with what the public is told; it never comes nearer.

    A call that has closed opens again only this way. Raises CallRefused without a note or with a nearer date.
    """
    held = _held(call, by)
    if held.closes_at is None:
        raise CallRefused("Cet appel n’a pas de date limite.")
    if held.published_at is None:
        raise CallRefused("Cet appel n’est pas encore publié : changez sa clôture dans le formulaire.")
    if closes_at <= max(held.closes_at, now):
        raise CallRefused("La nouvelle clôture doit venir après l’ancienne, et après maintenant.")
    if not note.strip():
        raise CallRefused("Dites pourquoi la clôture est reportée : cette phrase est publique.")
    held.extensions.create(closed_before=held.closes_at, closes_at=closes_at, note=note.strip(), by=by, at=now)
    held.closes_at, held.extended_at = closes_at, now
    held.save(update_fields=["closes_at", "extended_at", "changed_at"])
    bump()
    return held


@transaction.atomic
def cancel(call: Call, *, note: str, by: User, now: datetime) -> Call:
    """Stop the call and tell everybody why: nobody can apply any more; what was written and sent stays.

    The public note is obligatory once the call is announced.
    """
    held = _held(call, by)
    if held.published_at and not note.strip():
        raise CallRefused("Dites pourquoi l’appel est annulé : cette phrase est publique.")
    held.cancelled_at, held.cancel_note = now, note.strip()
    held.save(update_fields=["cancelled_at", "cancel_note", "changed_at"])
    for tell in ON_CANCEL:
        tell(held, by, now)
    bump()
    return held


def _held(call: Call, by: User) -> Call:
    held = Call.objects.select_for_update(of=("self",)).run_by(by).filter(pk=call.pk).first()
    if held is None:
        raise CallRefused("Cet appel est conduit par une autre structure.")
    if held.cancelled_at:
        raise CallRefused("Cet appel est annulé.")
    return held

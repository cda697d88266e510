"""The life of a call before its applications: its form, what it lacks, announcing, extending, cancelling it."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from actors.models import OldAddress
from actors.revision import bump
from programmes.models import Call, FormRevision, Programme
from programmes.models.call import staffed_by

TRUNCATED = 100
TAKEN_BY_PAGES = {"calendrier", "programme", "region"}


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
    """The form that new applications answer: the latest revision, made with the call."""
    return call.revisions.order_by("-number").first() or call.revisions.create(number=1)


def lacks(call: Call, now: datetime) -> list[str]:
    """What must still be written before the call is announced; empty when it is ready."""
    permanent = call.closes_at is None  # no session and no cohort: decisions all year round
    checks = [
        (call.presentation.strip(), "La présentation de l’appel."),
        (call.closes_at is None or call.closes_at > now, "Une clôture à venir."),
        (permanent or call.committee_on, "La date du comité."),
        (permanent or call.answer_by, "La date de réponse au plus tard."),
        (permanent or call.starts_on, "Le premier jour du programme."),
        (call.contact.strip(), "Un contact pour les questions."),
        (form_of(call).questions.exists(), "Au moins une question."),
        (call.criteria.exists(), "Au moins un critère de notation."),
    ]
    return [sentence for done, sentence in checks if not done]


@transaction.atomic
def publish(call: Call, *, by: User, now: datetime) -> Call:
    """Announce the call and freeze its form; from here only its dates may be extended.

    Raises CallRefused with what is missing, or when it is already announced or cancelled.
    """
    held = _held(call, by)
    if held.published_at:
        raise CallRefused("Cet appel est déjà publié.")
    gaps = lacks(held, now)
    if gaps:
        raise CallRefused(f"Il manque : {' '.join(gaps)}")
    held.published_at = now
    held.save(update_fields=["published_at", "changed_at"])
    held.revisions.filter(frozen_at=None).update(frozen_at=now)
    bump()
    return held


@transaction.atomic
def extend(call: Call, closes_at: datetime, *, by: User, now: datetime) -> Call:
    """Put the closing off; it never comes nearer, and a call that has closed opens again only this way."""
    held = _held(call, by)
    if held.closes_at is None:
        raise CallRefused("Cet appel n’a pas de date limite.")
    if closes_at <= max(held.closes_at, now):
        raise CallRefused("La nouvelle clôture doit venir après l’ancienne, et après maintenant.")
    held.closes_at, held.extended_at = closes_at, now
    held.save(update_fields=["closes_at", "extended_at", "changed_at"])
    bump()
    return held


@transaction.atomic
def cancel(call: Call, *, by: User, now: datetime) -> Call:
    """Stop the call: nobody can apply any more; what was sent stays."""
    held = _held(call, by)
    held.cancelled_at = now
    held.save(update_fields=["cancelled_at", "changed_at"])
    bump()
    return held


def _held(call: Call, by: User) -> Call:
    held = Call.objects.select_for_update(of=("self",)).run_by(by).filter(pk=call.pk).first()
    if held is None:
        raise CallRefused("Cet appel est conduit par une autre structure.")
    if held.cancelled_at:
        raise CallRefused("Cet appel est annulé.")
    return held

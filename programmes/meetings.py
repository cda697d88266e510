"""Information meetings: registering within the places, leaving, noting who came, and the right to apply."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse

from accounts import outbox
from accounts.models import User
from actors.revision import bump
from ess_portal.lib.french import counted
from programmes import officers
from programmes.calls import CallRefused
from programmes.models import Call, InformationMeeting, MeetingExemption, Registration

TOLD_WHEN_CHANGED = ("starts_at", "minutes", "mode", "place", "joining")
COMING = Q(registrations__cancelled_at=None, registrations__isnull=False)


class MeetingRefused(CallRefused):
    """The sentence says why, in French."""


class Stale(MeetingRefused):
    """Somebody saved the meeting, or noted who came, since the page was opened; `stored` is what stands."""

    def __init__(self, stored: InformationMeeting):
        super().__init__("Rien n’a été enregistré : comparez les deux textes, puis enregistrez de nouveau.")
        self.stored = stored


# Reading


def to_come(call: Call, now: datetime):
    """Meetings of the call that have not begun, each with the number of people `coming`."""
    return call.meetings.to_come(now).annotate(coming=Count("registrations", COMING)).order_by("starts_at", "pk")


def with_people(call: Call):
    """All meetings of the call, latest first, with the number of people `coming` and of those who `came`."""
    came = Count("registrations", Q(registrations__attended=True))
    return call.meetings.annotate(coming=Count("registrations", COMING), came=came).order_by("-starts_at", "-pk")


def registered(meeting: InformationMeeting):
    """Registrations that hold, by name."""
    rows = meeting.registrations.filter(cancelled_at=None).select_related("user")
    return rows.order_by("user__last_name", "user__first_name", "pk")


def held_by(user: User, since: datetime):
    """The person's registrations to meetings that begin after `since` and stand, in order."""
    standing = InformationMeeting.objects.to_come(since)
    rows = Registration.objects.filter(user=user, cancelled_at=None, meeting__in=standing)
    return rows.select_related("meeting__call__programme__region").order_by("meeting__starts_at", "pk")


def noted(meeting: InformationMeeting) -> list[int]:
    """Registrations of those who were noted present."""
    return sorted(meeting.registrations.filter(cancelled_at=None, attended=True).values_list("pk", flat=True))


def places_left(meeting: InformationMeeting) -> int:
    """Never negative, even when the officer brought the places down."""
    return max(meeting.places - meeting.registrations.filter(cancelled_at=None).count(), 0)


def may_apply(call: Call, people: Iterable[User]) -> bool:
    """True unless the call asks for a meeting that none of `people` attended, and from which none is exempted."""
    if not call.requires_meeting:
        return True
    keys = [person.pk for person in people]
    attended = Registration.objects.filter(meeting__call=call, user__in=keys, attended=True)
    return attended.exists() or call.exemptions.filter(user__in=keys).exists()


# The person


@transaction.atomic
def register(meeting: InformationMeeting, *, by: User, now: datetime) -> Registration:
    """Take a place, once; under a lock on the meeting, so that its places are never exceeded.

    Raises MeetingRefused when it is full, begun, cancelled, or of a call that is.
    """
    held = _lock(meeting)
    if held.cancelled_at or held.call.cancelled_at or held.call.published_at is None:
        raise MeetingRefused("Cette réunion est annulée.")
    if held.starts_at <= now:
        raise MeetingRefused("Cette réunion a déjà commencé.")
    row = held.registrations.filter(user=by).first()
    if row and row.cancelled_at is None:
        return row
    left = places_left(held)
    if left < 1:
        raise MeetingRefused("Cette réunion est complète : il n’y a plus de place. Choisissez-en une autre.")
    if row is None:
        row = Registration(meeting=held, user=by)
    row.registered_at, row.cancelled_at = now, None
    row.save()
    _tell(row, "meeting_registered", f"{row.pk}:{now:%Y%m%d%H%M%S%f}")
    if left == 1:
        bump()  # the public page now says that it is full
    return row


@transaction.atomic
def leave(meeting: InformationMeeting, *, by: User, now: datetime) -> None:
    """Give the place back, until the meeting begins; the officers hear that a full meeting is no longer so."""
    held = _lock(meeting)
    if held.starts_at <= now:
        raise MeetingRefused("Cette réunion a déjà commencé.")
    was_full = places_left(held) == 0
    row = held.registrations.filter(user=by, cancelled_at=None).first()
    if row is None:
        return
    row.cancelled_at = now
    row.save(update_fields=["cancelled_at"])
    if was_full:
        _tell_officers(row)
        bump()


# The officer


@transaction.atomic
def plan(meeting: InformationMeeting, *, by: User, now: datetime) -> InformationMeeting:
    """Save a new meeting of a call that the person runs; it begins later than `now`."""
    held = Call.objects.select_for_update(of=("self",)).run_by(by).filter(pk=meeting.call_id).first()
    if held is None or held.cancelled_at:
        raise MeetingRefused("Cet appel est annulé, ou conduit par une autre structure.")
    if meeting.starts_at <= now:
        raise MeetingRefused("La réunion doit commencer après maintenant.")
    meeting.save()
    bump()
    return meeting


@transaction.atomic
def change(meeting: InformationMeeting, version: int, *, by: User, now: datetime) -> None:
    """Save what the form changed; those who registered are told when the date, the place or the form moved.

    Raises Stale when `version`, read with the form, is no longer that of the meeting.
    """
    held = _run(meeting, by)
    if held.cancelled_at:
        raise MeetingRefused("Cette réunion est annulée.")
    if held.version != version:
        raise Stale(held)
    if meeting.places < (coming := held.registrations.filter(cancelled_at=None).count()):
        people = counted(coming, "personne est inscrite", "personnes sont inscrites")
        raise MeetingRefused(f"{people} : gardez au moins autant de places.")
    moved = any(getattr(held, name) != getattr(meeting, name) for name in TOLD_WHEN_CHANGED)
    if moved and meeting.starts_at <= now:
        raise MeetingRefused("La réunion doit commencer après maintenant.")
    meeting.version = version + 1
    meeting.save()
    if moved:
        for row in registered(meeting):
            _tell(row, "meeting_changed", f"{row.pk}:{now:%Y%m%d%H%M%S%f}")
    bump()


@transaction.atomic
def note_attendance(
    meeting: InformationMeeting, present: Collection[int], *, before: list[int], by: User, now: datetime
) -> int:
    """Note who came (ids of registrations); the others are absent. Those who came may apply, and are told once.

    Returns how many came. Raises MeetingRefused before the day of the meeting, or when somebody on the list left;
    Stale when `before`, those whom the page showed as present, is no longer what is noted.
    """
    held = _run(meeting, by)
    if held.starts_at - timedelta(hours=12) > now:
        raise MeetingRefused("Les présences se notent le jour de la réunion, ou après.")
    rows = list(registered(held))
    if set(present) - {row.pk for row in rows}:
        raise MeetingRefused("Une personne s’est désinscrite entre-temps : relisez la liste.")
    if noted(held) != before:
        raise Stale(held)
    for row in rows:
        came = row.pk in present
        if row.attended != came:
            row.attended, row.marked_by, row.marked_at = came, by, now
            row.save(update_fields=["attended", "marked_by", "marked_at"])
        if came:
            _tell(row, "meeting_attended", str(row.pk))
    return len(present)


@transaction.atomic
def cancel(meeting: InformationMeeting, *, note: str, by: User, now: datetime) -> None:
    """Call the meeting off and tell those who registered, with the reason."""
    held = _run(meeting, by)
    if held.cancelled_at:
        raise MeetingRefused("Cette réunion est déjà annulée.")
    if held.starts_at <= now:
        raise MeetingRefused("Cette réunion a déjà commencé.")
    if not note.strip():
        raise MeetingRefused("Dites pourquoi : les personnes inscrites liront cette phrase.")
    held.cancelled_at, held.cancel_note = now, note.strip()
    held.save(update_fields=["cancelled_at", "cancel_note"])
    _tell_all(held)
    bump()


@transaction.atomic
def exempt(call: Call, email: str, *, reason: str, by: User, now: datetime) -> MeetingExemption:
    """Let the person of this address apply without having come; `reason` is kept. She must have an account."""
    held = Call.objects.select_for_update(of=("self",)).run_by(by).filter(pk=call.pk).first()
    if held is None:
        raise MeetingRefused("Cet appel est conduit par une autre structure.")
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise MeetingRefused(
            "Aucun compte n’a cette adresse : demandez à la personne d’en ouvrir un, puis recommencez."
        )
    row, _ = held.exemptions.update_or_create(
        user=user, defaults={"reason": reason.strip(), "granted_by": by, "granted_at": now}
    )
    outbox.owe(user, "meeting_exempted", key=f"meeting_exempted:{row.pk}", call=held, link=_start_of(held))
    return row


def tell_of_cancelled_call(call: Call, by: User, now: datetime) -> None:
    """The call is cancelled: so are its meetings to come, and those who registered are told."""
    for meeting in call.meetings.select_for_update().filter(starts_at__gt=now, cancelled_at=None):
        meeting.cancelled_at, meeting.cancel_note = now, call.cancel_note
        meeting.save(update_fields=["cancelled_at", "cancel_note"])
        _tell_all(meeting)


def _tell_officers(row):
    call = row.meeting.call
    link = settings.SITE_ADDRESS + reverse("admin:programmes_call_meeting", args=[call.pk, row.meeting_id])
    for officer in officers.running(call):
        key = f"meeting_place_back:{row.pk}:{row.cancelled_at:%Y%m%d%H%M%S%f}:{officer.pk}"
        outbox.owe(officer, "meeting_place_back", key=key, at_leisure=True, meeting=row.meeting, call=call, link=link)


def _tell_all(meeting):
    for row in registered(meeting):
        _tell(row, "meeting_cancelled", str(row.pk))


def _tell(row, template, key):
    call = row.meeting.call
    link = settings.SITE_ADDRESS + row.meeting.get_absolute_url()
    outbox.owe(
        row.user, template, key=f"{template}:{key}", meeting=row.meeting, call=call, link=link, start=_start_of(call)
    )


def _start_of(call):
    return settings.SITE_ADDRESS + reverse("applications:start", args=[call.slug])


def _lock(meeting):
    held = InformationMeeting.objects.select_for_update(of=("self",)).select_related("call__programme__region")
    return held.get(pk=meeting.pk)


def _run(meeting, by):
    held = _lock(meeting)
    if not Call.objects.run_by(by).filter(pk=held.call_id).exists():
        raise MeetingRefused("Cet appel est conduit par une autre structure.")
    return held

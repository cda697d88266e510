"""An information meeting for somebody signed in: its page, taking a place, giving it back, its calendar file."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from programmes import meetings
from programmes.ical import calendar_of_meeting, calendar_response
from programmes.models import InformationMeeting
from programmes.opening import moment_words


def found(slug, pk):
    shown = InformationMeeting.objects.public().select_related("call__programme__lead_actor", "call__programme__region")
    return get_object_or_404(shown, call__slug=slug, pk=pk)


def mine(meeting, user):
    return meeting.registrations.filter(user=user, cancelled_at=None).first()


@require_safe
def detail(request, slug, pk):
    meeting, now = found(slug, pk), timezone.now()
    left = meetings.places_left(meeting)
    context = {
        "meeting": meeting,
        "call": meeting.call,
        "when": moment_words(meeting.starts_at, meeting.call.zone_name),
        "registration": mine(meeting, request.user),
        "places_left": left,
        "is_past": meeting.starts_at <= now,
        "others": [one for one in meetings.to_come(meeting.call, now) if one.pk != meeting.pk],
        "may_apply": meetings.may_apply(meeting.call, [request.user]),
    }
    return render(request, "programmes/meeting.html", context)


@require_POST
def register(request, slug, pk):
    return _try(request, found(slug, pk), meetings.register, "Votre place est prise. Un message vous le confirme.")


@require_POST
def leave(request, slug, pk):
    return _try(request, found(slug, pk), meetings.leave, "Votre place est rendue : merci d’avoir prévenu.")


def _try(request, meeting, action, done):
    try:
        action(meeting, by=request.user, now=timezone.now())
    except meetings.MeetingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(meeting)


@require_safe
def calendar(request, slug, pk):
    """One event; how to enter is written in it for those who registered only."""
    meeting = found(slug, pk)
    ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes)
    joining = meeting.joining if mine(meeting, request.user) else ""
    return calendar_response(calendar_of_meeting(meeting, ends_at, joining), f"reunion-{meeting.pk}.ics")

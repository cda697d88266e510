"""Publishing all the decisions of a session together, then what follows: confirmations, waiting list, silences."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from applications import committee, decisions, outcomes, places, sitting, waiting, workflow
from applications.admin import room
from applications.models import CommitteeSession, Decision
from applications.states import State
from ess_portal.lib import french

PUBLISHED = CommitteeSession.Phase.PUBLISHED


@require_safe
def screen(request, page, session):
    """What is missing, then every letter as it will be sent; after the publication, who confirmed."""
    now = timezone.now()
    rows = sitting.rows(request.user, session)
    shown = [row for row in rows if row.decision]
    published = session.phase == PUBLISHED
    context = {
        **page.admin_site.each_context(request),
        "title": str(session),
        "opts": page.opts,
        "session": session,
        "tab": "publication",
        "rows": rows,
        "shown": shown,
        "previews": [] if published else letters_of(shown, now),
        "missing": [] if published else room.told(decisions.missing(session), rows),
        "seats": sitting.seats(request.user, session),
        **(after(session, now) if published else {}),
    }
    return render(request, f"admin/committee/{'after' if published else 'publication'}.html", context)


def letters_of(rows, now):
    """Each row with the letter that the publication would write."""
    return list(zip(rows, outcomes.previews([row.decision for row in rows], now), strict=True))


def after(session, now):
    """The tracker of a published session, for the whole call."""
    call = session.call
    current = Decision.objects.filter(application__call=call, superseded_at=None, published_at__isnull=False)
    admitted = current.filter(outcome=Decision.Outcome.ADMIT).select_related("application__project", "item")
    return {
        "call": call,
        "admitted": admitted.order_by("confirm_by", "application__number"),
        "confirmed_count": admitted.filter(application__state=State.CONFIRMED).count(),
        "overdue": set(waiting.overdue(call, now).values_list("pk", flat=True)),
        "waiting_list": decisions.waiting_list(call).filter(application__state=State.WAITLISTED),
        "places_left": places.left(call),
        "today": timezone.localdate(now),
    }


@require_POST
def publish(request, page, session):
    if decisions.missing(session):
        raise committee.CommitteeRefused(
            "Les décisions ne peuvent pas encore être publiées : la page dit ce qui manque."
        )
    try:
        count = decisions.publish(session, by=request.user, now=timezone.now())
    except workflow.TransitionClosed:
        raise committee.CommitteeRefused(
            "Vous avez déclaré un lien avec un dossier de cette séance : une autre personne publie les décisions."
        ) from None
    except workflow.TransitionRefused as refusal:
        raise committee.CommitteeRefused(str(refusal)) from refusal
    messages.success(
        request,
        f"{french.counted(count, 'décision publiée', 'décisions publiées')} ensemble. Les lettres sont écrites.",
    )
    return redirect("admin:applications_session_publication", session.pk)


@require_POST
def call_up(request, page, session):
    called = waiting.call_up(session.call, by=request.user, now=timezone.now())
    messages.success(request, f"Une place est proposée à {called.project}.")
    return redirect("admin:applications_session_publication", session.pk)


@require_POST
def lapse(request, page, session, decision):
    admitted = get_object_or_404(
        Decision.objects.filter(application__call=session.call, superseded_at=None), pk=decision
    )
    try:
        waiting.lapse(admitted.application, by=request.user, now=timezone.now())
    except (workflow.TransitionClosed, workflow.TransitionRefused) as refusal:
        raise committee.CommitteeRefused(f"Ce n’est pas possible maintenant : {refusal}") from refusal
    messages.success(request, "L’absence de réponse est constatée : la place est libre.")
    return redirect("admin:applications_session_publication", session.pk)


@require_POST
def close_list(request, page, session):
    count = waiting.close_list(session.call, by=request.user, now=timezone.now())
    messages.success(
        request, f"La liste d’attente est close : {french.counted(count, 'lettre écrite', 'lettres écrites')}."
    )
    return redirect("admin:applications_session_publication", session.pk)


URLS = [
    ("publication/", screen, "publication"),
    ("publication/publier/", publish, "publish"),
    ("suites/faire-monter/", call_up, "call_up"),
    ("suites/clore-la-liste/", close_list, "close_list"),
    ("suites/<int:decision>/sans-reponse/", lapse, "lapse"),
]

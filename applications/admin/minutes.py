"""The minutes on the desk: written from the session, corrected section by section, printed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from applications import minutes as domain
from applications.forms.minutes import MinutesForm
from applications.models import Minutes

STALE = (
    "Quelqu’un d’autre a corrigé le procès-verbal pendant que cette page était ouverte. Votre texte est ci-dessous : "
    "relisez, puis enregistrez de nouveau."
)


def screen(request, page, session):
    """Before the closing nothing is written; once signed, the text is only read."""
    minutes = Minutes.objects.filter(session=session).select_related("session__call", "signed_by").first()
    shown = domain.read_by(request.user, minutes) if minutes else []
    form = None
    if minutes and not minutes.signed_at:
        form = MinutesForm(request.POST or None, minutes=minutes, shown=shown)
        if request.method == "POST" and form.is_valid():
            try:
                form.carry_out(by=request.user, now=timezone.now())
            except domain.StaleMinutes:
                form.add_error(None, STALE)
                form.renew(Minutes.objects.values_list("version", flat=True).get(pk=minutes.pk))
            else:
                messages.success(request, "Le procès-verbal est enregistré. Le texte d’avant est gardé.")
                return redirect("admin:applications_session_minutes", session.pk)
    context = {
        **page.admin_site.each_context(request),
        "title": "Procès-verbal",
        "opts": page.opts,
        "session": session,
        "tab": "pv",
        "minutes": minutes,
        "shown": shown,
        "form": form,
        "is_ended": session.phase in domain.ENDED,
        "is_intact": minutes is not None and domain.is_intact(minutes),
        "versions": minutes.versions.select_related("by").order_by("-number") if minutes else [],
    }
    return render(request, "admin/committee/minutes.html", context, status=422 if form and form.errors else 200)


@require_POST
def generate(request, page, session):
    domain.generate(session, by=request.user, now=timezone.now())
    messages.success(request, "Le procès-verbal est rédigé d’après la séance. Relisez-le, corrigez-le.")
    return redirect("admin:applications_session_minutes", session.pk)


@require_safe
def printed(request, page, session):
    minutes = get_object_or_404(
        Minutes.objects.select_related("session__call__programme", "signed_by"), session=session
    )
    return render(request, "committee/minutes.html", context_of_print(request.user, minutes))


def context_of_print(user, minutes):
    return {
        "session": minutes.session,
        "minutes": minutes,
        "shown": domain.read_by(user, minutes),
        "is_intact": domain.is_intact(minutes),
    }


URLS = [
    ("pv/", screen, "minutes"),
    ("pv/rediger/", generate, "minutes_write"),
    ("pv/imprimer/", printed, "minutes_print"),
]

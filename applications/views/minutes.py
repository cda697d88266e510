"""The minutes as members read them; the chair signs."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from applications import minutes as domain
from applications.committee import CommitteeRefused
from applications.forms.minutes import SignForm
from applications.models import Minutes
from applications.views.committee import minutes_open_to, seat_of


def minutes_of(request, pk):
    member = seat_of(request, pk)
    if not minutes_open_to(member):
        raise Http404
    return member, Minutes.objects.select_related("session__call__programme", "signed_by").get(session=pk)


@require_safe
def read(request, pk):
    member, minutes = minutes_of(request, pk)
    context = {
        "session": minutes.session,
        "minutes": minutes,
        "shown": domain.read_by(request.user, minutes),
        "is_intact": domain.is_intact(minutes),
        "may_sign": member.chair and not minutes.signed_at,
        "member": member,
    }
    return render(request, "committee/minutes.html", context)


@require_POST
def sign(request, pk):
    """Only the text that she has read is signed: the version of the page is the one that counts."""
    _, minutes = minutes_of(request, pk)
    form = SignForm(request.POST)
    try:
        if not form.is_valid():
            raise domain.StaleMinutes
        domain.sign(minutes, version=form.cleaned_data["version"], by=request.user, now=timezone.now())
    except domain.StaleMinutes:
        messages.error(request, "Le texte a changé depuis que vous l’avez ouvert : relisez-le, puis signez.")
    except CommitteeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Le procès-verbal est signé. Son texte ne change plus.")
    return redirect("committee:minutes", pk)

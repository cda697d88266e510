"""The page that the link of a take-over opens: signing in by a code, then one button; nothing changes before it."""

from allauth.account.views import request_login_code
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.links import LinkClosed
from projects import access, handover
from projects.forms.helping import TakeOverForm
from projects.models import Agreement


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request, token):
    now = timezone.now()
    try:
        link = handover.look(token, now=now)
    except LinkClosed as closed:
        return shut(request, closed)
    if not request.user.is_authenticated:
        return door(request, link)
    if request.method == "POST" and "refuse" in request.POST:
        handover.refuse(token, now=now)
        return render(request, "projects/take_over_refused.html")
    return decided(request, token, link, now)


def door(request, link):
    """Who opens the link is asked for a code at its address; the account is made when there is none."""
    if request.method == "POST":
        handover.account_at(link)
        return request_login_code(request)
    return render(request, "projects/take_over_door.html", {"link": link, "next": request.path})


def decided(request, token, link, now):
    person = handover.owner_of(link.project)
    form = TakeOverForm(request.POST if request.method == "POST" else None, account=request.user, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            project = handover.take_over(token, by=request.user, now=now, **form.cleaned_data)
        except LinkClosed as closed:
            return shut(request, closed)
        except handover.CannotTakeOver as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Ce dossier est le vôtre. Vous pouvez le relire et le changer.")
            return redirect(project)
    context = {
        "link": link,
        "form": form,
        "person": person,
        "agreements": Agreement.objects.filter(project=link.project, closed_at=None).select_related("helper", "actor"),
        "is_same_address": (request.user.email or "") == link.email,
        "next": request.path,
    }
    return render(request, "projects/take_over.html", context)


def shut(request, closed):
    """A link that opens nothing: whoever has taken the file over already is led to it."""
    project = getattr(closed.link, "project", None)
    mine = project if project and access.reads(request.user, project) else None
    return render(request, "projects/join_closed.html", {"sentence": str(closed), "project": mine}, status=410)

"""Links between members and files on the desk: what was found, how it was settled, those an officer settles."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from applications import links
from applications.forms.links import LinksForm
from ess_portal.lib import french


def screen(request, page, session):
    form = LinksForm(request.POST or None, pending=links.to_settle(request.user, session))
    if request.method == "POST" and form.is_valid():
        try:
            count = form.carry_out(session, by=request.user, now=timezone.now())
        except links.LinkRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{french.counted(count, 'lien réglé', 'liens réglés')}.")
            return redirect("admin:applications_session_links", session.pk)
    hidden = links.hidden_from(request.user, session)
    context = {
        **page.admin_site.each_context(request),
        "title": "Liens entre membres et dossiers",
        "opts": page.opts,
        "session": session,
        "tab": "liens",
        "form": form,
        "record": links.record(session, hidden),
        "waiting_count": links.unsettled(session).exclude(item__in=hidden).count(),
    }
    return render(request, "admin/committee/links.html", context, status=422 if form.errors else 200)


URLS = [("liens/", screen, "links")]

"""Taking a sent file up again: one page says what it means, then the pages of the draft, then it is sent again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from applications import reopening
from applications.views.draft import READ_AND_WRITE, writable


@require_http_methods(READ_AND_WRITE)
def reopen(request, pk):
    application = writable(request, pk)
    if request.method == "POST":
        try:
            reopening.reopen(application, by=request.user, now=timezone.now())
        except reopening.ReopeningRefused as refusal:
            return refused(request, application, refusal)
        return redirect("applications:review", pk=pk)
    refusal = reopening.why_closed(application, timezone.now())
    if refusal:
        return refused(request, application, refusal)
    return render(request, "applications/reopen.html", {"application": application, "call": application.call})


def refused(request, application, refusal):
    messages.info(request, str(refusal))
    return redirect(application)


@require_POST
def send_again(request, pk):
    """Send the changes: under the same number, or a sentence that says why the former version stays."""
    application = writable(request, pk)
    try:
        reopening.send_again(application, by=request.user, now=timezone.now())
    except reopening.ReopeningRefused as refusal:
        messages.error(request, str(refusal))
        application.refresh_from_db()
        return redirect("applications:review" if application.is_written else "applications:detail", pk=pk)
    messages.success(request, "Vos changements sont envoyés. Le numéro de dossier ne change pas.")
    return redirect("applications:receipt", pk=pk)


@require_POST
def give_up(request, pk):
    application = writable(request, pk)
    reopening.give_up(application, by=request.user, now=timezone.now())
    messages.success(request, reopening.AS_SENT)
    return redirect(application)

"""Leaving: a sent application withdrawn with its reason, a draft deleted. Each asks first, on a page of its own."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications import draft, withdrawal, workflow
from applications.forms.replies import WithdrawForm
from applications.states import State
from applications.views.answering import answerable
from applications.views.draft import READ_AND_WRITE, sent_meanwhile, writable


@require_http_methods(READ_AND_WRITE)
def withdraw(request, pk):
    application = answerable(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if not workflow.TRANSITIONS["withdraw"].is_open_to(request.user, application):
        return too_late(request, application)
    if request.method == "POST" and form.is_valid():
        try:
            withdrawal.withdraw(application, **form.cleaned_data, by=request.user, now=timezone.now())
        except workflow.TransitionClosed:
            return too_late(request, application)
        messages.success(request, "Votre candidature est retirée. La structure est prévenue.")
        return redirect(application)
    return render(request, "applications/withdraw.html", {"application": application, "form": form})


def too_late(request, application):
    messages.info(request, "Cette candidature ne peut plus être retirée.")
    return redirect(application)


@require_http_methods(READ_AND_WRITE)
def discard(request, pk):
    application = writable(request, pk)
    if application.state != State.DRAFT:
        return sent_meanwhile(request, application)
    if request.method == "POST":
        try:
            withdrawal.discard(application)
        except draft.NotADraft:
            return sent_meanwhile(request, application)
        messages.success(request, "Le brouillon est supprimé. Votre projet et ses documents sont toujours là.")
        return redirect("workspace")
    return render(request, "applications/discard.html", {"application": application})

"""What the team answers once its file is decided: a place that it confirms, another programme that is proposed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from applications import redirection, turn, workflow
from applications.forms.replies import ProposalForm
from applications.views.answering import answerable
from applications.views.draft import READ_AND_WRITE


@require_POST
def confirm(request, pk):
    application = answerable(request, pk)
    move(request, application, "confirm", "Votre place est confirmée. À bientôt !")
    return redirect(application)


def move(request, application, name, thanks, note=""):
    """Perform a move of the team, and turn the outcome into words."""
    try:
        workflow.perform(name, application, by=request.user, now=timezone.now(), note=note)
    except workflow.TransitionClosed as closed:
        messages.info(request, f"« {closed} » n’est plus possible : le dossier a évolué.")
    except workflow.TransitionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, thanks)


@require_http_methods(READ_AND_WRITE)
def proposal(request, pk):
    application = answerable(request, pk)
    awaited = turn.awaited(application)
    if awaited is None or awaited.kind != "redirect":
        messages.info(request, "Aucune proposition n’attend votre réponse.")
        return redirect(application)
    programmes = list(awaited.proposal.programmes.select_related("lead_actor"))
    form = ProposalForm(request.POST if request.method == "POST" else None, programmes=programmes)
    if request.method == "POST" and form.is_valid():
        answer, chosen = form.reply()
        try:
            redirection.answer(awaited.proposal, answer, chosen=chosen, by=request.user, now=timezone.now())
        except redirection.AlreadyAnswered:
            messages.info(request, "Une réponse a déjà été donnée.")
        else:
            messages.success(request, "Votre réponse est enregistrée.")
        return redirect(application)
    context = {"application": application, "proposal": awaited.proposal, "programmes": programmes, "form": form}
    return render(request, "applications/proposal.html", context)

"""Taking up a former application: which one, then what was copied and what was not; and for which other call."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from applications import copying, draft
from applications.forms.start import FormerChoiceForm
from applications.states import State
from applications.views.draft import READ_AND_WRITE, sent_meanwhile, writable
from programmes.models import Call

CALLS_A_PAGE = 20


@require_http_methods(READ_AND_WRITE)
def copy(request, pk):
    """Choose a former application (GET), take it up (POST); one of somebody else's projects is not found."""
    application = writable(request, pk)
    if application.state != State.DRAFT:
        return sent_meanwhile(request, application)
    former = copying.of_draft(application, request.user)
    form = FormerChoiceForm(request.POST if request.method == "POST" else None, sources=former[: copying.MOST])
    if request.method == "POST" and form.is_valid():
        return take_up(request, application, get_object_or_404(former, pk=form.cleaned_data["source"]))
    reuse = application.reuses.select_related("source__call", "source__project").last()
    context = {
        "application": application,
        "call": application.call,
        "form": form,
        "reuse": reuse,
        "source": reuse and former.filter(pk=reuse.source_id).first(),
    }
    return render(request, "applications/copy.html", context)


def take_up(request, application, source):
    """Copy, then the page that says what was copied; a draft sent meanwhile is shown as it was sent."""
    try:
        reuse = copying.copy(application, source, by=request.user, now=timezone.now())
    except draft.NotADraft:
        return sent_meanwhile(request, application)
    if reuse.copied:
        messages.success(request, "Les réponses sont reprises. Relisez-les\u00a0: elles datent de l’autre candidature.")
    else:
        messages.info(request, "Rien n’a pu être repris. La page dit pourquoi.")
    return redirect("applications:copy", pk=application.pk)


@require_safe
def elsewhere(request, pk):
    """The calls open now, for which the answers of this application may be taken up."""
    application = writable(request, pk)
    calls = Call.objects.open_at(timezone.now()).exclude(pk=application.call_id)
    calls = calls.select_related("programme__lead_actor", "programme__line").order_by("closes_at", "pk")
    page = Paginator(calls, CALLS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "applications/elsewhere.html", {"application": application, "page": page})

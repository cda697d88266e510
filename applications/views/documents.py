"""Documents of a draft: those that the call asks for, given from the project or sent anew."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from applications import draft, form_steps
from applications.forms.documents import GivenDocumentForm
from applications.views.draft import found, frame, sent_meanwhile, writable
from projects.documents import store


@require_safe
def documents(request, pk):
    application = writable(request, pk)
    if not application.is_written:
        return sent_meanwhile(request, application)
    return page(request, application)


def page(request, application, refused=None):
    """Every document asked for, with its form; `refused` is (call document, form in error)."""
    built = form_steps.steps(application)
    current = found(built, form_steps.DOCUMENTS)
    attachments = application.attachments.select_related("document")
    given = {attachment.call_document_id: attachment for attachment in attachments}
    held = list(application.project.documents.kept())
    rows = []
    for wanted in application.call.documents.select_related("kind"):
        form = refused[1] if refused and refused[0] == wanted else form_for(wanted, held)
        rows.append({"wanted": wanted, "given": given.get(wanted.pk), "form": form})
    context = {
        **frame(application, built, current),
        "rows": rows,
        "today": timezone.localdate(),
        "form": refused[1] if refused else None,
    }
    return render(request, "applications/documents.html", context)


def form_for(wanted, held, *data):
    """The form of one document asked for; its prefix keeps the page's identifiers apart."""
    same_kind = [document for document in held if document.kind_id == wanted.kind_id]
    return GivenDocumentForm(*data, prefix=f"d{wanted.pk}", documents=same_kind, today=timezone.localdate())


@require_POST
def give(request, pk, wanted_pk):
    """Give one document; the file becomes a document of the project, ready for the next application."""
    application = writable(request, pk)
    wanted = get_object_or_404(application.call.documents.select_related("kind"), pk=wanted_pk)
    held = application.project.documents.kept()
    form = form_for(wanted, held, request.POST, request.FILES)
    if not form.is_valid():
        return page(request, application, refused=(wanted, form))
    try:
        draft.require_draft(application)
        document = given_document(form, application.project, wanted.kind, request.user)
        draft.attach(application, wanted, document, now=timezone.now())
    except draft.NotADraft:
        return sent_meanwhile(request, application)
    messages.success(request, f"{wanted.kind.name} : le document est joint.")
    return redirect("applications:documents", pk=pk)


def given_document(form, project, kind, user):
    """The document chosen, or the new file once stored in the project."""
    upload = form.cleaned_data["file"]
    return (
        store(project, upload, upload.accepted, kind, by=user, now=timezone.now())
        if upload
        else form.cleaned_data["existing"]
    )


@require_POST
def take_back(request, pk, wanted_pk):
    application = writable(request, pk)
    wanted = get_object_or_404(application.call.documents, pk=wanted_pk)
    try:
        draft.detach(application, wanted, now=timezone.now())
    except draft.NotADraft:
        return sent_meanwhile(request, application)
    messages.success(request, "Le document n’est plus joint. Il reste dans votre projet.")
    return redirect("applications:documents", pk=pk)

"""Messages and internal notes of a file in the back-office: two pages, so that nobody writes in the wrong one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications import correspondence
from applications.admin.file_page import fetch
from applications.forms.correspondence import NoteForm
from applications.models import InternalNote, Message
from applications.views.correspondence import MESSAGES_A_PAGE, SENT, converse, shown

READ_AND_WRITE = ["GET", "HEAD", "POST"]


def around(page, request, application, title):
    return {**page.admin_site.each_context(request), "opts": page.opts, "application": application, "title": title}


def thread(page):
    """The messages exchanged with the team."""

    @require_http_methods(READ_AND_WRITE)
    def view(request, pk):
        application = fetch(page, request, pk)
        form, sent = converse(request, application, Message.Side.STAFF)
        if sent:
            messages.success(request, SENT)
            return redirect("admin:applications_messages", pk)
        context = {"form": form, **shown(request, application, Message.Side.STAFF)}
        title = f"Messages : {application.project.title}"
        return render(request, "admin/applications/messages.html", around(page, request, application, title) | context)

    return view


def notes(page):
    """What officers write for themselves."""

    @require_http_methods(READ_AND_WRITE)
    def view(request, pk):
        application = fetch(page, request, pk)
        form = NoteForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            words = form.cleaned_data
            try:
                correspondence.note(application, words["body"], key=words["key"], by=request.user, now=timezone.now())
            except correspondence.CorrespondenceRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Votre note est enregistrée.")
                return redirect("admin:applications_notes", pk)
        written = InternalNote.objects.visible_to(request.user).filter(application=application).select_related("author")
        context = {
            "form": form,
            "page": Paginator(written.order_by("-pk"), MESSAGES_A_PAGE).get_page(request.GET.get("page")),
        }
        title = f"Notes internes : {application.project.title}"
        return render(request, "admin/applications/notes.html", around(page, request, application, title) | context)

    return view

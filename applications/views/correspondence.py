"""The thread between a team and the officers of its file: read, answered, its files handed over."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from applications import correspondence
from applications.forms.correspondence import MessageForm, TakeAwayForm
from applications.models import Message, MessageFile
from applications.states import State
from applications.views.draft import READ_AND_WRITE
from applications.views.file import of_team
from ess_portal.lib.downloads import private_file

MESSAGES_A_PAGE = 20
SENT = "Votre message est parti."
Side = Message.Side


@require_http_methods(READ_AND_WRITE)
def thread(request, pk):
    application = get_object_or_404(of_team(request.user).exclude(state=State.DRAFT), pk=pk)
    writes = correspondence.may_write(request.user, application, Side.TEAM)
    if request.method == "POST" and not writes:
        raise PermissionDenied("Vous pouvez lire les messages, pas en écrire.")
    form, sent = converse(request, application, Side.TEAM)
    if sent:
        messages.success(request, SENT)
        return redirect("applications:thread", pk)
    context = {"application": application, "form": form if writes else None, **shown(request, application, Side.TEAM)}
    return render(request, "applications/thread.html", context)


def converse(request, application, side):
    """(the form to show, the message just sent or None); whatever is refused, text and good files are kept."""
    if request.method != "POST":
        return MessageForm(), None
    removal = TakeAwayForm(request.POST)
    if removal.is_valid():
        waiting = correspondence.waiting_files(application, request.user)
        for given in waiting.filter(pk=removal.cleaned_data["take_away"]):
            correspondence.take_away(given)
        return MessageForm(initial={name: request.POST.get(name, "") for name in ("body", "key")}), None
    form = MessageForm(request.POST, request.FILES)
    now = timezone.now()
    form.full_clean()
    form.join_files(application, by=request.user, now=now)
    if not form.is_valid():
        return form, None
    words = form.cleaned_data
    try:
        sent = correspondence.send(application, side, words["body"], key=words["key"], by=request.user, now=now)
    except correspondence.CorrespondenceRefused as refusal:
        form.add_error(None, str(refusal))
        return form, None
    return form, sent


def shown(request, application, side):
    """One page of the thread, what is new in it, and the files that wait; opening the newest page reads it."""
    page = Paginator(correspondence.thread(application), MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    news = set(correspondence.unread(application, request.user, side).values_list("pk", flat=True))
    if news and rows and page.number == 1:
        correspondence.mark_read(application, request.user, rows[0].pk)
    return {
        "page": page,
        "rows": [(message, message.pk in news) for message in rows],
        "side": side,
        "waiting": correspondence.waiting_files(application, request.user),
    }


@require_safe
def message_file(request, pk, file_pk):
    """A file of the thread, for the team and the officers; one that waits is its author's alone."""
    files = MessageFile.objects.visible_to(request.user).filter(application=pk)
    given = get_object_or_404(files, pk=file_pk)
    if given.message_id is None and given.author_id != request.user.pk:
        raise PermissionDenied("Ce fichier n’a pas encore été envoyé.")
    return private_file(given.file, given.name, given.content_type)

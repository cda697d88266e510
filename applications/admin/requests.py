"""The page of requests of one file: what was asked, what came back beside what it replaces, and what to do of it."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications import completing, requests
from applications.forms import requests as forms
from applications.forms.screening import CloseRequestForm
from applications.models import Application
from applications.states import State

ACTIONS = {
    form.name: form
    for form in [
        forms.AskForm,
        forms.AcceptForm,
        forms.AgainForm,
        forms.MoreTimeForm,
        forms.ExpireForm,
        forms.CloseSilentForm,
    ]
}


def index(page, fetch):
    """GET of the page."""

    @require_safe
    def view(request, pk):
        return show(page, request, fetch(page, request, pk))

    return view


def show(page, request, application, tried=None, status=200):
    """The whole page; `tried` is the form that was just refused, shown as it was filled."""
    now = timezone.now()
    rows = with_replies(application)
    current = next((row for row in rows if row.closed_at is None), None)
    context = {
        **page.admin_site.each_context(request),
        "title": "Demandes à l’équipe",
        "opts": page.opts,
        "application": application,
        "current": described(current, application, request.user, tried) if current else None,
        "former": [described(row, application, request.user) for row in rows if row is not current],
        "forms": dict(built(application, current, request.user, tried, now)),
        "tried": tried,
        "today": timezone.localdate(now),
    }
    return render(request, "admin/applications/requests.html", context, status=status)


def with_replies(application):
    return list(
        application.requests.select_related("asked_by").prefetch_related(
            "items__kind",
            "items__question__children",
            "items__replies__by",
            "items__replies__judged_by",
            "items__replies__attachment__document",
            "more_time__by",
        )
    )


def described(row, application, officer, tried=None):
    """A request with its items: each with its answers in words, the last one with its two buttons."""
    items = []
    for item in row.items.all():
        replies = [
            (reply, completing.in_words(item, reply.value), completing.in_words(item, reply.former))
            for reply in item.replies.all()
        ]
        to_read = row.closed_at is None and item.answered_at and not item.accepted_at and replies
        last = replies[-1][0] if to_read else None
        items.append(
            {"item": item, "replies": replies, **(verdict_forms(last, application, officer, tried) if last else {})}
        )
    return {"request": row, "items": items, "wishes": row.more_time.all()}


def verdict_forms(reply, application, officer, tried):
    own = tried is not None and tried.name == forms.AgainForm.name and tried["reply"].value() == str(reply.pk)
    again = tried if own else forms.AgainForm(subject=application, officer=officer, reply=reply.pk)
    return {"accept": forms.AcceptForm(subject=application, officer=officer, reply=reply.pk), "again": again}


def built(application, current, officer, tried, now):
    """(name, form) of what may be done now, besides the verdicts."""
    mine = {"subject": application, "officer": officer}
    if current is None and application.state == State.SUBMITTED:
        yield "ask", tried if tried and tried.name == forms.AskForm.name else forms.AskForm(**mine)
        if any(row.expired_at for row in application.requests.all()):
            yield "close_silent", forms.CloseSilentForm(**mine)
    if current is None:
        return
    wish = next((wish for wish in current.more_time.all() if wish.answered_at is None), None)
    if wish:
        yield (
            "more_time",
            tried if tried and tried.name == forms.MoreTimeForm.name else forms.MoreTimeForm(**mine, wish=wish),
        )
    file = Application.objects.filter(pk=application.pk)
    if requests.overdue(file, timezone.localdate(now)).filter(pk=current.pk).exists():
        yield "expire", forms.ExpireForm(**mine, request=current.pk)
    yield "close", CloseRequestForm(**mine, initial={"request": current.pk})

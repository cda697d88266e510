"""A sent file of which something is asked, through the domain: a document, another answer, a question of its own."""

import datetime as dt

from django.utils import timezone

from applications import screening, workflow
from applications.models import Application
from tests.applications.ready import build_ready
from tests.factories import DocumentKindFactory

BEFORE = "Les habitants le demandent."


def sent(**call):
    cast = build_ready(**call)
    workflow.perform("submit", cast.application, by=cast.holder, now=timezone.now())
    cast.application.refresh_from_db()
    return cast


def version(cast):
    return Application.objects.values_list("version", flat=True).get(pk=cast.application.pk)


def ask(cast, *, documents=True, correction=True, question=True, days=10, now=None):
    now = now or timezone.now()
    asked = cast.application.answers.get().question
    return screening.ask_for_documents(
        cast.application,
        [(DocumentKindFactory(code="rib", name="RIB"), "celui de l’association")] if documents else [],
        corrections=[(asked, "Combien d’habitants ?")] if correction else [],
        questions=["Qui tiendra la caisse ?"] if question else [],
        message="",
        due_on=timezone.localdate(now) + dt.timedelta(days=days),
        by=cast.officer,
        now=now,
        version=version(cast),
    )


def item(request, what):
    return request.items.get(what=what)

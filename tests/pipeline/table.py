"""Files of one call as an officer lists them: sent, with a snapshot that its rules are read on."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from applications import submission
from tests import factories
from tests.cast import build_cast

LIST = reverse("admin:applications_application_changelist")


def sent(application, days=0, declared=None):
    """Sent `days` ago, with what its team declared by code of rule."""
    now = timezone.now() - dt.timedelta(days=days)
    application.steps.create(name="submit", source="draft", target="submitted", at=now)
    submission.take_snapshot(application, now)
    application.snapshot.data["declarations"] = declared or {}
    application.snapshot.save()
    return application


def table(**files):
    """The cast and its call, with one file for each title: {title: days since it was sent}."""
    cast = build_cast(submitted=True)
    sent(cast.application)
    cast.files = {title: sent(another(cast, title), days) for title, days in files.items()}
    return cast


def another(cast, title, **fields):
    fields = fields or {"submitted": True}
    project = factories.ProjectFactory(title=title, owner=factories.UserFactory())
    return factories.ApplicationFactory(call=cast.call, project=project, revision=cast.application.revision, **fields)


def titles(response):
    """Projects of the list in the order of the page."""
    return [row.project.title for row in response.context["cl"].result_list]


def listed(client, query=""):
    return titles(client.get(f"{LIST}?{query}"))

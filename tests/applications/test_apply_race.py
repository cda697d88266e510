"""Fifty people press « Envoyer » on the same draft at the same instant, through the pages."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import draft
from applications.models import Application, Letter, Snapshot, Step
from tests.applications.ready import build_ready
from tests.crowd import together
from tests.factories import CallFactory, FormRevisionFactory, ProjectFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 50


def numbered(action):
    """Run `action(number)` for each of the fifty at the same instant; returns the results."""
    return together([partial(action, number) for number in range(THREADS)])


def clients(user):
    signed = [Client() for _ in range(THREADS)]
    for client in signed:
        client.force_login(user, backend="accounts.backends.PasswordBackend")
    return signed


def test_fifty_sends_of_one_draft_are_one_application():
    cast = build_ready()
    page = reverse("applications:submit", args=[cast.application.pk])
    signed = clients(cast.holder)

    answers = numbered(lambda number: signed[number].post(page))

    receipt = reverse("applications:receipt", args=[cast.application.pk])
    told = [[str(message) for message in client.get(receipt).context["messages"]] for client in signed]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, receipt)}
    assert sorted(told) == [[]] + [["Cette candidature est déjà envoyée : voici son récépissé."]] * (THREADS - 1)
    assert Letter.objects.filter(template="application_received").count() == 1
    assert (Step.objects.count(), Snapshot.objects.count()) == (1, 1)
    assert Application.objects.get().number.endswith("-0001")
    assert Mail.objects.filter(recipient=cast.holder).count() == 1


def test_fifty_starts_are_one_draft():
    cast = build_ready()
    call = CallFactory()
    FormRevisionFactory(call=call)
    page = reverse("applications:start", args=[call.slug])
    signed = clients(cast.holder)

    answers = numbered(lambda number: signed[number].post(page, {"projet": cast.project.pk}))

    application = Application.objects.get(call=call)
    assert {answer.url for answer in answers} == {application.get_absolute_url()}


def test_fifty_saves_from_the_same_version_keep_one_text_and_lose_none():
    cast = build_ready()
    answer = cast.application.answers.get()

    clashes = numbered(
        lambda number: draft.save_answers(
            cast.application, {answer.question: f"Texte {number}"}, {answer.question_id: 1}, by=cast.holder
        )
    )

    answer.refresh_from_db()
    assert (answer.version, sum(len(found) for found in clashes)) == (2, THREADS - 1)


def test_fifty_drafts_sent_at_once_have_fifty_numbers():
    cast = build_ready()
    cast.application.answers.all().delete()
    cast.application.revision.questions.all().delete()
    cast.application.attachments.all().delete()
    cast.call.documents.all().delete()
    drafts = [
        draft.start(ProjectFactory(owner=cast.holder), cast.call, by=cast.holder, now=timezone.now())
        for _ in range(THREADS)
    ]
    signed = clients(cast.holder)

    numbered(lambda number: signed[number].post(reverse("applications:submit", args=[drafts[number].pk])))

    numbers = Application.objects.exclude(number=None).values_list("number", flat=True)
    assert len(set(numbers)) == THREADS

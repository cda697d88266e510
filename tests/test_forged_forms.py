"""Every form of projects and applications: other fields change nothing, nor a second press, nor one without token."""

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from accounts.models import User
from projects.models import Project
from tests.access.matrix import MATRIX
from tests.access.world import build_world
from tests.factories import ProjectFactory
from tests.forms_of_pages import differing, every_other_field, forms_of, tables

pytestmark = pytest.mark.django_db
# Answered 200 to the holder of the project; the pages of a draft are found by the file of the draft itself.
PAGES = [
    name for name, line in MATRIX.items() if name.startswith(("applications:", "projects:")) and not line.post_only
]
# What a second press adds: a file given twice, an invitation whose link is new.
ADDED_AGAIN = {
    ("applications:document_give", "projects.ProjectDocument"),
    ("applications:thread", "applications.MessageFile"),
    ("projects:document_add", "projects.ProjectDocument"),
    ("projects:team", "accounts.Mail"),
    ("projects:invitation_resend", "accounts.Mail"),
}
NOW = timezone.now()


class RolledBack(Exception):
    """Takes back what a post has done."""


def signed_in(world, **options):
    client = Client(**options)
    client.force_login(world.cast.holder, backend="accounts.backends.PasswordBackend")
    return client


def every_form(client, world):
    """The forms of all pages, each once."""
    found = {}
    for name in PAGES:
        page = reverse(name, args=MATRIX[name].target(world))
        response = client.get(page)
        text = response.getvalue()  # read to the end: closing by hand would close the connection of the test too
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            for form in forms_of(page, text.decode()):
                found.setdefault((form.action, tuple(sorted(form.fields))), form)
    return list(found.values())


def after(client, *posts):
    """The tables as each post leaves them, one after the other; nothing of it stays."""
    left = []
    try:
        with transaction.atomic():
            for address, data in posts:
                assert client.post(address, data).status_code < 500
                left.append(tables())
            raise RolledBack
    except RolledBack:
        return left


@time_machine.travel(NOW, tick=False)
def test_every_other_field_changes_nothing():
    world = build_world()
    client = signed_in(world)
    foreign = {User: world.cast.stranger.pk, Project: ProjectFactory().pk}
    forms = every_form(client, world)
    before = tables()
    changed, moving = {}, 0

    for form in forms:
        [once] = after(client, (form.action, form.data()))
        moving += once != before
        [forged] = after(client, (form.action, form.data(**every_other_field(form, foreign))))
        suspects = differing(once, forged)
        drawn = differing(once, *after(client, (form.action, form.data()))) if suspects else set()
        if suspects - drawn:
            changed[form.action] = suspects - drawn

    assert changed == {}
    assert (len(forms) >= 25, moving >= 20) == (True, True)


def test_replayed_form_adds_no_second_row():
    world = build_world()
    client = signed_in(world)
    added = set()

    for form in every_form(client, world):
        once, twice = after(client, (form.action, form.data()), (form.action, form.data()))
        more = {model._meta.label for model in once if len(once[model]) < len(twice[model])}
        added |= {(resolve(form.action).view_name, label) for label in more}

    assert added == ADDED_AGAIN


def test_form_without_its_token_changes_nothing():
    world = build_world()
    forms = every_form(signed_in(world), world)
    strict = signed_in(world, enforce_csrf_checks=True)
    before = tables()

    answers = {strict.post(form.action, form.data()).status_code for form in forms}

    assert answers == {403}
    assert tables() == before

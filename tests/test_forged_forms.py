"""Every form of projects and applications (quality.md A5): other fields change nothing, no token no change."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.models import Project
from tests.access.matrix import MATRIX
from tests.access.world import build_world
from tests.factories import ProjectFactory
from tests.forms_of_pages import every_other_field, forms_of, tables

pytestmark = pytest.mark.django_db
# Answered 200 to the holder of the project; the pages of a draft are found by the file of the draft itself.
PAGES = [
    name for name, line in MATRIX.items() if name.startswith(("applications:", "projects:")) and not line.post_only
]


class RolledBack(Exception):
    """Takes back what a post has done."""


def signed_in(world, **options):
    client = Client(**options)
    client.force_login(world.cast.holder)
    return client


def every_form(client, world):
    """The forms of all pages, each once."""
    found = {}
    for name in PAGES:
        page = reverse(name, args=MATRIX[name].target(world))
        response = client.get(page)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            for form in forms_of(page, response.text):
                found.setdefault((form.action, tuple(sorted(form.fields))), form)
    return list(found.values())


def after(client, form, **more):
    """The tables as the post leaves them; nothing of it stays."""
    try:
        with transaction.atomic():
            client.post(form.action, form.data(**more))
            left = tables()
            raise RolledBack
    except RolledBack:
        return left


def test_every_other_field_changes_nothing():
    world = build_world()
    client = signed_in(world)
    foreign = {User: world.cast.stranger.pk, Project: ProjectFactory().pk}
    forms = every_form(client, world)
    changed = {}

    for form in forms:
        once, again = after(client, form), after(client, form)
        forged = after(client, form, **every_other_field(form, foreign))
        moving = {column for column in once if once[column] != again[column]}  # instants, drawn keys
        differing = {column for column in once if column not in moving and once[column] != forged[column]}
        if differing:
            changed[form.action] = differing

    assert len(forms) >= 15
    assert changed == {}


def test_form_without_its_token_changes_nothing():
    world = build_world()
    forms = every_form(signed_in(world), world)
    strict = signed_in(world, enforce_csrf_checks=True)
    before = tables()

    answers = {strict.post(form.action, form.data()).status_code for form in forms}

    assert answers == {403}
    assert tables() == before

"""The back-office of the directory: who may, what a save renews, what is checked before it is drawn."""

import pytest
from django.contrib import admin
from django.urls import reverse

from actors.models import Actor, DirectoryRevision, SearchEntry
from actors.models.actor import SheetStatus
from actors.revision import bump
from actors.search import search
from programmes.models import GlossaryTerm, Line, LineStop, LineWaypoint, Programme
from tests.factories import ActorFactory, OrganisationRoleFactory, ProgrammeFactory, UserFactory

pytestmark = pytest.mark.django_db
MODELS = [
    model
    for model, page in admin.site._registry.items()
    if any(base.__name__ == "DirectoryAdmin" for base in type(page).__mro__)
]


@pytest.fixture
def superuser(signed_in):
    return signed_in(UserFactory(is_superuser=True))


def address(model, action="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def revision():
    return DirectoryRevision.objects.get().number


def form_of(client, model, pk):
    """What the form of an object would send back, unchanged."""
    response = client.get(address(model, "change", pk))
    page = response.context["adminform"].form
    sent = {}
    for name, field in page.fields.items():
        value = page.initial.get(name, field.initial)
        sent[name] = "" if value is None else [getattr(v, "pk", v) for v in value] if isinstance(value, list) else value
    for formset in response.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return sent


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_and_forms_of_the_directory_open_for_a_superuser(superuser, directory, model):
    first = model._default_manager.first()
    pages = [address(model), address(model, "add")]
    pages += [address(model, "change", first.pk)] if first else []

    assert [superuser.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_officer_does_not_edit_the_directory(signed_in, model):
    client = signed_in(OrganisationRoleFactory(kind="officer").user)

    assert client.get(address(model)).status_code == 403
    assert client.get(address(model, "add")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3, 40])
@pytest.mark.parametrize(("model", "factory"), [(Actor, ActorFactory), (Programme, ProgrammeFactory)])
def test_lists_take_the_same_queries_whatever_their_length(superuser, model, factory, rows, django_assert_num_queries):
    factory.create_batch(rows)

    with django_assert_num_queries(8):
        superuser.get(address(model))


def test_a_save_renews_the_pages_the_sort_key_and_the_search(superuser):
    bump()
    actor = ActorFactory(name="La Halle")
    before = revision()

    superuser.post(address(Actor, "change", actor.pk), form_of(superuser, Actor, actor.pk) | {"name": "L’Épicerie"})

    actor.refresh_from_db()
    assert (actor.name, actor.sort_name) == ("L’Épicerie", "l epicerie")
    assert revision() == before + 1
    assert [entry.slug for entry in search("épiceries")] == [actor.slug]
    assert actor.history.count() == 2


def test_a_programme_saved_by_hand_sorts_by_its_new_length(superuser):
    programme = ProgrammeFactory()
    sent = form_of(superuser, Programme, programme.pk) | {"duration_value": 6, "duration_unit": "week"}

    superuser.post(address(Programme, "change", programme.pk), sent)

    programme.refresh_from_db()
    assert programme.duration_days == 42
    assert SearchEntry.objects.filter(kind="programme", slug=programme.slug).exists()


def test_a_word_of_the_glossary_is_found_once_saved_and_lost_once_deleted(superuser):
    sent = {"slug": "epicerie", "term": "Épicerie", "code": "epicerie", "definition": "Un commerce.", "also_said": ""}

    superuser.post(address(GlossaryTerm, "add"), sent | {"editor_note": ""})
    found = [entry.slug for entry in search("épicerie")]
    superuser.post(address(GlossaryTerm, "delete", GlossaryTerm.objects.get().pk), {"post": "yes"})

    assert found == ["epicerie"]
    assert search("épicerie") == []


def test_a_manager_rewrites_the_words_of_her_own_sheet_which_becomes_declared(signed_in):
    role = OrganisationRoleFactory(kind="manager", actor__editor_note="NOTE-INTERNE")
    client = signed_in(role.user)
    page = client.get(address(Actor, "change", role.actor.pk))
    sent = {
        "summary": "Nos mots.",
        "description": "",
        "website": "",
        "city": "Marseille",
        "listed": "",
        "name": "Autre",
    }

    client.post(address(Actor, "change", role.actor.pk), sent)

    name = role.actor.name
    role.actor.refresh_from_db()
    assert "NOTE-INTERNE" not in page.content.decode()
    assert (role.actor.summary, role.actor.status) == ("Nos mots.", SheetStatus.DECLARED)
    assert (role.actor.name, role.actor.listed) == (name, True)


def test_a_manager_opens_no_other_sheet(signed_in):
    client = signed_in(OrganisationRoleFactory(kind="manager").user)
    other = ActorFactory()

    listed = client.get(address(Actor)).context["cl"].result_list

    assert other not in listed
    assert client.get(address(Actor, "change", other.pk)).status_code in {302, 403, 404}
    assert client.get(address(Actor, "add")).status_code == 403
    assert client.post(address(Actor, "delete", other.pk), {"post": "yes"}).status_code in {302, 403, 404}
    assert Actor.objects.filter(pk=other.pk).exists()


LINE = {
    "letter": "X",
    "order": 9,
    "name": "Essai",
    "short_name": "",
    "slug": "essai",
    "core": 0,
    "terminus": "start",
    "label_order": 0,
    "label_row": 0,
    "label_dx": 0,
    "label_dy": 0,
    "label_anchor": "start",
}


def test_a_line_is_written_as_points_and_stops(superuser):
    superuser.post(address(Line, "add"), LINE | {"waypoints": "0:2|1:2|2:1", "stops": "0|2"})
    superuser.post(address(Line, "change", "X"), LINE | {"waypoints": "0:2|1:2", "stops": "0|1"})

    assert list(LineWaypoint.objects.values_list("stage_index", "row")) == [(0, 2), (1, 2)]
    assert list(LineStop.objects.values_list("stage_index", flat=True)) == [0, 1]


@pytest.mark.parametrize(
    ("waypoints", "stops", "sentence"),
    [
        ("0:2|1:0", "0", "la pente est trop forte"),
        ("0:2|1:2", "5", "n’est pas entre le premier et le dernier point"),
        ("3:0|4:0", "3", "La ligne D passe déjà par le point 3:0."),
        ("rien", "0", "n’est pas une étape ni une rangée du plan"),
    ],
)
def test_a_line_that_cannot_be_drawn_is_refused(superuser, waypoints, stops, sentence):
    other = Line.objects.create(letter="D", name="Développement", slug="developpement")
    LineWaypoint.objects.create(line=other, stage_index=3, row=0)

    response = superuser.post(address(Line, "add"), LINE | {"waypoints": waypoints, "stops": stops})

    assert sentence in response.content.decode()
    assert not Line.objects.filter(letter="X").exists()

"""Views that an officer keeps: found again, shared with her house, renamed and deleted, refused with a sentence."""

import pytest
from django.urls import reverse

from applications import saved_views
from applications.models import SavedView
from tests import factories
from tests.pipeline.table import LIST, listed, table

pytestmark = pytest.mark.django_db
KEEP = reverse("admin:applications_views")


def keep(client, name="Les anciennes", query="age=20", **data):
    return client.post(KEEP, {"nom": name, "retour": query, **data})


def own(view):
    return reverse("admin:applications_view", args=[view.pk])


def colleague_of(cast):
    colleague = factories.UserFactory()
    factories.OrganisationRoleFactory(user=colleague, actor=cast.leader)
    return colleague


def test_a_kept_view_shows_again_filters_sort_and_columns(signed_in):
    cast = table(Ancienne=40, Moyenne=30)
    client = signed_in(cast.officer)

    keep(client, query="age=20&o=1&p=7")
    view = SavedView.objects.get()

    assert f'href="{LIST}?{view.query.replace("&", "&amp;")}"' in client.get(LIST).content.decode()
    assert listed(client, view.query) == ["Ancienne", "Moyenne"]
    assert (view.name, "p=7" in view.query, "colonnes=dossier" in view.query) == ("Les anciennes", False, True)


def test_a_view_is_hers_alone_until_it_is_shared_with_the_house_of_its_call(signed_in):
    cast = table()
    colleague, client = colleague_of(cast), signed_in(cast.officer)
    call = f"call__id__exact={cast.call.pk}"

    keep(client, name="La mienne", query=call)
    keep(client, name="La nôtre", query=call, partage="oui")

    named = {
        person: sorted(SavedView.objects.visible_to(person).values_list("name", flat=True))
        for person in (cast.officer, colleague, cast.other_officer, cast.partner_officer)
    }
    assert list(named.values()) == [["La mienne", "La nôtre"], ["La nôtre"], [], []]
    assert signed_in(colleague).get(own(SavedView.objects.get(name="La nôtre"))).status_code == 404


def test_a_shared_view_shows_each_reader_her_own_files_only(signed_in):
    cast = table(Ancienne=40)
    keep(signed_in(cast.officer), query=f"call__id__exact={cast.call.pk}", partage="oui")

    assert listed(signed_in(cast.other_officer), SavedView.objects.get().query) == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "  "}, "Donnez un nom à cette vue."),
        ({"name": "x" * 61}, "Ce nom dépasse 60 caractères."),
        ({"name": "a\u200bb"}, "un signe qui ne s’affiche pas"),
        ({"name": "les ANCIENNES"}, "Vous avez déjà une vue"),
        ({"name": "Partagée", "partage": "oui"}, "Choisissez d’abord un appel"),
        ({"name": "Perdue", "query": "password=1"}, "Cette liste n’existe plus"),
    ],
)
def test_a_bad_view_is_refused_with_a_sentence_and_keeps_the_name(signed_in, data, sentence):
    cast = table()
    client = signed_in(cast.officer)
    keep(client)

    answer = keep(client, **data)

    assert (answer.status_code, SavedView.objects.count()) == (422, 1)
    assert sentence in answer.content.decode()
    assert f'value="{data["name"]}"' in answer.content.decode()


def test_thirty_views_and_no_more(signed_in):
    cast = table()
    for number in range(saved_views.MOST):
        saved_views.save(f"Vue {number}", "", by=cast.officer)

    assert "Vous avez déjà 30 vues" in keep(signed_in(cast.officer)).content.decode()


def test_a_view_is_renamed_then_an_old_page_is_told_then_it_is_deleted(signed_in):
    cast = table()
    client = signed_in(cast.officer)
    keep(client)
    view = SavedView.objects.get()

    client.post(own(view), {"nom": "Autre nom", "version": 1})
    stale = client.post(own(view), {"nom": "Trop tard", "version": 1})
    unseen = client.post(own(view), {"faire": "supprimer", "version": 1})

    assert SavedView.objects.get().name == "Autre nom"
    assert [answer.status_code for answer in (stale, unseen)] == [422, 422]
    assert "modifiée ailleurs" in stale.content.decode()
    assert 'value="Trop tard"' in stale.content.decode()

    client.post(own(view), {"faire": "supprimer", "version": 2})
    assert not SavedView.objects.exists()

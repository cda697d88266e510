"""Addresses that objects have left: they lead for ever to the same object, and nobody takes them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from actors import addresses
from actors.models import Alias, OldAddress, SearchEntry
from actors.search import search
from ess_portal.directory import load as loader
from ess_portal.directory.rows import BadRow
from programmes.calls import free_slug
from programmes.indexing import index_programmes
from programmes.models import Programme
from tests.factories import ActorFactory, CallFactory, ProgrammeFactory, UserFactory

pytestmark = pytest.mark.django_db


def rename(obj, slug):
    left, obj.slug = obj.slug, slug
    obj.full_clean()
    obj.save()
    addresses.keep(obj, left)


def leads_to(client, path):
    response = client.get(path)
    return (response.status_code, response.get("Location", ""))


@pytest.mark.parametrize(
    ("factory", "folder"),
    [
        (ActorFactory, "acteurs"),
        (ProgrammeFactory, "programmes"),
        (CallFactory, "appels"),
    ],
)
def test_a_chain_of_names_leads_to_the_last_and_back(client, factory, folder):
    one = factory(slug="a")

    rename(one, "b")
    rename(one, "c")
    along = [leads_to(client, f"/{folder}/{slug}/") for slug in "abc"]
    rename(one, "a")
    back = [leads_to(client, f"/{folder}/{slug}/") for slug in "abc"]

    assert along == [(301, f"/{folder}/c/"), (301, f"/{folder}/c/"), (200, "")]
    assert back == [(200, ""), (301, f"/{folder}/a/"), (301, f"/{folder}/a/")]
    assert set(OldAddress.objects.values_list("slug", flat=True)) == {"b", "c"}


def test_nobody_takes_an_address_that_another_has_left(client):
    one, other = ProgrammeFactory(slug="a", name="Premier"), ProgrammeFactory(slug="b")
    rename(one, "c")

    with pytest.raises(ValidationError, match="L’adresse « a » mène encore à « Premier »"):
        rename(other, "a")

    assert leads_to(client, "/programmes/a/") == (301, "/programmes/c/")


def test_two_objects_cannot_swap_their_addresses(client):
    one, other = ActorFactory(slug="a"), ActorFactory(slug="b")
    rename(one, "ailleurs")
    with pytest.raises(ValidationError):
        rename(other, "a")
    other.refresh_from_db()
    rename(other, "b-encore")
    with pytest.raises(ValidationError):
        rename(one, "b")

    assert leads_to(client, "/acteurs/a/") == (301, "/acteurs/ailleurs/")
    assert leads_to(client, "/acteurs/b/") == (301, "/acteurs/b-encore/")


def test_the_address_of_an_object_that_is_gone_is_free_again(client):
    one = ProgrammeFactory(slug="a")
    rename(one, "b")
    one.delete()

    other = ProgrammeFactory(slug="d")
    rename(other, "a")

    assert leads_to(client, "/programmes/a/") == (200, "")
    assert leads_to(client, "/programmes/b/")[0] == 404


def test_each_kind_of_object_has_its_own_addresses(client):
    rename(ProgrammeFactory(slug="a"), "b")

    rename(ActorFactory(slug="x"), "a")

    assert leads_to(client, "/acteurs/a/") == (200, "")
    assert leads_to(client, "/programmes/a/") == (301, "/programmes/b/")


def test_an_object_that_is_not_public_is_not_pointed_to(client):
    programme = ProgrammeFactory(slug="a", lead_actor__listed=False)
    rename(programme, "b")

    assert leads_to(client, "/programmes/a/")[0] == 404


def test_the_rest_of_the_address_is_kept_and_never_leads_outside(client):
    rename(ProgrammeFactory(slug="a"), "b")

    assert leads_to(client, "/programmes/a/?de=//ailleurs.example/") == (
        301,
        "/programmes/b/?de=//ailleurs.example/",
    )


def test_only_an_address_without_an_object_is_looked_up(client, django_assert_num_queries):
    programme = ProgrammeFactory(slug="b")
    rename(programme, "a")

    with django_assert_num_queries(6):  # as before: the sheet of a programme
        client.get("/programmes/a/")
    with django_assert_num_queries(3):  # tag, programme, old address
        assert client.get("/programmes/b/").status_code == 301


def test_a_calendar_subscribed_to_before_is_still_served(client):
    call = CallFactory(slug="a", programme__slug="p")
    rename(call, "b")
    rename(call.programme, "q")

    assert leads_to(client, "/appels/a/agenda.ics") == (301, "/appels/b/agenda.ics")
    assert leads_to(client, "/appels/programme/p.ics") == (301, "/appels/programme/q.ics")


def test_an_application_begun_from_an_old_link_reaches_its_call(signed_in):
    call = CallFactory(slug="a")
    rename(call, "b")

    response = signed_in(UserFactory()).get(reverse("applications:start", args=["a"]))

    assert (response.status_code, response["Location"]) == (301, reverse("applications:start", args=["b"]))


def test_a_comparison_made_before_keeps_its_programmes(client):
    one, other = ProgrammeFactory(slug="a"), ProgrammeFactory(slug="b")
    rename(one, "c")

    response = client.get("/comparer/?programme=a&programme=b")

    assert {column.programme.slug for column, _ in response.context["columns"]} == {"c", other.slug}
    assert response.context["selection"].unknown == 0


def test_names_and_search_follow_the_object(client):
    programme = ProgrammeFactory(slug="a", name="Couveuse")
    Alias.objects.create(target_kind="programme", slug="a", name="Pépinière")
    index_programmes()
    rename(programme, "b")
    index_programmes(["b"])

    assert [entry.url for entry in search("pépinière")] == ["/programmes/b/"]
    assert SearchEntry.objects.filter(kind="programme").count() == 1


def test_the_back_office_keeps_the_address_left_and_refuses_the_one_of_another(client, signed_in):
    admin = signed_in(UserFactory(is_superuser=True))
    one, other = ActorFactory(slug="a"), ActorFactory(slug="b")

    renamed = admin.post(address_of(one), posted(admin, one) | {"slug": "c", "listed": "on"})
    refused = admin.post(address_of(other), posted(admin, other) | {"slug": "a"})

    assert renamed.status_code == 302
    assert leads_to(client, "/acteurs/a/") == (301, "/acteurs/c/")
    assert "mène encore à" in refused.content.decode()


def test_an_officer_changes_the_address_of_her_call(client, signed_in, cast):
    call = CallFactory(programme=cast.programme, slug="a")
    officer = signed_in(cast.officer)

    officer.post(address_of(call), posted(officer, call) | {"slug": "b"})
    officer.post(address_of(call), posted(officer, call) | {"slug": ""})

    call.refresh_from_db()
    assert call.slug == "b"
    assert leads_to(client, "/appels/a/") == (301, "/appels/b/")


def address_of(obj):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def posted(client, obj):
    """What the form of the page would send if nothing were changed, but for the boxes."""
    context = client.get(address_of(obj)).context
    data, forms = {}, [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        prefix, count = inline.formset.prefix, len(inline.formset.initial_forms)
        data |= {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": count}
        forms += inline.formset.initial_forms
    values = {field.html_name: field.field.widget.format_value(field.value()) for form in forms for field in form}
    return data | {name: value for name, value in values.items() if value not in (None, "")}


def test_a_new_call_does_not_take_an_address_that_was_left():
    rename(CallFactory(slug="printemps"), "ete")

    assert free_slug("Printemps") == "printemps-2"


def test_a_file_that_still_holds_an_old_address_is_refused(directory):
    rename(Programme.objects.get(slug="dla"), "dispositif-local")

    with pytest.raises(BadRow, match="« dla » mène à « Dispositif local"):
        loader.load()

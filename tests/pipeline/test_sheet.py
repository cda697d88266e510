"""The list on paper, its keys, and its cost: as many queries for two hundred files as for one."""

import pytest
from django.urls import reverse

from accounts.models import AccessEntry
from tests import factories
from tests.pipeline.table import LIST, another, sent, table

pytestmark = pytest.mark.django_db
PRINT = reverse("admin:applications_print")


def busy(rows):
    cast = table()
    factories.RuleFactory(programme=cast.programme, operator="declared", value="", strength="hard")
    for number in range(rows - 1):
        sent(another(cast, f"Projet {number:03}"), days=number)
    return cast


@pytest.mark.parametrize("rows", [1, 3, 200])
@pytest.mark.parametrize(("address", "queries"), [(LIST, 16), (PRINT, 12)])
def test_the_list_and_its_sheet_ask_the_same_whatever_the_files(
    signed_in, django_assert_num_queries, rows, address, queries
):
    cast = busy(rows)
    client = signed_in(cast.officer)
    client.get(address)

    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_the_sheet_holds_every_page_of_what_is_shown_and_nothing_around(signed_in):
    cast = table(**{f"Projet {n:03}": n for n in range(60)})

    page = signed_in(cast.officer).get(f"{PRINT}?age=20&o=1&colonnes=dossier,depot").content.decode()

    assert page.count("<tr>") == 1 + 40
    assert page.index("Projet 020") < page.index("Projet 059")
    assert "<thead>" in page
    assert 'id="nav-sidebar"' not in page
    assert 'class="breadcrumbs"' not in page


def test_a_sheet_that_names_people_is_noted(signed_in):
    cast = table()
    client = signed_in(cast.officer)

    client.get(PRINT)
    silent = AccessEntry.objects.count()
    client.get(f"{PRINT}?colonnes=personne")

    assert (silent, AccessEntry.objects.get().subject) == (0, cast.holder)


def test_keys_are_listed_on_the_page_and_come_from_a_static_file(signed_in):
    cast = table()

    page = signed_in(cast.officer).get(LIST).content.decode()

    assert "js/list-keys" in page
    assert "Désactiver les raccourcis" in page

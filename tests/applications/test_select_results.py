"""Figures of a selection: nothing before publication, then numbers only, and none under five."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actors.models import DirectoryRevision
from programmes.models import CallResult
from programmes.results import figures, in_short
from tests.applications.selection import another_file, close, decided, in_committee, publish
from tests.factories import ApplicationFactory, CallFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def decided_cast():
    """Three files decided one of each kind, a draft, and a file sent that is not on the agenda."""
    cast = in_committee("discussion")
    decided(cast, cast.item, "admit", timezone.now(), message="Une enquête solide.")
    decided(cast, another_file(cast, "Recousu"), "waitlist", timezone.now())
    decided(cast, another_file(cast, "Toits"), "decline", timezone.now(), reason="model", advice="Testez le prix.")
    ApplicationFactory(call=cast.call, revision=cast.application.revision)
    ApplicationFactory(call=cast.call, revision=cast.application.revision, submitted=True)
    close(cast)
    cast.call.opens_at, cast.call.closes_at = timezone.now() - DAY * 9, timezone.now() - DAY
    cast.call.save()
    return cast


def test_nothing_is_told_before_the_publication(client):
    cast = decided_cast()

    text = client.get(cast.call.get_absolute_url()).content.decode()

    assert CallResult.objects.count() == 0
    assert "Ce que la sélection a donné" not in text


def test_publication_copies_its_figures_on_the_call_and_moves_public_pages(client):
    DirectoryRevision.objects.get_or_create(pk=1)
    cast = decided_cast()
    before = client.get(cast.call.get_absolute_url())["ETag"]

    publish(cast)

    result = CallResult.objects.get()
    assert (result.places, result.received, result.admitted, result.waiting) == (cast.call.places, 4, 1, 1)
    response = client.get(cast.call.get_absolute_url(), headers={"If-None-Match": before})
    assert response.status_code == 200
    assert "Ne pas être retenu n’est pas un échec" in response.content.decode()


def test_small_numbers_are_hidden_and_no_name_is_published(client):
    cast = decided_cast()
    publish(cast)

    text = client.get(cast.call.get_absolute_url()).content.decode()

    section = text.split('id="resultats"')[1].split("</section>")[0]
    assert section.count("<dd>moins de 5</dd>") == 3
    assert "Recousu" not in text
    assert "Conciergerie" not in text


def test_numbers_of_five_and_more_are_told():
    result = CallResult(places=7, received=34, admitted=7, waiting=4)

    assert [value for _, value in figures(result)] == ["7", "34", "7", "moins de 5"]
    assert in_short(result) == "34\u00a0candidatures pour 7\u00a0places"


def test_the_short_words_hide_few_applications():
    assert in_short(CallResult(places=7, received=4, admitted=4, waiting=0)) == "7\u00a0places offertes"
    assert in_short(CallResult(places=1, received=1, admitted=1, waiting=0)) == "1\u00a0place offerte"


def test_the_list_of_past_calls_says_the_results(client):
    call = CallFactory(closed=True)
    CallResult.objects.create(call=call, places=7, received=34, admitted=7, waiting=6, published_at=timezone.now())

    assert "34\u00a0candidatures pour 7\u00a0places" in client.get("/appels/").content.decode()

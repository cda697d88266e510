"""The log form: what it writes, what it refuses, and that a refusal loses no text."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from followup.models import HourPackage, Meeting
from tests.factories import UserFactory
from tests.factories.followup import supported_by
from tests.followup.pages import CANARY, text_of


def form(participation, **changes):
    return {
        "with_whom": str(participation.pk),
        "minutes": "60",
        "mode": "phone",
        "progress": "Deux communes rencontrées.",
        "promised": "- Appeler la Région\n\nRelire le prix",
        "promised_by_me": "Envoyer le modèle",
        "held_on": timezone.localdate().isoformat(),
        "shared_note": "On se revoit en juin.",
        "private_note": CANARY,
        "key": str(uuid.uuid4()),
        **changes,
    }


def test_log_from_the_day_writes_the_meeting_and_shows_it(cast, signed_in):
    response = signed_in(cast.referent).post(reverse("followup:log"), form(cast.participation), follow=True)

    meeting = Meeting.objects.get()
    assert response.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert list(meeting.promises.values_list("who", "text")) == [
        (cast.holder.pk, "Appeler la Région"),
        (cast.holder.pk, "Relire le prix"),
        (cast.referent.pk, "Envoyer le modèle"),
    ]
    assert meeting.private_note.text == CANARY
    assert HourPackage.objects.get(kind="referent").used_minutes == 60
    assert CANARY not in text_of(response)
    assert f'data-draft-saved="{meeting.key}"' in text_of(response)


def test_log_sent_twice_debits_once(cast, signed_in):
    client, fields = signed_in(cast.referent), form(cast.participation)

    client.post(reverse("followup:log"), fields)
    client.post(reverse("followup:log"), fields)

    assert Meeting.objects.count() == 1
    assert HourPackage.objects.get(kind="referent").used_minutes == 60


def test_log_sent_again_with_other_words_says_that_the_first_ones_stand(cast, signed_in):
    client, fields = signed_in(cast.referent), form(cast.participation)
    client.post(reverse("followup:log"), fields)

    response = client.post(reverse("followup:log"), {**fields, "progress": "Autre texte"}, follow=True)

    assert "était déjà enregistré" in text_of(response)
    assert Meeting.objects.get().progress == "Deux communes rencontrées."


def test_each_form_has_its_own_key(cast, signed_in):
    client = signed_in(cast.referent)

    keys = {str(client.get(reverse("followup:day")).context["form"]["key"].value()) for _ in range(2)}

    assert len(keys) == 2


def test_other_length_counts_instead_of_the_ticked_one(cast, signed_in):
    signed_in(cast.referent).post(reverse("followup:log"), form(cast.participation, other_minutes="45"))

    assert Meeting.objects.get().minutes == 45


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"with_whom": ""}, "Choisissez avec qui."),
        ({"minutes": ""}, "Choisissez une durée."),
        ({"held_on": "2999-01-01"}, "n’a pas encore eu lieu"),
        ({"other_minutes": "1440"}, "Il reste 20\xa0h dans ce forfait."),
        ({"promised": "x" * 301}, "Une promesse tient en 300 signes"),
        ({"promised": "x\n" * 13}, "Gardez 12 promesses au plus"),
    ],
)
def test_log_that_is_refused_keeps_the_text_and_says_why(cast, signed_in, changes, words):
    response = signed_in(cast.referent).post(reverse("followup:log"), form(cast.participation, **changes))

    text = text_of(response)
    assert words in text
    assert "Deux communes rencontrées." in text
    assert 'role="alert"' in text
    assert not Meeting.objects.exists()


def test_log_for_a_participation_that_one_does_not_support_is_not_found(cast, signed_in):
    foreign = supported_by(UserFactory())

    response = signed_in(cast.referent).get(reverse("followup:log_for", args=[foreign.pk]))

    assert response.status_code == 404


def test_log_with_the_id_of_a_foreign_participation_is_refused(cast, signed_in):
    foreign = supported_by(UserFactory())

    response = signed_in(cast.referent).post(reverse("followup:log"), form(foreign))

    assert response.status_code == 200
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("role", ["holder", "officer", "superuser", "stranger"])
def test_log_is_not_found_for_who_supports_nobody(cast, signed_in, role):
    response = signed_in(cast.person(role)).post(reverse("followup:log"), form(cast.participation))

    assert response.status_code == 404

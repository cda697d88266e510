"""The letters of one call: its own words, their placeholders, two people on the same one."""

import pytest
from django.urls import reverse

from applications import letters
from applications.models import Letter
from programmes import call_letters, calls, copying
from programmes.models import CallLetter, LetterTemplate
from tests import factories
from tests.applications.selection import load_letters
from tests.cast import build_cast

pytestmark = pytest.mark.django_db


def lettered(**fields):
    cast = build_cast()
    load_letters()
    return cast


def write(cast, body="Bravo {nom} !", version=0, by=None, code="admitted"):
    return call_letters.write(cast.call, code, "Une place", body, version=version, by=by or cast.officer)


def test_a_call_without_words_of_its_own_has_the_general_text():
    cast = lettered()

    text = call_letters.text_of(cast.call, "admitted")

    assert (text.body, text.own) == (LetterTemplate.objects.get(code="admitted").body, None)


def test_the_words_of_the_call_are_those_that_the_team_reads():
    cast = lettered()
    write(cast)

    letter = letters.compose(cast.application, "admitted")

    assert (letter.subject, letter.body) == ("Une place", "Bravo Nour !")
    assert Letter.objects.count() == 0


def test_an_unknown_placeholder_is_refused_by_its_name():
    cast = lettered()

    with pytest.raises(calls.CallRefused, match=r"\{surprise\}"):
        write(cast, body="Bonjour {surprise}")

    assert CallLetter.objects.count() == 0


def test_placeholders_that_every_letter_may_use_are_those_that_letters_fill():
    cast = lettered()

    assert set(letters.common_words(cast.application, [])) == call_letters.COMMON


def test_two_people_never_overwrite_each_other():
    cast = lettered()
    write(cast, body="Premier")

    with pytest.raises(call_letters.Stale) as stale:
        write(cast, body="Second")

    assert stale.value.now_stored.body == "Premier"
    assert write(cast, body="Second", version=1).version == 2


def test_another_structure_writes_nothing():
    cast = lettered()

    with pytest.raises(calls.CallRefused, match="autre structure"):
        write(cast, by=cast.other_officer)


def test_a_copy_keeps_the_letters_of_the_call():
    cast = lettered()
    write(cast)

    made = copying.copy(cast.call, by=cast.officer)

    assert call_letters.text_of(made, "admitted").body == "Bravo {nom} !"


def test_a_permanent_call_speaks_of_no_committee():
    cast = lettered()
    permanent = factories.CallFactory(closes_at=None)

    for text in call_letters.texts(permanent).values():
        if text.code not in {"redirected", "inadmissible"}:
            assert "comité" not in text.body, text.code
    assert "comité" in call_letters.text_of(cast.call, "application_received").body


def test_the_page_shows_both_texts_and_keeps_what_was_typed(signed_in):
    cast = lettered()
    write(cast, body="Premier")
    address = reverse("admin:programmes_call_letter", args=[cast.call.pk, "admitted"])

    answer = signed_in(cast.officer).post(address, {"subject": "Objet", "body": "Second", "version": 0})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Premier" in page
    assert "Second" in page

"""Answers that no page would send: kept harmless or left out, never an error, on both engines."""

import pytest

from programmes.models import Question
from tests.applications.test_form_kinds import ask, group, kept, post, step

pytestmark = pytest.mark.django_db

K = Question.Kind
EVERY = [kind for kind in K if kind not in (K.GROUP, K.TABLE, K.FILE)]
HOSTILE = [
    "a\x00b",
    "9" * 5_000,
    "-1e999999",
    "\u202e\ud7ff",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "x" * 200_000,
]


@pytest.fixture
def application(cast):
    return cast.application


@pytest.mark.parametrize("kind", EVERY)
def test_no_value_breaks_a_kind(signed_in, cast, application, kind):
    ask(application, kind, options="Un\nDeux")
    client = signed_in(cast.holder)

    for number, words in enumerate(HOSTILE):
        assert post(client, application, r_q=words, v_q=number).status_code in (200, 302)
        assert client.get(step(application)).status_code == 200
        assert "\x00" not in str(kept(application))


def test_a_megabyte_is_kept_and_told(signed_in, cast, application):
    ask(application, K.LONG)

    answer = post(signed_in(cast.holder), application, r_q="é" * 500_000)

    assert "Ce texte compte 500" in answer.context["form"].errors["r_q"][0]
    assert len(kept(application)) == 500_000


@pytest.mark.parametrize("kind", [K.ONE, K.MANY, K.YES_NO, K.SCALE])
def test_a_choice_never_offered_is_refused_and_not_kept(signed_in, cast, application, kind):
    ask(application, kind, options="1\n2")
    client = signed_in(cast.holder)
    good = "oui" if kind == K.YES_NO else "1"
    post(client, application, r_q=good)

    answer = post(client, application, r_q="jamais", v_q=1)

    assert answer.context["form"].errors["r_q"]
    assert kept(application) == ([good] if kind == K.MANY else good)


def test_forged_lines_of_a_group_are_not_read(signed_in, cast, application):
    group(application, most=3)
    data = {f"r_equipe-{n}-nom": "Nour" for n in ("0", "-1", "999999", "x")}
    data |= {"r_equipe-0-_": "1", "r_equipe--1-_": "1", "r_equipe-999999-_": "1"}
    data |= {"r_equipe-0-solde": "0", "r_equipe-0-role": "Reine"}

    post(signed_in(cast.holder), application, **data)

    assert kept(application, "equipe") == [{"nom": "Nour", "role": None}]


def test_more_entries_than_allowed_are_kept_and_told(signed_in, cast, application):
    group(application, most=2)
    data = {f"r_equipe-{n}-{name}": "Nour" for n in range(80) for name in ("_", "nom")}

    answer = post(signed_in(cast.holder), application, **data)

    assert answer.context["form"].errors["r_equipe"] == ["Il en faut au plus 2."]
    assert len(kept(application, "equipe")) == 50


@pytest.mark.parametrize("action", ["add:autre", "remove:equipe:999", "add:", "x" * 5_000, "add:q\x00"])
def test_a_forged_button_changes_nothing(signed_in, cast, application, action):
    group(application)

    answer = post(
        signed_in(cast.holder), application, **{"r_equipe-0-_": "1", "r_equipe-0-nom": "Nour", "entry": action}
    )

    assert answer.status_code == 200
    assert kept(application, "equipe") == [{"nom": "Nour", "role": ""}]


@pytest.mark.parametrize("version", ["-1", "99", "1e5", "9" * 5_000, "x"])
def test_a_forged_version_never_wins(signed_in, cast, application, version):
    ask(application, K.SHORT)
    client = signed_in(cast.holder)
    post(client, application, r_q="Premier texte")

    answer = post(client, application, r_q="Écrasé", v_q=version)

    assert answer.context["clashes"]
    assert kept(application) == "Premier texte"


@pytest.mark.parametrize("revision", ["0", "x", "9" * 400, "-1", ""])
def test_a_forged_revision_is_the_form_in_force(signed_in, cast, application, revision):
    ask(application, K.SHORT)

    post(signed_in(cast.holder), application, r_q="Mon texte", revision=revision)

    assert kept(application) == "Mon texte"


def test_a_file_sent_as_text_is_no_file(signed_in, cast, application):
    ask(application, K.FILE)

    answer = post(signed_in(cast.holder), application, r_q='{"document": "x", "name": "y", "size": 1}')

    assert answer.context["form"].errors["r_q"]
    assert kept(application) is None

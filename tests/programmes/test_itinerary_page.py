"""The pages of the orientation: questions, result, confidence, what is left out, and how many queries it takes."""

import pytest
from django.urls import reverse

from programmes.models import OrientationAnswer, OrientationQuestion, Stage
from tests.factories import (
    ActorFactory,
    CallFactory,
    DepartmentFactory,
    ProgrammeFactory,
    RegionFactory,
    RuleFactory,
    StageFactory,
)
from tests.programmes.visits import CONFIDE, RESULT, proposed

pytestmark = pytest.mark.django_db
ASK = "/orientation/"


@pytest.fixture
def asked():
    """Three questions: one answer, a place, several answers of which one is sensitive."""
    kinds = [("qui", "one"), ("lieu", "place"), ("etape", "one"), ("contraintes", "many")]
    for order, (code, kind) in enumerate(kinds):
        OrientationQuestion.objects.create(code=code, order=order, label=f"Question {code} ?", kind=kind)
    answers = [
        ("qui", "porteur", False),
        ("qui", "financeur", False),
        ("etape", "developpement", False),
        ("contraintes", "peu_de_temps", False),
        ("contraintes", "besoin_revenu", False),
        ("contraintes", "secret", True),
    ]
    for order, (question, code, sensitive) in enumerate(answers):
        OrientationAnswer.objects.create(
            question_id=question, code=code, order=order, label=f"Libellé {code}", sensitive=sensitive
        )
    StageFactory()
    DepartmentFactory(code="13", sort_name="bouches du rhone")


def text(response):
    return response.content.decode()


def test_every_question_is_on_the_page_and_what_is_sensitive_is_not(client, asked):
    page = text(client.get(ASK))

    assert [f'id="q-{code}"' in page for code in ("qui", "lieu", "etape", "contraintes")] == [True] * 4
    assert "Libellé peu_de_temps" in page
    assert "secret" not in page


def test_answers_of_the_address_are_ticked_again(client, asked):
    page = text(client.get(f"{ASK}?qui=financeur&lieu=13&contraintes=peu_de_temps&contraintes=besoin_revenu"))

    assert page.count(" checked") == 4  # three answers, and the question on the stage that is passed
    assert 'value="13"' in page


def test_each_answer_leads_back_to_its_question_filled_in(client, asked):
    page = text(client.get(f"{RESULT}?qui=financeur&lieu=13&contraintes=peu_de_temps"))

    assert 'href="/orientation/?qui=financeur&amp;lieu=13&amp;contraintes=peu_de_temps#q-qui"' in page
    assert 'href="/orientation/?qui=financeur&amp;lieu=13&amp;contraintes=peu_de_temps#q-etape"' in page
    assert "Libellé financeur" in page


def test_result_is_public_kept_a_minute_and_leaves_no_cookie(client, asked):
    response = client.get(f"{RESULT}?qui=financeur")

    assert (response["Cache-Control"], dict(response.cookies)) == ("public, max-age=60", {})
    assert 'content="noindex"' in text(response)


def test_confidence_is_read_once_and_written_nowhere(client, asked, caplog):
    programme = ProgrammeFactory(slug="en-confiance", region=None)
    RuleFactory(programme=programme, operator="in", value="contraintes:secret", kind="audience", met="C’est pour vous.")

    before = client.get(f"{RESULT}?qui=porteur&contraintes=peu_de_temps")
    response = client.post(f"{CONFIDE}?qui=porteur&contraintes=peu_de_temps", {"contraintes": "secret"})

    (unknown,), (known,) = (answer.context["found"].proposals[0].verdicts for answer in (before, response))
    assert (unknown.status, known.status) == ("unknown", "met")
    assert (response["Cache-Control"], dict(response.cookies)) == ("no-store, private", {})
    assert text(response).count("secret") == text(before).count("secret")  # the box itself, and its label
    assert "secret" not in response.context["address"]
    assert "secret" not in caplog.text


def test_saying_no_in_confidence_is_heard(client, asked):
    programme = ProgrammeFactory(region=None)
    RuleFactory(programme=programme, operator="in", value="contraintes:secret", not_met="Pas pour vous.")

    response = client.post(f"{CONFIDE}?contraintes=peu_de_temps", {})

    assert [reason.sentence for refusal in response.context["found"].refusals for reason in refusal.reasons] == [
        "Pas pour vous."
    ]


def test_confidence_leaves_the_rest_of_a_passed_question_unknown(client, asked):
    programme = ProgrammeFactory(region=None)
    RuleFactory(programme=programme, operator="not_in", value="contraintes:peu_de_temps")

    response = client.post(CONFIDE, {"contraintes": "secret"})

    assert [one.status for one in response.context["found"].proposals[0].verdicts] == ["unknown"]


def test_address_of_a_confidence_leads_back_to_the_result_without_it(client, asked):
    response = client.get(f"{CONFIDE}?qui=porteur&contraintes=secret&contraintes=peu_de_temps")

    assert response.url == f"{RESULT}?qui=porteur&contraintes=peu_de_temps"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("qui=inconnu", "Une partie de l’adresse n’est pas reconnue"),
        ("contraintes=secret", "Une partie de l’adresse n’est pas reconnue"),
        ("etape=-1&etape=developpement&etape=9999999999999999999999", "Une partie de l’adresse n’est pas reconnue"),
        ("qui=%00", "Une partie de l’adresse n’est pas reconnue"),
        ("contraintes=" + "a" * 1_000_000, "Une partie de l’adresse n’est pas reconnue"),
        ("qui=porteur&qui=financeur", "Une partie de l’adresse n’est pas reconnue"),
        ("lieu=" + "a" * 1_000_000, "Nous ne trouvons pas ce lieu"),
        ("lieu=%00%00xyzzy%0a", "Nous ne trouvons pas ce lieu"),
        ("lieu=-1", "Nous ne trouvons pas ce lieu"),
        ("lieu=%3Cscript%3Ealert(1)%3C/script%3E", "Nous ne trouvons pas ce lieu"),
        ("lieu=%FF%FE%ED%A0%80", "Nous ne trouvons pas ce lieu"),
        ("&".join(["contraintes=peu_de_temps"] * 900), "Vos réponses"),
        ("lieu=%00&lieu=", "Vos réponses"),
        ("inconnu=1&page=-3", "Vos réponses"),
    ],
    ids=lambda value: value[:40],
)
def test_hostile_addresses_give_a_page_with_a_sentence(client, asked, query, said):
    ProgrammeFactory(region=None)

    answers = [client.get(f"{RESULT}?{query}"), client.post(f"{CONFIDE}?{query}", {"contraintes": ["x", "\0" * 9]})]
    form = client.get(f"{ASK}?{query}")

    assert [answer.status_code for answer in (*answers, form)] == [200] * 3
    assert [said in text(answer) for answer in answers] == [True, True]
    assert [len(text(answer)) < 60_000 for answer in (*answers, form)] == [True] * 3
    assert "<script>alert" not in text(answers[0])


def test_more_parameters_than_a_form_can_hold_are_refused_with_words(client, asked):
    response = client.get(f"{RESULT}?" + "&".join(f"x{number}=1" for number in range(2_000)))

    assert response.status_code == 413
    assert "<h1" in text(response)


def test_a_portal_without_questions_or_programmes_still_has_somebody_to_call(client):
    ActorFactory(slug="ess-france", name="ESS France", region=None)

    page = text(client.get(RESULT))

    assert "Aucun programme recensé ne correspond" in page
    assert "ESS France" in page
    assert client.get(ASK).status_code == 200


def test_an_open_call_is_begun_with_the_answers(client, asked):
    programme = ProgrammeFactory(region=None)
    call = CallFactory(programme=programme)

    page = text(client.get(f"{RESULT}?qui=porteur&etape=developpement"))

    address = f"{reverse('projects:create')}?qui=porteur&amp;etape=developpement&amp;appel={call.slug}"
    assert f'href="{address}"' in page


@pytest.mark.parametrize("rows", [1, 3, 200])
@pytest.mark.parametrize(("query", "queries"), [("", 9), ("?lieu=13&etape=developpement", 11)])
def test_the_result_takes_the_same_queries_whatever_it_reads(
    client, asked, rows, query, queries, django_assert_num_queries
):
    stage = Stage.objects.get()
    leader = ActorFactory(slug="ess-france")
    for number in range(rows):
        programme = ProgrammeFactory(lead_actor=leader if number % 2 else ActorFactory(), region=None)
        programme.stages.add(stage)
        CallFactory(programme=programme)
        for value in ("qui:porteur", "contraintes:peu_de_temps", "region:93"):
            RuleFactory(programme=programme, value=value).redirects.add(programme)

    with django_assert_num_queries(queries):
        response = client.get(f"{RESULT}{query}")

    assert len(proposed(response)) == min(rows, 3)


def test_the_page_of_questions_takes_two_queries(client, asked, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(ASK)


def test_the_region_closed_or_unknown_sends_to_the_national_head(client, asked):
    ActorFactory(slug="ess-france", name="ESS France", region=None)
    RegionFactory(code="93")
    ActorFactory(name="CRESS close", status="closed")

    response = client.get(f"{RESULT}?lieu=13")

    assert response.context["call_first"].name == "ESS France"
    assert "La chambre régionale a fermé" in text(response)


@pytest.mark.parametrize(("programmes", "linked"), [(1, False), (2, True)])
def test_proposals_are_compared_in_one_step(client, asked, programmes, linked):
    made = ProgrammeFactory.create_batch(programmes, region=None)

    page = text(client.get(RESULT))

    query = "&amp;".join(f"programme={one.slug}" for one in sorted(made, key=lambda one: one.slug))
    assert (f'href="/comparer/?{query}"' in page) is linked

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import submission
from applications.models import Decision, Inadmissibility, Letter
from tests.cast import build_cast, convene
from tests.factories import (
    ApplicationFactory,
    AttachmentFactory,
    DocumentKindFactory,
    ProgrammeFactory,
    ProjectDocumentFactory,
    RuleFactory,
)

STATES = [
    ("submitted", "Vérification", 6, 1),
    ("admissible", "Lecture par le comité", 6, 1),
    ("inadmissible", "Vérification", 2, 1),
    ("waitlisted", "Réponse", 6, 1),
    ("declined", "Réponse", 4, 1),
    ("redirected", "Réponse", 4, 1),
    ("admitted", "Votre confirmation", 6, 0),
    ("confirmed", "Premier jour", 6, 1),
    ("lapsed", "Votre confirmation", 5, 1),
    ("withdrawn", "Retirée par vous", 2, 1),
]


def in_state(holder, state, **fields):
    return ApplicationFactory(owner=holder, state=state, number="C-2027-0148", **fields)


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("state", "station", "stations", "nothing"), STATES)
def test_page_says_where_the_file_stands_and_whose_turn_it_is(signed_in, holder, state, station, stations, nothing):
    application = in_state(holder, state)

    response = signed_in(holder).get(application.get_absolute_url())

    stops = response.context["stops"]
    assert ([stop.label for stop in stops if stop.state == "now"], len(stops)) == ([station], stations)
    assert response.text.count("Rien à faire pour l’instant") == nothing
    assert response.text.count("À vous de jouer") == 1 - nothing


def test_page_shows_one_turn_at_a_time(signed_in, holder):
    application = in_state(holder, "submitted")
    request = application.requests.create(due_on=timezone.localdate() + dt.timedelta(days=7), message="Merci !")
    request.items.create(kind=DocumentKindFactory(), detail="celle de cette année")
    application.redirect_proposals.create(sentence="Une autre ligne")

    response = signed_in(holder).get(application.get_absolute_url())

    assert response.context["awaited"].kind == "redirect"
    assert response.text.count("À vous de jouer") == 1


def test_request_shows_its_items_and_its_date(signed_in, holder):
    application = in_state(holder, "submitted")
    request = application.requests.create(due_on=timezone.localdate() + dt.timedelta(days=7))
    item = request.items.create(kind=DocumentKindFactory(), detail="celle de cette année")

    response = signed_in(holder).get(application.get_absolute_url())

    assert list(response.context["items"]) == [item]
    assert "dans 7\u00a0jours" in response.text


@pytest.mark.parametrize("outcome", ["admit", "decline", "redirect"])
def test_pending_decision_changes_nothing_on_any_page(signed_in, outcome):
    cast = build_cast(admissible=True)
    client = signed_in(cast.holder)
    pages = [
        cast.application.get_absolute_url(),
        reverse("applications:index"),
        reverse("workspace"),
        cast.project.get_absolute_url(),
        reverse("applications:sent", args=[cast.application.pk]),
        reverse("applications:receipt", args=[cast.application.pk]),
    ]
    before = [unmarked(client.get(page).text) for page in pages]
    decision = Decision.objects.create(
        application=cast.application, outcome=outcome, message="Un mot secret", advice="Un conseil secret"
    )
    decision.programmes.add(ProgrammeFactory(name="Une piste secrète"))

    after = [unmarked(client.get(page).text) for page in pages]

    assert after == before


def unmarked(text):
    """A page without its CSRF tokens and its request number."""
    return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line]


def test_published_refusal_gives_reasons_and_another_lead(signed_in, holder):
    application = in_state(holder, "declined")
    decision = Decision.objects.create(
        application=application,
        outcome="decline",
        reason="maturity",
        message="Le budget reste à préciser.",
        advice="Rencontrez un comptable.",
        published_at=timezone.now(),
    )
    lead = ProgrammeFactory(name="Un autre programme")
    decision.programmes.add(lead)

    outcome = signed_in(holder).get(application.get_absolute_url()).context["outcome"]

    assert outcome.title == "Le comité ne retient pas votre dossier pour cette promotion."
    assert outcome.explanation == (
        "Le projet n’est pas encore assez précis.\n\nLe budget reste à préciser.\n\nRencontrez un comptable."
    )
    assert list(outcome.leads) == [lead]


@pytest.mark.parametrize(("state", "outcome"), [("declined", "decline"), ("admitted", "admit")])
def test_answer_that_is_being_revised_shows_nothing_of_the_new_one(signed_in, holder, state, outcome):
    application = in_state(holder, state)
    Decision.objects.create(
        application=application, outcome=outcome, message="Un mot secret", confirm_by=dt.date(2027, 7, 2)
    )

    response = signed_in(holder).get(application.get_absolute_url())

    awaited = response.context["awaited"]
    assert (response.context["outcome"].explanation, awaited and awaited.due_on) == ("", None)


def test_inadmissibility_is_explained_with_a_lead(signed_in, holder):
    application = in_state(holder, "inadmissible")
    why = Inadmissibility.objects.create(application=application, rule=RuleFactory(), sentence="Il faut être adhérent.")
    why.leads.add(ProgrammeFactory(name="Un autre programme"))

    response = signed_in(holder).get(application.get_absolute_url())

    assert response.context["outcome"].explanation == "Il faut être adhérent."
    assert "Un autre programme" in response.text


def test_waiting_list_says_the_rank(signed_in, holder):
    application = in_state(holder, "waitlisted")
    Decision.objects.create(application=application, outcome="waitlist", rank=2, published_at=timezone.now())

    assert signed_in(holder).get(application.get_absolute_url()).context["outcome"].text == "Rang 2."


def test_place_says_its_last_day(signed_in, holder):
    application = in_state(holder, "admitted")
    day = timezone.localdate() + dt.timedelta(days=9)
    Decision.objects.create(application=application, outcome="admit", published_at=timezone.now(), confirm_by=day)

    response = signed_in(holder).get(application.get_absolute_url())

    assert response.context["awaited"].due_on == day
    assert reverse("applications:confirm", args=[application.pk]) in response.text


def test_thread_never_shows_notes_of_officers(signed_in, cast):
    cast.application.steps.create(name="submit", source="draft", target="submitted", note="")
    cast.application.steps.create(
        name="admit_to_review", source="submitted", target="admissible", note="Note interne", by=cast.officer
    )
    type(cast.application).objects.filter(pk=cast.application.pk).update(state="admissible", number="C-2027-0001")

    response = signed_in(cast.holder).get(cast.application.get_absolute_url())

    assert [event.words for event in response.context["events"]] == [
        "Votre dossier est complet, il sera lu par le comité",
        "Vous avez envoyé votre dossier",
    ]
    assert "Note interne" not in response.text


def test_letter_is_read_again_by_its_team_only(signed_in, holder, stranger):
    application = in_state(holder, "submitted")
    letter = Letter.objects.create(application=application, template="x", subject="Objet", body="<b>Texte</b>")
    page = reverse("applications:letter", args=[application.pk, letter.pk])

    read = signed_in(holder).get(page)

    assert "&lt;b&gt;Texte&lt;/b&gt;" in read.text
    assert signed_in(stranger).get(page).status_code == 404


def test_letter_of_another_file_does_not_open_through_mine(signed_in, holder, stranger):
    mine, other = in_state(holder, "submitted"), ApplicationFactory(owner=stranger, submitted=True)
    letter = Letter.objects.create(application=other, template="x", subject="Objet", body="Texte")

    response = signed_in(holder).get(reverse("applications:letter", args=[mine.pk, letter.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("holder", 200),
        ("colleague", 200),
        ("officer", 200),
        ("member", 200),
        ("conflicted", 404),
        ("other_officer", 404),
        ("partner_officer", 404),
        ("stranger", 404),
        ("mentor", 404),
    ],
)
def test_file_given_with_an_application_opens_for_its_readers(signed_in, db, role, status):
    cast = convene(build_cast(admissible=True))
    attachment = AttachmentFactory(application=cast.application)

    response = signed_in(cast.person(role)).get(
        reverse("applications:attachment", args=[cast.application.pk, attachment.pk])
    )
    response.getvalue()  # read to the end: closing by hand would close the connection of the test too

    assert response.status_code == status


@pytest.mark.parametrize(("role", "status"), [("holder", 200), ("officer", 404), ("superuser", 404)])
def test_file_of_a_draft_opens_for_its_team_only(signed_in, cast, role, status):
    attachment = AttachmentFactory(application=cast.application)
    page = reverse("applications:attachment", args=[cast.application.pk, attachment.pk])

    response = signed_in(cast.person(role)).get(page)
    response.getvalue()  # read to the end: closing by hand would close the connection of the test too

    assert response.status_code == status


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_application_list_query_count(signed_in, holder, rows, django_assert_num_queries):
    for _ in range(rows):
        ApplicationFactory(owner=holder, submitted=True)
    client = signed_in(holder)

    with django_assert_num_queries(4):
        response = client.get(reverse("applications:index"))

    assert len(response.context["page"]) == min(rows, 20)


@pytest.mark.parametrize("rows", [1, 3])
def test_application_page_query_count(signed_in, holder, rows, django_assert_num_queries):
    application = in_state(holder, "submitted")
    request = application.requests.create(due_on=timezone.localdate() + dt.timedelta(days=7))
    for number in range(rows):
        kind = DocumentKindFactory(code=f"piece-{number}")
        request.items.create(kind=kind)
        document = ProjectDocumentFactory(project=application.project, kind=kind)
        AttachmentFactory(application=application, document=document)
        application.steps.create(name="submit", source="draft", target="submitted")
        Letter.objects.create(application=application, template="x", subject="Objet", body="Texte")
    submission.take_snapshot(application, timezone.now())
    client = signed_in(holder)

    with django_assert_num_queries(22):
        client.get(application.get_absolute_url())

"""The sheet of a programme: facts, components to scale, conditions, partners, calls, sources, unknowns."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes.course import course, minutes, volume
from programmes.models import ActorProgrammeRelation, Programme, ProgrammeComponent
from tests.factories import (
    ActorFactory,
    CallFactory,
    DocumentKindFactory,
    ProgrammeComponentFactory,
    ProgrammeFactory,
    RuleFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db


def page(client, programme):
    return client.get(programme.get_absolute_url())


def text(client, programme):
    return page(client, programme).content.decode()


@pytest.mark.parametrize("rows", [1, 3, 200])
def test_the_sheet_takes_the_same_queries_whatever_it_holds(client, rows, django_assert_num_queries):
    programme = ProgrammeFactory()
    for _ in range(rows):
        ProgrammeComponentFactory(programme=programme, provider=ActorFactory())
        RuleFactory(programme=programme).redirects.add(ProgrammeFactory())
        programme.partners.add(ActorFactory())
        CallFactory(programme=programme)
        ActorProgrammeRelation.objects.create(programme=programme, actor=ActorFactory(), kind="operates")

    with django_assert_num_queries(6):
        page(client, programme)


def test_every_programme_of_the_directory_has_its_sheet(client, directory):
    answers = {slug: client.get(f"/programmes/{slug}/").status_code for slug in slugs()}

    assert answers == dict.fromkeys(slugs(), 200)


def slugs():
    return list(Programme.objects.values_list("slug", flat=True))


def test_the_sheet_of_an_unlisted_organisation_is_not_there(client):
    programme = ProgrammeFactory(lead_actor__listed=False)

    assert page(client, programme).status_code == 404


@pytest.mark.parametrize(
    ("component", "length", "words"),
    [
        ({"quantity": 20, "unit": "hour"}, 1200, "20\u00a0h"),
        ({"quantity": 3, "unit": "half_day"}, 630, "3\u00a0demi-journées"),
        ({"quantity": 1, "unit": "day"}, 420, "1\u00a0journée"),
        ({"quantity": Decimal("0.5"), "unit": "day"}, 210, "0,5\u00a0journée"),
        (
            {"quantity": 3, "unit": "session", "duration_each": "60 à 90 min"},
            180,
            "3\u00a0séances de 60 à 90 min",
        ),
        ({"quantity": 3, "unit": "session"}, None, "3\u00a0séances"),
        ({"quantity": 6, "quantity_max": 18, "unit": "month"}, None, "de 6 à 18\u00a0mois"),
        ({"quantity": None, "unit": ""}, None, "volume non renseigné"),
        ({"quantity": 1, "unit": ""}, None, "volume non renseigné"),
    ],
)
def test_only_known_lengths_are_counted_in_hours(component, length, words):
    given = ProgrammeComponent(**{"component_type": "support", "title": "Appui", **component})

    assert (minutes(given), volume(given)) == (length, words)


def test_blocks_are_in_proportion_and_the_unknown_has_none():
    programme = ProgrammeFactory()
    ProgrammeComponentFactory(programme=programme, position=1, quantity=20, unit="hour")
    ProgrammeComponentFactory(programme=programme, position=2, quantity=2, unit="half_day", component_type="workshop")
    ProgrammeComponentFactory(programme=programme, position=3, quantity=None, unit="")

    drawn = course(programme.components.all())

    assert [[(block.x, block.width) for block in row.blocks] for row in drawn.rows] == [
        [("0.00%", "99.40%")],
        [("0.00%", "16.90%"), ("17.50%", "16.90%")],
        [],
    ]
    assert (drawn.known, drawn.is_partial) == ("27\u00a0h", True)
    assert [(share.words, share.figures) for share in drawn.shares] == [
        ("référent", "20\u00a0h"),
        ("ateliers", "7\u00a0h"),
    ]


def test_a_programme_without_any_known_length_draws_nothing(client):
    component = ProgrammeComponentFactory(quantity=None, unit="")

    content = text(client, component.programme)

    assert "volume non renseigné" in content
    assert 'class="sum' not in content


def test_missing_values_are_designed(client):
    content = text(client, ProgrammeFactory(entry_mode=""))

    assert content.count('<span class="muted">Non renseigné</span>') == 5
    assert "jamais vérifiée avec la structure" in content
    assert "Source non renseignée." in content
    assert "Ce que nous ne savons pas" not in content


def test_unknowns_are_shown_once_an_editor_has_written_them_for_the_public(client):
    programme = ProgrammeFactory(unknowns="NOTE-INTERNE", public_unknowns="La taille des groupes.")

    content = text(client, programme)

    assert "La taille des groupes." in content
    assert "NOTE-INTERNE" not in content


def test_conditions_speak_in_the_words_of_the_rules_and_lead_elsewhere(client):
    programme, elsewhere = ProgrammeFactory(), ProgrammeFactory(name="Ailleurs")
    rule = RuleFactory(programme=programme, not_met="Réservé aux adhérents.", remedy="Vous pouvez adhérer.")
    rule.redirects.add(elsewhere, ProgrammeFactory(name="Caché", lead_actor__listed=False))
    RuleFactory(programme=programme, strength="soft", not_met="Une préférence.")

    content = text(client, programme)

    assert "Réservé aux adhérents." in content
    assert "Vous pouvez adhérer." in content
    assert f'<a class="small" href="{elsewhere.get_absolute_url()}">Voir plutôt\u00a0: Ailleurs</a>' in content
    assert "Une préférence." not in content
    assert "Caché" not in content


def test_partners_have_their_roles_and_the_unlisted_are_left_out(client):
    leader, designer = ActorFactory(name="Chef"), ActorFactory(name="Pédagogue")
    programme = ProgrammeFactory(lead_actor=leader, national_animator=ActorFactory(name="Tête", listed=False))
    ActorProgrammeRelation.objects.create(programme=programme, actor=leader, kind="leads_programme", since_year=2022)
    programme.pedagogical_engineering.add(designer)
    programme.partners.add(designer, ActorFactory(name="Alliée"), ActorFactory(name="Cachée", listed=False))

    partners = page(client, programme).context["partners"]

    assert [(partner.name, partner.roles) for partner in partners] == [
        ("Chef", ["pilote le programme (depuis 2022)"]),
        ("Alliée", ["partenaire"]),
        ("Pédagogue", ["conçoit la pédagogie"]),
    ]


def test_an_open_call_is_offered_with_its_closing_and_a_closed_one_is_said_closed(client):
    programme = ProgrammeFactory()
    CallFactory(programme=programme, closed=True, title="Appel passé")
    without_open_call = text(client, programme)
    call = CallFactory(programme=programme, slug="appel-ouvert", title="Appel ouvert")
    CallFactory(programme=programme, unpublished=True, title="Appel caché")

    content = text(client, programme)

    assert "Aucun appel ouvert" in without_open_call
    assert reverse("applications:start", args=[call.slug]) in content
    assert "Commencer ma candidature" in content
    assert "Appel passé" in content
    assert "Appel caché" not in content


def test_the_next_call_is_announced(client):
    call = CallFactory(upcoming=True, closes_at=timezone.now() + dt.timedelta(days=40))

    content = text(client, call.programme)

    assert "Le prochain appel" in content
    assert "Commencer ma candidature" not in content


@pytest.mark.parametrize(
    ("status", "sentence"), [("closed", "Ce programme est fermé"), ("project", "Ce programme est en projet")]
)
def test_a_closed_or_planned_programme_says_so_first(client, status, sentence):
    assert sentence in text(client, ProgrammeFactory(status=status))


def test_a_programme_led_by_a_closed_organisation_says_so(client):
    programme = ProgrammeFactory(lead_actor__status="closed")

    assert "La structure qui porte ce programme a fermé" in text(client, programme)


def test_sources_are_said_by_their_public_label_and_date(client, directory):
    programme = Programme.objects.get(slug="mpess-developpement")

    content = text(client, programme)

    assert "Inter-Made et MSA Services, juin\u00a02023" in content
    assert "seed:" not in content


def test_documents_and_stages_are_linked(client):
    programme = ProgrammeFactory()
    programme.documents.add(DocumentKindFactory(note="Une attestation de l’année."))
    stage = StageFactory()
    programme.stages.add(stage)

    content = text(client, programme)

    assert "Une attestation de l’année." in content
    assert stage.get_absolute_url() in content


def test_neighbours_on_the_plan_come_before_after_and_beside(client, directory):
    programme = Programme.objects.get(slug="inter-made-starter")

    found = page(client, programme).context["neighbours"]

    assert "inter-made-couveuse" in {item.code for item in found.after}
    assert "itineraire" in {item.code for item in found.beside + found.before}
    assert programme.line_id not in {item.note for item in found.beside}

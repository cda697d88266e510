"""Programmes side by side: what the address chooses, what is known of each, what differs, and what is only unknown."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.revision import bump
from programmes import comparison
from programmes.indexing import index_programmes
from programmes.models import ActorProgrammeRelation, Programme
from tests.factories import (
    ActorFactory,
    CallFactory,
    DocumentKindFactory,
    ProgrammeComponentFactory,
    ProgrammeFactory,
    RegionFactory,
    RuleFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db


def compare(client, *slugs, **others):
    return client.get(reverse("programmes:compare"), {"programme": slugs, **others})


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\u00a0", " "))


def row(response, label):
    return next(row for row in response.context["rows"] if row.label == label)


def words(response, label):
    return [cell.words for cell in row(response, label).cells]


def names(response):
    return [column.programme.name for column, _ in response.context["columns"]]


def full_programme(position=0):
    """A programme with something on every row."""
    programme = ProgrammeFactory(entry_mode="call")
    programme.stages.add(StageFactory(), StageFactory(code=f"etape-{position}", order=20 + position))
    programme.documents.add(DocumentKindFactory())
    programme.partners.add(ActorFactory(), ActorFactory())
    ActorProgrammeRelation.objects.create(programme=programme, actor=ActorFactory(), kind="operates")
    for _ in range(3):
        ProgrammeComponentFactory(programme=programme)
        RuleFactory(programme=programme)
        CallFactory(programme=programme)
    return programme


@pytest.mark.parametrize(("chosen", "queries"), [(0, 2), (1, 6), (2, 6), (3, 5)])
def test_the_page_takes_few_queries_whatever_the_programmes_hold(client, chosen, queries, django_assert_num_queries):
    bump()
    slugs = [full_programme(position).slug for position in range(chosen)]

    with django_assert_num_queries(queries):
        response = compare(client, *slugs)

    assert len(names(response)) == chosen


def test_programmes_stand_in_the_order_of_the_address_each_once(client):
    first, second = ProgrammeFactory(name="Alpha"), ProgrammeFactory(name="Bêta")

    response = compare(client, second.slug, first.slug, second.slug)

    assert names(response) == ["Bêta", "Alpha"]
    assert "Deux programmes côte à côte" in text(response)


def test_the_first_three_are_kept_and_the_page_says_so(client):
    programmes = ProgrammeFactory.create_batch(5)

    response = compare(client, *(programme.slug for programme in programmes))

    assert names(response) == [programme.name for programme in programmes[:3]]
    assert "Trois programmes au plus" in text(response)
    assert response.context["options"] == []


def test_an_unknown_or_unlisted_programme_is_a_sentence(client):
    shown = ProgrammeFactory()
    hidden = ProgrammeFactory(name="Caché", lead_actor__listed=False)

    response = compare(client, shown.slug, hidden.slug, "nulle-part")

    assert names(response) == [shown.name]
    assert "2 des programmes demandés n’existent pas ici, ou plus." in text(response)
    assert "Caché" not in text(response)


@pytest.mark.parametrize(
    "query",
    [
        {"programme": ["a\x00b"]},
        {"programme": ["x" * 1_000_000]},
        {"programme": [f"p-{n}" for n in range(900)]},
        {"programme": ["'; DROP TABLE", "<script>", "../..", ""]},
        {"q": "\x00" + "m" * 1_000_000, "differences": "peut-être"},
        {"programme": [""], "q": " "},
    ],
)
def test_bad_input_gives_a_normal_page(client, query):
    ProgrammeFactory()

    response = client.get(reverse("programmes:compare"), query)

    assert response.status_code == 200
    assert names(response) == []
    assert len(response.content) < 60_000


def test_too_many_parameters_are_refused_with_a_page(client):
    response = compare(client, *(f"p-{n}" for n in range(2000)))

    assert response.status_code == 413
    assert "<h1" in response.content.decode()


def test_time_that_one_may_leave_is_counted_apart(client):
    programme = ProgrammeFactory()
    ProgrammeComponentFactory(programme=programme, quantity=2, unit="half_day")
    ProgrammeComponentFactory(programme=programme, quantity=2, unit="hour", mandatory=False)

    cell = row(compare(client, programme.slug), "Temps demandé").cells[0]

    assert (cell.words, cell.notes) == ("7\u00a0h, soit 2\u00a0demi-journées", ("Et 2\u00a0h si vous le souhaitez",))


def test_an_unknown_time_is_said_and_never_zero(client):
    programme = ProgrammeFactory()
    ProgrammeComponentFactory(programme=programme, quantity=None, unit="")

    response = compare(client, programme.slug)

    assert not row(response, "Temps demandé").cells[0].is_known
    assert re.search(r"\b0 h\b", text(response)) is None


def test_each_row_says_what_is_known(client):
    leader = ActorFactory()
    programme = ProgrammeFactory(
        lead_actor=leader,
        target="Des associations.",
        duration_value=12,
        duration_unit="month",
        cost=980,
        cost_note="Votre OPCO peut payer.",
        cohorts_per_year=3,
        cohort_size=7,
        membership_required="oui",
        ending="Une communauté.",
        conditions="Être une structure.",
    )
    for code, order, name in [("creation", 5, "Création"), ("emergence", 2, "Émergence")]:
        programme.stages.add(StageFactory(code=code, order=order, name=name))
    programme.documents.add(DocumentKindFactory(name="Statuts"))
    programme.partners.add(ActorFactory(name="Alliée", sort_name="alliee"), leader, ActorFactory(listed=False))
    ActorProgrammeRelation.objects.create(
        programme=programme, actor=ActorFactory(name="Opérateur", sort_name="operateur"), kind="operates"
    )
    ActorProgrammeRelation.objects.create(
        programme=programme, actor=ActorFactory(name="Ancien"), kind="operates", until_year=2020
    )
    RuleFactory(programme=programme, not_met="Il faut adhérer.", position=2)
    RuleFactory(programme=programme, not_met="Il faut être là.", position=1)
    RuleFactory(programme=programme, not_met="Une préférence.", strength="soft")
    RuleFactory(programme=programme, not_met="La forme n’est pas de l’ESS.", operator="not_in", position=3)

    response = compare(client, programme.slug)

    cells = {row.label: row.cells[0] for row in response.context["rows"]}
    assert cells["Pour qui"].words == "Des associations."
    assert cells["Étapes"].words == "Émergence, création"
    assert cells["Durée"].words == "12\u00a0mois"
    assert (cells["Prix et qui paie"].words, cells["Prix et qui paie"].notes) == (
        "980\u00a0€",
        ("Votre OPCO peut payer.",),
    )
    assert cells["Comment on entre"].notes == ("3\u00a0promotions par an",)
    assert cells["Conditions"].words == "Être une structure."
    assert [item.label for item in cells["Conditions"].items] == [
        "Il faut être là.",
        "Il faut adhérer.",
        "Motif de refus\u00a0: la forme n’est pas de l’ESS.",
    ]
    assert cells["Adhésion demandée"].words == "Oui"
    assert [item.label for item in cells["Documents à fournir"].items] == ["Statuts"]
    assert cells["Places"].words == "7 par promotion"
    assert cells["À la fin"].words == "Une communauté."
    assert [item.label for item in cells["Partenaires"].items] == ["Alliée", "Opérateur"]


def test_an_empty_sheet_says_not_known_everywhere_but_where_it_is(client):
    programme = ProgrammeFactory(entry_mode="", membership_required="inconnu")

    response = compare(client, programme.slug)

    known = [row.label for row in response.context["rows"] if row.cells[0].is_known]
    assert known == ["Territoire"]
    assert response.content.decode().count("non renseigné</span>") == len(comparison.ROWS) - 1


def test_next_dates_are_open_then_upcoming_in_the_zone_of_the_call(client, time_machine):
    time_machine.move_to(dt.datetime(2027, 6, 7, 10, tzinfo=dt.UTC), tick=False)
    programme = ProgrammeFactory(region=RegionFactory(code="04", name="La Réunion", time_zone="Indian/Reunion"))
    closing = dt.datetime(2027, 6, 19, 14, tzinfo=dt.UTC)
    CallFactory(programme=programme, upcoming=True, closes_at=timezone.now() + dt.timedelta(days=60))
    CallFactory(programme=programme, closes_at=closing)
    CallFactory(programme=programme, closes_at=None)
    CallFactory(programme=programme, closed=True)
    CallFactory(programme=programme, cancelled_at=timezone.now())
    CallFactory(programme=programme, unpublished=True)

    items = row(compare(client, programme.slug), "Prochaines dates").cells[0].items

    assert [item.label.replace("\u00a0", " ") for item in items] == [
        "Clôture dans 12 jours, le 19 juin 2027 à 18 h (heure de La Réunion, 16 h à Paris)",
        "Ouvert, sans date limite",
        "Ouvre dans 10 jours, le 17 juin 2027 à 14 h (heure de La Réunion, 12 h à Paris)",
    ]


def test_without_a_call_the_calendar_of_the_sheet_is_read(client):
    by_call = ProgrammeFactory(calendar="Deux appels par an.")
    all_year = ProgrammeFactory(entry_mode="direct_contact", calendar="Toute l’année.")

    dates = row(compare(client, by_call.slug, all_year.slug), "Prochaines dates")

    assert [cell.words for cell in dates.cells] == ["Aucun appel annoncé ici", ""]
    assert [cell.notes for cell in dates.cells] == [("Deux appels par an.",), ("Toute l’année.",)]


def likeness(client, *durations):
    slugs = [ProgrammeFactory(duration_value=value, duration_unit="month").slug for value in durations]
    return row(compare(client, *slugs), "Durée").likeness.value


def test_an_unknown_answer_is_neither_the_same_nor_different(client):
    assert likeness(client, 4, 6) == "different"
    assert likeness(client, 4, 4, 4) == "same"
    assert likeness(client, 4, None, 4) == "partly_unknown"
    assert likeness(client, 4, None, 6) == "different"
    assert likeness(client, None, None) == "unknown"
    assert likeness(client, 4) == "alone"


def test_differences_are_written_and_can_be_shown_alone(client):
    one = ProgrammeFactory(duration_value=4, duration_unit="month", cohort_size=7, ending="Fin.")
    other = ProgrammeFactory(duration_value=6, duration_unit="month", cohort_size=7)

    whole, differing = compare(client, one.slug, other.slug), compare(client, one.slug, other.slug, differences="1")

    assert "Durée ≠ différent" in text(whole)
    assert "Places = identique" in text(whole)
    assert "À la fin ? en partie inconnu" in text(whole)
    assert [row.label for row in differing.context["rows"]] == ["Durée", "À la fin"]
    assert "2 lignes diffèrent ou peuvent différer." in text(differing)
    assert "Places" in differing.context["hidden"]
    assert whole.context["toggle"].endswith("&differences=1")
    assert not differing.context["toggle"].endswith("&differences=1")


def test_two_sheets_that_say_the_same_have_no_difference(client):
    one, other = ProgrammeFactory(), ProgrammeFactory()

    response = compare(client, one.slug, other.slug, differences="1")

    assert "Rien ne les distingue dans ce que nous savons." in text(response)


def test_a_programme_is_removed_and_added_by_links_that_keep_the_rest(client):
    stage = StageFactory()
    one, other, near = ProgrammeFactory.create_batch(3)
    for programme in (one, near):
        programme.stages.add(stage)

    response = compare(client, one.slug, other.slug, differences="1")

    assert [removal for _, removal in response.context["columns"]] == [
        f"/comparer/?programme={other.slug}&differences=1",
        f"/comparer/?programme={one.slug}&differences=1",
    ]
    assert [(option.label, option.url) for option in response.context["options"]] == [
        (near.name, f"/comparer/?programme={one.slug}&programme={other.slug}&programme={near.slug}&differences=1")
    ]
    assert f'href="/programmes/?programme={one.slug}&amp;programme={other.slug}"' in response.content.decode()


def test_suggestions_are_near_in_stage_and_place_and_still_exist(client):
    stage, elsewhere = StageFactory(), RegionFactory(code="53", name="Bretagne")
    chosen, near, national, far, closed, ended = (
        ProgrammeFactory(),
        ProgrammeFactory(name="Proche"),
        ProgrammeFactory(name="National", region=None),
        ProgrammeFactory(region=elsewhere),
        ProgrammeFactory(status="closed"),
        ProgrammeFactory(lead_actor__listed=False),
    )
    for programme in (chosen, near, national, far, closed, ended):
        programme.stages.add(stage)
    ProgrammeFactory(name="Autre étape")

    options = compare(client, chosen.slug).context["options"]

    assert [option.label for option in options] == ["Proche", "National"]


def test_words_find_a_programme_to_add_but_not_one_already_there(client):
    one, other = ProgrammeFactory(name="Couveuse du port"), ProgrammeFactory(name="Couveuse des champs")
    index_programmes()

    response = compare(client, one.slug, q="couveuse")

    assert [option.label for option in response.context["options"]] == [other.name]
    assert "Aucun programme trouvé pour « introuvable »." in text(compare(client, q="introuvable"))


def test_without_a_choice_the_page_offers_what_is_open(client):
    opened = CallFactory().programme
    ProgrammeFactory()

    response = compare(client)

    assert [option.label for option in response.context["options"]] == [opened.name]


def test_programmes_that_follow_one_another_along_the_stages_are_named_in_order(client):
    early, late, both = ProgrammeFactory(name="Avant"), ProgrammeFactory(name="Après"), ProgrammeFactory()
    stages = [StageFactory(code=f"etape-{n}", order=n) for n in range(1, 4)]
    early.stages.add(stages[0])
    late.stages.add(stages[1], stages[2])
    both.stages.add(stages[0], stages[1])

    assert "Avant , puis Après" in text(compare(client, late.slug, early.slug))
    assert "Dans l’ordre des étapes" not in text(compare(client, both.slug, early.slug))
    assert "Dans l’ordre des étapes" not in text(compare(client, early.slug, ProgrammeFactory().slug))


def test_lists_keep_what_is_already_chosen_while_one_looks_for_another(client):
    bump()
    shown, before = ProgrammeFactory(name="Montré"), ProgrammeFactory(entry_mode="membership")
    index_programmes()

    page = client.get("/programmes/", {"programme": before.slug, "entree": "call"}).content.decode()

    kept = f'<input type="hidden" name="programme" value="{before.slug}">'
    filters, bar = page.split('id="comparer"')
    assert f'name="programme" value="{shown.slug}" form="comparer">' in filters
    assert kept in filters
    assert kept in bar
    assert "1\u00a0programme déjà choisi" in bar
    assert "ne correspond à aucun filtre" not in page


def test_a_sheet_leads_to_the_comparison(client):
    programme = ProgrammeFactory()

    page = client.get(programme.get_absolute_url()).content.decode()

    assert f'href="/comparer/?programme={programme.slug}"' in page


def test_every_programme_of_the_directory_can_be_compared(client, directory):
    slugs = list(Programme.objects.public().values_list("slug", flat=True))

    statuses = {slug: compare(client, slug, "mpess-developpement", "dla").status_code for slug in slugs}

    assert statuses == dict.fromkeys(slugs, 200)
    assert len(slugs) == 38

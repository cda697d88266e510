"""What comes before what, what an index holds and forgets, on both engines (make test-postgres)."""

import datetime as dt

import pytest
from django.urls import reverse

from actors.indexing import index_actors
from actors.models import Actor, Alias, SearchEntry
from actors.search import found_by_kind, rows, search
from programmes.indexing import index_glossary, index_programmes, index_stages
from programmes.models import GlossaryTerm, Programme, Stage
from tests.factories import ActorFactory, ProgrammeFactory, StageFactory, UserFactory

pytestmark = pytest.mark.django_db


def slugs(text):
    return [hit.slug for hit in search(text)]


def changed(slug, day):
    SearchEntry.objects.filter(slug=slug).update(changed_on=day)


def test_whole_names_come_first_then_words_of_names_beginnings_facts_and_text():
    ActorFactory(slug="in-the-text", name="Alpha", description="Elle aide des ruches.")
    ActorFactory(slug="in-the-facts", name="Bravo", city="Ruche")
    ActorFactory(slug="begins", name="Ruchers du Sud")
    ActorFactory(slug="same-family", name="Les ruches de Lille")
    ActorFactory(slug="as-written", name="Ma ruche à Lille")
    ActorFactory(slug="old-name", name="Zoulou")
    Alias.objects.create(target_kind="actor", slug="old-name", name="La Ruche")
    index_actors()

    assert slugs("ruche") == ["old-name", "as-written", "same-family", "begins", "in-the-facts", "in-the-text"]


def test_an_acronym_in_brackets_is_a_whole_name_and_other_brackets_are_not():
    ActorFactory(slug="acronym", name="Union des couveuses (UCE)")
    ActorFactory(slug="other", name="Antenne (Union UCE)")
    index_actors()

    assert slugs("uce") == ["acronym", "other"]
    assert slugs("union uce") == ["other", "acronym"]
    assert SearchEntry.objects.get(slug="other").names == "|anten union uce|anten|"


def test_on_equal_rank_the_sheet_changed_last_comes_first_then_the_kind_then_the_title():
    for name in ("Halle ter", "Halle nord", "Halle bis"):
        ActorFactory(slug=name[6:], name=name)
    ProgrammeFactory(slug="programme", name="Halle sud", lead_actor__name="Delta")
    index_actors()
    same_day = slugs("halle")

    changed("nord", dt.date(2099, 1, 1))

    assert same_day == ["programme", "bis", "nord", "ter"]
    assert slugs("halle") == ["nord", "programme", "bis", "ter"]


def test_a_row_is_dated_when_its_words_change_and_not_otherwise():
    ActorFactory(slug="written", name="Halle a")
    ActorFactory(slug="left", name="Halle b")
    index_actors()
    SearchEntry.objects.update(changed_on=dt.date(2001, 1, 1))

    Actor.objects.filter(slug="written").update(summary="Du neuf.")
    index_actors()

    assert slugs("halle") == ["written", "left"]
    assert SearchEntry.objects.get(slug="left").changed_on == dt.date(2001, 1, 1)


def test_keys_are_grouped_by_kind_the_kind_of_the_best_first():
    leader = ActorFactory(name="Meneuse")
    for n in range(5):
        ActorFactory(slug=f"actor-{n}", name=f"Halle {n}")
        ProgrammeFactory(slug=f"programme-{n}", name=f"Halle {n}", lead_actor=leader)
    GlossaryTerm.objects.create(slug="halle", term="Halle", sort_term="halle", code="halle", definition="Un toit.")
    index_actors()
    index_glossary()

    keys = found_by_kind("halle")
    best = rows(key for found in keys.values() for key in found[:2])

    assert [(kind, len(found)) for kind, found in keys.items()] == [("term", 1), ("programme", 5), ("actor", 5)]
    assert [entry.slug for entry in best] == ["halle", "programme-0", "programme-1", "actor-0", "actor-1"]


def test_an_organisation_renamed_in_the_back_office_renames_the_search_of_its_programmes(signed_in):
    leader, partner = ActorFactory(name="Alpha"), ActorFactory(name="Bravo")
    ProgrammeFactory(slug="programme", name="Marche", lead_actor=leader).partners.add(partner)
    index_actors()
    client = signed_in(UserFactory(is_superuser=True))
    for actor, name in ((leader, "Quincaillerie"), (partner, "Boulangerie")):
        page = reverse("admin:actors_actor_change", args=[actor.pk])
        form = client.get(page).context["adminform"].form
        sent = {name: value for name, value in form.initial.items() if value is not None}
        formsets = client.get(page).context["inline_admin_formsets"]
        for one in formsets:
            sent |= {f"{one.formset.prefix}-TOTAL_FORMS": 0, f"{one.formset.prefix}-INITIAL_FORMS": 0}

        assert client.post(page, sent | {"name": name}).status_code == 302

    assert "programme" in slugs("quincaillerie")
    assert "programme" in slugs("boulangerie")
    assert slugs("alpha") == slugs("bravo") == []


@pytest.mark.parametrize(("kind", "slug"), [("actor", "actor"), ("programme", "programme"), ("zone", "term")])
def test_an_old_name_given_in_the_back_office_is_found_at_once(signed_in, kind, slug):
    ProgrammeFactory(slug="programme", lead_actor=ActorFactory(slug="actor"))
    GlossaryTerm.objects.create(slug="term", term="Terme", sort_term="terme", code="term", definition="Sens.")
    index_actors()
    index_glossary()
    client = signed_in(UserFactory(is_superuser=True))

    sent = {"target_kind": kind, "slug": slug, "name": "Ancienne Halle", "until": "", "note": ""}
    assert client.post(reverse("admin:actors_alias_add"), sent).status_code == 302

    assert slug in slugs("ancienne halle")


def test_a_stage_renamed_renames_itself_and_its_programmes(signed_in):
    stage = StageFactory(name="Envol", question="Comment partir ?")
    ProgrammeFactory(slug="programme", name="Marche").stages.add(stage)
    index_programmes()
    index_stages()
    client = signed_in(UserFactory(is_superuser=True))
    page = reverse("admin:programmes_stage_change", args=[stage.pk])
    sent = {name: value for name, value in client.get(page).context["adminform"].form.initial.items() if value}

    assert client.post(page, sent | {"name": "Essor"}).status_code == 302

    assert slugs("essor") == [stage.code, "programme"]
    assert slugs("envol") == []


def test_what_is_deleted_unlisted_or_moved_to_another_address_is_forgotten_by_the_next_save():
    leader = ActorFactory(slug="leader", name="Halle une")
    ProgrammeFactory(slug="programme", name="Halle deux", lead_actor=leader)
    ActorFactory(slug="old-address", name="Halle trois")
    index_actors()

    Actor.objects.filter(slug="old-address").update(slug="new-address")
    Actor.objects.filter(slug="leader").update(listed=False)
    index_actors(["leader", "new-address"])

    assert slugs("halle") == ["new-address"]


def test_the_text_of_a_sheet_may_be_very_long():
    ActorFactory(slug="long", name="Halle", description=" ".join(f"mot{n}" for n in range(200_000)))

    index_actors()

    assert slugs("halle mot12") == ["long"]


def test_reindex_fills_an_empty_index(directory):
    before = slugs("dla")
    SearchEntry.objects.all().delete()

    index_actors()
    index_stages()
    index_glossary()

    assert slugs("dla") == before
    assert Programme.objects.public().count() == SearchEntry.objects.filter(kind="programme").count()
    assert Stage.objects.count() == SearchEntry.objects.filter(kind="stage").count()

"""« Essayer un profil » and the test profiles: what visitors would be given, said rule by rule."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes import trial
from programmes.models import Profile
from programmes.orientation import orient
from programmes.rule_values import vocabulary
from tests.cast import build_cast
from tests.factories import ProgrammeFactory, RuleFactory
from tests.programmes.rule_pages import reference_data

pytestmark = pytest.mark.django_db
TRY, VERIFY = "admin:programmes_rule_try", "admin:programmes_rule_profiles"


@pytest.fixture
def cast():
    reference_data()
    return build_cast()


def names(readings):
    return [reading.programme.slug for reading in readings]


def test_the_trial_gives_what_visitors_are_given_and_all_test_profiles_pass(directory):
    words, among = vocabulary(), trial.catalogue()

    for profile in Profile.objects.all():
        facts = trial.facts_of(profile.answers, words.regions)
        shown = names(trial.try_out(facts, among).proposed)
        assert (profile.code, shown) == (profile.code, names(orient(facts, timezone.now()).proposals))

    assert [result.profile.code for result in trial.verify(Profile.objects.all()) if not result.passes] == []
    assert Profile.objects.count() == 12


def test_a_profile_composed_by_hand_says_who_excludes_her_and_what_is_unknown(signed_in, cast):
    here = RuleFactory(programme=cast.programme, value="region:93", code="ici", not_met="Ici seulement.")
    asked = RuleFactory(programme=ProgrammeFactory(), operator="declared", value="", unknown="On verra.")
    old = RuleFactory(programme=ProgrammeFactory(), operator="gte", value="years:3", code="age", not_met="Trop jeune.")
    client = signed_in(cast.officer)

    answer = client.post(reverse(TRY), {"answer_lieu": "lieu:974", "answer_years": "2"})

    outcome, page = answer.context["outcome"], answer.content.decode()
    assert set(names(outcome.refused)) == {cast.programme.slug, old.programme.slug}
    assert [reading.programme for reading in outcome.uncertain] == [asked.programme]
    assert "Ici seulement." in page
    assert f"{cast.programme.slug}:{here.code}" in page
    assert "On verra." in page
    assert "Trop jeune." in page
    assert answer["Cache-Control"].count("no-store") == 1


def test_a_question_asked_and_left_unticked_is_a_no(signed_in, cast):
    RuleFactory(programme=cast.programme, value="acquis:adherent_cress")
    client = signed_in(cast.officer)

    passed = client.post(reverse(TRY), {"answer_lieu": "lieu:13"}).context["outcome"]
    refused = client.post(reverse(TRY), {"answer_acquis": ["acquis:aucune"]}).context["outcome"]

    assert (names(passed.uncertain), names(refused.refused)) == ([cast.programme.slug], [cast.programme.slug])


def test_a_bad_answer_is_refused_and_an_unknown_profile_is_not_there(signed_in, cast):
    client = signed_in(cast.officer)

    answer = client.post(reverse(TRY), {"answer_years": "beaucoup", "answer_etape": "etape:nulle_part"})

    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"answer_years", "answer_etape"})
    assert client.get(reverse(TRY), {"profil": "personne"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_trying_takes_the_same_queries_whatever_the_programmes(signed_in, cast, rows, django_assert_num_queries):
    for n in range(rows):
        RuleFactory(programme=ProgrammeFactory()).redirects.add(cast.programme)
        Profile.objects.create(code=f"p{n}", story="-", answers="lieu:13|etape:creation")
    client = signed_in(cast.officer)

    with django_assert_num_queries(12):
        client.get(reverse(TRY), {"profil": "p0"})
    with django_assert_num_queries(10):
        client.get(reverse(VERIFY))


def test_a_profile_that_no_longer_sees_what_it_should_fails_and_says_what(signed_in, cast):
    RuleFactory(programme=cast.programme, value="region:93", code="ici")
    Profile.objects.create(
        code="perdue",
        story="Une histoire.",
        answers="lieu:974",
        expected_programmes=cast.programme.slug,
        expected_refusals=f"{cast.programme.slug}:ici|{cast.programme.slug}:disparue",
    )

    (result,) = signed_in(cast.officer).get(reverse(VERIFY)).context["results"]

    assert (result.missing, result.unrefused) == ([cast.programme.slug], [f"{cast.programme.slug}:disparue"])


def test_a_profile_is_written_with_its_answers_and_what_is_expected(signed_in, cast):
    rule = RuleFactory(programme=cast.programme)
    sent = {
        "code": "gap",
        "story": "Une idée à Gap.",
        "answer_lieu": "lieu:13",
        "answer_acquis": ["acquis:idee_precise", "acquis:etude_faite"],
        "answer_years": "4",
        "expected_programmes": f"{cast.programme.slug}\n",
        "expected_refusals": f"{cast.programme.slug}:{rule.code}",
    }
    client = signed_in(cast.superuser)

    wrong = client.post(reverse("admin:programmes_profile_add"), {**sent, "expected_programmes": "nulle-part"})
    client.post(reverse("admin:programmes_profile_add"), sent)
    again = client.post(reverse("admin:programmes_profile_add"), sent)

    assert wrong.context["form"].errors == {"expected_programmes": ["Aucun programme n’a cette adresse : nulle-part."]}
    assert again.context["form"].errors == {"code": ["Un profil a déjà ce code."]}
    profile = Profile.objects.get()
    assert profile.answers == "lieu:13|acquis:idee_precise|acquis:etude_faite|years:4"
    assert profile.expected_programmes == cast.programme.slug
    page = client.get(reverse("admin:programmes_profile_change", args=["gap"]))
    assert page.context["form"]["answer_acquis"].value() == ["acquis:idee_precise", "acquis:etude_faite"]
    assert page.context["form"]["answer_years"].value() == "4"


# Questions and answers


def question_form(client, code):
    """What the page of a question would send back, unchanged."""
    page = client.get(reverse("admin:programmes_orientationquestion_change", args=[code]))
    form, (inline,) = page.context["adminform"].form, page.context["inline_admin_formsets"]
    sent = {name: form[name].value() or "" for name in form.fields}
    for name in ["TOTAL_FORMS", "INITIAL_FORMS"]:
        sent[f"answers-{name}"] = inline.formset.management_form[name].value()
    for row in inline.formset.initial_forms:
        sent |= {row.add_prefix(name): row[name].value() or "" for name in row.fields if name != "DELETE"}
    return sent, {row.instance.code: row.prefix for row in inline.formset.initial_forms}


@pytest.fixture
def client_of_superuser(signed_in, cast):
    return signed_in(cast.superuser)


def test_labels_order_and_help_of_a_question_are_edited(client_of_superuser):
    sent, rows = question_form(client_of_superuser, "forme")
    changes = {"label": "Quelle forme ?", "order": 9, f"{rows['scop']}-label": "Une Scop", "skippable": ""}

    client_of_superuser.post(reverse("admin:programmes_orientationquestion_change", args=["forme"]), sent | changes)

    group = vocabulary().groups["forme"]
    assert (group.label, group.choices["forme:scop"]) == ("Quelle forme ?", "Une Scop")


@pytest.mark.parametrize("change", ["DELETE", "code"])
def test_a_code_that_rules_use_is_neither_removed_nor_renamed(client_of_superuser, cast, change):
    RuleFactory(programme=cast.programme, value="forme:scop")
    sent, rows = question_form(client_of_superuser, "forme")
    value = "on" if change == "DELETE" else "autre"
    address = reverse("admin:programmes_orientationquestion_change", args=["forme"])

    refused = client_of_superuser.post(address, sent | {f"{rows['scop']}-{change}": value})
    client_of_superuser.post(address, sent | {f"{rows['mutuelle']}-{change}": value})

    said = refused.content.decode().replace("\u00a0", " ")
    assert f"sert dans « Le territoire » de {cast.programme}." in said
    choices = vocabulary().groups["forme"].choices
    assert ("forme:scop" in choices, "forme:mutuelle" in choices) == (True, False)


def test_a_question_that_rules_use_is_not_deleted_and_its_code_is_written_once(client_of_superuser, cast):
    RuleFactory(programme=cast.programme, value="forme:scop")
    Profile.objects.create(code="gap", story="-", answers="forme:scop")
    address = reverse("admin:programmes_orientationquestion_delete", args=["forme"])

    said = client_of_superuser.post(address, {"post": "yes"}).content.decode()
    client_of_superuser.post(
        reverse("admin:programmes_orientationquestion_delete", args=["contraintes"]), {"post": "yes"}
    )

    assert "le profil gap" in said
    assert set(vocabulary().groups) >= {"forme"}
    assert "contraintes" not in vocabulary().groups


def test_a_question_may_not_take_the_name_of_a_place_or_of_a_number(client_of_superuser):
    sent = {"code": "region", "order": 9, "label": "Où ?", "kind": "one", "help_text": ""}
    sent |= {"answers-TOTAL_FORMS": 0, "answers-INITIAL_FORMS": 0}

    answer = client_of_superuser.post(reverse("admin:programmes_orientationquestion_add"), sent)

    assert "sert déjà aux lieux" in answer.content.decode()

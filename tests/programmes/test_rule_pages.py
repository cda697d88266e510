"""The pages of a rule: who writes it, the preview in French, what is refused, and two officers at once."""

import pytest
from django.urls import reverse

from actors.models import DirectoryRevision
from actors.revision import bump
from programmes.models import Rule
from tests.cast import build_cast
from tests.factories import CallFactory, ProgrammeFactory, RuleFactory
from tests.programmes.rule_pages import add_address, change_address, reference_data, written

pytestmark = pytest.mark.django_db
LIST = "admin:programmes_rule_changelist"


@pytest.fixture
def cast():
    reference_data()
    return build_cast()


@pytest.fixture
def rule(cast):
    return RuleFactory(programme=cast.programme, code="territoire")


def sent_for(client, rule, *pairs, **fields):
    """The form as the page gives it, then what is changed."""
    version = client.get(change_address(rule)).context["form"]["version"].value()
    return written(*(pairs or ["region:93"]), version=version, **fields)


def test_the_preview_says_the_rule_in_french_keeps_what_was_typed_and_saves_nothing(signed_in, cast):
    elsewhere = ProgrammeFactory(name="Parcours voisin")
    sent = written("region:93", met="Vous êtes d’ici.", not_met="Vous êtes d’ailleurs.", redirects=[elsewhere.pk])

    answer = signed_in(cast.officer).post(add_address(cast.programme), {**sent, "preview": "1"})

    assert answer.context["preview"] == [
        "Obligatoire\u00a0: le projet se passe en Provence-Alpes-Côte d’Azur.",
        "Si c’est le cas, la personne lit\u00a0: «\u00a0Vous êtes d’ici.\u00a0»",
        "Si ce n’est pas le cas, la personne lit\u00a0: «\u00a0Vous êtes d’ailleurs.\u00a0»",
        "Le programme ne lui est pas proposé.",
        "Ce qu’elle peut faire\u00a0: «\u00a0Appelez-nous.\u00a0»",
        "Elle est orientée vers «\u00a0Parcours voisin\u00a0».",
        "Tant qu’on ne le sait pas, elle lit\u00a0: «\u00a0On vous le demandera.\u00a0»",
    ]
    assert answer.context["form"]["not_met"].value() == "Vous êtes d’ailleurs."
    assert answer.context["form"]["chosen_region"].value() == ["region:93"]
    assert not Rule.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (written("region:93", "region:04"), "le projet se passe à La Réunion ou en Provence-Alpes-Côte d’Azur"),
        (written("region:93", operator="not_in"), "le projet ne se passe pas en Provence-Alpes-Côte d’Azur"),
        (written("lieu:13"), "le projet se passe dans ce département : Bouches-du-Rhône (13)"),
        (
            written("zone.frr.2024-07-01:oui"),
            "dans cette zone : France ruralités revitalisation (FRR), liste du 1er juillet 2024",
        ),
        (written("structure:existante"), "Obligatoire : la structure existe déjà"),
        (written("structure:existante", operator="not_in"), "Obligatoire : aucune structure n’existe encore"),
        (
            written("acquis:premiers_clients", "acquis:agrement_esus", "forme:scop"),
            "à « Quelle forme a votre activité, ou laquelle imaginez-vous ? », la réponse est « Une coopérative de "
            "salariés (Scop) », ou à « Qu’avez-vous déjà ? », « De premiers clients » ou « L’agrément ESUS » est coché",
        ),
        (
            written("qui:financeur", "qui:collectivite", operator="not_in", strength="soft"),
            "Souhaitée : à « Qui êtes-vous ? », la réponse n’est ni « Je représente une commune ou une autre "
            "collectivité » ni « Je finance des projets ou des structures »",
        ),
        (written("acquis:rien_encore", operator="not_in"), "« Rien encore, et c’est normal » n’est pas coché"),
        (written(operator="gte", number="years:1"), "la structure a au moins 1 an"),
        (written(operator="lte", number="eur:1500,5"), "le montant déclaré est d’au plus 1 500,5 €"),
        (written(operator="declared", met="Vous êtes majeur."), "la personne répond « oui » à « Vous êtes majeur. »"),
        (written(operator="always", not_met="", unknown=""), "rien n’est vérifié, la condition est toujours remplie"),
    ],
)
def test_each_operator_is_said_in_the_words_of_the_reference_data(signed_in, cast, sent, sentence):
    answer = signed_in(cast.officer).post(add_address(cast.programme), {**sent, "preview": "1"})

    assert sentence in answer.context["preview"][0].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        (written(), "operator", "Choisissez au moins une réponse ou un lieu."),
        (
            written("forme:disparue"),
            "chosen_forme",
            "Une des réponses envoyées n’existe pas, ou plus. Choisissez de nouveau.",
        ),
        (
            written("region:93", number="years:3"),
            "number_bound",
            "Cette règle compare des réponses : effacez le nombre.",
        ),
        (written(operator="gte"), "number_name", "Dites quel nombre est comparé."),
        (written(operator="gte", number="years:trois"), "number_bound", "Écrivez un nombre, par exemple 3 ou 80 000."),
        (written(operator="gte", number="years:-1"), "number_bound", "Le seuil ne peut pas être négatif."),
        (
            written("region:93", operator="declared"),
            "operator",
            "Cette règle ne lit aucune réponse : décochez celles que vous avez choisies.",
        ),
        (
            written(operator="always", number="eur:3"),
            "number_bound",
            "Cette règle ne compare aucun nombre : effacez-le.",
        ),
        (written("region:93", not_met=""), "not_met", "Cette phrase est lue par les personnes : écrivez-la."),
        (written("region:93", met=""), "met", "Cette phrase est lue par les personnes : écrivez-la."),
        (written("region:93", kind=""), "kind", "Choisissez le sujet de la règle."),
    ],
)
def test_what_means_nothing_is_refused_at_its_field(signed_in, cast, sent, field, sentence):
    answer = signed_in(cast.officer).post(add_address(cast.programme), sent)

    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [sentence])
    assert not Rule.objects.exists()


def test_a_saved_rule_gets_a_code_a_place_a_history_and_renews_the_public_sheet(signed_in, cast, rule):
    bump()
    before = DirectoryRevision.objects.get().number
    client = signed_in(cast.officer)

    client.post(add_address(cast.programme), written("region:93", not_met="Ici seulement."))

    saved = Rule.objects.get(code="cest-rempli")
    assert (saved.programme, saved.position, saved.value) == (cast.programme, rule.position + 1, "region:93")
    assert saved.history.get().history_user == cast.officer
    assert DirectoryRevision.objects.get().number == before + 1
    assert "Ici seulement." in client.get(cast.programme.get_absolute_url()).content.decode()


def test_two_rules_of_a_programme_and_its_calls_never_share_a_code(signed_in, cast):
    client, call = signed_in(cast.officer), CallFactory(programme=cast.programme, unpublished=True)

    client.post(add_address(cast.programme), written("region:93"))
    client.post(add_address(call), written("region:93"))

    assert sorted(Rule.objects.values_list("code", flat=True)) == ["cest-rempli", "cest-rempli-2"]
    assert call.own_rules.count() == 1


def test_an_answer_that_went_is_said_and_leaves_with_the_next_save(signed_in, cast, rule):
    Rule.objects.update(value="region:93|forme:disparue")
    client = signed_in(cast.officer)

    page = client.get(change_address(rule)).content.decode()
    client.post(change_address(rule), sent_for(client, rule))

    assert "n’a pas, ou plus, la réponse «\u00a0disparue\u00a0»" in page
    assert Rule.objects.get().value == "region:93"


def test_two_officers_at_once_see_both_texts_and_lose_nothing(signed_in, cast, rule):
    client = signed_in(cast.officer)
    first = sent_for(client, rule, met="Le texte de Claire.")
    second = sent_for(client, rule, "lieu:13", met="Le texte de Denise.")
    client.post(change_address(rule), first)

    answer = client.post(change_address(rule), second)

    assert answer.status_code == 409
    assert Rule.objects.get().met == "Le texte de Claire."
    assert ("Phrase si elle est remplie", "Le texte de Claire.", "Le texte de Denise.") in answer.context["conflicts"]
    assert ("Région", "Provence-Alpes-Côte d’Azur", "rien") in answer.context["conflicts"]

    again = {**second, "version": answer.context["form"]["version"].value()}
    client.post(change_address(rule), again)
    assert (Rule.objects.get().met, Rule.objects.get().value) == ("Le texte de Denise.", "lieu:13")


def test_the_history_says_who_changed_what_in_words(signed_in, cast, rule):
    client = signed_in(cast.officer)
    client.post(change_address(rule), sent_for(client, rule, "lieu:13", met=rule.met))

    last, first = client.get(reverse("admin:programmes_rule_history", args=[rule.pk])).context["versions"]

    assert last.by == cast.officer
    assert (
        "Ce qui est vérifié",
        "le projet se passe en Provence-Alpes-Côte d’Azur",
        "le projet se passe dans ce département : Bouches-du-Rhône (13)",
    ) in last.changes
    assert ("Force", "", "Obligatoire") in first.changes


@pytest.mark.parametrize("role", ["other_officer", "partner_officer"])
def test_an_officer_of_another_house_neither_sees_nor_saves(signed_in, cast, rule, role):
    client = signed_in(cast.person(role))
    pages = [change_address(rule), reverse("admin:programmes_rule_history", args=[rule.pk])]

    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert client.post(change_address(rule), written("lieu:13")).status_code == 404
    assert client.post(add_address(cast.programme), written("lieu:13")).status_code == 403
    assert client.post(reverse("admin:programmes_rule_delete", args=[rule.pk]), {"post": "yes"}).status_code == 404
    assert rule not in client.get(reverse(LIST)).context["cl"].result_list
    assert Rule.objects.get().value == "region:93"


def test_an_officer_who_leads_another_programme_adds_no_rule_to_this_one(signed_in, cast):
    ProgrammeFactory(lead_actor=cast.other_officer.organisation_roles.get().actor)
    client = signed_in(cast.other_officer)

    assert client.get(add_address(cast.programme)).status_code == 404
    assert client.post(add_address(cast.programme), written("lieu:13")).status_code == 404
    assert not Rule.objects.exists()


def test_the_rules_of_an_announced_call_are_read_only(signed_in, cast):
    rule = RuleFactory(programme=None, call=cast.call)
    client = signed_in(cast.officer)

    page = client.get(change_address(rule))

    assert "ses conditions ne changent plus" in page.content.decode()
    assert client.post(change_address(rule), written("lieu:13")).status_code == 403
    assert client.get(add_address(cast.call)).status_code == 404


def test_a_rule_that_files_rest_on_is_not_deleted_and_another_is(signed_in, cast, rule):
    used = RuleFactory(programme=cast.programme, operator="declared", value="")
    cast.application.declarations.create(rule=used, value="oui")
    client = signed_in(cast.officer)

    kept = client.post(reverse("admin:programmes_rule_delete", args=[used.pk]), {"post": "yes"})
    client.post(reverse("admin:programmes_rule_delete", args=[rule.pk]), {"post": "yes"})

    assert "Des dossiers s’appuient sur cette règle" in kept.content.decode()
    assert list(Rule.objects.all()) == [used]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("list", 10), ("change", 12), ("add", 12), ("history", 10)])
def test_pages_take_the_same_queries_whatever_the_rows(signed_in, cast, rows, page, queries, django_assert_num_queries):
    for _ in range(rows):
        rule = RuleFactory(programme=cast.programme)
        rule.redirects.add(ProgrammeFactory())
    addresses = {
        "list": reverse(LIST),
        "change": change_address(rule),
        "add": add_address(cast.programme),
        "history": reverse("admin:programmes_rule_history", args=[rule.pk]),
    }
    client = signed_in(cast.officer)

    with django_assert_num_queries(queries):
        assert client.get(addresses[page]).status_code == 200

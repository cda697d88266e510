"""Every kind of question: what is read, what is wrong with it, what is shown; by the page, on both engines."""

import pytest
from django.urls import reverse

from actors.models import Commune
from applications import answers
from programmes.models import Question
from tests import factories
from tests.uploads import pdf, upload

pytestmark = pytest.mark.django_db

K = Question.Kind
NBSP = "\u00a0"


@pytest.fixture
def towns():
    """Two communes of one name, one alone."""
    reunion = factories.DepartmentFactory(
        code="974", name="La Réunion", sort_name="la reunion", region=factories.RegionFactory(code="04")
    )
    seine = factories.DepartmentFactory(code="93", name="Seine-Saint-Denis", sort_name="seine saint denis")
    rows = [("97411", "Saint-Denis", reunion), ("93066", "Saint-Denis", seine), ("93001", "Aubervilliers", seine)]
    for code, name, department in rows:
        Commune.objects.create(
            code=code, name=name, sort_name=name.lower().replace("-", " "), department=department, postal_codes=""
        )


@pytest.fixture
def application(cast):
    return cast.application


def ask(application, kind, code="q", **fields):
    if kind == K.FILE:
        fields["document_kind"] = factories.DocumentKindFactory()
    return factories.QuestionFactory(
        revision=application.revision, kind=kind, code=code, section="Votre projet", **{"max_length": None, **fields}
    )


def group(application, **fields):
    parent = ask(application, K.GROUP, "equipe", label="Votre équipe", **fields)
    ask(application, K.SHORT, "nom", label="Nom", parent=parent)
    ask(application, K.ONE, "role", label="Rôle", parent=parent, options="Salariée\nBénévole", required=False)
    return parent


def step(application):
    return reverse("applications:step", args=[application.pk, 1])


def post(client, application, files=None, **data):
    sent = {name.replace("__", "-"): value for name, value in data.items()}
    return client.post(step(application), {"continue": "1", **sent, **(files or {})})


def kept(application, code="q"):
    return application.answers.filter(question__code=code).values_list("value", flat=True).first()


@pytest.mark.parametrize(
    ("kind", "fields", "typed", "value", "shown"),
    [
        (K.SHORT, {}, "Une épicerie", "Une épicerie", "Une épicerie"),
        (K.LONG, {"least": 3}, "Ligne\r\nsuivante", "Ligne\nsuivante", "Ligne\nsuivante"),
        (K.NUMBER, {"least": 1, "most": 9}, "3,5", "3.5", "3,5"),
        (K.AMOUNT, {}, "12 500,50 €", "12500.50", f"12{NBSP}500,50{NBSP}€"),
        (K.DATE, {}, "14/06/2027", "2027-06-14", f"14{NBSP}juin{NBSP}2027"),
        (K.ONE, {"options": "Non\nOui"}, "Oui", "Oui", "Oui"),
        (K.MANY, {"options": "Bois\nFer\nLin", "most": 2}, ["Bois", "Lin"], ["Bois", "Lin"], "Bois, Lin"),
        (K.YES_NO, {}, "oui", "oui", "Oui"),
        (K.SCALE, {"most": 7}, "6", "6", "6"),
        (K.SIRET, {}, "732 829 320 00074", "73282932000074", f"732{NBSP}829{NBSP}320{NBSP}00074"),
        (K.SIREN, {}, "732829320", "732829320", f"732{NBSP}829{NBSP}320"),
    ],
)
def test_an_answer_goes_round(signed_in, cast, application, kind, fields, typed, value, shown):
    question = ask(application, kind, **fields)

    answer = post(signed_in(cast.holder), application, r_q=typed)

    assert answer.status_code == 302
    assert kept(application) == value
    assert answers.problem(question, value) == ""
    assert answers.words(question, value) == shown
    assert answers.read(question, value) == value


@pytest.mark.parametrize(
    ("kind", "fields", "typed", "sentence"),
    [
        (K.LONG, {"least": 20}, "Court", f"Écrivez au moins 20{NBSP}caractères."),
        (K.NUMBER, {"least": 1}, "0", "Écrivez 1 ou plus."),
        (K.NUMBER, {"most": 9}, "10", "Écrivez 9 ou moins."),
        (K.NUMBER, {}, "9" * 400, "Écrivez un nombre, par exemple 12."),
        (K.AMOUNT, {}, "-3", "Écrivez un montant en euros, par exemple 1 250."),
        (K.MANY, {"options": "Bois\nFer\nLin", "most": 1}, ["Bois", "Lin"], f"Choisissez au plus 1{NBSP}réponse."),
        (K.SIRET, {}, "732 829 320 00075", f"Ce SIRET n’est pas valable{NBSP}: deux chiffres sont peut-être inversés."),
        (K.SIREN, {}, "73282932", f"Le SIREN compte 9 chiffres{NBSP}; vous en avez saisi 8."),
        (K.COMMUNE, {}, "Trifouillis", "Nous ne trouvons pas cette commune."),
    ],
)
def test_a_wrong_answer_is_kept_and_told(signed_in, cast, application, kind, fields, typed, sentence):
    ask(application, kind, **fields)

    answer = post(signed_in(cast.holder), application, r_q=typed)

    assert sentence in answer.context["form"].errors["r_q"][0]
    assert kept(application) == typed


def test_a_commune_that_several_bear_is_asked_again(signed_in, cast, application, towns):
    ask(application, K.COMMUNE)
    client = signed_in(cast.holder)

    again = post(client, application, r_q="St-Denis")
    post(client, application, r_q="St-Denis", r_q__lieu="Saint-Denis, La Réunion (974)", v_q=1)

    assert "Saint-Denis, Seine-Saint-Denis (93)" in again.content.decode()
    assert kept(application) == {"code": "97411", "label": "Saint-Denis, La Réunion (974)"}


def test_a_commune_alone_of_its_name_is_taken(signed_in, cast, application, towns):
    ask(application, K.COMMUNE)

    post(signed_in(cast.holder), application, r_q="aubervilliers")

    assert kept(application)["code"] == "93001"


def test_a_file_becomes_a_document_of_the_project(signed_in, cast, application):
    question = ask(application, K.FILE)
    client = signed_in(cast.holder)

    answer = post(client, application, files={"r_q": upload("budget.pdf", pdf())})
    again = post(client, application, v_q=1)

    document = cast.project.documents.get(name="budget.pdf")
    assert (answer.status_code, again.status_code) == (302, 302)
    assert kept(application) == {"document": str(document.pk), "name": "budget.pdf", "size": document.size}
    assert application.attachments.get().question == question
    assert document.kind == question.document_kind


def test_a_file_is_taken_back_and_its_document_stays(signed_in, cast, application):
    ask(application, K.FILE, required=False)
    client = signed_in(cast.holder)
    post(client, application, files={"r_q": upload("budget.pdf", pdf())})

    post(client, application, r_q__retirer="1", v_q=1)

    assert kept(application) is None
    assert not application.attachments.exists()
    assert cast.project.documents.count() == 1


def test_a_refused_file_leaves_the_one_that_was_held(signed_in, cast, application):
    ask(application, K.FILE)
    client = signed_in(cast.holder)
    post(client, application, files={"r_q": upload("budget.pdf", pdf())})

    answer = post(client, application, files={"r_q": upload("virus.exe", b"MZ")}, v_q=1)

    assert "Ce type de fichier ne peut pas être déposé" in answer.context["form"].errors["r_q"][0]
    assert kept(application)["name"] == "budget.pdf"
    assert "budget.pdf" in answer.content.decode()


def test_a_file_removed_from_the_project_is_asked_again(signed_in, cast, application):
    ask(application, K.FILE)
    client = signed_in(cast.holder)
    post(client, application, files={"r_q": upload("budget.pdf", pdf())})
    client.post(reverse("projects:document_remove", args=[cast.project.documents.get().pk]))

    page = client.get(reverse("applications:review", args=[application.pk]))

    assert [gap.key for step in page.context["undone"] for gap in step.gaps] == ["q"]


def test_entries_of_a_group_are_added_and_removed_by_the_server(signed_in, cast, application):
    group(application)
    client = signed_in(cast.holder)
    typed = {"r_equipe-0-_": "1", "r_equipe-0-nom": "Nour", "r_equipe-0-role": "Salariée"}

    added = client.post(step(application), {**typed, "entry": "add:equipe"})
    both = {**typed, "r_equipe-1-_": "1", "r_equipe-1-nom": "Idriss", "v_equipe": 1}
    removed = client.post(step(application), {**both, "entry": "remove:equipe:0"})

    assert 'name="r_equipe-1-nom"' in added.content.decode()
    assert 'value="Nour"' in added.content.decode()
    assert "Idriss" in removed.content.decode()
    assert kept(application, "equipe") == [{"nom": "Idriss", "role": ""}]


def test_a_group_says_what_each_entry_lacks(signed_in, cast, application):
    question = group(application, least=2)

    answer = post(
        signed_in(cast.holder), application,
        **{"r_equipe-0-_": "1", "r_equipe-0-role": "Bénévole", "r_equipe-1-_": "1", "r_equipe-1-nom": "Nour"},
    )  # fmt: skip

    page = answer.content.decode()
    assert answer.context["form"].errors["r_equipe"] == ["Une réponse est à reprendre ci-dessous."]
    assert "Répondez à cette question." in page
    assert answers.words(question, kept(application, "equipe")) == (f"Rôle{NBSP}: Bénévole\n\nNom{NBSP}: Nour")


def test_a_table_has_a_total_that_the_server_computes(signed_in, cast, application):
    question = ask(application, K.TABLE, options="Salaires\nLoyer", free_rows=True)
    rows = {"r_q-0-_": "1", "r_q-0-amount": "1 200,50", "r_q-1-_": "1", "r_q-1-amount": ""}
    rows |= {"r_q-2-_": "1", "r_q-2-label": "Four", "r_q-2-amount": "300", "total": "99999"}

    answer = post(signed_in(cast.holder), application, **rows)

    assert answer.status_code == 302
    assert answers.words(question, kept(application)) == (
        f"Salaires{NBSP}: 1{NBSP}200,50{NBSP}€\nFour{NBSP}: 300{NBSP}€\nTotal{NBSP}: 1{NBSP}500,50{NBSP}€"
    )


@pytest.mark.parametrize(
    ("free", "row", "sentence"),
    [
        (True, {"label": "", "amount": "300"}, "Nommez chaque ligne que vous ajoutez."),
        (True, {"label": "Four", "amount": "cher"}, f"«{NBSP}Four{NBSP}»{NBSP}: écrivez un montant en euros"),
        (False, {"label": "Four", "amount": "300"}, "Ce tableau n’a que les lignes proposées."),
    ],
)
def test_a_wrong_row_is_told(signed_in, cast, application, free, row, sentence):
    ask(application, K.TABLE, options="Salaires", free_rows=free)
    data = {f"r_q-1-{name}": value for name, value in row.items()}

    answer = post(signed_in(cast.holder), application, **{"r_q-0-_": "1", "r_q-1-_": "1", **data})

    assert sentence in answer.context["form"].errors["r_q"][0]

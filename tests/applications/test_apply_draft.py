import pytest
from django.urls import reverse

from applications import draft
from applications.models import Application
from tests.factories import QuestionFactory, RuleFactory


@pytest.fixture
def application(cast):
    return cast.application


@pytest.fixture
def need(application):
    return QuestionFactory(revision=application.revision, section="Votre projet", code="besoin", max_length=20)


@pytest.fixture
def model(application):
    return QuestionFactory(
        revision=application.revision, section="Votre projet", code="modele", required=False, max_length=None
    )


def url(application, number=1):
    return reverse("applications:step", args=[application.pk, number])


def kept(application):
    return dict(application.answers.values_list("question__code", "value"))


def test_step_is_saved_and_leads_to_the_next(signed_in, cast, need, model):
    QuestionFactory(revision=cast.application.revision, section="Vos besoins")

    response = signed_in(cast.holder).post(
        url(cast.application), {"r_besoin": "Un besoin", "r_modele": "", "continue": "1"}
    )

    assert response.url == url(cast.application, 2)
    assert kept(cast.application) == {"besoin": "Un besoin"}


def test_incomplete_step_is_saved_and_says_what_is_missing(signed_in, cast, need, model):
    response = signed_in(cast.holder).post(
        url(cast.application), {"r_besoin": "", "r_modele": "Des abonnements", "continue": "1"}
    )

    assert response.context["form"].errors == {"r_besoin": ["Répondez à cette question."]}
    assert kept(cast.application) == {"modele": "Des abonnements"}


@pytest.mark.parametrize("button", ["later", "back"])
def test_incomplete_step_can_be_left(signed_in, cast, need, button):
    response = signed_in(cast.holder).post(url(cast.application), {"r_besoin": "", button: "1"})

    assert response.url == (reverse("workspace") if button == "later" else url(cast.application))


def test_text_too_long_is_kept_and_shown_again(signed_in, cast, need):
    text = "Un texte bien plus long que vingt signes"
    client = signed_in(cast.holder)

    refused = client.post(url(cast.application), {"r_besoin": text, "continue": "1"})
    again = client.get(url(cast.application))

    assert list(refused.context["form"].errors) == ["r_besoin"]
    assert kept(cast.application) == {"besoin": text}
    assert text in again.text
    assert "maxlength" not in again.text


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("short", "Une épicerie", "Une épicerie"),
        ("number", "3,5", "3.5"),
        ("number", "trois", "trois"),
        ("amount", "1 250 €", "1250"),
        ("date", "2027-09-01", "2027-09-01"),
        ("date", "bientôt", "bientôt"),
        ("one", "Oui, en partie", "Oui, en partie"),
        ("many", ["Oui, en partie", "Non"], ["Oui, en partie", "Non"]),
        ("yes_no", "non", "non"),
    ],
)
def test_every_kind_is_stored_and_shown_again(signed_in, cast, kind, typed, stored):
    QuestionFactory(
        revision=cast.application.revision, code="x", kind=kind, options="Oui, en partie\nNon", max_length=None
    )
    client = signed_in(cast.holder)

    client.post(url(cast.application), {"r_x": typed, "continue": "1"})

    assert kept(cast.application) == {"x": stored}
    assert client.get(url(cast.application)).context["form"]["r_x"].value() == stored


@pytest.mark.parametrize(("kind", "typed"), [("one", "Forgé"), ("many", ["Non", "Forgé"]), ("yes_no", "1")])
def test_choice_never_offered_is_not_kept(signed_in, cast, kind, typed):
    question = QuestionFactory(revision=cast.application.revision, code="x", kind=kind, options="Oui\nNon")
    draft.save_answers(cast.application, {question: "Non"}, {}, by=cast.holder)

    response = signed_in(cast.holder).post(url(cast.application), {"r_x": typed, "v_x": 1, "continue": "1"})

    assert list(response.context["form"].errors) == ["r_x"]
    assert kept(cast.application) == {"x": "Non"}


def test_second_tab_sees_both_texts_and_erases_nothing(signed_in, cast, need, model):
    client = signed_in(cast.holder)
    client.post(url(cast.application), {"r_besoin": "Premier", "v_besoin": 0, "r_modele": "", "continue": "1"})

    response = client.post(
        url(cast.application),
        {"r_besoin": "Second", "v_besoin": 0, "r_modele": "Autre", "v_modele": 0, "continue": "1"},
    )

    (clash,) = response.context["clashes"]
    assert (clash.saved_words, clash.typed_words) == ("Premier", "Second")
    assert response.context["form"]["r_besoin"].value() == "Second"
    assert kept(cast.application) == {"besoin": "Premier", "modele": "Autre"}


def test_second_tab_saved_again_wins_knowingly(signed_in, cast, need):
    client = signed_in(cast.holder)
    client.post(url(cast.application), {"r_besoin": "Premier", "v_besoin": 0, "continue": "1"})
    shown = client.post(url(cast.application), {"r_besoin": "Second", "v_besoin": 0, "continue": "1"})
    version = shown.context["form"]["v_besoin"].value()

    client.post(url(cast.application), {"r_besoin": "Second", "v_besoin": version, "continue": "1"})

    assert kept(cast.application) == {"besoin": "Second"}


def test_same_text_twice_is_no_clash(signed_in, cast, need):
    client = signed_in(cast.holder)
    client.post(url(cast.application), {"r_besoin": "Premier", "v_besoin": 0, "continue": "1"})

    response = client.post(url(cast.application), {"r_besoin": "Premier", "v_besoin": 0, "continue": "1"})

    assert response.status_code == 302


def test_text_written_while_the_file_was_sent_is_shown_and_not_kept(signed_in, cast, need):
    Application.objects.filter(pk=cast.application.pk).update(state="submitted", number="C-2027-0001")

    response = signed_in(cast.holder).post(url(cast.application), {"r_besoin": "Trop tard", "continue": "1"})

    assert response.context["typed"] == [(need.label, "Trop tard")]
    assert kept(cast.application) == {}


@pytest.mark.parametrize("page", ["step", "conditions", "documents", "review", "resume"])
def test_sent_file_has_no_draft_pages_any_more(signed_in, cast, page):
    Application.objects.filter(pk=cast.application.pk).update(state="submitted", number="C-2027-0001")
    args = [cast.application.pk, 1] if page == "step" else [cast.application.pk]

    response = signed_in(cast.holder).get(reverse(f"applications:{page}", args=args))

    assert response.url == cast.application.get_absolute_url()


def test_declaration_made_while_the_file_was_sent_is_not_kept(signed_in, cast):
    RuleFactory(programme=cast.programme, operator="declared", value="", code="temps")
    Application.objects.filter(pk=cast.application.pk).update(state="submitted", number="C-2027-0001")
    page = reverse("applications:conditions", args=[cast.application.pk])

    response = signed_in(cast.holder).post(page, {"r_temps": "oui", "continue": "1"})

    assert (response.url, cast.application.declarations.count()) == (cast.application.get_absolute_url(), 0)


@pytest.mark.parametrize("number", [0, 7])
def test_step_that_does_not_exist(signed_in, cast, need, number):
    assert signed_in(cast.holder).get(url(cast.application, number)).status_code == 404


def test_draft_is_taken_up_at_the_first_gap(signed_in, cast, need, model):
    draft.save_answers(cast.application, {need: "Un besoin"}, {}, by=cast.holder)
    QuestionFactory(revision=cast.application.revision, section="Vos besoins")

    response = signed_in(cast.holder).get(reverse("applications:resume", args=[cast.application.pk]))

    assert response.url == url(cast.application, 2)


def test_conditions_are_saved_even_when_one_is_missing(signed_in, cast):
    said = RuleFactory(programme=cast.programme, operator="declared", value="", code="temps")
    RuleFactory(programme=None, call=cast.call, operator="gte", value="years:3", code="age")
    page = reverse("applications:conditions", args=[cast.application.pk])

    response = signed_in(cast.holder).post(page, {"r_temps": "oui", "r_age": "", "continue": "1"})

    assert response.context["form"].errors == {"r_age": ["Répondez à cette question."]}
    assert list(cast.application.declarations.values_list("rule", "value")) == [(said.pk, "oui")]


@pytest.mark.parametrize(("typed", "stored"), [("1 200,50 €", "1200.5"), ("3", "3")])
def test_number_declared_is_stored_plainly(signed_in, cast, typed, stored):
    RuleFactory(programme=cast.programme, operator="lte", value="eur:5000", code="prix")
    page = reverse("applications:conditions", args=[cast.application.pk])

    signed_in(cast.holder).post(page, {"r_prix": typed, "continue": "1"})

    assert cast.application.declarations.get().value == stored


@pytest.mark.parametrize("typed", ["beaucoup", "NaN", "1e99", "-Infinity"])
def test_number_declared_that_is_none_is_refused(signed_in, cast, typed):
    RuleFactory(programme=cast.programme, operator="lte", value="eur:5000", code="prix")
    page = reverse("applications:conditions", args=[cast.application.pk])

    response = signed_in(cast.holder).post(page, {"r_prix": typed, "continue": "1"})

    assert response.context["form"].errors == {"r_prix": ["Écrivez un nombre, par exemple 3."]}
    assert cast.application.declarations.count() == 0

"""Words of the glossary in public texts: which are found, what a page holds, in how many queries."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from actors.revision import bump
from programmes.glossary import Glossary
from programmes.models import GlossaryTerm
from tests.factories import ActorFactory, ProgrammeFactory, StageFactory

pytestmark = pytest.mark.django_db
BUTTON = '<button type="button" class="term" popovertarget="mot-{}">{}</button>'


def term(name, **fields):
    slug = fields.pop("slug", name.lower())
    return GlossaryTerm(slug=slug, term=name, sort_term=slug, code=slug, definition="Sens.", **fields)


def found(text, *names):
    glossary = Glossary([term(name) for name in names])
    return [(piece, one.term) for piece, one in glossary.pieces(text, set()) if one]


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        ("Un incubateur.", "incubateur", "incubateur"),
        ("Des Incubateurs !", "incubateur", "Incubateurs"),
        ("les porteurs de projets", "porteur de projet", "porteurs de projets"),
        ("porteur\nde projet", "porteur de projet", "porteur\nde projet"),
        ("au changement d'échelle", "changement d’échelle", "changement d'échelle"),
        ("deux tiers-lieux", "tiers-lieu", "tiers-lieux"),
        ("l’ESS", "économie sociale et solidaire (ESS)", "ESS"),
        ("l’économie sociale et solidaire", "économie sociale et solidaire (ESS)", "économie sociale et solidaire"),
        ("un CAPE,", "CAPE", "CAPE"),
        ("(DLA)", "DLA", "DLA"),
        ("la réfe\u0301rente ou le réfe\u0301rent", "référent", "référent"),
    ],
)
def test_a_term_is_found_in_any_number_and_case_and_acronyms_as_written(text, name, written):
    assert found(text, name) == [(written, name)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("préincubateur", "incubateur"),
        ("co-incubateur", "incubateur"),
        ("il freine", "frein"),
        ("une cape", "CAPE"),
        ("dla", "DLA"),
        ("", "DLA"),
    ],
)
def test_a_part_of_a_word_or_an_acronym_in_small_letters_is_no_term(text, name):
    assert found(text, name) == []


def test_the_longest_term_wins_and_none_stands_inside_another():
    text = "L’agrément ESUS est un agrément de l’ESS."

    assert found(text, "agrément", "agrément ESUS", "ESUS", "ESS") == [
        ("agrément ESUS", "agrément ESUS"),
        ("agrément", "agrément"),
        ("ESS", "ESS"),
    ]


def test_the_pieces_make_the_text_again_and_a_term_is_marked_once():
    glossary, seen = Glossary([term("DLA"), term("frein")]), set()

    pieces = glossary.pieces("Le DLA, un frein ? Le DLA.", seen)

    assert "".join(piece for piece, _ in pieces) == "Le DLA, un frein ? Le DLA."
    assert [piece for piece, one in pieces if one] == ["DLA", "frein"]
    assert [one for _, one in glossary.pieces("Encore le DLA", seen) if one] == []


def test_an_empty_glossary_leaves_the_text():
    assert Glossary([]).pieces("Le DLA.", set()) == [("Le DLA.", None)]


def rendered(text, *texts):
    request = RequestFactory().get("/")
    context = Context({"texts": [text, *texts]})
    context.request = request
    return Template("{% for text in texts %}<p>{% explained text %}</p>{% endfor %}").render(context)


def test_text_and_definition_are_escaped_and_a_term_opens_once_in_the_page():
    GlossaryTerm.objects.bulk_create([term("DLA", also_said="<i>aide</i>")])
    bump()

    html = rendered("<b>Un DLA</b>.", "Le DLA & vous")

    assert f"<p>&lt;b&gt;Un {BUTTON.format('dla', 'DLA')}<span" in html
    assert "&lt;i&gt;aide&lt;/i&gt;" in html
    assert html.count('id="mot-dla"') == 1
    assert "</span></span>&lt;/b&gt;.</p>" in html
    assert "<p>Le DLA &amp; vous</p>" in html


def test_everyday_words_are_not_explained_in_texts(directory):
    silent = set(GlossaryTerm.objects.filter(in_texts=False).values_list("term", flat=True))

    assert {"étape", "avis", "Région"} <= silent
    assert 'class="term"' not in rendered("Une étape, un avis, une région.")
    assert BUTTON.format("couveuse", "couveuses") in rendered("Des couveuses.")


def sheets():
    stage = StageFactory(description="Un essai en couveuse.")
    actor = ActorFactory(summary="Une couveuse.", description="Et le DLA.")
    programme = ProgrammeFactory(target="Le DLA.", for_you_if="une couveuse\nle DLA", lead_actor=actor)
    GlossaryTerm.objects.bulk_create([term("couveuse"), term("DLA")])
    bump()
    return [one.get_absolute_url() for one in (stage, actor, programme)]


def test_sheets_of_programmes_organisations_and_stages_explain_their_words(client):
    pages = [client.get(address).content.decode() for address in sheets()]

    assert [page.count('class="term"') for page in pages] == [1, 2, 2]
    assert [page.count('id="mot-couveuse"') for page in pages] == [1, 1, 1]


def test_the_proposals_of_the_orientation_explain_their_words(client, directory):
    content = client.get("/orientation/resultat/?etape=creation&lieu=marseille").content.decode()

    assert 'class="term"' in content
    assert content.count('id="mot-') == content.count('class="term"')


def test_terms_are_read_once_for_a_revision_of_the_directory(client, django_assert_num_queries):
    stage, actor, programme = sheets()
    client.get(stage)

    for address, queries in ((stage, 5), (actor, 3), (programme, 6)):
        with django_assert_num_queries(queries):
            assert 'class="term"' in client.get(address).content.decode()


def test_a_new_term_is_explained_after_the_next_revision(client):
    stage = sheets()[0]
    client.get(stage)
    GlossaryTerm.objects.filter(slug="couveuse").update(definition="Un cadre prêté.")
    before = client.get(stage).content.decode()

    bump()

    assert "Un cadre prêté." not in before
    assert "Un cadre prêté." in client.get(stage).content.decode()


def test_the_glossary_page_searches_within_itself(client, directory):
    content = client.get(reverse("programmes:glossary")).content.decode()

    assert '<input type="hidden" name="dans" value="glossaire">' in content
    assert client.get("/recherche/?dans=glossaire&q=DLA").context["chosen"] == "term"

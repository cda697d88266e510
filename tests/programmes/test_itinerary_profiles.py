"""The twelve test visitors and the MSA story, through the pages: what is proposed, what is refused, and why."""

from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from actors.models import Commune, Department
from actors.places import place_key
from ess_portal.directory.load import DATA, load
from ess_portal.directory.rows import Known, read
from programmes.eligibility import gather
from programmes.models import Rule
from programmes.orientation import orient
from tests.programmes.visits import answers_of, confide, proposed, refused, visit

pytestmark = pytest.mark.django_db
PROFILES = read(DATA, "profiles.csv", {"code", "answers", "expected_programmes", "expected_refusals"}, Known())
EACH = pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.text("code"))
COMMUNES = [
    ("69123", "Lyon", "69001 69002", 522250),
    ("59350", "Lille", "59000 59800", 236710),
    ("97411", "Saint-Denis", "97400", 153810),
    ("93066", "Saint-Denis", "93200 93210", 149077),
]


@pytest.fixture(scope="module", autouse=True)
def _facts(django_db_setup, django_db_blocker):
    """The real directory and four communes, once for the module, rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        for code, name, postal_codes, population in COMMUNES:
            department = Department.objects.get(pk=code[:3] if code.startswith("97") else code[:2])
            Commune.objects.create(
                code=code,
                name=name,
                sort_name=place_key(name),
                department=department,
                postal_codes=postal_codes,
                population=population,
            )
        yield
        transaction.set_rollback(True)


def expected_refusals(profile):
    """(programme, sentence, remedy) of each rule that should refuse."""
    found = []
    for refusal in profile.many("expected_refusals"):
        programme, code = refusal.split(":")
        rule = Rule.objects.get(programme__slug=programme, code=code)
        found.append((programme, rule.not_met, rule.remedy))
    return found


@EACH
def test_page_proposes_what_suits_her_and_explains_each_refusal(client, profile):
    response = confide(client, profile.text("answers"))

    page = unescape(response.content.decode())
    expected = expected_refusals(profile)
    assert set(profile.many("expected_programmes")) - set(proposed(response)) == set()
    assert {(programme, sentence) for programme, sentence, _ in expected} - refused(response) == set()
    assert [text for _, sentence, remedy in expected for text in (sentence, remedy) if text not in page] == []
    assert 0 < len(proposed(response)) <= 3


@EACH
def test_address_alone_proposes_what_suits_her_and_never_repeats_what_is_sensitive(client, profile):
    """What hangs on a confidence is « to be checked »: a sensitive code forged into the address changes nothing."""
    response = visit(client, profile.text("answers"))

    written_twice = response.content.decode().replace('value="eloigne_emploi"', "").replace('value="confiance"', "")
    assert set(profile.many("expected_programmes")) - set(proposed(response)) == set()
    assert response.context["answers"].ignored is ("eloigne_emploi" in profile.text("answers"))
    assert "eloigne_emploi" not in written_twice
    assert "=confiance" not in written_twice


@EACH
def test_function_proposes_the_same_and_refuses_the_same(profile):
    found = orient(gather(answers_of(profile.text("answers"))), timezone.now())

    reasons = {(one.programme.slug, reason.sentence) for one in found.refusals for reason in one.reasons}
    proposals = {reading.programme.slug for reading in found.proposals}
    assert set(profile.many("expected_programmes")) - proposals == set()
    assert {(programme, sentence) for programme, sentence, _ in expected_refusals(profile)} - reasons == set()


def test_msa_story_goes_from_the_dla_to_mpess_developpement(client):
    """Domain dossier 2.2: she came for a brand, a need for the DLA; it became a new activity."""
    at_first = "qui:intrapreneur|lieu:83|etape:consolidation|forme:association_1901|acquis:structure_employeuse"
    member = f"{at_first}|acquis:adherent_cress"
    after = member.replace("etape:consolidation", "etape:developpement") + "|acquis:idee_precise"

    wish, need = visit(client, member), visit(client, after)

    assert proposed(visit(client, at_first))[0] in {"dla", "dla-paca"}
    assert proposed(wish)[0] in {"dla", "dla-paca"}
    assert "mpess-developpement" not in proposed(wish)
    refusal = next(one for one in wish.context["found"].refusals if one.programme.slug == "mpess-developpement")
    assert [reason.sentence for reason in refusal.reasons] == [
        "Il faut une idée précise\u00a0: le parcours n’aide pas à la trouver."
    ]
    assert [lead.slug for lead in refusal.reasons[0].leads] == ["dla-paca"]
    assert proposed(need)[0] == "mpess-developpement"
    assert "dla" in proposed(need)


@pytest.mark.parametrize(
    ("place", "called", "local"),
    [
        ("lieu=Lyon", "cress-auvergne-rhone-alpes", "ronalpia-incubation"),
        ("lieu=Lille", "cress-hauts-de-france", None),
        ("lieu=97400", "cress-la-reunion", None),
        ("", "ess-france", None),
    ],
)
@pytest.mark.parametrize("stage", ["", "&etape=structuration", "&etape=developpement"])
def test_visitors_from_everywhere_get_a_useful_page(client, place, called, local, stage):
    response = client.get(f"/orientation/resultat/?{place}{stage}")

    assert response.status_code == 200
    assert len(proposed(response)) == 3
    assert response.context["call_first"].slug == called
    assert len(response.context["supporters"]) == 3
    regions = {reading.programme.region_id for reading in response.context["found"].proposals[:1]}
    assert not place or regions <= {None, response.context["region"].pk}
    assert local in {None, *proposed(response)} or stage == "&etape=developpement"


def test_a_name_that_several_communes_bear_is_asked_again(client):
    response = client.get("/orientation/resultat/?lieu=Saint-Denis&etape=creation&qui=intrapreneur")

    page = unescape(response.content.decode())
    labels = [place.label for place, _ in response.context["choices"]]
    assert labels == ["Saint-Denis, La Réunion (974)", "Saint-Denis, Seine-Saint-Denis (93)"]
    assert "Plusieurs lieux portent ce nom" in page
    chosen = [Client().get(f"/orientation/resultat/?{query}") for _, query in response.context["choices"]]
    assert [answer.context["region"].pk for answer in chosen] == ["04", "11"]
    assert [answer.context["answers"].given["etape"] for answer in chosen] == [["creation"], ["creation"]]

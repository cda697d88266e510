"""What machines read in a page: things that schema.org knows, under the configured address, escaped."""

import datetime as dt
import json
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, Alias
from programmes.models import Audience, GlossaryTerm, Programme, Stage
from tests.factories import ActorFactory, CallFactory, ProgrammeFactory, StageFactory

pytestmark = pytest.mark.django_db
HOST = "https://correspondances.example"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# What schema.org defines for each type (schema.org/Service, /Organization, /ApplyAction, /DefinedTerm…), as used here.
THING = {"name", "description", "url", "alternateName", "sameAs", "identifier", "potentialAction"}
KNOWN = {
    "Service": THING | {"serviceType", "provider", "areaServed", "audience", "offers"},
    "Organization": THING | {"address", "areaServed", "parentOrganization", "memberOf", "dissolutionDate"},
    "ApplyAction": THING | {"startTime", "endTime", "actionStatus", "object"},
    "DefinedTerm": THING | {"termCode", "inDefinedTermSet"},
    "DefinedTermSet": THING | {"hasDefinedTerm"},
    "Offer": THING | {"price", "priceCurrency"},
    "Audience": THING | {"audienceType"},
    "AdministrativeArea": THING,
    "Country": THING,
    "PostalAddress": THING | {"addressLocality", "addressRegion", "addressCountry"},
    "PropertyValue": THING | {"propertyID", "value"},
}
NEEDED = {
    "Service": {"name", "url", "provider"},
    "Organization": {"name", "url"},
    "ApplyAction": {"name", "url", "startTime", "actionStatus"},
    "DefinedTerm": {"name", "url", "description"},
    "DefinedTermSet": {"name", "url"},
    "Offer": {"price", "priceCurrency"},
    "Audience": {"audienceType"},
    "AdministrativeArea": {"name"},
    "Country": {"name"},
    "PostalAddress": {"addressCountry"},
    "PropertyValue": {"propertyID", "value"},
}


@pytest.fixture(autouse=True)
def _host(settings):
    settings.SITE_ADDRESS = HOST


def page(client, address):
    return client.get(address).content.decode()


def data(client, address):
    (block,) = BLOCK.findall(page(client, address))
    return json.loads(block)


def things(value):
    """Every thing of a document, the whole included."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from things(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from things(inner)


def faults(document):
    found = [] if document.get("@context") == "https://schema.org" else ["no context"]
    for one in things(document):
        kind, given = one["@type"], {name for name in one if not name.startswith("@")}
        found += [f"{kind} lacks {name}" for name in NEEDED[kind] - given]
        found += [f"{kind} has no {name}" for name in given - KNOWN[kind]]
        found += [f"{kind} {name} is empty" for name in given if one[name] in (None, "", [], {})]
        found += [f"{kind} leads outside"] if not one.get("url", HOST).startswith(HOST) else []
        found += [f"{name} is no instant" for name in given & {"startTime", "endTime"} if not aware(one[name])]
    return found


def aware(text):
    return dt.datetime.fromisoformat(text).tzinfo is not None


def test_every_page_of_the_directory_describes_itself(client, directory):
    for programme in Programme.objects.filter(slug__in=["dla", "inter-made-starter"]):
        CallFactory(programme=programme)
    pages = [one.get_absolute_url() for one in Programme.objects.public()]
    pages += [one.get_absolute_url() for one in Actor.objects.public()[::8]]
    pages += [one.get_absolute_url() for one in Stage.objects.all()]
    pages += [reverse("programmes:glossary"), *(call.get_absolute_url() for call in called())]

    documents = {address: data(client, address) for address in pages}

    assert {address: faults(one) for address, one in documents.items() if faults(one)} == {}
    assert all(one["@id"] == HOST + address for address, one in documents.items())
    assert len(documents) > 65


def called():
    return [call for programme in Programme.objects.all() for call in programme.calls.all()]


def test_a_fault_would_be_seen():
    planted = {"@context": "https://schema.org", "@type": "Offer", "price": "", "cost": 3}

    assert sorted(faults(planted)) == ["Offer has no cost", "Offer lacks priceCurrency", "Offer price is empty"]


def test_a_programme_says_who_where_for_whom_and_for_how_much(client):
    programme = ProgrammeFactory(name="Starter", cost=0, cost_note="La Région paie.", lead_actor__name="Inter-Made")
    programme.audiences.add(Audience.objects.create(code="porteur", name="Porteur de projet"))
    Alias.objects.create(target_kind="programme", slug=programme.slug, name="Démarrage")
    call = CallFactory(programme=programme)
    CallFactory(programme=programme, closed=True)

    document = data(client, programme.get_absolute_url())

    assert document["provider"]["name"] == "Inter-Made"
    assert document["areaServed"] == {"@type": "AdministrativeArea", "name": "Provence-Alpes-Côte d’Azur"}
    assert document["audience"] == [{"@type": "Audience", "audienceType": "Porteur de projet"}]
    assert document["offers"] == {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "EUR",
        "description": "La Région paie.",
    }
    assert document["alternateName"] == ["Démarrage"]
    assert [action["url"] for action in document["potentialAction"]] == [HOST + call.get_absolute_url()]


def test_a_price_that_is_not_known_is_no_offer_and_a_national_programme_serves_the_country(client):
    document = data(client, ProgrammeFactory(cost=None, region=None).get_absolute_url())

    assert "offers" not in document
    assert document["areaServed"] == {"@type": "Country", "name": "France"}


@pytest.mark.parametrize(
    ("situation", "status"),
    [
        ({}, "PotentialActionStatus"),
        ({"upcoming": True}, "PotentialActionStatus"),
        ({"closed": True}, "CompletedActionStatus"),
        ({"cancelled_at": timezone.now()}, "FailedActionStatus"),
    ],
)
def test_a_call_says_from_when_to_when_one_may_apply(client, situation, status):
    call = CallFactory(**situation)

    document = data(client, call.get_absolute_url())

    assert document["actionStatus"] == f"https://schema.org/{status}"
    assert dt.datetime.fromisoformat(document["startTime"]) == call.opens_at
    assert dt.datetime.fromisoformat(document["endTime"]) == call.closes_at
    assert document["object"]["@id"] == HOST + call.programme.get_absolute_url()


def test_an_organisation_says_where_it_is_and_since_when_it_is_closed(client):
    hidden = ActorFactory(listed=False, name="Cachée")
    actor = ActorFactory(
        city="Marseille",
        siret="12345678901234",
        website="https://exemple.org/",
        status="closed",
        status_since=dt.date(2025, 7, 11),
        parent=hidden,
    )
    actor.networks.add(ActorFactory(name="Réseau"), hidden)

    document = data(client, actor.get_absolute_url())

    assert document["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Marseille",
        "addressRegion": "Provence-Alpes-Côte d’Azur",
        "addressCountry": "FR",
    }
    assert document["identifier"]["value"] == "12345678901234"
    assert document["sameAs"] == "https://exemple.org/"
    assert document["dissolutionDate"] == "2025-07-11"
    assert [network["name"] for network in document["memberOf"]] == ["Réseau"]
    assert "parentOrganization" not in document


def test_the_glossary_is_a_set_of_terms(client):
    GlossaryTerm.objects.create(slug="dla", term="DLA", sort_term="dla", code="dla", definition="Un dispositif.")

    (term,) = data(client, reverse("programmes:glossary"))["hasDefinedTerm"]

    assert (term["name"], term["url"]) == ("DLA", f"{HOST}/glossaire/#dla")


def test_words_of_a_sheet_cannot_leave_the_block(client):
    words = "</script><script>alert(1)</script><!-- & ‹é›"
    programme = ProgrammeFactory(name=words, summary=words)

    text = page(client, programme.get_absolute_url())

    assert "<script>alert" not in text
    assert json.loads(BLOCK.findall(text)[0])["name"] == words


def test_the_policy_lets_no_script_in_for_it(client):
    response = client.get(ProgrammeFactory().get_absolute_url())

    policy = {part.strip() for part in response["Content-Security-Policy"].split(";")}

    assert "script-src 'self'" in policy
    assert "unsafe" not in response["Content-Security-Policy"]


def meta(text):
    head = text[: text.index("</head>")]
    found = dict(re.findall(r'<meta [^>]*property="(og:\w+)" content="([^"]*)"', head))
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', head)
    return {name: unescape(value) for name, value in found.items()}, canonical


def test_a_public_page_says_its_title_description_and_address(client):
    programme = ProgrammeFactory(name='L’« autre » "parcours" & <suite>', summary='Six "semaines".')

    found, canonical = meta(page(client, f"{programme.get_absolute_url()}?utm_source=lettre"))

    assert found == {
        "og:title": programme.name,
        "og:description": programme.summary,
        "og:url": HOST + programme.get_absolute_url(),
        "og:type": "website",
        "og:site_name": "Correspondances",
        "og:locale": "fr_FR",
    }
    assert canonical == [HOST + programme.get_absolute_url()]


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "/"),
        ("/programmes/?q=couveuse&tri=nom", "/programmes/"),
        ("/programmes/?page=2", "/programmes/?page=2"),
        ("/programmes/?page=1", "/programmes/"),
        ("/programmes/?page=99", "/programmes/?page=2"),
        ("/programmes/?page=2&q=programme", "/programmes/"),
        ("/programmes/?page=2&utm_source=x", "/programmes/"),
        ("/comparer/?programme=a", "/comparer/"),
    ],
)
def test_filters_and_followers_are_not_part_of_the_address(client, address, canonical):
    ProgrammeFactory.create_batch(25)

    assert meta(page(client, address))[1] == [HOST + canonical]


def test_a_page_of_nobody_or_of_one_person_has_no_address(client, signed_in, holder):
    assert meta(page(client, "/programmes/nulle-part/"))[1] == []
    assert meta(page(client, "/compte/login/"))[1] == []
    assert meta(page(signed_in(holder), "/espace/"))[1] == []


def test_stages_are_terms_of_one_set(client):
    document = data(client, StageFactory().get_absolute_url())

    assert document["inDefinedTermSet"]["url"] == f"{HOST}/etapes/"

"""A walk through every public link from the home page, with the real facts and canaries in every internal field."""

import datetime as dt
import re
from collections import Counter
from html import unescape
from urllib.parse import urldefrag, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from actors.models import Actor, LegalForm, Sector, Source, Zone
from ess_portal.directory.load import load
from programmes.models import Audience, DocumentKind, GlossaryTerm, Programme, ProgrammeComponent, Stage
from tests.factories import CallCriterionFactory, CallDocumentFactory, CallFactory, QuestionFactory

pytestmark = pytest.mark.django_db  # without it no test database is made, and the walk would read the person's own

CANARY = "CANARI-INTERNE"
SIGNED_IN = ("/espace/", "/compte/", "/gestion/", "/candidatures/", "/projets/", "/comite/", "/suivi/", "/static/")
NOTED = [Actor, LegalForm, Sector, Zone, Audience, DocumentKind, GlossaryTerm, Stage, Programme, ProgrammeComponent]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """Address → (status, text) of every public page reached, on a database that is then rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        hide_canaries()
        announce_calls()
        pages = walk(Client())
        facts = {
            "listed": set(Actor.objects.public().values_list("slug", flat=True)),
            "unlisted": set(Actor.objects.exclude(listed=True).values_list("slug", flat=True)),
            "programmes": set(Programme.objects.values_list("slug", flat=True)),
            "components": list(ProgrammeComponent.objects.values_list("programme__slug", "title")),
            "sources": set(Source.objects.filter(code__contains=":").values_list("code", flat=True)),
        }
        assert Actor.objects.count() == 169
        transaction.set_rollback(True)
    return pages, facts


def hide_canaries():
    for model in NOTED:
        model.objects.update(editor_note=CANARY)
    Actor.objects.update(status_note=CANARY)
    Programme.objects.update(unknowns=CANARY, confidence=CANARY)
    Source.objects.filter(public=False).update(label=CANARY)


def announce_calls():
    """One call in each phase, the open one with its form."""
    programmes = Programme.objects.filter(slug__in=["mpess-developpement", "inter-made-starter", "dla"])
    for programme in programmes:
        call = CallFactory(programme=programme, contact="appel@example.org")
        QuestionFactory(revision__call=call, label="À quel besoin répond l’activité\u00a0?")
        CallDocumentFactory(call=call)
        CallCriterionFactory(call=call)
    CallFactory(programme=programmes[0], closed=True)
    CallFactory(programme=programmes[0], upcoming=True, closes_at=timezone.now() + dt.timedelta(days=40))
    CallFactory(programme=programmes[0], cancelled_at=timezone.now())


def walk(client):
    pages, waiting = {}, ["/"]
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        response = client.get(address)
        if response.status_code == 200 and not response["Content-Type"].startswith("text/html"):
            continue  # a file, a feed, a calendar
        pages[address] = (response.status_code, response.getvalue().decode())
        waiting += [target for target in targets(address, pages[address][1]) if target not in pages]
    return pages


def links(page, text):
    """Internal links of a page: address and fragment."""
    for href in re.findall(r'<a\s[^>]*?href="([^"]*)"', text):
        address, fragment = urldefrag(unescape(href))
        if not address:
            yield page, fragment
        elif address.startswith("?"):
            yield urlsplit(page).path + address, fragment
        elif address.startswith("/"):
            yield address, fragment


def targets(page, text):
    """Public pages to visit: of the filtered lists only the pages, and no file (calendar, feed, table)."""
    for address, _ in links(page, text):
        parts = urlsplit(address)
        is_followed = not parts.query or re.fullmatch(r"page=\d+", parts.query)
        is_file = re.search(r"\.\w+$", parts.path)
        if is_followed and not is_file and not parts.path.startswith(SIGNED_IN):
            yield address


def test_no_public_link_is_broken(site):
    pages, _ = site

    assert {address: status for address, (status, _) in pages.items() if status != 200} == {}
    assert len(pages) > 340


def test_every_link_to_a_signed_in_page_has_a_page_behind_it(site):
    pages, _ = site
    behind = {address for page, (_, text) in pages.items() for address, _ in links(page, text) if is_signed_in(address)}

    broken = [address for address in behind if not resolves(address)]

    assert broken == []
    assert any(address.startswith("/candidatures/commencer/") for address in behind)


def is_signed_in(address):
    return address.startswith(SIGNED_IN) and not address.startswith("/static/")


def resolves(address):
    try:
        return bool(resolve(urlsplit(address).path))
    except Resolver404:
        return False


def test_every_fragment_exists_in_the_page_it_points_to(site):
    pages, _ = site
    ids = {address: set(re.findall(r'\sid="([^"]+)"', text)) for address, (_, text) in pages.items()}

    broken = {
        (page, address, fragment)
        for page, (_, text) in pages.items()
        for address, fragment in links(page, text)
        if fragment and address in ids and fragment not in ids[address]
    }

    assert broken == set()


def test_every_organisation_programme_and_component_is_reached_from_the_home_page(site):
    pages, facts = site

    assert {slug for slug in facts["listed"] if f"/acteurs/{slug}/" not in pages} == set()
    assert {slug for slug in facts["programmes"] if f"/programmes/{slug}/" not in pages} == set()
    missing = [
        (slug, title) for slug, title in facts["components"] if title not in unescape(pages[f"/programmes/{slug}/"][1])
    ]
    assert missing == []
    assert (len(facts["listed"]), len(facts["programmes"]), len(facts["components"])) == (157, 38, 85)


def test_nothing_internal_is_printed_anywhere(site):
    pages, facts = site

    assert [address for address, (_, text) in pages.items() if CANARY in text] == []
    assert [address for address, (_, text) in pages.items() if any(code in text for code in facts["sources"])] == []


def test_no_page_leads_to_an_unlisted_organisation(site):
    pages, facts = site
    hidden = {f"/acteurs/{slug}/" for slug in facts["unlisted"]}

    assert len(hidden) == 12
    assert [page for page, (_, text) in pages.items() if hidden & {address for address, _ in links(page, text)}] == []


def test_every_page_has_one_title_and_no_repeated_id(site):
    pages, _ = site

    assert [address for address, (_, text) in pages.items() if text.count("<h1") != 1] == []
    repeated = {
        address: [name for name, times in Counter(re.findall(r'\sid="([^"]+)"', text)).items() if times > 1]
        for address, (_, text) in pages.items()
    }
    assert {address: names for address, names in repeated.items() if names} == {}


def test_every_page_keeps_its_french_spaces(site):
    pages, _ = site
    visible = {address: re.sub(r"<[^>]+>", "¤", unescape(text)) for address, (_, text) in pages.items()}

    wrong = {
        address: re.findall(r".{20} [?!;:»€](?=[\s¤])", text) + re.findall(r"« .{20}", text)
        for address, text in visible.items()
    }

    assert {address: found[:2] for address, found in wrong.items() if found} == {}

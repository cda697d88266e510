"""axe on every page that each person of the demonstration reaches, full and empty, wide and narrow."""

from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import TimeoutError

from ess_portal.demo import build, people
from tests.browser.walk import SIGNED_IN, walk
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STARTS = ["/espace/", "/compte/", "/gestion/", "/comite/", "/suivi/", "/projets/", "/candidatures/"]
SCROLLED = (320, 1280)
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
ON_A_PHONE = {"porteuse", "autre-porteur", "referente", "membre"}
STAFF = ["chargee-appel", "partenaire", "autre-cress", "administratrice"]
OTHERS = [role.code for role in people.CAST if role.code not in STAFF]


def violations(page):
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


def wider_than_its_window(page):
    """Asked again for two seconds: a page that has just been resized may still be moving."""
    try:
        page.wait_for_function(FITS, timeout=2_000)
    except TimeoutError:
        return True
    return False


def faults_met(page, starts, *, widths=(1280,), **options):
    """(faults, number of pages): axe on every page of a walk at each of the widths, and no sideways scroll at any."""
    faults, pages = [], 0
    for address, status in walk(page, starts, **options):
        pages += 1
        faults += [f"{address} answers {status}"] if status >= 500 else []
        for width in sorted({*widths, *SCROLLED}):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function("width => innerWidth === width", arg=width)
            faults += [f"{address} scrolls sideways at {width}"] if wider_than_its_window(page) else []
            faults += [f"{address} at {width}: {fault}" for fault in violations(page)] if width in widths else []
    return faults, pages


@pytest.fixture
def demonstration(facts):
    build.build(timezone.now())


def test_every_public_page_of_the_demonstration_is_sound(demonstration, open_as):
    faults, pages = faults_met(open_as(bypass_csp=True), ["/"], widths=(390, 1280))

    assert not faults, "\n".join(faults)
    assert pages > 20


@pytest.mark.parametrize("codes", [STAFF, OTHERS], ids=["staff", "others"])
def test_every_signed_in_page_of_the_demonstration_is_sound(demonstration, open_as, codes):
    """Each account sees one page of a shape, and a shape is seen by two accounts of the group at most."""
    faults, pages, shapes = [], 0, Counter()
    for code in codes:
        page = open_as(people.account(code), bypass_csp=True)
        widths = (390,) if code in ON_A_PHONE else (1280,)
        met, seen = faults_met(page, STARTS, widths=widths, within=SIGNED_IN, per_shape=1, by_others=shapes)
        faults += [f"{code} {fault}" for fault in met]
        pages += seen

    assert not faults, "\n".join(faults)
    assert len(shapes) > 50


def test_every_page_of_an_empty_portal_is_sound(transactional_db, open_as):
    user = UserFactory(is_superuser=True)

    faults, pages = faults_met(open_as(user, bypass_csp=True), ["/", *STARTS], widths=(320, 1280), per_shape=1)

    assert not faults, "\n".join(faults)
    assert pages > 20


def test_a_planted_fault_is_seen(transactional_db, open_as):
    page = open_as(bypass_csp=True)
    page.goto("/")
    page.evaluate("document.body.append(document.createElement('input'))")

    assert any("label" in fault for fault in violations(page))

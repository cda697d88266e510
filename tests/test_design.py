"""The design system: layouts, tags and French words."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.urls import reverse

from ess_portal.lib import french
from ess_portal.showcase import components


def rendered(source, request=None, **context):
    context = RequestContext(request, context) if request else Context(context)
    return Template(source).render(context).strip()


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 h"), (45, "45 min"), (60, "1 h"), (750, "12 h 30"), (-90, "−1 h 30")]
)
def test_hours_reads_as_french(minutes, words):
    assert rendered("{{ minutes|hours }}", minutes=minutes) == words.replace(" ", "\u00a0")


@pytest.mark.parametrize(("count", "words"), [(0, "0 appel"), (1, "1 appel"), (2, "2 appels"), (1200, "1 200 appels")])
def test_counted_has_its_plural_from_two(count, words):
    assert rendered('{{ count|counted:"appel,appels" }}', count=count) == words.replace(" ", "\u00a0")


def test_day_writes_the_first_as_an_ordinal():
    assert french.day(date(2027, 6, 1)) == "1er\u00a0juin\u00a02027"


def test_moment_is_written_in_the_named_zone():
    instant = datetime(2027, 6, 18, 16, 0, tzinfo=UTC)

    assert french.moment(instant, "Indian/Reunion") == "18\u00a0juin\u00a02027 à 20\u00a0h"
    assert french.moment(instant, "Europe/Paris") == "18\u00a0juin\u00a02027 à 18\u00a0h"


@pytest.mark.parametrize(
    ("days", "words"), [(0, "aujourd’hui"), (1, "demain"), (12, "dans 12 jours"), (-1, "hier"), (-3, "il y a 3 jours")]
)
def test_in_days_reads_as_french(days, words):
    assert french.in_days(days).replace("\u00a0", " ") == words


def test_no_break_ties_signs_to_words():
    assert french.no_break("Où ? « Ici » : 60 %") == "Où\u00a0? «\u00a0Ici\u00a0»\u00a0: 60\u00a0%"


def test_days_left_counts_calendar_days_up_to_an_instant():
    closing = datetime(2027, 6, 18, 16, 0, tzinfo=UTC)

    assert rendered("{{ closing|days_left:today }}", closing=closing, today=date(2027, 6, 7)) == "11"


def test_crumbs_mark_the_page():
    html = rendered('{% crumbs "Programmes" "/programmes/" "Starter" %}')

    assert '<a href="/programmes/">Programmes</a>' in html
    assert '<span aria-current="page">Starter</span>' in html


def test_alert_keeps_its_content_and_escapes_its_title():
    html = rendered('{% alert title tone="warning" %}<p>Reste</p>{% endalert %}', title="<b>")

    assert "<h2>&lt;b&gt;</h2><p>Reste</p>" in html
    assert "alert--warn" in html


@pytest.mark.parametrize(("count", "folded"), [(7, 0), (8, 1)])
def test_track_folds_its_names_past_seven_stops(count, folded):
    stops = [{"label": f"Partie {n}", "detail": "", "state": "next", "url": f"/{n}/"} for n in range(count)]

    html = rendered(
        '{% include "components/track.html" with label="Étapes" summary="Étape 1" stops=stops %}', stops=stops
    )

    assert html.count("Toutes les étapes") == folded
    assert [html.count(f'href="/{n}/"') for n in range(count)] == [1] * count


def test_pagination_keeps_the_other_parameters():
    request = RequestFactory().get("/programmes/", {"q": "lieu", "page": "2"})
    page = Paginator(range(60), 20).page(2)

    html = rendered('{% include "components/pagination.html" %}', request=request, page=page)

    assert 'href="?q=lieu&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_navigation_marks_the_section():
    request = RequestFactory().get("/programmes/starter/")

    html = rendered(
        '{% navigation as links %}{% include "components/nav_links.html" with links=links only %}', request=request
    )

    assert '<a href="/programmes/" aria-current="true">Programmes</a>' in html


@pytest.mark.django_db
def test_home_sets_no_cookie(client):
    response = client.get(reverse("home"))

    assert response.status_code == 200
    assert response.cookies == {}


def test_showcase_draws_every_component(rf):
    html = components(rf.get("/composants/")).content.decode()

    assert html.count("<h1") == 1
    assert "style=" not in html
    assert "5 points sont à reprendre" in html
    assert all(f"line--{letter}" in html for letter in "TRIECDLP")


def test_showcase_has_no_address_outside_development(client, db):
    assert client.get("/composants/").status_code == 404

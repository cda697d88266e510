"""T, the unit of the time budgets: a list page drawn from memory with plain template tags, and nothing else.

The page of the programme's notes on performance: a header, five facets of eight values, twenty cards (link,
organisation, 32 words, date, amount, tags), a pager, `translate`, `url` and `date` tags; some 31 KB and 740 elements.
"""

import datetime as dt
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path

from ess_portal.urls import *  # noqa: F403
from ess_portal.urls import urlpatterns as portal

ENGINE = Engine(
    dirs=[Path(__file__).parent],
    libraries={"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"},
)
MENU = ["programmes:index", "programmes:stages", "actors:index", "programmes:calls", "programmes:orientation", "home"]
SENTENCE = (
    "accompagnement collectif individualisé pour créer reprendre développer consolider une activité "
    "économiquement viable utile au territoire avec ses habitants"
)
WORDS = SENTENCE.split()


def _facet(name):
    options = [
        {"code": f"{name}-{n}", "label": f"{name.title()} numéro {n}", "count": 37 * n, "chosen": n == 3}
        for n in range(8)
    ]
    return {"name": name, "legend": f"Par {name}", "options": options}


def _card(number):
    return {
        "slug": f"programme-{number}",
        "name": f"Programme d’accompagnement {number}",
        "organisation": f"Coopérative des territoires {number}",
        "summary": " ".join(WORDS[n % len(WORDS)] for n in range(number, number + 32)),
        "date": dt.date(2026, 1, 1) + dt.timedelta(days=13 * number),
        "amount": number * 40,
        "tags": ["creation", "developpement", "consolidation", "essaimage", "entraide", "transmission"],
    }


ROWS = {
    "menu": MENU,
    "facets": [_facet(name) for name in ("etape", "public", "entree", "nature", "cout")],
    "cards": [_card(number) for number in range(20)],
    "pages": range(1, 13),
    "page": 4,
    "total": 9042,
    "q": "maraîchage",
}


@login_not_required
def bare(request):
    page = ENGINE.get_template("bare.html")
    return HttpResponse(page.render(Context({"request": request, **ROWS})))


urlpatterns = [path("nue/", bare), *portal]

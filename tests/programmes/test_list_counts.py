"""Counts of the lists against a count by hand: plain Python over fully loaded rows, and SQL; on both engines."""

import random
from functools import cache

import pytest
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from actors.filters import ActorFilter
from actors.models import Actor, Department
from actors.places import find_places
from actors.search import search
from programmes.filters import ProgrammeFilter
from programmes.models import Programme
from tests.factories.many import many

pytestmark = pytest.mark.django_db
SEED = 3
COMBINATIONS = 500
WORDS = ["", "", "", "", "maraîchage", "atelier habitat", "solidaire", "rare", "zzz", "le"]
PLACES = ["", "", "", "13", "Rennes", "974", "région Bretagne", "nulle part"]


@pytest.fixture
def rows(directory):
    """The real facts, and as many rows again that nobody would think of."""
    many(programmes=300, actors=200)


def draws(filters, seed=SEED):
    """Random addresses: each filter is used or not, with one or several of its codes, unknown ones among them."""
    chance = random.Random(seed)
    several = {name: [*filters.labels(name), "inconnue"] for name in filters.FACETS}
    single = {name: ["", *filters.labels(name)] for name in ("region", "departement")}
    for _ in range(COMBINATIONS):
        query = QueryDict(mutable=True)
        for name, codes in several.items():
            query.setlist(name, chance.sample(codes, min(len(codes), chance.choice([0, 0, 0, 1, 1, 2, 3]))))
        for name, codes in single.items():
            query[name] = chance.choice(codes) if chance.random() < 0.3 else ""
        query["q"], query["lieu"] = chance.choice(WORDS), chance.choice(PLACES)
        yield query


class ByHand:
    """The same filters over rows loaded whole: each row says which codes it has, and is kept or not."""

    def __init__(self, kind, rows):
        self.kind = kind
        self.rows = rows  # [(slug, {filter: codes}, regions where it is; none: the whole country)]
        self.places = {text: next(iter(find_places(text)), None) for text in PLACES}
        self.words = {text: {hit.slug for hit in search(text, [kind])} for text in WORDS}

    def keeps(self, row, query, but=None):
        slug, codes, regions = row
        for name in codes:
            asked = {code for code in query.getlist(name) if code in self.known[name]}
            if name != but and asked and not asked & codes[name]:
                return False
        if but != "q" and query["q"] not in {"", "le"} and slug not in self.words[query["q"]]:
            return False
        place = self.places[query["lieu"]]
        return place is None or not regions or place.region.code in regions

    def counts(self, query, name, options):
        kept = [row for row in self.rows if self.keeps(row, query, but=name)]
        return [sum(code in row[1][name] for row in kept) for code in options]


def programmes_by_hand(now):
    region_of = dict(Department.objects.values_list("code", "region"))
    rows = []
    programmes = Programme.objects.select_related("lead_actor").prefetch_related("stages", "audiences", "calls")
    for one in programmes:
        if not one.lead_actor.listed:
            continue
        phases = {call.phase_at(now) for call in one.calls.all() if call.published_at}
        everywhere = one.region_id is None
        codes = {
            "etape": {stage.pk for stage in one.stages.all()},
            "public": {audience.pk for audience in one.audiences.all() if not audience.sensitive},
            "entree": {one.entry_mode},
            "nature": {one.kind},
            "cout": {"inconnu" if one.cost is None else "payant" if one.cost else "gratuit"},
            "ouverture": {"ouvert" if "open" in phases else "annonce" if "upcoming" in phases else ""},
            "region": set(region_of.values()) if everywhere else {one.region_id},
            "departement": {code for code, region in region_of.items() if everywhere or region == one.region_id},
        }
        rows.append((one.slug, codes, {one.region_id} - {None}))
    return ByHand("programme", rows)


def actors_by_hand():
    region_of = dict(Department.objects.values_list("code", "region"))
    rows = []
    for one in Actor.objects.prefetch_related("networks", "sites", "coverages"):
        if not one.listed:
            continue
        places = [one, *one.sites.all(), *one.coverages.all()]
        departments = {place.department_id for place in places} - {None}
        regions = {getattr(place, "region_id", None) for place in places} | {region_of[code] for code in departments}
        regions -= {None}
        networks = {network.slug for network in one.networks.all()}
        codes = {"reseau": networks, "nature": {one.kind_id}, "region": regions, "departement": departments}
        rows.append((one.slug, codes, regions))
    return ByHand("actor", rows)


def differences(kind, by_hand):
    by_hand.known = {name: set(kind.over(QueryDict()).labels(name)) for name in by_hand.rows[0][1]}
    found, catalogue = [], kind.over(QueryDict()).catalogue
    for query in draws(kind(QueryDict(), catalogue)):
        filters = kind(query, catalogue)
        expected = {name: by_hand.counts(query, name, filters.labels(name)) for name in kind.FACETS}
        counted = {name: [option.count for option in facet.options] for name, facet in filters.facets.items()}
        kept = {row[0] for row in by_hand.rows if by_hand.keeps(row, query)}
        places = set(filters.found())
        shown = {slug for slug, place in catalogue.places.items() if place in places}
        if (expected, kept, len(kept)) != (counted, shown, filters.total):
            found.append(query.urlencode())
    return found


@pytest.mark.parametrize("name", ["programmes", "actors"])
def test_counts_are_those_of_a_count_by_hand_on_500_random_addresses(rows, name, monkeypatch):
    kind, by_hand = {
        "programmes": (ProgrammeFilter, lambda: programmes_by_hand(timezone.now())),
        "actors": (ActorFilter, actors_by_hand),
    }[name]
    monkeypatch.setattr("actors.nearness.find_places", cache(find_places))
    assert differences(kind, by_hand()) == []


IN_SQL = {
    "": Q(),
    "etape=creation&etape=consolidation": Q(stages__in=["creation", "consolidation"]),
    "cout=gratuit": Q(cost=0),
    "cout=inconnu&entree=call": Q(cost=None, entry_mode="call"),
    "region=93": Q(region="93") | Q(region=None),
    "departement=29&nature=test": (Q(region="53") | Q(region=None)) & Q(kind="test"),
}


def test_totals_are_those_of_sql(rows):
    public = Programme.objects.public()

    totals = {query: ProgrammeFilter.over(QueryDict(query)).total for query in IN_SQL}

    assert totals == {query: public.filter(narrowed).distinct().count() for query, narrowed in IN_SQL.items()}
    assert len(set(totals.values())) == len(totals)

"""Calls counted from memory are those that SQL finds, whatever is asked."""

import random
from functools import cache

import pytest
from django.http import QueryDict
from django.utils import timezone

from actors.models import Region
from actors.revision import bump
from actors.search import search
from ess_portal.lib.text import sort_key, words
from programmes.call_catalogue import COUNTED, CallList
from programmes.call_filters import CallFilter, Situation
from programmes.models import Call, Programme, Stage
from tests.factories.many import many

pytestmark = pytest.mark.django_db
COMBINATIONS, IN_SQL = 500, 60
SEED = 20270607
WORDS = ["solidaire", "maraîchage", "appel 1", "introuvable", "?"]


def some(chance, values, most=2):
    return chance.sample(list(values), chance.randrange(most + 1))


def asked(chance, programmes):
    query = QueryDict(mutable=True)
    query.setlist("etat", some(chance, Situation.values))
    query.setlist("etape", some(chance, Stage.objects.values_list("code", flat=True)))
    query.setlist("region", some(chance, Region.objects.values_list("code", flat=True), 1))
    query.setlist("programme", some(chance, programmes, 1) if chance.random() < 0.2 else [])
    query.setlist("q", some(chance, WORDS, 1))
    return query


@pytest.fixture
def programmes():
    """Addresses of the public programmes that have calls, of hundreds of each."""
    many(300, 100)
    calls = list(Call.objects.all())
    for call in calls:
        call.sort_title = sort_key(call.title)
    Call.objects.bulk_update(calls, ["sort_title"])
    bump()
    return list(
        Programme.objects.public()
        .filter(calls__isnull=False)
        .values_list("slug", flat=True)
        .distinct()
        .order_by("slug")
    )


class ByHand:
    """Public calls loaded whole, in the order in which a person would put them: each says which codes it has."""

    def __init__(self, now):
        public = Call.objects.filter(published_at__isnull=False, programme__lead_actor__listed=True)
        rows = list(public.select_related("programme").prefetch_related("programme__stages"))
        groups = {code: [row for row in rows if self.situation(row, now) == code] for code in Situation.values}
        ended = [row for row in groups["passe"] if row.closes_at]
        self.rows = [
            *sorted(groups["ouvert"], key=lambda row: (row.closes_at, row.pk)),
            *sorted(groups["bientot"], key=lambda row: (row.opens_at, row.pk)),
            *sorted(groups["permanent"], key=lambda row: (row.programme.sort_name, row.opens_at, row.pk)),
            *sorted(sorted(ended, key=lambda row: (row.opens_at, row.pk)), key=lambda row: row.closes_at, reverse=True),
            *sorted((row for row in groups["passe"] if not row.closes_at), key=lambda row: (row.opens_at, row.pk)),
        ]
        everywhere = set(Region.objects.values_list("code", flat=True))
        self.codes = {
            row.pk: {
                "etat": {self.situation(row, now)},
                "etape": {stage.pk for stage in row.programme.stages.all()},
                "region": {row.programme.region_id} if row.programme.region_id else everywhere,
                "programme": {row.programme.slug},
                "q": {text for text in WORDS if self.says(row, text)},
            }
            for row in rows
        }

    @staticmethod
    def situation(row, now):
        if row.cancelled_at or (row.closes_at and row.closes_at <= now):
            return "passe"
        if row.opens_at > now:
            return "bientot"
        return "ouvert" if row.closes_at else "permanent"

    @staticmethod
    @cache
    def found(text):
        return {hit.slug for hit in search(text, ["programme"])}

    def says(self, row, text):
        asked = words(text)
        return not asked or all(word in row.sort_title for word in asked) or row.programme.slug in self.found(text)

    def kept(self, data, but=None):
        """Keys of the calls that every filter keeps, or every filter but one, in order."""
        asked = {name: set(values) for name, values in data.lists() if values and name != but}
        return [row.pk for row in self.rows if all(codes & self.codes[row.pk][name] for name, codes in asked.items())]

    def counts(self, data, name, options):
        kept = self.kept(data, but=name)
        return [sum(option in self.codes[pk][name] for pk in kept) for option in options]


def listed(calls):
    places = calls.catalogue.sorted_by(range(len(calls.catalogue.keys)), calls.rows())
    return [calls.catalogue.keys[place] for place in places]


def test_counts_and_order_are_those_of_a_count_by_hand_on_500_random_addresses(programmes):
    chance, now = random.Random(SEED), timezone.now()
    by_hand, differences = ByHand(now), []

    for _ in range(COMBINATIONS):
        data = asked(chance, programmes)
        calls = CallList(data, (1,), now)
        facets = {name: [(one.code, one.count) for one in facet.options] for name, facet in calls.facets.items()}
        counts = {
            name: list(zip(codes, by_hand.counts(data, name, codes), strict=True))
            for name, codes in ((name, [code for code, _ in options]) for name, options in facets.items())
        }
        if (listed(calls), calls.total, facets) != (by_hand.kept(data), len(by_hand.kept(data)), counts):
            differences.append(data.urlencode())

    assert len(by_hand.rows) > 50
    assert differences == []


def test_counts_and_lists_are_those_of_sql_on_random_combinations(programmes):
    chance, now = random.Random(SEED), timezone.now()

    for _ in range(IN_SQL):
        data = asked(chance, programmes)
        calls, sql = CallList(data, (1,), now), CallFilter.over(data, now)
        assert sorted(listed(calls)) == sorted(sql.narrow().values_list("pk", flat=True)), data
        assert len(listed(calls)) == calls.total
        for name in COUNTED:
            alone = data.copy()
            for option in calls.facets[name].options:
                alone.setlist(name, [option.code])
                assert option.count == CallFilter.over(alone, now).narrow().distinct().count(), (data, option)

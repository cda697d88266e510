"""Calls counted from memory are those that SQL finds, whatever is asked."""

import random

import pytest
from django.http import QueryDict
from django.utils import timezone

from actors.models import Region
from actors.revision import bump
from ess_portal.lib.text import sort_key
from programmes.call_catalogue import COUNTED, CallList
from programmes.call_filters import CallFilter, Situation
from programmes.models import Call, Programme, Stage
from tests.factories.many import many

pytestmark = pytest.mark.django_db
COMBINATIONS = 60
SEED = 20270607


def some(chance, values, most=2):
    return chance.sample(list(values), chance.randrange(most + 1))


def asked(chance, programmes):
    query = QueryDict(mutable=True)
    query.setlist("etat", some(chance, Situation.values))
    query.setlist("etape", some(chance, Stage.objects.values_list("code", flat=True)))
    query.setlist("region", some(chance, Region.objects.values_list("code", flat=True), 1))
    query.setlist("programme", some(chance, programmes, 1) if chance.random() < 0.2 else [])
    query.setlist("q", some(chance, ["solidaire", "maraîchage", "appel 1", "introuvable", "?"], 1))
    return query


def test_counts_and_lists_are_those_of_sql_on_random_combinations():
    many(300, 100)
    for call in Call.objects.all():
        Call.objects.filter(pk=call.pk).update(sort_title=sort_key(call.title))
    bump()
    chance, now = random.Random(SEED), timezone.now()
    programmes = list(Programme.objects.filter(calls__isnull=False).values_list("slug", flat=True))

    for _ in range(COMBINATIONS):
        data = asked(chance, programmes)
        calls, sql = CallList(data, (1,), now), CallFilter.over(data, now)
        found = calls.catalogue.sorted_by(range(len(calls.catalogue.keys)), calls.rows())
        keys = [calls.catalogue.keys[place] for place in found]
        assert sorted(keys) == sorted(sql.narrow().values_list("pk", flat=True)), data
        assert len(keys) == calls.total
        for name in COUNTED:
            alone = data.copy()
            for option in calls.facets[name].options:
                alone.setlist(name, [option.code])
                assert option.count == CallFilter.over(alone, now).narrow().distinct().count(), (data, option)

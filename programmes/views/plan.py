"""The plan for a territory and an audience, and the view of who acts where."""

from functools import partial

from django.shortcuts import render

from actors.catalogue import kept, remembered
from actors.public import public_page, revision_of
from ess_portal.lib.exports import csv_response
from programmes.gaps import LEVELS, lines, matrix
from programmes.pathway import current_plan
from programmes.plan_filter import PlanFilter


@public_page
def plan(request):
    revision = revision_of(request)
    filters = PlanFilter.over(request.GET, revision)
    context = {
        "filters": filters,
        "chips": list(filters.chips(request.GET)),
        "place": filters.place,
        "plan": _plan(filters, revision),
    }
    return render(request, "programmes/plan.html", context)


def _plan(filters, revision):
    """The plan of what is chosen, drawn once until the directory changes."""
    chosen = filters.narrow() if filters.chosen else None
    name = tuple(sorted(filters.chosen.items()))
    return remembered(kept("plans", revision, dict), name, partial(current_plan, chosen))


@public_page
def gaps(request):
    found, rows, region = _asked(request)
    context = {
        "matrix": found,
        "rows": rows,
        "region": region,
        "by_department": request.GET.get("echelle") == "departement",
        "regional_only": _regional_only(request),
        "empty": sum(len(row.gaps) for row in rows),
        "cells": len(rows) * len(found.stages),
        "levels": LEVELS,
    }
    return render(request, "programmes/gaps.html", context)


@public_page
def gaps_csv(request):
    _found, rows, _region = _asked(request)
    return csv_response("qui-agit-ou.csv", lines(rows))


def _asked(request):
    """The matrix, the rows that the address asks for, and the region when one was chosen."""
    national = not _regional_only(request)
    found = kept(f"gaps {national}", revision_of(request), partial(matrix, national=national))
    rows = found.of_region(request.GET.get("region", ""))
    if rows:
        return found, rows, rows[0].territory
    return found, found.departments if request.GET.get("echelle") == "departement" else found.regions, None


def _regional_only(request):
    return request.GET.get("regionaux") == "1"

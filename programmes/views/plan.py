"""The plan for a territory and an audience, and the view of who acts where."""

from django.shortcuts import render

from actors.public import public_page
from ess_portal.lib.exports import csv_response
from programmes.gaps import LEVELS, lines, matrix
from programmes.pathway import current_plan
from programmes.plan_filter import PlanFilter


@public_page
def plan(request):
    filters = PlanFilter.over(request.GET)
    chosen = filters.narrow() if filters.chosen else None
    context = {
        "filters": filters,
        "chips": list(filters.chips(request.GET)),
        "place": filters.place,
        "plan": current_plan(chosen),
    }
    return render(request, "programmes/plan.html", context)


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
    found = matrix(national=not _regional_only(request))
    rows = found.of_region(request.GET.get("region", ""))
    if rows:
        return found, rows, rows[0].territory
    return found, found.departments if request.GET.get("echelle") == "departement" else found.regions, None


def _regional_only(request):
    return request.GET.get("regionaux") == "1"

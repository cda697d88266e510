"""Programmes side by side; the whole choice is in the address."""

from django.shortcuts import render
from django.utils import timezone

from actors.public import public_page
from programmes import comparison

HEADINGS = ["Comparer des programmes", "Un programme à comparer", "Deux programmes côte à côte"]
HEADINGS += ["Trois programmes côte à côte"]
LONGEST_SEARCH = 200


@public_page
def compare(request):
    now = timezone.now()
    selection = comparison.select(request.GET.getlist("programme"))
    columns = comparison.columns(selection.programmes, now)
    rows = comparison.rows(columns)
    differing = [row for row in rows if row.may_differ]
    only_differences = len(columns) > 1 and request.GET.get("differences") == "1"
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    context = {
        "heading": HEADINGS[len(columns)],
        "selection": selection,
        "columns": [(column, _without(selection, column, only_differences)) for column in columns],
        "rows": differing if only_differences else rows,
        "differing": differing,
        "hidden": [row.label for row in rows if not row.may_differ] if only_differences else [],
        "only_differences": only_differences,
        "toggle": comparison.address(selection.slugs, not only_differences),
        "in_order": comparison.in_order(selection.programmes),
        "options": comparison.options(selection, columns, text, only_differences, now),
        "q": text,
    }
    return render(request, "programmes/compare.html", context)


def _without(selection, column, only_differences):
    left = [slug for slug in selection.slugs if slug != column.programme.slug]
    return comparison.address(left, only_differences)

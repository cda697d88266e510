"""The glossary, from A to Z."""

from itertools import groupby

from django.shortcuts import render

from actors.public import public_page
from programmes import linked_data
from programmes.models import GlossaryTerm


@public_page
def index(request):
    terms = list(GlossaryTerm.objects.defer("editor_note"))
    letters = [(letter, list(group)) for letter, group in groupby(terms, key=lambda term: term.sort_term[:1].upper())]
    context = {"letters": letters, "linked_data": linked_data.glossary(terms)}
    return render(request, "programmes/glossary.html", context)

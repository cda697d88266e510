"""Search over everything that is public: programmes, organisations, words of the glossary."""

from django.core.paginator import Paginator
from django.shortcuts import render

from actors.public import public_page
from actors.search import search

ON_A_PAGE = 20


@public_page
def index(request):
    text = request.GET.get("q", "").strip()[:200]
    page = Paginator(search(text), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "programmes/search.html", {"q": text, "page": page, "total": page.paginator.count})

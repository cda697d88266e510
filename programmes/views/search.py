"""Search over everything that is public, grouped by kind: programmes, organisations, stages, words of the glossary."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.safestring import SafeString

from actors.marking import Marker
from actors.models import SearchEntry
from actors.public import public_page
from actors.search import MOST_LETTERS, found_by_kind, nearest, rows, sought
from actors.spelling import suggestion
from programmes.models import Stage

IN_A_GROUP = 4
ON_A_PAGE = 20
MOST_NEAR = 12
KINDS = {  # value of `dans` → kind, one and many
    "programmes": ("programme", "programme,programmes"),
    "acteurs": ("actor", "acteur,acteurs"),
    "etapes": ("stage", "étape,étapes"),
    "glossaire": ("term", "mot du glossaire,mots du glossaire"),
}
CODES = {kind: code for code, (kind, _) in KINDS.items()}


@dataclass(frozen=True)
class Found:
    url: str
    title: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Group:
    """Results of one kind: the best of them, and how many there are."""

    kind: str
    total: int
    found: list[Found] = field(default_factory=list)

    @property
    def code(self):
        return CODES[self.kind]

    @property
    def label(self):
        return SearchEntry.Kind(self.kind).label

    @property
    def nouns(self):
        return KINDS[self.code][1]


@public_page
def index(request):
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MOST_LETTERS]
    context = {"q": text, "groups": [], "suggestion": "", "near": []}
    keys = found_by_kind(text)
    if keys:
        context |= _results(request, keys, Marker(sought(text)))
    elif sought(text):
        context["suggestion"] = suggestion(text)
        meant = context["suggestion"] or text
        context["near"] = _grouped(nearest(meant, MOST_NEAR), Marker(sought(meant)))
    elif not text:
        context["stages"] = Stage.objects.only("code", "question")
    return render(request, "programmes/search.html", context)


def _results(request, keys, marker):
    """The best of each kind; or one page of the kind asked by `dans`, when it holds something."""
    chosen = KINDS.get(request.GET.get("dans", ""), ("",))[0]
    context = {"total": sum(map(len, keys.values())), "chosen": None}
    if chosen not in keys:
        best = [key for found in keys.values() for key in found[:IN_A_GROUP]]
        return context | {"groups": _grouped(rows(best), marker, keys)}
    page = Paginator(keys[chosen], ON_A_PAGE).get_page(request.GET.get("page"))
    groups = [Group(kind, len(found)) for kind, found in keys.items()]
    found = [_shown(entry, marker) for entry in rows(page)]
    return context | {"groups": groups, "chosen": chosen, "page": page, "found": found}


def _grouped(entries: Iterable[SearchEntry], marker, keys=None) -> list[Group]:
    """Entries, best first, by kind, in the order of `keys` or of the best of them."""
    groups = {kind: Group(kind, len(found)) for kind, found in (keys or {}).items()}
    for entry in entries:
        groups.setdefault(entry.kind, Group(entry.kind, 0)).found.append(_shown(entry, marker))
    return list(groups.values())


def _shown(entry, marker):
    return Found(entry.url, marker.marked(entry.title), marker.excerpt(entry.text))

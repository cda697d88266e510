"""Search over everything that is public, grouped by kind: programmes, organisations, stages, words of the glossary."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.safestring import SafeString

from actors.marking import Marker
from actors.models import SearchEntry
from actors.public import public_page
from actors.search import MOST_LETTERS, best_of_each_kind, ranked, sought
from actors.spelling import suggestion
from programmes.models import Stage

IN_A_GROUP = 4
ON_A_PAGE = 20
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
    found: list[Found]

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
    marker = Marker(sought(text))
    groups = _groups(best_of_each_kind(text, IN_A_GROUP), marker)
    context = {"q": text, "groups": groups, "total": sum(group.total for group in groups), "suggestion": "", "near": []}
    if groups:
        context |= _one_kind(request, text, groups, marker)
    elif sought(text):
        meant = suggestion(text)
        marker = Marker(sought(meant or text))
        context |= {
            "suggestion": meant,
            "near": _groups(best_of_each_kind(meant or text, IN_A_GROUP, every=False), marker),
        }
    elif not text:
        context["stages"] = Stage.objects.only("code", "question")
    return render(request, "programmes/search.html", context)


def _groups(entries: Iterable[SearchEntry], marker) -> list[Group]:
    """Entries, best first, by kind: the kind that holds the best entry comes first."""
    groups: dict[str, Group] = {}
    for entry in entries:
        group = groups.setdefault(entry.kind, Group(entry.kind, entry.total, []))
        group.found.append(_shown(entry, marker))
    return list(groups.values())


def _one_kind(request, text, groups, marker):
    """One page of the kind asked by `dans`; nothing when all are shown, or when it holds no result."""
    chosen = next((group for group in groups if group.code == request.GET.get("dans")), None)
    if chosen is None:
        return {"chosen": None}
    paginator = Paginator(ranked(text, [chosen.kind]), ON_A_PAGE)
    paginator.count = chosen.total
    page = paginator.get_page(request.GET.get("page"))
    return {"chosen": chosen, "page": page, "found": [_shown(entry, marker) for entry in page]}


def _shown(entry, marker):
    return Found(entry.url, marker.marked(entry.title), marker.excerpt(entry.text))

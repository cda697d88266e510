"""The organisation that carries a project: one of the directory, one that the directory does not know, or none yet."""

from django.db.models import QuerySet

from actors.models import Actor
from ess_portal.lib.text import sort_key
from projects import editing
from projects.models import Project

SHOWN = 10
SIREN_LENGTH = 9


def known(words: str) -> QuerySet[Actor]:
    """Public organisations whose name holds every word, or whose number it is; the first ten."""
    found = Actor.objects.public()
    digits, names = "".join(words.split()), sort_key(words).split()
    if digits.isascii() and digits.isdigit() and len(digits) >= SIREN_LENGTH:
        found = found.filter(siret__startswith=digits)
    elif names:
        for name in names:
            found = found.filter(sort_name__contains=name)
    else:
        found = found.none()
    return found.select_related("region", "kind").order_by("sort_name", "pk")[:SHOWN]


def kept(project: Project, name: str) -> Actor | None:
    """The organisation of the directory that a saved name stands for: the one chosen before, or the one so named."""
    name = name.strip()
    if not name:
        return None
    if project.organisation and name == project.organisation.name:
        return project.organisation
    return Actor.objects.public().filter(name__iexact=name).first()


def proposed(project: Project) -> Actor | None:
    """The organisation of the directory that has the project's number, while the project is not tied to it."""
    if not project.siret or project.organisation_id:
        return None
    return Actor.objects.public().filter(siret=project.siret).first()


def choose(project: Project, actor: Actor, version: int) -> Project:
    """Tie the project to an organisation of the directory, whose name and number it takes; raises editing.Stale."""
    number = actor.siret or project.siret
    values = {
        "organisation": actor,
        "organisation_name": actor.name,
        "structure": Project.Structure.EXISTS,
        "siret": number,
        "siren": number[:9] or project.siren,
        "legal_form": actor.legal_form or project.legal_form,
    }
    return editing.update(project, version, values)


def none_yet(project: Project, version: int) -> Project:
    """« Pas encore de structure » is an answer: what was said of one is taken away; raises editing.Stale."""
    values = {
        "organisation": None,
        "organisation_name": "",
        "structure": Project.Structure.NONE,
        "siret": "",
        "siren": "",
        "created_on_date": None,
    }
    return editing.update(project, version, values)

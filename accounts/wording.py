"""The text of a mail or a letter in force: the last version that staff wrote, or the text of origin."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.mails import MailKind
from accounts.models import User, Wording
from ess_portal.lib import french, placeholders

LONGEST_BODY = 5000
LONE_BRACE = "Une accolade est restée seule. Écrivez un mot entre deux accolades, par exemple {nom}."


class Stale(Exception):
    """Somebody else wrote the text meanwhile; `stored` is what stands now."""

    def __init__(self, stored: Wording | None):
        super().__init__("Quelqu’un d’autre a modifié ce texte pendant que cette page était ouverte.")
        self.stored = stored


@dataclass(frozen=True)
class Vocabulary:
    """What a text may say: `meanings` by {placeholder}, those its body must keep, those kept out of its subject."""

    meanings: dict[str, str]
    required: frozenset[str] = frozenset()
    not_in_subject: frozenset[str] = frozenset()

    def mistakes(self, subject: str, body: str) -> dict[str, list[str]]:
        """Sentences by field, for whoever writes the text; empty when the text is right."""
        for_subject = set(self.meanings) - self.not_in_subject
        found = {
            "subject": [*_braces(subject), *_unknown(subject, for_subject)],
            "body": [*_braces(body), *_unknown(body, set(self.meanings)), *self._missing(body)],
        }
        return {name: [french.no_break(one) for one in sentences] for name, sentences in found.items() if sentences}

    def _missing(self, body):
        missing = self.required - placeholders.names_in(body)
        return [f"Gardez {placeholders.in_braces(missing)} : la personne en a besoin pour ouvrir la page."] * bool(
            missing
        )


def _unknown(text, allowed):
    unknown = placeholders.names_in(text) - allowed
    if not unknown:
        return []
    said = placeholders.in_braces(unknown)
    known = placeholders.in_braces(allowed) or "aucun mot entre accolades"
    return [f"Ici, {said} ne veut rien dire. Vous pouvez écrire : {known}."]


def _braces(text):
    left = placeholders.PLACEHOLDER.sub("", text)
    alone = "{" in left or "}" in left
    return [LONE_BRACE] if alone else []


def last(name: str) -> Wording | None:
    return Wording.objects.filter(name=name).order_by("-version").first()


def in_force(kind: MailKind) -> tuple[str, str]:
    """(subject, body) of a mail, with its {placeholders}."""
    known = last(name_of(kind))
    return (kind.subject, kind.body) if known is None or known.is_origin else (known.subject, known.body)


def name_of(kind: MailKind) -> str:
    return f"mail:{kind.name}"


def history(name: str) -> QuerySet[Wording]:
    return Wording.objects.filter(name=name, version__gt=0).select_related("by").order_by("-version")


@transaction.atomic
def save(
    name: str, subject: str, body: str, *, version: int, by: User, now: datetime, is_origin: bool = False
) -> Wording:
    """Write the next version of a text; `version` is that of the text that was read. Raises Stale."""
    known = last(name)
    if version != (known.version if known else 0):
        raise Stale(known)
    row = Wording(name=name, version=version + 1, subject=subject, body=body, by=by, at=now, is_origin=is_origin)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise Stale(last(name)) from taken
    return row

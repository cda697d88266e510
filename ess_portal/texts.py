"""Every mail and letter in one catalogue: the texts in force, who may rewrite them, and what went out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any  # the directory's loader knows rows of any model

from django.db import transaction
from django.db.models import Count, Max, Q

from accounts import mails, wording
from accounts.categories import Category
from accounts.models import Mail, User, Wording
from actors.models import Actor
from actors.models.actor import NATIONAL_CHAMBER
from ess_portal.lib import placeholders
from programmes.models import LetterTemplate

LATELY = timedelta(days=30)
FIXED = {  # allauth's own texts, which hold codes: they are listed, and never edited here
    "account/email/login_code": "Code de connexion",
    "account/email/email_confirmation": "Code qui confirme une adresse",
    "account/email/email_confirmation_signup": "Code qui confirme une adresse, à l’inscription",
    "account/email/password_reset_code": "Code pour un nouveau mot de passe",
    "account/email/unknown_account": "Adresse sans compte",
    "account/email/account_already_exists": "Compte déjà existant",
    "account/email/email_changed": "Adresse changée",
    "account/email/email_confirm": "Adresse confirmée",
    "account/email/email_deleted": "Adresse retirée",
    "account/email/password_changed": "Mot de passe changé",
    "account/email/password_reset": "Mot de passe réinitialisé",
    "account/email/password_set": "Mot de passe choisi",
    "mfa/email/recovery_codes_generated": "Codes de secours refaits",
    "mfa/email/totp_activated": "Second facteur activé",
    "mfa/email/totp_deactivated": "Second facteur retiré",
    "mfa/email/webauthn_added": "Clé ajoutée",
    "mfa/email/webauthn_removed": "Clé retirée",
}
LETTER_WORDS = {
    "nom": "les prénoms de l’équipe",
    "programme": "le nom du programme",
    "structure": "la structure qui conduit l’appel",
    "dossier": "le numéro du dossier",
    "contact": "à qui écrire",
    "lien": "l’adresse du dossier",
    "lien_oui": "l’adresse pour dire oui",
    "lien_non": "l’adresse pour dire non",
    "date_comite": "le jour du comité",
    "date_reponse": "le jour limite de réponse",
    "date_debut": "le début de l’accompagnement",
}


@dataclass(frozen=True)
class Text:
    """One mail or letter: what it is, the text in force and the text of origin, and what it may say."""

    sort: str  # « courriel » or « lettre »
    code: str
    label: str
    when: str
    to: str
    category: str
    obligatory: bool
    subject: str
    body: str
    version: int
    origin: tuple[str, str]
    vocabulary: wording.Vocabulary
    kind: mails.MailKind | None = None

    @property
    def name(self) -> str:
        return f"{'mail' if self.kind else 'letter'}:{self.code}"

    @property
    def is_edited(self) -> bool:
        return (self.subject, self.body) != self.origin

    @property
    def is_of_a_file(self) -> bool:
        return self.kind is None or self.kind.about == "application"


def may_write(user: User) -> bool:
    """General texts are everybody's: a superuser or the national chamber's people rewrite them."""
    roles = user.organisation_roles.at_the_desk()
    return user.is_superuser or Actor.objects.filter(slug=NATIONAL_CHAMBER, roles__in=roles).exists()


def all_mails() -> list[Text]:
    return [_mail(kind, known) for kind, known in _with_last(mails.catalogue().values(), wording.name_of)]


def all_letters() -> list[Text]:
    origins = {row.name: row for row in Wording.objects.filter(version=0)}
    rows = LetterTemplate.objects.order_by("code")
    return [_letter(row, known, origins.get(_letter_name(row))) for row, known in _with_last(rows, _letter_name)]


def find(sort: str, code: str) -> Text | None:
    """One text of the catalogue; None when there is no such one."""
    if sort == "courriel":
        kind = mails.catalogue().get(code)
        return _mail(kind, wording.last(wording.name_of(kind))) if kind else None
    row = LetterTemplate.objects.filter(code=code).first()
    if row is None:
        return None
    name = _letter_name(row)
    return _letter(row, wording.last(name), Wording.objects.filter(name=name, version=0).first())


def _with_last(rows: Iterable, name_of):
    known = {row.name: row for row in Wording.objects.order_by("version")}  # the last one of each name stays
    return [(row, known.get(name_of(row))) for row in rows]


def _letter_name(row):
    return f"letter:{row.code}"


def _mail(kind, known):
    origin = (kind.subject, kind.body)
    subject, body = origin if known is None or known.is_origin else (known.subject, known.body)
    words = kind.variables.values()
    return Text(
        sort="courriel",
        code=kind.name,
        label=kind.label,
        when=kind.when,
        to=kind.to,
        category=kind.category.label,
        obligatory=kind.obligatory,
        subject=subject,
        body=body,
        version=known.version if known else 0,
        origin=origin,
        vocabulary=wording.Vocabulary(
            meanings={one.name: one.means for one in words},
            required=frozenset(kind.required),
            not_in_subject=frozenset(one.name for one in words if one.link or one.lines),
        ),
        kind=kind,
    )


def _letter(row, known, origin):
    first = (origin.subject, origin.body) if origin else (row.subject, row.body)
    own = dict.fromkeys(sorted(placeholders.names_in(*first)), "propre à cette lettre")
    meanings = {**own, **LETTER_WORDS}
    return Text(
        sort="lettre",
        code=row.code,
        label=first[0],
        when=row.when,
        to="Les personnes de l’équipe, dans leur espace",
        category=Category.DECISION.label,
        obligatory=True,
        subject=row.subject,
        body=row.body,
        version=known.version if known else 0,
        origin=first,
        vocabulary=wording.Vocabulary(
            meanings=meanings,
            required=frozenset(name for name in placeholders.names_in(first[1]) if name.startswith("lien")),
            not_in_subject=frozenset(name for name in meanings if name.startswith("lien")),
        ),
    )


@transaction.atomic
def rewrite(text: Text, subject: str, body: str, *, version: int, by: User, now: datetime) -> Wording:
    """Give a mail or a letter a new general text; raises `wording.Stale` when somebody did meanwhile."""
    is_origin = (subject, body) == text.origin
    if text.kind is None:
        _keep_origin(text)
        LetterTemplate.objects.filter(code=text.code).update(subject=subject, body=body)
    return wording.save(text.name, subject, body, version=version, by=by, now=now, is_origin=is_origin)


def restore(text: Text, *, version: int, by: User, now: datetime) -> Wording:
    """Back to the text of origin; the history keeps what is left."""
    return rewrite(text, *text.origin, version=version, by=by, now=now)


def _keep_origin(text):
    """The first edit of a letter keeps what `data/letters.csv` said, as version 0."""
    subject, body = text.origin
    origin = {"subject": subject, "body": body, "is_origin": True}
    Wording.objects.get_or_create(name=text.name, version=0, defaults=origin)


def left_by_staff(row: Any, values: dict) -> dict:
    """What a new load of the letters may change: a text that staff rewrote stays, its text of origin follows."""
    name = _letter_name(row)
    known = wording.last(name)
    if known is None:
        return values
    origin = {"subject": values["subject"], "body": values["body"]}
    Wording.objects.filter(name=name, version=0).update(**origin)
    return values if known.is_origin else {**values, "subject": row.subject, "body": row.body}


@dataclass(frozen=True)
class Traffic:
    """What went out under one name in the last thirty days, and the last time."""

    count: int
    last: datetime | None


NOTHING = Traffic(0, None)


def traffic(now: datetime) -> dict[str, Traffic]:
    """By the name of the mail, in one query."""
    lately = Count("pk", filter=Q(sent_at__gte=now - LATELY))
    rows = Mail.objects.filter(sent_at__isnull=False).order_by().values("template")
    return {
        row["template"]: Traffic(row["count"], row["last"]) for row in rows.annotate(count=lately, last=Max("sent_at"))
    }

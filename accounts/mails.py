"""The catalogue of mails: a folder of `templates/mail` for each, whose `about.toml` says when it goes, to whom and why.

The folder is the registry: `subject.txt` and `body.txt` hold {placeholders} only, since CRESS may rewrite them, and
`about.toml` says where the words of each placeholder come from. {nom} and {lien} need no line of their own.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Template

from accounts.categories import OBLIGATORY, Category
from ess_portal.lib.placeholders import CONTROL, fill, names_in, one_line, single_line

FOLDER = Path(settings.BASE_DIR) / "templates" / "mail"


class BadMail(Exception):
    """The folder of a mail does not say what it should."""


@dataclass(frozen=True)
class Variable:
    """A {placeholder}: `source` is the template of its words, read in the context that `owe` was given.

    Words are put on one line and lose their links, unless they are our own address (`link`) or a list (`lines`).
    """

    name: str
    source: str
    means: str
    example: str
    link: bool = False
    lines: bool = False

    def words(self, context: Mapping[str, Any]) -> str:
        source = f"{{% autoescape off %}}{self.source}{{% endautoescape %}}"
        words = Template(source).render(Context({**context}, autoescape=False))
        if self.lines:
            return "\n".join(CONTROL.sub(" ", line).rstrip() for line in words.strip().splitlines())
        return "".join(words.split()) if self.link else one_line(words)


COMMON = {
    "nom": {"source": "{{ recipient.get_short_name }}", "means": "le prénom de la personne", "example": "Nour"},
    "lien": {
        "source": "{{ link }}",
        "means": "l’adresse de la page à ouvrir",
        "example": "https://correspondances.example/espace/",
    },
}


@dataclass(frozen=True)
class MailKind:
    """One mail of the catalogue with its text of origin; `about` names what of the context it is about, for traces."""

    name: str
    label: str
    when: str
    to: str
    category: Category
    subject: str
    body: str
    about: str = ""
    variables: Mapping[str, Variable] = field(default_factory=dict)

    @property
    def obligatory(self) -> bool:
        return self.category in OBLIGATORY

    @property
    def required(self) -> set[str]:
        """Placeholders that any text of this mail must keep: the links of the text of origin."""
        return {name for name in names_in(self.body) if self.variables[name].link}

    def words(self, context: Mapping[str, Any], *texts: str) -> dict[str, str]:
        """The words of the placeholders that the texts use."""
        return {name: self.variables[name].words(context) for name in names_in(*texts) if name in self.variables}

    def link(self, context: Mapping[str, Any]) -> str:
        """The page that the mail leads to; the workspace when it has no {lien}."""
        return self.variables["lien"].words(context) if "lien" in self.variables else settings.SITE_ADDRESS + "/espace/"

    def subject_of(self, context: Mapping[str, Any]) -> str:
        """« application:… »: what the mail is about, for the trace that its page shows."""
        return f"{self.about}:{context[self.about].pk}" if self.about else ""

    def written(self, subject: str, body: str, context: Mapping[str, Any]) -> tuple[str, str]:
        """(subject, body) with their words, ready to be sent."""
        words = self.words(context, subject, body)
        return single_line(fill(subject, words))[:200], fill(body, words).strip() + "\n"


@cache
def catalogue() -> dict[str, MailKind]:
    """Every mail by its name, in the order of the names."""
    return {folder.name: read(folder) for folder in sorted(FOLDER.iterdir()) if folder.is_dir()}


def kind_of(name: str) -> MailKind:
    known = catalogue().get(name)
    if known is None:
        raise BadMail(f"templates/mail/{name}/ does not exist: copy the nearest folder (subject, body, about.toml)")
    return known


def read(folder: Path) -> MailKind:
    """The mail of a folder; BadMail says what is wrong with it."""
    try:
        subject, body = ((folder / f"{part}.txt").read_text().strip() for part in ("subject", "body"))
        told = tomllib.loads((folder / "about.toml").read_text())
        named = told.pop("variables", {})
        if "{{" in subject + body or "{%" in subject + body:
            raise BadMail(
                f"{folder.name}: write {{nom}}, {{lien}}… in the texts; about.toml says where words come from"
            )
        told["category"] = Category(told["category"])
        variables = variables_of(named, names_in(subject, body))
        return MailKind(name=folder.name, subject=subject, body=body, variables=variables, **told)
    except (OSError, KeyError, TypeError, ValueError) as wrong:
        raise BadMail(f"templates/mail/{folder.name}/: {wrong!r}; copy the about.toml of the nearest mail") from wrong


def variables_of(named: Mapping[str, Mapping[str, Any]], used: set[str]) -> dict[str, Variable]:
    """Those that about.toml names, and {nom} and {lien} when the text of origin uses them."""
    names = sorted(used | set(named))
    return {
        name: Variable(name=name, link=name.startswith("lien"), **{**COMMON.get(name, {}), **named.get(name, {})})
        for name in names
    }

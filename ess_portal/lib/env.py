"""The only readers of environment variables: they fail with a sentence that names the variable."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Value of the variable `name`; raises ImproperlyConfigured when it is unset and there is no default."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"La variable d’environnement {name} manque : donnez-lui une valeur, puis relancez.")
    return default


def flag(name: str, default: bool = False) -> bool:
    """Boolean variable: yes/no, oui/non, true/false, on/off, 1/0; anything else raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on", "oui"}:
        return True
    if value in {"0", "false", "no", "off", "non"}:
        return False
    raise ImproperlyConfigured(f"La variable d’environnement {name} doit valoir « oui » ou « non », pas « {value} ».")


def number(name: str, default: int) -> int:
    """Whole number variable, not negative; anything else raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"La variable d’environnement {name} doit être un nombre entier, pas « {value} ».")
    return int(value)


def names(name: str, default: str | None = None) -> list[str]:
    """Comma-separated variable, blanks dropped; raises ImproperlyConfigured when empty without a default."""
    parts = [part.strip() for part in text(name, default).split(",") if part.strip()]
    if not parts and default is None:
        raise ImproperlyConfigured(f"La variable d’environnement {name} ne contient aucun nom.")
    return parts


def hosts(name: str) -> list[str]:
    """Comma-separated host names, none of which stands for every host; raises ImproperlyConfigured otherwise."""
    parts = names(name)
    if "*" in parts:
        raise ImproperlyConfigured(f"La variable d’environnement {name} doit nommer les hôtes du portail, sans « * ».")
    return parts


def secret(name: str) -> str:
    """Secret variable of 50 signs at least, varied enough; raises ImproperlyConfigured otherwise."""
    value = text(name)
    if len(value) < 50 or len(set(value)) < 10 or value.startswith(("django-insecure-", "only-for-development")):
        raise ImproperlyConfigured(
            f"La variable d’environnement {name} est trop facile à deviner : "
            "prenez 50 caractères au hasard au moins, par exemple ceux de « openssl rand -base64 48 »."
        )
    return value


def folder(path: Path) -> Path:
    """`path`, made if it is not there; raises ImproperlyConfigured when it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"Le dossier {path} ne peut pas être créé ({error.strerror}) : "
            "donnez à la variable d’environnement VAR_DIR un dossier où le portail peut écrire."
        ) from error
    return path


def database(url: str) -> dict:
    """Django settings of the PostgreSQL server at `url` (postgres://user:password@host:port/name?option=value)."""
    wrong = ImproperlyConfigured(
        "La variable d’environnement DATABASE_URL doit ressembler à postgres://nom:mot-de-passe@serveur:5432/base."
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise wrong
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
